"""What staff write: messages and questions to the reporters, notes to colleagues."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reportdesk.domain.access import Relation
from reportdesk.domain.actors import READS_CASES, Role
from reportdesk.domain.case import Action
from reportdesk.domain.errors import NotFound
from reportdesk.queries.casefile import CaseFile
from reportdesk.services import casework
from reportdesk.web.context import runtime
from reportdesk.web.desk import case_forms as forms
from reportdesk.web.desk.access import access, current
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.step import attempt, open_file, page, step
from reportdesk.web.desk.supervision_forms import OWN, SuperiorsNoteForm


@bp.route("/cases/<ref>/ask", methods=["GET", "POST"])
@access(Role.OFFICER, Role.HEAD)
def ask(ref: str) -> ResponseReturnValue:
    """Ask the reporters a question."""
    kit, holder, form = runtime(), current(), forms.AskForm()
    return step(
        ref,
        Action.ASK,
        form,
        "desk/ask.html",
        _("问题已发给学生。"),
        lambda tx: casework.ask(
            tx,
            kit.vault,
            kit.pack,
            holder,
            ref,
            text=form.text.data,
            report=form.addressee(),
            version=form.made_for(),
        ),
        lambda file: offer_reporters(form, file),
    )


@bp.post("/cases/<ref>/message")
@access(Role.OFFICER, Role.HEAD, Role.PLATFORM)
def message(ref: str) -> ResponseReturnValue:
    """Show a message as the students will read it, then send it."""
    kit, holder, form = runtime(), current(), forms.MessageForm()
    file = open_file(ref)
    if not file.may_write:
        raise NotFound("case")
    offer_reporters(form, file)
    if form.validate() and request.form.get("do") == "send":
        text, number = form.text.data, form.addressee()
        done = attempt(
            form,
            file,
            lambda tx: casework.send(tx, kit.vault, holder, ref, text=text, report=number),
            _("消息已发送。"),
        )
        if done is not None:
            return done
    return page("desk/message.html", form, ref)


@bp.post("/cases/<ref>/note")
@access(*READS_CASES)
def note(ref: str) -> ResponseReturnValue:
    """Leave a note for colleagues."""
    kit, holder = runtime(), current()
    outside = open_file(ref).relation is not Relation.HOLDER
    form = SuperiorsNoteForm() if outside else forms.NoteForm()
    own = isinstance(form, SuperiorsNoteForm) and form.reads.data == OWN
    return step(
        ref,
        None,
        form,
        "desk/note.html",
        _("备注已保存。"),
        lambda tx: casework.note(tx, kit.vault, holder, ref, text=form.text.data, own=own),
    )


def offer_reporters(form: forms.AddressedForm, file: CaseFile) -> None:
    """Who can be written to."""
    form.offer_reports(file.reporters, _("这起案件的全部举报人"), _("只发给举报 %(n)s"))
