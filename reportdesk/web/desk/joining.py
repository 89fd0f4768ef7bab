"""Pages of a new colleague: an invitation becomes an account, its recovery code on paper."""

from datetime import timedelta

import pyotp
import segno
from flask import render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from reportdesk.domain.errors import BadInput
from reportdesk.services import accounts
from reportdesk.web.context import read, runtime, write
from reportdesk.web.desk.access import access
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.forms import JoinForm, RecoveryForm, put_error
from reportdesk.web.labels import error_words

JOINING = timedelta(hours=2)
"""How long the forms of joining may be open."""
ISSUER = "Reportdesk"
IN_FOURS = 4


@bp.get("/join/<token>")
@access()
def join(token: str) -> ResponseReturnValue:
    """Show an invitation: choose a password, set up the second factor."""
    invited = read(lambda tx: accounts.invitation(tx, token))
    return _join_page(JoinForm(formdata=None), token, invited.login, pyotp.random_base32())


@bp.post("/join/<token>")
@access()
def do_join(token: str) -> ResponseReturnValue:
    """Make the account, and show its recovery code once."""
    form, kit = JoinForm(), runtime()
    carried = kit.vault.open_state("join", form.state.data or "", kit.clock(), JOINING)
    if form.validate():
        try:
            return _joined(form, token, carried["secret"])
        except BadInput as error:
            put_error(form[error.field], error_words(error.code, **error.params))
    return _join_page(form, token, carried["login"], carried["secret"])


def _joined(form: JoinForm, token: str, secret: str) -> ResponseReturnValue:
    """The page after joining; raises BadInput when a field has to be changed."""
    kit, password, code = runtime(), form.password.data or "", form.code.data or ""
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


def _join_page(form: JoinForm, token: str, login: str, secret: str) -> ResponseReturnValue:
    """The page of an invitation, its secret sealed into the form."""
    kit = runtime()
    state = {"secret": secret, "login": login}
    form.state.data = kit.vault.seal_state("join", state, kit.clock())
    uri = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)
    drawn = segno.make(uri).svg_inline(scale=4, dark="#000", light="#fff")
    page = render_template(
        "desk/join.html",
        form=form,
        token=token,
        login=login,
        secret=[secret[at : at + IN_FOURS] for at in range(0, len(secret), IN_FOURS)],
        picture=Markup(drawn),  # noqa: S704 -- segno's own drawing
    )
    return page, 422 if form.errors else 200


def _recovery_page(
    account_id: str, code: str, form: RecoveryForm | None = None
) -> ResponseReturnValue:
    """The recovery code, to be printed or copied and typed back."""
    kit = runtime()
    form = form or RecoveryForm(formdata=None)
    state = {"account": account_id, "code": code}
    form.state.data = kit.vault.seal_state("recovery", state, kit.clock())
    groups = kit.vault.grouped_recovery(code)
    page = render_template("desk/recovery_code.html", form=form, groups=groups)
    return page, 422 if form.errors else 200


@bp.post("/recovery-code")
@access()
def confirm_recovery() -> ResponseReturnValue:
    """Compare the code typed back; then the account is open, or waits for a colleague."""
    form, kit = RecoveryForm(), runtime()
    carried = kit.vault.open_state("recovery", form.state.data or "", kit.clock(), JOINING)
    typed, account = form.recovery_code.data or "", carried["account"]
    if form.validate():
        try:
            state = write(lambda tx: accounts.confirm_recovery(tx, kit.vault, account, typed))
            return render_template("desk/joined.html", state=state)
        except BadInput as error:
            put_error(form.recovery_code, error_words(error.code, **error.params))
    return _recovery_page(account, carried["code"], form)
