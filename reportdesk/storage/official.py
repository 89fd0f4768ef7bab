"""What an authority without accounts answered on paper, as the platform transcribed it."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKeyConstraint, Integer, LargeBinary, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from reportdesk.domain.official import Stands
from reportdesk.storage.base import Base
from reportdesk.storage.columns import Id, Instant, case_table
from reportdesk.storage.db import Tx


class OfficialReply(Base):
    """One document of an authority; it counts once a second officer compared it with the paper."""

    __tablename__ = "official_reply"
    __table_args__ = (
        ForeignKeyConstraint(
            ["case_id", "letter_id"], ["official_letter.case_id", "official_letter.id"]
        ),
        case_table(reporter=False),
    )

    case_id: Mapped[str] = mapped_column(Id, primary_key=True)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    letter_id: Mapped[str] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[str] = mapped_column(String(60))
    """The document's own number."""
    dated_on: Mapped[date] = mapped_column(Date)
    received_on: Mapped[date] = mapped_column(Date)
    """The day on which the paper reached the platform."""
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    """What it says, to the platform's key, until a second officer checked it."""
    key_version: Mapped[int] = mapped_column(Integer)
    entered_by: Mapped[str] = mapped_column(Id)
    entered_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(10))
    checked_by: Mapped[str | None] = mapped_column(Id)
    checked_on: Mapped[date | None] = mapped_column(Date)
    refused: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Why it was given back, to the platform's key."""
    words: Mapped[str | None] = mapped_column(Text, info={"goes": True})
    """What it says beside the codes, for the reporter and the authority; plain once it counts. It
    was never meant for the public, and goes with the contents of the case."""
    event: Mapped[int | None] = mapped_column(Integer)
    """Number of the event that it became."""


def waiting_reply(tx: Tx, case_id: str) -> OfficialReply | None:
    """The document of a case that a second officer has yet to check."""
    rows = select(OfficialReply).where(
        OfficialReply.case_id == case_id, OfficialReply.state == Stands.WAITING.value
    )
    return tx.session.scalar(rows.limit(1))


def replies_of(tx: Tx, case_id: str) -> list[OfficialReply]:
    """Every document of a case, in the order in which they were entered."""
    rows = select(OfficialReply).where(OfficialReply.case_id == case_id)
    return list(tx.session.scalars(rows.order_by(OfficialReply.entered_at, OfficialReply.id)))
