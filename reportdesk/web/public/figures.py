"""Statistics: exact counts of the public rows, as sentences, tables, a map, CSV and JSON."""

from typing import Any

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reportdesk.queries import published
from reportdesk.release.reader import Release
from reportdesk.release.render import about, dump, table_text
from reportdesk.web.locale import url
from reportdesk.web.public.answers import (
    Visit,
    answering,
    download,
    lasting,
    nothing_yet,
    releases,
    steadily,
)
from reportdesk.web.public.blueprint import public

COUNTED = ("dimension", "code", "label_zh", "label_en", "covered", "cases", "overdue", "listed")
CARRIED = (
    *("release", "as_of", "standing_on", "demonstration", "n"),
    *("caution_zh", "caution_en", "citation_zh", "citation_en", "permalink"),
)


@public.get("/statistics")
@answering("release")
def statistics(visit: Visit) -> ResponseReturnValue:
    """Sentences first, then the map and a table for each dimension."""
    if visit.release is None:
        return render_template("public/empty.html", section="statistics")
    found = published.statistics(visit.release)
    tiles = {count.code.removeprefix("CN-"): count.cases for count in found.by["province"]}
    return render_template("public/statistics.html", found=found, tiles=tiles)


def _counts(release: Release) -> list[dict[str, Any]]:
    """Every count as a row."""
    by = published.statistics(release).by
    return [
        {
            "dimension": name,
            "code": count.code,
            "label_zh": release.words.get(name, count.code)[0],
            "label_en": release.words.get(name, count.code)[1],
            "covered": count.covered,
            "cases": count.cases,
            "overdue": count.overdue,
            "listed": count.listed,
        }
        for name, counts in by.items()
        for count in counts
    ]


def _file(kind: str, visit: Visit) -> Response:
    """All counts in one file; ``n`` is the number of cases they count."""
    release = visit.release
    if release is None:
        return nothing_yet(kind, (*COUNTED, *CARRIED))
    n = published.statistics(release).total
    facts = about(release.header, n, lasting(visit.query, release, "/statistics"))
    rows = _counts(release)
    name = f"statistics-{release.header.label}"
    if kind == "json":
        return download(dump({**facts, "counts": rows}), kind, name)
    carried = {column: facts[column] for column in CARRIED}
    lines = ({**row, **carried} for row in rows)
    return download(table_text((*COUNTED, *CARRIED), lines), kind, name)


@public.get("/statistics.csv")
@answering("release")
def statistics_csv(visit: Visit) -> ResponseReturnValue:
    """All counts as CSV."""
    return _file("csv", visit)


@public.get("/statistics.json")
@answering("release")
def statistics_json(visit: Visit) -> ResponseReturnValue:
    """All counts as JSON."""
    return _file("json", visit)


def at_home() -> dict[str, Any] | None:
    """The strip of the home page, or None before the first release."""
    return steadily(_at_home)


def _at_home() -> dict[str, Any] | None:
    """The figures of the newest release."""
    release = releases().newest()
    if release is None:
        return None
    found = published.statistics(release)
    unit = _("起")
    items = [
        _item(_("公开案件"), found.total, unit, url("public.cases")),
        _item(_("正在办理"), found.open, unit, None),
        _item(_("有期限逾期"), found.overdue, unit, url("public.cases", standing="overdue")),
        _item(_("在公开逾期名单上"), found.listed, unit, url("public.overdue")),
    ]
    for item in items[2:]:
        item["late"] = item["value"] > 0
    return {"items": items, "as_of": release.header.as_of, "release": release.header.label}


def _item(term: str, value: int, unit: str, href: str | None) -> dict[str, Any]:
    """One figure of the strip."""
    return {"term": term, "value": value, "unit": unit, "href": href, "late": False}
