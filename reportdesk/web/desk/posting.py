"""Letters to authorities without accounts: written with a one-time reference, sent, arrived."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Response, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reportdesk.domain.actors import Role
from reportdesk.domain.correspondence import Way
from reportdesk.domain.errors import BadInput, Expired, NotAllowed
from reportdesk.letters.docx import MIME, docx
from reportdesk.letters.letter import Letter
from reportdesk.queries import letters as sent
from reportdesk.queries.casefile import CaseFile
from reportdesk.queries.correspondence import (
    Asking,
    LetterRow,
    Todo,
    letters_to_do,
    offices_asking,
)
from reportdesk.services import corresponding
from reportdesk.web.context import read, runtime, write
from reportdesk.web.desk.access import access, current
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.case_history import name
from reportdesk.web.desk.case_view import disposition
from reportdesk.web.desk.forms import PlainForm
from reportdesk.web.desk.posting_forms import ArrivedForm, LetterForm, SentForm
from reportdesk.web.desk.step import REFUSED, is_look, open_file, page, step
from reportdesk.web.labels import error_words
from reportdesk.web.locale import lang, url

PURPOSE = "letter"
"""What the carried reference is sealed for."""
DAY = timedelta(days=1)
NAME = "letter.docx"
WRITERS = (Role.PLATFORM, Role.OFFICER, Role.HEAD)


@bp.route("/cases/<ref>/dispatch", methods=["GET", "POST"])
@access(*WRITERS)
def post_letter(ref: str) -> ResponseReturnValue:
    """Write the letter; its reference is on the page that answers, and nowhere afterwards."""
    form, file = LetterForm(), open_file(ref)
    if is_look():
        _require(file)
    elif form.validate():
        data = _open(str(form.state.data or ""), ref)
        if data is not None:
            written = _write(form, file, str(data["code"]))
            if written is not None:
                return written
    form.state.data = _drawn(ref)
    return page("desk/post_letter.html", form, ref)


@bp.route("/cases/<ref>/dispatch/sent", methods=["GET", "POST"])
@access(*WRITERS)
def letter_sent(ref: str) -> ResponseReturnValue:
    """Record that the letter left."""
    kit, actor = runtime(), current().actor
    form = SentForm(data={"on": kit.clock().date()})
    return step(
        ref,
        None,
        form,
        "desk/letter_sent.html",
        _("已记录寄出。送到以后请回来记下日期。"),
        lambda tx: corresponding.send(
            tx,
            kit.pack,
            actor,
            ref,
            on=form.on.data,
            way=Way(form.way.data),
            tracking=form.tracking.data or "",
            version=form.made_for(),
        ),
        _require,
    )


@bp.route("/cases/<ref>/dispatch/arrived", methods=["GET", "POST"])
@access(*WRITERS)
def letter_arrived(ref: str) -> ResponseReturnValue:
    """Record that the letter arrived; the authority's clocks start on that day."""
    kit, actor, form = runtime(), current().actor, ArrivedForm()

    def fill(file: CaseFile) -> None:
        _require(file)
        if not form.is_submitted() and file.post is not None:
            form.on.data = file.post.told_on or kit.clock().date()

    return step(
        ref,
        None,
        form,
        "desk/letter_arrived.html",
        _("已记录送达。"),
        lambda tx: corresponding.arrive(
            tx, kit.pack, actor, ref, on=form.on.data, version=form.made_for()
        ),
        fill,
    )


@bp.get("/mailroom")
@access(Role.PLATFORM)
def mailroom() -> ResponseReturnValue:
    """What waits to be written, sent, asked about and compared; who asks for accounts."""
    kit, actor = runtime(), current().actor
    rows = read(lambda tx: letters_to_do(tx, actor))
    asking = read(lambda tx: offices_asking(tx, actor))
    return render_template(
        "desk/mailroom.html",
        groups=_grouped(rows),
        asking=[(one, _opened(one)) for one in asking],
        plain=PlainForm(formdata=None),
        today=kit.clock().date(),
        name=name,
    )


def _grouped(rows: Sequence[LetterRow]) -> list[tuple[str, list[LetterRow]]]:
    """The rows under what they want next, the most urgent first."""
    found = [(todo, [row for row in rows if row.letter.todo is todo]) for todo in Todo]
    return [(todo.value, group) for todo, group in found if group]


@bp.post("/cases/<ref>/dispatch/<int:number>/called")
@access(Role.PLATFORM)
def office_called(ref: str, number: int) -> ResponseReturnValue:
    """The office that asked for accounts was called back; its number is destroyed."""
    actor = current().actor
    write(lambda tx: corresponding.call_back(tx, actor, ref, number=number))
    flash(_("已记下。对方留的电话已删除。"))
    return redirect(url("desk.mailroom"), 303)


def _opened(asking: Asking) -> dict[str, str]:
    """Which office asks and its number, opened with the platform's key of this session."""
    return corresponding.who_asks(runtime().vault, current(), asking.sealed, asking.version)


def _require(file: CaseFile) -> None:
    """Raises NotAllowed where no letter is the member's to write."""
    if file.post is None:
        raise NotAllowed("not_your_step", action="dispatch")


def _drawn(ref: str) -> str:
    """A fresh reference, sealed into the form."""
    return _sealed(ref, runtime().vault.draw_reference())


def _sealed(ref: str, code: str, number: int | None = None) -> str:
    """A reference as a form carries it; with the letter's number once that was written."""
    kit = runtime()
    data = {"code": code, "ref": ref, **({"number": number} if number else {})}
    return kit.vault.seal_state(PURPOSE, data, kit.clock())


def _open(state: str, ref: str) -> dict[str, Any] | None:
    """What a form carries; None when it is too old or another case's."""
    kit = runtime()
    try:
        data = kit.vault.open_state(PURPOSE, state, kit.clock(), DAY)
    except (Expired, BadInput):
        return None
    return data if data.get("ref") == ref else None


def _write(form: LetterForm, file: CaseFile, code: str) -> ResponseReturnValue | None:
    """The letter with its reference, ready for printing; None with the reason on the form."""
    kit, actor, ref = runtime(), current().actor, file.case.ref
    lookup, version = kit.vault.reference_lookup(code), form.made_for()
    try:
        number = write(
            lambda tx: corresponding.write(tx, kit.pack, actor, ref, lookup=lookup, version=version)
        )
    except REFUSED as error:
        form.form_errors.append(error_words(error.code, **error.params))
        return None
    form.state.data = _sealed(ref, code, number)
    letter = _with_reference(ref, code, number)
    return render_template("desk/posted.html", file=open_file(ref), letter=letter, form=form)


@bp.post("/cases/<ref>/dispatch/file")
@access(*WRITERS)
def posted_file(ref: str) -> ResponseReturnValue:
    """The letter that was just written, with its reference, as a DOCX file."""
    data = _open(str(LetterForm().state.data or ""), ref)
    if data is None or "number" not in data:
        raise Expired("state_expired")
    response = Response(docx(_with_reference(ref, str(data["code"]), int(data["number"]))))
    response.mimetype = MIME
    response.headers["Content-Disposition"] = disposition(NAME)
    return response


def _with_reference(ref: str, code: str, number: int) -> Letter:
    """The letter to print once: what is kept of it, and the reference that is not."""
    kit, actor = runtime(), current().actor
    letter = read(lambda tx: sent.letter(tx, actor, ref, number, lang()))[1]
    address = f"{kit.settings.site_url}{url('office.letter')}"
    words = _("确认收到或申请开通账号，请在 %(address)s 输入回执码，一次有效：", address=address)
    groups = " ".join(kit.vault.reference_groups(code))
    return replace(letter, reference=groups, reference_words=words)
