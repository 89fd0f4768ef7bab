"""The steps of supervision: what a superior does about lateness, and the holder's report to it."""

from typing import TYPE_CHECKING, Any

from flask import redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reportdesk.domain.actors import Role
from reportdesk.domain.case import Action
from reportdesk.domain.errors import NotFound
from reportdesk.domain.supervising import DemandState, earliest, latest
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.queries.casefile import CaseFile
from reportdesk.services import reading, taking_over
from reportdesk.services import supervising as cases
from reportdesk.web.context import runtime, write
from reportdesk.web.desk import supervision
from reportdesk.web.desk import supervision_forms as forms
from reportdesk.web.desk.access import access, current
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.case_forms import StepForm
from reportdesk.web.desk.case_history import name
from reportdesk.web.desk.choosing import offer_authorities
from reportdesk.web.desk.step import attempt, is_look, open_file, page, require, step
from reportdesk.web.locale import url

if TYPE_CHECKING:
    from reportdesk.storage.db import Tx

SUPERVISING = (Role.OFFICER, Role.HEAD, Role.SUPERVISOR)
DECIDING = (Role.HEAD, Role.SUPERVISOR)


@bp.route("/cases/<ref>/demand", methods=["GET", "POST"])
@access(*SUPERVISING)
def demand(ref: str) -> ResponseReturnValue:
    """Demand a written report by a day."""
    kit, holder, form = runtime(), current(), forms.DemandForm()
    return step(
        ref,
        Action.DEMAND,
        form,
        "desk/demand.html",
        _("已要求书面报告，对方会收到通知。督办通知在“函件”里，可以印发。"),
        lambda tx: cases.demand(
            tx,
            kit.vault,
            kit.pack,
            holder,
            ref,
            until=form.until.data,
            text=form.text.data,
            version=form.made_for(),
        ),
        **_days(),
    )


@bp.route("/cases/<ref>/drop-demand", methods=["GET", "POST"])
@access(*SUPERVISING)
def drop_demand(ref: str) -> ResponseReturnValue:
    """Demand a report no more."""
    pack, actor, form = runtime().pack, current().actor, StepForm()
    return step(
        ref,
        Action.DROP_DEMAND,
        form,
        "desk/drop_demand.html",
        _("不再要求这份报告。"),
        lambda tx: cases.drop_demand(tx, pack, actor, ref, version=form.made_for()),
    )


@bp.route("/cases/<ref>/reports/<int:number>", methods=["GET", "POST"])
@access(Role.OFFICER, Role.HEAD)
def report_up(ref: str, number: int) -> ResponseReturnValue:
    """Report to the superior that demanded it."""
    kit, holder, form = runtime(), current(), forms.ReportUpForm()
    asked = _asked(open_file(ref), number)
    return step(
        ref,
        Action.REPORT_UP,
        form,
        "desk/report_up.html",
        _("报告已送到上级。"),
        lambda tx: cases.report_up(
            tx,
            kit.vault,
            kit.pack,
            holder,
            ref,
            number=number,
            text=form.text.data,
            version=form.made_for(),
        ),
        **asked,
    )


@bp.route("/cases/<ref>/judge-report", methods=["GET", "POST"])
@access(*SUPERVISING)
def judge_report(ref: str) -> ResponseReturnValue:
    """Read a report that came; let it be enough, or send it back with a new day."""
    form, file = forms.JudgeReportForm(), open_file(ref)
    if is_look():
        require(file, Action.ACCEPT_REPORT)
    elif form.validate() and (response := _judge(form, file)) is not None:
        return response
    mine = supervision.own(file, current().actor)
    texts = _texts(ref)
    said = texts.get(mine.reported, "") if mine and mine.reported else ""
    asked = texts.get(mine.asked, "") if mine else ""
    return page("desk/judge_report.html", form, ref, asked=asked, said=said, **_days())


def _judge(form: forms.JudgeReportForm, file: CaseFile) -> ResponseReturnValue | None:
    """The decision, as the button says it."""
    kit, holder, ref, now = runtime(), current(), file.case.ref, form.made_for()
    if not form.sends_back:
        return attempt(
            form,
            file,
            lambda tx: cases.accept_report(tx, kit.pack, holder.actor, ref, version=now),
            _("报告已认可。案件的期限照常走。"),
        )
    until, text = form.until.data, form.text.data or ""
    return attempt(
        form,
        file,
        lambda tx: cases.return_report(
            tx, kit.vault, kit.pack, holder, ref, until=until, text=text, version=now
        ),
        _("报告已退回，对方要在新的日期前重写。"),
    )


@bp.route("/cases/<ref>/order-acceptance", methods=["GET", "POST"])
@access(*DECIDING)
def order_acceptance(ref: str) -> ResponseReturnValue:
    """Have the case count as accepted."""
    kit, holder, form = runtime(), current(), forms.OrderForm()
    today = kit.clock().date()
    return step(
        ref,
        Action.ORDER_ACCEPTANCE,
        form,
        "desk/order_acceptance.html",
        _("已责令受理，从今天起算。督办通知在“函件”里，可以印发。"),
        lambda tx: cases.order_acceptance(
            tx, kit.vault, kit.pack, holder, ref, text=form.text.data, version=form.made_for()
        ),
        decide=kit.pack.due_date(ClockKey.DECISION, today, started_by="accepted"),
    )


@bp.route("/cases/<ref>/take-over", methods=["GET", "POST"])
@access(*DECIDING)
def take_over(ref: str) -> ResponseReturnValue:
    """Become the holder."""
    kit, holder, form = runtime(), current(), forms.TakeOverForm()
    reviewer = supervision.reviewer_of(open_file(ref), holder.actor)
    return step(
        ref,
        Action.TAKE_OVER,
        form,
        "desk/take_over.html",
        _("案件现在由您的机关办理。请分派经办人。督办通知在“函件”里，可以印发。"),
        lambda tx: taking_over.take_over(
            tx, kit.vault, kit.pack, holder, ref, text=form.text.data, version=form.made_for()
        ),
        reviewer=reviewer,
    )


@bp.route("/cases/<ref>/transfer", methods=["GET", "POST"])
@access(*DECIDING)
def transfer(ref: str) -> ResponseReturnValue:
    """Give the case to another authority, and go on to the letter that says so."""
    form, file, letters = forms.TransferForm(), open_file(ref), list[int]()
    _offer_targets(form, file)
    if is_look():
        require(file, Action.TRANSFER)
    elif form.validate():
        done = _("案件已改交，新机关的期限从今天开始。请印发下面的督办通知。")
        if attempt(form, file, lambda tx: letters.append(_transfer(tx, ref, form)), done):
            return redirect(url("desk.letter", ref=ref, number=letters[-1]), 303)
    return page("desk/transfer.html", form, ref)


def _transfer(tx: "Tx", ref: str, form: forms.TransferForm) -> int:
    """The use case with what the form says."""
    kit = runtime()
    return taking_over.transfer(
        tx,
        kit.vault,
        kit.pack,
        current(),
        ref,
        target_id=str(form.target.data),
        text=form.text.data,
        version=form.made_for(),
    )


def _offer_targets(form: forms.TransferForm, file: CaseFile) -> None:
    """Those copied in and what was looked up; never the holder, nor the member's own authority."""
    never = [file.case.authority_id, current().actor.authority_id, file.facts.involved or ""]
    typed = form.q.data or ""
    offer_authorities(form.target, file, file.case.copied, without=never, typed=typed)


def _days() -> dict[str, Any]:
    """Between which days a report can be demanded."""
    kit = runtime()
    today = kit.clock().date()
    return {"first": earliest(today, kit.pack.calendar), "last": latest(today)}


def _asked(file: CaseFile, number: int) -> dict[str, Any]:
    """What a superior asks in demand ``number``; raises NotFound when it asks nothing now."""
    waiting = [one for one in file.facts.demands if one.number == number]
    if not waiting or (is_look() and waiting[0].state is not DemandState.WAITS):
        raise NotFound("demand")
    one = waiting[0]
    return {
        "asked": _texts(file.case.ref).get(one.asked, ""),
        "who": name(file.authorities[one.by]),
        "due": supervision.due_of(file, one),
    }


def _texts(ref: str) -> dict[int, str]:
    """The words beside the events of the case, opened for this member and recorded as a look."""
    kit, holder = runtime(), current()
    opened = write(lambda tx: reading.read(tx, kit.vault, holder, ref))
    notes = opened.notes if opened is not None else ()
    return {note.event: note.text for note in notes if note.event is not None}
