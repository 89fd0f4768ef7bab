"""When things are public: what reporters did as a month, what authorities did as a day.

Source: publication specification, section 1. Until an authority's own act fixes a date, everything
is computed as if it had happened on the last day of its month, so that all cases of a month change
together: later than the truth, never earlier.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reportdesk.domain.actors import Party
from reportdesk.domain.case import Action, Stage
from reportdesk.domain.disclosure import month_end, month_of
from reportdesk.domain.supervising import MOVED

FILED = "filed"
CORRECTED = "corrected"
"""A day of acceptance that its authority put right."""
TOLD = frozenset({Action.EXTEND, CORRECTED, *MOVED})
"""Acts of authorities that are told although the stage stays."""
REOPENED = "reopened"
"""How a case begins that an authority opens itself, to go on with a closed one."""
AUTHORITIES = frozenset(
    {Party.OFFICER, Party.HEAD, Party.SUPERVISOR, Party.SUPERIOR, Party.PLATFORM}
)


class Band(StrEnum):
    """Bands of days, for the age of open cases and the time to an answer."""

    UP_TO_15 = "d15"
    UP_TO_30 = "d30"
    UP_TO_60 = "d60"
    UP_TO_90 = "d90"
    MORE = "more"


def band(days: int) -> Band:
    """At most 15, 16-30, 31-60, 61-90, or more than 90 days."""
    for limit, found in ((15, Band.UP_TO_15), (30, Band.UP_TO_30), (60, Band.UP_TO_60)):
        if days <= limit:
            return found
    return Band.UP_TO_90 if days <= 90 else Band.MORE


@dataclass(frozen=True, slots=True)
class View:
    """The day a release speaks of, and whether reporters' acts count at the end of their month."""

    as_of: date
    monthly: bool = True

    @property
    def standing_on(self) -> date:
        """The day lateness is computed for: the first of the month, so that it moves monthly."""
        return self.as_of.replace(day=1) if self.monthly else self.as_of

    def effective(self, on: date) -> date:
        """The day on which an act that is public as a month takes effect in public."""
        return month_end(on) if self.monthly else on


@dataclass(frozen=True, slots=True)
class EventFact:
    """One history row: ``stage`` is the stage after it, ``entered_on`` the day it was recorded."""

    number: int
    on: date
    entered_on: date
    event: str
    party: str
    stage: str


@dataclass(frozen=True, slots=True)
class PublicEvent:
    """One event as the public may see it; ``when`` is a day or a month, ``order`` sorts.

    ``entered`` is the day an authority recorded its own act, where that is later than the act.
    """

    when: str
    order: date
    event: str
    stage: str
    entered: str | None = None


def _exact(fact: EventFact) -> bool:
    """Whether the day of an event is public: an authority's own act, or what follows from it."""
    return fact.party in AUTHORITIES or fact.event == Action.CORRECT


def entry_day(fact: EventFact) -> str | None:
    """The day an act was recorded, where that is later than the act."""
    return fact.entered_on.isoformat() if fact.entered_on > fact.on else None


def acceptance(facts: Iterable[EventFact]) -> EventFact | None:
    """The authority's newest act of acceptance."""
    accepted = [fact for fact in facts if fact.event == Action.ACCEPT]
    return max(accepted, key=lambda fact: fact.number, default=None)


def _moves(facts: Sequence[EventFact]) -> list[EventFact]:
    """The filing, what changed the stage, extensions, corrections, and that a superior took the
    case: nothing that counts or times reports."""
    kept: list[EventFact] = []
    for fact in sorted(facts, key=lambda fact: fact.number):
        known = fact.event in {FILED, REOPENED, CORRECTED, *Action}
        moved = not kept or fact.stage != kept[-1].stage or fact.event in TOLD
        if known and moved:
            kept.append(fact)
    return kept


def public_events(facts: Sequence[EventFact], view: View) -> tuple[PublicEvent, ...]:
    """The steps of a case that may be shown, oldest first.

    A reporter's or the system's step appears when its month is over, or with the first later act
    of an authority that presupposes it.
    """
    shown: list[PublicEvent] = []
    later: date | None = None
    for fact in reversed(_moves(facts)):
        if _exact(fact):
            if fact.entered_on > view.as_of:
                continue
            later = min(later, fact.on) if later else fact.on
            when, entered = fact.on.isoformat(), entry_day(fact)
            shown.append(PublicEvent(when, later, fact.event, fact.stage, entered))
            continue
        effective = view.effective(fact.on)
        if later is None and effective > view.as_of:
            continue
        order = min(later, effective) if later else effective
        shown.append(PublicEvent(month_of(fact.on), order, fact.event, fact.stage))
    return tuple(reversed(shown))


def public_stage(events: Sequence[PublicEvent]) -> Stage:
    """The stage after the last step that may be shown."""
    return Stage(events[-1].stage) if events else Stage.ROUTED
