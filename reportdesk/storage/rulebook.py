"""Rulebooks that judged a clock: kept for good, and numbered in the order in which they held."""

from typing import Any

from sqlalchemy import Integer, String, select
from sqlalchemy.orm import Mapped, mapped_column

from reportdesk.domain.rulebook import Place, Rulebook, newer
from reportdesk.storage.base import Base
from reportdesk.storage.columns import Json
from reportdesk.storage.db import Tx

KNOWN: dict[str, Rulebook] = {}
"""Rulebooks that this process has read, by hash: one hash has one content for good."""


class KeptRulebook(Base):
    """One version: written when it judges its first clock, never changed or deleted.

    It holds rules and days of a pack and nothing of a report, nor when it was first used.
    """

    __tablename__ = "rulebook"
    __table_args__ = ({"info": {"reference": True}},)

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    number: Mapped[int | None] = mapped_column(Integer)
    """Its place in the order in which timed work put rulebooks in force; None before it did."""

    @property
    def book(self) -> Rulebook:
        """The version itself."""
        if self.hash not in KNOWN:
            KNOWN[self.hash] = Rulebook.of(self.content)
        return KNOWN[self.hash]


def keep(tx: Tx, book: Rulebook) -> str:
    """Keep a rulebook, unless it is kept; returns its hash."""
    if tx.session.get(KeptRulebook, book.hash) is None:
        tx.session.add(KeptRulebook(hash=book.hash, content=book.content()))
        tx.session.flush()
    return book.hash


def kept_books(tx: Tx) -> dict[str, Rulebook]:
    """Every rulebook that was kept, by its hash."""
    return {row.hash: row.book for row in tx.session.scalars(select(KeptRulebook))}


def in_force(tx: Tx) -> KeptRulebook | None:
    """The rulebook that timed work put in force last."""
    rows = select(KeptRulebook).where(KeptRulebook.number.is_not(None))
    return tx.session.scalar(rows.order_by(KeptRulebook.number.desc()).limit(1))


def place_of(tx: Tx, book: Rulebook) -> Place:
    """Whether a rulebook is in force, may be put there, or has been left behind.

    Another pack may take over; a pack of the same id only with a higher version, its own or a
    parent's. What was in force once never is again: two processes of different versions would take
    turns and move every date to and fro.
    """
    last, own = in_force(tx), tx.session.get(KeptRulebook, book.hash)
    if last is not None and last.hash == book.hash:
        return Place.IN_FORCE
    if own is not None and own.number is not None:
        return Place.OLDER
    if last is None or last.book.stamp.split("@")[0] != book.stamp.split("@")[0]:
        return Place.NEW
    return Place.NEW if newer(book, last.book) else Place.OLDER


def put_in_force(tx: Tx, book: Rulebook) -> None:
    """Number a rulebook after the last."""
    last = in_force(tx)
    keep(tx, book)
    row = tx.session.get_one(KeptRulebook, book.hash)
    row.number = 1 + (last.number or 0) if last is not None else 1
    tx.session.flush()


def left_behind(tx: Tx, book: Rulebook) -> list[str]:
    """Hashes of the other rulebooks whose clocks this one may judge anew.

    One that was never in force is another process's and may be a later version: it must be older.
    """
    rows = tx.session.scalars(select(KeptRulebook).where(KeptRulebook.hash != book.hash))
    return sorted(row.hash for row in rows if row.number is not None or newer(book, row.book))
