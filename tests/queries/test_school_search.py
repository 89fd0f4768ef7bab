"""Finding a school by what people type."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reportdesk.domain.taxonomy import Ownership, SchoolKind
from reportdesk.queries.register import SchoolItem
from reportdesk.queries.school_search import search_schools
from reportdesk.services.register import add_school, load
from reportdesk.storage.db import Database, Tx
from reportdesk.storage.register import School, SchoolName
from reportdesk.storage.schools import set_school
from tests.fakes import FixedClock
from tests.registers import SCHOOLS, small_register

MORE = """\
湖州职业技术学院,441900,higher_vocational,public
武汉理工大学,420100,undergraduate,public
中国石油大学（北京）,110000,undergraduate,public
100%学院,110000,undergraduate,private
"""
Search = Callable[..., list[SchoolItem]]


@pytest.fixture
def search(database: Database, clock: FixedClock, tmp_path: Path) -> Search:
    edition = small_register(tmp_path / "register", {"schools.csv": SCHOOLS + MORE})

    def prepare(tx: Tx) -> None:
        load(tx, edition)
        for name in ("武汉市第一中学", "武昌区水果湖小学"):
            add_school(
                tx,
                name=name,
                division_code="420106",
                kind=SchoolKind.JUNIOR_SECONDARY,
                ownership=Ownership.PUBLIC,
            )
        vocational = tx.session.query(School).filter_by(name="湖北职业技术学院").one()
        tx.session.add(
            SchoolName(
                school_id=vocational.id,
                name="孝感职业技术学院",
                name_normal="孝感职业技术学院",
                valid_to=tx.today,
            )
        )
        closed = tx.session.query(School).filter_by(name="武汉职业技术学院").one()
        closed.valid_to = tx.today

    database.run(prepare, clock())

    def find(text: str, province: str | None = None, limit: int = 20) -> list[SchoolItem]:
        return database.read(lambda tx: search_schools(tx, text, province, limit), clock())

    return find


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("武汉大学", "武汉大学"),
        (" 武 汉 大 学 ", "武汉大学"),
        ("武大", "武汉大学"),
        ("whdx", "武汉大学"),
        ("WHDX", "武汉大学"),
        ("wuhandaxue", "武汉大学"),
        ("湖职", "湖北职业技术学院"),
        ("hbzy", "湖北职业技术学院"),
        ("孝感职业", "湖北职业技术学院"),
        ("中国石油大学(北京)", "中国石油大学（北京）"),
        ("石油", "中国石油大学（北京）"),
        ("武汉第1中学", "武汉市第一中学"),
        ("武汉一中", "武汉市第一中学"),
        ("湖北省武汉市武昌区水果湖小学", "武昌区水果湖小学"),
        ("水果湖", "武昌区水果湖小学"),
        ("100%", "100%学院"),
        ("武漢理工大學", "武汉理工大学"),
        ("ＷＨＬＧ", "武汉理工大学"),
        ("wǔhàn dàxué", "武汉大学"),
        ("武汉理功大学", "武汉理工大学"),
        ("湖北省职业技术学院", "湖北职业技术学院"),
        ("湖北省孝感市孝感职业技术学院", "湖北职业技术学院"),
    ],
)
def test_what_people_type_finds_the_school_first(search: Search, typed: str, first: str) -> None:
    assert search(typed)[0].name == first


@pytest.mark.parametrize("typed", ["", "   ", "（）", "%", "_", "没有这样的学校", "zzzz"])
def test_what_fits_nothing_finds_nothing(search: Search, typed: str) -> None:
    assert [item.name for item in search(typed) if item.name != "100%学院"] == []


def test_a_former_name_is_shown_beside_the_present_one(search: Search) -> None:
    assert search("孝感职业技术学院")[0].former == "孝感职业技术学院"
    assert search("湖北职业技术学院")[0].former is None


def test_it_says_why_a_school_was_found(search: Search) -> None:
    for typed, why in (
        ("武汉大学", None),
        ("whdx", "pinyin"),
        ("武理", "short"),
        ("武汉理功大学", "nearly"),
        ("孝感职业技术学院", None),
    ):
        assert search(typed)[0].why == why


def test_a_school_that_was_added_or_renamed_is_found_at_once(
    database: Database, clock: FixedClock, search: Search
) -> None:
    assert search("江岸第一小学") == []

    def change(tx: Tx) -> None:
        add_school(
            tx,
            name="江岸第一小学",
            division_code="420106",
            kind=SchoolKind.PRIMARY,
            ownership=Ownership.PUBLIC,
        )
        row = tx.session.query(School).filter_by(name="武汉大学").one()
        set_school(tx, row, {"name": "武汉综合大学"})

    database.run(change, clock())
    assert search("江岸一小")[0].name == "江岸第一小学"
    assert search("武汉综合")[0].name == "武汉综合大学"
    assert search("武汉大学")[0].former == "武汉大学"


def test_a_closed_school_comes_last_unless_it_is_named_exactly(search: Search) -> None:
    assert search("武汉")[-1].name == "武汉职业技术学院"
    exact = search("武汉职业技术学院")[0]
    assert (exact.name, exact.closed) == ("武汉职业技术学院", True)


def test_a_province_narrows_the_search(search: Search) -> None:
    assert {item.name for item in search("湖职")} == {"湖北职业技术学院", "湖州职业技术学院"}
    assert [item.name for item in search("湖职", "420000")] == ["湖北职业技术学院"]


def test_no_more_than_asked_for_and_nothing_twice(search: Search) -> None:
    assert len(search("学", limit=3)) == 3
    found = [item.id for item in search("武汉")]
    assert len(found) == len(set(found))


def test_what_stands_far_behind_a_name_is_not_looked_for(search: Search) -> None:
    (found,) = search("武汉理工大学" + " " * 80 + "后面写的别的话" * 1000)
    assert found.name == "武汉理工大学"
