"""Who may read a case and who may act on it: one rule that draws the buttons and decides.

An authority sees its own cases; a superior from its rung of the supervision ladder on (信访工作条例
Art. 19(3): nobody above takes a matter still within time); the platform desk what it holds itself,
and, without any content, a case whose route its reporter questioned. Whoever was told that a
reporter is under pressure sees that case too, without its content before a rung.
For everybody else a case does not exist.
"""

from dataclasses import dataclass
from enum import StrEnum

from reportdesk.domain.actors import (
    PARTIES_OF,
    PLATFORM_AUTHORITY,
    READS_CASES,
    Actor,
    Party,
    Role,
)
from reportdesk.domain.case import LIFECYCLE, Action, Stage, Transition, actions_for, transition
from reportdesk.domain.errors import NotAllowed, NotFound


class Relation(StrEnum):
    """How an actor's authority stands to a case it may read."""

    HOLDER = "holder"
    SUPERIOR = "superior"


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the rule looks at.

    ``holder`` is an authority id, ``ladder`` those above the target, lowest first, ``reached``
    those that a rung above the holder named, ``returns`` how often somebody returned the case,
    ``extended`` whether its decision was extended, and ``decision_runs`` whether its decision
    clock runs, so that there is something to extend. ``questioned`` says that the reporter thinks
    it went to the wrong body; ``told`` are those who were told that a reporter is pressed.
    """

    stage: Stage
    holder: str
    visible: bool
    ladder: tuple[str, ...] = ()
    reached: frozenset[str] = frozenset()
    returns: int = 0
    extended: bool = False
    decision_runs: bool = True
    questioned: bool = False
    told: frozenset[str] = frozenset()


def relation(actor: Actor, facts: CaseFacts) -> Relation | None:
    """How the actor stands to the case; None when it does not exist for them."""
    if not facts.visible or actor.role not in READS_CASES:
        return None
    if actor.authority_id == facts.holder:
        return Relation.HOLDER
    asked = actor.authority_id == PLATFORM_AUTHORITY and facts.questioned
    told = asked or actor.authority_id in facts.told
    return Relation.SUPERIOR if told or _reached(actor, facts) else None


def may_open(actor: Actor, facts: CaseFacts) -> bool:
    """Whether what is sealed in the case may be opened: by its holder, and above from a rung on."""
    stands = relation(actor, facts)
    return stands is Relation.HOLDER or (stands is not None and _reached(actor, facts))


def _reached(actor: Actor, facts: CaseFacts) -> bool:
    """Whether a rung brought the case before the actor's authority."""
    return actor.authority_id in facts.ladder and actor.authority_id in facts.reached


def barred(action: Action, facts: CaseFacts) -> str | None:
    """The code of a condition beyond the table that forbids ``action`` now, or None.

    A unit assigned after a dispute may not return the case; one extension is the limit.
    """
    if action is Action.RETURN and facts.returns:
        return "returned_before"
    if action is Action.EXTEND and facts.extended:
        return "extended_before"
    if action is Action.EXTEND and not facts.decision_runs:
        return "nothing_to_extend"
    return None


def open_actions(actor: Actor, facts: CaseFacts) -> tuple[Action, ...]:
    """What the actor may do to the case now, in the order of the table.

    A superior's own steps (reviews) are not among them: a rung lets it read and write notes.
    """
    if relation(actor, facts) is not Relation.HOLDER:
        return ()
    possible = actions_for(actor.role, facts.stage)
    return tuple(action for action in possible if barred(action, facts) is None)


def decide(actor: Actor, facts: CaseFacts, action: Action) -> Transition:
    """The row of the lifecycle by which the actor takes ``action``.

    Raises NotFound when the case does not exist for them, and NotAllowed with the reason otherwise.
    """
    stands = relation(actor, facts)
    if stands is None:
        raise NotFound("case")
    if stands is not Relation.HOLDER or not _parties_taking(action) & PARTIES_OF[actor.role]:
        raise NotAllowed("not_your_step", action=action.value)
    row = transition(action, facts.stage)
    if row is None:
        raise NotAllowed("action_not_open", action=action.value, stage=facts.stage.value)
    reason = barred(action, facts)
    if reason is not None:
        raise NotAllowed(reason, action=action.value)
    return row


def may_draft(actor: Actor, facts: CaseFacts) -> bool:
    """Whether the actor may work on the answer: also while a question waits for the reporter."""
    if relation(actor, facts) is not Relation.HOLDER or Party.OFFICER not in PARTIES_OF[actor.role]:
        return False
    return facts.stage is Stage.NEEDS_INFO or transition(Action.ANSWER, facts.stage) is not None


def may_write(actor: Actor, facts: CaseFacts) -> bool:
    """Whether the actor may write to the reporters, assign the case and record evidence."""
    holds = relation(actor, facts) is Relation.HOLDER
    return holds and actor.role in {Role.OFFICER, Role.HEAD, Role.PLATFORM}


def may_note(actor: Actor, facts: CaseFacts) -> bool:
    """Whether the actor may leave a note for colleagues: whoever may open the case."""
    return may_open(actor, facts)


def _parties_taking(action: Action) -> frozenset[Party]:
    """Who takes an action, from whatever stage."""
    return frozenset(row.party for row in LIFECYCLE if row.action is action)
