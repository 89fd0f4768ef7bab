"""``reportdesk jobs``: timed work, in a process of its own."""

import time
from datetime import datetime
from datetime import time as clock_time

import click

from reportdesk.jobs import leader, scheduler
from reportdesk.runtime import SHANGHAI, Runtime, system_clock
from reportdesk.services import leadership

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


@jobs.command("believe-clock")
@click.pass_obj
def believe_clock(runtime: Runtime) -> None:
    """Say that the machine's clock is right after it leapt, so that timed work goes on from it.

    Every deadline that passed in between is then acted on: look at the date first.
    """
    now = system_clock()
    held = runtime.write(lambda tx: leadership.believe(tx, now))
    said = "believed" if held is None else f"believed, after it leapt {held.value}"
    click.echo(f"{now:%Y-%m-%d %H:%M}: {said}")


def _in_turn(runtime: Runtime) -> leader.Round:
    """One round, after waiting for the process that leads at the moment."""
    holder = leader.new_holder()
    for second in range(LONGEST_WAIT):
        finished = leader.round_(runtime, holder)
        if finished is not None:
            return finished
        if second == 0:
            held = runtime.read(leadership.held)
            if held is not None:
                raise click.ClickException(
                    f"the machine's clock leapt {held.value}; set it right, or say that it is: "
                    "reportdesk jobs believe-clock"
                )
            click.echo("another process is at work; waiting", err=True)
        time.sleep(1)
    raise click.ClickException("another process has led all the while; is it stuck?")


def _evening(day: datetime) -> datetime:
    """Late on a day, when every slot of it has begun."""
    return datetime.combine(day.date(), clock_time(20, 0), tzinfo=SHANGHAI)
