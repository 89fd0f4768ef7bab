"""Cases taken out of the public record by the platform desk: why, by whom, and until when."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from reportdesk.domain.case import Visibility
from reportdesk.domain.disclosure import WithheldReason
from reportdesk.storage.base import Base
from reportdesk.storage.case import Case
from reportdesk.storage.columns import Id, Instant, case_table
from reportdesk.storage.db import Tx


class Withholding(Base):
    """One withholding: at once by one person, confirmed by a second, lifted by two."""

    __tablename__ = "withholding"
    __table_args__ = (case_table(reporter=False),)

    case_id: Mapped[str] = mapped_column(ForeignKey("case.case_id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    reason: Mapped[str] = mapped_column(String(40))
    """A :class:`~reportdesk.domain.disclosure.WithheldReason` value."""
    before: Mapped[str] = mapped_column(String(10))
    """How much was public before."""
    set_by: Mapped[str] = mapped_column(Id)
    set_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_by: Mapped[str | None] = mapped_column(Id)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    lift_asked_by: Mapped[str | None] = mapped_column(Id)
    lift_asked_at: Mapped[datetime | None] = mapped_column(Instant)
    lifted_by: Mapped[str | None] = mapped_column(Id)
    lifted_at: Mapped[datetime | None] = mapped_column(Instant)
    redacted_on: Mapped[date | None] = mapped_column(Date)
    """When it left every release that was public then."""


def withheld_now(tx: Tx, case_id: str) -> Withholding | None:
    """The withholding that lasts, if there is one."""
    rows = select(Withholding).where(
        Withholding.case_id == case_id, Withholding.lifted_at.is_(None)
    )
    return tx.session.scalar(rows.order_by(Withholding.number.desc()).limit(1))


def next_withholding(tx: Tx, case_id: str) -> int:
    """The number of the case's next withholding."""
    last = select(func.max(Withholding.number)).where(Withholding.case_id == case_id)
    return (tx.session.scalar(last) or 0) + 1


def unredacted(tx: Tx) -> list[Withholding]:
    """Withholdings that earlier releases do not know yet."""
    rows = select(Withholding).where(
        Withholding.redacted_on.is_(None), Withholding.lifted_at.is_(None)
    )
    return list(tx.session.scalars(rows.order_by(Withholding.case_id, Withholding.number)))


def withheld_refs(tx: Tx, case_ids: Collection[str]) -> dict[str, str]:
    """Reference and reason of those of these cases that are withheld now."""
    rows = select(Case).where(Case.case_id.in_(case_ids), Case.visibility == Visibility.WITHHELD)
    return {
        row.ref: WithheldReason.of(row.withheld_reason).value for row in tx.session.scalars(rows)
    }


def undecided(tx: Tx) -> list[Withholding]:
    """Withholdings that wait for a second person: to confirm, or to lift, oldest first."""
    rows = select(Withholding).where(
        Withholding.lifted_at.is_(None),
        Withholding.confirmed_at.is_(None) | Withholding.lift_asked_at.is_not(None),
    )
    return list(tx.session.scalars(rows.order_by(Withholding.set_at)))
