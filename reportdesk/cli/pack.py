"""``reportdesk pack``: check a jurisdiction pack, and say in words what it rules."""

from collections.abc import Iterable

import click

from reportdesk.cli.clock import chosen_pack
from reportdesk.domain.ladders import Anchor, RungRule
from reportdesk.packs.explain import explain_rule
from reportdesk.packs.loader import DEFAULT_PACK, Pack, PackError, load_pack
from reportdesk.packs.words import cite, day_words
from reportdesk.runtime import Runtime

LANG = click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="Language.")


@click.group()
def pack() -> None:
    """Jurisdiction packs: clocks, calendar, ladder, questions, words."""


@pack.command()
@click.argument("ref", required=False)
@LANG
@click.pass_obj
def check(runtime: Runtime | None, ref: str | None, lang: str) -> None:
    """Check the pack REF (id or folder); print file:line: reason and exit 1 when it is wrong."""
    name = ref or (runtime.settings.pack if runtime else DEFAULT_PACK)
    try:
        found = load_pack(name)
    except PackError as error:
        for problem in error.problems:
            click.echo(problem.words(lang))
        raise SystemExit(1) from error
    counts = (len(found.clocks), len(found.calendar.years), len(found.questions))
    if lang == "en":
        detail = "{} clocks, calendar of {} years, {} questions".format(*counts)
    else:
        detail = "{} 个期限，{} 年日历，{} 个问题".format(*counts)
    click.echo(f"ok {found.stamp}: {detail}, sha256 {found.hash[:16]}")


@pack.command()
@click.argument("ref", required=False)
@LANG
@click.pass_obj
def explain(runtime: Runtime | None, ref: str | None, lang: str) -> None:
    """Say every clock and the supervision ladder of the pack REF in words, with sources."""
    found = chosen_pack(runtime, ref, lang)
    for line in (*_head(found, lang), *_clocks(found, lang), *_ladder(found, lang)):
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
    else:
        yield f"自 {since}起施行{f'，至 {until}止' if until else ''}"
        yield f"计算：起点当天不算；最后一天是休息日的，顺延到下一个工作日。{counting}"
        yield f"日历版本 {version}：{years}"


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


def _when(rule: RungRule, lang: str) -> str:
    """When a rung fires."""
    if lang == "en":
        anchor = "due date" if rule.anchor is Anchor.DUE else "first overdue day"
    else:
        anchor = "到期日" if rule.anchor is Anchor.DUE else "逾期第一天"
    return f"{anchor} {rule.offset:+d}" if rule.offset else anchor
