"""Objecting to an answer: who may still do what, and until when.

Source: lifecycle specification, section 3 (信访工作条例 Art. 35, 36). One redo a case, inside the
window after an answer; a review after an answer or a refusal; a second review after the first one.
Whoever comes after another reporter joins what that one began.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from reportdesk.domain.case import Action, Stage, transition
from reportdesk.domain.following import Sent
from reportdesk.domain.taxonomy import ClockKey

ACTIONS = {
    Sent.DISPUTE: Action.DISPUTE,
    Sent.REVIEW: Action.ASK_REVIEW,
    Sent.SECOND_REVIEW: Action.ASK_SECOND_REVIEW,
}
BEGUN = {
    Sent.DISPUTE: Stage.REDO,
    Sent.REVIEW: Stage.REVIEW1,
    Sent.SECOND_REVIEW: Stage.REVIEW2,
}
"""The stage in which later objections of the same kind join the first."""
WINDOWS = {
    Sent.DISPUTE: ClockKey.REVIEW_WINDOW,
    Sent.REVIEW: ClockKey.REVIEW_WINDOW,
    Sent.SECOND_REVIEW: ClockKey.SECOND_REVIEW_WINDOW,
}
THEN = {
    Sent.DISPUTE: ClockKey.REDO,
    Sent.REVIEW: ClockKey.REVIEW_OPINION,
    Sent.SECOND_REVIEW: ClockKey.SECOND_REVIEW_OPINION,
}
"""The clock that each starts."""
REQUESTS = {
    Sent.DISPUTE: "redo_requested",
    Sent.REVIEW: "review1_requested",
    Sent.SECOND_REVIEW: "review2_requested",
}
"""What the clocks hear."""
ANSWERED = frozenset({Stage.ANSWERED, Stage.CORRECTING})
RATED_AFTER = ANSWERED | {Stage.REDO, Stage.REVIEW1, Stage.REVIEW2, Stage.CLOSED}
"""Stages of a case that has an answer to be rated."""


@dataclass(frozen=True, slots=True)
class Objecting:
    """What the rule looks at.

    ``until`` is the date of the newest window of the kind that the present level has, None when
    there was none; ``lapsed`` says that nobody used it. ``disputed`` says that the case was worked
    on again for a dispute before, ``by_dispute`` that this is why it is being worked on now.
    ``superior`` says that somebody stands above whoever decided last.
    """

    stage: Stage
    level: int
    today: date
    until: date | None = None
    lapsed: bool = False
    disputed: bool = False
    by_dispute: bool = False
    superior: bool = True
    sent: Collection[Sent] = ()
    """What this reporter asked for since the newest answer or refusal."""

    def joins(self, kind: Sent) -> bool:
        """Whether such an objection would join one that another reporter made."""
        begun = self.stage is BEGUN[kind]
        return begun and (kind is not Sent.DISPUTE or self.by_dispute)


def refusal(kind: Sent, facts: Objecting) -> str | None:
    """The code of why this objection is not open now, or None when it is."""
    if _foreign(kind, facts):
        return "remedy_not_yet"
    if kind in facts.sent:
        return "remedy_sent"
    if kind is not Sent.DISPUTE and not facts.superior and not facts.joins(kind):
        return "remedy_no_superior"
    if kind is Sent.DISPUTE and facts.disputed and not facts.joins(kind):
        return "remedy_redone"
    over = facts.lapsed or facts.until is None or facts.until < facts.today
    return "remedy_over" if over else None


def _foreign(kind: Sent, facts: Objecting) -> bool:
    """Whether the case stands where such an objection means nothing."""
    level = 1 if kind is Sent.SECOND_REVIEW else 0
    possible = transition(ACTIONS[kind], facts.stage) is not None or facts.joins(kind)
    return facts.level != level or not possible
