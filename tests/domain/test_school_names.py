"""Names of schools as people type them."""

import pytest

from reportdesk.domain.school_names import (
    abbreviation_span,
    normal_name,
    stem,
    without_place,
)


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("武汉市第１ 中学（东校区）", "武汉市一中学东校区"),
        ("武汉市第一中学", "武汉市一中学"),
        ("第23中学", "二十三中学"),
        ("第10小学", "十小学"),
        ("香港科技大学(广州)", "香港科技大学广州"),
        ("ＡＢＣ学校", "abc学校"),
        ("第100中学", "100中学"),
        ("  ", ""),
    ],
)
def test_width_blanks_brackets_and_ordinals_do_not_matter(typed: str, normal: str) -> None:
    assert normal_name(typed) == normal


def test_a_normal_name_is_its_own_normal_name() -> None:
    for typed in ("武汉市第１ 中学", "第二十三中学", "中国石油大学（北京）"):
        assert normal_name(normal_name(typed)) == normal_name(typed)


@pytest.mark.parametrize(
    ("name", "place", "rest"),
    [
        ("武昌区水果湖小学", "武昌区", "水果湖小学"),
        ("武汉大学", "武汉市", "大学"),
        ("武汉", "武汉市", None),
        ("北京大学", "武汉市", None),
    ],
)
def test_the_place_in_front_can_be_left_out(name: str, place: str, rest: str | None) -> None:
    assert without_place(name, place) == rest


def test_an_abbreviation_keeps_the_order_and_the_first_character() -> None:
    assert abbreviation_span("湖职", "湖北职业技术学院") == 3
    assert abbreviation_span("湖职", "芜湖职业技术学院") is None
    assert abbreviation_span("职湖", "湖北职业技术学院") is None
    assert abbreviation_span("武大大", "武汉大学") is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("武汉职业技术学院", "武汉职业技术大学"),
        ("蚌埠医学院", "蚌埠医科大学"),
        ("合肥学院", "合肥大学"),
        ("丽江师范高等专科学校", "丽江师范学院"),
    ],
)
def test_a_school_that_rises_in_rank_keeps_its_stem(before: str, after: str) -> None:
    assert stem(before) == stem(after)


def test_a_college_and_a_vocational_college_of_one_city_have_different_stems() -> None:
    assert (
        len({stem(n) for n in ("滨州学院", "滨州职业学院", "滨州医学院", "滨州职业技术学院")}) == 4
    )
