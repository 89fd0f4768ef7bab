"""The data themselves: releases, files, dictionary, and how the numbers are made."""

from dataclasses import dataclass

from flask import Response, abort, g, redirect, render_template
from flask.typing import ResponseReturnValue

from reportdesk.packs.open_data import ColumnWords, caution, citation, column_words
from reportdesk.release.fields import FIELDS, Field
from reportdesk.release.labels import CHANGES, FILES
from reportdesk.release.reader import Release
from reportdesk.web.labels import the_pack
from reportdesk.web.locale import lang, url
from reportdesk.web.public.answers import Visit, answering, origin, releases
from reportdesk.web.public.blueprint import public

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "sqlite": "application/vnd.sqlite3",
    "md": "text/plain; charset=utf-8",
}
"""By the end of the name; everything else is plain text."""
SHEET = ("students_", "authority_")


@public.get("/methodology")
@answering()
def methodology(_visit: Visit) -> ResponseReturnValue:
    """How the numbers are made, and what they cannot say."""
    return render_template("public/methodology.html")


@public.get("/data/")
@answering()
def data(visit: Visit) -> ResponseReturnValue:
    """The newest release: files, checksums, dictionary, licence, how to cite, earlier releases."""
    if visit.release is None:
        return render_template("public/empty.html", section="data")
    return _page(visit.release)


@public.get("/data/releases/<label>/")
@answering()
def release_page(_visit: Visit, label: str) -> ResponseReturnValue:
    """The same of one release: the lasting address that its files are cited by."""
    found = releases().get(label) or abort(404)
    g.release = found
    return _page(found)


@public.get("/data/latest/")
@answering()
def latest(visit: Visit) -> ResponseReturnValue:
    """The way to the newest release's page."""
    if visit.release is None:
        abort(404)
    return redirect(url("public.release_page", label=visit.release.header.label))


def _page(release: Release) -> str:
    """A release's page; before the first release there is none."""
    header = release.header
    where = f"{origin(release)}/data/releases/{header.label}/"
    cited = citation(header.label, header.revision, header.as_of, where, header.demonstration)
    return render_template(
        "public/data.html",
        files=[(name, release.size(name), release.checksums[name]) for name in FILES],
        labels=releases().labels(),
        fields=_dictionary(),
        citation=cited.get(lang()),
        caution=caution(header.demonstration).get(lang()),
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """One column of the dictionary; ``sheet`` marks those of the question sheet."""

    name: str
    title: str
    kind: str
    shown: str
    meaning: str
    sheet: bool


def _dictionary() -> list[Entry]:
    """Every column in the order of the files."""
    pack = the_pack()
    return [_entry(field, column_words(field.name, pack)) for field in FIELDS]


def _entry(field: Field, words: ColumnWords) -> Entry:
    """One column in the reader's language."""
    return Entry(
        name=field.name,
        title=words.name.get(lang()),
        kind=field.kind.value,
        shown=field.shown.value,
        meaning=words.help.get(lang()),
        sheet=field.name.startswith(SHEET),
    )


@public.get("/data/releases/<label>/<name>")
@answering()
def release_file(_visit: Visit, label: str, name: str) -> ResponseReturnValue:
    """One file of one release, in its newest revision."""
    found = releases().get(label)
    content = found.content(name) if found else None
    if content is None or found is None:
        abort(404)
    kind = TYPES.get(name.rpartition(".")[2], "text/plain; charset=utf-8")
    response = Response(content, content_type=kind)
    response.set_etag(found.checksums[name][:24])
    if name != CHANGES:
        response.headers["Content-Disposition"] = f'attachment; filename="{label}-{name}"'
    return response


@public.get("/data/latest/<name>")
@answering()
def latest_file(visit: Visit, name: str) -> ResponseReturnValue:
    """The way to the newest release's file."""
    if visit.release is None or name not in FILES:
        abort(404)
    label = visit.release.header.label
    return redirect(url("public.release_file", label=label, name=name))
