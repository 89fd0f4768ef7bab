"""A new pack or calendar: running clocks are judged anew and say so, stopped ones are left."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update

from reportdesk.domain.actors import Role
from reportdesk.domain.public_clocks import Book, public_clocks
from reportdesk.domain.public_time import View
from reportdesk.domain.rulebook import Place
from reportdesk.packs.explain import explain
from reportdesk.runtime import Runtime
from reportdesk.services import rejudging
from reportdesk.storage.case import Case
from reportdesk.storage.clock import Clock, clocks_of, judged, running, stop
from reportdesk.storage.publishable import facts_of
from reportdesk.storage.rulebook import in_force
from tests.builders import accept, answer
from tests.county import COUNTY, County, found_county
from tests.fakes import FixedClock
from tests.newer_packs import NATIONAL, a_newer_pack, with_pack
from tests.rejudged import judged_anew

ACCEPTED = date(2026, 11, 25)
BEFORE = date(2027, 1, 25)
"""K2: 60 days on is a Sunday; by weekends alone it moves to Monday."""


@pytest.fixture
def county(runtime: Runtime) -> County:
    return found_county(runtime)


def take_on(county: County, case_id: str) -> None:
    accept(county.runtime, county[COUNTY, Role.OFFICER], county.case(case_id).ref)


def accepted(county: County, clock: FixedClock) -> str:
    """A case with a decision due on a day of a year that nobody knows yet."""
    clock.set(ACCEPTED)
    case_id = county.file()
    take_on(county, case_id)
    return case_id


def clocks(kit: Runtime, case_id: str) -> dict[str, Clock]:
    return {row.key: row for row in kit.read(lambda tx: clocks_of(tx, case_id))}


def moves(county: County, case_id: str) -> list[dict[str, object]]:
    rows = [row for row in county.history(case_id) if row.event == "clock_rejudged"]
    assert all((row.party, row.authority_id) == ("system", None) for row in rows)
    return [row.fields for row in rows]


def words(kit: Runtime, case_id: str, key: str, lang: str = "zh") -> str:
    def look(tx) -> str:
        row = next(row for row in clocks_of(tx, case_id) if row.key == key)
        return "".join(explain(judged(row, kit.pack), kit.pack, lang))

    return kit.read(look)


def test_a_date_moves_with_an_event_that_names_both_dates_and_both_versions(
    county: County, clock: FixedClock, tmp_path: Path
) -> None:
    case_id = accepted(county, clock)
    assert judged_anew(county.runtime) == 0
    assert clocks(county.runtime, case_id)["K2"].provisional
    kit = with_pack(county.runtime, a_newer_pack(tmp_path / "p", "9.2", "2027-01-25,off"))
    clock.set("2026-12-01")
    assert judged_anew(kit) == 1
    (moved,) = moves(county, case_id)
    assert moved == {
        "clock": "K2",
        "clock_number": moved["clock_number"],
        "measure": None,
        "was": "2027-01-25",
        "due": "2027-01-26",
        "was_kind": "statutory",
        "kind": "statutory",
        "was_by": [NATIONAL.stamp, "2026"],
        "by": ["cn-xinfang-2022@9.2", "2027-9.2"],
        "kept": False,
    }
    row = clocks(kit, case_id)["K2"]
    assert row.params["was"] == [["2026-12-01", "2027-01-25"]]
    assert (row.due, row.provisional, row.calendar) == (date(2027, 1, 26), False, "2027-9.2")
    assert "日历版本 2027-9.2" in words(kit, case_id, "K2")


def test_nothing_happens_twice_and_a_crash_half_way_loses_nothing(
    county: County, clock: FixedClock, tmp_path: Path
) -> None:
    cases = [accepted(county, clock) for _ in range(3)]
    judged_anew(county.runtime)
    kit = with_pack(county.runtime, a_newer_pack(tmp_path / "p", "9.2", "2027-01-25,off"))
    kit.write(lambda tx: rejudging.take_over(tx, kit.pack))
    waits = kit.read(lambda tx: rejudging.waiting(tx, kit.pack))
    assert waits == sorted(cases)
    assert kit.write(lambda tx: rejudging.rejudge(tx, kit.pack, waits[:1])) == 1
    assert kit.read(lambda tx: rejudging.waiting(tx, kit.pack)) == waits[1:]
    assert judged_anew(kit) == 2
    assert [judged_anew(kit), kit.write(lambda tx: rejudging.rejudge(tx, kit.pack, waits))] == [
        0,
        0,
    ]
    assert [len(moves(county, one)) for one in cases] == [1, 1, 1]


def test_a_date_that_becomes_earlier_is_told_to_the_authority(
    county: County, clock: FixedClock, tmp_path: Path
) -> None:
    case_id = accepted(county, clock)
    kit = with_pack(county.runtime, a_newer_pack(tmp_path / "p", "9.2", "2027-01-24,makeup"))
    assert judged_anew(kit) == 1
    assert moves(county, case_id)[0]["due"] == "2027-01-24"
    assert (COUNTY, "date_moved", None) in county.letters()


def test_nobody_becomes_late_by_a_date_that_was_never_shown(
    county: County, clock: FixedClock, tmp_path: Path
) -> None:
    case_id = accepted(county, clock)
    shorter = a_newer_pack(tmp_path / "p", "9.2", clocks=(("days: 60\n", "days: 10\n"),))
    kit = with_pack(county.runtime, shorter)
    clock.set("2026-12-20")
    assert judged_anew(kit) == 0
    (kept,) = moves(county, case_id)
    assert (kept["was"], kept["due"], kept["kept"]) == ("2027-01-25", "2026-12-07", True)
    assert clocks(kit, case_id)["K2"].due == BEFORE
    assert "60 天" in words(kit, case_id, "K2")
    assert "日历版本 2026。" in words(kit, case_id, "K2")
    assert judged_anew(kit) == 0, "it is not compared again"
    assert len(moves(county, case_id)) == 1


def test_a_stopped_clock_keeps_its_date_and_its_explanation(
    county: County, clock: FixedClock, tmp_path: Path
) -> None:
    case_id = accepted(county, clock)
    judged_anew(county.runtime)
    before = words(county.runtime, case_id, "K2"), words(county.runtime, case_id, "K2", "en")
    ref, officer, head = (
        county.case(case_id).ref,
        county[COUNTY, Role.OFFICER],
        county[COUNTY, Role.HEAD],
    )
    answer(county.runtime, officer, head, ref)
    changed = (("days: 60\n", "days: 45\n"), ("zh: 作出处理决定, en", "zh: 改了名字, en"))
    kit = with_pack(
        county.runtime, a_newer_pack(tmp_path / "p", "9.2", "2027-01-25,off", clocks=changed)
    )
    judged_anew(kit)
    assert clocks(kit, case_id)["K2"].due == BEFORE
    assert (words(kit, case_id, "K2"), words(kit, case_id, "K2", "en")) == before
    assert "60 天" in before[0]
    assert "K2" not in [moved["clock"] for moved in moves(county, case_id)]


def test_a_process_with_the_older_version_moves_nothing_back(
    county: County, clock: FixedClock, tmp_path: Path
) -> None:
    case_id = accepted(county, clock)
    older = county.runtime
    newer = with_pack(older, a_newer_pack(tmp_path / "p", "9.2", "2027-01-25,off"))
    judged_anew(older)
    judged_anew(newer)
    assert older.read(lambda tx: rejudging.place(tx, older.pack)) is Place.OLDER
    assert judged_anew(older) == 0
    assert clocks(older, case_id)["K2"].due == date(2027, 1, 26)
    assert "日历版本 2027-9.2" in words(older, case_id, "K2"), "explained by what judged it"
    later = accepted(county, clock)  # the older process starts a clock by its own rules
    assert clocks(older, later)["K2"].due == BEFORE
    assert judged_anew(older) == 0
    assert judged_anew(newer) == 1, "the newer one makes it good in its next hour"
    assert clocks(newer, later)["K2"].due == date(2027, 1, 26)


def test_clocks_that_a_newer_process_started_are_left_alone_before_it_leads(
    county: County, clock: FixedClock, tmp_path: Path
) -> None:
    older = county.runtime
    newer = with_pack(older, a_newer_pack(tmp_path / "p", "9.2", "2027-01-25,off"))
    judged_anew(older)
    clock.set(ACCEPTED)
    ahead = County(newer, county.staff, county.everybody)
    case_id = ahead.file()
    take_on(ahead, case_id)
    assert older.read(lambda tx: rejudging.waiting(tx, older.pack)) == []
    assert clocks(older, case_id)["K2"].due == date(2027, 1, 26)


def test_other_days_without_a_higher_version_take_nothing_over(
    county: County, tmp_path: Path
) -> None:
    judged_anew(county.runtime)
    same = with_pack(
        county.runtime, a_newer_pack(tmp_path / "p", NATIONAL.version, "2027-01-25,off")
    )
    assert same.read(lambda tx: rejudging.place(tx, same.pack)) is Place.OLDER
    lower = with_pack(county.runtime, a_newer_pack(tmp_path / "q", "0.9", "2027-01-25,off"))
    assert lower.read(lambda tx: rejudging.place(tx, lower.pack)) is Place.OLDER


def test_another_pack_takes_over_and_what_it_does_not_know_stays(
    county: County, clock: FixedClock
) -> None:
    case_id = accepted(county, clock)
    judged_anew(county.runtime)
    local = with_pack(county.runtime, Path("cn-shandong-12345"))
    assert judged_anew(local) == 1
    row = clocks(local, case_id)["K2"]
    assert (row.due, row.kind) == (date(2026, 12, 2), "guideline")
    again = with_pack(county.runtime, Path("cn-xinfang-2022"))
    assert again.read(lambda tx: rejudging.place(tx, again.pack)) is Place.OLDER
    assert moves(county, case_id)[0]["was_kind"] == "statutory"


def test_a_lapse_that_was_acted_on_is_not_undone(
    county: County, clock: FixedClock, tmp_path: Path
) -> None:
    clock.set("2026-12-18")
    case_id = county.file()
    judged_anew(county.runtime)
    clock.set("2027-01-06")
    county.sweep(case_id)
    assert county.case(case_id).presumed_on == date(2027, 1, 4)
    longer = a_newer_pack(tmp_path / "p", "9.2", "2027-01-04,off", "2027-01-05,off")
    kit = with_pack(county.runtime, longer)
    judged_anew(kit)
    assert clocks(kit, case_id)["K1"].due == date(2027, 1, 4)
    kept = next(moved for moved in moves(county, case_id) if moved["clock"] == "K1")
    assert (kept["due"], kept["kept"]) == ("2027-01-06", True)


def test_rows_from_before_versions_were_kept_get_the_one_that_bears_their_name(
    county: County, clock: FixedClock
) -> None:
    case_id = accepted(county, clock)
    blank = update(Clock).values(rules=None, compared=None, provisional=None)
    county.runtime.write(lambda tx: tx.session.execute(blank) and None)
    assert "2027 年的放假安排还没有公布" in words(county.runtime, case_id, "K2")
    assert judged_anew(county.runtime) == 0
    found = clocks(county.runtime, case_id)
    force = county.runtime.read(in_force)
    assert force is not None
    assert {row.rules for row in found.values()} == {force.hash}
    assert found["K2"].provisional
    assert moves(county, case_id) == []


def test_a_date_whose_version_was_lost_stands_and_says_so(
    county: County, clock: FixedClock
) -> None:
    case_id = accepted(county, clock)
    lost = (
        update(Clock)
        .where(Clock.key == "K2")
        .values(rules=None, compared=None, due=date(2027, 1, 22), calendar="2025")
    )
    county.runtime.write(lambda tx: tx.session.execute(lost) and None)
    said = words(county.runtime, case_id, "K2")
    assert "日期 2027年1月22日（周五）是按以前的版本算的" in said
    assert "日历版本 2025。" in said
    assert "computed by an earlier version" in words(county.runtime, case_id, "K2", "en")


def test_what_a_merged_case_waits_for_moves_unseen_and_writes_to_nobody(
    county: County, clock: FixedClock, tmp_path: Path
) -> None:
    case_id = accepted(county, clock)
    merged = update(Case).where(Case.case_id == case_id).values(stage="merged")
    county.runtime.write(lambda tx: tx.session.execute(merged) and None)
    kit = with_pack(county.runtime, a_newer_pack(tmp_path / "p", "9.2", "2027-01-24,makeup"))
    assert judged_anew(kit) == 1
    assert "date_moved" not in {kind for _, kind, _ in county.letters()}


def test_an_hour_without_a_new_version_reads_no_clock(county: County, clock: FixedClock) -> None:
    for _ in range(3):
        accepted(county, clock)
    judged_anew(county.runtime)
    kit = county.runtime
    assert kit.read(lambda tx: rejudging.waiting(tx, kit.pack)) == []


@pytest.mark.parametrize("stops", [False, True])
def test_whether_a_date_moved_or_stayed_tells_nobody_on_which_day_of_a_month_a_report_came(
    county: County, clock: FixedClock, tmp_path: Path, stops: bool
) -> None:
    first, last = filed(county, clock, "2026-11-02"), filed(county, clock, "2026-11-30")
    judged_anew(county.runtime)
    clock.set("2026-12-01")
    shorter = (("Decide whether to take the matter on}\n  days: 15", "Decide}\n  days: 10"),)
    kit = with_pack(county.runtime, a_newer_pack(tmp_path / "p", "9.2", clocks=shorter))
    judged_anew(kit)
    assert moves(county, first)[0]["kept"] is True, "else there is nothing to tell apart"
    assert moves(county, last)[0]["kept"] is False
    if stops:
        for case_id in (first, last):
            take_on(county, case_id)
    clock.set("2027-01-04")
    early, late = (public(kit, case_id) for case_id in (first, last))
    assert early == late
    assert early[0].judge is not None


def test_what_a_reporter_ended_before_a_new_version_came_looks_as_if_it_ran_on(
    county: County, clock: FixedClock, tmp_path: Path
) -> None:
    gone, stays = accepted(county, clock), accepted(county, clock)
    late, later = filed(county, clock, "2026-11-26"), filed(county, clock, "2026-11-27")

    def withdraw(tx) -> None:
        for case_id in (gone, late):
            stop(tx, "withdrawn", date(2026, 12, 2), running(tx, case_id))

    county.runtime.write(withdraw)
    clock.set("2026-12-03")
    longer = (("Decide whether to take the matter on}\n  days: 15", "Decide}\n  days: 45"),)
    newer = a_newer_pack(tmp_path / "p", "9.2", "2027-01-25,off", clocks=longer)
    kit = with_pack(county.runtime, newer)
    letters = len(county.letters())
    judged_anew(kit)
    clock.set("2026-12-14")
    assert public(kit, gone) == public(kit, stays)
    assert [(one.due, one.was) for one in public(kit, gone) if one.exact] == [
        ("2027-01-26", "2027-01-25")
    ]
    assert [(one.key, one.due) for one in public(kit, late)] == [("K1", "2027-01")]
    assert [replace(one, judge=None) for one in public(kit, late)] == [
        replace(one, judge=None) for one in public(kit, later)
    ]
    assert len(county.letters()) == letters


def test_what_a_reporter_ended_long_ago_is_not_judged_anew(
    county: County, clock: FixedClock, tmp_path: Path
) -> None:
    gone = accepted(county, clock)
    county.runtime.write(lambda tx: stop(tx, "withdrawn", tx.today, running(tx, gone)))
    clock.advance(days=63)
    kit = with_pack(county.runtime, a_newer_pack(tmp_path / "p", "9.2", "2027-01-25,off"))
    assert judged_anew(kit) == 0
    assert clocks(kit, gone)["K2"].due == BEFORE


def filed(county: County, clock: FixedClock, day: str) -> str:
    clock.set(day)
    return county.file()


def public(kit: Runtime, case_id: str):
    """The clocks of a case in a release of today."""

    def find(tx):
        case = tx.session.get_one(Case, case_id)
        known = facts_of(tx, [case], demonstration=False)[case_id]
        book = Book(kit.pack.clocks, kit.pack.calendar, kit.pack.ladder)
        return public_clocks(known.clocks, View(tx.today), book)

    return kit.read(find)
