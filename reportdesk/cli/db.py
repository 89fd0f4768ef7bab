"""``reportdesk db``: the schema of the live database."""

import click

from reportdesk.runtime import Runtime


@click.group()
def db() -> None:
    """Schema of the live database."""


@db.command()
@click.pass_obj
def upgrade(runtime: Runtime) -> None:
    """Bring the database to the newest schema; safe to repeat."""
    runtime.upgrade_database()
    click.echo("database: at the newest schema")


@db.command()
@click.pass_obj
def check(runtime: Runtime) -> None:
    """Compare the database with the newest schema; exit code 1 when they differ."""
    problems = runtime.schema_problems()
    for problem in problems:
        click.echo(f"database: {problem}")
    if problems:
        raise SystemExit(1)
    click.echo("database: as it should be")
