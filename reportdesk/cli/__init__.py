"""The ``reportdesk`` command: one group, one module a command."""

from typing import Any

import click

from config import load_settings
from reportdesk import __version__
from reportdesk.cli.clock import clock
from reportdesk.cli.db import db
from reportdesk.cli.demo import demo
from reportdesk.cli.doctor import doctor
from reportdesk.cli.jobs import jobs
from reportdesk.cli.keys import keys
from reportdesk.cli.pack import pack
from reportdesk.cli.proof import proof
from reportdesk.cli.register import register
from reportdesk.cli.release import release
from reportdesk.cli.route import route
from reportdesk.cli.serve import serve
from reportdesk.cli.shreds import shreds
from reportdesk.cli.staff import staff
from reportdesk.domain.errors import DomainError
from reportdesk.packs.problems import PackError
from reportdesk.runtime import Runtime

WORDS = {
    "schema_missing": "the database has no tables yet: run reportdesk db upgrade",
    "storage_full": "no space is left under the database",
    "database_busy": "others kept the database busy; try again",
    "disk_full": "no space is left",
}
"""What operators are told of refusals that no command put into words of its own."""


class Commands(click.Group):
    """A group whose commands end with one line instead of a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what an operator can mend is said in words."""
        try:
            return super().invoke(ctx)
        except DomainError as error:
            raise click.ClickException(WORDS.get(error.code, error.code)) from error
        except PackError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Commands)
@click.version_option(__version__)
@click.pass_context
def main(context: click.Context) -> None:
    """Reportdesk: anonymous reports of coerced data collection, answered in public."""
    context.obj = Runtime(load_settings())


for command in (
    clock,
    db,
    demo,
    doctor,
    jobs,
    keys,
    pack,
    proof,
    register,
    release,
    route,
    serve,
    shreds,
    staff,
):
    main.add_command(command)
