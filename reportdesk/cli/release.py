"""``reportdesk release``: the frozen files that the public site reads."""

import click

from reportdesk.domain.errors import BadInput, Conflict
from reportdesk.release.verify import problems
from reportdesk.runtime import Runtime
from reportdesk.services import publication


@click.group()
def release() -> None:
    """Frozen releases of the public record."""


@release.command()
@click.option("--label", help="Such as 2026-W47, or 2026-W47-2 for one more in that week.")
@click.pass_obj
def build(runtime: Runtime, label: str | None) -> None:
    """Write the release of today; redact earlier ones where a case must leave."""
    secret, keys = runtime.vault.secret("publication"), runtime.vault.proof_publics()
    try:
        built = publication.build(
            runtime.read,
            runtime.write,
            runtime.settings,
            runtime.pack,
            secret,
            label=label,
            proof_keys=keys,
        )
    except (Conflict, BadInput) as refusal:
        raise click.ClickException(_why(refusal)) from None
    except OSError as failure:
        said = failure.strerror or type(failure).__name__
        raise click.ClickException(f"the release could not be written: {said}") from None
    for earlier in built.redacted:
        click.echo(f"release: {earlier} has a new revision")
    click.echo(f"release: {built.label}, {built.cases} cases, {built.new} of them new")


def _why(refusal: Conflict | BadInput) -> str:
    """Why nothing was built, and what to do."""
    if refusal.code == "release_building":
        return "another build is running; nothing was written"
    name = refusal.params["label"]
    if isinstance(refusal, BadInput):
        week = refusal.params["this_week"]
        return f"{name!r} is no label of this week; write it like {week} or {week}-2"
    return f"{name} exists and never changes; for one more this week use --label {name}-2"


@release.command()
@click.argument("label", required=False)
@click.option("--files-only", is_flag=True, help="Do not compare with the live database's ledger.")
@click.pass_obj
def verify(runtime: Runtime, label: str | None, files_only: bool) -> None:
    """Check checksums and that every file follows from its store; exit code 1 when not."""
    settings = runtime.settings
    found = problems(settings.releases, label)
    if not files_only:
        found += runtime.read(lambda tx: publication.disagreements(tx, settings, label))
    for problem in found:
        click.echo(f"release: {problem}")
    if found:
        raise SystemExit(1)
    click.echo("release: as it should be")
