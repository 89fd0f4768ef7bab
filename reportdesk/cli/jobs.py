"""``reportdesk jobs``: timed work, in a process of its own."""

import time
from datetime import datetime
from datetime import time as clock_time

import click

from reportdesk.jobs import leader, scheduler
from reportdesk.runtime import SHANGHAI, Runtime

LONGEST_WAIT = 120
"""Seconds; the lease of a process that died is over by then."""


@click.group()
def jobs() -> None:
    """Clocks, ladders, mail and the weekly release."""


@jobs.command()
@click.pass_obj
def run(runtime: Runtime) -> None:
    """Work until interrupted; several processes may run, one of them leads."""
    runtime.refuse_unfit_pack()
    runtime.refuse_demonstration()
    scheduler.run(runtime)


@jobs.command()
@click.option("--now", "day", type=click.DateTime(["%Y-%m-%d"]), help="Pretend it is this day.")
@click.pass_obj
def once(runtime: Runtime, day: datetime | None) -> None:
    """Do what is due, once, and say what was done."""
    if day is not None and runtime.settings.production:
        raise click.ClickException("--now is for demonstrations and tests; this is production")
    if day is not None:
        runtime = Runtime(runtime.settings, clock=lambda: _evening(day))
    runtime.refuse_demonstration()
    finished = _in_turn(runtime)
    for name, count in finished.done.items():
        click.echo(f"{name}: {count}")
    if finished.failed:
        raise click.ClickException(f"failed and due again: {', '.join(finished.failed)}")
    if not finished.done:
        click.echo("nothing was due")


def _in_turn(runtime: Runtime) -> leader.Round:
    """One round, after waiting for the process that leads at the moment."""
    holder = leader.new_holder()
    for second in range(LONGEST_WAIT):
        finished = leader.round_(runtime, holder)
        if finished is not None:
            return finished
        if second == 0:
            click.echo("another process is at work; waiting", err=True)
        time.sleep(1)
    raise click.ClickException("another process has led all the while; is it stuck?")


def _evening(day: datetime) -> datetime:
    """Late on a day, when every slot of it has begun."""
    return datetime.combine(day.date(), clock_time(20, 0), tzinfo=SHANGHAI)
