"""Slots as an operator reads them."""

from datetime import datetime

import pytest

from reportdesk.jobs import slots
from tests.fakes import SHANGHAI


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
    assert slots.delivery(at(now), at_once=False) == slot


def test_in_the_demonstration_every_minute_is_a_slot() -> None:
    assert slots.delivery(at("2026-03-02T08:59:59"), at_once=True) == "2026-03-02T08:59"


def test_a_week_begins_on_monday_and_belongs_to_the_year_of_its_thursday() -> None:
    assert slots.weekly(at("2026-03-01T23:59:59")) == "2026-W09"
    assert slots.weekly(at("2026-03-02T00:00:00")) == "2026-W10"
    assert slots.weekly(at("2027-01-01T00:00:00")) == "2026-W53"


def test_hours_and_days() -> None:
    assert slots.hourly(at("2026-03-02T08:59:59")) == "2026-03-02T08"
    assert slots.daily(at("2026-03-02T08:59:59")) == "2026-03-02"
