"""Who may send which letter about a case, now."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportdesk.domain.access import (
    REVIEWING_ROLES,
    CaseFacts,
    Relation,
    may_lift,
    relation,
    reviews,
)
from reportdesk.domain.actors import Actor, Role
from reportdesk.domain.case import ENDED, Stage
from reportdesk.domain.letter import ANSWERS, LetterKind

INQUIRING = frozenset(
    {Stage.ACCEPTED, Stage.INVESTIGATING, Stage.NEEDS_INFO, Stage.REDO, Stage.CORRECTING}
)
"""Stages in which the holder looks into the matter, or at how a promise is kept."""
ON_PAPER = frozenset({Role.OFFICER, Role.HEAD, Role.SUPERVISOR})
"""Who may print what their authority decided."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided in a case and is not on paper yet.

    ``answers`` are (level, authority) of approved answers.
    """

    answers: frozenset[tuple[int, str]] = frozenset()
    declined: bool = False
    extended: bool = False


def letters_for(actor: Actor, facts: CaseFacts, decided: Decided) -> tuple[LetterKind, ...]:
    """The kinds that the actor may write on the page of letters, in the order of the list.

    What goes out with an act of its own (转送函, 督办通知, 请求复查函) is not among them.
    """
    if relation(actor, facts) is None:
        return ()
    found = (*_on_paper(actor, facts, decided), *_outward(actor, facts))
    return tuple(kind for kind in LetterKind if kind in found)


def _outward(actor: Actor, facts: CaseFacts) -> Iterator[LetterKind]:
    """To the school, to bodies beside the case, and on to the body that is responsible."""
    holds = relation(actor, facts) is Relation.HOLDER
    if facts.stage in ENDED:
        return
    works = holds and actor.role in {Role.OFFICER, Role.HEAD}
    if (works and facts.stage in INQUIRING) or reviews(actor, facts):
        yield LetterKind.INQUIRY
    above = not holds and may_lift(actor, facts) and actor.role in REVIEWING_ROLES
    platform = holds and actor.role is Role.PLATFORM
    if works or above or platform:
        yield LetterKind.DATA_REGULATOR
        yield LetterKind.LABOUR


def _on_paper(actor: Actor, facts: CaseFacts, decided: Decided) -> Iterator[LetterKind]:
    """What the actor's own authority decided, as a document."""
    if actor.role not in ON_PAPER:
        return
    for level, authority_id in decided.answers:
        if authority_id == actor.authority_id:
            yield ANSWERS[level]
    if actor.authority_id == facts.holder:
        if decided.declined:
            yield LetterKind.DECLINED
        if decided.extended:
            yield LetterKind.EXTENDED
