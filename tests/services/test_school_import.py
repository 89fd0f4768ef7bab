"""The ministry's list taken into the register."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from reportdesk.domain.errors import NotFound
from reportdesk.domain.register_changes import ChangeKind, Difference, Table
from reportdesk.domain.school_matching import Pair
from reportdesk.domain.taxonomy import Ownership, SchoolKind
from reportdesk.packs.ministry_list import read_ministry_list
from reportdesk.services.register import add_school, load
from reportdesk.services.school_import import import_schools
from reportdesk.storage.db import Database
from reportdesk.storage.register import School, SchoolName
from tests.fakes import FixedClock
from tests.registers import SCHOOLS, SUPERVISORS, Listed, listed, small_register, write_workbook

WUHAN = listed("武汉大学", "4142010486", "教育部", "武汉市", "本科")
RISEN = listed("武汉职业技术大学", "4142010834", "湖北省", "武汉市", "本科")
HUBEI = listed("湖北职业技术学院", "4142010860", "湖北省", "孝感市", "专科")
DONGHU = listed("武汉东湖学院", "4142011798", "湖北省教育厅", "武汉市", "本科", "民办")
NEW = listed("仙桃新办学院", "4142099999", "湖北省", "仙桃市", "专科")
MILITARY = {
    "schools": SCHOOLS + "某军医大学,420100,undergraduate,public\n",
    "central_and_xpcc": SUPERVISORS + "某军医大学,军队,list\n",
}


class Import:
    """A loaded register and imports into it."""

    def __init__(self, database: Database, clock: FixedClock, folder: Path) -> None:
        self.database, self.clock, self.folder = database, clock, folder
        self.load()

    def load(self, **files: str) -> Difference:
        texts = {f"{name}.csv": text for name, text in files.items()}
        self.edition = small_register(self.folder / "register", texts)
        return self.database.run(lambda tx: load(tx, self.edition), self.clock())

    def __call__(
        self, schools: Sequence[Listed], *, accept_likely: bool = False, dry_run: bool = False
    ) -> tuple[Difference, list[Pair]]:
        heading = f"湖北省（{len(schools)}所）"
        path = write_workbook(self.folder / "list.xls", {heading: schools})
        found = read_ministry_list(path, self.edition)
        return self.database.run(
            lambda tx: import_schools(tx, found, accept_likely=accept_likely, dry_run=dry_run),
            self.clock(),
        )

    def schools(self) -> dict[str, School]:
        return self.database.read(
            lambda tx: {row.name: row for row in tx.session.scalars(select(School))}, self.clock()
        )

    def former(self) -> list[tuple[str, date]]:
        return self.database.read(
            lambda tx: [(r.name, r.valid_to) for r in tx.session.scalars(select(SchoolName))],
            self.clock(),
        )


@pytest.fixture
def ministry(database: Database, clock: FixedClock, tmp_path: Path) -> Import:
    return Import(database, clock, tmp_path)


def count(difference: Difference, kind: ChangeKind) -> int:
    return difference.count(Table.SCHOOLS, kind)


def test_a_shipped_school_is_upgraded_by_its_name_and_keeps_its_id(ministry: Import) -> None:
    before = ministry.schools()["湖北职业技术学院"].id
    difference, _ = ministry([WUHAN, HUBEI, DONGHU])
    after = ministry.schools()["湖北职业技术学院"]
    assert (after.id, after.moe_code, after.run_by) == (before, "4142010860", "province")
    assert (after.supervisor, after.supervisor_id) == ("湖北省", "edu-420000")
    assert count(difference, ChangeKind.NEW) == 0


def test_a_school_nobody_knew_is_new(ministry: Import) -> None:
    difference, _ = ministry([WUHAN, NEW])
    new = ministry.schools()["仙桃新办学院"]
    assert (new.division_code, new.initials, new.source) == ("429004", "xtxbxy", "ministry")
    assert count(difference, ChangeKind.NEW) == 1


def test_a_later_list_recognises_a_school_by_its_code_and_keeps_its_former_name(
    ministry: Import,
) -> None:
    ministry([HUBEI])
    before = ministry.schools()["湖北职业技术学院"].id
    ministry.clock.set("2026-06-17")
    difference, _ = ministry([listed("孝感职业大学", "4142010860", "湖北省", "孝感市", "本科")])
    after = ministry.schools()["孝感职业大学"]
    assert (after.id, after.kind, after.name_normal) == (before, "undergraduate", "孝感职业大学")
    assert ministry.former() == [("湖北职业技术学院", date(2026, 6, 17))]
    assert count(difference, ChangeKind.RENAMED) == 1


def test_a_name_that_comes_back_leaves_both_in_the_history(ministry: Import) -> None:
    ministry([HUBEI])
    other = listed("孝感职业大学", "4142010860", "湖北省", "孝感市", "专科")
    for school in (other, HUBEI, other):
        ministry.clock.advance(days=30)
        ministry([school])
    assert {name for name, _ in ministry.former()} == {"湖北职业技术学院", "孝感职业大学"}


def test_importing_the_same_list_again_changes_nothing(ministry: Import) -> None:
    ministry([WUHAN, HUBEI, NEW])
    difference, _ = ministry([WUHAN, HUBEI, NEW])
    assert difference.changes == ()


def test_loading_the_shipped_register_again_does_not_undo_an_import(ministry: Import) -> None:
    ministry([WUHAN, RISEN, HUBEI, NEW], accept_likely=True)
    assert ministry.load().changes == ()


def test_a_dry_run_writes_nothing(ministry: Import) -> None:
    difference, _ = ministry([WUHAN, NEW], dry_run=True)
    assert count(difference, ChangeKind.NEW) == 1
    assert "仙桃新办学院" not in ministry.schools()


def test_a_renaming_that_only_likeness_suggests_is_told_and_not_believed(ministry: Import) -> None:
    _, likely = ministry([WUHAN, RISEN])
    assert likely == [Pair("武汉职业技术学院", "武汉职业技术大学", likely=True)]
    schools = ministry.schools()
    assert schools["武汉职业技术大学"].id != schools["武汉职业技术学院"].id
    assert schools["武汉职业技术学院"].valid_to is not None
    assert ministry.former() == []


def test_a_likely_renaming_becomes_history_once_a_person_accepts_it(ministry: Import) -> None:
    before = ministry.schools()["武汉职业技术学院"].id
    ministry([WUHAN, RISEN], accept_likely=True)
    assert ministry.schools()["武汉职业技术大学"].id == before
    assert [name for name, _ in ministry.former()] == ["武汉职业技术学院"]


def test_a_school_in_no_list_any_more_is_closed_and_kept(ministry: Import) -> None:
    difference, _ = ministry([WUHAN])
    assert ministry.schools()["湖北职业技术学院"].valid_to == ministry.clock().date()
    assert count(difference, ChangeKind.GONE) == 3


def test_a_military_school_is_in_no_list_and_stays(ministry: Import) -> None:
    ministry.load(**MILITARY)
    ministry([WUHAN])
    assert ministry.schools()["某军医大学"].valid_to is None


def test_schools_of_the_demonstration_and_those_entered_by_hand_stay(ministry: Import) -> None:
    for name, demo in (("示范职业技术学院", True), ("手工学院", False)):
        ministry.database.run(
            lambda tx, name=name, demo=demo: add_school(
                tx,
                name=name,
                division_code="420100",
                kind=SchoolKind.HIGHER_VOCATIONAL,
                ownership=Ownership.PUBLIC,
                demo=demo,
            ),
            ministry.clock(),
        )
    twin = listed("示范职业技术学院", "4142099998", "湖北省", "武汉市", "专科")
    difference, _ = ministry([WUHAN, twin])
    assert count(difference, ChangeKind.NEW) == 1
    kept = [s for s in ministry.schools().values() if s.demo or s.name == "手工学院"]
    assert all(school.valid_to is None for school in kept)


def test_an_empty_register_is_loaded_first(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    edition = small_register(tmp_path / "register")
    path = write_workbook(tmp_path / "list.xls", {"湖北省（1所）": [WUHAN]})
    found = read_ministry_list(path, edition)
    with pytest.raises(NotFound, match="register_empty"):
        database.run(lambda tx: import_schools(tx, found), clock())


def test_a_list_of_one_province_says_nothing_of_the_others(ministry: Import) -> None:
    def elsewhere(tx):
        row = tx.session.scalar(select(School).where(School.name == DONGHU[1]))
        row.division_code = "440000"

    ministry.database.run(elsewhere, ministry.clock())
    ministry([WUHAN])
    assert ministry.schools()[DONGHU[1]].valid_to is None
    assert ministry.schools()[HUBEI[1]].valid_to is not None
