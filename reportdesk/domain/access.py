"""Who may read a case and who may act on it: one rule that draws the buttons and decides.

An authority sees its own cases; a superior from its rung of the supervision ladder on (信访工作条例
Art. 19(3): nobody above takes a matter still within time), or once a reporter asked it for a review
(Art. 35, 36), then the reports of those who asked; the platform desk what it holds itself, and,
without any content, a case whose route its reporter questioned. Whoever was told that a
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
from reportdesk.domain.supervising import OF_HOLDER, PRESSING, ROLES, Demand, DemandState


class Relation(StrEnum):
    """How an actor's authority stands to a case it may read."""

    HOLDER = "holder"
    REVIEWER = "reviewer"
    """Was asked for a review, by a reporter."""
    SUPERIOR = "superior"


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the rule looks at.

    ``holder`` is an authority id, ``ladder`` those above the target, lowest first, ``reached``
    those that a rung above the holder named, ``returns`` how often somebody returned the case,
    ``extended`` whether its decision was extended, and ``decision_runs`` whether its decision
    clock runs, so that there is something to extend. ``questioned`` says that the reporter thinks
    it went to the wrong body; ``told`` are those who were told that a reporter is pressed.
    ``reviewers`` are those whom a reporter asked for a review, the last one being ``reviewer``.
    ``late_before`` are those above whom a clock of the holder that is still late brought the case;
    ``involved`` is the authority that the report was kept from, ``demands`` what superiors asked
    for and is still open, and ``taken_over`` says that the holder took the case for lateness.
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
    reviewers: frozenset[str] = frozenset()
    reviewer: str | None = None
    late_before: frozenset[str] = frozenset()
    involved: str | None = None
    demands: tuple[Demand, ...] = ()
    taken_over: bool = False


REVIEWS = {Stage.REVIEW1: Action.GIVE_OPINION, Stage.REVIEW2: Action.GIVE_FINAL_OPINION}
"""What ends a review, by its stage."""
LEVELS = {Action.ANSWER: 0, Action.GIVE_OPINION: 1, Action.GIVE_FINAL_OPINION: 2}
"""The level that an answer or opinion has."""
REVIEWING_ROLES = frozenset({Role.OFFICER, Role.HEAD, Role.SUPERVISOR})
"""Who acts for an authority that reviews: the lifecycle's "supervisor" is the whole authority."""


def relation(actor: Actor, facts: CaseFacts) -> Relation | None:
    """How the actor stands to the case; None when it does not exist for them."""
    if not facts.visible or actor.role not in READS_CASES:
        return None
    if actor.authority_id == facts.holder:
        return Relation.HOLDER
    if actor.authority_id in facts.reviewers:
        return Relation.REVIEWER
    asked = actor.authority_id == PLATFORM_AUTHORITY and facts.questioned
    told = asked or actor.authority_id in facts.told
    return Relation.SUPERIOR if told or _reached(actor, facts) else None


def may_open(actor: Actor, facts: CaseFacts) -> bool:
    """Whether what is sealed in the case may be opened: by its holder, above from a rung on, and
    by whoever was asked for a review, as far as the askers gave them keys."""
    stands = relation(actor, facts)
    given = stands in {Relation.HOLDER, Relation.REVIEWER}
    return given or (stands is not None and _reached(actor, facts))


def may_lift(actor: Actor, facts: CaseFacts) -> bool:
    """Whether wraps under the site's own layer open too: for the holder, and above from a rung."""
    return relation(actor, facts) is Relation.HOLDER or _reached(actor, facts)


def reviews(actor: Actor, facts: CaseFacts) -> bool:
    """Whether the actor works on the review that is going on."""
    now = facts.stage in REVIEWS and actor.authority_id == facts.reviewer
    return now and facts.visible and actor.role in REVIEWING_ROLES


def _reached(actor: Actor, facts: CaseFacts) -> bool:
    """Whether a rung brought the case before the actor's authority."""
    return actor.authority_id in facts.ladder and actor.authority_id in facts.reached


def barred(action: Action, facts: CaseFacts) -> str | None:
    """The code of a condition beyond the table that forbids ``action`` now, or None.

    A unit assigned after a dispute may not return the case; one extension is the limit.
    """
    if action is Action.RETURN and facts.returns:
        return "returned_before"
    if action is Action.RETURN and facts.taken_over:
        return "taken_over_before"
    if action is Action.REPORT_UP and not _waiting(facts):
        return "no_demand"
    if action is Action.EXTEND and facts.extended:
        return "extended_before"
    if action is Action.EXTEND and not facts.decision_runs:
        return "nothing_to_extend"
    return None


def supervises(actor: Actor, facts: CaseFacts) -> bool:
    """Whether the actor's authority stands above the holder and a rung brought the case before it.

    Never the holder, never whom the report was kept from, and never the platform: it decides
    nothing.
    """
    never = {facts.holder, facts.involved, PLATFORM_AUTHORITY}
    return facts.visible and _reached(actor, facts) and actor.authority_id not in never


def _barred_above(actor: Actor, facts: CaseFacts, action: Action) -> str | None:
    """The code of why a superior's step is not open now, or None.

    Nobody above takes a matter still within time (Art. 19(3)): the clock that brought the case
    before the superior has to be late still.
    """
    mine = {demand.state for demand in facts.demands if demand.by == actor.authority_id}
    if action in PRESSING and actor.authority_id not in facts.late_before:
        return "within_time"
    if action in OF_HOLDER and facts.holder == PLATFORM_AUTHORITY:
        return "nobody_to_oblige"
    if action is Action.DEMAND and mine:
        return "demand_open"
    if action in {Action.ACCEPT_REPORT, Action.RETURN_REPORT}:
        return None if DemandState.REPORTED in mine else "no_report"
    return "no_demand" if action is Action.DROP_DEMAND and not mine else None


def _waiting(facts: CaseFacts) -> bool:
    """Whether the holder owes somebody above a report."""
    return any(demand.state is DemandState.WAITS for demand in facts.demands)


def _steps_above(actor: Actor, facts: CaseFacts) -> tuple[Action, ...]:
    """What a superior may do about lateness now."""
    if not supervises(actor, facts):
        return ()
    return tuple(
        action
        for action, roles in ROLES.items()
        if actor.role in roles
        and transition(action, facts.stage) is not None
        and _barred_above(actor, facts, action) is None
    )


def open_actions(actor: Actor, facts: CaseFacts) -> tuple[Action, ...]:
    """What the actor may do to the case now, in the order of the table.

    A rung lets a superior read, write notes and act on lateness that goes on; whoever was asked for
    a review gives an opinion.
    """
    if reviews(actor, facts):
        possible = tuple(row.action for row in LIFECYCLE if _of_review(row, facts.stage))
    elif relation(actor, facts) is Relation.HOLDER:
        superiors = _by(Party.SUPERVISOR)
        found = actions_for(actor.role, facts.stage)
        possible = tuple(action for action in found if action not in superiors)
    else:
        return _steps_above(actor, facts)
    return tuple(action for action in possible if barred(action, facts) is None)


def decide(actor: Actor, facts: CaseFacts, action: Action) -> Transition:
    """The row of the lifecycle by which the actor takes ``action``.

    Raises NotFound when the case does not exist for them, and NotAllowed with the reason otherwise.
    """
    stands = relation(actor, facts)
    if stands is None:
        raise NotFound("case")
    if not _takes(actor, facts, action):
        raise NotAllowed("not_your_step", action=action.value)
    row = transition(action, facts.stage)
    if row is None:
        raise NotAllowed("action_not_open", action=action.value, stage=facts.stage.value)
    above = action in ROLES
    reason = _barred_above(actor, facts, action) if above else barred(action, facts)
    if reason is not None:
        raise NotAllowed(reason, action=action.value)
    return row


def drafting(actor: Actor, facts: CaseFacts) -> Action | None:
    """What the actor may write now: the answer, also while a question waits for the reporter, or
    the opinion of the review that is going on; None for nothing."""
    if reviews(actor, facts):
        return REVIEWS[facts.stage]
    if relation(actor, facts) is not Relation.HOLDER or Party.OFFICER not in PARTIES_OF[actor.role]:
        return None
    asked = facts.stage is Stage.NEEDS_INFO
    return Action.ANSWER if asked or transition(Action.ANSWER, facts.stage) else None


def may_draft(actor: Actor, facts: CaseFacts) -> bool:
    """Whether the actor may work on the answer, or on the opinion of a review."""
    return drafting(actor, facts) is not None


def may_write(actor: Actor, facts: CaseFacts) -> bool:
    """Whether the actor may write to the reporters, assign the case and record evidence."""
    holds = relation(actor, facts) is Relation.HOLDER
    return holds and actor.role in {Role.OFFICER, Role.HEAD, Role.PLATFORM}


def may_correct(actor: Actor, facts: CaseFacts) -> bool:
    """Whether the actor may put right what staff of the holder entered."""
    gone = facts.stage in {Stage.MERGED, Stage.WITHDRAWN, Stage.RETURNED}
    holds = relation(actor, facts) is Relation.HOLDER
    return holds and not gone and Party.OFFICER in PARTIES_OF[actor.role]


def may_note(actor: Actor, facts: CaseFacts) -> bool:
    """Whether the actor may leave a note for colleagues: whoever may open the case."""
    return may_open(actor, facts)


def _takes(actor: Actor, facts: CaseFacts, action: Action) -> bool:
    """Whether an action is the actor's kind of step here, from whatever stage."""
    if action in ROLES:
        return supervises(actor, facts) and actor.role in ROLES[action]
    parties = frozenset(row.party for row in LIFECYCLE if row.action is action)
    if Party.SUPERVISOR in parties:
        asked = actor.authority_id == facts.reviewer
        return asked and actor.role in REVIEWING_ROLES
    holds = relation(actor, facts) is Relation.HOLDER
    return holds and bool(parties & PARTIES_OF[actor.role])


def _by(party: Party) -> frozenset[Action]:
    """The actions of a party."""
    return frozenset(row.action for row in LIFECYCLE if row.party is party)


def _of_review(row: Transition, stage: Stage) -> bool:
    """Whether a row of the table is a step of the review that ``stage`` is."""
    return stage in row.sources and row.party is Party.SUPERVISOR
