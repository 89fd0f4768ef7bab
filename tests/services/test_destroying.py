"""Content goes on its day for everybody and for good; what is public and who did what stays."""

from datetime import date, timedelta

import pytest
from sqlalchemy import LargeBinary, select

from reportdesk.domain.actors import Role
from reportdesk.domain.case import Action, Stage
from reportdesk.domain.errors import Conflict, NotFound
from reportdesk.domain.filing import AttachedFile
from reportdesk.domain.following import Sent
from reportdesk.jobs.leader import round_
from reportdesk.jobs.work import JOBS
from reportdesk.runtime import Runtime
from reportdesk.services import casework, destroying, followup, merging, reading
from reportdesk.services.publication.selection import select as select_release
from reportdesk.storage.audit import first_break
from reportdesk.storage.base import Base
from reportdesk.storage.case import Case
from reportdesk.storage.history import move
from reportdesk.storage.outbox import Outbox
from reportdesk.storage.report import Report, reports_of
from reportdesk.storage.retention import Retention
from reportdesk.vault import copies
from tests import builders
from tests.filings import a_filing, file_one
from tests.reviews import COUNTY, Contest, found_contest

JOB = {one.name: one for one in JOBS}
CLOSED = date(2026, 4, 3)
"""Answered on 2026-03-03: the day after the window to ask for a review."""
YEAR = timedelta(days=365)


def job(runtime: Runtime) -> int:
    found = round_(runtime, "me", [JOB["retain"]])
    assert found.failed == ()
    return found.done.get("retain", 0)


@pytest.fixture
def contest(runtime: Runtime, clock) -> Contest:
    """A case that was answered and, when its window was over, closed; confirmed and corrected."""
    contest = found_contest(runtime)
    clock.set("2026-03-03")
    officer = contest.county[COUNTY, Role.OFFICER]
    builders.act(runtime, casework.note, runtime.vault, officer, contest.ref, text="先看通知")
    contest.send(Sent.ADDITION, "还有一件事")
    contest.slot()
    contest.answer()
    return contest


def closed(contest: Contest, clock) -> Contest:
    clock.set(CLOSED)
    contest.sweep()
    assert contest.case.stage == Stage.CLOSED
    return contest


def row(contest: Contest) -> Retention:
    return contest.runtime.read(lambda tx: tx.session.get_one(Retention, contest.case_id))


def until_gone(contest: Contest, clock) -> None:
    """The warning on its day, and destruction on its own."""
    job(contest.runtime)
    clock.set(CLOSED + YEAR - timedelta(days=30))
    job(contest.runtime)
    clock.set(row(contest).due_on)
    job(contest.runtime)


def read(contest: Contest, at=COUNTY, role=Role.OFFICER):
    kit, holder = contest.runtime, contest.county[at, role]
    return kit.write(lambda tx: reading.read(tx, kit.vault, holder, contest.ref))


def sealed_bytes(contest: Contest) -> list[bytes]:
    """Every value of a binary column that belongs to the case."""
    found = []

    def look(tx) -> None:
        for table in Base.metadata.sorted_tables:
            if table.info.get("case"):
                rows = tx.session.execute(table.select().where(table.c.case_id == contest.case_id))
                names = [c.name for c in table.columns if isinstance(c.type, LargeBinary)]
                found.extend(one._mapping[name] for one in rows for name in names)

    contest.runtime.read(look)
    return [value for value in found if value]


def test_people_are_warned_on_the_day_and_nothing_goes_before_its_own(contest, clock) -> None:
    closed(contest, clock)
    assert job(contest.runtime) == 0
    due = row(contest).due_on
    assert due == CLOSED + YEAR
    clock.set(due - timedelta(days=31))
    assert job(contest.runtime) == 0
    clock.set(due - timedelta(days=30))
    assert job(contest.runtime) == 1
    assert contest.happened[-1] == "destruction_announced"
    letters = contest.runtime.read(
        lambda tx: list(tx.session.scalars(select(Outbox).where(Outbox.kind == "retention")))
    )
    assert [one.authority_id for one in letters] == [COUNTY]
    clock.set(due - timedelta(days=1))
    assert job(contest.runtime) == 0
    assert read(contest).reports[0].content["story"]
    clock.set(due)
    assert job(contest.runtime) == 1
    assert row(contest).destroyed_on == due


def test_afterwards_nobody_opens_anything_and_no_sealed_byte_is_left(contest, clock) -> None:
    me = closed(contest, clock).enter()
    assert len(sealed_bytes(contest)) > 10
    until_gone(contest, clock)
    assert sealed_bytes(contest) == []
    assert read(contest) is None
    with pytest.raises(NotFound, match="receipt_unknown"):
        contest.enter()
    kit = contest.runtime
    with pytest.raises(NotFound, match="receipt_unknown"):
        kit.read(lambda tx: followup.look(tx, kit.vault, kit.pack, me))
    shreds = [path for path in kit.settings.shreds.rglob("*") if path.is_file()]
    assert shreds == []


def test_history_and_the_record_of_acts_stay_and_say_what_was_done(contest, clock) -> None:
    before = closed(contest, clock).happened
    until_gone(contest, clock)
    assert contest.happened == [*before, "destruction_announced", "content_destroyed"]
    assert contest.history[-1].fields == {"rule": "corrected"}
    assert contest.runtime.read(lambda tx: first_break(tx, COUNTY)) is None


def test_the_next_release_is_the_same_byte_for_byte(contest, clock) -> None:
    kit = contest.runtime
    closed(contest, clock)
    job(kit)
    clock.set(CLOSED + YEAR - timedelta(days=30))
    job(kit)
    clock.set(row(contest).due_on)

    def frozen():
        return kit.read(lambda tx: select_release(tx, kit.settings, kit.pack, b"s" * 32, None))

    before = frozen()
    assert contest.ref in {one["ref"] for one in before.frozen.cases}
    job(kit)
    assert row(contest).destroyed_on is not None
    assert frozen() == before


def test_months_without_jobs_never_shorten_the_warning(contest, clock) -> None:
    closed(contest, clock)
    clock.set(CLOSED + 2 * YEAR)
    assert job(contest.runtime) == 1
    assert row(contest).due_on == CLOSED + 2 * YEAR + timedelta(days=30)
    clock.advance(days=29)
    assert job(contest.runtime) == 0
    clock.advance(days=1)
    assert job(contest.runtime) == 1
    assert sealed_bytes(contest) == []


def test_files_go_with_their_blobs(runtime, clock) -> None:
    contest = found_contest(runtime)
    stored = runtime.vault.store_file([b"picture"], clock().date())
    file = AttachedFile(stored.blob_name, stored.key.hex(), "a.jpg", "image/jpeg", stored.size, ())
    contest.send(Sent.ADDITION, "图", files=[file])
    contest.slot()
    clock.set("2026-03-03")
    contest.answer()
    until_gone(closed(contest, clock), clock)
    assert [path for path in runtime.settings.blobs.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("broken", ["shred", "wipe"])
def test_a_crash_between_key_and_rows_is_made_good_the_next_day(
    contest, clock, monkeypatch, broken
) -> None:
    closed(contest, clock)
    job(contest.runtime)
    clock.set(CLOSED + YEAR - timedelta(days=30))
    job(contest.runtime)
    clock.set(row(contest).due_on)
    with monkeypatch.context() as patch:
        if broken == "wipe":
            patch.setattr(destroying, "wipe_papers", crash)
        else:
            patch.setattr(type(contest.runtime.vault), "shred", crash)
        assert round_(contest.runtime, "me", [JOB["retain"]]).failed == ()
    assert (row(contest).begun_on, row(contest).destroyed_on) == (row(contest).due_on, None)
    assert sealed_bytes(contest)
    clock.advance(days=1)
    assert job(contest.runtime) == 1
    assert sealed_bytes(contest) == []


def crash(*_given, **_named):
    raise RuntimeError("killed")


def test_twice_in_a_day_or_by_two_leaders_changes_nothing(contest, clock) -> None:
    until_gone(closed(contest, clock), clock)
    told = contest.happened
    kit = contest.runtime
    assert kit.read(lambda tx: destroying.withdrawn_due(tx, kit.pack)) == []
    first = contest.case_id, report(contest, 0).report_id
    assert kit.write(lambda tx: destroying.destroy_withdrawn(tx, kit.vault, first)) == 0
    assert kit.read(destroying.cases_due) == []
    assert contest.happened == told


def test_a_refused_case_waits_for_its_window_and_starts_anew_when_a_review_is_asked(
    contest, clock
) -> None:
    kit = contest.runtime

    def decline(tx) -> None:
        case = tx.session.get_one(Case, contest.case_id)
        case.stage, case.ended_on = "declined", tx.today

    kit.write(decline)
    assert job(kit) == 0
    assert row(contest).due_on is None  # its window still runs


def test_a_case_waits_while_the_one_that_followed_it_is_open(contest, clock) -> None:
    closed(contest, clock)
    later = contest.county.file()
    kit = contest.runtime
    kit.write(lambda tx: setattr(tx.session.get_one(Case, later), "linked_id", contest.case_id))
    clock.set(CLOSED + 2 * YEAR)
    assert job(kit) == 0
    assert row(contest).due_on is None

    def end(tx) -> None:
        case = tx.session.get_one(Case, later)
        case.stage, case.ended_on = "closed", tx.today

    kit.write(end)
    clock.advance(days=31)
    job(kit)
    assert row(contest).due_on == CLOSED + 3 * YEAR


def test_a_case_waits_while_the_one_that_followed_it_goes_on_in_another(contest, clock) -> None:
    closed(contest, clock)
    kit, later, other = contest.runtime, contest.county.file(), contest.county.file()

    def merge(tx) -> None:
        case = tx.session.get_one(Case, later)
        case.linked_id, case.parent_id = contest.case_id, other
        move(tx, case, Action.MERGE, Stage.MERGED, party="officer")

    kit.write(merge)
    clock.set(CLOSED + 2 * YEAR)
    assert job(kit) == 0
    assert row(contest).due_on is None


def test_nothing_is_taken_out_of_a_case_whose_contents_are_gone(runtime, clock) -> None:
    contest, kit = found_contest(runtime), runtime
    clock.set("2026-03-03")
    child = merged(contest)
    contest.answer()
    until_gone(closed(contest, clock), clock)
    case, officer = contest.county.case(child), contest.county[COUNTY, Role.OFFICER]
    given = {"reason": "并错了", "version": case.version}
    with pytest.raises(Conflict, match="destroying"):
        builders.act(kit, merging.unmerge, kit.vault, kit.pack, officer, case.ref, **given)
    assert contest.county.case(child).stage == Stage.MERGED


def test_what_was_merged_into_a_case_goes_with_it(contest, clock) -> None:
    kit, child = contest.runtime, contest.county.file()

    def merge(tx) -> None:
        case = tx.session.get_one(Case, child)
        case.parent_id = contest.case_id
        move(tx, case, Action.MERGE, Stage.MERGED, party="officer")

    kit.write(merge)
    until_gone(closed(contest, clock), clock)
    reports = kit.read(lambda tx: reports_of(tx, child))
    assert [one.destroyed_on for one in reports] == [row(contest).destroyed_on]


# Withdrawn reports


def withdraw(contest: Contest, number: int = 0) -> None:
    contest.send(Sent.WITHDRAWAL, "", number=number)
    contest.slot()


def report(contest: Contest, number: int) -> Report:
    return contest.runtime.read(lambda tx: reports_of(tx, contest.case_id))[number]


def test_a_withdrawn_report_goes_after_thirty_days_and_the_living_one_stays_readable(
    runtime, clock
) -> None:
    contest = found_contest(runtime)
    contest.join("我也是 living")
    builders.act(
        runtime,
        casework.note,
        runtime.vault,
        contest.county[COUNTY, Role.OFFICER],
        contest.ref,
        text="看过了",
    )
    withdraw(contest)
    clock.advance(days=29)
    job(runtime)
    assert report(contest, 0).destroyed_on is None
    clock.advance(days=1)
    job(runtime)
    assert report(contest, 0).destroyed_on == clock().date()
    opened = read(contest)
    assert [one.content["story"] for one in opened.reports] == ["我也是 living"]
    assert [one.text for one in opened.notes] == ["看过了"]
    assert contest.look(1).withdrawn is False
    with pytest.raises(NotFound):
        contest.enter(0)


def test_a_withdrawn_report_that_fails_holds_up_neither_another_nor_the_copies(
    runtime, clock, monkeypatch
) -> None:
    first = found_contest(runtime)
    receipt, filed = file_one(runtime, a_filing())
    second = Contest(runtime, first.county, filed.ref, filed.case_id, [receipt])
    second.slot()
    for contest in (first, second):
        withdraw(contest)
    broken, plain = report(first, 0).shred_id, type(runtime.vault).shred

    def shred(vault, name: str) -> None:
        if name == broken:
            crash()
        plain(vault, name)

    made = copies.make_copy(runtime.settings.shreds, runtime.settings.shred_copies, clock().date())
    clock.advance(days=30)
    with monkeypatch.context() as patch:
        patch.setattr(type(runtime.vault), "shred", shred)
        assert job(runtime) > 0
    assert report(second, 0).destroyed_on == clock().date()
    assert not (runtime.settings.shred_copies / made.name).exists()
    assert report(first, 0).destroyed_on is None
    clock.advance(days=1)
    job(runtime)
    assert report(first, 0).destroyed_on == clock().date()


def test_the_first_report_waits_until_those_who_joined_have_the_cases_key(runtime, clock) -> None:
    contest = found_contest(runtime)
    contest.join("我也是 living")

    def not_yet(tx) -> None:
        joined = reports_of(tx, contest.case_id)[1]
        joined.case_key = runtime.vault.wrap_inner(
            b"k" * 32, runtime.vault.new_key(), joined.report_id
        )
        joined.awaits_case_key = True

    def give_back(tx) -> None:
        _, joined = reports_of(tx, contest.case_id)
        joined.awaits_case_key = False

    runtime.write(not_yet)
    withdraw(contest)
    clock.advance(days=60)
    job(runtime)
    assert report(contest, 0).destroyed_on is None
    runtime.write(give_back)
    clock.advance(days=1)
    job(runtime)
    assert report(contest, 0).destroyed_on == clock().date()


def merged(contest: Contest) -> str:
    """Another case about the same matter, merged into this one; returns its id."""
    child, kit = contest.county.file(), contest.runtime
    officer = contest.county[COUNTY, Role.OFFICER]
    case = contest.county.case(child)
    builders.act(
        kit,
        merging.merge,
        kit.vault,
        kit.pack,
        officer,
        case.ref,
        into=contest.ref,
        reason="同一件事",
        version=case.version,
    )
    return child


def test_the_report_of_a_merged_case_stays_readable_when_the_others_is_gone(runtime, clock) -> None:
    contest = found_contest(runtime)
    child = merged(contest)
    withdraw(contest)
    clock.advance(days=30)
    job(runtime)
    assert report(contest, 0).destroyed_on == clock().date()
    assert [one.content["story"] for one in read(contest).reports] == ["每天录 30 分钟对话。"]
    assert runtime.read(lambda tx: reports_of(tx, child))[0].destroyed_on is None


def test_it_waits_while_the_merged_case_does_not_have_its_key(runtime, clock) -> None:
    contest = found_contest(runtime)
    child = merged(contest)
    withdraw(contest)
    runtime.write(lambda tx: setattr(reports_of(tx, child)[0], "parent_key", None))
    clock.advance(days=60)
    job(runtime)
    assert report(contest, 0).destroyed_on is None


def test_control_without_waiting_what_staff_wrote_would_be_lost(runtime, clock) -> None:
    contest = found_contest(runtime)
    officer = contest.people(COUNTY)[0]
    builders.act(runtime, casework.note, runtime.vault, officer, contest.ref, text="先看通知")
    contest.join("我也是 living", opened=False)
    runtime.vault.shred(report(contest, 0).shred_id)
    assert [one.number for one in read(contest).reports] == [2]
    assert "先看通知" not in repr(read(contest))


def test_a_case_that_all_withdrew_from_goes_after_thirty_days(runtime, clock) -> None:
    contest = found_contest(runtime)
    withdraw(contest)
    assert contest.case.stage == Stage.WITHDRAWN
    clock.advance(days=23)
    job(runtime)
    assert row(contest).warned_on == clock().date()
    clock.advance(days=7)
    job(runtime)
    assert sealed_bytes(contest) == []
    assert row(contest).destroyed_on == clock().date()


def test_papers_of_a_case_go_with_its_last_report_even_when_nobody_was_warned(
    runtime, clock
) -> None:
    contest = found_contest(runtime)
    withdraw(contest)
    clock.advance(days=45)
    job(runtime)
    assert sealed_bytes(contest) == []
    assert contest.happened[-2:] == ["report_destroyed", "content_destroyed"]


# An older copy of the database


def test_an_older_database_gives_nothing_back(contest, clock) -> None:
    closed(contest, clock)
    old = snapshot(contest)
    assert opens(contest, old)
    until_gone(contest, clock)
    put_back(contest, old)
    assert not opens(contest, old)
    assert read(contest) is None
    with pytest.raises(NotFound, match="receipt_unknown"):
        contest.enter()


def snapshot(contest: Contest) -> dict:
    """Every row of the case and of its receipts, as a backup of the database has them."""
    found = {}

    def look(tx) -> None:
        for table in Base.metadata.sorted_tables:
            if "case_id" in table.c:
                rows = tx.session.execute(table.select().where(table.c.case_id == contest.case_id))
                found[table.name] = [dict(one._mapping) for one in rows]

    contest.runtime.read(look)
    return found


def put_back(contest: Contest, old: dict) -> None:
    """Restore that backup in the place of what is there now."""

    def write(tx) -> None:
        tables = [one for one in Base.metadata.sorted_tables if one.name in old]
        for table in reversed(tables):
            tx.session.execute(table.delete().where(table.c.case_id == contest.case_id))
        for table in tables:
            if old[table.name]:
                tx.session.execute(table.insert(), old[table.name])

    contest.runtime.write(write)


def opens(contest: Contest, old: dict) -> bool:
    """Whether a key of the holder opens a wrap of the backup."""
    vault, holder = contest.runtime.vault, contest.county[COUNTY, Role.OFFICER]
    shred = old["report"][0]["shred_id"]
    wrap = next(one for one in old["report_key"] if one["holder"] == COUNTY)
    try:
        vault.unwrap(wrap["wrapped"], holder.authority[1], shred)
    except NotFound:
        return False
    return True
