"""Every clock of the national pack on every day of three years, against two packages.

The expected dates are computed here from the days and units of the law alone, with the rest days
of chinesecalendar and of holidays. Nothing of the project is used on that side.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import chinese_calendar
import holidays
import pytest

from reportdesk.packs.loader import load_pack
from tests.models.clockwork import LENGTH, LONGEST_EXTENSION

PACK = load_pack("cn-xinfang-2022")
DAY = timedelta(days=1)
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
KNOWN = range(FIRST.year, LAST.year + 1)
EVERY_DAY = [FIRST + number * DAY for number in range((LAST - FIRST).days + 1)]
OFFICIAL = holidays.country_holidays("CN", years=KNOWN)


def by_chinesecalendar(day: date) -> bool:
    return chinese_calendar.is_workday(day) if day.year in KNOWN else day.weekday() < 5


def by_holidays(day: date) -> bool:
    if day.year not in KNOWN:
        return day.weekday() < 5
    return day in OFFICIAL.weekend_workdays or (day.weekday() < 5 and day not in OFFICIAL)


oracles = pytest.mark.parametrize("works", [by_chinesecalendar, by_holidays])


class Oracle:
    """Dates by one package; what was looked up once is remembered."""

    def __init__(self, works: Callable[[date], bool]) -> None:
        self.works = cache(works)

    def rolled(self, day: date) -> date:
        while not self.works(day):
            day += DAY
        return day

    def counted(self, start: date, days: int, unit: str) -> date:
        if unit == "calendar":
            return start + days * DAY
        end = start
        while days:
            end += DAY
            days -= self.works(end)
        return end


def test_the_pack_has_no_clock_that_the_oracle_leaves_out() -> None:
    assert set(PACK.clocks) == {*LENGTH, "K3", "K5", "K10"}


def test_both_packages_call_the_same_days_working_days() -> None:
    assert [d for d in EVERY_DAY if by_chinesecalendar(d) != by_holidays(d)] == []


@oracles
@pytest.mark.parametrize("key", LENGTH)
def test_each_clock_is_due_on_the_day_the_oracle_says(key: str, works) -> None:
    oracle, (days, unit) = Oracle(works), LENGTH[key]
    for start in EVERY_DAY:
        found, raw = PACK.due_date(key, start), oracle.counted(start, days, unit)
        assert (found.raw_due, found.due) == (raw, oracle.rolled(raw)), start
        assert found.overdue_from == found.due + DAY


@oracles
def test_each_extension_follows_the_decisions_raw_date(works) -> None:
    oracle = Oracle(works)
    for number, accepted in enumerate(EVERY_DAY):
        added = 1 + number % LONGEST_EXTENSION
        found = PACK.due_date("K3", accepted, extension_days=added)
        raw = accepted + (60 + added) * DAY
        assert (found.raw_due, found.due) == (raw, oracle.rolled(raw)), accepted


@oracles
def test_each_promised_day_rolls_and_each_hearing_day_moves_the_opinion(works) -> None:
    oracle = Oracle(works)
    for number, start in enumerate(EVERY_DAY):
        promised, heard = start + number % 90 * DAY, number % 12
        kept = PACK.due_date("K5", start, promised=promised)
        assert (kept.raw_due, kept.due) == (promised, oracle.rolled(promised)), start
        named = PACK.due_date("K10", start, promised=promised)
        assert (named.raw_due, named.due) == (promised, oracle.rolled(promised)), start
        raw = start + (30 + heard) * DAY
        opinion = PACK.due_date("K9", start, hearing_days=heard)
        assert (opinion.raw_due, opinion.due) == (raw, oracle.rolled(raw)), start


@pytest.mark.parametrize("key", LENGTH)
def test_a_date_is_provisional_exactly_when_it_looked_beyond_the_notices(key: str) -> None:
    for start in EVERY_DAY:
        found = PACK.due_date(key, start)
        assert found.provisional == (found.due > LAST), start
