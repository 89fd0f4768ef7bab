"""Use cases of the job process: who leads, and what was done in which slot.

A lease row names one leader; its token grows with every change of leader. Work states the token it
was started under, so that a leader who slept through the end of its lease changes nothing.
"""

from datetime import datetime, timedelta

from reportdesk.domain.errors import Conflict
from reportdesk.storage.db import Tx
from reportdesk.storage.job import JobRun, Lease, runs_of

LEASE = "jobs"
LASTS = timedelta(seconds=90)


def lead(tx: Tx, holder: str) -> int | None:
    """Take or renew the lease; returns its fencing token, or None while another leads."""
    row = tx.session.get(Lease, LEASE)
    if row is None:
        row = Lease(name=LEASE, holder=holder, token=1, expires_at=tx.now + LASTS)
        tx.session.add(row)
        return 1
    if row.holder != holder:
        if row.expires_at > tx.now:
            return None
        row.holder, row.token = holder, row.token + 1
    row.expires_at = tx.now + LASTS
    return row.token


def resign(tx: Tx, holder: str) -> None:
    """Give the lease up at once, so that a successor need not wait."""
    row = tx.session.get(Lease, LEASE)
    if row is not None and row.holder == holder:
        row.expires_at = tx.now


def fence(tx: Tx, token: int) -> None:
    """Raise Conflict("not_leader") unless ``token`` is the newest; call it inside every work."""
    row = tx.session.get(Lease, LEASE)
    if row is None or row.token != token:
        raise Conflict("not_leader")


def is_done(tx: Tx, job: str, slot: str) -> bool:
    """Whether a job already finished in a slot."""
    return tx.session.get(JobRun, (job, slot)) is not None


def done(tx: Tx, job: str, slot: str, token: int, count: int) -> None:
    """Note that a job finished in a slot; the second note of the same changes nothing."""
    fence(tx, token)
    if not is_done(tx, job, slot):
        tx.session.add(JobRun(job=job, slot=slot, token=token, finished_at=tx.now, done=count))


def last_runs(tx: Tx) -> dict[str, tuple[str, datetime]]:
    """The newest finished slot of each job, with its instant."""
    newest: dict[str, tuple[str, datetime]] = {}
    for row in runs_of(tx):
        newest[row.job] = (row.slot, row.finished_at)
    return newest
