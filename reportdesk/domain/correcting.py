"""What a correction may change: the record is put right, and lateness is never written away.

A correction is an event beside the entry, which stays. A clock that rested on the date is judged
anew; an earlier date counts always, a later one only while the clock runs and is not over.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reportdesk.domain.errors import BadInput


class Entry(StrEnum):
    """What staff enter and may correct."""

    ACCEPTED_ON = "accepted_on"
    OWN_NUMBER = "own_number"


@dataclass(frozen=True, slots=True)
class Limits:
    """Between which days a date may be put right: from the delivery to the day of its entry."""

    first: date
    last: date

    def check(self, old: date, new: date) -> None:
        """Raises BadInput for a day outside, or for the one that stands already."""
        if new == old:
            raise BadInput("on", "correction_changes_nothing")
        if new < self.first:
            raise BadInput("on", "accepted_before_delivery", first=self.first.isoformat())
        if new > self.last:
            raise BadInput("on", "correction_after_entry", last=self.last.isoformat())


def moves(old_due: date, new_due: date, stopped_on: date | None, today: date) -> bool:
    """Whether a clock takes a new due date after a correction of its start.

    Never where that would make on time what was late, or might have been.
    """
    if new_due == old_due:
        return False
    return new_due < old_due or (stopped_on is None and today <= old_due)


@dataclass(frozen=True, slots=True)
class Hearing:
    """The days of a hearing, both included."""

    first: date
    last: date

    def check(self, begun: date, due: date, today: date, others: tuple["Hearing", ...]) -> None:
        """Raises BadInput for days that cannot be left out of a count begun on ``begun``."""
        if self.last < self.first:
            raise BadInput("last", "hearing_backwards")
        if self.first <= begun:
            raise BadInput("first", "hearing_before_request", start=begun.isoformat())
        if self.last > today:
            raise BadInput("last", "hearing_in_future")
        if today > due:
            raise BadInput("last", "hearing_too_late", due=due.isoformat())
        if any(self.first <= other.last and other.first <= self.last for other in others):
            raise BadInput("first", "hearing_twice")
