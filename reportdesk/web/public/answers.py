"""How every public address answers: checked parameters, one release, canonical form, ETag, CORS."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Response, abort, current_app, g, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reportdesk import __version__
from reportdesk.packs.open_data import caution
from reportdesk.release.reader import VANISHED, Release, Releases
from reportdesk.release.render import about, dump, table_text
from reportdesk.settings import Settings
from reportdesk.web import errors
from reportdesk.web.headers import is_data, on_onion
from reportdesk.web.locale import lang, url
from reportdesk.web.public.query import Query, QueryError, check, parse

T = TypeVar("T")
View = Callable[..., ResponseReturnValue]
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@dataclass(frozen=True, slots=True)
class Visit:
    """What a view is called with; ``release`` is None before the first release."""

    query: Query
    release: Release | None


def releases() -> Releases:
    """The releases this site shows."""
    found: Releases = current_app.extensions["reportdesk.releases"]
    return found


def answering(*takes: str) -> Callable[[View], View]:
    """A view that takes these parameters and ``lang``, and is called as view(visit, …).

    Unknown parameters and values answer 400, another order redirects to the canonical one, an
    unknown release answers 404.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def handle(**values: str) -> ResponseReturnValue:
            return steadily(lambda: _answered(view, takes, values))

        return handle

    return wrap


def steadily(work: Callable[[], T]) -> T:
    """What ``work`` returns; once more when a release was replaced while it was being read."""
    try:
        return work()
    except VANISHED:
        return work()


def _answered(view: View, takes: Sequence[str], values: dict[str, str]) -> ResponseReturnValue:
    """The answer of a view to a checked request."""
    try:
        query = parse(request.args, takes)
        release = _release(query)
        check(query, release)
    except QueryError as wrong:
        return errors.answer(400, explained(wrong))
    if list(request.args.items(multi=True)) != query.pairs():
        return redirect(address(request.path, query.pairs()))
    g.query, g.release = query, release
    return _tagged(make_response(view(Visit(query, release), **values)), query)


def _release(query: Query) -> Release | None:
    """The release asked for, or the newest; 404 for one that does not exist."""
    if query.release is None:
        return releases().newest()
    return releases().get(query.release) or abort(404)


def address(path: str, pairs: Sequence[tuple[str, str]]) -> str:
    """A path with its parameters; commas stay readable."""
    return f"{path}?{urlencode(pairs, safe=',')}" if pairs else path


def _tagged(response: Response, query: Query) -> Response:
    """The response with its ETag, or 304; redirects and errors have none, files their own."""
    if response.status_code != 200:
        return response
    release: Release | None = g.release
    parts = [__version__, release.digest if release else "none"]
    if response.mimetype == "text/html":
        parts += releases().labels()  # pages say whether theirs is the newest
    text = "\n".join((*parts, address(request.path, query.pairs())))
    if "ETag" not in response.headers:
        response.set_etag(hashlib.sha256(text.encode()).hexdigest()[:24])
    response.make_conditional(request)
    return response


def explained(wrong: QueryError) -> str:
    """What is wrong with an address and what it takes; nothing of it is repeated."""
    known = ", ".join(wrong.known)
    if wrong.name is None:
        return str(_("地址里有这里不认识的条件。可用的条件：%(known)s。", known=known))
    if known:
        return str(_("条件 %(name)s 的值不对。可用的值：%(known)s。", name=wrong.name, known=known))
    return str(_("条件 %(name)s 的值不对。", name=wrong.name))


def open_to_all(response: Response) -> Response:
    """Data may be fetched from any page; everything else only be linked to."""
    if is_data(request.path):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def download(text: str, kind: str, name: str) -> Response:
    """A data file with the name it is saved under."""
    response = Response(text, content_type=TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    if kind == "json":
        del response.headers["Content-Disposition"]  # browsers show it
    return response


def lasting(query: Query, release: Release, path: str) -> str:
    """The address that will answer the same query with the same numbers for good."""
    pairs = [pair for pair in query.pairs() if pair[0] not in {"lang", "page", "release"}]
    return address(f"{origin(release)}{path}", [*pairs, ("release", release.header.label)])


def origin(release: Release) -> str:
    """The address under which this site is cited: that of the onion service to its visitors."""
    settings: Settings = current_app.extensions["reportdesk.settings"]
    return (on_onion() and settings.onion_url) or release.header.site_url


def nothing_yet(kind: str, columns: Sequence[str]) -> Response:
    """A data file before the first release: no rows, and it says so."""
    if kind == "json":
        settings: Settings = current_app.extensions["reportdesk.settings"]
        warning = caution(settings.demo)
        said = {"release": None, "n": 0, "caution_zh": warning.zh, "caution_en": warning.en}
        return download(dump({**said, "cases": []}), kind, "none")
    return download(table_text(columns, ()), kind, "none")


def within(endpoint: str, **values: Any) -> str:
    """Address of another public page in the reader's language and in the release being read."""
    query: Query = g.get("query") or Query()
    return url(endpoint, **values, **({"release": query.release} if query.release else {}))


def turned(page: int) -> str:
    """This address at another page."""
    return address(request.path, replace(g.query, page=page).pairs())


def as_file(kind: str) -> str:
    """This address as a data file; files are in both languages and hold every page."""
    query = replace(g.query, page=1, english=False)
    return address(f"{request.path}.{kind}", query.pairs())


def about_page(n: int) -> dict[str, Any]:
    """What every page says of itself: release, days, n, caution, citation, lasting address."""
    release: Release = g.release
    facts = about(release.header, n, lasting(g.query, release, request.path))
    return {
        **facts,
        "caution": facts[f"caution_{lang()}"],
        "citation": facts[f"citation_{lang()}"],
        "newest": releases().labels()[0],
    }


def template_globals() -> dict[str, Any]:
    """What every public template may ask about the release it shows."""
    return {
        "release": g.get("release"),
        "query": g.get("query") or Query(),
        "within": within,
        "turned": turned,
        "as_file": as_file,
        "about_page": about_page,
    }
