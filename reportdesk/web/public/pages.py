"""Cases: the list with its filters, and one case; each also as CSV and JSON."""

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from reportdesk.queries import published
from reportdesk.release.fields import columns
from reportdesk.release.reader import Release
from reportdesk.release.render import csv_text, json_text
from reportdesk.release.schema import Row
from reportdesk.web.public import case_view
from reportdesk.web.public.answers import Visit, answering, download, lasting, nothing_yet
from reportdesk.web.public.blueprint import public
from reportdesk.web.public.filters import controls
from reportdesk.web.public.query import FILTERS

MANY = (*FILTERS, "release")


@public.get("/cases")
@answering(*MANY, "page")
def cases(visit: Visit) -> ResponseReturnValue:
    """The list with its filters; 404 for a page beyond the last."""
    if visit.release is None:
        return render_template("public/empty.html", section="cases")
    query = visit.query
    page = published.cases(visit.release, query.filters, query.page) or abort(404)
    return render_template("public/cases.html", page=page, controls=controls(query, visit.release))


def _many(kind: str, visit: Visit) -> Response:
    """All cases asked for in one file."""
    if visit.release is None:
        return nothing_yet(kind, columns())
    rows = visit.release.cases(visit.query.filters)
    where = lasting(visit.query, visit.release, "/cases")
    return _file(kind, rows, visit.release, where, "cases")


def _file(kind: str, rows: list[Row], release: Release, address: str, name: str) -> Response:
    """Rows as a data file."""
    write = csv_text if kind == "csv" else json_text
    label = release.header.label
    return download(write(rows, release.header, release.words, address), kind, f"{name}-{label}")


@public.get("/cases.csv")
@answering(*MANY)
def cases_csv(visit: Visit) -> ResponseReturnValue:
    """The same query as CSV, all of it."""
    return _many("csv", visit)


@public.get("/cases.json")
@answering(*MANY)
def cases_json(visit: Visit) -> ResponseReturnValue:
    """The same query as JSON, all of it."""
    return _many("json", visit)


def _row(release: Release | None, ref: str) -> Row:
    """The case, or 404: the same for one that is not public and one that does not exist."""
    row = release.case(ref) if release else None
    return row or abort(404)


def _one(kind: str, visit: Visit, ref: str) -> Response:
    """One case as a data file."""
    row, release = _row(visit.release, ref), visit.release
    if release is None:
        abort(404)
    return _file(kind, [row], release, lasting(visit.query, release, f"/cases/{ref}"), ref)


@public.get("/cases/<ref>.csv")
@answering("release")
def case_csv(visit: Visit, ref: str) -> ResponseReturnValue:
    """One case as CSV."""
    return _one("csv", visit, ref)


@public.get("/cases/<ref>.json")
@answering("release")
def case_json(visit: Visit, ref: str) -> ResponseReturnValue:
    """One case as JSON."""
    return _one("json", visit, ref)


@public.get("/cases/<ref>")
@answering("release")
def case(visit: Visit, ref: str) -> ResponseReturnValue:
    """One case: in full, in outline, or its tombstone."""
    row = _row(visit.release, ref)
    return render_template(
        "public/case.html",
        row=row,
        note=case_view.note(row),
        clocks=case_view.clocks(row),
        sheet=case_view.sheet(row),
        steps=case_view.steps(row),
        rungs=case_view.rungs(row),
    )
