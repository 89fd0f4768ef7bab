"""Pages before sign-in: sign in, come back with the recovery code, and leave again."""

from typing import cast

from flask import (
    Response,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
)
from flask.typing import ResponseReturnValue

from reportdesk.domain.errors import BadInput
from reportdesk.services import signin
from reportdesk.web.context import read, runtime, write
from reportdesk.web.desk import device, drafts
from reportdesk.web.desk.access import COOKIE, STAFF, access, member
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.forms import PlainForm, RecoverForm, SignInForm, put_error
from reportdesk.web.desk.throttle import Throttle
from reportdesk.web.labels import error_words
from reportdesk.web.locale import url


def _throttle(*, known: bool) -> Throttle:
    """The limit on refusals that counts for this browser."""
    limits = cast(device.Limits, current_app.extensions["reportdesk.desk.limits"])
    return limits.of(known=known)


def sign_in_page(
    target: str = "", draft: str = "", form: SignInForm | None = None, *, lost: bool = False
) -> ResponseReturnValue:
    """The sign-in form; ``draft`` is an unfinished form of whoever's session expired.

    ``lost`` says that a form came without this browser's token; what it said of login and way
    stays.
    """
    asked = request.endpoint == "desk.sign_in"
    if form is None:
        form = SignInForm(formdata=None, target=target, draft=draft)
    if lost and request.endpoint == "desk.do_sign_in":
        form = SignInForm()
    page = render_template(
        "desk/sign_in.html",
        form=form,
        expired=bool(form.draft.data or form.target.data) and not form.errors,
        lost=lost,
        recovered=asked and request.args.get("from") == "recover",
    )
    return page, 200 if asked else (422 if form.errors else 401)


@bp.get("/sign-in")
@access()
def sign_in() -> ResponseReturnValue:
    """Ask for login, password and one-time code."""
    return sign_in_page()


@bp.post("/sign-in")
@access()
def do_sign_in() -> ResponseReturnValue:
    """Check both factors; then go on where the session broke off."""
    form = SignInForm()
    cookie = _cookie_for(form) if form.validate() else None
    if cookie is None:
        return sign_in_page(form=form)
    _new_token()
    response = _onward(form, cookie)
    secure = runtime().settings.secure_cookies
    device.remember(response, form.login.data or "")
    response.set_cookie(
        COOKIE, cookie, path="/desk", httponly=True, samesite="Strict", secure=secure
    )
    return response


def _new_token() -> None:
    """Give the browser's forms another token: one planted before sign-in is worth nothing now."""
    session.clear()
    g.pop("csrf_token", None)  # flask-wtf remembers the old one for the rest of the request


def _cookie_for(form: SignInForm) -> str | None:
    """A session's cookie, or None with the one reason put on the form.

    Raises Busy when too many were refused lately, or no derivation has room.
    """
    kit, login = runtime(), form.login.data or ""
    known = device.is_known(login)
    _throttle(known=known).check(kit.clock())
    account = read(lambda tx: signin.credentials(tx, login, known=known))
    pair = signin.check(kit.vault, account, form.password.data or "")
    name = account.id if account else None
    code = form.code.data or ""
    cookie = write(lambda tx: signin.sign_in(tx, kit.vault, name, pair, code, known=known))
    if cookie is None:
        _throttle(known=known).refused(kit.clock())
        put_error(form.password, error_words("signin_refused"))
    return cookie


def _onward(form: SignInForm, cookie: str) -> Response:
    """The unfinished form, or the page that was asked for, or the first page of the desk."""
    found = read(lambda tx: signin.resume(tx, runtime().vault, cookie))
    draft = drafts.opened(found, form.draft.data or "") if form.draft.data else None
    if draft is not None:
        return make_response(render_template("desk/restored.html", draft=draft, form=PlainForm()))
    target = form.target.data or ""
    return make_response(redirect(target if _is_ours(target) else url("desk.home"), 303))


def _is_ours(target: str) -> bool:
    """Whether an address to go on to lies on this desk and is no other host."""
    plain = target.isascii() and target.isprintable() and " " not in target
    return plain and target.startswith("/desk/") and "//" not in target and "\\" not in target


@bp.get("/recover")
@access()
def recover() -> ResponseReturnValue:
    """Ask for the recovery code, a one-time code and a new password."""
    return render_template("desk/recover.html", form=RecoverForm(formdata=None))


@bp.post("/recover")
@access()
def do_recover() -> ResponseReturnValue:
    """Set a new password when both fit."""
    form = RecoverForm()
    if form.validate() and _recovered(form):
        return redirect(url("desk.sign_in", **{"from": "recover"}), 303)
    return render_template("desk/recover.html", form=form), 422


def _recovered(form: RecoverForm) -> bool:
    """Whether the new password was set; else the reason stands on the form."""
    kit, code, password = runtime(), form.code.data or "", form.password.data or ""
    login = form.login.data or ""
    known = device.is_known(login)
    _throttle(known=known).check(kit.clock())
    account = read(lambda tx: signin.credentials(tx, login, known=known))
    try:
        pair = signin.unlock_with_code(kit.vault, account, form.recovery_code.data or "")
    except BadInput as error:
        put_error(form.recovery_code, error_words(error.code, **error.params))
        return False
    name = account.id if account else None
    done = write(lambda tx: signin.recover(tx, kit.vault, name, pair, code, password, known=known))
    if not done:
        _throttle(known=known).refused(kit.clock())
        put_error(form.recovery_code, error_words("recover_refused"))
    return done


@bp.post("/sign-out")
@access(*STAFF)
def sign_out() -> ResponseReturnValue:
    """End this session, or all of this account's."""
    found, everywhere = member(), request.form.get("do") == "everywhere"
    write(lambda tx: signin.sign_out(tx, found, everywhere=everywhere))
    _new_token()
    response = redirect(url("desk.sign_in"), 303)
    response.delete_cookie(COOKIE, path="/desk")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
