"""Slots as an operator reads them, lateness as it is counted, and clocks that are not believed."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.domain import timetable
from reportdesk.domain.timetable import AHEAD, BACK, TIMETABLE, Leap, lateness, leap, times_of
from tests.fakes import SHANGHAI

INSTANTS = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2025, 12, 20, tzinfo=SHANGHAI) + timedelta(minutes=minutes)
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        ("2026-03-02T08:59:59", "2026-03-01T15"),
        ("2026-03-02T09:00:00", "2026-03-02T09"),
        ("2026-03-02T14:59:59", "2026-03-02T09"),
        ("2026-03-02T15:00:00", "2026-03-02T15"),
        ("2026-03-02T23:59:59", "2026-03-02T15"),
    ],
)
def test_two_deliveries_a_day_and_the_night_belongs_to_the_last(now: str, slot: str) -> None:
    assert times_of("deliver", at_once=False)(at(now)).name == slot


def test_in_the_demonstration_every_minute_is_a_slot_of_deliveries_alone() -> None:
    now = at("2026-03-02T08:59:59")
    assert times_of("deliver", at_once=True)(now).name == "2026-03-02T08:59"
    assert times_of("sweep", at_once=True)(now).name == "2026-03-02T08"


def test_a_week_begins_on_monday_and_belongs_to_the_year_of_its_thursday() -> None:
    assert timetable.weekly(at("2026-03-01T23:59:59")).name == "2026-W09"
    assert timetable.weekly(at("2026-03-02T00:00:00")).name == "2026-W10"
    assert timetable.weekly(at("2027-01-01T00:00:00")).name == "2026-W53"


def test_hours_and_days() -> None:
    assert timetable.hourly(at("2026-03-02T08:59:59")).name == "2026-03-02T08"
    assert timetable.daily(at("2026-03-02T08:59:59")).name == "2026-03-02"


@given(st.sampled_from(sorted(TIMETABLE)), INSTANTS)
def test_a_slot_has_begun_and_is_the_same_until_the_next_begins(job: str, now: datetime) -> None:
    slot = TIMETABLE[job](now)
    assert slot.began <= now
    assert TIMETABLE[job](slot.began) == slot
    before = TIMETABLE[job](slot.began - timedelta(seconds=1))
    assert before.name < slot.name


def test_work_that_is_not_done_is_late_from_the_beginning_of_its_slot() -> None:
    slot = timetable.hourly(at("2026-03-02T10:30:00"))
    assert lateness(slot, "2026-03-02T09", at("2026-03-02T10:30:00")) == timedelta(minutes=30)
    assert lateness(slot, None, at("2026-03-02T10:30:00")) == timedelta(minutes=30)
    assert lateness(slot, "2026-03-02T10", at("2026-03-02T10:30:00")) == timedelta()
    assert lateness(slot, "2026-03-02T09", at("2026-03-02T10:09:00")) == timedelta()


def test_a_clock_that_goes_on_is_believed_and_one_that_leaps_is_not() -> None:
    seen = at("2026-03-02T10:00:00")
    assert leap(None, seen) is None
    assert leap(seen, seen + timedelta(days=30)) is None
    assert leap(seen, seen - BACK) is None
    assert leap(seen, seen - timedelta(hours=1)) is Leap.BACK
    assert leap(seen, seen + AHEAD + timedelta(seconds=1)) is Leap.AHEAD
