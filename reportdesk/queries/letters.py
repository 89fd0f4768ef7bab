"""Letters about a case, for whoever may read them, and what a new one needs to know."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from reportdesk.domain.access import Relation, may_open, relation
from reportdesk.domain.actors import Actor
from reportdesk.domain.authority import AuthorityKind
from reportdesk.domain.errors import NotFound
from reportdesk.domain.inquiry import is_small
from reportdesk.domain.letter import LetterKind, Names
from reportdesk.domain.letter_rights import letters_for
from reportdesk.letters.letter import Letter
from reportdesk.storage.acts import facts_of, reach
from reportdesk.storage.case import Case
from reportdesk.storage.db import Tx
from reportdesk.storage.letter import IssuedLetter, decided, letter_of, letters_of
from reportdesk.storage.letter_facts import school_is_public, school_of, size_of
from reportdesk.storage.register import Authority, Division

BESIDE = {
    LetterKind.DATA_REGULATOR: AuthorityKind.CYBERSPACE,
    LetterKind.LABOUR: AuthorityKind.HR,
}
"""Which bodies a letter beside the case goes to."""


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


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """The school of a case: its name in the register, and what that means for letters."""

    name: str | None
    small: bool
    public: bool


def letters(tx: Tx, actor: Actor, ref: str, lang: str) -> tuple[LetterLine, ...]:
    """The letters of a case that the actor may read, newest first."""
    case = reach(tx, actor, ref)
    rows = reversed(letters_of(tx, case.case_id))
    return tuple(_line(row, lang) for row in rows if _may_read(tx, actor, case, row))


def letter(tx: Tx, actor: Actor, ref: str, number: int, lang: str) -> tuple[LetterLine, Letter]:
    """One letter as it was sent; raises NotFound when it does not exist for the actor.

    Both ends keep it, also when the case itself has gone elsewhere.
    """
    case = tx.session.scalar(select(Case).where(Case.ref == ref))
    row = tx.session.get(IssuedLetter, (case.case_id, number)) if case is not None else None
    if case is None or row is None or not _may_read(tx, actor, case, row):
        raise NotFound("letter")
    return _line(row, lang), letter_of(row, lang)


def open_kinds(tx: Tx, actor: Actor, ref: str) -> tuple[LetterKind, ...]:
    """The kinds of letters that the actor may write now."""
    case = reach(tx, actor, ref)
    return letters_for(actor, facts_of(tx, case), decided(tx, case))


def bodies_beside(tx: Tx, actor: Actor, ref: str, kind: LetterKind) -> list[tuple[str, Names]]:
    """The bodies of this kind for the school's place that the register has, nearest first."""
    case = reach(tx, actor, ref)
    found: list[tuple[str, Names]] = []
    place: Division | None = tx.session.get_one(Division, case.division_code)
    while place is not None:
        rows = select(Authority).where(
            Authority.division_code == place.code,
            Authority.kind == BESIDE[kind].value,
            Authority.valid_to.is_(None),
        )
        found += [(row.id, (row.name, row.name_en)) for row in tx.session.scalars(rows)]
        place = tx.session.get(Division, place.parent_code) if place.parent_code else None
    return found


def school_line(tx: Tx, actor: Actor, ref: str) -> SchoolLine:
    """The school, whether it is small, and whether the public may know it."""
    case = reach(tx, actor, ref)
    school = school_of(tx, case)
    small = is_small(case.school_kind, size_of(school))
    return SchoolLine(school.name if school else None, small, school_is_public(tx, case))


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


def _line(row: IssuedLetter, lang: str) -> LetterLine:
    """A row of the list."""
    return LetterLine(
        number=row.number,
        kind=row.kind,
        printed=row.printed_number,
        on=row.on,
        addressee=letter_of(row, lang).addressee,
        due=row.due,
        provisional=row.provisional,
    )
