"""Chinese in Latin letters."""

import pytest

from reportdesk.packs.pinyin import initials, sort_key, syllables


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("湖北职业技术学院", "hbzyjsxy"),
        ("长治医学院", "czyxy"),
        ("重庆大学", "cqdx"),
        ("厦门大学", "xmdx"),
        ("武汉市第1中学", "whsd1zx"),
        ("香港科技大学（广州）", "xgkjdxgz"),
    ],
)
def test_initials_are_what_a_person_would_type(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_every_character_has_one_syllable() -> None:
    assert syllables("长子县MBA中心") == ["zhang", "zi", "xian", "MBA", "zhong", "xin"]


def test_names_sort_by_their_reading() -> None:
    names = ["武汉大学", "北京大学", "长春大学", "安徽大学"]
    assert sorted(names, key=sort_key) == ["安徽大学", "北京大学", "长春大学", "武汉大学"]
