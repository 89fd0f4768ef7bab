"""``reportdesk clock``: how a due date is computed, with every step and its source."""

import json
from datetime import date, datetime
from typing import Any

import click

from reportdesk.domain.clocks import ClockEvent, DueDate
from reportdesk.domain.errors import BadInput, NotFound
from reportdesk.domain.taxonomy import SchoolKind
from reportdesk.packs.due_data import due_data
from reportdesk.packs.explain import explain as explain_words
from reportdesk.packs.loader import DEFAULT_PACK, Pack, PackError, load_pack
from reportdesk.packs.words import day_words
from reportdesk.runtime import Runtime

REFUSALS: dict[str, tuple[str, str]] = {
    "no_such_clock": ("没有期限 {key}，可用：{known}", "there is no clock {key}; known: {known}"),
    "clock_not_extendable": ("{key} 不能延长", "{key} cannot be extended"),
    "extension_out_of_range": ("{key} 最多延长 {cap} 天", "{key} is extended by 1 to {cap} days"),
    "clock_takes_no_promise": ("{key} 的日期不由机关自己定", "{key} takes no --promised date"),
    "promise_missing": ("{key} 要用 --promised 写明日期", "{key} needs a --promised date"),
    "promise_before_start": ("承诺的日期早于起点 {start}", "the promised date is before {start}"),
    "clock_takes_no_hearing": ("{key} 不扣除听证天数", "{key} does not leave out hearing days"),
}
"""Code of a refusal -> (Chinese, English)."""

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def clock() -> None:
    """Statutory and other clocks."""


@clock.command()
@click.argument("key")
@click.argument("start", type=DAY, metavar="YYYY-MM-DD")
@click.option("--extension", type=int, help="Days granted (K3); the most allowed when left out.")
@click.option("--promised", type=DAY, metavar="YYYY-MM-DD", help="Day the authority promised (K5).")
@click.option("--hearing", type=int, default=0, help="Days a hearing took (K9).")
@click.option(
    "--started-by",
    type=click.Choice([event.value for event in ClockEvent]),
    help="Event that started it.",
)
@click.option("--named", is_flag=True, help="The reporter gave a name and address.")
@click.option("--place", metavar="CODE", help="Division of the school, for school breaks.")
@click.option(
    "--school-kind",
    type=click.Choice([kind.value for kind in SchoolKind]),
    help="Kind of the school.",
)
@click.option("--pack", "ref", help="Built-in pack id or folder; default: the configured pack.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="Language of the text.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def explain(
    runtime: Runtime | None,
    key: str,
    start: datetime,
    extension: int | None,
    promised: datetime | None,
    hearing: int,
    started_by: str | None,
    named: bool,
    place: str | None,
    school_kind: str | None,
    ref: str | None,
    lang: str,
    as_json: bool,
) -> None:
    """Compute clock KEY from START (for K3: the day of acceptance) and say how."""
    pack = chosen_pack(runtime, ref, lang)
    facts: dict[str, Any] = {
        "extension_days": _most(pack, key) if extension is None else extension,
        "promised": promised.date() if promised else None,
        "hearing_days": hearing,
        "started_by": started_by,
        "anonymous": not named,
        "breaks": pack.breaks(place, school_kind) if place and school_kind else None,
    }
    due = _compute(pack, key, start.date(), facts, lang)
    if as_json:
        click.echo(json.dumps(due_data(due, pack, lang), ensure_ascii=False, indent=2))
        return
    for line in _text(due, pack, lang):
        click.echo(line)


def _most(pack: Pack, key: str) -> int:
    """The most days a clock can be extended by; 0 for a clock that cannot."""
    return pack.clocks[key].cap or 0 if key in pack.clocks else 0


def _compute(pack: Pack, key: str, start: date, facts: dict[str, Any], lang: str) -> DueDate:
    """The due date, or a usage error in words."""
    try:
        return pack.due_date(key, start, **facts)
    except (BadInput, NotFound) as error:
        template = REFUSALS[error.code][lang == "en"]
        raise click.UsageError(template.format(**error.params)) from error
    except OverflowError as error:
        raise click.UsageError("too far in time" if lang == "en" else "日期太远") from error


def chosen_pack(runtime: Runtime | None, ref: str | None, lang: str) -> Pack:
    """The pack named on the command line, else the configured one, else the national pack."""
    name = ref or (runtime.settings.pack if runtime else DEFAULT_PACK)
    try:
        return load_pack(name)
    except PackError as error:
        lines = "\n".join(problem.words(lang) for problem in error.problems)
        raise click.ClickException(lines) from error


def _text(due: DueDate, pack: Pack, lang: str) -> list[str]:
    """The same for reading, in Chinese or English."""
    name = pack.labels("clock", due.key, lang)
    kind = pack.labels("clock_kind", due.kind.value, lang)
    last, late = day_words(due.due, lang), day_words(due.overdue_from, lang)
    if lang == "en":
        head = [f"{due.key} {name} ({kind})", f"Due: {last}", f"Overdue from: {late}", "How:"]
    else:
        head = [f"{due.key} {name}（{kind}）", f"最迟：{last}", f"逾期：从 {late}起", "怎么算的："]
    return [*head, *(f"  {sentence}" for sentence in explain_words(due, pack, lang))]
