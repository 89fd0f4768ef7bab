"""A job process of the tests: real rounds on pretended days, until it is told to end or dies.

What the processes share, apart from the database, are a few files: ``day`` (the instant to
pretend), ``done`` (the last instant whose round one of them finished), ``fuse`` (a death that waits
for whoever works next) and ``sent`` (every letter that left).
"""

import os
import signal
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from reportdesk.jobs.leader import new_holder, round_
from reportdesk.jobs.term import Term
from reportdesk.jobs.work import JOBS, Job
from reportdesk.mail.smtp import Mailer
from reportdesk.runtime import Runtime
from reportdesk.services import leadership
from reportdesk.settings import Settings
from reportdesk.storage.db import Tx
from tests.fakes import SHANGHAI

T = TypeVar("T")
EPOCH = datetime(2026, 1, 1, tzinfo=SHANGHAI)
PAUSE = 0.003
END = "end"


class Guard(StrEnum):
    """What keeps the processes apart."""

    LEASE = "lease"
    UNFENCED = "unfenced"
    """A lease that nobody checks while working: a control."""
    NOTHING = "nothing"
    """Another control."""


class Unchecked(Term):
    """A leader that nobody fences."""

    def write(self, work: Callable[[Tx], T]) -> T:
        """One transaction, whoever leads."""
        return self.runtime.write(work)


class Postbox(Mailer):
    """A slow mail server that notes each letter it took."""

    def __init__(self, folder: Path, clock: Callable[[], datetime], seconds: float) -> None:
        self.file, self.clock, self.seconds = folder / "sent", clock, seconds

    def send(self, to: str, subject: str, body: str, *, name: str) -> None:
        """Take one letter."""
        time.sleep(self.seconds)
        with self.file.open("a") as sent:
            sent.write(f"{self.clock():%Y-%m-%dT%H} {to} {subject}\n")


class Mortal(Runtime):
    """A runtime whose process dies, or falls asleep, in the middle of its work when a fuse says so.

    The file says how many writes from now, and whether ``before`` or ``after`` the commit;
    ``sleep`` stops the process after the commit, until somebody wakes it.
    """

    fuse: Path
    left: int | None = None

    def write(self, work: Callable[[Tx], T]) -> T:
        """One unit of work, committed, unless the process dies in it."""
        kind = self._burns()
        if kind is None:
            return super().write(work)
        if kind == "before":
            return super().write(lambda tx: (work(tx), os.kill(os.getpid(), signal.SIGKILL))[0])
        result = super().write(work)
        os.kill(os.getpid(), signal.SIGSTOP if kind == "sleep" else signal.SIGKILL)
        return result

    def _burns(self) -> str | None:
        """How to die in this write, if this is the one."""
        try:
            count, kind = self.fuse.read_text().split()
        except (FileNotFoundError, ValueError):
            self.left = None
            return None
        self.left = int(count) if self.left is None else self.left - 1
        if self.left > 0:
            return None
        try:
            self.fuse.unlink()
        except FileNotFoundError:
            return None  # the other one took it
        return kind


def write_file(path: Path, text: str) -> None:
    """Write a file so that a reader sees all of it or nothing."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.write_text(text)
    fresh.replace(path)


def run(
    settings: Settings,
    folder: Path,
    started: float,
    guard: Guard,
    slow: float,
    faster: int,
    names: frozenset[str],
) -> None:
    """Work at the jobs of these names until told to end.

    Machine time runs ``faster`` than it does, so that nobody waits long for a dead one's lease.
    """
    jobs = [job for job in JOBS if job.name in names]
    today = [EPOCH]
    kit = Mortal(settings, clock=lambda: today[0])
    kit.fuse, kit.mailer = folder / "fuse", Postbox(folder, lambda: today[0], slow)
    holder, finished = new_holder(), ""

    def machine_time() -> datetime:
        return EPOCH + timedelta(seconds=(time.time() - started) * faster)

    while (told := (folder / "day").read_text()) != END:
        if told == finished:
            time.sleep(PAUSE)
            continue
        today[0] = datetime.fromisoformat(told)
        if _one(kit, holder, guard, jobs, machine_time):
            finished = told
            write_file(folder / "done", told)
        else:
            time.sleep(PAUSE)


def _one(
    kit: Runtime,
    holder: str,
    guard: Guard,
    jobs: list[Job],
    machine_time: Callable[[], datetime],
) -> bool:
    """One round, or for the controls something like one; whether all is done."""
    if guard is Guard.LEASE:
        finished = round_(kit, holder, jobs, machine_time=machine_time)
        return finished is not None and not finished.failed
    token: int | None = 1
    if guard is Guard.UNFENCED:
        token = kit.write(lambda tx: leadership.lead(tx, holder, machine_time()))
    if token is None:
        return False
    term = Unchecked(kit, token, machine_time)
    for job in jobs:
        _unguarded(term, job)
    if guard is Guard.UNFENCED:
        term.resign()
    return True


def _unguarded(term: Term, job: Job) -> None:
    """A job whose slot is not done yet, by somebody who need not lead."""
    kit, slot = term.runtime, job.slot(term.runtime).name
    if not kit.read(lambda tx: leadership.is_done(tx, job.name, slot)):
        count = job.run(term)
        kit.write(lambda tx: leadership.done(tx, job.name, slot, term.token, count))
