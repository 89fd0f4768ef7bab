"""``reportdesk demo``: a clearly marked demonstration, made by the use cases themselves."""

import json
import os
from datetime import datetime, time, timedelta
from pathlib import Path

import click
import pyotp

from reportdesk.cli import demo_cases
from reportdesk.cli.demo_cast import Cast
from reportdesk.packs.loader import DEFAULT_PACK
from reportdesk.queries import health
from reportdesk.runtime import SHANGHAI, Runtime


@click.group()
def demo() -> None:
    """The demonstration: fictitious schools in real places."""


@demo.command()
@click.pass_obj
def seed(runtime: Runtime) -> None:
    """Fill an empty instance; on a filled one only say who can sign in."""
    settings, note = runtime.settings, runtime.settings.instance / "demo.json"
    if not settings.demo:
        raise click.ClickException("the demonstration needs REPORTDESK_ENV=demo")
    if note.exists():
        _tell(note)
        return
    if runtime.pack.id != DEFAULT_PACK:
        raise click.ClickException(f"the demonstration is written for the pack {DEFAULT_PACK}")
    if runtime.read(health.accounts):
        raise click.ClickException("this instance has accounts already; use another folder")
    today = runtime.clock().date()
    first = today - timedelta(days=demo_cases.EARLIEST + 1)
    cast = Cast(settings, datetime.combine(first, time(9, 0), tzinfo=SHANGHAI))
    click.echo("staff …")
    cast.assemble()
    _write(note, cast, {})
    receipts = demo_cases.play(cast, today, lambda step: click.echo(f"\rcases {step}", nl=False))
    label = demo_cases.publish(cast)
    click.echo(f"\rrelease {label}      ")
    _write(note, cast, receipts)
    _tell(note)


def _write(note: Path, cast: Cast, receipts: dict[str, str]) -> None:
    """Keep the passwords of the demonstration, readable by its owner only."""
    people = [
        {
            "login": person.login,
            "name": person.name,
            "authority": person.authority_id,
            "role": person.role.value,
            "password": person.password,
            "totp_secret": person.totp_secret,
            "recovery_code": person.recovery_code,
        }
        for person in cast.people.values()
    ]
    text = json.dumps({"people": people, "receipts": receipts}, ensure_ascii=False, indent=1)
    handle = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)


def _tell(note: Path) -> None:
    """Print who can sign in, and how to get a one-time code."""
    facts = json.loads(note.read_text(encoding="utf-8"))
    click.echo("演示账号 / demonstration accounts (also in instance/demo.json):")
    for person in facts["people"]:
        click.echo(f"  {person['login']:32} {person['password']}  TOTP {person['totp_secret']}")
    click.echo("one-time code: reportdesk demo code LOGIN")


@demo.command()
@click.argument("login")
@click.pass_obj
def code(runtime: Runtime, login: str) -> None:
    """Print the one-time code of a demonstration account for this half minute."""
    facts = json.loads((runtime.settings.instance / "demo.json").read_text(encoding="utf-8"))
    for person in facts["people"]:
        if person["login"] in {login, f"{login}@example.org"}:
            click.echo(pyotp.TOTP(person["totp_secret"]).at(runtime.clock()))
            return
    raise click.ClickException(f"no demonstration account {login}")
