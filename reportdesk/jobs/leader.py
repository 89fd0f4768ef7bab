"""One round of timed work: lead, then run every job whose slot is not done yet."""

import logging
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from reportdesk.domain.errors import Busy, Conflict, Unavailable
from reportdesk.jobs.term import Term
from reportdesk.jobs.work import JOBS, Job
from reportdesk.runtime import Runtime, system_clock
from reportdesk.services import leadership

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """What each job did, and the names of those that failed and will be tried again."""

    done: dict[str, int]
    failed: tuple[str, ...]


def new_holder() -> str:
    """A random name for this process; it says nothing about the machine."""
    return secrets.token_hex(8)


def round_(
    runtime: Runtime,
    holder: str,
    jobs: Iterable[Job] = JOBS,
    *,
    machine_time: Callable[[], datetime] = system_clock,
) -> Round | None:
    """Run what is due; None while another process leads, or when one took over meanwhile.

    ``machine_time`` times the lease, also when the runtime's clock pretends another day.
    """
    played = runtime.settings.demo
    token = runtime.write(lambda tx: leadership.lead(tx, holder, machine_time(), any_time=played))
    if token is None:
        return None
    term = Term(runtime, token, machine_time)
    try:
        return _run_all(term, jobs)
    except Conflict as lost:
        if lost.code != "not_leader":
            raise
        return None
    finally:
        term.resign()


def _run_all(term: Term, jobs: Iterable[Job]) -> Round:
    """Every job whose slot is not done yet.

    One that fails is logged without its message (it may quote a row) and tried again in the next
    round; the others run all the same.
    """
    done: dict[str, int] = {}
    failed: list[str] = []
    for job in jobs:
        slot = job.slot(term.runtime).name
        if _is_done(term.runtime, job.name, slot):
            continue
        try:
            done[job.name] = _run(term, job, slot)
        except Exception as error:  # one broken job must not stop the clocks
            if isinstance(error, Conflict) and error.code == "not_leader":
                raise
            log.error("job %s failed: %s", job.name, type(error).__name__)
            failed.append(job.name)
            _note_failure(term, job, type(error).__name__)
    return Round(done, tuple(failed))


def _is_done(runtime: Runtime, job: str, slot: str) -> bool:
    """Whether there is nothing left to do in this slot."""
    return runtime.read(lambda tx: leadership.is_done(tx, job, slot))


def _run(term: Term, job: Job, slot: str) -> int:
    """One job in one slot, noted as done in the end."""
    own = replace(term, left=[], lasts=job.lasts)
    own.keep()
    count, name = job.run(own), job.name
    term.write(lambda tx: leadership.done(tx, name, slot, term.token, count, len(own.left)))
    return count


def _note_failure(term: Term, job: Job, failure: str) -> None:
    """Keep the failure for whoever looks after the site; a database that is away keeps nothing."""
    try:
        term.write(lambda tx: leadership.failed(tx, job.name, failure))
    except (Busy, Unavailable):
        log.error("the failure of job %s could not be noted", job.name)
