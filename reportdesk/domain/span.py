"""The days that a count went over, laid out in months and weeks, so that a reader can check it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import cast

from reportdesk.domain.calendar import DAY, SATURDAY, Calendar
from reportdesk.domain.clocks import DueDate, Unit

MOST_MONTHS = 6
"""Longer counts are drawn at both ends only."""
AT_START, AT_END = 1, 2
"""Months drawn of a long count."""


class Mark(StrEnum):
    """What is particular about a day."""

    START = "start"
    OFF = "off"
    HOLIDAY = "holiday"
    MAKEUP = "makeup"
    HEARING = "hearing"
    MOVED = "moved"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class SpanDay:
    """One day; ``number`` is its place in the count, ``within`` whether it belongs to the span."""

    on: date
    number: int | None
    marks: tuple[Mark, ...]
    within: bool


Week = tuple[SpanDay | None, ...]
"""Seven days from Monday on; None where the month has not begun or is over."""


@dataclass(frozen=True, slots=True)
class SpanMonth:
    """One month; ``skipped`` months before it are not drawn."""

    first: date
    weeks: tuple[Week, ...]
    skipped: int = 0


def months(due: DueDate, calendar: Calendar) -> tuple[SpanMonth, ...]:
    """The months from the start of the count to the first overdue day."""
    firsts = list(_firsts(due.start, due.overdue_from))
    skipped = 0
    if len(firsts) > MOST_MONTHS:
        skipped = len(firsts) - AT_START - AT_END
        firsts = [*firsts[:AT_START], *firsts[-AT_END:]]
    numbers = _numbers(due, calendar)
    return tuple(
        SpanMonth(first, _weeks(first, due, calendar, numbers), skipped if n == AT_START else 0)
        for n, first in enumerate(firsts)
    )


def marks_of(found: Sequence[SpanMonth]) -> tuple[Mark, ...]:
    """The marks that occur, in their order, for a legend."""
    seen = {
        mark for month in found for week in month.weeks for day in week if day for mark in day.marks
    }
    return tuple(mark for mark in Mark if mark in seen)


def _firsts(start: date, end: date) -> Iterator[date]:
    """The first day of every month from one day to another."""
    first = start.replace(day=1)
    while first <= end:
        yield first
        first = (first + timedelta(days=32)).replace(day=1)


def _numbers(due: DueDate, calendar: Calendar) -> Mapping[date, int]:
    """Which day of the count each day is; empty where that is not one plain count."""
    if due.days is None:
        return {}
    last = due.raw_due - timedelta(days=_hearing(due)) if due.unit is Unit.CALENDAR else due.raw_due
    day, found = due.start, dict[date, int]()
    while day < last:
        day += DAY
        if due.unit is Unit.CALENDAR or calendar.is_workday(day):
            found[day] = len(found) + 1
    return found if len(found) == due.days else {}


def _hearing(due: DueDate) -> int:
    """How many days of a hearing moved the date."""
    steps = (step.params["days"] for step in due.trace if step.code == "hearing_days")
    return cast(int, next(steps, 0))


def _weeks(
    first: date, due: DueDate, calendar: Calendar, numbers: Mapping[date, int]
) -> tuple[Week, ...]:
    """One month in weeks from Monday on, but for weeks that the count does not touch."""
    day, cells = first, list[SpanDay | None]([None] * first.weekday())
    while day.month == first.month:
        cells.append(_day(day, due, calendar, numbers))
        day += DAY
    cells += [None] * (-len(cells) % 7)
    weeks = (tuple(cells[n : n + 7]) for n in range(0, len(cells), 7))
    return tuple(week for week in weeks if any(cell is not None and cell.within for cell in week))


def _day(day: date, due: DueDate, calendar: Calendar, numbers: Mapping[date, int]) -> SpanDay:
    """One day with what is particular about it; days outside the count have no marks."""
    within = due.start <= day <= due.overdue_from
    marks = tuple(_marks(day, due, calendar)) if within else ()
    return SpanDay(day, numbers.get(day), marks, within)


def _marks(day: date, due: DueDate, calendar: Calendar) -> Iterator[Mark]:
    """The marks of a day of the count."""
    if day == due.start:
        yield Mark.START
    if not calendar.is_workday(day):
        yield Mark.HOLIDAY if day.weekday() < SATURDAY else Mark.OFF
    elif day in calendar.makeup:
        yield Mark.MAKEUP
    if (
        due.unit is Unit.CALENDAR
        and due.raw_due - timedelta(days=_hearing(due)) < day <= due.raw_due
    ):
        yield Mark.HEARING
    if due.raw_due <= day < due.due:
        yield Mark.MOVED
    if day == due.due:
        yield Mark.DUE
    if day == due.overdue_from:
        yield Mark.OVERDUE
