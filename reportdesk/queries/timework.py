"""How timed work stands: who leads, each job's last run, its lateness, trouble and backlog."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from reportdesk.domain.timetable import TIMETABLE, Leap, lateness, times_of
from reportdesk.storage.db import Tx
from reportdesk.storage.due import cases_due
from reportdesk.storage.job import JobRun, JobTrouble, Lease, newest_runs
from reportdesk.storage.outbox import WAITING, Outbox
from reportdesk.storage.report import Message, Report

LEASE = "jobs"
QUIET = timedelta(minutes=5)
"""Rounds are half a minute apart; a long one may take a few."""


@dataclass(frozen=True, slots=True)
class JobHealth:
    """One job at this moment."""

    name: str
    slot: str
    """The newest slot that has begun."""
    last: JobRun | None
    """The run that finished last."""
    late: timedelta
    """How long the newest slot's work has waited; nothing when it is done or has just begun."""
    trouble: JobTrouble | None
    backlog: int | None
    """Things that its next run will do; None for a job that counts none."""

    @property
    def sound(self) -> bool:
        """Whether it has run, keeps time and leaves nothing undone."""
        return self.last is not None and not (self.late or self.trouble or self.last.left)


@dataclass(frozen=True, slots=True)
class Timework:
    """All timed work; ``seen_at`` is when a round last began, ``held`` why none begins."""

    jobs: tuple[JobHealth, ...]
    now: datetime
    seen_at: datetime | None
    held: Leap | None

    @property
    def asleep(self) -> timedelta:
        """How long no round has begun, when that is longer than rounds are apart."""
        since = self.now - self.seen_at if self.seen_at is not None else timedelta()
        return since if since > QUIET else timedelta()

    @property
    def sound(self) -> bool:
        """Whether nobody has to look."""
        begun = self.seen_at is not None and not self.asleep
        return begun and self.held is None and all(job.sound for job in self.jobs)


def timework(tx: Tx, *, at_once: bool) -> Timework:
    """Every job of the timetable, in its order; ``at_once`` as the site delivers."""
    runs, lease = newest_runs(tx), tx.session.get(Lease, LEASE)
    jobs = []
    for name in TIMETABLE:
        slot, last = times_of(name, at_once=at_once)(tx.now), runs.get(name)
        count = BACKLOG.get(name)
        jobs.append(
            JobHealth(
                name=name,
                slot=slot.name,
                last=last,
                late=lateness(slot, last.slot if last else None, tx.now),
                trouble=tx.session.get(JobTrouble, name),
                backlog=count(tx) if count else None,
            )
        )
    held = Leap(lease.held) if lease is not None and lease.held else None
    seen_at = lease.seen_at if lease is not None else None
    return Timework(tuple(jobs), tx.now, seen_at, held)


def _letters_and_arrivals(tx: Tx) -> int:
    """Letters that wait to leave, and reports and messages that wait for the slot."""
    counts = (
        select(func.count()).select_from(Outbox).where(Outbox.state == WAITING),
        select(func.count()).select_from(Report).where(Report.visible.is_(False)),
        select(func.count()).select_from(Message).where(Message.visible.is_(False)),
    )
    return sum(tx.session.scalar(count) or 0 for count in counts)


BACKLOG: Mapping[str, Callable[[Tx], int]] = {
    "sweep": lambda tx: len(cases_due(tx)),
    "deliver": _letters_and_arrivals,
}
"""What waits for each job that can say so."""
