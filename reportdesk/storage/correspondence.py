"""Letters to authorities without accounts, with the one-time reference that each carries."""

from datetime import date

from sqlalchemy import Date, ForeignKey, Integer, LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from reportdesk.domain.correspondence import Purpose, State
from reportdesk.storage.base import Base
from reportdesk.storage.case import Case
from reportdesk.storage.columns import Id, case_table
from reportdesk.storage.db import Tx


class OfficialLetter(Base):
    """One letter on one case to one authority; of its reference only a keyed hash is kept."""

    __tablename__ = "official_letter"
    __table_args__ = (case_table(reporter=False),)

    case_id: Mapped[str] = mapped_column(ForeignKey("case.case_id"), primary_key=True)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[int] = mapped_column(Integer)
    """Of the letter as it was printed (:class:`reportdesk.storage.letter.IssuedLetter`)."""
    authority_id: Mapped[str] = mapped_column(ForeignKey("authority.id"))
    purpose: Mapped[str] = mapped_column(String(10))
    made_on: Mapped[date] = mapped_column(Date)
    made_by: Mapped[str] = mapped_column(Id)
    lookup: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    """Keyed hash of the reference; None once it was used or replaced."""
    expires_on: Mapped[date] = mapped_column(Date)
    sent_on: Mapped[date | None] = mapped_column(Date)
    way: Mapped[str | None] = mapped_column(String(20))
    tracking: Mapped[str | None] = mapped_column(String(60))
    """The carrier's number."""
    received_on: Mapped[date | None] = mapped_column(Date)
    replaced_on: Mapped[date | None] = mapped_column(Date)
    """The day on which another letter took its place, or the case went on to people with keys."""
    used_on: Mapped[date | None] = mapped_column(Date)
    """The day on which somebody typed the reference."""
    told_on: Mapped[date | None] = mapped_column(Date)
    """The day of arrival that they named; an officer checks it before anything starts."""
    wants: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Which office asks for accounts and its number, sealed to the platform's key."""
    wants_version: Mapped[int | None] = mapped_column(Integer)
    called_on: Mapped[date | None] = mapped_column(Date)
    """The day on which the platform called back, or decided not to."""
    called_by: Mapped[str | None] = mapped_column(Id)

    @property
    def state(self) -> State:
        """Where the letter stands."""
        if self.replaced_on is not None:
            return State.REPLACED
        if self.received_on is not None:
            return State.RECEIVED
        return State.UNDER_WAY if self.sent_on is not None else State.MADE


def letters_of(tx: Tx, case_id: str) -> list[OfficialLetter]:
    """Every letter of a case, oldest first."""
    rows = select(OfficialLetter).where(OfficialLetter.case_id == case_id)
    return list(tx.session.scalars(rows.order_by(OfficialLetter.number)))


def current_letter(tx: Tx, case_id: str, purpose: Purpose) -> OfficialLetter | None:
    """The letter of a kind that none has replaced."""
    found = [row for row in letters_of(tx, case_id) if row.purpose == purpose]
    return found[-1] if found and found[-1].replaced_on is None else None


def letter_with(tx: Tx, lookup: bytes) -> OfficialLetter | None:
    """The letter that carries a reference which was neither used nor replaced."""
    return tx.session.scalar(select(OfficialLetter).where(OfficialLetter.lookup == lookup))


def asking_letter(tx: Tx, ref: str, number: int) -> OfficialLetter | None:
    """The letter of a case whose office asked for accounts and still waits for a call."""
    rows = select(OfficialLetter).join(Case, Case.case_id == OfficialLetter.case_id)
    asks = rows.where(Case.ref == ref, OfficialLetter.wants.is_not(None))
    return tx.session.scalar(asks.where(OfficialLetter.number == number))


def retire(tx: Tx, case_id: str, purpose: Purpose | None = None) -> None:
    """Let the references of a case die, of one kind of letter or all; the letters are history."""
    for row in letters_of(tx, case_id):
        if purpose in {None, row.purpose} and row.replaced_on is None:
            row.replaced_on, row.lookup = tx.today, None
    tx.session.flush()
