"""Letters about a case, for whoever may read them: its holder, both ends, superiors."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from reportdesk.domain.access import Relation, may_open, relation
from reportdesk.domain.actors import Actor
from reportdesk.domain.errors import NotFound
from reportdesk.letters.letter import Letter
from reportdesk.storage.acts import facts_of, reach
from reportdesk.storage.case import Case
from reportdesk.storage.db import Tx
from reportdesk.storage.letter import IssuedLetter, letter_of, letters_of


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter in a list; ``number`` counts within the case, ``printed`` stands on the paper."""

    number: int
    kind: str
    printed: str
    on: date
    addressee: str
    due: date | None
    provisional: bool


def letters(tx: Tx, actor: Actor, ref: str) -> tuple[LetterLine, ...]:
    """The letters of a case that the actor may read, newest first."""
    case = reach(tx, actor, ref)
    rows = reversed(letters_of(tx, case.case_id))
    return tuple(_line(row) for row in rows if _may_read(tx, actor, case, row))


def letter(tx: Tx, actor: Actor, ref: str, number: int, lang: str) -> tuple[LetterLine, Letter]:
    """One letter as it was sent; raises NotFound when it does not exist for the actor.

    Both ends keep it, also when the case itself has gone elsewhere.
    """
    case = tx.session.scalar(select(Case).where(Case.ref == ref))
    row = tx.session.get(IssuedLetter, (case.case_id, number)) if case is not None else None
    if case is None or row is None or not _may_read(tx, actor, case, row):
        raise NotFound("letter")
    return _line(row), letter_of(row, lang)


def has_case(tx: Tx, actor: Actor, ref: str) -> bool:
    """Whether the case of a letter is there for the actor too."""
    case = tx.session.scalar(select(Case).where(Case.ref == ref))
    return case is not None and relation(actor, facts_of(tx, case)) is not None


def _may_read(tx: Tx, actor: Actor, case: Case, row: IssuedLetter) -> bool:
    """Whoever holds the case or may open it, and both ends of the letter."""
    if actor.authority_id in {row.authority_id, row.addressee_id}:
        return True
    facts = facts_of(tx, case)
    return relation(actor, facts) is Relation.HOLDER or may_open(actor, facts)


def _line(row: IssuedLetter) -> LetterLine:
    """A row of the list."""
    return LetterLine(
        number=row.number,
        kind=row.kind,
        printed=row.printed_number,
        on=row.on,
        addressee=row.addressee,
        due=row.due,
        provisional=row.provisional,
    )
