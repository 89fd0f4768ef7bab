"""What becomes of a running clock when it is judged by other rules or another calendar.

Never silently: a date that moves is an event with both dates. What time has done by the old date
stands, and nobody becomes late by a date that was never shown to them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reportdesk.domain.clocks import DueDate
from reportdesk.domain.following import Step, Timer


class Verdict(StrEnum):
    """What is done with the new date."""

    SAME = "same"
    """Nothing differs but the version."""
    MOVED = "moved"
    """The new date, or the new kind, holds from now on."""
    KEPT = "kept"
    """The clock stays with the version it was judged by."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a running clock said until now; ``acted_on`` when its last day has had effects."""

    kind: str
    raw_due: date
    due: date
    acted_on: bool = False


def verdict(held: Held, new: DueDate | None, today: date) -> Verdict:
    """Whether the new date holds.

    A clock that the new rules do not know or cannot judge (None) keeps its version. So does one
    whose lapse has been acted on, and one that would become late on the spot: its new date is
    earlier than the old and lies before today.
    """
    if new is None:
        return Verdict.KEPT
    if (new.kind, new.raw_due, new.due) == (held.kind, held.raw_due, held.due):
        return Verdict.SAME
    late_at_once = new.due < held.due and new.due < today
    return Verdict.KEPT if held.acted_on or late_at_once else Verdict.MOVED


def moves_seen(
    steps: Iterable[Step], timers: Iterable[Timer], before: Iterable[Step] = ()
) -> tuple[Step, ...]:
    """The steps, but for dates judged anew of clocks that this reporter does not see.

    ``before`` are those of a case that was merged into this one: none of its clocks is shown.
    """
    known = {timer.number for timer in timers}
    return (
        *(step for step in before if step.event != "clock_rejudged"),
        *(
            step
            for step in steps
            if step.event != "clock_rejudged" or step.fields.get("clock_number") in known
        ),
    )
