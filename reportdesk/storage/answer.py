"""Answers: a sealed draft, a second person's approval, and the measures promised."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Text,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from reportdesk.domain.supervising import OWN_NOTE
from reportdesk.storage.base import Base
from reportdesk.storage.columns import Id, Instant, Json, case_table
from reportdesk.storage.db import Tx
from reportdesk.storage.staff import Account


class CaseAnswer(Base):
    """One answer of an authority; until ``approved_on`` it is a draft and stops nothing."""

    __tablename__ = "answer"
    __table_args__ = (case_table(reporter=False),)

    case_id: Mapped[str] = mapped_column(ForeignKey("case.case_id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    authority_id: Mapped[str] = mapped_column(ForeignKey("authority.id"))
    level: Mapped[int] = mapped_column(Integer, default=0)
    drafted_by: Mapped[str] = mapped_column(Id)
    drafted_at: Mapped[datetime] = mapped_column(Instant)
    submitted: Mapped[bool] = mapped_column(default=False)
    """Handed to a second person; an unfinished draft is False."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """The whole draft as JSON under the case key."""
    approved_by: Mapped[str | None] = mapped_column(Id)
    approved_at: Mapped[datetime | None] = mapped_column(Instant)
    approved_on: Mapped[date | None] = mapped_column(Date)
    finding: Mapped[str | None] = mapped_column(String(40))
    sheet: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """Authority's answers: question -> {"a": answer, "w": words}; plain once approved."""
    opinion: Mapped[str | None] = mapped_column(String(10))
    """Of a review: whether it upholds or corrects the answer before it; plain once approved."""
    students: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """Students' answers as codes only: question -> answer; plain once approved."""
    asked: Mapped[list[str] | None] = mapped_column(Json)
    """What the reports asked for, as codes; plain once approved."""
    levers: Mapped[list[str] | None] = mapped_column(Json)
    legal_basis: Mapped[str | None] = mapped_column(Text)
    public_title: Mapped[str | None] = mapped_column(String(200))
    public_summary: Mapped[str | None] = mapped_column(Text)
    """What staff wrote for the public, approved by the second person."""
    sent_back_reason: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Why the second person sent the draft back, sealed under the case key."""
    document: Mapped[str | None] = mapped_column(String(60))
    """Number of the paper document that the platform transcribed this from; then ``sealed`` is
    empty, because the platform has no key of the case."""
    document_on: Mapped[date | None] = mapped_column(Date)
    """Its date."""


class CaseMeasure(Base):
    """One measure of an approved answer."""

    __tablename__ = "measure"
    __table_args__ = (case_table(reporter=False),)

    case_id: Mapped[str] = mapped_column(ForeignKey("case.case_id"), primary_key=True)
    answer_number: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(String(30))
    promised_on: Mapped[date | None] = mapped_column(Date)
    evidence_on: Mapped[date | None] = mapped_column(Date)
    evidence: Mapped[str | None] = mapped_column(String(300))
    """What proves it, in words meant for the public."""
    evidence_by: Mapped[str | None] = mapped_column(Id)
    """Who wrote it, or who last wrote a proof that still waits."""
    evidence_accepted_by: Mapped[str | None] = mapped_column(Id)
    """The second person, with whose word it counts."""
    proposed: Mapped[bytes | None] = mapped_column(LargeBinary)
    """A proof as written, under the case key, until a second person accepts it."""
    proposed_waits: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Handed to the second person; False once it was given back."""


class Note(Base):
    """A colleague's note or reason on a case, sealed under the case key."""

    __tablename__ = "note"
    __table_args__ = (case_table(reporter=False),)

    case_id: Mapped[str] = mapped_column(ForeignKey("case.case_id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    history_number: Mapped[int | None] = mapped_column(Integer)
    """The event it explains, if any."""
    kind: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[str] = mapped_column(Id)
    at: Mapped[datetime] = mapped_column(Instant)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


def answers_of(tx: Tx, case_id: str) -> list[CaseAnswer]:
    """Every answer of a case, oldest first, an unapproved draft included."""
    rows = select(CaseAnswer).where(CaseAnswer.case_id == case_id).order_by(CaseAnswer.number)
    return list(tx.session.scalars(rows))


def draft_of(tx: Tx, case_id: str) -> CaseAnswer | None:
    """The answer somebody is still working on; at most one a case."""
    rows = select(CaseAnswer).where(CaseAnswer.case_id == case_id, CaseAnswer.approved_on.is_(None))
    return tx.session.scalar(rows.order_by(CaseAnswer.number.desc()).limit(1))


def drop_draft(tx: Tx, case_id: str) -> None:
    """Delete the answer somebody was working on, as the case goes to another body."""
    row = draft_of(tx, case_id)
    if row is not None:
        tx.session.delete(row)
        tx.session.flush()


def measures_of(tx: Tx, case_id: str) -> list[CaseMeasure]:
    """Every measure of the approved answers, in order."""
    rows = select(CaseMeasure).where(CaseMeasure.case_id == case_id)
    return list(tx.session.scalars(rows.order_by(CaseMeasure.answer_number, CaseMeasure.number)))


def notes_of(tx: Tx, case_id: str, reader: str) -> list[Note]:
    """Notes and reasons of colleagues that an authority reads, oldest first."""
    ours = select(Account.id).where(Account.authority_id == reader)
    rows = select(Note).where(
        Note.case_id == case_id, or_(Note.kind != OWN_NOTE, Note.account_id.in_(ours))
    )
    return list(tx.session.scalars(rows.order_by(Note.number)))


def annotate(
    tx: Tx,
    case_id: str,
    account_id: str,
    kind: str,
    seal: Callable[[int], bytes],
    event: int | None = None,
) -> Note:
    """Add a note; ``seal`` gets its number, ``event`` is the history number it explains."""
    last = tx.session.scalar(select(func.max(Note.number)).where(Note.case_id == case_id))
    number = (last or 0) + 1
    row = Note(
        case_id=case_id,
        number=number,
        history_number=event,
        kind=kind,
        account_id=account_id,
        at=tx.now,
        sealed=seal(number),
    )
    tx.session.add(row)
    tx.session.flush()
    return row


def open_measures(tx: Tx, case_id: str) -> list[CaseMeasure]:
    """Promised measures whose evidence nobody recorded yet."""
    rows = select(CaseMeasure).where(
        CaseMeasure.case_id == case_id,
        CaseMeasure.promised_on.is_not(None),
        CaseMeasure.evidence_on.is_(None),
    )
    return list(tx.session.scalars(rows))
