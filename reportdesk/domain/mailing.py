"""Which letters a member of staff wants, and at which hours none should come.

Letters leave in two fixed slots a day, whatever anybody chose: a letter held back waits for a later
slot, so that none becomes a timer of what a reporter did.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from reportdesk.domain.actors import Role
from reportdesk.domain.calendar import Calendar
from reportdesk.domain.errors import BadInput

READERS = (Role.OFFICER, Role.HEAD, Role.PLATFORM)
"""Who gets a letter that names no role."""
SLOTS = (9, 15)
"""Hours at which letters leave."""


class Wanted(StrEnum):
    """Which kinds of news come by mail; the desk shows all of them in any case."""

    ALL = "all"
    URGENT = "urgent"
    NONE = "none"


ROUTINE = frozenset(
    {
        *("new_report", "new_message", "proof", "returned", "handover", "suspected"),
        *("routing_complaint", "review_asked", "redo_asked"),
    }
)
"""News that no date, no pressure on a reporter and no colleague waits on; all else is urgent, so
that a new kind is never left out unasked."""


@dataclass(frozen=True, slots=True)
class MailChoice:
    """One member's choice. Quiet from one full hour to another, past midnight if the second is
    smaller; None and None: at no hour. ``rest_days``: on days off as well."""

    wanted: Wanted = Wanted.ALL
    quiet_from: int | None = None
    quiet_until: int | None = None
    rest_days: bool = False


def wants(choice: MailChoice, kind: str) -> bool:
    """Whether a member wants letters of this kind."""
    if choice.wanted is Wanted.URGENT:
        return kind not in ROUTINE
    return choice.wanted is Wanted.ALL


def recipients(choices: Mapping[str, MailChoice], kind: str) -> list[str]:
    """Whom a letter goes to among those whom it concerns: never to nobody.

    Where none of them wants this kind, it goes to those who turned off least.
    """
    found = [one for one, choice in choices.items() if wants(choice, kind)]
    if found or not choices:
        return found
    least = min((choice.wanted for choice in choices.values()), key=list(Wanted).index)
    return [one for one, choice in choices.items() if choice.wanted is least]


def unspared(own: MailChoice, others: Sequence[MailChoice], kinds: Sequence[str]) -> list[str]:
    """Kinds that a member turned off and gets all the same, because nobody else would."""
    every = {"own": own, **{str(n): choice for n, choice in enumerate(others)}}
    return [kind for kind in kinds if not wants(own, kind) and "own" in recipients(every, kind)]


def is_quiet(choice: MailChoice, now: datetime, calendar: Calendar) -> bool:
    """Whether a letter to this member waits for a later slot."""
    if choice.rest_days and not calendar.is_workday(now.date()):
        return True
    return _within(choice, now.hour)


def is_attempt(choices: Sequence[MailChoice], now: datetime, calendar: Calendar) -> bool:
    """Whether a slot counts as a try for those a letter is owed to.

    Not when all of them want quiet, and not on a day off that one of them keeps free: with the
    tries of a long holiday a letter would be given up before they look.
    """
    rests = any(choice.rest_days for choice in choices) and not calendar.is_workday(now.date())
    return not rests and not all(is_quiet(choice, now, calendar) for choice in choices)


def _within(choice: MailChoice, hour: int) -> bool:
    """Whether an hour lies in the quiet ones."""
    start, end = choice.quiet_from, choice.quiet_until
    if start is None or end is None:
        return False
    return start <= hour < end if start < end else hour >= start or hour < end


def check(choice: MailChoice) -> None:
    """Refuse hours that would hold a letter for longer than to the next working day."""
    if (choice.quiet_from is None) is not (choice.quiet_until is None):
        raise BadInput("quiet_until", "quiet_half")
    hours = (choice.quiet_from, choice.quiet_until)
    if any(hour is not None and not 0 <= hour < 24 for hour in hours):
        raise BadInput("quiet_from", "quiet_half")
    if choice.quiet_from is not None and choice.quiet_from == choice.quiet_until:
        raise BadInput("quiet_until", "quiet_all_day")
    if all(_within(choice, slot) for slot in SLOTS):
        raise BadInput("quiet_until", "quiet_leaves_no_slot")
