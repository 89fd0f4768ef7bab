"""The register as forms and pages need it."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from reportdesk.domain.authority import Place
from reportdesk.domain.errors import NotFound
from reportdesk.domain.routing import NotCovered
from reportdesk.domain.taxonomy import Ownership, RunBy, SchoolKind
from reportdesk.queries import register
from reportdesk.services.register import add_school, load
from reportdesk.storage.db import Database, Tx
from reportdesk.storage.register import Authority, School
from tests.fakes import FixedClock
from tests.registers import DIVISIONS, small_register

T = TypeVar("T")


class Reader:
    """A small register, loaded, and questions to it."""

    def __init__(self, database: Database, clock: FixedClock, folder: Path) -> None:
        self.database, self.clock, self.folder = database, clock, folder
        self.load()

    def load(self, **files: str) -> None:
        edition = small_register(self.folder, {f"{name}.csv": text for name, text in files.items()})
        self.write(lambda tx: load(tx, edition))

    def write(self, work: Callable[[Tx], T]) -> T:
        return self.database.run(work, self.clock())

    def __call__(self, work: Callable[[Tx], T]) -> T:
        return self.database.read(work, self.clock())

    def school_id(self, name: str) -> str:
        def find(tx: Tx) -> str:
            found = tx.session.query(School).filter_by(name=name).one()
            return found.id

        return self(find)


@pytest.fixture
def read(database: Database, clock: FixedClock, tmp_path: Path) -> Reader:
    return Reader(database, clock, tmp_path / "register")


def test_an_empty_register_says_so(database: Database, clock: FixedClock) -> None:
    assert database.read(register.is_loaded, clock()) is False


def test_a_loaded_register_says_so(read: Reader) -> None:
    assert read(register.is_loaded) is True


def test_provinces_come_in_official_order_and_say_which_are_not_covered(read: Reader) -> None:
    found = read(register.provinces)
    assert [item.name for item in found][:2] == ["北京市", "湖北省"]
    assert [item.name for item in found if not item.covered] == ["香港特别行政区"]


def test_cities_of_a_province_end_with_its_counties_without_a_city(read: Reader) -> None:
    found = read(lambda tx: register.cities(tx, "420000"))
    assert [item.name for item in found] == ["武汉市", "孝感市", "仙桃市"]


def test_a_directly_governed_city_has_districts_and_no_cities(read: Reader) -> None:
    assert read(lambda tx: register.cities(tx, "110000")) == []
    assert [i.name for i in read(lambda tx: register.counties(tx, "110000"))] == ["海淀区"]


def test_a_city_without_counties_has_none(read: Reader) -> None:
    assert read(lambda tx: register.counties(tx, "441900")) == []


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("420000", Place("420000")),
        ("420106", Place("420000", "420100", "420106")),
        ("429004", Place("420000", None, "429004")),
        ("110108", Place("110000", None, "110108")),
        ("441900", Place("440000", "441900")),
    ],
)
def test_a_code_says_its_province_city_and_county(read: Reader, code: str, place: Place) -> None:
    assert read(lambda tx: register.place_of(tx, code)) == place


def test_a_former_code_leads_to_its_successor(read: Reader) -> None:
    read.load(divisions=DIVISIONS.replace("420106,武昌区", "420199,武昌区"))
    assert read(lambda tx: register.division(tx, "420106")).code == "420199"
    assert read(lambda tx: register.place_of(tx, "420106")).county == "420199"


def test_an_unknown_code_is_not_found(read: Reader) -> None:
    with pytest.raises(NotFound):
        read(lambda tx: register.place_of(tx, "999999"))


def test_schools_of_a_place_include_those_below_it_in_order_of_reading(read: Reader) -> None:
    names = [item.name for item in read(lambda tx: register.schools_in(tx, "420000"))]
    assert names == ["湖北职业技术学院", "武汉大学", "武汉东湖学院", "武汉职业技术学院"]
    city = read(lambda tx: register.schools_in(tx, "420100", kind="undergraduate"))
    assert [item.name for item in city] == ["武汉大学", "武汉东湖学院"]
    assert len(read(lambda tx: register.schools_in(tx, "420000", limit=1))) == 1


def test_a_closed_school_is_not_listed_and_can_still_be_read(read: Reader) -> None:
    school_id = read.school_id("武汉大学")
    read.write(lambda tx: setattr(tx.session.get(School, school_id), "valid_to", tx.today))
    listed = [item.id for item in read(lambda tx: register.schools_in(tx, "420100"))]
    assert school_id not in listed
    assert read(lambda tx: register.school(tx, school_id)).closed is True


def test_a_school_says_where_it_is_in_both_languages(read: Reader) -> None:
    found = read(lambda tx: register.school(tx, read.school_id("湖北职业技术学院")))
    assert (found.place, found.place_en) == ("湖北省孝感市", "Xiaogan City, Hubei")
    with pytest.raises(NotFound):
        read(lambda tx: register.school(tx, "nobody"))


def test_an_authority_says_its_names_and_that_nobody_confirmed_them(read: Reader) -> None:
    found = read(lambda tx: register.authority(tx, "edu-420106"))
    assert (found.name, found.name_en) == ("武昌区教育局", "Education Bureau of Wuchang District")
    assert (found.name_verified, found.parent_id) == (False, "edu-420100")
    with pytest.raises(NotFound):
        read(lambda tx: register.authority(tx, "edu-000000"))


def test_the_register_decides_about_a_school_it_knows(read: Reader) -> None:
    school_id = read.school_id("武汉大学")
    facts = read(lambda tx: register.facts_of(tx, school_id=school_id, run_by="county"))
    assert (facts.run_by, facts.registered) == (RunBy.MINISTRY, True)
    found = read(lambda tx: register.find_route(tx, facts))
    assert (found.primary, found.copied) == ("edu-100000", ("edu-420000",))


def test_an_answer_counts_where_the_register_does_not_know_who_runs_the_school(
    read: Reader,
) -> None:
    school_id = read.school_id("湖北职业技术学院")
    facts = read(lambda tx: register.facts_of(tx, school_id=school_id, run_by="city"))
    found = read(lambda tx: register.find_route(tx, facts))
    assert (found.primary, found.copied) == ("edu-420000", ("edu-420900",))
    assert found.rests_on_answer


def test_a_more_precise_place_is_taken_only_inside_the_registered_one(read: Reader) -> None:
    school_id = read.write(
        lambda tx: add_school(
            tx,
            name="示范高级中学",
            division_code="420100",
            kind=SchoolKind.SENIOR_SECONDARY,
            ownership=Ownership.PUBLIC,
        )
    )
    for answered, county in (("420106", "420106"), ("110108", None)):
        facts = read(
            lambda tx, code=answered: register.facts_of(tx, school_id=school_id, division_code=code)
        )
        assert facts.place == Place("420000", "420100", county)


@pytest.mark.parametrize(
    ("code", "primary"), [("420106000000", "edu-420106"), ("edu-zone-wuhan", "edu-zone-wuhan")]
)
def test_the_named_local_bureau_of_a_school_takes_the_case(
    read: Reader, code: str, primary: str
) -> None:
    def enter(tx: Tx) -> str:
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
        school_id = add_school(
            tx,
            name="示范小学",
            division_code="420106",
            kind=SchoolKind.PRIMARY,
            ownership=Ownership.PUBLIC,
        )
        tx.session.get_one(School, school_id).managing_authority_code = code
        return school_id

    school_id = read.write(enter)
    facts = read(lambda tx: register.facts_of(tx, school_id=school_id))
    found = read(lambda tx: register.find_route(tx, facts))
    assert (found.primary, found.ladder) == (primary, ("edu-420100", "edu-420000"))


def test_an_unlisted_school_goes_by_place_and_kind(read: Reader) -> None:
    facts = read(lambda tx: register.facts_of(tx, division_code="659001", kind="junior_secondary"))
    found = read(lambda tx: register.find_route(tx, facts))
    assert (found.primary, found.ladder) == ("edu-659001", ("edu-660000",))
    assert found.names["edu-660000"] == "新疆生产建设兵团教育局"


def test_an_accused_authority_is_skipped(read: Reader) -> None:
    facts = read(lambda tx: register.facts_of(tx, division_code="420106", kind="primary"))
    found = read(lambda tx: register.find_route(tx, facts, ["edu-420106"]))
    assert found.primary == "edu-420100"


def test_a_place_that_is_not_covered_is_said_to_be(read: Reader) -> None:
    facts = read(lambda tx: register.facts_of(tx, division_code="810000", kind="primary"))
    with pytest.raises(NotCovered):
        read(lambda tx: register.find_route(tx, facts))


def test_routing_reads_a_handful_of_authorities_not_the_whole_register(read: Reader) -> None:
    facts = read(lambda tx: register.facts_of(tx, division_code="420106", kind="primary"))
    assert len(read(lambda tx: register.route_inputs(tx, facts)).by_id) <= 12


def test_a_closed_superior_does_not_keep_routing_waiting(read: Reader) -> None:
    read.write(lambda tx: setattr(tx.session.get(Authority, "edu-100000"), "valid_to", tx.today))
    facts = read(lambda tx: register.facts_of(tx, division_code="420106", kind="primary"))
    assert "edu-100000" not in read(lambda tx: register.route_inputs(tx, facts)).by_id
