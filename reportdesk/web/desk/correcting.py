"""Putting entries right, and the days of a hearing."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reportdesk.domain.actors import Role
from reportdesk.domain.errors import NotAllowed
from reportdesk.queries.casefile import CaseFile
from reportdesk.services import correcting
from reportdesk.web.context import runtime
from reportdesk.web.desk import case_forms as forms
from reportdesk.web.desk.access import access, current
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.step import step


@bp.route("/cases/<ref>/correct-acceptance", methods=["GET", "POST"])
@access(Role.OFFICER, Role.HEAD)
def correct_acceptance(ref: str) -> ResponseReturnValue:
    """Put the day of acceptance right."""
    kit, holder, form = runtime(), current(), forms.CorrectDayForm()
    return step(
        ref,
        None,
        form,
        "desk/correct_acceptance.html",
        _("受理日期已更正，原来的记录还在。"),
        lambda tx: correcting.correct_acceptance(
            tx,
            kit.vault,
            kit.pack,
            holder,
            ref,
            on=form.on.data,
            reason=form.text.data,
            version=form.made_for(),
        ),
        _require_entries,
    )


@bp.route("/cases/<ref>/correct-number", methods=["GET", "POST"])
@access(Role.OFFICER, Role.HEAD)
def correct_number(ref: str) -> ResponseReturnValue:
    """Put the authority's own number right."""
    kit, holder, form = runtime(), current(), forms.CorrectNumberForm()
    return step(
        ref,
        None,
        form,
        "desk/correct_number.html",
        _("编号已更正，原来的记录还在。"),
        lambda tx: correcting.correct_number(
            tx,
            kit.vault,
            holder,
            ref,
            number=form.number.data or "",
            reason=form.text.data,
            version=form.made_for(),
        ),
        _require_entries,
    )


@bp.route("/cases/<ref>/hearing", methods=["GET", "POST"])
@access(Role.OFFICER, Role.HEAD, Role.SUPERVISOR)
def hearing(ref: str) -> ResponseReturnValue:
    """Leave the days of a hearing out of the time for the opinion."""
    pack, holder, form = runtime().pack, current(), forms.HearingForm()
    return step(
        ref,
        None,
        form,
        "desk/hearing.html",
        _("听证的天数已经扣除，新的期限见下面。"),
        lambda tx: correcting.leave_out_hearing(
            tx,
            pack,
            holder,
            ref,
            first=form.first.data,
            last=form.last.data,
            version=form.made_for(),
        ),
        _require_hearing,
    )


def _require_entries(file: CaseFile) -> None:
    """Raises NotAllowed for whoever cannot put entries of this case right."""
    if not file.may_correct:
        raise NotAllowed("not_your_step", action="correct_entry")


def _require_hearing(file: CaseFile) -> None:
    """Raises NotAllowed where no hearing counts, or not for this member."""
    if not file.may_hear:
        raise NotAllowed("not_your_step", action="hearing")
