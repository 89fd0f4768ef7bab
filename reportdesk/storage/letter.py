"""Letters that were sent: what each said, so that a reprint is the same, and no word of a report.

This module knows no report and no key. What a letter tells of a case are columns that are plain.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, Integer, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor
from reportdesk.domain.clocks import DueDate
from reportdesk.domain.errors import BadInput, NotFound
from reportdesk.domain.letter import (
    LONGEST_NAME,
    LONGEST_NUMBER,
    CaseInLetter,
    LetterFacts,
    LetterKind,
    LetterOrder,
    Names,
)
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.letters.compose import LANGUAGES, compose, number_words
from reportdesk.letters.letter import Letter, from_json, to_json
from reportdesk.packs.schema import Pack
from reportdesk.storage.audit import log
from reportdesk.storage.base import Base
from reportdesk.storage.case import Case
from reportdesk.storage.clock import clocks_of, judged, running
from reportdesk.storage.columns import Id, Instant, Json, case_table
from reportdesk.storage.db import Tx
from reportdesk.storage.history import record
from reportdesk.storage.register import Authority, School, place_names


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
    due: Mapped[date | None] = mapped_column(Date)
    provisional: Mapped[bool] = mapped_column(Boolean, default=False)
    fields: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """Codes of what was chosen."""
    body: Mapped[dict[str, Any]] = mapped_column(Json)
    """Language -> every word of the letter; never a one-time reference."""


def issue_letter(tx: Tx, pack: Pack, actor: Actor, case: Case, order: LetterOrder) -> IssuedLetter:
    """Write, number and keep a letter of the actor's authority; append it to history and record.

    Whether the actor may do this is the caller's to decide, and so is whether what they added
    names anybody. Raises BadInput for an addressee that cannot be, and for a number too long.
    """
    number = _next_number(tx, case)
    facts = _facts(tx, pack, actor, case, order, number)
    due = order.due
    row = IssuedLetter(
        case_id=case.case_id,
        number=number,
        kind=order.kind.value,
        printed_number=facts.number,
        on=tx.today,
        at=tx.now,
        authority_id=actor.authority_id,
        account_id=actor.account_id,
        addressee_id=order.addressee_id,
        addressee=facts.addressee[0],
        due=due.on if due else None,
        provisional=bool(due and due.provisional),
        fields=dict(facts.fields),
        body={lang: to_json(compose(facts, pack, lang)) for lang in LANGUAGES},
    )
    tx.session.add(row)
    tx.session.flush()
    _trace(tx, actor, case, row)
    return row


def _facts(
    tx: Tx, pack: Pack, actor: Actor, case: Case, order: LetterOrder, number: int
) -> LetterFacts:
    """Everything the letter is made of."""
    kind, addressee = order.kind, _addressee(tx, order.addressee_id, order.addressee)
    printed = order.own_number.strip()
    if len(printed) > LONGEST_NUMBER:
        raise BadInput("own_number", "too_long", most=LONGEST_NUMBER)
    return LetterFacts(
        kind=kind,
        number=printed or number_words(kind, tx.today.year, f"{case.ref}-{number}"),
        on=tx.today,
        issuer=authority_names(tx, actor.authority_id),
        addressee=addressee,
        case=_case(tx, pack, case, order),
        due=order.due,
        says=order.says,
        fields={**order.fields, **_issuer_fields(actor)},
    )


def letter_of(row: IssuedLetter, lang: str) -> Letter:
    """The letter as it was issued, in Chinese or English."""
    return from_json(row.body[lang])


def letters_of(tx: Tx, case_id: str) -> list[IssuedLetter]:
    """Every letter about a case, oldest first."""
    rows = select(IssuedLetter).where(IssuedLetter.case_id == case_id)
    return list(tx.session.scalars(rows.order_by(IssuedLetter.number)))


def _case(tx: Tx, pack: Pack, case: Case, order: LetterOrder) -> CaseInLetter:
    """What a letter may tell of a case, from its plain columns alone."""
    school = tx.session.get(School, case.school_id) if case.school_id else None
    return CaseInLetter(
        ref=case.ref,
        place=place_names(tx, case.division_code),
        school=school.name if school and order.names_school else None,
        school_kind=case.school_kind,
        practice=case.practice,
        period_from=case.period_from,
        period_to=case.period_to,
        filed_month=case.filed_on.isoformat()[:7],
        holder=authority_names(tx, case.authority_id),
        target=authority_names(tx, case.target_id),
        delivered_on=case.delivered_on,
        accepted_on=case.accepted_on,
        dates=_dates(tx, pack, case, order.kind),
    )


def authority_names(tx: Tx, authority_id: str) -> Names:
    """An authority's name in both languages; raises NotFound."""
    row = tx.session.get(Authority, authority_id)
    if row is None:
        raise NotFound("authority")
    return row.name, row.name_en


def _addressee(tx: Tx, authority_id: str | None, typed: str) -> Names:
    """To whom the letter goes; raises BadInput."""
    if authority_id is not None:
        row = tx.session.get(Authority, authority_id)
        if row is None or row.valid_to is not None:
            raise BadInput("addressee", "no_such_authority")
        return row.name, row.name_en
    name = " ".join(typed.split())
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


def _dates(tx: Tx, pack: Pack, case: Case, kind: LetterKind) -> tuple[DueDate, ...]:
    """Due dates with their explanations; of a matter passed on, as if it arrived today."""
    if kind is not LetterKind.TRANSFER:
        return tuple(judged(row, pack) for row in clocks_of(tx, case.case_id))
    live = {row.key: judged(row, pack) for row in running(tx, case.case_id)}
    keys = (ClockKey.NOTICE, ClockKey.OBJECTION)
    return tuple(live.get(key) or pack.due_date(key, tx.today) for key in keys)


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
