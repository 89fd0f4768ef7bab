"""Mail waiting to leave, and the ceilings on what reporters may cause in a day."""

from datetime import date

from sqlalchemy import Date, ForeignKey, Integer, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from reportdesk.storage.base import Base
from reportdesk.storage.columns import Id, Json, new_id, reporter_table
from reportdesk.storage.db import Tx, count_of

WAITING, SENT, GIVEN_UP = "waiting", "sent", "given_up"
"""States of a letter."""


class Outbox(Base):
    """One letter without content; a job sends one digest an authority in the next fixed slot."""

    __tablename__ = "outbox"
    __table_args__ = (reporter_table(),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    authority_id: Mapped[str] = mapped_column(ForeignKey("authority.id"))
    role: Mapped[str | None] = mapped_column(String(12))
    """Only members with this role; None means those who read new cases."""
    kind: Mapped[str] = mapped_column(String(30))
    """``new_report``, ``new_message``, ``reminder``, ``overdue``, ``rung`` …"""
    once: Mapped[str] = mapped_column(String(120), unique=True)
    """Idempotency key; the same reason never mails twice."""
    on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    """Slots in which it was tried."""
    owed: Mapped[list[str] | None] = mapped_column(Json)
    """Ids of the members who have not got it yet; None before it was addressed."""
    sent_on: Mapped[date | None] = mapped_column(Date)
    """The last day on which it reached one of them."""


def notify(tx: Tx, authority_id: str, kind: str, once: str, *, role: str | None = None) -> bool:
    """Queue one letter without content; False when the same reason was already queued."""
    if tx.session.scalar(select(Outbox.id).where(Outbox.once == once)) is not None:
        return False
    tx.session.add(
        Outbox(
            id=new_id(),
            authority_id=authority_id,
            role=role,
            kind=kind,
            once=once,
            on=tx.today,
            state=WAITING,
            attempts=0,
        )
    )
    tx.session.flush()
    return True


def waiting(tx: Tx) -> list[Outbox]:
    """Letters that have not reached everybody."""
    rows = select(Outbox).where(Outbox.state == WAITING)
    return list(tx.session.scalars(rows.order_by(Outbox.id)))


def drop_sent(tx: Tx, before: date) -> int:
    """Delete letters that left, or were given up, and were made before a day."""
    old = delete(Outbox).where(Outbox.state != WAITING, Outbox.on < before)
    return count_of(tx.session.execute(old))
