"""Due dates with their explanation, and whether a clock is on time; lateness is never stored.

Counting (民法典 Art. 201, 203): the start day is not counted; a due date on a rest day rolls to the
next working day; overdue begins the day after the due date. Every clock rolls.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from reportdesk.domain.calendar import DAY, Calendar
from reportdesk.domain.clock_rules import (
    Citation,
    ClockEvent,
    ClockKind,
    ClockRule,
    Unit,
    clocks_replaced_by,
    clocks_started_by,
    clocks_stopped_by,
)
from reportdesk.domain.counting import (
    Days,
    Param,
    TraceStep,
    count,
    extend,
    left_out,
    mark_breaks,
    mark_provisional,
    roll,
)
from reportdesk.domain.errors import BadInput, NotFound
from reportdesk.domain.school_breaks import SchoolBreak

__all__ = [  # one place to import clocks from
    "Citation",
    "ClockEvent",
    "ClockKind",
    "ClockRule",
    "DueDate",
    "Param",
    "Standing",
    "StandingCode",
    "TraceStep",
    "Unit",
    "Wording",
    "clocks_replaced_by",
    "clocks_started_by",
    "clocks_stopped_by",
    "due_date",
    "standing",
]


class Wording(Protocol):
    """Words of codes and titles of laws: a pack's, or those kept beside a clock."""

    def has(self, group: str, code: str) -> bool:
        """Whether there are words for a code."""

    def labels(self, group: str, code: str, lang: str = "zh") -> str:
        """The words of a code."""

    def law_title(self, law: str, lang: str) -> str:
        """A law as it is cited."""


@dataclass(frozen=True, slots=True)
class DueDate:
    """A due date and how it came about.

    ``days`` counts everything that was added (base and extension; hearing days apart), in
    ``unit``; None for a promised date. ``pack`` is ``id@version``.
    """

    key: str
    kind: ClockKind
    start: date
    raw_due: date
    due: date
    overdue_from: date
    provisional: bool
    days: int | None
    unit: Unit
    trace: tuple[TraceStep, ...]
    citation: Citation
    calendar_version: str
    pack: str
    wording: Wording | None = field(default=None, compare=False, repr=False)
    """Words kept with the version that judged it, where that is not the one in force."""


class StandingCode(StrEnum):
    """Where a clock stands today."""

    ON_TIME = "on_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    MET = "met"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Standing:
    """``days`` is what is left (on_time, due_soon), late (overdue, missed) or to spare (met)."""

    code: StandingCode
    days: int


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is particular to one run of a clock; see :func:`due_date`."""

    extension_days: int
    promised: date | None
    hearing_days: int
    started_by: str | None
    anonymous: bool
    breaks: Sequence[SchoolBreak] | None


def due_date(
    rules: Mapping[str, ClockRule],
    key: str,
    start: date,
    calendar: Calendar,
    *,
    extension_days: int = 0,
    promised: date | None = None,
    hearing_days: int = 0,
    started_by: str | None = None,
    anonymous: bool = True,
    breaks: Sequence[SchoolBreak] | None = None,
) -> DueDate:
    """When the clock ``key`` that started on ``start`` is due, with every step of the way.

    ``start`` of a clock that continues another (K3 after K2) is the start of that other clock;
    ``started_by`` is by default the first event the rule names; ``breaks`` are the known breaks of
    the school, for a clock that leaves them out (None: not known which school). Raises NotFound for
    an unknown clock and BadInput when an argument is missing, too large or of no use to this clock.
    """
    facts = _Facts(extension_days, promised, hearing_days, started_by, anonymous, breaks)
    rule = _rule(rules, key)
    _check(rule, start, facts)
    return _judge(rules, rule, start, facts, calendar)


def _judge(
    rules: Mapping[str, ClockRule], rule: ClockRule, start: date, facts: _Facts, calendar: Calendar
) -> DueDate:
    """The due date of a clock whose facts are in order."""
    kind, trace = _kind(rule, facts)
    counted = Days(calendar, left_out(rule, facts.breaks))
    raw, days = _raw_due(rules, rule, start, facts, counted, trace)
    due = roll(raw, counted, trace)
    mark_breaks(rule, facts.breaks, start, due, trace)
    mark_provisional(start, raw, due, calendar, trace)
    return DueDate(
        key=rule.key,
        kind=kind,
        start=start,
        raw_due=raw,
        due=due,
        overdue_from=due + DAY,
        provisional=trace[-1].code == "provisional",
        days=days,
        unit=rule.unit,
        trace=tuple(trace),
        citation=rule.citation,
        calendar_version=calendar.version,
        pack=rule.pack,
    )


def standing(due: date, stopped_on: date | None, today: date, *, soon_days: int = 7) -> Standing:
    """Where a clock with this due date stands; ``stopped_on`` is None while it runs.

    Overdue starts the day after the due date; due_soon is ``soon_days`` or fewer days left.
    """
    left = (due - (stopped_on or today)).days
    if stopped_on is not None:
        return Standing(StandingCode.MET if left >= 0 else StandingCode.MISSED, abs(left))
    if left < 0:
        return Standing(StandingCode.OVERDUE, -left)
    return Standing(StandingCode.DUE_SOON if left <= soon_days else StandingCode.ON_TIME, left)


def _rule(rules: Mapping[str, ClockRule], key: str) -> ClockRule:
    """The rule of ``key``, or NotFound."""
    if key not in rules:
        raise NotFound("no_such_clock", key=key, known=" ".join(rules))
    return rules[key]


def _check(rule: ClockRule, start: date, facts: _Facts) -> None:
    """Refuse facts that this clock needs and lacks, or has no use for."""
    extension, promised, hearing = facts.extension_days, facts.promised, facts.hearing_days
    if rule.cap is None and extension:
        raise BadInput("extension_days", "clock_not_extendable", key=rule.key)
    if rule.cap is not None and not 1 <= extension <= rule.cap:
        raise BadInput("extension_days", "extension_out_of_range", key=rule.key, cap=rule.cap)
    if rule.unit is not Unit.DATE and promised is not None:
        raise BadInput("promised", "clock_takes_no_promise", key=rule.key)
    if rule.unit is Unit.DATE and promised is None:
        raise BadInput("promised", "promise_missing", key=rule.key)
    if promised is not None and promised < start:
        raise BadInput("promised", "promise_before_start", key=rule.key, start=start)
    if hearing < 0:
        raise BadInput("hearing_days", "hearing_days_negative", key=rule.key)
    if facts.started_by is not None and facts.started_by not in rule.starts:
        known = " ".join(rule.starts)
        raise BadInput("started_by", "clock_not_started_by", key=rule.key, known=known)
    if hearing and not rule.hearing:
        raise BadInput("hearing_days", "clock_takes_no_hearing", key=rule.key)


def _kind(rule: ClockRule, facts: _Facts) -> tuple[ClockKind, list[TraceStep]]:
    """The kind this clock has here, and a first step that says why it is not the rule's own."""
    event = facts.started_by
    if event in rule.presumed_by and rule.kind is ClockKind.STATUTORY:
        return ClockKind.GUIDELINE, [TraceStep("start_presumed", {"event": str(event)})]
    if facts.anonymous and rule.kind_if_anonymous is not rule.kind:
        return rule.kind_if_anonymous, [TraceStep("filed_anonymously", {})]
    return rule.kind, []


def _raw_due(
    rules: Mapping[str, ClockRule],
    rule: ClockRule,
    start: date,
    facts: _Facts,
    counted: Days,
    trace: list[TraceStep],
) -> tuple[date, int | None]:
    """The due date before it rolls, and the days counted (None for a promised date)."""
    if facts.promised is not None:
        trace.append(TraceStep("promised_date", {"start": start, "raw_due": facts.promised}))
        return facts.promised, None
    base = _rule(rules, rule.after) if rule.after else rule
    raw, days = count(base, start, facts.started_by, counted, trace), base.days or 0
    if rule.after:
        added = rule.days or facts.extension_days
        raw, days = extend(rule, raw, added, counted, trace), days + added
    if facts.hearing_days:
        raw = counted.after(rule.unit, raw, facts.hearing_days)
        trace.append(TraceStep("hearing_days", {"days": facts.hearing_days, "raw_due": raw}))
    return raw, days
