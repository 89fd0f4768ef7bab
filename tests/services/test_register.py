"""Loading the register and entering schools by hand."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from reportdesk.domain.errors import Conflict, NotFound
from reportdesk.domain.register_changes import ChangeKind, Difference, Table
from reportdesk.domain.taxonomy import Ownership, RunBy, SchoolKind
from reportdesk.packs.register import load_register
from reportdesk.services.register import add_school, load
from reportdesk.storage.db import Database, Tx
from reportdesk.storage.register import Authority, Division, School, SchoolName
from tests.fakes import FixedClock
from tests.registers import DIVISIONS, SCHOOLS, SUPERVISORS, small_register


class Site:
    """A database into which small registers are loaded."""

    def __init__(self, database: Database, clock: FixedClock, folder: Path) -> None:
        self.database, self.clock, self.folder = database, clock, folder

    def load(self, *, dry_run: bool = False, **files: str) -> Difference:
        edition = small_register(self.folder, {f"{name}.csv": text for name, text in files.items()})
        return self.database.run(lambda tx: load(tx, edition, dry_run=dry_run), self.clock())

    def change(self, row: type, key: object, **values: object) -> None:
        def work(tx: Tx) -> None:
            found = tx.session.get(row, key)
            for name, value in values.items():
                setattr(found, name, value)

        self.database.run(work, self.clock())

    def get(self, row: type, key: object) -> object:
        return self.database.read(lambda tx: tx.session.get(row, key), self.clock())

    def school(self, name: str) -> School:
        found = self.database.read(
            lambda tx: tx.session.scalar(select(School).where(School.name == name)), self.clock()
        )
        assert found is not None
        return found

    def add(self, **given: object) -> str:
        values = {
            "name": "示范学校",
            "division_code": "420106",
            "kind": SchoolKind.JUNIOR_SECONDARY,
            "ownership": Ownership.PUBLIC,
            **given,
        }
        return self.database.run(lambda tx: add_school(tx, **values), self.clock())


@pytest.fixture
def site(database: Database, clock: FixedClock, tmp_path: Path) -> Site:
    return Site(database, clock, tmp_path / "register")


def kinds(difference: Difference) -> dict[tuple[Table, ChangeKind], int]:
    return {
        (table, kind): difference.count(table, kind)
        for table in Table
        for kind in ChangeKind
        if difference.count(table, kind)
    }


def test_the_whole_nation_is_loaded_and_loading_again_changes_nothing(
    database: Database, clock: FixedClock
) -> None:
    edition = load_register()
    first = database.run(lambda tx: load(tx, edition), clock())
    assert first.count(Table.DIVISIONS, ChangeKind.NEW) == 3214
    assert first.count(Table.AUTHORITIES, ChangeKind.NEW) == len(edition.authorities)
    assert first.count(Table.SCHOOLS, ChangeKind.NEW) == 2779

    def counted(tx: Tx) -> list[int | None]:
        rows = (Division, Authority, School)
        return [tx.session.scalar(select(func.count()).select_from(row)) for row in rows]

    before = database.read(counted, clock())
    assert before == [3214, len(edition.authorities), 2779]
    assert database.run(lambda tx: load(tx, edition), clock()).changes == ()
    assert database.read(counted, clock()) == before


def test_a_dry_run_counts_and_writes_nothing(site: Site) -> None:
    found = site.load(dry_run=True)
    assert found.count(Table.SCHOOLS, ChangeKind.NEW) == 5
    assert site.get(Division, "420000") is None


def test_a_school_knows_its_department_kind_and_reading(site: Site) -> None:
    site.load()
    wuhan = site.school("武汉大学")
    assert (wuhan.run_by, wuhan.supervisor_id) == ("ministry", "edu-100000")
    assert (wuhan.initials, wuhan.sort_key) == ("whdx", "wu han da xue")
    unknown = site.school("湖北职业技术学院")
    assert (unknown.run_by, unknown.supervisor, unknown.division_code) == (
        "unknown",
        None,
        "420900",
    )


def test_a_renamed_division_is_renamed_with_its_bureau(site: Site) -> None:
    site.load()
    found = site.load(divisions=DIVISIONS.replace("武昌区", "新昌区"))
    assert kinds(found) == {
        (Table.DIVISIONS, ChangeKind.RENAMED): 1,
        (Table.AUTHORITIES, ChangeKind.RENAMED): 1,
    }
    assert site.get(Authority, "edu-420106").name == "新昌区教育局"


def test_a_division_that_moves_to_another_city_is_said_to_have_moved(site: Site) -> None:
    site.load()
    found = site.load(divisions=DIVISIONS.replace("武昌区,county,420100", "武昌区,county,420000"))
    assert kinds(found)[Table.DIVISIONS, ChangeKind.MOVED] == 1
    assert site.get(Authority, "edu-420106").parent_id == "edu-420000"


def test_a_code_that_vanishes_is_closed_and_never_deleted(site: Site) -> None:
    site.load()
    site.clock.set("2026-07-01")
    found = site.load(divisions=DIVISIONS.replace("420106,武昌区,county,420100,1\n", ""))
    assert kinds(found) == {
        (Table.DIVISIONS, ChangeKind.GONE): 1,
        (Table.AUTHORITIES, ChangeKind.GONE): 1,
    }
    for row, key in ((Division, "420106"), (Authority, "edu-420106")):
        assert str(site.get(row, key).valid_to) == "2026-07-01"


def test_a_renumbered_division_has_a_successor_and_its_schools_follow(site: Site) -> None:
    site.load()
    school_id = site.add()
    site.load(divisions=DIVISIONS.replace("420106,武昌区", "420199,武昌区"))
    assert site.get(Division, "420106").successor == "420199"
    assert site.get(Authority, "edu-420106").successor == "edu-420199"
    assert site.get(School, school_id).division_code == "420199"


def test_a_code_that_comes_back_is_in_force_again(site: Site) -> None:
    site.load()
    site.load(divisions=DIVISIONS.replace("420106,武昌区,county,420100,1\n", ""))
    site.load()
    assert site.get(Division, "420106").valid_to is None


def test_what_people_entered_about_an_authority_is_left_alone(site: Site) -> None:
    site.load()
    site.change(
        Authority,
        "edu-420106",
        name="武昌区教育体育局",
        name_verified=True,
        contact="电话",
        small=True,
    )
    assert site.load().changes == ()
    kept = site.get(Authority, "edu-420106")
    assert (kept.name, kept.contact, kept.small) == ("武昌区教育体育局", "电话", True)


def test_an_authority_entered_by_a_person_is_not_closed(site: Site) -> None:
    site.load()

    def enter(tx: Tx) -> None:
        tx.session.add(
            Authority(
                id="edu-zone-wuhan",
                kind="education",
                name="某开发区教育局",
                name_en="Zone",
                division_code="420100",
                level="county",
                parent_id="edu-420100",
                entered=True,
            )
        )

    site.database.run(enter, site.clock())
    assert site.load().changes == ()


def test_a_shipped_school_follows_its_file(site: Site) -> None:
    site.load()
    found = site.load(
        schools=SCHOOLS.replace("湖北职业技术学院,420900", "湖北职业技术学院,420100"),
        central_and_xpcc=SUPERVISORS + "湖北职业技术学院,湖北省,list\n",
    )
    assert kinds(found) == {(Table.SCHOOLS, ChangeKind.MOVED): 1}
    moved = site.school("湖北职业技术学院")
    assert (moved.division_code, moved.supervisor_id) == ("420100", "edu-420000")


def test_a_shipped_school_that_vanishes_is_closed(site: Site) -> None:
    site.load()
    site.load(schools=SCHOOLS.replace("湖北职业技术学院,420900,higher_vocational,public\n", ""))
    assert site.school("湖北职业技术学院").valid_to is not None


def test_a_wider_spelling_is_a_new_name_and_the_old_one_is_kept(site: Site) -> None:
    site.load()
    found = site.load(schools=SCHOOLS.replace("武汉东湖学院", "武汉 东湖学院"))
    assert kinds(found) == {(Table.SCHOOLS, ChangeKind.RENAMED): 1}
    renamed = site.school("武汉 东湖学院")
    assert site.get(SchoolName, (renamed.id, "武汉东湖学院")) is not None


def test_a_load_that_fails_leaves_nothing_behind(site: Site) -> None:
    edition = small_register(site.folder)

    def broken(tx: Tx) -> None:
        load(tx, edition)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        site.database.run(broken, site.clock())
    assert site.get(Division, "420000") is None


def test_a_school_entered_by_hand_is_entered_once(site: Site) -> None:
    site.load()
    first = site.add(demo=True, run_by=RunBy.COUNTY)
    assert site.add(name="示范 学校", demo=True) == first
    entered = site.get(School, first)
    assert (entered.demo, entered.source, entered.run_by) == (True, "demo", "county")
    assert site.load().changes == ()


def test_a_school_is_entered_only_in_a_division_in_force(site: Site) -> None:
    site.load()
    with pytest.raises(NotFound):
        site.add(division_code="420199")


def test_the_same_name_with_another_kind_is_a_conflict(site: Site) -> None:
    site.load()
    site.add()
    with pytest.raises(Conflict):
        site.add(kind=SchoolKind.PRIMARY)
