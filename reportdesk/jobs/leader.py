"""One round of timed work: lead, then run every job whose slot is not done yet."""

import logging
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from reportdesk.domain.errors import Conflict
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
    token = runtime.write(lambda tx: leadership.lead(tx, holder, machine_time()))
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
        slot = job.slot(term.runtime, term.runtime.clock())
        if _is_done(term.runtime, job.name, slot):
            continue
        try:
            done[job.name] = _run(term, job, slot)
        except Exception as error:  # one broken job must not stop the clocks
            if isinstance(error, Conflict) and error.code == "not_leader":
                raise
            log.error("job %s failed: %s", job.name, type(error).__name__)
            failed.append(job.name)
    return Round(done, tuple(failed))


def _is_done(runtime: Runtime, job: str, slot: str) -> bool:
    """Whether there is nothing left to do in this slot."""
    return runtime.read(lambda tx: leadership.is_done(tx, job, slot))


def _run(term: Term, job: Job, slot: str) -> int:
    """One job in one slot, noted as done in the end."""
    count = job.run(term)
    term.write(lambda tx: leadership.done(tx, job.name, slot, term.token, count))
    return count
