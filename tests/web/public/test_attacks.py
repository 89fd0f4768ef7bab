"""Attacks on the public record; each has a control that succeeds against a careless publisher."""

import csv
import io
import json
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from reportdesk.domain.case import Action
from reportdesk.release.fields import ASKED, Kind
from reportdesk.release.reader import Releases
from reportdesk.storage.answer import CaseAnswer, CaseMeasure, Note
from reportdesk.storage.case import Case
from reportdesk.storage.columns import new_id
from reportdesk.storage.history import record
from reportdesk.storage.hold import LegalHold
from reportdesk.storage.report import Message, Report
from reportdesk.storage.retention import Retention
from tests.published import Book, moment, scene
from tests.web.public.conftest import Live, site

LINK = re.compile(rb'(?:href|action)="(/[^"#]*)')
STARTS = (
    *("/", "/cases", "/cases.csv", "/cases.json", "/overdue", "/methodology", "/data/", "/verify"),
    *("/statistics", "/statistics.csv", "/statistics.json", "/cases/ZZZZ-9999"),
)
AT_ONCE = {"release_at_once": "1"}
Answer = tuple[int, list[tuple[str, str]], bytes]


def filtered(client: FlaskClient) -> Iterator[str]:
    """Every value of every filter, in every format."""
    body = client.get("/cases.csv").get_data(as_text=True)[1:]
    rows = list(csv.DictReader(io.StringIO(body)))
    for field in ASKED:
        values = {part for row in rows for part in row[field.name].split(";") if part}
        for value in sorted(values):
            for kind in ("", ".csv", ".json"):
                yield f"/cases{kind}?{field.name}={value}"


def crawl(client: FlaskClient) -> dict[str, Answer]:
    """Every address the public site leads to: status, headers without the date, body."""
    waiting = [*STARTS, *filtered(client)]
    found: dict[str, Answer] = {}
    while waiting:
        address = waiting.pop()
        if address in found or address.startswith(("/report", "/follow", "/leave", "/static")):
            continue
        response = client.get(address)
        headers = sorted((k, v) for k, v in response.headers.items() if k != "Date")
        found[address] = (response.status_code, headers, response.data)
        links = (link.decode().replace("&amp;", "&") for link in LINK.findall(response.data))
        waiting.extend(link for link in links if link not in found)
    return found


@pytest.fixture(scope="session")
def crawled(live) -> dict[str, Answer]:
    """The public site of the scene."""
    return crawl(site(live.releases).test_client())


def whole(live: Live) -> bytes:
    """Everything released and everything a reader can fetch."""
    files = (path for path in sorted(live.releases.rglob("*")) if path.is_file())
    client = site(live.releases).test_client()
    refs = (row["ref"] for row in live.newest.cases({}))
    pages = (client.get(address).data for address in (*STARTS, *(f"/cases/{ref}" for ref in refs)))
    return b"".join(path.read_bytes() for path in files) + b"".join(pages)


# Non-interference: what was not selected cannot be told from the public site.


def unselected(book: Book) -> None:
    """Much that no release selects: more reports, drafts, notes, messages, and other cases."""
    for case in list(book.tx.session.query(Case)):
        case.reports, case.visible, case.own_number = 7, True, "鄂教信访 12 号"
        for name in ("joined", "message", "added", "rung_fired"):
            record(book.on("2026-06-02"), case, name, party="reporter")
        draft(book, case)
    for number in range(5):
        late = book.file(f"N{number}N{number}-0001", "2026-06-03")
        book.act(late, Action.ACCEPT, "2026-06-10")
    gone = book.file("V9V9-0001", "2026-03-03")
    book.act(gone, Action.WITHDRAW, "2026-03-04")
    near(book)


def near(book: Book) -> None:
    """Cases that were merged into public ones or go on with them, holds, and planned days."""
    for number, case in enumerate(scene_of(book)):
        child = book.file(f"K{number}K{number}-0002", "2026-06-04", parent_id=case.case_id)
        book.act(child, Action.MERGE, "2026-06-05")
        book.file(f"L{number}L{number}-0002", "2026-06-05", linked_id=case.case_id)
        record(book.on("2026-06-05"), case, "took_in", party="officer")
        now = book.on("2026-06-06")
        held = {"case_id": case.case_id, "number": 1, "authority_id": case.authority_id}
        until = now.today + timedelta(days=90)
        asked = {"asked_by": new_id(), "asked_at": now.now, "put_on": now.today}
        book.tx.session.add(LegalHold(**held, reason="court", until=until, **asked))
        plan = {"due_on": until, "look_on": until, "warned_on": now.today}
        book.tx.session.add(Retention(case_id=case.case_id, outcome="corrected", **plan))
        record(now, case, "hold_put", party="officer", reason="court")
        record(now, case, "destruction_announced", party="system", due=until.isoformat())
    book.tx.session.flush()


def scene_of(book: Book) -> list[Case]:
    """The cases of the scene, as :func:`scene_cases` numbered them."""
    rows = book.tx.session.query(Case).where(Case.case_id.startswith("case000"))
    return list(rows.order_by(Case.case_id))


def draft(book: Book, case: Case) -> None:
    """An answer nobody approved, and a colleague's note."""
    common = {"case_id": case.case_id, "number": 9, "sealed": b"sealed"}
    now = book.on("2026-06-02").now
    book.tx.session.add(
        CaseAnswer(**common, authority_id=case.authority_id, drafted_by=new_id(), drafted_at=now)
    )
    book.tx.session.add(Note(**common, kind="note", account_id=new_id(), at=now))
    book.tx.session.flush()


def same_scene(book: Book) -> None:
    """The scene with fixed inner ids, so that two databases draw the same holds."""
    for number, case in enumerate(scene_cases(book)):
        assert case.case_id == f"case{number:022}"


def scene_cases(book: Book) -> list[Case]:
    """The scene's cases in order; their ids are given instead of drawn."""
    numbers = iter(range(99))
    plain = book.file

    def file(ref: str, day: str, **facts: object) -> Case:
        return plain(ref, day, case_id=f"case{next(numbers):022}", **facts)

    book.file = file  # type: ignore[method-assign]  # the scene files through the book
    return list(scene(book).values())


def two_databases(make_live, **settings: str) -> tuple[Live, Live]:
    """The scene, and the scene among much that is not selected, each with two releases."""
    plain, busy = make_live(same_scene), make_live(same_scene)
    busy.tell(unselected)
    for live in (plain, busy):
        for day in ("2026-05-04", "2026-06-08"):
            live.release(day, **settings)
    return plain, busy


def test_rows_that_no_release_selects_change_no_byte_of_the_public_site(make_live):
    plain, busy = two_databases(make_live)
    assert files(plain) == files(busy)
    first, second = (crawl(site(live.releases).test_client()) for live in (plain, busy))
    assert len(first) > 150, "the crawl is too small to mean anything"
    assert first == second


def test_control_without_gates_other_cases_show(make_live):
    plain, busy = two_databases(make_live, **AT_ONCE)
    assert files(plain) != files(busy)


def files(live: Live) -> dict[str, bytes]:
    """Every released file."""
    paths = (path for path in live.releases.rglob("*") if path.is_file())
    return {str(path.relative_to(live.releases)): path.read_bytes() for path in paths}


def test_a_hundred_more_reports_between_two_visits_change_nothing(make_live):
    live = make_live(scene)
    live.release("2026-06-08")
    client = site(live.releases).test_client()
    before = crawl(client)
    live.tell(lambda book: [book.file(f"M{n:03}-0001", "2026-05-02") for n in range(100)])
    assert crawl(client) == before
    listed = client.get("/cases").data
    live.release("2026-07-06")
    assert client.get("/cases").data != listed, "control: the next release shows them"


# The day of filing, and of every act of a reporter, varied within its month.


def story_of(day: int) -> object:
    """Three cases filed, one disputed and one withdrawn, on this day of their months."""

    def tell(book: Book) -> None:
        filed = date(2026, 1, day)
        cases = [
            book.file(f"{sign * 4}-000{n}", filed, case_id=f"case{n:022}")
            for n, sign in enumerate("ABCDE")
        ]
        for case in cases[:3]:
            book.lapse(case, filed + timedelta(days=25))
        book.act(cases[0], Action.ACCEPT, "2026-03-09")
        book.answer(cases[0], "2026-04-13")
        book.act(cases[0], Action.DISPUTE, date(2026, 5, min(day, 31)))
        book.act(cases[1], Action.WITHDRAW, date(2026, 4, min(day, 30)))

    return tell


def replay(live: Live, weeks: int = 20, **settings: str) -> list[dict[str, bytes]]:
    """What is public after each weekly release."""
    first, seen = date(2026, 2, 2), []
    for week in range(weeks):
        live.release((first + timedelta(days=7 * week)).isoformat(), **settings)
        seen.append(files(live))
    return seen


def test_the_day_within_a_month_changes_nothing_in_twenty_releases(make_live):
    early, middle, late = (replay(make_live(story_of(day))) for day in (1, 14, 29))
    assert early == middle == late
    assert any(b"AAAA-0000" in content for content in early[-1].values()), "it is public by then"
    assert not any(b"BBBB-0001" in content for content in early[-1].values()), "it was withdrawn"


def test_control_without_months_the_day_shows(make_live):
    early, late = (replay(make_live(story_of(day)), 1, **AT_ONCE) for day in (1, 29))
    assert early != late


# Canaries in everything that is sealed, private or internal.

CANARY = "canary-3f9c1e"


def planted(book: Book) -> None:
    """Canaries in every field of the scene that is not meant for the public."""
    for case in scene(book).values():
        case.reason_params = {"name": CANARY}
        case.own_number = case.assigned_to = CANARY
        case.copied, case.lever = [CANARY], "verbal_threat"
        plant_report(book, case)
        record(book.on("2026-03-02"), case, "message", party="reporter", words=CANARY)
    for answer in book.tx.session.query(CaseAnswer):
        answer.sealed = answer.sent_back_reason = CANARY.encode()
        answer.drafted_by = answer.approved_by = CANARY
    for measure in book.tx.session.query(CaseMeasure):
        measure.evidence_by = CANARY
    book.tx.session.flush()


def plant_report(book: Book, case: Case) -> None:
    """A report and a message whose every field is a canary."""
    common = {"case_id": case.case_id, "report_id": new_id(), "sealed": CANARY.encode()}
    book.tx.session.add(
        Report(
            **common,
            number=1,
            filed_on=case.filed_on,
            salt=CANARY.encode(),
            reporter_public=CANARY.encode(),
            shred_id=CANARY,
            questionnaire=CANARY,
            case_key=CANARY.encode(),
            last_seen=CANARY.encode(),
        )
    )
    book.tx.session.flush()
    book.tx.session.add(
        Message(**common, number=1, on=case.filed_on, sender="reporter", kind="message")
    )
    book.tx.session.flush()


@pytest.mark.parametrize("settings", [{}, AT_ONCE], ids=["real", "none"])
def test_no_canary_of_anything_private_reaches_the_public(make_live, settings):
    live = make_live(planted)
    live.release("2026-07-01", **settings)
    seen = whole(live)
    assert CANARY.encode() not in seen
    assert b"case_id" not in seen
    assert b"reports" not in (live.newest.content("cases.csv") or b"").split(b"\r\n")[0]


def test_control_a_canary_in_a_public_text_is_found(make_live):
    def tell(book: Book) -> None:
        planted(book)
        for row in book.tx.session.query(CaseAnswer):
            row.public_summary = f"经查，{CANARY}。"

    live = make_live(tell)
    live.release("2026-07-01")
    assert CANARY.encode() in whole(live)


# Existence, order, time.


def test_what_is_not_public_and_what_does_not_exist_answer_alike(live):
    client = site(live.releases).test_client()
    for suffix in ("", ".json", ".csv", "?lang=en", "?release=2026-W24"):
        hidden, nothing = (
            client.get(f"/cases/{ref}{suffix}") for ref in ("H8H8-0008", "ZZZZ-9999")
        )
        answers = [
            (r.status_code, sorted(p for p in r.headers.items() if p[0] != "Date"), r.data)
            for r in (hidden, nothing)
        ]
        assert answers[0] == answers[1]
        assert hidden.status_code == 404


def test_nothing_public_has_a_time_of_day_or_a_last_modified(crawled):
    clock = re.compile(rb"\b(?:[01]\d|2[0-3]):[0-5]\d\b")
    assert clock.search(b"filed at 14:05"), "control"
    for address, (_, headers, body) in crawled.items():
        assert "Last-Modified" not in dict(headers), address
        assert not clock.search(re.sub(rb"https?://[\w.:]+", b"", body)), address


def ranks(values: list[str]) -> list[int]:
    """Place of each value in order; equal values by chance of their position."""
    order = sorted(range(len(values)), key=lambda place: (values[place], place * 7919 % 61))
    return [order.index(place) for place in range(len(values))]


def correlation(left: list[int], right: list[int]) -> float:
    """Spearman's, for two rankings of the same length without ties."""
    n = len(left)
    return 1 - 6 * sum((a - b) ** 2 for a, b in zip(left, right, strict=True)) / (n * (n * n - 1))


def test_nothing_public_follows_the_order_of_arrival(make_live):
    draw = random.Random(7)
    signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    refs = ["".join(draw.choices(signs, k=4)) + "-" + "".join(draw.choices(signs, k=4))
            for _ in range(60)]  # fmt: skip

    def tell(book: Book) -> None:
        for place, ref in enumerate(refs):
            book.file(ref, date(2026, 3, 1 + place // 2))

    live = make_live(tell)
    live.release("2026-07-01")
    rows = live.newest.cases({})
    arrival = [refs.index(row["ref"]) for row in rows]
    assert abs(correlation(arrival, list(range(60)))) < 0.4, "order of the list"
    for name in rows[0]:
        values = [str(row[name]) for row in rows]
        if len(set(values)) > 1:
            assert abs(correlation(arrival, ranks(values))) < 0.4, name
    counted = [f"{place:04}" for place in arrival]
    assert correlation(arrival, ranks(counted)) > 0.99, "control: a sequence number"


# The same query in every format, against a plain filter over the published file.


def some_filter(draw: random.Random, rows: list[dict[str, str]]) -> dict[str, list[str]]:
    """A random selection: one to three filters with one to three values each."""
    chosen: dict[str, list[str]] = {}
    for field in draw.sample(ASKED, draw.randint(1, 3)):
        values = sorted({part for row in rows for part in row[field.name].split(";") if part})
        if values:
            chosen[field.name] = sorted(draw.sample(values, min(len(values), draw.randint(1, 3))))
    return {field.name: chosen[field.name] for field in ASKED if field.name in chosen}


def plainly(rows: list[dict[str, str]], chosen: dict[str, list[str]], *, every: bool) -> set[str]:
    """The references a person would find with a spreadsheet's filter."""
    several = {field.name for field in ASKED if field.kind is Kind.CODES}

    def fits(row: dict[str, str], name: str, values: list[str]) -> bool:
        own = row[name].split(";") if name in several else [row[name]]
        found = [value in own for value in values]
        return all(found) if every else any(found)

    return {
        row["ref"] for row in rows if all(fits(row, name, codes) for name, codes in chosen.items())
    }


def test_five_hundred_random_filters_equal_a_plain_filter_over_the_published_file(live):
    client = site(live.releases).test_client()
    published = client.get("/data/releases/2026-W27/cases.csv").get_data(as_text=True)[1:]
    rows = list(csv.DictReader(io.StringIO(published)))
    draw, careless = random.Random(11), 0
    for _ in range(500):
        chosen = some_filter(draw, rows)
        query = "&".join(f"{name}={','.join(values)}" for name, values in chosen.items())
        expected = plainly(rows, chosen, every=False)
        body = json.loads(client.get(f"/cases.json?{query}").data)
        assert {case["ref"] for case in body["cases"]} == expected, query
        assert body["n"] == len(expected)
        careless += plainly(rows, chosen, every=True) != expected
    assert careless > 50, "control: a filter that means AND would differ"


def test_every_format_of_a_query_says_the_same(live):
    client = site(live.releases).test_client()
    for address in [*filtered(client)][::6]:
        page = client.get(address).get_data(as_text=True)
        data = json.loads(client.get(address.replace("/cases?", "/cases.json?")).data)
        table = client.get(address.replace("/cases?", "/cases.csv?")).get_data(as_text=True)[1:]
        lines = list(csv.DictReader(io.StringIO(table)))
        refs = [case["ref"] for case in data["cases"]]
        assert [line["ref"] for line in lines] == refs
        assert re.findall(r'<span class="mut">(\w{4}-\w{4})', page) == refs
        assert f"{data['n']} 起公开案件" in page


# No public address asks about reports; the public process needs nothing but files.


def test_no_address_takes_a_filter_about_reports():
    names = {field.name for field in ASKED}
    assert not {name for name in names if "report" in name or name in {"filed", "day", "n"}}


def test_the_public_site_touches_neither_database_nor_keys(live):
    app = site(live.releases)
    runtime = app.extensions["reportdesk.runtime"]
    assert not hasattr(runtime, "db")
    assert not hasattr(runtime, "vault")
    client = app.test_client()
    assert {client.get(address).status_code for address in STARTS} == {200, 404}
    assert not Path("/nowhere").exists()


def test_demonstrations_are_marked_in_every_row_and_on_every_page(make_live):
    live = make_live(scene)
    live.release("2026-07-01", env="demo", **AT_ONCE)
    client = site(live.releases, env="demo").test_client()
    body = json.loads(client.get("/cases.json").data)
    assert body["demonstration"] is True
    assert all(case["demonstration"] for case in body["cases"])
    for address in ("/cases", "/cases/A1A1-0001", "/statistics", "/overdue", "/data/"):
        assert "演示" in client.get(address).get_data(as_text=True)
    release = Releases(live.releases).newest()
    assert release is not None
    assert "演示" in (release.content("CHANGES.md") or b"").decode()
    assert moment("2026-07-01").date() == release.header.as_of
