"""Use cases of the job process: who leads, and what was done in which slot.

A lease row names one leader, and only for the length of a round. Its token grows with every term;
each piece of work states the token it was begun under, so that a leader who slept through the end
of its lease changes nothing. ``at`` is the machine's own time, whatever day the work pretends.
"""

from datetime import datetime, timedelta

from reportdesk.domain.errors import Conflict
from reportdesk.storage.db import Tx
from reportdesk.storage.job import JobRun, Lease, runs_of

LEASE = "jobs"
LASTS = timedelta(seconds=90)


def lead(tx: Tx, holder: str, at: datetime) -> int | None:
    """Begin a term; returns its token, or None while another leads."""
    row = tx.session.get(Lease, LEASE)
    if row is None:
        tx.session.add(Lease(name=LEASE, holder=holder, token=1, expires_at=at + LASTS))
        return 1
    if row.holder != holder and row.expires_at > at:
        return None
    row.holder, row.token, row.expires_at = holder, row.token + 1, at + LASTS
    return row.token


def keep(tx: Tx, token: int, at: datetime) -> None:
    """Renew the lease as part of a piece of work.

    Raises Conflict("not_leader") when another term began since; then nothing of the work remains.
    """
    row = tx.session.get(Lease, LEASE)
    if row is None or row.token != token:
        raise Conflict("not_leader")
    row.expires_at = at + LASTS


def resign(tx: Tx, token: int, at: datetime) -> None:
    """End a term at once, so that a successor need not wait; nothing when another one began."""
    row = tx.session.get(Lease, LEASE)
    if row is not None and row.token == token:
        row.expires_at = at


def is_done(tx: Tx, job: str, slot: str) -> bool:
    """Whether a job already finished in a slot."""
    return tx.session.get(JobRun, (job, slot)) is not None


def done(tx: Tx, job: str, slot: str, token: int, count: int) -> None:
    """Note that a job finished in a slot; the second note of the same changes nothing."""
    if not is_done(tx, job, slot):
        tx.session.add(JobRun(job=job, slot=slot, token=token, finished_at=tx.now, done=count))


def last_runs(tx: Tx) -> dict[str, tuple[str, datetime]]:
    """The newest finished slot of each job, with its instant."""
    newest: dict[str, tuple[str, datetime]] = {}
    for row in runs_of(tx):
        newest[row.job] = (row.slot, row.finished_at)
    return newest
