"""A local pack tightens: it may not loosen a statutory clock of its parent without saying why."""

from collections.abc import Mapping
from datetime import date, timedelta

from reportdesk.domain.calendar import DAY, Calendar
from reportdesk.domain.clocks import ClockKind, ClockRule, Unit
from reportdesk.domain.counting import Days

Rules = Mapping[str, ClockRule]


def loosened(key: str, parents: Rules, own: Rules, calendar: Calendar) -> tuple[str, str] | None:
    """How the pack's clock ``key`` is weaker than its parent's: a code and an example, or None.

    Only a clock that is statutory in the parent is compared. It may not be due later on any day of
    the calendar's known years, be of another kind, start by other events (a clock that starts again
    runs longer), stop by more, or leave out days that the parent counts.
    """
    old, new = parents.get(key), own[key]
    if old is None or old.kind is not ClockKind.STATUTORY:
        return None
    if new.kind is not ClockKind.STATUTORY or _weaker_if_anonymous(old, new):
        return "loosens_kind", new.kind_if_anonymous.value
    if set(new.starts) != set(old.starts) or set(new.presumed_by) - set(old.presumed_by):
        return "loosens_starts", ", ".join(new.starts)
    if set(new.stops) - set(old.stops):
        return "loosens_stops", ", ".join(sorted(set(new.stops) - set(old.stops)))
    if new.hearing and not old.hearing:
        return "loosens_hearing", "hearing"
    return _later(old, new, parents, own, calendar)


def _weaker_if_anonymous(old: ClockRule, new: ClockRule) -> bool:
    """Whether an anonymous report loses a statutory clock."""
    statutory = ClockKind.STATUTORY
    return old.kind_if_anonymous is statutory and new.kind_if_anonymous is not statutory


def _later(
    old: ClockRule, new: ClockRule, parents: Rules, own: Rules, calendar: Calendar
) -> tuple[str, str] | None:
    """Whether the clock is due later on some day, with the first such day."""
    if new.unit is Unit.DATE:
        return "loosens_days", Unit.DATE.value
    before, after = _lengths(old, parents), _lengths(new, own)
    if [unit for unit, _ in before] == [unit for unit, _ in after]:
        longer = sum(days for _, days in after) > sum(days for _, days in before)
        return ("loosens_days", str(after[-1][1])) if longer else None
    days = Days(calendar)
    for start in _starts(calendar):
        if _due(start, after, days) > _due(start, before, days):
            return "loosens_days", start.isoformat()
    return None


def _lengths(rule: ClockRule, rules: Rules) -> list[tuple[Unit, int]]:
    """How long a clock runs at most: what it continues, and then its own days."""
    own = (rule.unit, rule.days or rule.cap or 0)
    base = rules.get(rule.after) if rule.after else None
    return [own] if base is None else [(base.unit, base.days or 0), own]


def _due(start: date, lengths: list[tuple[Unit, int]], days: Days) -> date:
    """The latest day of a clock that started on ``start``."""
    for unit, length in lengths:
        start = days.after(unit, start, length)
    return days.due(start)


def _starts(calendar: Calendar) -> list[date]:
    """Every day of the years that the calendar knows."""
    first = date(min(calendar.years, default=2026), 1, 1)
    last = date(max(calendar.years, default=2026), 12, 31)
    return [first + timedelta(days=n) for n in range((last - first) // DAY + 1)]
