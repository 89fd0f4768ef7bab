"""``reportdesk shreds``: copies of the shred keys, none of which may live longer than 30 days."""

import click

from reportdesk.domain.errors import NotFound
from reportdesk.runtime import Runtime
from reportdesk.services import destroying
from reportdesk.vault import copies

WHY_NOT = {
    "shred_copy": "there is no such copy; see reportdesk shreds status",
    "shred_copy_old": "that copy is 30 days old: it would bring back what was promised to be gone",
}
"""What a refusal means."""


@click.group()
def shreds() -> None:
    """Copies of the shred keys: without them a lost disk means that no report opens."""


@shreds.command()
@click.pass_obj
def backup(runtime: Runtime) -> None:
    """Destroy the copies that are 30 days old, and make one of today."""
    settings, today = runtime.settings, runtime.clock().date()
    gone = copies.prune(settings.shred_copies, today)
    try:
        made = copies.make_copy(settings.shreds, settings.shred_copies, today)
    except OSError as failure:
        raise click.ClickException(
            f"no copy was made ({failure.strerror}); nothing of it was left, and {gone} old"
            " destroyed. The copies named by reportdesk shreds status are whole."
        ) from failure
    click.echo(f"shreds: made {made.name} in {settings.shred_copies}; {gone} old destroyed")


@shreds.command()
@click.pass_obj
def prune(runtime: Runtime) -> None:
    """Destroy the copies that are 30 days old; the daily job does so too."""
    gone = copies.prune(runtime.settings.shred_copies, runtime.clock().date())
    click.echo(f"shreds: {gone} destroyed")


@shreds.command()
@click.pass_obj
def status(runtime: Runtime) -> None:
    """Name every copy with its age; exit code 1 when there is none, or one is too old or of a day
    to come: nothing would destroy that one in time."""
    found, today = copies.copies(runtime.settings.shred_copies), runtime.clock().date()
    for one in found:
        click.echo(f"{one.name}  {(today - one.made_on).days} days old")
    if not found:
        click.echo("no copy: run reportdesk shreds backup every day")
    if found and found[-1].made_on > today:
        click.echo("a copy of a day to come: a clock was wrong; remove it and make a new one")
    if not found or found[0].made_on + copies.LIFE <= today or found[-1].made_on > today:
        raise SystemExit(1)


@shreds.command()
@click.argument("name")
@click.pass_obj
def restore(runtime: Runtime, name: str) -> None:
    """Put back the keys of a copy that are missing, then destroy again what was destroyed since.

    Restore the database first: what it says was destroyed is destroyed again.
    """
    settings, today = runtime.settings, runtime.clock().date()
    try:
        back = copies.put_back(settings.shreds, settings.shred_copies, name, today)
    except NotFound as refusal:
        raise click.ClickException(WHY_NOT[refusal.code]) from refusal
    except OSError as failure:
        runtime.read(lambda tx: destroying.destroy_again(tx, runtime.vault))
        raise click.ClickException(
            f"some keys could not be put back ({failure.strerror}); run it again"
        ) from failure
    gone = runtime.read(lambda tx: destroying.destroy_again(tx, runtime.vault))
    click.echo(f"shreds: {back} put back; {gone} of reports destroyed before are gone again")
