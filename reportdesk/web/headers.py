"""What every response says to the browser, and who may have a cookie at all.

Student pages (home, filing, following) and public pages get no cookie, ever; only the desk does.
Student and desk pages are never stored. A view may set its own value first; it then stays.
Pages of students and of the public name the onion service, unless they were asked for there.
"""

from typing import Any, Literal
from urllib.parse import quote, urlencode

from flask import Flask, Response, request
from flask.sessions import NullSession, SecureCookieSession, SecureCookieSessionInterface

Audience = Literal["report", "desk", "public", "static"]
STUDENT_PAGES = frozenset({"/", "/about", "/leave", "/styleguide"})
STUDENT_FOLDERS = ("report", "follow", "rights")
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""Public pages have no script at all."""
SCRIPTS = "script-src 'self'; connect-src 'self'; "
"""Quick exit and upload progress; same origin, and no page needs them."""
POLICY_WITH_SCRIPTS = POLICY.replace("form-action", f"{SCRIPTS}form-action")
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
    "interest-cohort=(), browsing-topics=()",
    "X-Permitted-Cross-Domain-Policies": "none",
}
HSTS = "max-age=63072000; includeSubDomains"
LEAVE_NOTHING = '"cache", "cookies", "storage"'


def audience_of(path: str) -> Audience:
    """Whose page an address is, whether it exists or not."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    if first in ("desk", "static"):
        return "desk" if first == "desk" else "static"
    return "report" if path in STUDENT_PAGES or first in STUDENT_FOLDERS else "public"


DATA_ENDINGS = (".csv", ".json", ".xlsx", ".ics", ".atom")
DATA_FOLDERS = ("/api/", "/data/releases/", "/data/latest/")


def is_data(path: str) -> bool:
    """Whether machines read this address: any site may fetch it, errors are problem documents.

    An address that ends like a folder is a page.
    """
    inside = path.startswith(DATA_FOLDERS) and not path.endswith("/")
    return path.endswith(DATA_ENDINGS) or inside


class DeskSessions(SecureCookieSessionInterface):
    """Flask's session for the desk alone; elsewhere writing to it fails and no cookie is sent."""

    def open_session(self, app: Flask, request: Any) -> SecureCookieSession | None:
        """A real session under /desk, else one that refuses to be written."""
        if audience_of(request.path) != "desk":
            return NullSession()
        return super().open_session(app, request)


def _caching(audience: Audience) -> str:
    """The default Cache-Control of an audience."""
    if audience in ("report", "desk"):
        return "no-store"
    return "public, no-cache"


def on_onion() -> bool:
    """Whether the page was asked for at an onion service."""
    return request.host.partition(":")[0].lower().endswith(".onion")


def _onion_location(response: Response, onion_url: str) -> str | None:
    """Where the same page is on the onion service, for pages that can be opened anew there."""
    page = response.status_code == 200 and response.mimetype == "text/html"
    if not onion_url or on_onion() or not page or request.method != "GET":
        return None
    query = urlencode(list(request.args.items(multi=True)))
    return f"{onion_url}{quote(request.path)}{'?' if query else ''}{query}"


def apply(response: Response, *, production: bool, onion_url: str = "") -> Response:
    """Add the headers of the response's audience."""
    audience = audience_of(request.path)
    headers = response.headers
    if "Content-Security-Policy" not in headers:
        scripted = audience in ("report", "desk")
        headers["Content-Security-Policy"] = POLICY_WITH_SCRIPTS if scripted else POLICY
        headers["X-Frame-Options"] = "DENY"
    for name, value in ALWAYS.items():
        headers.setdefault(name, value)
    headers.setdefault("Referrer-Policy", "same-origin" if audience == "desk" else "no-referrer")
    headers.setdefault("Cache-Control", _caching(audience))
    headers.remove("Last-Modified")
    if production and not on_onion():
        headers.setdefault("Strict-Transport-Security", HSTS)
    if audience in ("report", "public") and (there := _onion_location(response, onion_url)):
        headers["Onion-Location"] = there
    return response


def init_app(app: Flask, *, production: bool, onion_url: str) -> None:
    """Apply the headers to every response and keep sessions to the desk."""
    app.session_interface = DeskSessions()
    app.jinja_env.globals.update(on_onion=on_onion)

    @app.after_request
    def add_headers(response: Response) -> Response:
        return apply(response, production=production, onion_url=onion_url)
