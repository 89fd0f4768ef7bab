"""Letters about a case: to write, to read, to print, and as a file for the authority's office."""

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reportdesk.domain.actors import READS_CASES
from reportdesk.domain.errors import NotAllowed, NotFound
from reportdesk.domain.identity import public_details
from reportdesk.domain.letter import LetterKind, LetterOrder
from reportdesk.domain.letter_rights import letters_for
from reportdesk.letters.docx import MIME, docx
from reportdesk.queries import letters as sent
from reportdesk.queries.casefile import CaseFile
from reportdesk.services import lettering
from reportdesk.web.context import read, runtime
from reportdesk.web.desk.access import access, current
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.case_view import disposition
from reportdesk.web.desk.letter_forms import LetterForm
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
    form, file = LetterForm(), open_file(ref)
    wanted = _kind(file, kind)
    if not is_look() and form.validate():
        done = _send(form, file, _order(form, file, wanted))
        if done is not None:
            return done
    return page("desk/write_letter.html", form, ref, kind=wanted, warnings=_warnings(form))


def _kind(file: CaseFile, code: str) -> LetterKind:
    """The kind, if the member may write it now; raises NotFound for one that does not exist."""
    if code not in set(LetterKind):
        raise NotFound("letter")
    if code not in letters_for(current().actor, file.facts):
        raise NotAllowed("not_your_step", action="letter")
    return LetterKind(code)


def _order(form: LetterForm, file: CaseFile, kind: LetterKind) -> LetterOrder:
    """The letter that the form asks for."""
    return LetterOrder(
        kind,
        addressee_id=file.case.target_id,
        says=form.words(),
        own_number=form.own_number.data or "",
    )


def _send(form: LetterForm, file: CaseFile, order: LetterOrder) -> ResponseReturnValue | None:
    """Send it, and go on to its page; None when it was refused."""
    kit, actor, ref = runtime(), current().actor, file.case.ref
    sure, version = bool(form.sure.data), form.made_for()
    number: list[int] = []
    done = attempt(
        form,
        file,
        lambda tx: number.append(
            lettering.send_letter(tx, kit.pack, actor, ref, order, sure=sure, version=version)
        ),
        _("函件已经编号保存。请打印或下载，按本机关的办法印发。"),
    )
    if done is None:
        return None
    return redirect(url("desk.letter", ref=ref, number=number[-1]), 303)


def _warnings(form: LetterForm) -> list[tuple[str, str, str]]:
    """What in the author's words may name somebody, once they were sent."""
    text = form.words() if request.method == "POST" else ""
    return [
        ("says", label("detail_kind", detail.kind), text[detail.start : detail.end])
        for detail in public_details(text)
    ]
