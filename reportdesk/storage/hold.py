"""Legal holds: who keeps the content of a case beyond its day, why, and until when."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from reportdesk.storage.base import Base
from reportdesk.storage.columns import Id, Instant, case_table
from reportdesk.storage.db import Tx


class LegalHold(Base):
    """One hold; it counts from ``put_on`` and ends by itself after ``until``."""

    __tablename__ = "legal_hold"
    __table_args__ = (case_table(reporter=False),)

    case_id: Mapped[str] = mapped_column(ForeignKey("case.case_id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    authority_id: Mapped[str] = mapped_column(ForeignKey("authority.id"))
    reason: Mapped[str] = mapped_column(String(30))
    """A :class:`~reportdesk.domain.retention.HoldReason` value."""
    until: Mapped[date] = mapped_column(Date)
    """The last day on which it holds."""
    asked_by: Mapped[str] = mapped_column(Id)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    second_by: Mapped[str | None] = mapped_column(Id)
    """Who decided with the platform officer that asked."""
    put_on: Mapped[date | None] = mapped_column(Date)
    """From when it counts; None while the platform's second person has not decided."""
    ended_on: Mapped[date | None] = mapped_column(Date)
    ended_by: Mapped[str | None] = mapped_column(Id)
    """Who lifted it; None when it ended by itself."""


def holds_of(tx: Tx, case_ids: Collection[str]) -> list[LegalHold]:
    """Every hold of these cases, in the order in which they were asked for."""
    rows = select(LegalHold).where(LegalHold.case_id.in_(case_ids))
    return list(tx.session.scalars(rows.order_by(LegalHold.asked_at, LegalHold.number)))


def holding(tx: Tx, case_ids: Collection[str]) -> LegalHold | None:
    """The hold of these cases that lasts longest today."""
    live = [
        row
        for row in holds_of(tx, case_ids)
        if row.put_on is not None and row.ended_on is None and row.until >= tx.today
    ]
    return max(live, key=lambda row: row.until, default=None)


def next_hold(tx: Tx, case_id: str) -> int:
    """The number of the case's next hold."""
    last = select(func.max(LegalHold.number)).where(LegalHold.case_id == case_id)
    return (tx.session.scalar(last) or 0) + 1


def over(tx: Tx) -> list[LegalHold]:
    """Holds whose last day is over and that nobody has noted as ended."""
    rows = select(LegalHold).where(LegalHold.ended_on.is_(None), LegalHold.until < tx.today)
    return list(tx.session.scalars(rows.order_by(LegalHold.case_id, LegalHold.number)))


def waiting_holds(tx: Tx) -> list[LegalHold]:
    """Holds that one officer of the platform asked for and no second one decided."""
    rows = select(LegalHold).where(
        LegalHold.put_on.is_(None), LegalHold.ended_on.is_(None), LegalHold.until >= tx.today
    )
    return list(tx.session.scalars(rows.order_by(LegalHold.asked_at)))
