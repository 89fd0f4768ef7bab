"""What members of staff chose about letters, and their calendar addresses."""

import hashlib
from collections.abc import Iterable
from datetime import date

from sqlalchemy import Boolean, Date, ForeignKey, Integer, LargeBinary, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from reportdesk.domain.mailing import MailChoice, Wanted
from reportdesk.storage.base import Base
from reportdesk.storage.columns import Id
from reportdesk.storage.db import Tx


class MailPreference(Base):
    """Which letters one member wants and when none should come; no row: all, at any slot."""

    __tablename__ = "mail_preference"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    wanted: Mapped[str] = mapped_column(String(8))
    quiet_from: Mapped[int | None] = mapped_column(Integer)
    quiet_until: Mapped[int | None] = mapped_column(Integer)
    rest_days: Mapped[bool] = mapped_column(Boolean)


class StaffFeed(Base):
    """One member's calendar address: only the hash of its secret, and never when it was used."""

    __tablename__ = "staff_feed"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Id, unique=True)
    """The part of the address that finds the row."""
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    made_on: Mapped[date] = mapped_column(Date)


def choice_of(tx: Tx, account_id: str) -> MailChoice:
    """What a member chose; everything at any slot before they chose."""
    row = tx.session.get(MailPreference, account_id)
    if row is None:
        return MailChoice()
    return MailChoice(Wanted(row.wanted), row.quiet_from, row.quiet_until, row.rest_days)


def choices_of(tx: Tx, account_ids: Iterable[str]) -> dict[str, MailChoice]:
    """What several members chose, in the order given."""
    return {account_id: choice_of(tx, account_id) for account_id in account_ids}


def keep_choice(tx: Tx, account_id: str, choice: MailChoice) -> None:
    """Note what a member chose."""
    row = tx.session.get(MailPreference, account_id) or MailPreference(account_id=account_id)
    row.wanted, row.rest_days = choice.wanted.value, choice.rest_days
    row.quiet_from, row.quiet_until = choice.quiet_from, choice.quiet_until
    tx.session.add(row)
    tx.session.flush()


def secret_hash(secret: str) -> bytes:
    """What is stored of an address's secret: it has 256 random bits, so one round is enough."""
    return hashlib.sha256(b"staff feed\0" + secret.encode()).digest()


def feed_of(tx: Tx, account_id: str) -> StaffFeed | None:
    """A member's calendar address, or None."""
    return tx.session.get(StaffFeed, account_id)


def find_feed(tx: Tx, feed_id: str) -> StaffFeed | None:
    """The calendar address that this id finds, or None."""
    return tx.session.scalar(select(StaffFeed).where(StaffFeed.id == feed_id))


def drop_feed(tx: Tx, account_id: str) -> None:
    """Make a member's calendar address lead nowhere."""
    tx.session.execute(delete(StaffFeed).where(StaffFeed.account_id == account_id))


def forget_member(tx: Tx, account_id: str) -> None:
    """Delete what an ended account had chosen, and its calendar address."""
    drop_feed(tx, account_id)
    tx.session.execute(delete(MailPreference).where(MailPreference.account_id == account_id))
