"""Assembles the site for the audiences this process serves."""

import gzip
import hashlib
import logging
import mimetypes
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from traceback import extract_tb
from typing import Any

import jinja2
from flask import Flask, Response, abort, request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from config import TEMPLATES
from reportdesk.release.reader import Releases
from reportdesk.runtime import Runtime
from reportdesk.web import (
    dates,
    desk,
    errors,
    headers,
    health,
    home,
    labels,
    limits,
    locale,
    markup,
    office,
    public,
    report,
    uploads,
)

STATIC = Path(__file__).parent / "static"
PACKED = frozenset({".css", ".js", ".svg"})
FOR_A_YEAR = "public, max-age=31536000, immutable"
FORM_PARTS = 200
"""Most fields and files of one form; every file holds a descriptor open."""
AUDIENCES = {
    "report": (report.register,),
    "desk": (desk.register, office.register),
    "public": (public.register,),
}
"""What each process puts on the site; offices without accounts meet the desk's."""
log = logging.getLogger(__name__)


class Careful(jinja2.Undefined):
    """A missing value may be asked about (``if x.note``) but never printed or looped over."""

    def __str__(self) -> str:
        """Printing what is missing is a fault of the template."""
        self._fail_with_undefined_error()

    def __iter__(self) -> Iterator[Any]:
        """So is looping over it."""
        self._fail_with_undefined_error()

    def __len__(self) -> int:
        """And counting it."""
        self._fail_with_undefined_error()

    def __bool__(self) -> bool:
        """Missing is false."""
        return False


class Number(IntegerConverter):
    """A number in an address that every database can hold; a longer one leads nowhere."""

    regex = r"\d{1,9}"


class Site(Flask):
    """Flask that keeps what a person typed, where they were and when out of its log."""

    request_class = uploads.SealedRequest
    jinja_options = {  # noqa: RUF012 -- Flask reads this class attribute and copies it
        "undefined": Careful,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "extensions": ["jinja2.ext.do", "jinja2.ext.loopcontrols"],
    }

    def log_exception(self, exc_info: Any) -> None:
        """Log the kind of a fault and the places in the code, never its message or the address."""
        kind, _, trace = exc_info
        places = " < ".join(
            f"{Path(f.filename).name}:{f.lineno}" for f in extract_tb(trace)[::-1][:8]
        )
        log.error("unhandled %s at %s", getattr(kind, "__name__", kind), places)


def create_app(runtime: Runtime, *, audiences: Iterable[str] | None = None) -> Site:
    """The WSGI application of the chosen audiences (default: those of the settings)."""
    settings = runtime.settings
    app = Site("reportdesk", template_folder=str(TEMPLATES), static_folder=None)
    app.url_map.converters["int"] = Number
    app.config.update(
        MAX_CONTENT_LENGTH=uploads.SMALL,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        MAX_FORM_PARTS=FORM_PARTS,
        TEMPLATES_AUTO_RELOAD=settings.env == "development",
    )
    app.extensions["reportdesk.runtime"] = runtime
    app.extensions["reportdesk.releases"] = Releases(settings.releases)
    app.extensions["reportdesk.figures"] = lambda: None
    app.jinja_env.globals.update(site=settings, asset=asset)
    locale.init_app(app)
    labels.init_app(app, runtime.pack)
    dates.init_app(app)
    markup.init_app(app)
    errors.init_app(app)
    headers.init_app(app, production=settings.production, onion_url=settings.onion_url)
    home.register(app, settings)
    limits.init_app(app, runtime)
    served = frozenset(settings.audiences if audiences is None else audiences)
    for name in sorted(served):
        for register in AUDIENCES[name]:
            register(app)
    health.init_app(app, runtime, served)
    _register_plain_routes(app)
    if settings.trusted_proxies:
        proxies = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # the documented way to wrap
            app.wsgi_app, x_for=0, x_proto=proxies, x_host=proxies
        )
    return app


@lru_cache(maxsize=64)
def _load(path: Path, _changed_ns: int) -> tuple[bytes, bytes | None, str]:
    """Content, gzip of it where that helps, and a tag made from the content alone."""
    content = path.read_bytes()
    packed = gzip.compress(content, mtime=0) if path.suffix in PACKED else None
    return content, packed, hashlib.sha256(content).hexdigest()[:16]


def _static(name: str) -> tuple[bytes, bytes | None, str] | None:
    """A file of the static folder, or None."""
    path = STATIC / name
    if path.parent != STATIC or not path.is_file():
        return None
    return _load(path, path.stat().st_mtime_ns)


def asset(name: str) -> str:
    """Address of a static file, with its content's tag so that it may be kept for a year."""
    found = _static(name)
    if found is None:
        raise LookupError(f"no static file {name!r}")
    return f"/static/{name}?v={found[2]}"


def serve_static(name: str) -> Response:
    """One static file: tagged by content, without a time."""
    found = _static(name)
    if found is None:
        abort(404)
    content, packed, tag = found
    use_packed = packed is not None and request.accept_encodings["gzip"] > 0
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = Response(packed if use_packed and packed else content, mimetype=kind)
    if use_packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = FOR_A_YEAR if request.args.get("v") == tag else "no-cache"
    response.set_etag(f"{tag}-gz" if use_packed else tag)
    response.make_conditional(request)
    return response


def _register_plain_routes(app: Flask) -> None:
    """Addresses that belong to no audience."""
    app.add_url_rule("/static/<name>", "static", serve_static)

    @app.get("/robots.txt")
    def robots() -> Response:
        lines = ("User-agent: *", "Disallow: /report/", "Disallow: /follow/", "Disallow: /desk/")
        return Response("\n".join(lines) + "\n", mimetype="text/plain")

    @app.get("/favicon.ico")
    def favicon() -> Response:
        return serve_static("icon.svg")
