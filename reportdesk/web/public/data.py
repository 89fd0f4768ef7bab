"""The data themselves: releases, files, dictionary, and how the numbers are made."""

from flask import Response, abort, current_app, redirect, render_template
from flask.typing import ResponseReturnValue

from reportdesk.packs.open_data import caution, citation, column_words
from reportdesk.packs.schema import Pack
from reportdesk.release.fields import FIELDS
from reportdesk.release.labels import CHANGES, FILES
from reportdesk.web.locale import lang, url
from reportdesk.web.public.answers import Visit, answering, releases
from reportdesk.web.public.blueprint import public

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "sqlite": "application/vnd.sqlite3",
    "md": "text/plain; charset=utf-8",
}
"""By the end of the name; everything else is plain text."""


@public.get("/methodology")
@answering()
def methodology(_visit: Visit) -> ResponseReturnValue:
    """How the numbers are made, and what they cannot say."""
    return render_template("public/methodology.html")


@public.get("/data/")
@answering()
def data(visit: Visit) -> ResponseReturnValue:
    """The newest release: files, checksums, dictionary, licence, how to cite, earlier releases."""
    release = visit.release
    if release is None:
        return render_template("public/empty.html", section="data")
    header = release.header
    where = f"{header.site_url}/data/releases/{header.label}/"
    cited = citation(header.label, header.revision, header.as_of, where, header.demonstration)
    return render_template(
        "public/data.html",
        files=[(name, release.size(name), release.checksums[name]) for name in FILES],
        labels=releases().labels(),
        fields=_dictionary(),
        citation=cited.get(lang()),
        caution=caution(header.demonstration).get(lang()),
    )


def _dictionary() -> list[tuple[str, str, str, str, str]]:
    """Every column: name, title, type, level, meaning."""
    pack: Pack = current_app.extensions["reportdesk.pack"]
    made = []
    for field in FIELDS:
        words = column_words(field.name, pack)
        title, meaning = words.name.get(lang()), words.help.get(lang())
        made.append((field.name, title, field.kind.value, field.shown.value, meaning))
    return made


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
