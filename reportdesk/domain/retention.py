"""When what people wrote is destroyed, and who may hold that off: pure rules.

The pack says how long after the end of a case, by its headline outcome. Nothing is destroyed while
anything runs, before every window, promise and review is over, before people were warned, or
while a legal hold lasts.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor, Role
from reportdesk.domain.clocks import Citation
from reportdesk.domain.errors import BadInput, NotAllowed

DAY = timedelta(days=1)
LONGEST_HOLD = timedelta(days=365)
"""How long one legal hold may last; it can be put anew."""
LOOK_AGAIN = timedelta(days=31)
"""How often every ended case is looked at anew, whatever was planned."""


class HoldReason(StrEnum):
    """Why what people wrote has to stay beyond its day."""

    COURT = "court"
    INVESTIGATION = "investigation"
    DISCIPLINE = "discipline"
    LINKED_CASE = "linked_case"


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """``days`` after the end what was written is destroyed, ``warn`` days before people learn."""

    days: int
    warn: int
    citation: Citation


class Why(StrEnum):
    """Steps of the explanation of a day."""

    ENDED = "ended"
    WINDOW = "window"
    FOLLOWED = "followed"
    COUNTED = "counted"
    HELD = "held"
    WARNED = "warned"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a day, and how many days were counted to it."""

    why: Why
    on: date
    days: int = 0


@dataclass(frozen=True, slots=True)
class Ended:
    """What the rule looks at.

    ``windows`` are the last days of every clock that ever ran, ``running`` says that something
    still does, ``followers`` are the ends of the cases that followed this one (None while open),
    ``held_until`` the last day of the legal hold that lasts longest.
    """

    ended_on: date | None
    windows: Collection[date] = ()
    running: bool = False
    followers: Collection[date | None] = ()
    held_until: date | None = None
    warned_on: date | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What a reporter reads: until when they can, by which rule, and whether somebody holds it.

    ``last`` is the day before the content goes; ``announced`` says that the warning is out.
    """

    last: date
    outcome: str
    days: int
    announced: bool
    held_until: date | None = None
    hold_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """The first day on which it is destroyed, the day of the warning, and how both come about."""

    outcome: str
    due: date
    warn_on: date
    held_until: date | None
    trace: tuple[Step, ...]


def schedule(outcome: str, rule: RetentionRule, facts: Ended) -> Schedule | None:
    """The day for a case that ended; None while something runs, here or in what followed."""
    if facts.ended_on is None or facts.running or None in facts.followers:
        return None
    trace = [Step(Why.ENDED, facts.ended_on)]
    start = facts.ended_on
    for why, days in ((Why.WINDOW, facts.windows), (Why.FOLLOWED, facts.followers)):
        last = max((day for day in days if day is not None), default=start)
        if last > start:
            start = last
            trace.append(Step(why, last))
    due = start + rule.days * DAY
    trace.append(Step(Why.COUNTED, due, rule.days))
    held = facts.held_until if facts.held_until and facts.held_until >= due else None
    if held is not None:
        due = held + DAY
        trace.append(Step(Why.HELD, due))
    warned = facts.warned_on
    if warned is not None and warned + rule.warn * DAY > due:
        due = warned + rule.warn * DAY
        trace.append(Step(Why.WARNED, due, rule.warn))
    return Schedule(outcome, due, due - rule.warn * DAY, held, tuple(trace))


def next_look(plan: Schedule | None, warned_on: date | None, today: date) -> date:
    """When to look at a case again: at its next step, or when something may have changed."""
    again = today + LOOK_AGAIN
    if plan is None:
        return again
    return min(again, max(plan.warn_on if warned_on is None else plan.due, today + DAY))


def may_hold(actor: Actor, holder: str, ladder: Collection[str], accused: str | None) -> bool:
    """Whether the actor may put a legal hold: heads of the holder and above it, and the platform.

    Never the authority that somebody said is involved.
    """
    if actor.authority_id == accused:
        return False
    if actor.authority_id == PLATFORM_AUTHORITY:
        return actor.role is Role.PLATFORM
    return actor.role is Role.HEAD and actor.authority_id in {holder, *ladder}


def needs_second(actor: Actor) -> bool:
    """Whether a hold counts only with a second person."""
    return actor.authority_id == PLATFORM_AUTHORITY


def check_until(until: date, today: date) -> None:
    """Raises BadInput for a last day that is over or more than a year away."""
    if until <= today:
        raise BadInput("until", "hold_in_past")
    if until > today + LONGEST_HOLD:
        raise BadInput("until", "hold_too_long", last=(today + LONGEST_HOLD).isoformat())


def check_second(asked_by: str, actor: Actor) -> None:
    """Raises NotAllowed unless another person of the platform desk decides."""
    if actor.authority_id != PLATFORM_AUTHORITY or actor.role is not Role.PLATFORM:
        raise NotAllowed("not_your_step", action="hold")
    if actor.account_id == asked_by:
        raise NotAllowed("another_person_needed")
