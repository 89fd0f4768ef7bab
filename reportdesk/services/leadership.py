"""Use cases of the job process: who leads, and what was done in which slot.

A lease row names one leader, and only for the length of a round. Its token grows with every term;
each piece of work states the token it was begun under, so that a leader who slept through the end
of its lease changes nothing. ``at`` is the machine's own time, whatever day the work pretends.
A clock that leaps is not believed: nobody leads until it is right again, or somebody says it is.
"""

from datetime import datetime, timedelta

from reportdesk.domain.errors import Conflict
from reportdesk.domain.timetable import BACK, Leap, leap
from reportdesk.storage.db import Tx
from reportdesk.storage.job import JobRun, JobTrouble, Lease

LEASE = "jobs"
LASTS = timedelta(seconds=90)
LONG = timedelta(minutes=20)
"""For work that writes seldom, as a release does: nobody follows it sooner, alive or dead."""


def lead(tx: Tx, holder: str, at: datetime, *, any_time: bool = False) -> int | None:
    """Begin a term; returns its token, or None while another leads or the clock is not believed.

    ``any_time`` believes every clock (the demonstration, which is played on days of its own).
    """
    row = tx.session.get(Lease, LEASE)
    if row is None:
        row = Lease(name=LEASE, holder=holder, token=1, expires_at=at + LASTS, seen_at=at)
        tx.session.add(row)
        return row.token
    held = None if any_time else leap(row.seen_at, at)
    if row.held != held:
        row.held = held
    if held is not None or (row.holder != holder and at < row.expires_at <= at + LONG + BACK):
        return None
    row.holder, row.token, row.seen_at = holder, row.token + 1, at
    row.expires_at = at + LASTS
    return row.token


def believe(tx: Tx, at: datetime) -> Leap | None:
    """Somebody looked: the machine's time is right, and rounds go on from it.

    Returns what held them, None when nothing did.
    """
    row = tx.session.get(Lease, LEASE)
    if row is None:
        return None
    held = leap(row.seen_at, at)
    row.seen_at, row.held = at, None
    return held


def held(tx: Tx) -> Leap | None:
    """Why nobody leads, when it is the machine's clock."""
    row = tx.session.get(Lease, LEASE)
    return Leap(row.held) if row is not None and row.held else None


def keep(tx: Tx, token: int, at: datetime, lasts: timedelta = LASTS) -> None:
    """Renew the lease as part of a piece of work; it then ends ``lasts`` from now.

    Raises Conflict("not_leader") when another term began since; then nothing of the work remains.
    """
    row = tx.session.get(Lease, LEASE)
    if row is None or row.token != token:
        raise Conflict("not_leader")
    row.expires_at = at + lasts


def resign(tx: Tx, token: int, at: datetime) -> None:
    """End a term at once, so that a successor need not wait; nothing when another one began."""
    row = tx.session.get(Lease, LEASE)
    if row is not None and row.token == token:
        row.expires_at = at


def is_done(tx: Tx, job: str, slot: str) -> bool:
    """Whether a job already finished in a slot."""
    return tx.session.get(JobRun, (job, slot)) is not None


def done(tx: Tx, job: str, slot: str, token: int, count: int, left: int = 0) -> None:
    """Note that a job finished in a slot; the second note of the same changes nothing.

    ``left`` is how many things failed, each by itself, and wait for the next slot.
    """
    trouble = tx.session.get(JobTrouble, job)
    if trouble is not None:
        tx.session.delete(trouble)
    if not is_done(tx, job, slot):
        tx.session.add(
            JobRun(job=job, slot=slot, token=token, finished_at=tx.now, done=count, left=left)
        )


def failed(tx: Tx, job: str, failure: str) -> None:
    """Note that a job failed as a whole and is tried again; ``failure`` names the kind alone."""
    row = tx.session.get(JobTrouble, job)
    if row is None:
        row = JobTrouble(job=job, since=tx.now, times=0)
        tx.session.add(row)
    row.last_at, row.times, row.failure = tx.now, row.times + 1, failure
