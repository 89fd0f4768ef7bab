"""The steps on a case that only move it: register, accept, investigate, ask, extend, and so on."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reportdesk.domain.actors import Role
from reportdesk.domain.case import Action
from reportdesk.domain.errors import NotAllowed
from reportdesk.domain.taxonomy import ExtensionReason
from reportdesk.queries.casefile import CaseFile
from reportdesk.queries.choosing import colleagues_for
from reportdesk.services import casework, triage
from reportdesk.web.context import read, runtime
from reportdesk.web.desk import case_forms as forms
from reportdesk.web.desk import dates_ahead
from reportdesk.web.desk.access import access, current
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.step import step


@bp.route("/cases/<ref>/register", methods=["GET", "POST"])
@access(Role.OFFICER, Role.HEAD)
def register(ref: str) -> ResponseReturnValue:
    """Enter the case under the authority's own number."""
    pack, actor, form = runtime().pack, current().actor, forms.RegisterForm()
    return step(
        ref,
        Action.REGISTER,
        form,
        "desk/register.html",
        _("已登记。"),
        lambda tx: triage.register(
            tx, pack, actor, ref, own_number=form.own_number.data or "", version=form.made_for()
        ),
    )


@bp.route("/cases/<ref>/accept", methods=["GET", "POST"])
@access(Role.OFFICER, Role.HEAD)
def accept(ref: str) -> ResponseReturnValue:
    """Take the matter on from a day."""
    kit, actor = runtime(), current().actor
    today = kit.clock().date()
    form = forms.AcceptForm(data={"on": today})
    return step(
        ref,
        Action.ACCEPT,
        form,
        "desk/accept.html",
        _("已受理，作出处理决定的期限开始计算。"),
        lambda tx: triage.accept(
            tx, kit.pack, actor, ref, on=form.on.data, version=form.made_for()
        ),
        decide=dates_ahead.decision(form.on.data) or dates_ahead.decision(today),
        asked=request.form.get("do") == "date",
    )


@bp.route("/cases/<ref>/investigate", methods=["GET", "POST"])
@access(Role.OFFICER, Role.HEAD)
def investigate(ref: str) -> ResponseReturnValue:
    """Begin to look into it."""
    kit, holder, form = runtime(), current(), forms.InvestigateForm()
    return step(
        ref,
        Action.INVESTIGATE,
        form,
        "desk/investigate.html",
        _("已转为办理中。"),
        lambda tx: casework.investigate(
            tx, kit.vault, kit.pack, holder, ref, text=form.text.data, version=form.made_for()
        ),
    )


@bp.route("/cases/<ref>/resume", methods=["GET", "POST"])
@access(Role.OFFICER, Role.HEAD)
def resume(ref: str) -> ResponseReturnValue:
    """Go on without the reply."""
    pack, holder, form = runtime().pack, current(), forms.StepForm()
    return step(
        ref,
        Action.RESUME,
        form,
        "desk/resume.html",
        _("不再等学生补充，继续办理。"),
        lambda tx: casework.resume(tx, pack, holder, ref, version=form.made_for()),
    )


@bp.route("/cases/<ref>/extend", methods=["GET", "POST"])
@access(Role.HEAD)
def extend(ref: str) -> ResponseReturnValue:
    """Extend the time to decide, once."""
    kit, holder, form = runtime(), current(), forms.ExtendForm()
    return step(
        ref,
        Action.EXTEND,
        form,
        "desk/extend.html",
        _("期限已经延长，下一次发布会公开。"),
        lambda tx: casework.extend(
            tx,
            kit.vault,
            kit.pack,
            holder,
            ref,
            reason=ExtensionReason(form.reason.data),
            until=form.until.data,
            text=form.text.data,
            version=form.made_for(),
        ),
        **dates_ahead.of_extension(),
    )


@bp.route("/cases/<ref>/assign", methods=["GET", "POST"])
@access(Role.OFFICER, Role.HEAD, Role.PLATFORM)
def assign(ref: str) -> ResponseReturnValue:
    """Give the case to a colleague."""
    actor, form = current().actor, forms.AssignForm()

    def fill(file: CaseFile) -> None:
        require_writing(file)
        people = read(lambda tx: colleagues_for(tx, actor))
        form.account.choices = [("", _("先不分派")), *people]
        if not form.is_submitted():
            form.account.data = file.case.assigned_to or actor.account_id

    return step(
        ref,
        None,
        form,
        "desk/assign.html",
        _("经办人已更新。"),
        lambda tx: triage.assign(
            tx, actor, ref, account_id=form.account.data or None, version=form.made_for()
        ),
        fill,
    )


def require_writing(file: CaseFile) -> None:
    """Raises NotAllowed for those who only read the case."""
    if not file.may_write:
        raise NotAllowed("not_your_step", action="assign")
