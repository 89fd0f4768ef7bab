"""APScheduler wiring only: a round every half minute, in a process of its own."""

import logging
import signal

from apscheduler.schedulers.background import BackgroundScheduler

from reportdesk.jobs.leader import new_holder, round_
from reportdesk.runtime import SHANGHAI, Runtime

EVERY_SECONDS = 30
ENDS = {signal.SIGTERM, signal.SIGINT}
log = logging.getLogger(__name__)


def run(runtime: Runtime) -> None:
    """Work until asked to end; then finish the round that is under way.

    Jobs are declared in code and kept in memory: a job store shared by processes fires twice.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)  # only the wait below receives them
    scheduler = BackgroundScheduler(timezone=SHANGHAI)
    scheduler.add_job(
        _beat,
        "interval",
        args=[runtime, new_holder()],
        seconds=EVERY_SECONDS,
        next_run_time=runtime.clock(),
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    scheduler.start()
    signal.sigwait(ENDS)
    scheduler.shutdown(wait=True)


def _beat(runtime: Runtime, holder: str) -> None:
    """One round; a failure is logged without its message, which may quote a row."""
    try:
        round_(runtime, holder)
    except Exception as error:  # the next beat tries again
        log.error("round failed: %s", type(error).__name__)
