"""Mail waiting to leave, and the ceilings on what reporters may cause in a day."""

from datetime import date

from sqlalchemy import Date, ForeignKey, Integer, String, select
from sqlalchemy.orm import Mapped, mapped_column

from reportdesk.storage.base import Base
from reportdesk.storage.columns import Id, new_id, reporter_table
from reportdesk.storage.db import Tx


class Outbox(Base):
    """One letter without content; a job sends one digest an authority in the next fixed slot."""

    __tablename__ = "outbox"
    __table_args__ = (reporter_table(),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    authority_id: Mapped[str] = mapped_column(ForeignKey("authority.id"))
    role: Mapped[str | None] = mapped_column(String(12))
    """Only members with this role; None means officers and heads."""
    kind: Mapped[str] = mapped_column(String(30))
    """``new_report``, ``new_message``, ``reminder``, ``overdue``, ``rung`` …"""
    once: Mapped[str] = mapped_column(String(120), unique=True)
    """Idempotency key; the same reason never mails twice."""
    on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    """``waiting`` or ``sent``."""
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    sent_on: Mapped[date | None] = mapped_column(Date)


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
            state="waiting",
            attempts=0,
        )
    )
    tx.session.flush()
    return True
