"""Steps by which an authority does not take a case on: declining it, or giving it back."""

from typing import TYPE_CHECKING

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reportdesk.domain.actors import Role
from reportdesk.domain.case import Action
from reportdesk.domain.taxonomy import DeclineReason, ReturnReason
from reportdesk.queries.casefile import CaseFile
from reportdesk.services import triage
from reportdesk.web.context import runtime
from reportdesk.web.desk import case_forms as forms
from reportdesk.web.desk.access import access, current
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.choosing import offer_authorities, offer_other_body
from reportdesk.web.desk.step import step
from reportdesk.web.locale import url

if TYPE_CHECKING:
    from reportdesk.storage.db import Tx


@bp.route("/cases/<ref>/decline", methods=["GET", "POST"])
@access(Role.OFFICER, Role.HEAD)
def decline(ref: str) -> ResponseReturnValue:
    """Refuse the matter, with the other lawful path."""
    kit, holder, form = runtime(), current(), forms.DeclineForm()
    return step(
        ref,
        Action.DECLINE,
        form,
        "desk/decline.html",
        _("已作出不予受理的决定，学生会看到理由。"),
        lambda tx: triage.decline(
            tx,
            kit.vault,
            kit.pack,
            holder,
            ref,
            reason=DeclineReason(form.reason.data),
            text=form.text.data,
            version=form.made_for(),
        ),
        reasons=list(DeclineReason),
    )


@bp.route("/cases/<ref>/return", methods=["GET", "POST"])
@access(Role.OFFICER, Role.HEAD)
def give_back(ref: str) -> ResponseReturnValue:
    """Give the case back and name the competent body."""
    form = forms.ReturnForm()
    return step(
        ref,
        Action.RETURN,
        form,
        "desk/return.html",
        _("已退回，由平台改派。本机关不再能打开这起案件。"),
        lambda tx: _give_back(tx, ref, form),
        lambda file: _offer_bodies(form, file),
        then=url("desk.home"),
    )


def _give_back(tx: "Tx", ref: str, form: forms.ReturnForm) -> None:
    """The use case with what the form says."""
    kit = runtime()
    triage.return_(
        tx,
        kit.vault,
        kit.pack,
        current(),
        ref,
        reason=ReturnReason(form.reason.data),
        competent_id=form.body(),
        text=form.text.data,
        version=form.made_for(),
    )


def _offer_bodies(form: forms.ReturnForm, file: CaseFile) -> None:
    """The authorities above and those looked up, and that the register lacks the body."""
    near = [*file.case.ladder, *file.case.copied]
    own = [file.case.authority_id]
    offer_authorities(form.competent, file, near, without=own, typed=form.q.data or "")
    offer_other_body(form.competent)
