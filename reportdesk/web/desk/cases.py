"""The list of cases, the page of one, its files, and what is written about it."""

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reportdesk.domain.actors import READS_CASES, Role
from reportdesk.domain.errors import NotFound
from reportdesk.queries.caseload import caseload
from reportdesk.queries.casefile import colleagues_for
from reportdesk.queries.selection import Filters, View
from reportdesk.services import casework, reading
from reportdesk.web.context import read, runtime, write
from reportdesk.web.desk import case_forms as forms
from reportdesk.web.desk import list_page
from reportdesk.web.desk.access import STAFF, access, current
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.case_view import case_context
from reportdesk.web.desk.step import attempt, is_look, open_file, page
from reportdesk.web.locale import url

FILTERS = ("q", "practice", "stage", "clock", "assignee")
LONGEST_FILTER = 80
SANDBOX = "default-src 'none'; sandbox"


@bp.get("/")
@access(*STAFF)
def home() -> ResponseReturnValue:
    """The list of cases; those who read no cases go to what they do."""
    actor = current().actor
    if actor.role not in READS_CASES:
        return redirect(url("desk.record" if actor.role is Role.AUDITOR else "desk.staff"), 303)
    chosen = request.args.get("view", View.ALL.value)
    view = View(chosen) if chosen in set(View) else View.ALL
    filters = Filters(*(request.args.get(name, "")[:LONGEST_FILTER].strip() for name in FILTERS))
    page_number = request.args.get("page", 1, type=int)
    found = read(lambda tx: caseload(tx, actor, view, filters, page_number))
    people = read(lambda tx: colleagues_for(tx, actor))
    shown = list_page.context(found, view, filters, actor, people)
    return render_template("desk/home.html", today=runtime().clock().date(), **shown)


@bp.get("/cases/<ref>")
@access(*READS_CASES)
def case(ref: str) -> ResponseReturnValue:
    """One case: what was said, its dates, what may be done next; the look is recorded."""
    kit, holder = runtime(), current()
    file = open_file(ref)
    opened = write(lambda tx: reading.read(tx, kit.vault, holder, ref))
    return render_template("desk/case.html", **case_context(file, opened, holder))


@bp.get("/cases/<ref>/files/<int:report>/<int:number>")
@access(*READS_CASES)
def download(ref: str, report: int, number: int) -> ResponseReturnValue:
    """An attachment as a download, never shown inline; recorded."""
    kit, holder = runtime(), current()
    found, chunks = write(lambda tx: reading.download(tx, kit.vault, holder, ref, report, number))
    response = Response(chunks, mimetype="application/octet-stream")
    response.headers.set("Content-Disposition", "attachment", filename=list_page.file_name(found))
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Frame-Options"] = "DENY"
    response.content_length = found.size
    return response


@bp.post("/cases/<ref>/message")
@access(Role.OFFICER, Role.HEAD, Role.PLATFORM)
def message(ref: str) -> ResponseReturnValue:
    """Show a message as the student will read it, then send it."""
    kit, holder, form = runtime(), current(), forms.MessageForm()
    file = open_file(ref)
    if not file.may_write:
        raise NotFound("case")
    opened = write(lambda tx: reading.read(tx, kit.vault, holder, ref))
    list_page.offer_reports(form, opened)
    if form.validate() and request.form.get("do") == "send":
        done = attempt(
            form,
            file,
            lambda tx: casework.send(
                tx, kit.vault, holder, ref, text=form.text.data, report=form.addressee()
            ),
            _("消息已发送。"),
        )
        if done:
            return done
    return page("desk/message.html", form, ref)


@bp.post("/cases/<ref>/note")
@access(*READS_CASES)
def note(ref: str) -> ResponseReturnValue:
    """Leave a note for colleagues."""
    kit, holder, form = runtime(), current(), forms.NoteForm()
    file = open_file(ref)
    if not is_look() and form.validate():
        done = attempt(
            form,
            file,
            lambda tx: casework.note(tx, kit.vault, holder, ref, text=form.text.data),
            _("备注已保存。"),
        )
        if done:
            return done
    return page("desk/note.html", form, ref)


@bp.route("/cases/<ref>/ask", methods=["GET", "POST"])
@access(Role.OFFICER, Role.HEAD)
def ask(ref: str) -> ResponseReturnValue:
    """Ask the reporters a question."""
    return Response()
