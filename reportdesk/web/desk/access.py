"""Who may open which desk page: declared on every route, checked before it runs."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, cast

from flask import current_app, g, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

from reportdesk.domain.actors import Role
from reportdesk.domain.errors import Expired, NotAllowed
from reportdesk.services import signin
from reportdesk.web.context import read, runtime, write
from reportdesk.web.desk import drafts

if TYPE_CHECKING:
    from reportdesk.vault.holder import Holder

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
COOKIE = "desk"
ANYBODY: frozenset[Role] = frozenset()
"""Access of the pages before sign-in."""
STAFF = frozenset(Role)
"""Every signed-in role."""
OPEN_WAITING = frozenset({"account", "sign_out", "home"})
"""Views that a colleague who waits for the authority's key may already open."""


def access(*roles: Role) -> Callable[[View], View]:
    """Declare which roles may open a view; none at all means before sign-in."""

    def declare(view: View) -> View:
        view.access = frozenset(roles)  # type: ignore[attr-defined]  # read by the check below
        return view

    return declare


def member() -> signin.Member:
    """Who is signed in on this request."""
    return cast(signin.Member, g.member)


def current() -> "Holder":
    """The actor of this request and the keys their session unlocked."""
    return member().holder


def check_access(sign_in_page: Callable[..., ResponseReturnValue]) -> ResponseReturnValue | None:
    """Resume the session, then hold the view's declaration against its role.

    An expired session keeps what was typed, sealed to whoever it belonged to, inside the sign-in
    page that is returned instead. So does a form whose token is not this browser's.
    """
    view = current_app.view_functions[str(request.endpoint)]
    allowed: frozenset[Role] = view.__dict__["access"]
    g.member = None
    if allowed == ANYBODY:
        return None if _token_fits() else sign_in_page(lost=True)
    cookie = request.cookies.get(COOKIE, "")
    try:
        found = read(lambda tx: signin.resume(tx, runtime().vault, cookie))
    except Expired:
        return sign_in_page(target=_target(), draft=drafts.sealed(cookie))
    if found.role not in allowed:
        raise NotAllowed("not_for_role")
    if found.waits and view.__name__ not in OPEN_WAITING:
        raise NotAllowed("waits_for_key")
    if found.touch_due:
        write(lambda tx: signin.touch(tx, found.session))
    if not _token_fits():
        return sign_in_page(target=_target(), draft=drafts.sealed(cookie), lost=True)
    g.member = found
    return None


def _target() -> str:
    """Where to go after signing in: this page, or the one the form came from if it has one."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    routes = current_app.create_url_adapter(request)
    return request.path if routes and routes.test(request.path, method="GET") else ""


def _token_fits() -> bool:
    """Whether a form carries this browser's CSRF token; always for a plain look."""
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return True
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True
