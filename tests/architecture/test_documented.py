"""Guards on the documentation: every setting, command and public column stands in it."""

import re
from collections.abc import Iterator
from dataclasses import fields

import click

from config import PREFIX, ROOT
from reportdesk.cli import main
from reportdesk.release.fields import FIELDS
from reportdesk.settings import Settings
from tests.open_data_page import page


def documented(page: str, pattern: str) -> set[str]:
    """What the first column of a page's tables, or its headings, name."""
    return set(
        re.findall(pattern, (ROOT / "docs" / page).read_text(encoding="utf-8"), re.MULTILINE)
    )


def commands(command: click.Command, words: str = "reportdesk") -> Iterator[str]:
    """Every command as it is typed."""
    if not isinstance(command, click.Group):
        yield words
        return
    for inner in command.commands.values():
        yield from commands(inner, f"{words} {inner.name}")


def test_every_setting_is_explained_to_operators() -> None:
    known = {PREFIX + field.name.upper() for field in fields(Settings)}
    told = documented("operations.md", rf"^\| `({PREFIX}\w+)` \|")
    assert known - told == set(), "Add a row to the table in docs/operations.md"
    assert told - known == set(), "Remove the row from docs/operations.md: the setting is gone"


def test_every_command_is_explained() -> None:
    known = set(commands(main))
    told = documented("cli.md", r"^### `(reportdesk[\w -]*?)(?: [A-Z\[<].*)?`$")
    assert known - told == set(), "Add a heading with an example to docs/cli.md"
    assert told - known == set(), "Remove it from docs/cli.md: the command is gone"


def test_every_public_column_is_explained_to_readers_of_the_data() -> None:
    printed = (ROOT / "docs" / "open-data.md").read_text(encoding="utf-8")
    current = printed == page()  # compared here: pytest's own account of two pages takes minutes
    assert current, "Run: .venv/bin/python -m tests.open_data_page > docs/open-data.md"
    assert all(f"| `{field.name}` |" in printed for field in FIELDS)
