"""Pages before sign-in: sign in, join by invitation, come back with the recovery code."""

from datetime import timedelta

import pyotp
import segno
from flask import make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from reportdesk.domain.errors import BadInput, Busy
from reportdesk.services import accounts, signin
from reportdesk.web.context import read, runtime, write
from reportdesk.web.desk.access import COOKIE, STAFF, access, member, open_draft
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.forms import (
    JoinForm,
    PlainForm,
    RecoverForm,
    RecoveryForm,
    SignInForm,
    put_error,
)
from reportdesk.web.labels import error_words
from reportdesk.web.locale import url

JOINING = timedelta(hours=2)


def sign_in_page(
    target: str = "", draft: str = "", form: SignInForm | None = None
) -> ResponseReturnValue:
    """The sign-in form; ``draft`` is an unfinished form of whoever's session expired."""
    if form is None:
        form = SignInForm(formdata=None, target=target, draft=draft)
    status = 200 if request.endpoint == "desk.sign_in" and not form.errors else 401
    return render_template("desk/sign_in.html", form=form, expired=bool(draft or target)), status


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
    if not form.validate():
        return sign_in_page(form=form)
    cookie = _cookie_for(form)
    if cookie is None:
        return sign_in_page(form=form)
    found = read(lambda tx: signin.resume(tx, runtime().vault, cookie))
    draft = open_draft(found, form.draft.data or "") if form.draft.data else None
    target = form.target.data or ""
    response = (
        redirect(target if _is_ours(target) else url("desk.home"), 303)
        if draft is None
        else make_response(render_template("desk/restored.html", draft=draft, form=PlainForm()))
    )
    secure = runtime().settings.secure_cookies
    response.set_cookie(
        COOKIE, cookie, path="/desk", httponly=True, samesite="Strict", secure=secure
    )
    return response


def _cookie_for(form: SignInForm) -> str | None:
    """A session's cookie, or None with the reason put on the form."""
    vault = runtime().vault
    try:
        account = read(lambda tx: signin.credentials(tx, form.login.data or ""))
    except Busy as blocked:
        put_error(form.password, error_words(blocked.code, **blocked.params))
        return None
    pair = signin.check(vault, account, form.password.data or "")
    name = account.id if account else None
    cookie = write(lambda tx: signin.sign_in(tx, vault, name, pair, form.code.data or ""))
    if cookie is None:
        put_error(form.password, error_words("signin_refused"))
    return cookie


def _is_ours(target: str) -> bool:
    """Whether an address to go on to lies on this desk and is no other host."""
    return target.startswith("/desk/") and "//" not in target and "\\" not in target


@bp.get("/join/<token>")
@access()
def join(token: str) -> ResponseReturnValue:
    """Show an invitation: choose a password, set up the second factor."""
    invited = read(lambda tx: accounts.invitation(tx, token))
    secret = pyotp.random_base32()
    return _join_page(JoinForm(formdata=None), token, invited.login, secret)


@bp.post("/join/<token>")
@access()
def do_join(token: str) -> ResponseReturnValue:
    """Make the account, and show its recovery code once."""
    form, kit = JoinForm(), runtime()
    carried = kit.vault.open_state("join", form.state.data or "", kit.clock(), JOINING)
    password, code, secret = form.password.data or "", form.code.data or "", carried["secret"]
    if form.validate():
        try:
            joined = write(
                lambda tx: accounts.join(
                    tx,
                    kit.vault,
                    token,
                    password=password,
                    totp_secret=secret,
                    code=code,
                    demo=kit.settings.demo,
                )
            )
            return _recovery_page(joined.account_id, joined.recovery_code)
        except BadInput as error:
            put_error(form[error.field], error_words(error.code, **error.params))
    return _join_page(form, token, carried["login"], secret)


def _join_page(form: JoinForm, token: str, login: str, secret: str) -> ResponseReturnValue:
    """The page of an invitation, its secret sealed into the form."""
    kit = runtime()
    state = {"secret": secret, "login": login}
    form.state.data = kit.vault.seal_state("join", state, kit.clock())
    uri = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name="Reportdesk")
    picture = Markup(segno.make(uri).svg_inline(scale=4))  # noqa: S704  # segno's own drawing
    status = 422 if form.errors else 200
    return render_template(
        "desk/join.html", form=form, token=token, login=login, secret=secret, picture=picture
    ), status


def _recovery_page(
    account_id: str, code: str, form: RecoveryForm | None = None
) -> ResponseReturnValue:
    """The recovery code, to be printed or copied and typed back."""
    kit = runtime()
    form = form or RecoveryForm(formdata=None)
    state = {"account": account_id, "code": code}
    form.state.data = kit.vault.seal_state("recovery", state, kit.clock())
    groups = kit.vault.grouped_recovery(code)
    status = 422 if form.errors else 200
    return render_template("desk/recovery_code.html", form=form, groups=groups), status


@bp.post("/recovery-code")
@access()
def confirm_recovery() -> ResponseReturnValue:
    """Compare the code typed back; then the account is open, or waits for a colleague."""
    form, kit = RecoveryForm(), runtime()
    carried = kit.vault.open_state("recovery", form.state.data or "", kit.clock(), JOINING)
    typed, account = form.recovery_code.data or "", carried["account"]
    try:
        state = write(lambda tx: accounts.confirm_recovery(tx, kit.vault, account, typed))
    except BadInput as error:
        form.validate()
        put_error(form.recovery_code, error_words(error.code, **error.params))
        return _recovery_page(account, carried["code"], form)
    return render_template("desk/joined.html", state=state)


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
        return redirect(url("desk.sign_in"), 303)
    return render_template("desk/recover.html", form=form), 422


def _recovered(form: RecoverForm) -> bool:
    """Whether the new password was set; else the reason stands on the form."""
    vault, code, password = runtime().vault, form.code.data or "", form.password.data or ""
    try:
        account = read(lambda tx: signin.credentials(tx, form.login.data or ""))
        pair = signin.unlock_with_code(vault, account, form.recovery_code.data or "")
    except (BadInput, Busy) as error:
        put_error(form.recovery_code, error_words(error.code, **error.params))
        return False
    name = account.id if account else None
    done = write(lambda tx: signin.recover(tx, vault, name, pair, code, password))
    if not done:
        put_error(form.recovery_code, error_words("signin_refused"))
    return done


@bp.post("/sign-out")
@access(*STAFF)
def sign_out() -> ResponseReturnValue:
    """End this session, or all of this account's."""
    found, everywhere = member(), request.form.get("do") == "everywhere"
    write(lambda tx: signin.sign_out(tx, found, everywhere=everywhere))
    response = redirect(url("desk.sign_in"), 303)
    response.delete_cookie(COOKIE, path="/desk")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
