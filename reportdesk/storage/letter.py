"""Letters that were sent: what each said, so that a reprint is the same, and no word of a report.

This module knows no report and no key. What a letter tells of a case are columns that are plain.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, Integer, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor
from reportdesk.domain.errors import BadInput, NotFound
from reportdesk.domain.letter import (
    ANSWERS,
    LONGEST_NAME,
    LONGEST_NUMBER,
    TO_REPORTER,
    LetterFacts,
    LetterKind,
    LetterOrder,
    Names,
)
from reportdesk.domain.letter_rights import Decided
from reportdesk.letters.compose import LANGUAGES, compose, number_words
from reportdesk.letters.letter import Letter, from_json, to_json
from reportdesk.packs.schema import Pack
from reportdesk.storage.answer import answers_of
from reportdesk.storage.audit import log
from reportdesk.storage.base import Base
from reportdesk.storage.case import Case
from reportdesk.storage.columns import Id, Instant, Json, case_table, new_id
from reportdesk.storage.db import Tx
from reportdesk.storage.history import record
from reportdesk.storage.letter_facts import (
    answer_for,
    answer_in_letter,
    appeal_from,
    authority_names,
    case_in_letter,
)
from reportdesk.storage.register import Authority

BLIND = 6
"""Signs of a number that leads nowhere."""


class IssuedLetter(Base):
    """One letter about a case; ``number`` counts within the case."""

    __tablename__ = "letter"
    __table_args__ = (case_table(reporter=False),)

    case_id: Mapped[str] = mapped_column(ForeignKey("case.case_id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    """A :class:`~reportdesk.domain.letter.LetterKind` value."""
    printed_number: Mapped[str] = mapped_column(String(LONGEST_NUMBER))
    """As it stands on the letter: 转〔2026〕7K4M-2QX9-1号, or the authority's own."""
    on: Mapped[date] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(Instant)
    authority_id: Mapped[str] = mapped_column(ForeignKey("authority.id"))
    """Who signs."""
    account_id: Mapped[str] = mapped_column(Id)
    addressee_id: Mapped[str | None] = mapped_column(ForeignKey("authority.id"))
    """None for a school, and for a body that the register lacks."""
    addressee: Mapped[str] = mapped_column(String(LONGEST_NAME))
    """As it stands on the Chinese letter."""
    due: Mapped[date | None] = mapped_column(Date)
    provisional: Mapped[bool] = mapped_column(Boolean, default=False)
    fields: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """Codes of what was chosen."""
    body: Mapped[dict[str, Any]] = mapped_column(Json)
    """Language -> every word of the letter; never a one-time reference."""


def issue_letter(tx: Tx, pack: Pack, actor: Actor, case: Case, order: LetterOrder) -> IssuedLetter:
    """Write, number and keep a letter of the actor's authority; append it to history and record.

    Whether the actor may do this is the caller's to decide, and so is whether what they added
    names anybody. Raises BadInput for an addressee that cannot be, and for a number too long, and
    NotFound for an answer on paper that was not given.
    """
    number = _next_number(tx, case)
    facts = _facts(tx, pack, actor, case, order, number)
    said = {lang: compose(facts, pack, lang) for lang in LANGUAGES}
    due = order.due
    row = IssuedLetter(
        case_id=case.case_id,
        number=number,
        kind=order.kind.value,
        printed_number=facts.number,
        on=facts.on,
        at=tx.now,
        authority_id=actor.authority_id,
        account_id=actor.account_id,
        addressee_id=order.addressee_id,
        addressee=said["zh"].addressee,
        due=due.on if due else None,
        provisional=bool(due and due.provisional),
        fields=dict(facts.fields),
        body={lang: to_json(one) for lang, one in said.items()},
    )
    tx.session.add(row)
    tx.session.flush()
    _trace(tx, actor, case, row)
    return row


def decided(tx: Tx, case: Case) -> Decided:
    """What was decided and is not on paper yet; of several answers of a level the newest."""
    printed = {(row.kind, row.fields.get("answer")) for row in letters_of(tx, case.case_id)}
    newest = {row.level: row for row in answers_of(tx, case.case_id) if row.approved_on is not None}
    return Decided(
        answers=frozenset(
            (level, row.authority_id)
            for level, row in newest.items()
            if (ANSWERS[level].value, row.number) not in printed
        ),
        declined=case.decline_reason is not None and (LetterKind.DECLINED, None) not in printed,
        extended=case.extension_days > 0 and (LetterKind.EXTENDED, None) not in printed,
    )


def _facts(
    tx: Tx, pack: Pack, actor: Actor, case: Case, order: LetterOrder, number: int
) -> LetterFacts:
    """Everything the letter is made of; an answer on paper bears the day it was approved."""
    kind, answered = order.kind, answer_for(tx, case, order.kind)
    if kind in ANSWERS.values() and answered is None:
        raise NotFound("answer")
    now, before = answered or (None, None)
    on = now.approved_on if now and now.approved_on else tx.today
    return LetterFacts(
        kind=kind,
        number=_number(case, order, number, on.year),
        on=on,
        issuer=authority_names(tx, actor.authority_id),
        addressee=_addressee(tx, order),
        case=case_in_letter(tx, pack, case, order),
        answer=answer_in_letter(tx, now) if now else None,
        before=answer_in_letter(tx, before) if before else None,
        appeal=appeal_from(tx, case, actor.authority_id),
        due=order.due,
        says=order.says,
        fields={**order.fields, **_issuer_fields(actor), **({"answer": now.number} if now else {})},
    )


def _number(case: Case, order: LetterOrder, number: int, year: int) -> str:
    """The authority's own number, or one of ours; to a school a random one, which leads nowhere."""
    printed = order.own_number.strip()
    if len(printed) > LONGEST_NUMBER:
        raise BadInput("own_number", "too_long", most=LONGEST_NUMBER)
    blind = order.kind is LetterKind.INQUIRY
    name = new_id()[:BLIND].upper() if blind else f"{case.ref}-{number}"
    return printed or number_words(order.kind, year, name)


def letter_of(row: IssuedLetter, lang: str) -> Letter:
    """The letter as it was issued, in Chinese or English."""
    return from_json(row.body[lang])


def letters_of(tx: Tx, case_id: str) -> list[IssuedLetter]:
    """Every letter about a case, oldest first."""
    rows = select(IssuedLetter).where(IssuedLetter.case_id == case_id)
    return list(tx.session.scalars(rows.order_by(IssuedLetter.number)))


def _addressee(tx: Tx, order: LetterOrder) -> Names:
    """To whom the letter goes; nobody by name for letters to reporters. Raises BadInput."""
    if order.kind in TO_REPORTER:
        return "", ""
    if order.addressee_id is not None:
        row = tx.session.get(Authority, order.addressee_id)
        if row is None or row.valid_to is not None:
            raise BadInput("addressee", "no_such_authority")
        return row.name, row.name_en
    name = " ".join(order.addressee.split())
    if not name:
        raise BadInput("addressee", "letter_to_nobody")
    if len(name) > LONGEST_NAME:
        raise BadInput("addressee", "too_long", most=LONGEST_NAME)
    return name, name


def _next_number(tx: Tx, case: Case) -> int:
    """The number of the case's next letter."""
    newest = select(func.max(IssuedLetter.number)).where(IssuedLetter.case_id == case.case_id)
    return (tx.session.scalar(newest) or 0) + 1


def _issuer_fields(actor: Actor) -> dict[str, str]:
    """That the platform writes, which orders nothing."""
    return {"by": "platform"} if actor.authority_id == PLATFORM_AUTHORITY else {}


def _trace(tx: Tx, actor: Actor, case: Case, row: IssuedLetter) -> None:
    """The event of the history and the line of the record; forms made before it are stale."""
    case.version += 1
    record(
        tx,
        case,
        "letter_issued",
        party=actor.role.value,
        authority_id=actor.authority_id,
        account_id=actor.account_id,
        kind=row.kind,
        number=row.number,
        to=row.addressee_id,
    )
    detail = f"{row.kind} {row.number}"
    log(tx, actor.authority_id, actor.account_id, "letter_issued", case.ref, detail)
