"""``reportdesk jobs``: timed work, in a process of its own."""

from datetime import datetime, time

import click

from reportdesk.jobs import leader, scheduler
from reportdesk.runtime import SHANGHAI, Runtime


@click.group()
def jobs() -> None:
    """Clocks, ladders, mail and the weekly release."""


@jobs.command()
@click.pass_obj
def run(runtime: Runtime) -> None:
    """Work until interrupted; several processes may run, one of them leads."""
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
    report = leader.round_(runtime, leader.new_holder())
    if report is None:
        raise click.ClickException("another process leads at the moment; try again in two minutes")
    for name, count in report.items():
        click.echo(f"{name}: {count}")
    if not report:
        click.echo("nothing was due")


def _evening(day: datetime) -> datetime:
    """Late on a day, when every slot of it has begun."""
    return datetime.combine(day.date(), time(20, 0), tzinfo=SHANGHAI)
