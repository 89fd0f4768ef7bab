"""``reportdesk staff``: the first invitations, from the machine itself."""

import click

from reportdesk.domain.actors import Role
from reportdesk.domain.errors import BadInput, NotFound
from reportdesk.runtime import Runtime
from reportdesk.services import accounts

REFUSALS = {
    "login_taken": "this login has an account already",
    "login_no_address": "the login must be an e-mail address",
    "role_not_here": "this authority has no such role",
}


@click.group()
def staff() -> None:
    """Staff accounts."""


@staff.command()
@click.option("--authority", required=True, help="Id, such as edu-420000 or platform.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--login", required=True, help="Work e-mail; also receives mail without content.")
@click.option("--name", required=True, help="Name or post, shown to colleagues only.")
@click.pass_obj
def invite(runtime: Runtime, authority: str, role: str, login: str, name: str) -> None:
    """Print a one-time link that is valid for seven days."""
    try:
        token = runtime.write(
            lambda tx: accounts.invite(
                tx, None, login=login, name=name, authority_id=authority, role=Role(role)
            )
        )
    except NotFound:
        raise click.ClickException(f"the register has no authority {authority!r}") from None
    except BadInput as error:
        raise click.ClickException(REFUSALS[error.code]) from None
    click.echo(f"{runtime.settings.site_url}/desk/join/{token}")
