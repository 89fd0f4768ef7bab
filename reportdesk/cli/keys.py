"""``reportdesk keys``: the site's key files, which live outside the database."""

from pathlib import Path

import click

from reportdesk.domain.errors import Conflict
from reportdesk.runtime import Runtime
from reportdesk.vault.kdf import Work
from reportdesk.vault.keyfile import KeyFileError
from reportdesk.vault.keys import ROTATABLE, Kind, SiteKeys

AFTER_ROTATION = {
    Kind.RECEIPT: "rows move to the new scheme at each reporter's next visit",
    Kind.ESCALATION: "older versions stay, because older ladder wraps need them",
    Kind.SESSION: "every staff session has ended",
    Kind.FLASK: "open desk forms will ask to be sent again",
    Kind.PROOF: "older proofs stay good; the next release publishes the new public key",
}
"""What a rotation means to people, by kind."""


@click.group()
def keys() -> None:
    """Key files of the site: back them up apart from the database, form keys never."""


@keys.command()
@click.pass_obj
def init(runtime: Runtime) -> None:
    """Create every key file, or those that a newer version brought; refuses to replace any."""
    folder = runtime.settings.keys
    try:
        SiteKeys.init(folder, Work.of(runtime.settings))
    except Conflict:
        click.echo(f"keys: added {', '.join(_complete(folder))}; back the folder up, restart")
        return
    click.echo(f"keys: created in {folder}; back this folder up apart from the database")


@keys.command()
@click.argument("kind", type=click.Choice([kind.value for kind in ROTATABLE]))
@click.option(
    "--retire-oldest",
    is_flag=True,
    help="Drop the older of two receipt schemes: reports still under it can never be followed.",
)
@click.pass_obj
def rotate(runtime: Runtime, kind: str, retire_oldest: bool) -> None:
    """Add a new version of one kind of key; restart the site afterwards."""
    chosen, site = Kind(kind), _load(runtime)
    work = Work.of(runtime.settings)
    try:
        site.rotate(chosen, work=work, retire_oldest=retire_oldest)
    except Conflict as refusal:
        if refusal.code != "two_schemes_live":
            raise click.ClickException("somebody else rotated this key just now") from None
        raise click.ClickException(
            f"two receipt schemes are live; reports still under scheme {refusal.params['oldest']} "
            "could never be followed again. Use --retire-oldest when none are left."
        ) from None
    click.echo(f"keys: {kind} rotated; {AFTER_ROTATION[chosen]}. Restart the site.")


@keys.command()
@click.pass_obj
def status(runtime: Runtime) -> None:
    """Show which versions are live, never a key; exit code 1 when a kind is missing."""
    site = _load(runtime)
    for line in site.status():
        detail = f"  ({line.detail})" if line.detail else ""
        click.echo(f"{line.kind:12} {', '.join(line.live) or '-'}{detail}")
    if site.proof.seed is None:
        raise click.ClickException("no key signs proofs of filing yet; run reportdesk keys init")


def _complete(folder: Path) -> tuple[Kind, ...]:
    """Add what a newer version brought; one line that says what to do when nothing is missing."""
    try:
        added = SiteKeys.complete(folder)
    except KeyFileError as problem:
        raise click.ClickException(str(problem)) from None
    if not added:
        raise click.ClickException(
            f"{folder} already holds keys; replacing them would lock every reporter out"
        )
    return added


def _load(runtime: Runtime) -> SiteKeys:
    """The key folder, or one line that says what to do."""
    try:
        return SiteKeys.load(runtime.settings.keys)
    except KeyFileError as problem:
        raise click.ClickException(str(problem)) from None
