"""Joining a public case: when a report is about the same matter, and what its reporter then sees.

Only what is public decides, so that nothing about a case can be found out by trying to join it: the
school is compared where it is published, and the month of filing stands for the period.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from reportdesk.domain.filing import Filing
from reportdesk.domain.filing_parts import Running
from reportdesk.domain.following import Step, Timer
from reportdesk.domain.taxonomy import ClockKey

MONTHS_APART = 12
"""What ended longer before a case was filed, or began longer after, is another matter."""
DAYS_LEFT = 10
"""Days that the time to object must have left at least for a report to join an answered case."""
PROMISED = frozenset({ClockKey.EXTENSION, ClockKey.MEASURE})
COUNTED = frozenset({ClockKey.DECISION, ClockKey.EXTENSION})
"""Clocks that count from an authority's acceptance."""
BY_AUTHORITY = PROMISED | {ClockKey.REVIEW_WINDOW, ClockKey.SECOND_REVIEW_WINDOW}
"""Clocks that only an authority's own act begins, an answer or an opinion."""
BEGINS = {
    "dispute": "redo_requested",
    "ask_review": "review1_requested",
    "ask_second_review": "review2_requested",
    "send_back": "redo_requested",
}
"""Steps whose day whoever sees them knows, and by what name the clock they begin heard them."""
DATING = frozenset({"delivered", "redelivered", "notice_overdue"})
"""Events whose day tells on which day somebody else filed."""


class Apart(StrEnum):
    """Why a report that began at a public case becomes a case of its own."""

    INVOLVED = "involved"
    PRACTICE = "practice"
    PERIOD = "period"
    SCHOOL = "school"
    UNNAMED = "unnamed"
    """The school of the public case is not public, so nobody may learn whether it is the same."""


@dataclass(frozen=True, slots=True)
class PublicMatter:
    """What a release says about a case; ``month`` is ``YYYY-MM``, ``school`` a register id.

    ``ended``: a report about it opens a linked case, however long ago it was. ``own``: it is the
    filer's own, so that there is nothing to find out about it.
    """

    ref: str
    practice: str
    month: str
    school: str | None
    ended: bool = False
    own: bool = False

    def apart(self, filing: Filing) -> Apart | None:
        """Why this filing does not join the case; None when it does."""
        if filing.involved:
            return Apart.INVOLVED
        if filing.what.practice != self.practice:
            return Apart.PRACTICE
        if not self.ended and self._other_period(filing):
            return Apart.PERIOD
        if self.school is None and not self.own:
            return Apart.UNNAMED
        return None if filing.where.school_id == self.school else Apart.SCHOOL

    def _other_period(self, filing: Filing) -> bool:
        """Whether it was over long before the case was filed, or began long after."""
        what, filed = filing.what, _months(self.month)
        ended = _months(what.until) if what.running is Running.NO and what.until else filed
        begun = _months(what.since) if what.since else filed
        return ended < filed - MONTHS_APART or begun > filed + MONTHS_APART


def _months(month: str) -> int:
    """A month as a number that counts on."""
    return int(month[:4]) * 12 + int(month[5:7])


def steps_for_joiner(steps: Iterable[Step]) -> tuple[Step, ...]:
    """What a report that joined sees of the case's steps: not those that date another's filing."""
    return tuple(
        step
        for step in steps
        if step.event not in DATING
        and (step.event != "rung_fired" or step.fields.get("clock") in PROMISED)
        and (step.event != "clock_moved" or step.fields.get("clock") in COUNTED)
    )


def timers_for_joiner(timers: Iterable[Timer], steps: Iterable[Step]) -> tuple[Timer, ...]:
    """The clocks that a report which joined sees: those an authority's own act began, its rights,
    and those of what it asked for itself (``steps`` are those it sees).

    A clock that began with somebody else's filing or objection would tell its day.
    """
    known = {(BEGINS[step.event], step.on) for step in steps if step.event in BEGINS}
    return tuple(
        timer
        for timer in timers
        if timer.due.key in BY_AUTHORITY
        or (timer.params.get("by"), timer.due.start) in known
        or (timer.due.key == ClockKey.DECISION and timer.params.get("by") == "accepted")
    )
