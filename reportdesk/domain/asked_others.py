"""A question put to one reporter is nobody else's: what the others see of the case meanwhile.

That a case waits for somebody's reply, and the slot in which the reply came, would tell whoever
filed a fake that a genuine report exists and when its writer was here.
"""

from collections.abc import Iterable, Sequence

from reportdesk.domain.case import Action, Stage
from reportdesk.domain.following import Letter, Step, Timer, open_question
from reportdesk.domain.taxonomy import ClockKey

ENDS_OF_QUESTIONS = frozenset({Action.GO_ON, Action.RESUME})
"""Events of the case, not of a report, that end the wait for a reply."""


def stage_seen(stage: Stage, letters: Sequence[Letter]) -> Stage:
    """The stage; a wait for somebody else's reply is seen as an inquiry that goes on.

    The writer of a reply sees the wait until the reply has arrived.
    """
    if stage is not Stage.NEEDS_INFO:
        return stage
    arrived = [letter for letter in letters if not letter.waits]
    return stage if open_question(arrived) else Stage.INVESTIGATING


def steps_seen(steps: Iterable[Step], letters: Iterable[Letter]) -> tuple[Step, ...]:
    """The steps; the end of a wait only for who was ever asked."""
    asked = any(letter.kind == "question" for letter in letters)
    return tuple(step for step in steps if asked or step.event not in ENDS_OF_QUESTIONS)


def timers_seen(timers: Iterable[Timer], letters: Iterable[Letter]) -> tuple[Timer, ...]:
    """The clocks; one for a reply only for who was asked on the day it began."""
    days = {letter.on for letter in letters if letter.kind == "question"}
    return tuple(
        timer for timer in timers if timer.due.key != ClockKey.NEEDS_INFO or timer.due.start in days
    )
