"""The ``reportdesk`` command: one group, one module a command."""

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
from reportdesk.cli.register import register
from reportdesk.cli.release import release
from reportdesk.cli.route import route
from reportdesk.cli.serve import serve
from reportdesk.cli.staff import staff
from reportdesk.runtime import Runtime


@click.group()
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
    register,
    release,
    route,
    serve,
    staff,
):
    main.add_command(command)
