"""One round of timed work: lead, then run every job whose slot is not done yet."""

import logging
import secrets
from collections.abc import Iterable
from functools import partial

from reportdesk.domain.errors import Conflict
from reportdesk.jobs.work import JOBS, Job
from reportdesk.runtime import Runtime
from reportdesk.services import leadership

log = logging.getLogger(__name__)


def new_holder() -> str:
    """A random name for this process; it says nothing about the machine."""
    return secrets.token_hex(8)


def round_(runtime: Runtime, holder: str, jobs: Iterable[Job] = JOBS) -> dict[str, int] | None:
    """Run what is due; returns what each job did, or None while another process leads.

    A job that fails is logged without its message (it may quote a row) and tried again in the
    next round; the others run all the same.
    """
    token = runtime.write(lambda tx: leadership.lead(tx, holder))
    if token is None:
        return None
    report: dict[str, int] = {}
    for job in jobs:
        slot = job.slot(runtime, runtime.clock())
        if runtime.read(partial(leadership.is_done, job=job.name, slot=slot)):
            continue
        try:
            report[job.name] = _run(runtime, job, slot, token)
        except Conflict:
            return None
        except Exception as error:  # one broken job must not stop the clocks
            log.error("job %s failed: %s", job.name, type(error).__name__)
    return report


def _run(runtime: Runtime, job: Job, slot: str, token: int) -> int:
    """One job in one slot, noted as done in the end."""
    count = job.run(runtime, token)
    runtime.write(lambda tx: leadership.done(tx, job.name, slot, token, count))
    return count
