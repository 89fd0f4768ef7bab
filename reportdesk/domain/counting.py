"""How days are counted: forward, over rest days and, where a rule says so, over school breaks.

Every step is noted as a code with its parameters; the words are the pack's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from reportdesk.domain.calendar import DAY, Calendar
from reportdesk.domain.clock_rules import ClockRule, Unit
from reportdesk.domain.school_breaks import SchoolBreak, days_of

Param = int | str | date | tuple[date, ...] | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One step of a computation: a code and its parameters, never words."""

    code: str
    params: Mapping[str, Param] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a clock counts: the calendar's, without the breaks that it leaves out."""

    calendar: Calendar
    left_out: frozenset[date] = frozenset()

    def after(self, unit: Unit, day: date, count: int) -> date:
        """``count`` days after ``day`` in ``unit``."""
        if not self.left_out:
            if unit is Unit.WORKING:
                return self.calendar.add_workdays(day, count)
            return day + timedelta(days=count)
        while count:
            day += DAY
            works = unit is not Unit.WORKING or self.calendar.is_workday(day)
            count -= works and day not in self.left_out
        return day

    def until(self, unit: Unit, day: date, last: date) -> int:
        """The fewest days in ``unit`` from ``day`` to ``last``, or past it over rest days."""
        if unit is not Unit.WORKING:
            return (last - day).days
        steps = range(1, (last - day).days + 1)
        works = sum(self.calendar.is_workday(day + timedelta(days=n)) for n in steps)
        return works + (not self.calendar.is_workday(last))

    def due(self, raw: date) -> date:
        """The first working day on or after ``raw`` that is not left out."""
        day = self.calendar.next_workday(raw)
        while day in self.left_out:
            day = self.calendar.next_workday(day + DAY)
        return day


def left_out(rule: ClockRule, breaks: Sequence[SchoolBreak] | None) -> frozenset[date]:
    """The days that this clock does not count because the school is closed."""
    return days_of(breaks or ()) if rule.school_breaks else frozenset()


def count(
    rule: ClockRule, start: date, started_by: str | None, days: Days, trace: list[TraceStep]
) -> date:
    """The raw due date of a clock that counts from an event."""
    length = rule.days or 0
    raw = days.after(rule.unit, start, length)
    event = started_by if started_by in rule.starts else rule.starts[0]
    trace.append(TraceStep("start_excluded", {"start": start, "event": str(event)}))
    if rule.unit is Unit.CALENDAR:
        trace.append(TraceStep("counted_days", {"days": length, "raw_due": raw}))
        return raw
    params: dict[str, Param] = {
        "days": length,
        "raw_due": raw,
        "holidays": days.calendar.holidays_between(start + DAY, raw),
        "makeup": days.calendar.makeup_between(start + DAY, raw),
    }
    trace.append(TraceStep("workdays_counted", params))
    if not days.calendar.is_workday(start):
        first = days.after(Unit.WORKING, start, 1)
        trace.append(TraceStep("start_on_rest_day", {"start": start, "day_one": first}))
    return raw


def extend(
    rule: ClockRule, base_raw: date, length: int, days: Days, trace: list[TraceStep]
) -> date:
    """The raw due date that follows another clock's raw due date by ``length``."""
    raw = days.after(rule.unit, base_raw, length)
    params: dict[str, Param] = {
        "after": rule.after or "",
        "days": length,
        "unit": str(rule.unit),
        "from": base_raw,
        "raw_due": raw,
    }
    if rule.cap is not None:
        params["cap"] = rule.cap
    trace.append(TraceStep("extension", params))
    return raw


def roll(raw: date, days: Days, trace: list[TraceStep]) -> date:
    """The working day that a raw due date rolls to; itself when offices work that day."""
    due = days.due(raw)
    if due != raw:
        skipped = days.calendar.rest_days_between(raw, due - DAY)
        trace.append(TraceStep("rest_day_rolled", {"raw_due": raw, "due": due, "skipped": skipped}))
    elif raw in days.calendar.makeup:
        trace.append(TraceStep("makeup_day_kept", {"due": due}))
    return due


def mark_breaks(
    rule: ClockRule,
    breaks: Sequence[SchoolBreak] | None,
    start: date,
    due: date,
    trace: list[TraceStep],
) -> None:
    """Say which days of a break were left out, or that none are known from here on."""
    if not rule.school_breaks:
        return
    held = [(max(one.first, start + DAY), min(one.last, due)) for one in breaks or ()]
    spans = tuple(day for span in held if span[0] <= span[1] for day in span)
    if spans:
        total = sum((b - a).days + 1 for a, b in zip(spans[::2], spans[1::2], strict=True))
        trace.append(TraceStep("school_breaks", {"spans": spans, "days": total}))
    elif not any(one.last >= start for one in breaks or ()):
        trace.append(TraceStep("school_breaks_unknown", {}))


def mark_provisional(
    start: date, raw: date, due: date, calendar: Calendar, trace: list[TraceStep]
) -> None:
    """Add a last step when the result looked at a year whose holidays are not known yet.

    A count of calendar days looks at the days it may roll over only; a count of working days looks
    at every day.
    """
    counted = any(step.code == "workdays_counted" for step in trace)
    first = start + DAY if counted else raw
    unknown = tuple(y for y in range(first.year, due.year + 1) if y not in calendar.years)
    if unknown:
        trace.append(TraceStep("provisional", {"years": unknown}))
