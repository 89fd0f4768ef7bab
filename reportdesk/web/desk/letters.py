"""Letters about a case: to write, to read, to print, and as a file for the authority's office."""

from typing import Any

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reportdesk.domain.actors import READS_CASES
from reportdesk.domain.errors import NotAllowed, NotFound
from reportdesk.domain.identity import public_details
from reportdesk.domain.letter import PARALLEL, TO_REPORTER, LetterKind
from reportdesk.letters.docx import MIME, docx
from reportdesk.queries import letters as sent
from reportdesk.queries.casefile import CaseFile
from reportdesk.services import lettering
from reportdesk.web.context import read, runtime
from reportdesk.web.desk.access import access, current
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.case_history import name
from reportdesk.web.desk.case_view import disposition
from reportdesk.web.desk.letter_forms import BesideForm, PaperForm
from reportdesk.web.desk.step import attempt, is_look, open_file, page
from reportdesk.web.labels import label
from reportdesk.web.locale import lang, url

NAME = "letter.docx"
"""The same for every letter: a file's name would stand in lists of recent files."""


@bp.get("/cases/<ref>/letters/<int:number>")
@access(*READS_CASES)
def letter(ref: str, number: int) -> ResponseReturnValue:
    """A letter as it was sent, to be printed."""
    actor = current().actor
    line, found = read(lambda tx: sent.letter(tx, actor, ref, number, lang()))
    there = read(lambda tx: sent.has_case(tx, actor, ref))
    return render_template("desk/letter.html", ref=ref, there=there, line=line, letter=found)


@bp.get("/cases/<ref>/letters/<int:number>/file")
@access(*READS_CASES)
def letter_file(ref: str, number: int) -> ResponseReturnValue:
    """The same letter as a DOCX file, the same bytes every time."""
    actor = current().actor
    found = read(lambda tx: sent.letter(tx, actor, ref, number, lang()))[1]
    response = Response(docx(found), mimetype=MIME)
    response.headers["Content-Disposition"] = disposition(NAME)
    return response


@bp.route("/cases/<ref>/letters/new/<kind>", methods=["GET", "POST"])
@access(*READS_CASES)
def write_letter(ref: str, kind: str) -> ResponseReturnValue:
    """Write a letter and send it."""
    file = open_file(ref)
    wanted = require_kind(ref, kind)
    form = _form(ref, wanted)
    if not is_look() and form.validate():
        done = _send(form, file, wanted)
        if done is not None:
            return done
    return page("desk/write_letter.html", form, ref, kind=wanted, **_beside(form, ref, wanted))


def require_kind(ref: str, code: str) -> LetterKind:
    """The kind, if the member may write it now; raises NotFound for one that does not exist."""
    actor = current().actor
    if code not in set(LetterKind):
        raise NotFound("letter")
    if code not in read(lambda tx: sent.open_kinds(tx, actor, ref)):
        raise NotAllowed("not_your_step", action="letter")
    return LetterKind(code)


def sent_to(ref: str, number: int) -> ResponseReturnValue:
    """On to a letter that was just sent."""
    return redirect(url("desk.letter", ref=ref, number=number), 303)


def _form(ref: str, kind: LetterKind) -> PaperForm:
    """The form of this kind of letter."""
    if kind in TO_REPORTER:
        return PaperForm()
    form, actor = BesideForm(), current().actor
    bodies = read(lambda tx: sent.bodies_beside(tx, actor, ref, kind))
    form.offer_bodies([(one, name(names)) for one, names in bodies], _("其他部门，写全称"))
    return form


def _send(form: PaperForm, file: CaseFile, kind: LetterKind) -> ResponseReturnValue | None:
    """Send it, and go on to its page; None when it was refused."""
    kit, actor, ref = runtime(), current().actor, file.case.ref
    order, version = form.order(kind), form.made_for()
    sure = isinstance(form, BesideForm) and bool(form.sure.data)
    number: list[int] = []
    done = attempt(
        form,
        file,
        lambda tx: number.append(
            lettering.send_letter(tx, kit.pack, actor, ref, order, sure=sure, version=version)
        ),
        _("函件已经编号保存。请打印或下载，按本机关的办法印发。"),
    )
    return None if done is None else sent_to(ref, number[-1])


def _beside(form: PaperForm, ref: str, kind: LetterKind) -> dict[str, Any]:
    """What the page says besides the form: possible names, and what the addressee may learn."""
    actor = current().actor
    text = form.words() if isinstance(form, BesideForm) and request.method == "POST" else ""
    found = [
        ("says", label("detail_kind", detail.kind), text[detail.start : detail.end])
        for detail in public_details(text)
    ]
    return {
        "warnings": found,
        "beside": kind in PARALLEL,
        "school": read(lambda tx: sent.school_line(tx, actor, ref)),
    }
