"""The release ledger: which cases went into which frozen release."""

from datetime import date

from sqlalchemy import Date, Integer, String, select
from sqlalchemy.orm import Mapped, mapped_column

from reportdesk.storage.base import Base
from reportdesk.storage.columns import Id
from reportdesk.storage.db import Tx


class ReleaseRow(Base):
    """One release written to disk."""

    __tablename__ = "release"

    label: Mapped[str] = mapped_column(String(20), primary_key=True)
    """Such as ``2026-W47``."""
    revision: Mapped[int] = mapped_column(Integer, primary_key=True)
    as_of: Mapped[date] = mapped_column(Date)
    cases: Mapped[int] = mapped_column(Integer)
    checksum: Mapped[str] = mapped_column(String(64))


class ReleasedCase(Base):
    """The first release that showed a case."""

    __tablename__ = "released_case"

    case_id: Mapped[str] = mapped_column(Id, primary_key=True)
    label: Mapped[str] = mapped_column(String(20))
    held_days: Mapped[int] = mapped_column(Integer)
    """The keyed 0–21 extra days of hold that were drawn for it."""


def releases(tx: Tx) -> dict[str, ReleaseRow]:
    """The newest revision of every release: label -> row."""
    rows = select(ReleaseRow).order_by(ReleaseRow.label, ReleaseRow.revision)
    return {row.label: row for row in tx.session.scalars(rows)}


def released_cases(tx: Tx) -> dict[str, str]:
    """Every case that a release has shown: case id -> label of the first."""
    return {row.case_id: row.label for row in tx.session.scalars(select(ReleasedCase))}
