"""Days of rest and of work, from the packages alone: nothing of this comes from the project."""

from datetime import date, timedelta
from functools import cache

import chinese_calendar

DAY = timedelta(days=1)
LAST_KNOWN_YEAR = 2026
"""The last year whose State Council notice the package knows."""


@cache
def works(day: date) -> bool:
    """Whether this is a working day; by weekends alone beyond the last known year."""
    if day.year > LAST_KNOWN_YEAR:
        return day.weekday() < 5
    return bool(chinese_calendar.is_workday(day))


@cache
def rolled(day: date) -> date:
    """The day itself, or the next working day."""
    while not works(day):
        day += DAY
    return day


@cache
def working_days_later(start: date, count: int) -> date:
    """The last of ``count`` working days after ``start``, which is not counted itself."""
    day = start
    while count:
        day += DAY
        count -= works(day)
    return day
