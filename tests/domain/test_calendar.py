from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.domain.calendar import DAY, Calendar
from reportdesk.packs.loader import load_pack

NATIONAL = load_pack("cn-xinfang-2022").calendar
BARE = Calendar("none", frozenset(), frozenset(), frozenset())
known_days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
any_days = st.dates(date(2023, 1, 1), date(2031, 12, 31))


def test_every_day_of_2024_to_2026_agrees_with_chinesecalendar() -> None:
    day = date(2024, 1, 1)
    while day <= date(2026, 12, 31):
        assert NATIONAL.is_workday(day) == chinese_calendar.is_workday(day), day
        assert not NATIONAL.provisional(day)
        day += DAY


def test_a_make_up_saturday_is_a_workday_and_a_holiday_monday_is_not() -> None:
    assert NATIONAL.is_workday(date(2026, 2, 14))
    assert not NATIONAL.is_workday(date(2026, 2, 16))


def test_the_working_day_after_the_spring_festival_comes_after_the_whole_holiday() -> None:
    assert NATIONAL.next_workday(date(2026, 2, 15)) == date(2026, 2, 24)
    assert NATIONAL.next_workday(date(2026, 2, 24)) == date(2026, 2, 24)


def test_working_days_count_make_up_days_and_skip_holidays() -> None:
    assert NATIONAL.add_workdays(date(2026, 2, 12), 3) == date(2026, 2, 24)
    assert NATIONAL.makeup_between(date(2026, 2, 13), date(2026, 2, 24)) == (date(2026, 2, 14),)
    assert len(NATIONAL.holidays_between(date(2026, 2, 13), date(2026, 2, 24))) == 6


def test_a_count_from_a_rest_day_makes_the_next_working_day_day_one() -> None:
    saturday, sunday = date(2026, 3, 7), date(2026, 3, 8)
    assert NATIONAL.add_workdays(saturday, 1) == date(2026, 3, 9)
    assert NATIONAL.add_workdays(sunday, 5) == date(2026, 3, 13)


def test_a_count_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="starts at 1"):
        NATIONAL.add_workdays(date(2026, 3, 2), 0)


def test_rest_days_of_a_range_include_both_ends() -> None:
    weekend = (date(2026, 3, 7), date(2026, 3, 8))
    assert NATIONAL.rest_days_between(*weekend) == weekend
    assert NATIONAL.rest_days_between(date(2026, 3, 9), date(2026, 3, 8)) == ()


@given(any_days)
def test_a_year_without_notice_knows_weekends_alone(day: date) -> None:
    assert BARE.is_workday(day) == (day.weekday() < 5)
    assert BARE.provisional(day)
    assert NATIONAL.provisional(day) == (day.year not in {2024, 2025, 2026})


@given(any_days)
def test_the_next_working_day_is_the_first_one_not_before(day: date) -> None:
    found = NATIONAL.next_workday(day)
    assert found >= day
    assert NATIONAL.is_workday(found)
    assert NATIONAL.rest_days_between(day, found - DAY) == tuple(
        day + timedelta(days=n) for n in range((found - day).days)
    )


@given(any_days, st.integers(1, 40), st.integers(1, 40))
def test_counting_twice_is_counting_the_sum(start: date, first: int, second: int) -> None:
    half = NATIONAL.add_workdays(start, first)
    assert NATIONAL.add_workdays(half, second) == NATIONAL.add_workdays(start, first + second)


@given(known_days, st.integers(1, 30))
def test_a_count_of_working_days_agrees_with_chinesecalendar(start: date, count: int) -> None:
    end = NATIONAL.add_workdays(start, count)
    if end.year > 2026:
        return
    days = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(chinese_calendar.is_workday(day) for day in days) == count
