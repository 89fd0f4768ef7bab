"""The platform desk: a corrected target, and sealing anew with two officers."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from reportdesk.domain.actors import Role
from reportdesk.domain.case import Action
from reportdesk.domain.errors import Conflict
from reportdesk.queries import handover as waiting_for
from reportdesk.queries.casefile import CaseFile
from reportdesk.services import referral
from reportdesk.web.context import read, runtime, write
from reportdesk.web.desk import case_forms as forms
from reportdesk.web.desk.access import access, current
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.case_history import name
from reportdesk.web.desk.choosing import offer_authorities
from reportdesk.web.desk.forms import PlainForm
from reportdesk.web.desk.step import step
from reportdesk.web.labels import error_words
from reportdesk.web.locale import url


@bp.route("/cases/<ref>/reassign", methods=["GET", "POST"])
@access(Role.PLATFORM)
def reassign(ref: str) -> ResponseReturnValue:
    """Send a returned case to a corrected target."""
    actor, form = current().actor, forms.ReassignForm()
    return step(
        ref,
        Action.REASSIGN,
        form,
        "desk/reassign.html",
        _("已改派。内容交接之后，新机关才能打开。"),
        lambda tx: referral.reassign(
            tx, actor, ref, target_id=str(form.target.data), version=form.made_for()
        ),
        lambda file: _offer_targets(form, file),
    )


def _offer_targets(form: forms.ReassignForm, file: CaseFile) -> None:
    """The body that was named, those above, and what was looked up; never who returned the case."""
    back = [event for event in file.history if event.event == "return"]
    named = [str(event.fields.get("competent") or "") for event in reversed(back)]
    givers = {event.authority for event in back}
    by = [one for one, names in file.authorities.items() if names in givers]
    near = [*named, *file.case.ladder, *file.case.copied]
    offer_authorities(form.target, file, near, without=by, typed=form.q.data or "")


@bp.get("/handover")
@access(Role.PLATFORM)
def handover() -> ResponseReturnValue:
    """What waits to be sealed anew, by authority."""
    return _list()


@bp.post("/handover/<authority_id>/begin")
@access(Role.PLATFORM)
def begin_handover(authority_id: str) -> ResponseReturnValue:
    """The first officer opens what waits and names the second."""
    vault, holder, form = runtime().vault, current(), forms.BeginForm()
    second = str(form.second.data or "")
    try:
        count = write(
            lambda tx: referral.begin(
                tx, vault, holder, authority_id=authority_id, second_id=second
            )
        )
    except Conflict as error:
        return _list(error_words(error.code, **error.params))
    flash(ngettext("已打开 %(num)s 起，等同事完成。", "已打开 %(num)s 起，等同事完成。", count))
    return redirect(url("desk.handover"), 303)


@bp.post("/handover/<authority_id>/complete")
@access(Role.PLATFORM)
def complete_handover(authority_id: str) -> ResponseReturnValue:
    """The second officer completes what was opened for them."""
    kit, holder = runtime(), current()
    count = write(
        lambda tx: referral.complete(tx, kit.vault, kit.pack, holder, authority_id=authority_id)
    )
    flash(ngettext("已交接 %(num)s 起。", "已交接 %(num)s 起。", count))
    return redirect(url("desk.handover"), 303)


@bp.post("/handover/<authority_id>/call-off")
@access(Role.PLATFORM)
def call_off_handover(authority_id: str) -> ResponseReturnValue:
    """Take back what was opened and not completed."""
    holder = current()
    write(lambda tx: referral.call_off(tx, holder, authority_id=authority_id))
    flash(_("已取消，打开的一半钥匙已销毁。"))
    return redirect(url("desk.handover"), 303)


def _list(refused: str = "") -> ResponseReturnValue:
    """The page of handovers; ``refused`` says why the last attempt failed."""
    actor = current().actor
    waiting = read(lambda tx: waiting_for.waiting(tx, actor))
    people = read(lambda tx: waiting_for.seconds(tx, actor))
    form = forms.BeginForm(formdata=None)
    form.second.choices = people
    page = render_template(
        "desk/handover.html",
        waiting=waiting,
        people=people,
        form=form,
        plain=PlainForm(formdata=None),
        refused=refused,
        name=name,
    )
    return page, 409 if refused else 200
