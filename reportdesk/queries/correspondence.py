"""What the platform, or whoever stands in, has to write, send and hear about, case by case."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import exists, or_, select

from reportdesk.domain.access import REVIEWS, CaseFacts
from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor, Role
from reportdesk.domain.case import OPEN
from reportdesk.domain.clocks import Standing, standing
from reportdesk.domain.correspondence import UNDER_WAY_DAYS, State, addressed
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.queries.access import visible_to
from reportdesk.queries.choosing import Names, authority_names
from reportdesk.storage.acts import facts_of
from reportdesk.storage.case import Case
from reportdesk.storage.clock import running
from reportdesk.storage.correspondence import OfficialLetter, current_letter
from reportdesk.storage.db import Tx
from reportdesk.storage.handover import is_waiting
from reportdesk.storage.history import History
from reportdesk.storage.official import waiting_reply
from reportdesk.storage.review_by_letter import superior_by_letter


class Todo(StrEnum):
    """What a case wants next of whoever writes its letters, the most urgent first."""

    WRITE = "write"
    SEND = "send"
    CHECK = "check"
    """Somebody typed the reference and named a day of arrival."""
    ASK = "ask"
    """Under way for longer than a letter takes."""
    COMPARE = "compare"
    """A document waits for the second officer."""
    UNDER_WAY = "under_way"
    REPLY = "reply"
    """It arrived; the authority's move."""


@dataclass(frozen=True, slots=True)
class LetterWork:
    """The letter of a case: to whom, and where it stands; ``number`` is None before it is written.

    ``told_on`` is the day of arrival that somebody named with the reference, not checked yet.
    """

    purpose: str
    authority: Names
    todo: Todo
    number: int | None = None
    state: State | None = None
    made_on: date | None = None
    sent_on: date | None = None
    way: str | None = None
    tracking: str | None = None
    received_on: date | None = None
    told_on: date | None = None

    @property
    def arrived(self) -> bool:
        """Whether the authority has it, so that a document of its can be recorded."""
        return self.state is State.RECEIVED


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One line of the list of letters: the case, its letter, and the date that presses."""

    ref: str
    letter: LetterWork
    due: date | None
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class Asking:
    """An office that asks for accounts, with what only the platform's key opens."""

    ref: str
    number: int
    authority: Names
    used_on: date
    sealed: bytes
    version: int


def letter_work(tx: Tx, actor: Actor, case: Case, facts: CaseFacts) -> LetterWork | None:
    """What the case's letter wants of this actor; None where no letter is theirs to write."""
    to = addressed(actor, facts, case.target_id, superior_by_letter(tx, case))
    if to is None or is_waiting(tx, case.case_id):
        return None
    name = authority_names(tx, {to.authority_id})[to.authority_id]
    row = current_letter(tx, case.case_id, to.purpose)
    if row is None or row.authority_id != to.authority_id:
        return LetterWork(to.purpose.value, name, Todo.WRITE)
    return LetterWork(
        purpose=to.purpose.value,
        authority=name,
        todo=_todo(tx, row),
        number=row.number,
        state=row.state,
        made_on=row.made_on,
        sent_on=row.sent_on,
        way=row.way,
        tracking=row.tracking,
        received_on=row.received_on,
        told_on=row.told_on,
    )


def _todo(tx: Tx, row: OfficialLetter) -> Todo:
    """What a written letter wants next."""
    if row.state is State.MADE:
        return Todo.SEND
    if row.state is State.RECEIVED:
        return Todo.COMPARE if waiting_reply(tx, row.case_id) is not None else Todo.REPLY
    if row.told_on is not None:
        return Todo.CHECK
    sent = row.sent_on or row.made_on
    return Todo.ASK if sent + UNDER_WAY_DAYS < tx.today else Todo.UNDER_WAY


def letters_to_do(tx: Tx, actor: Actor) -> list[LetterRow]:
    """Every case of the platform that a letter belongs to, the most urgent first."""
    if actor.role is not Role.PLATFORM:
        return []
    order = list(Todo)
    rows = list(_rows(tx, actor))
    rows.sort(key=lambda row: (order.index(row.letter.todo), row.due or date.max, row.ref))
    return rows


def _rows(tx: Tx, actor: Actor) -> Iterator[LetterRow]:
    """The platform's own open cases and the reviews that it keeps, each with its letter."""
    kept = exists().where(
        History.case_id == Case.case_id,
        History.event.in_(("ask_review", "ask_second_review")),
        History.authority_id == PLATFORM_AUTHORITY,
    )
    reviewed = Case.stage.in_([stage.value for stage in REVIEWS]) & kept
    ours = or_(Case.authority_id == PLATFORM_AUTHORITY, reviewed)
    still = Case.stage.in_([stage.value for stage in OPEN])
    found = select(Case).where(visible_to(actor), ours, still)
    for case in tx.session.scalars(found.order_by(Case.ref)).all():
        letter = letter_work(tx, actor, case, facts_of(tx, case))
        if letter is not None:
            clock = next((one for one in running(tx, case.case_id) if one.key in _PRESSING), None)
            due = clock.due if clock else None
            late = standing(due, None, tx.today) if due else None
            yield LetterRow(case.ref, letter, due, late)


_PRESSING = frozenset(set(ClockKey) - {ClockKey.OBJECTION, ClockKey.NEEDS_INFO})
"""Clocks whose date stands beside a letter."""


def offices_asking(tx: Tx, actor: Actor) -> list[Asking]:
    """Offices that asked for accounts and were not called yet, oldest first."""
    if actor.role is not Role.PLATFORM:
        return []
    rows = (
        select(OfficialLetter, Case.ref)
        .join(Case, Case.case_id == OfficialLetter.case_id)
        .where(OfficialLetter.wants.is_not(None), OfficialLetter.called_on.is_(None))
        .order_by(OfficialLetter.used_on, Case.ref)
    )
    found = tx.session.execute(rows).all()
    names = authority_names(tx, {row.authority_id for row, _ in found})
    return [
        Asking(
            ref, row.number, names[row.authority_id], row.used_on, row.wants, row.wants_version or 1
        )
        for row, ref in found
        if row.used_on is not None and row.wants is not None
    ]
