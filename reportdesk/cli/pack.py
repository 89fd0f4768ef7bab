"""``reportdesk pack``: check a jurisdiction pack, and say in words what it rules."""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain

import click

from reportdesk.cli.clock import DAY, chosen_pack
from reportdesk.cli.pack_diff import diff
from reportdesk.domain.ladders import Anchor, RungRule
from reportdesk.domain.school_breaks import Season
from reportdesk.packs.explain import explain_rule
from reportdesk.packs.loader import DEFAULT_PACK, Pack, PackError, load_pack
from reportdesk.packs.words import cite, day_words
from reportdesk.runtime import Runtime, system_clock

LANG = click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="Language.")


@click.group()
def pack() -> None:
    """Jurisdiction packs: clocks, calendar, ladder, questions, words."""


pack.add_command(diff)


@pack.command()
@click.argument("ref", required=False)
@click.option(
    "--on", type=DAY, metavar="YYYY-MM-DD", help="Day it is to be in force; default today."
)
@LANG
@click.pass_obj
def check(runtime: Runtime | None, ref: str | None, on: datetime | None, lang: str) -> None:
    """Check the pack REF (id or folder); print file:line: reason and exit 1 when it is wrong."""
    name = ref or (runtime.settings.pack if runtime else DEFAULT_PACK)
    day = (on or (runtime.clock() if runtime else system_clock())).date()
    try:
        found = load_pack(name, on=day)
    except PackError as error:
        for problem in error.problems:
            click.echo(problem.words(lang))
        raise SystemExit(1) from error
    calendar = found.calendar
    counts = (len(found.clocks), len(calendar.years), len(calendar.breaks), len(found.questions))
    if lang == "en":
        detail = "{} clocks, calendar of {} years, {} school breaks, {} questions".format(*counts)
    else:
        detail = "{} 个期限，{} 年日历，{} 个学校假期，{} 个问题".format(*counts)
    click.echo(f"ok {found.stamp}: {detail}, sha256 {found.hash[:16]}")


@pack.command()
@click.argument("ref", required=False)
@LANG
@click.pass_obj
def explain(runtime: Runtime | None, ref: str | None, lang: str) -> None:
    """Say every clock and the supervision ladder of the pack REF in words, with sources."""
    found = chosen_pack(runtime, ref, lang)
    parts = (_head(found, lang), _clocks(found, lang), _ladder(found, lang), _breaks(found, lang))
    for line in chain.from_iterable(parts):
        click.echo(line)


def _head(found: Pack, lang: str) -> Iterable[str]:
    """Title, validity, counting rule and calendar."""
    yield f"{found.title.get(lang)} ({found.stamp})"
    since = day_words(found.valid_from, lang)
    until = day_words(found.valid_to, lang) if found.valid_to else ""
    counting = cite(found.counting, found, lang)
    years = ", ".join(str(year) for year in sorted(found.calendar.years))
    version = found.calendar.version
    if lang == "en":
        yield f"In force from {since}{f' until {until}' if until else ''}"
        yield (
            "Counting: the start day is not counted; a last day on a rest day moves to the next "
            f"working day. {counting}"
        )
        yield f"Calendar version {version}: {years}"
        if found.parent:
            yield f"Based on {found.parent}"
    else:
        yield f"自 {since}起施行{f'，至 {until}止' if until else ''}"
        yield f"计算：起点当天不算；最后一天是休息日的，顺延到下一个工作日。{counting}"
        yield f"日历版本 {version}：{years}"
        if found.parent:
            yield f"在 {found.parent} 之上"


def _clocks(found: Pack, lang: str) -> Iterable[str]:
    """Every clock with kind, length and source."""
    for key, rule in found.clocks.items():
        kind = found.labels("clock_kind", rule.kind_if_anonymous.value, lang)
        yield ""
        yield f"{key} {found.labels('clock', key, lang)} [{kind}]"
        for sentence in explain_rule(rule, found, lang):
            yield f"  {sentence}"


def _ladder(found: Pack, lang: str) -> Iterable[str]:
    """The rungs in order, then which clock climbs which."""
    yield ""
    yield "Supervision ladder" if lang == "en" else "逾期以后的督办"
    for rule in found.ladder.rungs:
        when = _when(rule, lang)
        yield f"  {rule.rung.value}  {when}  {found.labels('rung', rule.rung.value, lang)}"
    for key, climbs in found.ladder.clocks.items():
        rungs = [rule.rung.value for rule in found.ladder.rungs if rule.rung in climbs]
        yield f"  {key}: {' '.join(rungs)}"


def _breaks(found: Pack, lang: str) -> Iterable[str]:
    """The school breaks that the pack knows, each with its notice."""
    if found.calendar.breaks:
        yield ""
        yield "School breaks" if lang == "en" else "学校假期"
    for one in found.calendar.breaks:
        season = SEASONS[one.season][lang == "en"]
        kinds = [found.labels("school_kind", kind, lang) for kind in sorted(one.school_kinds)]
        span = f"{day_words(one.first, lang)} – {day_words(one.last, lang)}"
        names = (", " if lang == "en" else "、").join(kinds)
        yield f"  {one.division} {season} {span}  {names}  {one.notice}"


SEASONS = {Season.WINTER: ("寒假", "winter break"), Season.SUMMER: ("暑假", "summer break")}


def _when(rule: RungRule, lang: str) -> str:
    """When a rung fires."""
    if lang == "en":
        anchor = "due date" if rule.anchor is Anchor.DUE else "first overdue day"
    else:
        anchor = "到期日" if rule.anchor is Anchor.DUE else "逾期第一天"
    return f"{anchor} {rule.offset:+d}" if rule.offset else anchor
