"""Leases and runs of timed work."""

from datetime import datetime

from sqlalchemy import Integer, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from reportdesk.storage.base import Base
from reportdesk.storage.columns import Instant
from reportdesk.storage.db import Tx, count_of


class Lease(Base):
    """Who may run jobs; the token grows with every change of leader and fences the old one off."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    holder: Mapped[str] = mapped_column(String(40))
    token: Mapped[int] = mapped_column(Integer)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime | None] = mapped_column(Instant)
    """The machine's time when a round last began; the next one may not leap from it."""
    held: Mapped[str | None] = mapped_column(String(10))
    """Why no round begins: a :class:`~reportdesk.domain.timetable.Leap` of the clock."""


class JobRun(Base):
    """One job in one slot, done at most once."""

    __tablename__ = "job_run"

    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    slot: Mapped[str] = mapped_column(String(40), primary_key=True)
    token: Mapped[int] = mapped_column(Integer)
    finished_at: Mapped[datetime] = mapped_column(Instant)
    done: Mapped[int] = mapped_column(Integer, default=0)
    """How many things the run did."""
    left: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """How many failed, each by itself, and wait for the next slot."""


class JobTrouble(Base):
    """A job that fails as a whole; gone when it succeeds."""

    __tablename__ = "job_trouble"

    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    since: Mapped[datetime] = mapped_column(Instant)
    last_at: Mapped[datetime] = mapped_column(Instant)
    times: Mapped[int] = mapped_column(Integer)
    failure: Mapped[str] = mapped_column(String(80))
    """The kind of the last failure, without its message, which may quote a row."""


def runs_of(tx: Tx) -> list[JobRun]:
    """Every finished run, oldest first."""
    return list(tx.session.scalars(select(JobRun).order_by(JobRun.finished_at, JobRun.slot)))


def newest_runs(tx: Tx) -> dict[str, JobRun]:
    """The run that finished last, of each job."""
    return {row.job: row for row in runs_of(tx)}


def drop_runs(tx: Tx, before: datetime) -> int:
    """Delete notes of runs that finished before an instant."""
    return count_of(tx.session.execute(delete(JobRun).where(JobRun.finished_at < before)))
