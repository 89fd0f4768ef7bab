"""The index of school names: what it forgives, and in which order it answers."""

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportdesk.domain.school_index import Entry, SchoolIndex, Typed, Why, one_slip
from reportdesk.domain.school_names import loose, normal_name
from reportdesk.packs.loader import DATA
from reportdesk.packs.pinyin import initials, sort_key

FIRST_PAGE = 10


def reading(text: str) -> str:
    return sort_key(text).replace(" ", "")


def an_entry(name: str, division: str = "420100", former: str | None = None) -> Entry:
    shown = former or name
    return Entry(
        name, normal_name(shown), division, initials(shown), reading(normal_name(shown)), former
    )


def typed(text: str) -> Typed:
    normal = normal_name(text)
    return Typed(normal, reading(normal))


with (DATA / "register" / "schools.csv").open(encoding="utf-8") as _file:
    SCHOOLS = [(row["name"], row["division"]) for row in csv.DictReader(_file)]
"""Every school of higher education that comes with the project."""
NAMES = [name for name, _ in SCHOOLS]
INDEX = SchoolIndex(an_entry(name, division) for name, division in SCHOOLS)
LONG = [name for name in NAMES if len(normal_name(name)) > 4]
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)


def found(text: str, index: SchoolIndex = INDEX, limit: int = FIRST_PAGE) -> list[str]:
    return [hit.school for hit in index.find(typed(text), limit=limit)]


def test_every_name_finds_itself_first() -> None:
    assert [name for name in NAMES if normal_name(found(name)[0]) != normal_name(name)] == []


@settings(max_examples=150, deadline=None)
@given(name=st.sampled_from(LONG), sign=HAN, where=st.integers(0, 40))
def test_one_wrong_character_still_finds_the_school_among_the_first_ten(
    name: str, sign: str, where: int
) -> None:
    at = where % len(name)
    wrong = name[:at] + sign + name[at + 1 :]
    assert name in found(wrong) or names_near(wrong) > FIRST_PAGE


@settings(max_examples=80, deadline=None)
@given(name=st.sampled_from(LONG), at=st.integers(0, 40))
def test_a_character_left_out_or_typed_twice_still_finds_the_school(name: str, at: int) -> None:
    at %= len(name)
    assert name in found(name[:at] + name[at + 1 :], limit=40)
    assert name in found(name[: at + 1] + name[at:], limit=40)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=30), st.sampled_from(["", "42"]))
def test_nothing_that_can_be_typed_fails_or_answers_more_than_asked(text: str, where: str) -> None:
    assert len(INDEX.find(typed(text), where, limit=3)) <= 3


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(NAMES))
def test_initials_and_reading_find_the_school(name: str) -> None:
    assert name in found(initials(name), limit=30)
    assert name in found(reading(normal_name(name)), limit=30)


def names_near(text: str) -> int:
    """How many schools are as near: X州职业技术学院 is the name of many."""
    return sum(one_slip(loose(normal_name(text)), loose(normal_name(one))) for one in NAMES)


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        ("hbzyjs", "湖北职业技术学院", Why.PINYIN),
        ("湖职", "湖北职业技术学院", Why.SHORT),
        ("武职", "武汉职业技术学院", Why.SHORT),
        ("黄冈职院", "黄冈职业技术学院", Why.NEARLY),
        ("黄职院", "黄冈职业技术学院", Why.SHORT),
        ("地大", "中国地质大学（武汉）", Why.SHORT),
        ("湖北职叶技术学院", "湖北职业技术学院", Why.NEARLY),
        ("湖北职业技术大学", "湖北职业技术学院", Why.NEARLY),
        ("湖北省职业技术学院", "湖北职业技术学院", None),
        ("湖北职业技术", "湖北职业技术学院", None),
        ("wuhandaxue", "武汉大学", Why.PINYIN),
    ],
)
def test_what_people_type_finds_the_school_and_says_why(
    text: str, name: str, why: Why | None
) -> None:
    hits = {hit.school: hit.why for hit in INDEX.find(typed(text), limit=FIRST_PAGE)}
    assert hits[name] is why


def test_a_former_name_answers_with_the_school_and_the_former_name() -> None:
    index = SchoolIndex([an_entry("湖北职业技术学院", former="孝感师范专科学校")])
    for text in ("孝感师范专科学校", "孝感师专", "孝感师范"):
        (hit,) = index.find(typed(text))
        assert (hit.former, hit.why) == ("孝感师范专科学校", Why.FORMER)


def test_the_same_sound_comes_before_another_slip() -> None:
    index = SchoolIndex(map(an_entry, ("甲山大学", "舞汗大学", "武汉大学")))
    assert found("午汉大学", index)[0] == "武汉大学"


def test_an_exact_name_ends_the_search() -> None:
    index = SchoolIndex(map(an_entry, ("武汉大学", "武汉大学东湖学院", "武汉科技大学")))
    assert found("武汉大学", index) == ["武汉大学", "武汉大学东湖学院"]
    assert found("武大", index)[0] == "武汉大学"


@pytest.mark.parametrize(
    ("left", "right", "near"),
    [
        ("湖北", "湖南", True),
        ("湖北", "湖北", False),
        ("湖北", "湖", True),
        ("湖", "湖北", True),
        ("北湖大学", "湖北大学", True),
        ("北湖大学", "湖南大学", False),
        ("湖北", "湖北大学", False),
    ],
)
def test_one_slip_is_one_character(left: str, right: str, near: bool) -> None:
    assert one_slip(left, right) is near
