import csv
from datetime import date
from pathlib import Path

import holidays
import pytest

from reportdesk.domain.clocks import ClockKind, Unit, clocks_started_by, clocks_stopped_by
from reportdesk.domain.ladders import Rung, rungs_due
from reportdesk.domain.taxonomy import SchoolKind
from reportdesk.packs.explain import explain
from reportdesk.packs.loader import DATA, DEFAULT_PACK, load_pack
from tests.packs.spoil import edit

NATIONAL = DATA / DEFAULT_PACK


# ------------------------------------------------------------------ the pack that ships


def test_the_national_pack_has_the_clocks_of_the_specification() -> None:
    pack = load_pack(DEFAULT_PACK)
    table = {
        "K0": (3, Unit.WORKING, ClockKind.POLICY),
        "K1": (15, Unit.CALENDAR, ClockKind.GUIDELINE),
        "K1b": (5, Unit.WORKING, ClockKind.GUIDELINE),
        "K2": (60, Unit.CALENDAR, ClockKind.STATUTORY),
        "K3": (None, Unit.CALENDAR, ClockKind.STATUTORY),
        "K4": (30, Unit.CALENDAR, ClockKind.RIGHT),
        "K5": (None, Unit.DATE, ClockKind.COMMITTED),
        "K6": (15, Unit.CALENDAR, ClockKind.POLICY),
        "K6b": (30, Unit.CALENDAR, ClockKind.POLICY),
        "K7": (30, Unit.CALENDAR, ClockKind.GUIDELINE),
        "K8": (30, Unit.CALENDAR, ClockKind.RIGHT),
        "K9": (30, Unit.CALENDAR, ClockKind.GUIDELINE),
        "K10": (None, Unit.DATE, ClockKind.POLICY),
    }
    got = {k: (rule.days, rule.unit, rule.kind_if_anonymous) for k, rule in pack.clocks.items()}
    assert got == table
    assert (pack.clocks["K3"].after, pack.clocks["K3"].cap) == ("K2", 30)


def test_every_law_that_is_cited_has_an_address_and_a_day_of_retrieval() -> None:
    pack = load_pack(DEFAULT_PACK)
    cited = [rule.citation for rule in pack.clocks.values()] + list(pack.citations.values())
    cited += [one for right in pack.rights for point in right.points for one in point.basis]
    for citation in cited:
        assert (citation.code is None) == (citation.url is None) == (citation.retrieved is None)


def test_days_off_agree_with_a_second_source() -> None:
    pack = load_pack(DEFAULT_PACK)
    second = holidays.country_holidays("CN", years=sorted(pack.calendar.years))
    weekday_off = {day for day in second if day.weekday() < 5}
    assert {day for day in pack.calendar.off if day.weekday() < 5} == weekday_off


def test_every_calendar_row_belongs_to_a_notice_with_a_number() -> None:
    pack = load_pack(DEFAULT_PACK)
    assert {notice.year for notice in pack.notices} == {2024, 2025, 2026}
    assert all("国办发明电" in notice.number for notice in pack.notices)
    with (NATIONAL / "calendar.csv").open(encoding="utf-8") as file:
        assert all(row["date"][:4] == row["year"] for row in csv.DictReader(file))


def test_words_come_in_both_languages() -> None:
    pack = load_pack(DEFAULT_PACK)
    assert pack.labels("clock", "K1", "zh") == "决定受理还是不受理"
    assert pack.labels("clock", "K1", "en") == "Decide whether to take the matter on"
    assert pack.labels("stage", "routed", "zh_Hans_CN") == "已转送"
    assert pack.has("decline_reason_path", "no_facts")
    with pytest.raises(KeyError):
        pack.labels("stage", "lost")


def test_the_question_sheet_keeps_its_order() -> None:
    sheet = load_pack(DEFAULT_PACK).questions
    assert [row.code.value for row in sheet][:3] == ["compulsory", "tied_to_grades", "purpose_told"]
    assert all(row.help is not None for row in sheet)


def test_who_may_be_under_14_is_asked_and_who_said_so_is_not_asked_anew() -> None:
    sheet = {row.code.value: row for row in load_pack(DEFAULT_PACK).questions}
    asked = {
        kind.value
        for kind in SchoolKind
        if sheet["under_14"].asked({"school_kind": frozenset({kind.value})})
    }
    assert set(SchoolKind) - asked == {"technician_school", "higher_vocational", "undergraduate"}
    graded = sheet["tied_to_grades"]
    assert graded.follows({"lever": frozenset({"retake_threat", "verbal_threat"})}) == "yes"
    assert graded.follows({"lever": frozenset({"verbal_threat"})}) is None
    assert graded.follows({}) is None
    assert graded.asked({})


def test_the_same_files_have_the_same_hash_and_any_change_another(folder: Path) -> None:
    before = load_pack(folder).hash
    assert before == load_pack(DEFAULT_PACK).hash
    edit(folder / "clocks.yaml", "days: 60", "days: 59")
    assert load_pack(folder).hash != before


# ------------------------------------------------------------------ packs of one's own


def test_an_invented_pack_computes_with_its_own_days_and_units(local: Path) -> None:
    pack = load_pack(local)
    accepted = date(2026, 9, 24)
    assert pack.due_date("K2", accepted).due == date(2026, 10, 9)
    extended = pack.due_date("K3", accepted, extension_days=10)
    assert (extended.raw_due, extended.days) == (date(2026, 10, 22), 15)
    assert pack.due_date("K1", accepted).pack == "made-up-city@7"


def test_an_extra_clock_starts_runs_climbs_and_stops_without_new_code(local: Path) -> None:
    pack = load_pack(local)
    assert "CALLBACK" in clocks_started_by("answered", pack.clocks)
    due = pack.due_date("CALLBACK", date(2026, 2, 13))
    assert due.due == date(2026, 2, 24)
    events = rungs_due("CALLBACK", due.due, due.overdue_from, date(2026, 12, 1), (), pack.ladder)
    assert [event.rung for event in events] == [Rung.S1]
    assert "CALLBACK" in clocks_stopped_by("closed", pack.clocks)
    assert "电话回访" in pack.labels("clock", "CALLBACK")
    assert "2 个工作日" in "".join(explain(due, pack))


def test_an_invented_pack_inherits_what_it_does_not_say(local: Path) -> None:
    pack, parent = load_pack(local), load_pack(DEFAULT_PACK)
    assert pack.parent == parent.stamp
    assert pack.labels("stage", "closed") == parent.labels("stage", "closed")
    assert pack.calendar == parent.calendar
    assert pack.clocks["K1"].days == 15
    second_hand = "".join(explain(pack.due_date("K2", date(2026, 9, 24)), pack))
    assert "《虚构市办法》第九条第二款，二手来源" in second_hand


def test_a_pack_that_stands_alone_loads_from_any_folder(folder: Path) -> None:
    edit(folder / "clocks.yaml", "days: 60", "days: 45")
    edit(folder / "ladder.yaml", "S2: {from: overdue, days: 15", "S2: {from: overdue, days: 5")
    pack = load_pack(folder)
    assert pack.due_date("K2", date(2026, 3, 17)).raw_due == date(2026, 5, 1)
    due, late = date(2026, 3, 17), date(2026, 3, 18)
    events = rungs_due("K1", due, late, date(2026, 3, 23), ("S0_before", "S0_due"), pack.ladder)
    assert [event.rung.value for event in events] == ["S0_after", "S1", "S2"]


def test_a_parent_may_lie_beside_a_local_pack(local: Path, folder: Path) -> None:
    assert folder.parent == local.parent
    edit(local / "pack.yaml", "parent: cn-xinfang-2022", "parent: own-pack")
    edit(folder / "clocks.yaml", "days: 3\n", "days: 4\n")
    assert load_pack(local).clocks["K0"].days == 4
