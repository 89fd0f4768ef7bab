"""Complaints that a case went to the wrong body: listed, answered, or the target corrected."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from reportdesk.domain.actors import Role
from reportdesk.domain.taxonomy import RouteReason
from reportdesk.queries.casefile import CaseFile
from reportdesk.queries.complaints import complaints
from reportdesk.services import complaining
from reportdesk.web.context import read, runtime
from reportdesk.web.desk.access import access, current
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.case_forms import ReassignForm, StepForm, one_of
from reportdesk.web.desk.case_history import name
from reportdesk.web.desk.choosing import offer_authorities
from reportdesk.web.desk.step import step
from reportdesk.web.locale import url


class ConfirmForm(StepForm):
    """Why the case stays where it is."""

    reason = one_of(_l("为什么不改派（学生会读到）"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.offer(self.reason, "route_reason", RouteReason)


@bp.get("/routes")
@access(Role.PLATFORM)
def route_complaints() -> ResponseReturnValue:
    """The complaints that nobody decided."""
    actor = current().actor
    rows = read(lambda tx: complaints(tx, actor))
    return render_template("desk/route_complaints.html", rows=rows, name=name)


@bp.route("/cases/<ref>/route/confirm", methods=["GET", "POST"])
@access(Role.PLATFORM)
def confirm_route(ref: str) -> ResponseReturnValue:
    """Leave the case where it is, and say why."""
    actor, form = current().actor, ConfirmForm()
    return step(
        ref,
        None,
        form,
        "desk/confirm_route.html",
        _("已答复学生，案件仍由原机关办理。"),
        lambda tx: complaining.confirm(
            tx, actor, ref, reason=RouteReason(form.reason.data), version=form.made_for()
        ),
        then=url("desk.route_complaints"),
    )


@bp.route("/cases/<ref>/route/correct", methods=["GET", "POST"])
@access(Role.PLATFORM)
def correct_route(ref: str) -> ResponseReturnValue:
    """Give the case to another authority."""
    pack, actor, form = runtime().pack, current().actor, ReassignForm()

    def fill(file: CaseFile) -> None:
        near, own = [*file.case.ladder, *file.case.copied], [file.case.target_id]
        offer_authorities(form.target, file, near, without=own, typed=form.q.data or "")

    return step(
        ref,
        None,
        form,
        "desk/correct_route.html",
        _("已改派。内容交接或公函寄出以前，由平台保管。"),
        lambda tx: complaining.correct(
            tx, pack, actor, ref, target_id=str(form.target.data), version=form.made_for()
        ),
        fill,
    )
