"""Letters to authorities without accounts: written with a one-time reference, sent, arrived."""

from collections.abc import Sequence
from datetime import timedelta

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reportdesk.domain.actors import Role
from reportdesk.domain.correspondence import Way
from reportdesk.domain.errors import BadInput, Expired, NotAllowed
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
from reportdesk.web.desk import case_page
from reportdesk.web.desk.access import access, current
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.case_history import name
from reportdesk.web.desk.forms import PlainForm
from reportdesk.web.desk.posting_forms import ArrivedForm, LetterForm, SentForm
from reportdesk.web.desk.step import REFUSED, is_look, open_file, page, step
from reportdesk.web.labels import error_words
from reportdesk.web.locale import url

PURPOSE = "letter"
"""What the carried reference is sealed for."""
DAY = timedelta(days=1)
WRITERS = (Role.PLATFORM, Role.OFFICER, Role.HEAD)


@bp.route("/cases/<ref>/letter", methods=["GET", "POST"])
@access(*WRITERS)
def letter(ref: str) -> ResponseReturnValue:
    """Write the letter; its reference is on the page that answers, and nowhere afterwards."""
    form, file = LetterForm(), open_file(ref)
    if is_look():
        _require(file)
    elif form.validate():
        code = _carried(str(form.state.data or ""), ref)
        if code is not None:
            written = _write(form, file, code)
            if written is not None:
                return written
    form.state.data = _drawn(ref)
    return page("desk/letter.html", form, ref)


@bp.route("/cases/<ref>/letter/sent", methods=["GET", "POST"])
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


@bp.route("/cases/<ref>/letter/arrived", methods=["GET", "POST"])
@access(*WRITERS)
def letter_arrived(ref: str) -> ResponseReturnValue:
    """Record that the letter arrived; the authority's clocks start on that day."""
    kit, actor, form = runtime(), current().actor, ArrivedForm()

    def fill(file: CaseFile) -> None:
        _require(file)
        if not form.is_submitted() and file.letter is not None:
            form.on.data = file.letter.told_on or kit.clock().date()

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


@bp.get("/letters")
@access(Role.PLATFORM)
def letters() -> ResponseReturnValue:
    """What waits to be written, sent, asked about and compared; who asks for accounts."""
    kit, actor = runtime(), current().actor
    rows = read(lambda tx: letters_to_do(tx, actor))
    asking = read(lambda tx: offices_asking(tx, actor))
    return render_template(
        "desk/letters.html",
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


@bp.post("/cases/<ref>/letter/<int:number>/called")
@access(Role.PLATFORM)
def office_called(ref: str, number: int) -> ResponseReturnValue:
    """The office that asked for accounts was called back; its number is destroyed."""
    actor = current().actor
    write(lambda tx: corresponding.call_back(tx, actor, ref, number=number))
    flash(_("已记下。对方留的电话已删除。"))
    return redirect(url("desk.letters"), 303)


def _opened(asking: Asking) -> dict[str, str]:
    """Which office asks and its number, opened with the platform's key of this session."""
    return corresponding.who_asks(runtime().vault, current(), asking.sealed, asking.version)


def _require(file: CaseFile) -> None:
    """Raises NotAllowed where no letter is the member's to write."""
    if file.letter is None:
        raise NotAllowed("not_your_step", action="dispatch")


def _drawn(ref: str) -> str:
    """A fresh reference, sealed into the form."""
    kit = runtime()
    data = {"code": kit.vault.draw_reference(), "ref": ref}
    return kit.vault.seal_state(PURPOSE, data, kit.clock())


def _carried(state: str, ref: str) -> str | None:
    """The reference that a form carries; None when it is too old or another case's."""
    kit = runtime()
    try:
        data = kit.vault.open_state(PURPOSE, state, kit.clock(), DAY)
    except (Expired, BadInput):
        return None
    return str(data["code"]) if data.get("ref") == ref else None


def _write(form: LetterForm, file: CaseFile, code: str) -> ResponseReturnValue | None:
    """The letter with its reference, ready for printing; None with the reason on the form."""
    kit, actor, ref = runtime(), current().actor, file.case.ref
    lookup, version = kit.vault.reference_lookup(code), form.made_for()
    try:
        write(lambda tx: corresponding.write(tx, actor, ref, lookup=lookup, version=version))
    except REFUSED as error:
        form.form_errors.append(error_words(error.code, **error.params))
        return None
    now = open_file(ref)
    html = render_template(
        "desk/letter_print.html",
        file=now,
        heading=case_page.title(now),
        reference=kit.vault.reference_groups(code),
        address=f"{kit.settings.site_url}{url('office.letter')}",
        today=kit.clock().date(),
        name=name,
    )
    return html, 200
