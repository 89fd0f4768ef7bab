"""A day of the year is the same day however somebody writes it."""

import pytest

from reportdesk.domain.days_named import Day, days_in, told

SECOND_OF_MARCH = [
    "2026年3月2日",
    "3月2号",
    "3 月 2 日",
    "２０２６－０３－０２",
    "2026/3/2",
    "2026.03.02",
    "三月二日",
    "二〇二六年三月二号",
    "2 March 2026",
    "the 2nd of March",
    "March 2, 2026",
    "Mar. 2",
]


@pytest.mark.parametrize("text", SECOND_OF_MARCH)
def test_every_way_to_write_a_day_is_read(text: str) -> None:
    assert Day(3, 2) in {day for day, _ in days_in(f"自{text}以来 since {text}.")}
    assert told(text, [Day(3, 2)]) is not None
    assert told(text, [Day(3, 3)]) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [("十二月三十一日", Day(12, 31)), ("十月十日", Day(10, 10)), ("十一月廿五日", Day(11, 25))],
)
def test_chinese_numbers_are_read_to_the_end(text: str, day: Day) -> None:
    assert [found for found, _ in days_in(text)] == [day]


@pytest.mark.parametrize(
    "text", ["", "3月", "2025年9月起", "13月2日", "3月32日", "第3条第2款", "PEE3-2XZ6"]
)
def test_control_what_is_no_day_is_none(text: str) -> None:
    assert list(days_in(text)) == []
