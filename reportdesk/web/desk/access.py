"""Who may open which desk page: declared on every route, checked before it runs."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from flask import current_app, g, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

from reportdesk.domain.actors import Role
from reportdesk.domain.errors import Expired, NotAllowed, Unavailable
from reportdesk.services import signin
from reportdesk.web.context import read, runtime, write

if TYPE_CHECKING:
    from reportdesk.vault.holder import Holder

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
COOKIE = "desk"
DRAFT_PURPOSE = "draft"
ANYBODY: frozenset[Role] = frozenset()
"""Access of the pages before sign-in."""
STAFF = frozenset(Role)
"""Every signed-in role."""
LEFT_OUT = frozenset({"csrf_token", "lang", "password", "code", "draft"})


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
    page that is returned instead.
    """
    view = current_app.view_functions[str(request.endpoint)]
    allowed: frozenset[Role] = view.__dict__["access"]
    g.member = None
    if not allowed:
        return None if _token_fits() else sign_in_page()
    cookie = request.cookies.get(COOKIE, "")
    try:
        found = read(lambda tx: signin.resume(tx, runtime().vault, cookie))
    except Expired:
        return sign_in_page(target=_target(), draft=_sealed_draft(cookie))
    if found.role not in allowed or (found.state != "active" and view.__name__ not in OPEN_WAITING):
        raise NotAllowed("not_for_role")
    write(lambda tx: signin.touch(tx, found.session))
    g.member = found
    return None if _token_fits() else sign_in_page(target=_target(), draft=_sealed_draft(cookie))


OPEN_WAITING = frozenset({"account", "sign_out", "home"})
"""Views that a colleague who waits for the authority's key may already open."""


def _target() -> str:
    """Where to go after signing in: this page, or the one the form came from."""
    return request.full_path.rstrip("?") if request.method == "GET" else request.path


def _token_fits() -> bool:
    """Whether a form carries this browser's CSRF token; always for a plain look."""
    if request.method in {"GET", "HEAD"}:
        return True
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True


def _sealed_draft(cookie: str) -> str:
    """What was typed, sealed to the owner of an expired session; empty when there is none."""
    typed = {k: v for k, v in request.form.to_dict(flat=False).items() if k not in LEFT_OUT}
    vault = runtime().vault
    public = read(lambda tx: signin.owner_of(tx, vault, cookie)) if typed and cookie else None
    if public is None:
        return ""
    text = json.dumps({"path": request.path, "fields": typed}, ensure_ascii=False)
    return urlsafe_b64encode(vault.seal_to(public, text.encode(), purpose=DRAFT_PURPOSE)).decode()


def open_draft(found: signin.Member, token: str) -> Mapping[str, Any] | None:
    """The unfinished form (``path``, ``fields``) behind a sealed draft, if it is this member's."""
    try:
        blob = urlsafe_b64decode(token)
        text = runtime().vault.open_box(found.holder.staff, blob, purpose=DRAFT_PURPOSE)
    except (ValueError, Unavailable):
        return None
    draft = json.loads(text)
    return cast(Mapping[str, Any], draft) if str(draft["path"]).startswith("/desk/") else None
