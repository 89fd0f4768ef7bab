"""Who may send which letter about a case, now."""

from reportdesk.domain.access import CaseFacts, Relation, relation
from reportdesk.domain.actors import Actor, Role
from reportdesk.domain.case import ENDED
from reportdesk.domain.letter import LetterKind


def letters_for(actor: Actor, facts: CaseFacts) -> tuple[LetterKind, ...]:
    """The kinds that the actor may write on the page of letters, in the order of the list.

    A 督办通知 goes out with the superior's act itself. The platform passes on what it holds.
    """
    if relation(actor, facts) is not Relation.HOLDER or facts.stage in ENDED:
        return ()
    return (LetterKind.TRANSFER,) if actor.role is Role.PLATFORM else ()
