"""APScheduler wiring only: a round every half minute, in a process of its own."""

from apscheduler.schedulers.blocking import BlockingScheduler

from reportdesk.jobs.leader import new_holder, round_
from reportdesk.runtime import SHANGHAI, Runtime
from reportdesk.services import leadership

EVERY_SECONDS = 30


def run(runtime: Runtime) -> None:
    """Work until interrupted; then give the lease up so that a successor need not wait.

    Jobs are declared in code and kept in memory: a job store shared by processes fires twice.
    """
    holder = new_holder()
    scheduler = BlockingScheduler(timezone=SHANGHAI)
    scheduler.add_job(
        round_,
        "interval",
        args=[runtime, holder],
        seconds=EVERY_SECONDS,
        next_run_time=runtime.clock(),
        id="round",
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    try:
        scheduler.start()
    finally:
        runtime.write(lambda tx: leadership.resign(tx, holder))
