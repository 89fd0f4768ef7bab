"""``reportdesk pack diff``: what changed from one jurisdiction pack to another, in words."""

import json
from collections.abc import Iterator

import click

from reportdesk.cli.clock import chosen_pack
from reportdesk.packs.compare import Change, compare
from reportdesk.packs.schema import Words
from reportdesk.runtime import Runtime

PARTS: dict[str, tuple[str, str]] = {
    "pack": ("规则包", "Pack"),
    "clock": ("期限", "Clock"),
    "rung": ("督办级别", "Rung"),
    "ladder": ("督办", "Supervision"),
    "calendar": ("日历", "Calendar"),
    "break": ("学校假期", "School break"),
    "routing": ("去向的依据", "Routing"),
    "words": ("用词", "Words"),
    "question": ("问题", "Question"),
    "rights": ("权利说明", "Rights page"),
    "retention": ("保存期限", "Keeping"),
}
FIELDS: dict[str, tuple[str, str]] = {
    "id": ("标识", "id"),
    "version": ("版本", "version"),
    "title": ("名称", "title"),
    "parent": ("上级规则包", "parent"),
    "valid_from": ("施行日", "in force from"),
    "valid_to": ("截止日", "in force until"),
    "counting": ("计算依据", "counting rule"),
    "name": ("名称", "name"),
    "days": ("天数", "days"),
    "kind": ("性质", "kind"),
    "kind_if_anonymous": ("匿名时的性质", "kind for an anonymous report"),
    "starts": ("起点", "starts"),
    "stops": ("停止", "stops"),
    "citation": ("依据", "source"),
    "after": ("接在后面", "continues"),
    "presumed_by": ("推定的起点", "presumed start"),
    "hearing": ("听证的天数", "days of a hearing"),
    "school_breaks": ("学校假期", "school breaks"),
    "note_if_anonymous": ("匿名时的说明", "note for an anonymous report"),
    "loosens": ("放松的原因", "why it is looser"),
    "when": ("条件", "when"),
    "climbs": ("督办级别", "rungs"),
    "year": ("年份", "year"),
    "place": ("第几问", "place"),
    "help": ("说明", "help"),
    "filled": ("先选好的回答", "chosen beforehand"),
    "page": ("页面", "page"),
    "warn": ("预告天数", "days of warning"),
}
"""Fields in words; any other is named as it stands in the file."""


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="Language.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
@click.pass_obj
def diff(runtime: Runtime | None, old: str, new: str, lang: str, as_json: bool) -> None:
    """Say what changed from pack OLD to NEW (ids or folders); exit 1 when anything did."""
    changes = compare(chosen_pack(runtime, old, lang), chosen_pack(runtime, new, lang))
    if as_json:
        rows = [_as_dict(change, lang) for change in changes]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for line in _lines(changes, lang):
            click.echo(line)
    if changes:
        raise SystemExit(1)


def _as_dict(change: Change, lang: str) -> dict[str, str | None]:
    """One difference as data; None for what was not there, or is no more."""
    return {
        "part": change.part,
        "what": change.what,
        "field": change.field,
        "old": change.old.get(lang) if change.old else None,
        "new": change.new.get(lang) if change.new else None,
    }


def _lines(changes: tuple[Change, ...], lang: str) -> Iterator[str]:
    """A heading for each thing and a line for each of its fields."""
    heading, english = "", lang == "en"
    for change in changes:
        thing = f"{PARTS[change.part][english]} {change.what}"
        if thing != heading:
            yield thing
        heading = thing
        field = FIELDS[change.field][english] if change.field in FIELDS else change.field
        yield f"  {field}: {_said(change.old, change.new, lang)}"


def _said(old: Words | None, new: Words | None, lang: str) -> str:
    """From what to what."""
    english = lang == "en"
    if old is None:
        return f"{'new' if english else '新增'} {new.get(lang) if new else ''}"
    if new is None:
        return f"{'gone' if english else '取消'} {old.get(lang)}"
    return f"{old.get(lang)} -> {new.get(lang)}"
