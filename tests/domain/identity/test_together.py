"""A small school, a class and a day: a finding of its own."""

import pytest

from reportdesk.domain.identity import School, mask, together
from reportdesk.domain.taxonomy import SchoolKind

TEXTS = {"text": "我在五年级二班，3月12日拍的，上周三又来了", "words": "2026-03-12 发的通知"}
SMALL = School(SchoolKind.PRIMARY)


def test_class_and_day_count_in_a_small_school_wherever_they_stand() -> None:
    found = together({"text": "五年级二班", "words": "3月12日发的"}, SMALL)
    assert found is not None
    assert (list(found.classes), list(found.days)) == (["text"], ["words"])


@pytest.mark.parametrize(
    ("school", "small"),
    [
        (School(), True),
        (School(SchoolKind.PRIMARY), True),
        (School(SchoolKind.JUNIOR_SECONDARY), True),
        (School(SchoolKind.SENIOR_SECONDARY), False),
        (School(SchoolKind.UNDERGRADUATE), False),
        (School(SchoolKind.PRIMARY, students=3_000), False),
        (School(SchoolKind.UNDERGRADUATE, students=300), True),
    ],
)
def test_the_size_counts_where_it_is_known_and_young_pupils_where_not(
    school: School, small: bool
) -> None:
    assert school.small is small
    assert (together(TEXTS, school) is not None) is small


@pytest.mark.parametrize("text", ["五年级二班", "3月12日拍的", "上周三", "五年级都要交，3月以后"])
def test_one_of_them_alone_says_nothing(text: str) -> None:
    assert together({"text": text}, SMALL) is None


def test_masking_a_day_leaves_the_month() -> None:
    found = together(TEXTS, SMALL)
    assert found is not None
    hidden = {
        field: mask(TEXTS[field], [day.day for day in days]) for field, days in found.days.items()
    }
    assert hidden == {
        "text": "我在五年级二班，3月●●●拍的，●●●又来了",
        "words": "2026-03-●●● 发的通知",
    }
