"""``reportdesk register pupils`` and ``small``: sizes that decide what may be named in public."""

from datetime import datetime

import click

from reportdesk.domain.errors import BadInput, NotFound
from reportdesk.runtime import Runtime
from reportdesk.services import gauging

WHY_NOT = {
    "school": "no school with this id, or not exactly one with this name",
    "authority": "no such authority; ids look like edu-420102",
    "pupils_out_of_range": "a count of pupils is between 1 and 200000",
    "counted_in_future": "that day has not come yet",
    "source_missing": "say where it comes from",
    "too_long": "the source is too long",
}
"""What a refusal means."""


@click.command()
@click.argument("school")
@click.argument("count", type=int)
@click.option("--source", required=True, help="Where the number comes from.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Its date.")
@click.pass_obj
def pupils(runtime: Runtime, school: str, count: int, source: str, day: datetime) -> None:
    """Note how many pupils SCHOOL (id or exact name) has; from 100 on it may be named in public."""
    on = day.date()
    try:
        name = runtime.write(
            lambda tx: gauging.count_pupils(tx, school, pupils=count, source=source, on=on)
        )
    except (BadInput, NotFound) as refusal:
        raise click.ClickException(WHY_NOT[refusal.code]) from refusal
    click.echo(f"{name}: {count} pupils on {on}; heeded from the next release on")


@click.command()
@click.argument("authority")
@click.option("--source", required=True, help="Where that is known from.")
@click.option("--not", "no", is_flag=True, help="It supervises 20 schools or more after all.")
@click.pass_obj
def small(runtime: Runtime, authority: str, source: str, no: bool) -> None:
    """Note that AUTHORITY supervises fewer than 20 schools: its cases show the body above."""
    try:
        name = runtime.write(
            lambda tx: gauging.mark_small(tx, authority, small=not no, source=source)
        )
    except (BadInput, NotFound) as refusal:
        raise click.ClickException(WHY_NOT[refusal.code]) from refusal
    click.echo(f"{name}: {'not small' if no else 'small'}; heeded from the next release on")
