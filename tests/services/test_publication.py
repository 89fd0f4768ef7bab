"""Releases are built from plain columns, held back by their gates, and redacted when they must."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from reportdesk.domain.case import Action
from reportdesk.domain.errors import BadInput, Conflict
from reportdesk.domain.following import Sent
from reportdesk.queries import published
from reportdesk.release import writer
from reportdesk.release.reader import Release, Releases
from reportdesk.release.verify import problems
from reportdesk.services import publication
from reportdesk.storage.case import Case
from reportdesk.storage.excerpt import Excerpt
from reportdesk.storage.ledger import ReleasedCase, ReleaseRow
from reportdesk.storage.report import Message, Report
from tests.published import MOE, SECRET, SMALL, WUHAN, Book, register, scene

REPORT = "r" * 26


@pytest.fixture
def book(runtime, pack):
    """Calls a function with a book on the live database, after the register was filled."""
    runtime.write(register)

    def write(work):
        return runtime.write(lambda tx: work(Book(tx, pack)))

    return write


@pytest.fixture
def build(runtime, pack, clock):
    """Builds the release of a day with the gates of a real site."""

    def make(day: str, label: str | None = None, **settings: object) -> publication.Built:
        clock.set(day)
        chosen = replace(runtime.settings, **settings)
        read, write = runtime.read, runtime.write
        return publication.build(read, write, chosen, pack, SECRET, label=label)

    return make


@pytest.fixture
def releases(settings) -> Releases:
    return Releases(settings.releases)


def newest(releases: Releases) -> Release:
    found = releases.newest()
    assert found is not None
    return found


def levels(releases: Releases) -> dict[str, str]:
    return {row["ref"]: row["level"] for row in newest(releases).cases({})}


def bytes_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def three(day: str):
    """A story of three cases filed on one day."""

    def write(book: Book) -> list[str]:
        refs = ("A1A1-0001", "B2B2-0002", "C3C3-0003")
        return [book.file(ref, day).case_id for ref in refs]

    return write


def test_a_first_release_of_nothing_is_a_release(build, releases):
    built = build("2026-07-01")
    assert (built.label, built.cases, built.new) == ("2026-W27", 0, 0)
    assert newest(releases).count({}) == 0


def test_the_scene_is_published_on_its_levels(book, build, releases):
    book(scene)
    built = build("2026-07-01")
    assert built.cases == 8, "the merged case was never public, and stays so"
    assert levels(releases) == {
        "A1A1-0001": "full",
        "B2B2-0002": "stub",
        "C3C3-0003": "stub",
        "D4D4-0004": "stub",
        "E5E5-0005": "full",
        "F6F6-0006": "stub",
        "G7G7-0007": "withheld",
        "J9J9-0009": "full",
    }
    assert problems(releases.path) == []


def test_a_full_case_has_its_school_and_its_answer(book, build, releases):
    book(scene)
    build("2026-07-01")
    row = newest(releases).case("A1A1-0001")
    assert row["school"] is not None
    assert row["summary"].startswith("经查")
    assert (row["stage"], row["outcome"]) == ("correcting", "correction_pending")
    assert [promise["standing"] for promise in row["promises"]] == ["met", "overdue"]
    assert row["steps"][0]["when"] == "2026-01"


def test_a_small_bureau_and_a_small_school_are_not_named(book, build, releases):
    book(scene)
    build("2026-07-01")
    row = newest(releases).case("E5E5-0005")
    assert (row["authority"], row["answered_by"]) == (WUHAN, WUHAN)
    assert (row["school"], row["division"]) == (None, "420102")
    assert (row["title"], row["summary"]) == (None, None), "its summary names the school"
    whole = bytes_below(newest(releases).folder)
    assert "示范路小学".encode() not in whole
    assert "示范职业技术学院".encode() in whole, "control: a school that may be named"
    cases = (newest(releases).folder / "cases.csv").read_text(encoding="utf-8")
    assert SMALL not in cases


def test_a_disputed_case_shows_as_reopened_when_the_month_of_the_dispute_is_over(
    book, build, releases
):
    book(scene)
    build("2026-05-28")
    assert newest(releases).case("J9J9-0009")["stage"] == "answered"
    build("2026-06-01")
    after = newest(releases).case("J9J9-0009")
    assert (after["stage"], after["reopened"]) == ("redo", True)


def test_nothing_is_published_before_its_hold_is_over(book, build, releases):
    cases = book(three("2026-03-02"))
    first = date(2026, 3, 31) + timedelta(days=14)
    build((first - timedelta(days=1)).isoformat())
    assert newest(releases).count({}) == 0
    build((first + timedelta(days=21)).isoformat())
    assert newest(releases).count({}) == 3
    assert len(cases) == 3


def test_the_hold_that_was_drawn_is_kept_in_the_ledger(book, build, runtime):
    book(three("2026-03-02"))
    build("2026-07-01")
    held = runtime.read(lambda tx: {row.held_days for row in tx.session.query(ReleasedCase)})
    assert held <= set(range(22))


def test_two_new_cases_wait_for_a_third_but_not_for_ever(book, build, releases):
    book(lambda book: [book.file(ref, "2026-03-02") for ref in ("A1A1-0001", "B2B2-0002")])
    eligible = date(2026, 3, 31) + timedelta(days=14 + 21)
    build(eligible.isoformat())
    assert newest(releases).count({}) == 0
    build((eligible + timedelta(days=28)).isoformat())
    assert newest(releases).count({}) == 2


def test_a_published_case_says_which_release_showed_it_first(book, build, releases):
    book(three("2026-03-02"))
    build("2026-05-11")
    build("2026-05-18")
    assert {row["first_release"] for row in newest(releases).cases({})} == {"2026-W20"}
    changes = newest(releases).content("CHANGES.md").decode()
    assert "0 of them new" in changes


def test_a_release_never_changes_and_its_label_is_taken_once(book, build, releases):
    book(three("2026-03-02"))
    build("2026-07-01")
    before = bytes_below(newest(releases).folder)
    with pytest.raises(Conflict):
        build("2026-07-02")
    assert bytes_below(newest(releases).folder) == before
    assert build("2026-07-02", "2026-W27-2").label == "2026-W27-2"


def test_the_demonstration_numbers_further_releases_of_a_week(build):
    labels = [build("2026-07-01", release_at_once=True).label for _ in range(3)]
    assert labels == ["2026-W27", "2026-W27-2", "2026-W27-3"]


@pytest.mark.parametrize(
    "label",
    [
        *("latest", "2026-47", "../2026-W27", "2026-W27-1", "2026-W27-100", "2026-W27-02"),
        *("2026-W28", "2026-W26-2", "2062-W99", "２０２６-W27"),
    ],
)
def test_a_label_of_no_release_of_this_week_is_refused(build, label):
    with pytest.raises(BadInput):
        build("2026-07-01", label)


def test_the_demonstrations_switch_drops_hold_batch_and_month(book, build, releases):
    book(lambda book: book.file("A1A1-0001", "2026-06-29"))
    build("2026-07-01")
    assert newest(releases).count({}) == 0
    build("2026-07-01", release_at_once=True)
    row = newest(releases).case("A1A1-0001")
    assert row["month"] == "2026-06", "even the demonstration shows months"
    assert row["standing"] == "on_time"


def test_an_overdue_case_reaches_the_public_list_by_the_demonstrations_dates(book, build, releases):
    book(lambda book: book.file("A1A1-0001", "2026-03-02"))
    build("2026-05-01", release_at_once=True)
    assert not newest(releases).case("A1A1-0001")["listed"]
    build("2026-05-02", release_at_once=True)
    row = newest(releases).case("A1A1-0001")
    assert row["listed"]
    assert row["rungs"] == ["S1", "S2", "S3", "S4"]


def test_a_withdrawn_case_leaves_every_release_without_a_trace(book, build, releases, runtime):
    book(three("2026-03-02"))
    build("2026-05-11")
    build("2026-05-18")
    assert b"A1A1-0001" in bytes_below(releases.path), "control: it was there"
    book(lambda book: book.act(_case(book, "A1A1-0001"), Action.WITHDRAW, "2026-05-20"))
    assert build("2026-05-25").redacted == (), "its month is not over"
    assert newest(releases).case("A1A1-0001") is not None
    built = build("2026-06-01")
    assert built.redacted == ("2026-W20", "2026-W21", "2026-W22")
    assert b"A1A1-0001" not in bytes_below(releases.path)
    assert {folder.name for folder in releases.path.iterdir()} == {
        "2026-W20.r2",
        "2026-W21.r2",
        "2026-W22.r2",
        "2026-W23.r1",
    }
    assert problems(releases.path) == []
    assert runtime.read(lambda tx: publication.disagreements(tx, runtime.settings)) == []


def test_an_excerpt_leaves_every_release_once_it_is_taken_back(book, build, releases):
    words = "不录就没有平时分，这是我自己的话。"
    book(scene)
    book(lambda book: quote(book, words, _case(book, "A1A1-0001")))
    build("2026-07-01")
    assert newest(releases).case("A1A1-0001")["excerpts"] == [{"text": words}]
    assert newest(releases).case("J9J9-0009")["excerpts"] == []
    assert words.encode() in bytes_below(releases.path), "control: it was there"
    book(lambda book: say(book.tx, _case(book, "A1A1-0001").case_id, 2, Sent.EXCERPT_BACK))
    assert build("2026-07-08").redacted == ("2026-W27",)
    assert words.encode() not in bytes_below(releases.path)
    assert newest(releases).case("A1A1-0001") is not None
    assert problems(releases.path) == []


def quote(book: Book, words: str, case: Case) -> None:
    """A report of a case offers an excerpt, and two persons approved it."""
    report = Report(
        case_id=case.case_id,
        report_id=REPORT,
        number=1,
        filed_on=case.filed_on,
        salt=b"",
        reporter_public=b"",
        shred_id="",
        questionnaire="",
        sealed=b"",
        case_key=b"",
        visible=True,
    )
    book.tx.session.add(report)
    book.tx.session.flush()
    say(book.tx, case.case_id, 1, Sent.EXCERPT)
    made = {"proposed_by": "a", "approved_by": "b", "approved_on": case.filed_on, "text": words}
    book.tx.session.add(Excerpt(case_id=case.case_id, report_id=REPORT, number=1, **made))


def say(tx, case_id: str, number: int, kind: Sent) -> None:
    """A message of that report, the first one at the desk already."""
    tx.session.add(
        Message(
            case_id=case_id,
            report_id=REPORT,
            number=number,
            on=date(2026, 6, 1),
            sender="reporter",
            kind=kind.value,
            sealed=b"",
            visible=number == 1,
        )
    )
    tx.session.flush()


def test_a_revision_lists_the_checksums_it_supersedes(book, build, releases, runtime):
    book(three("2026-03-02"))
    old = build("2026-05-11").checksum
    book(lambda book: book.act(_case(book, "A1A1-0001"), Action.WITHDRAW, "2026-05-12"))
    build("2026-06-01")
    release = releases.get("2026-W20")
    assert release is not None
    assert old in release.content("CHANGES.md").decode()
    revisions = runtime.read(
        lambda tx: {(row.label, row.revision, row.cases) for row in tx.session.query(ReleaseRow)}
    )
    assert revisions == {("2026-W20", 1, 3), ("2026-W20", 2, 2), ("2026-W23", 1, 2)}


def test_a_case_withdrawn_before_it_was_public_never_becomes_so(book, build, releases):
    book(three("2026-03-02"))
    book(lambda book: book.act(_case(book, "A1A1-0001"), Action.WITHDRAW, "2026-05-02"))
    build("2026-05-11", release_at_once=True)
    assert levels(releases) == {"B2B2-0002": "stub", "C3C3-0003": "stub"}


def test_a_case_that_is_withheld_becomes_a_tombstone_in_every_release(book, build, releases):
    book(three("2026-03-02"))
    build("2026-05-11")

    def withhold(book: Book) -> None:
        case = _case(book, "A1A1-0001")
        case.visibility, case.withheld_reason = "withheld", "court_order"

    book(withhold)
    assert build("2026-05-18").redacted == ("2026-W20",)
    for label in ("2026-W20", "2026-W21"):
        release = releases.get(label)
        assert release is not None
        row = release.case("A1A1-0001")
        assert (row["level"], row["withheld_reason"]) == ("withheld", "court_order")
        assert row["province"] is None
    assert build("2026-05-25").redacted == (), "once is enough"


def test_a_merge_into_a_case_that_is_not_public_names_nobody(book, build, releases):
    book(three("2026-03-02"))
    build("2026-05-11")

    def merge(book: Book) -> None:
        parent = book.file("Z9Z9-0009", "2026-06-20")
        child = book.act(_case(book, "A1A1-0001"), Action.MERGE, "2026-06-22")
        child.parent_id = parent.case_id

    book(merge)
    build("2026-07-01")
    assert newest(releases).case("A1A1-0001")["stage"] == "merged"
    assert b"Z9Z9-0009" not in bytes_below(releases.path)


def test_a_parent_that_is_withheld_is_not_named_either_nor_in_earlier_releases(
    book, build, releases
):
    book(three("2026-03-02"))
    build("2026-05-11")

    def merge(book: Book) -> None:
        parent = _case(book, "B2B2-0002")
        child = book.act(_case(book, "A1A1-0001"), Action.MERGE, "2026-05-12")
        child.parent_id = parent.case_id

    book(merge)
    build("2026-05-18")
    assert newest(releases).case("A1A1-0001")["merged_into"] == "B2B2-0002"

    def withhold(book: Book) -> None:
        parent = _case(book, "B2B2-0002")
        parent.visibility, parent.withheld_reason = "withheld", "court_order"

    book(withhold)
    assert "2026-W21" in build("2026-05-25").redacted
    for label in ("2026-W21", "2026-W22"):
        row = releases.get(label).case("A1A1-0001")
        assert (row["stage"], row["merged_into"]) == ("merged", None)


def test_a_case_that_goes_on_with_another_is_linked_in_both_where_both_are_public(
    book, build, releases
):
    book(three("2026-03-02"))

    def link(book: Book) -> None:
        earlier, later = _case(book, "A1A1-0001"), _case(book, "B2B2-0002")
        later.linked_id = earlier.case_id
        _case(book, "C3C3-0003").linked_id = book.file("Z9Z9-0009", "2026-06-20").case_id

    book(link)
    build("2026-05-11")
    rows = {ref: newest(releases).case(ref) for ref in ("A1A1-0001", "B2B2-0002", "C3C3-0003")}
    assert rows["B2B2-0002"]["reopens"] == "A1A1-0001"
    assert rows["A1A1-0001"]["reopened_as"] == "B2B2-0002"
    assert rows["C3C3-0003"]["reopens"] is None
    assert b"Z9Z9-0009" not in bytes_below(releases.path)

    def withhold(book: Book) -> None:
        case = _case(book, "B2B2-0002")
        case.visibility, case.withheld_reason = "withheld", "court_order"

    book(withhold)
    build("2026-05-18")
    for label in ("2026-W20", "2026-W21"):
        assert releases.get(label).case("A1A1-0001")["reopened_as"] is None


def test_a_late_return_is_public_counted_from_the_end_of_the_month_of_filing(book, build, releases):
    book(three("2026-03-02"))
    book(lambda b: b.act(_case(b, "A1A1-0001"), Action.RETURN, "2026-04-09"))
    book(lambda b: b.act(_case(b, "B2B2-0002"), Action.RETURN, "2026-04-08"))
    build("2026-05-11")
    found = {ref: newest(releases).case(ref)["returned_late"] for ref in ("A1A1-0001", "B2B2-0002")}
    assert found == {"A1A1-0001": True, "B2B2-0002": False}, "five working days after 31 March"
    assert newest(releases).case("C3C3-0003")["returned_late"] is None
    assert published.statistics(newest(releases)).returned_late == 1


def _case(book: Book, ref: str) -> Case:
    return book.tx.session.query(Case).filter_by(ref=ref).one()


def test_files_and_ledger_are_compared(book, build, releases, runtime):
    book(three("2026-03-02"))
    build("2026-07-01")

    def compared() -> list[str]:
        return runtime.read(lambda tx: publication.disagreements(tx, runtime.settings))

    assert compared() == []
    sums = newest(releases).folder / "SHA256SUMS"
    sums.chmod(0o644)
    sums.write_text("0" * 64 + "  cases.csv\n")
    assert compared() == ["2026-W27: the files are not those that were released"]
    (releases.path / "2026-W27.r1").rename(releases.path / "2026-W30.r1")
    assert compared() == [
        "2026-W27: revision 1 is not in the folder",
        "2026-W30.r1: not in the ledger",
    ]


def withdraw(book: Book) -> None:
    book.act(_case(book, "A1A1-0001"), Action.WITHDRAW, "2026-05-20")


def killed(*_: object) -> None:
    raise RuntimeError("killed")


def names(releases: Releases) -> set[str]:
    return {path.name for path in releases.path.iterdir()}


@pytest.fixture
def in_order(releases, runtime):
    """Asserts that the folder holds these releases and nothing else, as the ledger says."""

    def check(*folders: str) -> None:
        assert names(releases) == set(folders)
        assert problems(releases.path) == []
        assert runtime.read(lambda tx: publication.disagreements(tx, runtime.settings)) == []

    return check


def test_a_release_that_the_ledger_does_not_know_is_never_public(
    book, build, releases, in_order, monkeypatch
):
    book(three("2026-03-02"))
    with monkeypatch.context() as patched:
        patched.setattr(publication, "_record", killed)
        with pytest.raises(RuntimeError):
            build("2026-05-11")
    assert releases.labels() == []
    build("2026-05-18")
    in_order("2026-W21.r1")


def test_a_build_that_died_before_it_showed_its_files_is_finished_by_the_next(
    book, build, releases, in_order, monkeypatch
):
    book(three("2026-03-02"))
    build("2026-05-11")
    book(withdraw)
    with monkeypatch.context() as patched:
        patched.setattr(writer, "place", killed)
        with pytest.raises(RuntimeError):
            build("2026-06-01")
    assert b"A1A1-0001" in bytes_below(releases.path), "control: it died before the redaction"
    with pytest.raises(Conflict, match="release_exists"):
        build("2026-06-01")
    in_order("2026-W20.r2", "2026-W23.r1")
    assert b"A1A1-0001" not in bytes_below(releases.path)


def test_a_build_that_died_before_it_removed_the_old_files_is_finished_by_the_next(
    book, build, releases, in_order, monkeypatch
):
    book(three("2026-03-02"))
    build("2026-05-11")
    book(withdraw)
    with monkeypatch.context() as patched:
        patched.setattr(writer, "remove", killed)
        with pytest.raises(RuntimeError):
            build("2026-06-01")
    assert b"A1A1-0001" in bytes_below(releases.path)
    assert "2026-W20.r1: replaced by another revision and still here" in problems(releases.path)
    build("2026-06-08")
    in_order("2026-W20.r2", "2026-W23.r1", "2026-W24.r1")
    assert b"A1A1-0001" not in bytes_below(releases.path)


def test_a_release_of_another_database_leaves_with_the_next_build(
    book, build, releases, runtime, in_order
):
    """As after an older copy of the database was restored."""
    book(three("2026-03-02"))
    build("2026-05-11")
    build("2026-05-18")
    runtime.write(lambda tx: tx.session.query(ReleaseRow).filter_by(label="2026-W21").delete())
    runtime.write(lambda tx: tx.session.query(ReleasedCase).delete())
    build("2026-05-25")
    in_order("2026-W20.r1", "2026-W22.r1")
    book(withdraw)
    build("2026-06-01")
    assert b"A1A1-0001" not in bytes_below(releases.path)


def test_a_redaction_that_an_older_database_does_not_know_is_kept(book, build, runtime, in_order):
    book(three("2026-03-02"))
    build("2026-05-11")
    book(withdraw)
    build("2026-06-01")
    runtime.write(lambda tx: tx.session.query(ReleaseRow).filter_by(revision=2).delete())
    build("2026-06-08")
    in_order("2026-W20.r2", "2026-W23.r1", "2026-W24.r1")


def test_old_files_that_cannot_be_removed_are_no_success(book, build, monkeypatch):
    book(three("2026-03-02"))
    build("2026-05-11")
    book(withdraw)

    def refused(path: Path) -> None:
        raise PermissionError("not permitted")

    monkeypatch.setattr(writer.shutil, "rmtree", refused)
    with pytest.raises(PermissionError):
        build("2026-06-01")


def test_a_second_build_at_the_same_time_is_refused(book, build, releases):
    book(three("2026-03-02"))
    with writer.alone(releases.path), pytest.raises(Conflict, match="release_building"):
        build("2026-05-11")
    assert names(releases) == set()


def test_the_database_can_be_written_while_files_are(book, build, runtime, monkeypatch):
    book(three("2026-03-02"))
    drafted = writer.draft

    def write_meanwhile(*given: object) -> str:
        runtime.write(lambda tx: Book(tx, runtime.pack).file("Z9Z9-0009", "2026-05-11"))
        return drafted(*given)

    monkeypatch.setattr(writer, "draft", write_meanwhile)
    assert build("2026-05-11").cases == 3


def test_one_case_is_not_hidden_among_tombstones_that_were_never_public(book, build, releases):
    def tell(book: Book) -> None:
        three("2026-03-02")(book)
        for ref in ("A1A1-0001", "B2B2-0002"):
            case = _case(book, ref)
            case.visibility, case.withheld_reason = "withheld", "danger"

    book(tell)
    eligible = date(2026, 3, 31) + timedelta(days=14 + 21)
    build(eligible.isoformat())
    assert newest(releases).count({}) == 0
    build((eligible + timedelta(days=28)).isoformat())
    assert newest(releases).count({}) == 3


def test_a_superior_that_stands_in_is_responsible_once_it_took_the_case(book, build, releases):
    def story(book: Book) -> None:
        three("2026-03-02")(book)
        case = book.file("S1S1-0001", "2026-03-02", target_id=WUHAN, authority_id=MOE)
        taken = book.file("T2T2-0002", "2026-03-02", target_id=WUHAN, authority_id=MOE)
        book.act(taken, Action.ACCEPT, "2026-03-20")
        assert case.accepted_on is None

    book(story)
    build("2026-07-01")
    assert newest(releases).case("S1S1-0001")["authority"] == WUHAN
    assert newest(releases).case("T2T2-0002")["authority"] == MOE
