"""Working days of mainland China: weekends, holidays and the make-up workdays (调休) between them.

Source of the rule: 民法典 Art. 201 and 203 and the State Council's yearly holiday notices. Make-up
workdays are workdays. A year without a notice knows weekends alone and is marked provisional.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from reportdesk.domain.school_breaks import SchoolBreak

DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """One version of the working calendar.

    ``off`` are the days a notice declares free (weekends inside a holiday included), ``makeup``
    the weekend days it declares working, ``years`` the calendar years that have a notice.
    ``breaks`` are the school breaks it knows: they are no rest days, and only a clock whose rule
    says so leaves them out.
    """

    version: str
    off: frozenset[date]
    makeup: frozenset[date]
    years: frozenset[int]
    breaks: tuple[SchoolBreak, ...] = ()

    def is_workday(self, day: date) -> bool:
        """Whether offices work on ``day``."""
        if day in self.makeup:
            return True
        return day not in self.off and day.weekday() < SATURDAY

    def provisional(self, day: date) -> bool:
        """Whether ``day`` lies in a year without a notice, so that only its weekend is known."""
        return day.year not in self.years

    def next_workday(self, day: date) -> date:
        """The first working day on or after ``day``."""
        while not self.is_workday(day):
            day += DAY
        return day

    def add_workdays(self, start: date, count: int) -> date:
        """The ``count``-th working day after ``start``, which itself is never counted.

        A start on a rest day therefore counts the next working day as day 1. Raises ValueError
        when ``count`` is below 1.
        """
        if count < 1:
            raise ValueError(f"a count of working days starts at 1, not {count}")
        day = start
        while count:
            day += DAY
            count -= self.is_workday(day)
        return day

    def rest_days_between(self, first: date, last: date) -> tuple[date, ...]:
        """Every day off from ``first`` to ``last``, both included."""
        return tuple(day for day in _days(first, last) if not self.is_workday(day))

    def holidays_between(self, first: date, last: date) -> tuple[date, ...]:
        """Weekdays that a notice made free, from ``first`` to ``last``, both included."""
        return tuple(
            day
            for day in _days(first, last)
            if day.weekday() < SATURDAY and not self.is_workday(day)
        )

    def makeup_between(self, first: date, last: date) -> tuple[date, ...]:
        """Weekend days that a notice made working, from ``first`` to ``last``, both included."""
        return tuple(day for day in _days(first, last) if day in self.makeup)


def _days(first: date, last: date) -> Iterator[date]:
    """Each day from ``first`` to ``last``, both included."""
    for offset in range((last - first).days + 1):
        yield first + offset * DAY
