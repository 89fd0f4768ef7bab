"""The platform desk's page of one case's public record: withholding, and holds with two persons."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from reportdesk.domain.actors import Actor, Role
from reportdesk.domain.disclosure import WithheldReason
from reportdesk.domain.errors import BadInput, DomainError, NotFound
from reportdesk.domain.retention import HoldReason
from reportdesk.queries import keeping as kept
from reportdesk.services import holding, withholding
from reportdesk.web.context import read, runtime, write
from reportdesk.web.desk.access import access, current
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.case_history import name
from reportdesk.web.desk.forms import put_error
from reportdesk.web.desk.keeping_forms import DecideForm, HoldForm, WithholdForm
from reportdesk.web.desk.step import REFUSED
from reportdesk.web.kept import how_kept, why_kept
from reportdesk.web.labels import error_words
from reportdesk.web.locale import url

if TYPE_CHECKING:
    from reportdesk.storage.db import Tx
    from reportdesk.web.desk.case_forms import StepForm

LONGEST_REF = 20
DONE = {
    "withhold": _l("已设为不公开。一小时内从所有已发布的版本里撤下，只留编号和原因。"),
    "confirm": _l("已同意不公开。"),
    "ask": _l("已提请恢复公开，等另一位平台人员决定。"),
    "show": _l("已恢复公开，下一次发布起可以看到。"),
    "hold": _l("已提请暂缓销毁，等另一位平台人员同意后才算。"),
    "hold_confirm": _l("已暂缓销毁，学生能看到原因和日期。"),
    "hold_lift": _l("已解除暂缓销毁，销毁的日期重新计算。"),
}
"""What each decision says afterwards."""


@bp.get("/oversight")
@access(Role.PLATFORM)
def oversight() -> ResponseReturnValue:
    """What waits for a second person, and a case looked up by its reference."""
    pack, actor = runtime().pack, current().actor
    ref, missing = request.args.get("ref", "").strip().upper()[:LONGEST_REF], False
    if ref:
        try:
            found = read(lambda tx: kept.oversight(tx, pack, actor, ref))
            return redirect(url("desk.overseen", ref=found.ref), 303)
        except NotFound:
            missing = True
    waiting = read(kept.waiting)
    page = render_template("desk/oversight.html", waiting=waiting, ref=ref, missing=missing)
    return page, 404 if missing else 200


@bp.get("/oversight/<ref>")
@access(Role.PLATFORM)
def overseen(ref: str) -> ResponseReturnValue:
    """One case's public record and keeping; no content."""
    return _page(ref, {})


@bp.post("/oversight/<ref>/<act>")
@access(Role.PLATFORM)
def oversee(ref: str, act: str) -> ResponseReturnValue:
    """One decision about it."""
    if act not in DONE:
        raise NotFound("page")
    form = _form(act)
    actor = current().actor
    if not form.validate():
        return _page(ref, {act: form})
    try:
        write(lambda tx: _decide(act, form)(tx, actor, ref, version=form.made_for()))
    except BadInput as error:
        put_error(form[error.field], error_words(error.code, **error.params))
        return _page(ref, {act: form})
    except (*REFUSED, NotFound) as error:
        return _page(ref, {act: form}, error)
    flash(str(DONE[act]))
    return redirect(url("desk.overseen", ref=ref), 303)


def _form(act: str) -> "StepForm":
    """The form of a decision."""
    forms: dict[str, Callable[[], StepForm]] = {"withhold": WithholdForm, "hold": HoldForm}
    return forms.get(act, DecideForm)()


def _decide(act: str, form: Any) -> Callable[..., None]:
    """The use case of a decision, with what its form says."""

    def with_form(tx: "Tx", actor: Actor, ref: str, *, version: int) -> None:
        if act == "withhold":
            reason = WithheldReason(form.reason.data)
            withholding.withhold(tx, actor, ref, reason=reason, version=version)
        elif act == "hold":
            why, until = HoldReason(form.reason.data), form.until.data
            holding.put(tx, actor, ref, reason=why, until=until, version=version)
        elif act == "hold_confirm":
            holding.confirm(tx, actor, ref, number=form.which(), version=version)
        else:
            holding.lift(tx, actor, ref, number=form.which(), version=version)

    plain: dict[str, Callable[..., None]] = {
        "confirm": withholding.confirm,
        "ask": withholding.ask_to_show,
        "show": withholding.show_again,
    }
    return plain.get(act, with_form)


def _page(
    ref: str, filled: dict[str, "StepForm"], refusal: DomainError | None = None
) -> ResponseReturnValue:
    """The page; ``filled`` is the form that was sent and refused."""
    pack, actor = runtime().pack, current().actor
    found = read(lambda tx: kept.oversight(tx, pack, actor, ref))
    forms = {"withhold": WithholdForm, "hold": HoldForm, "decide": DecideForm}
    shown = {key: filled.get(key) or make(formdata=None) for key, make in forms.items()}
    for form in shown.values():
        form.version.data, form.seen.data = str(found.version), "0"
    page = render_template(
        "desk/overseen.html",
        found=found,
        forms=shown,
        refused=error_words(refusal.code, **refusal.params) if refusal else "",
        name=name,
        how_kept=how_kept,
        why_kept=why_kept,
    )
    return page, 409 if refusal else 422 if filled else 200
