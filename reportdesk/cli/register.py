"""``reportdesk register``: the divisions, authorities and schools of the nation."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from reportdesk.cli.register_sizes import pupils, small
from reportdesk.domain.authority import NOT_COVERED, Level
from reportdesk.domain.errors import NotFound
from reportdesk.domain.register_changes import Change, ChangeKind, Difference, Table
from reportdesk.domain.school_matching import Pair
from reportdesk.packs.csv_rows import DataError
from reportdesk.packs.ministry_list import ListedSchool, read_ministry_list
from reportdesk.packs.register import Register, load_register
from reportdesk.runtime import Runtime
from reportdesk.services import register as register_service
from reportdesk.services import school_import

TABLES = {
    Table.DIVISIONS: "行政区划 divisions",
    Table.AUTHORITIES: "主管部门 authorities",
    Table.SCHOOLS: "学校 schools",
}
KINDS = {
    ChangeKind.NEW: "新增 new",
    ChangeKind.GONE: "停用 gone",
    ChangeKind.RENAMED: "改名 renamed",
    ChangeKind.MOVED: "变更地点 moved",
    ChangeKind.CHANGED: "其他变更 changed",
}
FIRST_LINES = 5
EMPTY = "名录是空的，请先运行 reportdesk register load / the register is empty: load it first"
dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Print the difference, write nothing."
)


@click.group()
def register() -> None:
    """Divisions, authorities and schools of the nation."""


register.add_command(pupils)
register.add_command(small)


@register.command()
@dry_run_option
@click.pass_obj
def load(runtime: Runtime, dry_run: bool) -> None:
    """Bring the register to the shipped edition; all or nothing, safe to repeat."""
    edition = _ready(runtime)
    run = runtime.read if dry_run else runtime.write
    difference = run(lambda tx: register_service.load(tx, edition, dry_run=dry_run))
    _print(difference, edition)
    click.echo("未写入 nothing written" if dry_run else "已载入 loaded")


@register.command()
@click.pass_obj
def diff(runtime: Runtime) -> None:
    """Print what loading the shipped edition would change."""
    edition = _ready(runtime)
    found = runtime.read(lambda tx: register_service.load(tx, edition, dry_run=True))
    _print(found, edition)


@register.command("import-schools")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@dry_run_option
@click.option(
    "--accept-likely", is_flag=True, help="Take the likely renamings that --dry-run prints as true."
)
@click.pass_obj
def import_schools(runtime: Runtime, file: Path, dry_run: bool, accept_likely: bool) -> None:
    """Upgrade institutions of higher education from the ministry's workbook FILE (.xls)."""
    edition = _ready(runtime)
    run = runtime.read if dry_run else runtime.write
    try:
        listed = read_ministry_list(file, edition)
        difference, likely = run(
            lambda tx: school_import.import_schools(
                tx, listed, accept_likely=accept_likely, dry_run=dry_run
            )
        )
    except DataError as error:
        raise click.ClickException(str(error)) from error
    except NotFound as error:
        raise click.ClickException(EMPTY) from error
    _print(difference, edition)
    _print_likely(likely, accept_likely)
    _print_left_out(listed, edition)
    click.echo("未写入 nothing written" if dry_run else "已导入 imported")


def _print_left_out(listed: Sequence[ListedSchool], edition: Register) -> None:
    """The provinces that the list does not name, whose schools stay as they are."""
    named = {school.province for school in listed}
    provinces = [d for d in edition.divisions if d.level is Level.PROVINCE]
    left = [d.name for d in provinces if d.code not in named and d.code not in NOT_COVERED]
    if left:
        click.echo(f"未列出，不变 not in the list, left as they are: {'、'.join(left)}")


def _ready(runtime: Runtime) -> Register:
    """The shipped edition, once the database has the tables for it."""
    if runtime.schema_problems():
        raise click.ClickException(
            "请先运行 reportdesk db upgrade / run reportdesk db upgrade first"
        )
    try:
        return load_register()
    except DataError as error:
        raise click.ClickException(str(error)) from error


def _print(difference: Difference, edition: Register) -> None:
    """One line of counts for each table, then the first lines of each kind of change."""
    names = {division.code: division.name for division in edition.divisions}
    for table, rows in difference.rows.items():
        counts = ", ".join(f"{KINDS[kind]} {difference.count(table, kind)}" for kind in ChangeKind)
        click.echo(f"{TABLES[table]}: {rows}; {counts}")
        for kind in ChangeKind:
            changes = [change for change in difference.of(table) if change.kind is kind]
            for change in changes[:FIRST_LINES]:
                click.echo(f"  {KINDS[kind]}: {_line(change, names)}")
            if len(changes) > FIRST_LINES:
                click.echo(f"  … {len(changes) - FIRST_LINES}")


def _print_likely(likely: list[Pair], accepted: bool) -> None:
    """Renamings that only likeness suggests, all of them: a person must read them."""
    if likely:
        state = "已采纳 accepted" if accepted else "未采纳 not accepted"
        click.echo(f"可能是改名 likely renamings ({state}): {len(likely)}")
    for pair in sorted(likely, key=lambda pair: pair.known):
        click.echo(f"  {pair.known} → {pair.listed}")


def _line(change: Change, names: Mapping[str, str]) -> str:
    """One change in words; a place by its name."""
    before, after = (names.get(text, text) for text in (change.before, change.after))
    if before:
        return f"{change.name}: {before} → {after}"
    return f"{change.name}（{after}）" if after else change.name
