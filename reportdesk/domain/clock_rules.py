"""What a pack declares about a clock, and which events of the lifecycle start and stop it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ClockKind(StrEnum):
    """Whose promise a clock is; on-time rates of different kinds are never mixed."""

    STATUTORY = "statutory"
    GUIDELINE = "guideline"
    COMMITTED = "committed"
    POLICY = "policy"
    RIGHT = "right"


class Unit(StrEnum):
    """How days are counted; ``date`` means that the authority names the day itself."""

    CALENDAR = "calendar"
    WORKING = "working"
    DATE = "date"


class ClockEvent(StrEnum):
    """What clocks hear: the events of the lifecycle table, and those that no action makes."""

    FILING = "filing"
    DISPATCHED = "dispatched"
    """A letter left for an authority that has no accounts."""
    DELIVERED = "delivered"
    REDELIVERED = "redelivered"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    NOTICE_LAPSED = "notice_lapsed"
    QUESTION = "question"
    REPLY = "reply"
    QUESTION_LAPSED = "question_lapsed"
    EXTENDED = "extended"
    ANSWERED = "answered"
    EVIDENCE_ACCEPTED = "evidence_accepted"
    REDO_REQUESTED = "redo_requested"
    REVIEW1_REQUESTED = "review1_requested"
    REVIEW1_DECIDED = "review1_decided"
    REVIEW1_SENT_BACK = "review1_sent_back"
    REVIEW2_REQUESTED = "review2_requested"
    REVIEW2_DECIDED = "review2_decided"
    REPORT_DEMANDED = "report_demanded"
    REPORT_GIVEN = "report_given"
    DEMAND_DROPPED = "demand_dropped"
    TAKEN_OVER = "taken_over"
    TRANSFERRED = "transferred"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


ENDS_ALL = frozenset({ClockEvent.CLOSED, ClockEvent.WITHDRAWN})
"""Events that stop every clock, whatever its rule names; a promise outlives the closing."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule comes from; ``code`` says how far the wording was checked (V, W, P or X).

    ``law`` is the title of a source of the pack, ``article`` e.g. ``23(3)`` or ``201, 203``; a
    rule of the platform itself has neither article nor code.
    """

    law: str
    article: str | None = None
    code: str | None = None
    url: str | None = None
    retrieved: date | None = None


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One clock as a pack declares it.

    ``days`` is None for a date the authority names and for an extension, which has ``cap``, the
    most days it may add, instead. ``after`` names the clock this one continues and replaces: its
    days follow that clock's raw due date. ``presumed_by`` are starts that nobody recorded; a clock
    started by one of them is a guideline. ``hearing`` says that days of a hearing do not count,
    ``school_breaks`` that days of a school break do not (clocks of the site itself only).
    """

    key: str
    days: int | None
    unit: Unit
    kind: ClockKind
    kind_if_anonymous: ClockKind
    starts: tuple[str, ...]
    stops: tuple[str, ...]
    citation: Citation
    after: str | None = None
    cap: int | None = None
    hearing: bool = False
    school_breaks: bool = False
    presumed_by: tuple[str, ...] = ()
    pack: str = ""


def clocks_started_by(event: str, rules: Mapping[str, ClockRule]) -> tuple[str, ...]:
    """Keys of the clocks that ``event`` starts, in the order of the pack.

    A clock with unit ``date`` starts once for every promised date, and not at all without one.
    """
    return tuple(key for key, rule in rules.items() if event in rule.starts)


def clocks_stopped_by(event: str, rules: Mapping[str, ClockRule]) -> tuple[str, ...]:
    """Keys of the clocks that ``event`` stops, in the order of the pack."""
    return tuple(
        key for key, rule in rules.items() if _ends_all(event, rule) or event in rule.stops
    )


def _ends_all(event: str, rule: ClockRule) -> bool:
    """Whether ``event`` ends the clock whatever its rule names."""
    promised = rule.unit is Unit.DATE and event == ClockEvent.CLOSED
    return event in ENDS_ALL and not promised


def clocks_replaced_by(event: str, rules: Mapping[str, ClockRule]) -> tuple[str, ...]:
    """Keys of the clocks that end, neither met nor missed, as ``event`` starts their successor."""
    started = (rules[key].after for key in clocks_started_by(event, rules))
    return tuple(after for after in started if after is not None)
