"""``reportdesk route``: which authority a report about a school goes to, and why."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import click

from reportdesk.domain.errors import NotFound, Unavailable
from reportdesk.domain.routing import NotCovered, Route, SchoolFacts
from reportdesk.domain.school_names import normal_name
from reportdesk.domain.taxonomy import Ownership, RunBy, SchoolKind
from reportdesk.packs.register import reason_words
from reportdesk.packs.words import cite
from reportdesk.queries import register as registered
from reportdesk.queries.register import SchoolItem
from reportdesk.queries.school_search import search_schools
from reportdesk.runtime import Runtime

EMPTY = (
    "名录是空的，请先运行 reportdesk db upgrade 和 reportdesk register load",
    "the register is empty: run reportdesk db upgrade and reportdesk register load",
)
NO_SCHOOL = (
    "名录里没有“{name}”，请改用 --region 和 --kind",
    "no school {name!r}: use --region and --kind",
)
SEVERAL = ("可能是下面这些学校，请写全名：", "several schools fit, write one in full:")
NO_PLACE = ("没有这个区划代码：{division}", "there is no division {division}")
NOT_COVERED = ("暂不受理香港、澳门、台湾的学校", "Hong Kong, Macao and Taiwan are not covered")
INCOMPLETE = (
    "名录里缺少部门 {id}，请运行 reportdesk register load",
    "the register lacks {id}: run reportdesk register load",
)
HEADS = {
    "school": ("学校", "School"),
    "primary": ("送到", "Goes to"),
    "next": ("上一级", "Next above"),
    "above": ("再上一级", "Above that"),
    "copied": ("抄送", "Copied"),
    "reason": ("理由", "Reason"),
    "source": ("依据", "Source"),
}
RESTS = (
    "送到哪里取决于“谁办的学校”这一回答，名录里没有记载。",
    "The target rests on the answer to who runs the school; the register does not say.",
)
SKIPPED = (
    "这个部门本身被举报涉事，所以跳过它，由上一级接手。",
    "That authority is itself accused, so it is skipped and the next rung takes the case.",
)


@click.group()
def route() -> None:
    """Which authority a report goes to."""


@route.command()
@click.option("--school", "name", help="Name, former name or abbreviation of a listed school.")
@click.option("--region", metavar="CODE", help="Division code of six digits.")
@click.option(
    "--kind", type=click.Choice([k.value for k in SchoolKind]), help="Kind of an unlisted school."
)
@click.option(
    "--ownership", type=click.Choice([o.value for o in Ownership]), default=Ownership.PUBLIC.value
)
@click.option("--run-by", type=click.Choice([r.value for r in RunBy]), help="Who runs the school.")
@click.option("--skip", multiple=True, metavar="ID", help="An accused authority; repeatable.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="Language of the text.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def explain(
    runtime: Runtime,
    name: str | None,
    region: str | None,
    kind: str | None,
    ownership: str,
    run_by: str | None,
    skip: tuple[str, ...],
    lang: str,
    as_json: bool,
) -> None:
    """Say where a report goes and why, for --school, or for --region and --kind."""
    if name is None and (region is None or kind is None):
        raise click.UsageError("give --school NAME, or --region CODE and --kind KIND")
    if not runtime.read(registered.is_loaded):
        raise click.ClickException(EMPTY[lang == "en"])
    with _refusals(lang):
        school = _school(runtime, name, region, lang) if name is not None else None
        facts = runtime.read(
            lambda tx: registered.facts_of(
                tx,
                school_id=school.id if school else None,
                division_code=region,
                kind=kind,
                ownership=ownership,
                run_by=run_by,
            )
        )
        found = runtime.read(lambda tx: registered.find_route(tx, facts, skip))
    values = _as_dict(runtime, facts, found, school, lang)
    if as_json:
        click.echo(json.dumps(values, ensure_ascii=False, indent=2))
        return
    for line in _text(values, lang):
        click.echo(line)


@contextmanager
def _refusals(lang: str) -> Iterator[None]:
    """Turn what the register or the rules refuse into one sentence."""
    english = lang == "en"
    try:
        yield
    except NotFound as error:
        raise click.ClickException(NO_PLACE[english].format(**error.params)) from error
    except NotCovered as error:
        raise click.ClickException(NOT_COVERED[english]) from error
    except Unavailable as error:
        raise click.ClickException(INCOMPLETE[english].format(**error.params)) from error


def _school(runtime: Runtime, name: str, region: str | None, lang: str) -> SchoolItem:
    """The one school ``name`` means; several or none are a refusal that says what to write."""
    found = runtime.read(lambda tx: search_schools(tx, name, region, limit=10))
    wanted = normal_name(name)
    exact = [s for s in found if wanted in {normal_name(s.name), normal_name(s.former or "")}]
    fitting = exact or found
    if not fitting:
        raise click.ClickException(NO_SCHOOL[lang == "en"].format(name=name))
    if len(fitting) > 1:
        lines = "\n".join(
            f"  {s.name} ({s.place if lang == 'zh' else s.place_en})" for s in fitting
        )
        raise click.ClickException(f"{SEVERAL[lang == 'en']}\n{lines}")
    return fitting[0]


def _as_dict(
    runtime: Runtime, facts: SchoolFacts, found: Route, school: SchoolItem | None, lang: str
) -> dict[str, object]:
    """The route as JSON values: names, ids, the reason as code and in words."""
    names = found.names_en if lang == "en" else found.names
    return {
        "school": school.name if school else None,
        "place": facts.place.county or facts.place.city or facts.place.province,
        "kind": facts.kind.value,
        "ownership": facts.ownership.value,
        "run_by": facts.run_by.value,
        "primary": names[found.primary],
        "next": names[found.next] if found.next else None,
        "ladder": [names[i] for i in found.ladder],
        "copied": [names[i] for i in found.copied],
        "reason": found.reason.value,
        "reason_params": dict(found.params),
        "reason_words": reason_words(found, lang),
        "citation": cite(runtime.pack.citations[found.citation], runtime.pack, lang),
        "rests_on_answer": found.rests_on_answer,
        "skipped": found.params.get("skipped"),
        "ids": {
            "primary": found.primary,
            "ladder": list(found.ladder),
            "copied": list(found.copied),
        },
    }


def _text(values: dict[str, object], lang: str) -> Iterator[str]:
    """The same for reading."""
    english = lang == "en"
    colon, comma, none = (": ", ", ", "nobody") if english else ("：", "、", "无")

    def line(key: str, value: object) -> str:
        listed = comma.join(value) if isinstance(value, list) else value
        return f"{HEADS[key][english]}{colon}{listed or none}"

    if values["school"]:
        yield line("school", values["school"])
    yield line("primary", values["primary"])
    yield line("next", values["next"])
    ladder = values["ladder"]
    if isinstance(ladder, list) and len(ladder) > 1:
        yield line("above", ladder[1:])
    yield line("copied", values["copied"])
    yield line("reason", f"{values['reason_words']}（{values['reason']}）")
    yield line("source", values["citation"])
    if values["skipped"]:
        yield SKIPPED[english]
    if values["rests_on_answer"]:
        yield RESTS[english]
