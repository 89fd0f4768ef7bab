"""The receipt page: shown after filing, and again until it was typed back; downloaded as digits."""

from datetime import date, timedelta

from flask import Response, make_response, render_template, request
from flask_babel import gettext as _

from reportdesk.domain.clocks import DueDate
from reportdesk.domain.errors import Busy, Unavailable
from reportdesk.domain.filing_parts import Fault
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.services import intake
from reportdesk.web.context import read, runtime, write
from reportdesk.web.dates import day_short, tentative
from reportdesk.web.labels import error_words
from reportdesk.web.locale import lang
from reportdesk.web.report.forms import ReceiptForm
from reportdesk.web.report.walk import Walk

Dates = list[tuple[date, str]]
DIGITS_BACK = 4
"""How many of the receipt's last digits are typed back."""
LOOK_AGAIN = timedelta(days=14)
"""When to look again after joining a case, whose own dates stand on its page."""
FILE_NAME = "note.txt"
"""Says nothing about what is in it."""


def begun(carried: Walk, filed: intake.Filed) -> Walk:
    """The state after filing: the receipt and what the page shows, nothing that was typed."""
    kept = {
        "case": filed.case_id,
        "report": filed.report_id,
        "ref": filed.ref,
        "target": list(filed.target_name),
        "holder": list(filed.holder_name),
        "on": filed.filed_on.isoformat(),
        "direct": filed.direct,
        "delivered": filed.delivered,
        "apart": filed.apart,
        "again": not filed.fresh,
        "joined": filed.joined,
    }
    return Walk(receipt=carried.receipt, filed=kept)


def pressed(carried: Walk) -> Response:
    """A button of the receipt page."""
    do, filed = request.form.get("do", ""), carried.filed or {}
    typed = request.form.get("last", "")
    right = _digits(typed) == carried.receipt[-DIGITS_BACK:]
    if filed.get("copied"):
        return _without_digits("confirmed", carried)
    if read(lambda tx: intake.is_confirmed(tx, filed["case"], filed["report"])):
        again = do == "confirm" and right
        return _without_digits("confirmed", carried) if again else already(carried)
    if do == "text":
        return _text(carried)
    if do == "skip":
        return _skipped(carried)
    if do != "confirm":
        return show(carried, typed)
    if not right:
        return show(carried, typed, (Fault("last", "last_wrong"),))
    write(lambda tx: intake.confirm(tx, filed["case"], filed["report"]))
    return _without_digits("confirmed", carried)


def show(
    carried: Walk,
    typed: str = "",
    faults: tuple[Fault, ...] = (),
    *,
    held_up: Busy | Unavailable | None = None,
) -> Response:
    """The page with the digits; ``held_up`` is why the proof could not be made a moment ago."""
    form = ReceiptForm(formdata=None, data={"last": typed})
    form.show(faults)
    form.step.data, form.state.data = "receipt", carried.seal()
    filed = carried.filed or {}
    html = render_template(
        "report/receipt.html",
        form=form,
        groups=runtime().vault.grouped(carried.receipt),
        ref=filed["ref"],
        target=filed["target"][lang() == "en"],
        holder=filed["holder"][lang() == "en"],
        direct=filed["direct"],
        delivered=filed["delivered"],
        ours=filed["direct"] and not filed["delivered"],
        apart=filed.get("apart", False),
        again=filed["again"],
        joined=filed.get("joined", False),
        on=date.fromisoformat(filed["on"]),
        dates=_dates(carried),
        counted=counted(carried),
        proves=runtime().vault.proves,
        held_up=error_words(held_up.code) if held_up else None,
    )
    return make_response(html, 422 if faults else 200)


def already(carried: Walk) -> Response:
    """Filed before, and the receipt was typed back: it is shown no more."""
    return _without_digits("already", carried)


def _without_digits(name: str, carried: Walk) -> Response:
    """A page after the receipt was typed back; its form carries all but the digits."""
    filed = {**(carried.filed or {}), "copied": name == "confirmed"}
    form = ReceiptForm(formdata=None)
    form.step.data, form.state.data = "receipt", Walk(receipt="", filed=filed).seal()
    on = date.fromisoformat(filed["on"])
    html = render_template(
        f"report/{name}.html", form=form, dates=_dates(carried), counted=counted(carried), on=on
    )
    return make_response(html)


def _skipped(carried: Walk) -> Response:
    """A warning before leaving without having checked the digits, and the way back to them."""
    form = ReceiptForm(formdata=None)
    form.step.data, form.state.data = "receipt", carried.seal()
    return make_response(render_template("report/skipped.html", form=form))


def _text(carried: Walk) -> Response:
    """Digits and dates alone, as a file without a telling name."""
    digits = " ".join(runtime().vault.grouped(carried.receipt))
    lines = [digits, "", *(when.isoformat() for when, _words in _dates(carried))]
    response = Response("\r\n".join(lines) + "\r\n", mimetype="text/plain")
    response.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


def _digits(typed: str) -> str:
    """Typed digits in plain ones."""
    return "".join(str(int(sign)) for sign in typed if sign.isdecimal())


def _dates(carried: Walk) -> Dates:
    """When to come back, and what will be known then; neutral words, they are printed too."""
    filed, pack = carried.filed or {}, runtime().pack
    on = date.fromisoformat(filed["on"])
    if filed.get("joined"):
        return [(on + LOOK_AGAIN, _("回来看看有没有新的进展。"))]
    rows: Dates = []
    for due in intake.started(pack, on, delivered=filed["delivered"]):
        reason = _reason(due.key, pack.labels("clock", due.key, lang()))
        rows.append((due.overdue_from, reason + tentative(due.provisional).striptags()))
        if due.key == ClockKey.NOTICE:
            later = pack.due_date(ClockKey.DECISION, due.due, started_by="accepted")
            words = _(
                "如果 %(start)s受理，最迟 %(end)s应有决定。",
                start=_plain(due.due),
                end=_plain(later.due) + tentative(later.provisional).striptags(),
            )
            rows.append((later.overdue_from, words))
    return rows


def counted(carried: Walk) -> list[DueDate]:
    """The due dates behind the days of looking again, for a reader who wants to count them."""
    filed, pack = carried.filed or {}, runtime().pack
    if filed.get("joined"):
        return []
    return list(intake.started(pack, date.fromisoformat(filed["on"]), delivered=filed["delivered"]))


def _reason(key: str, name: str) -> str:
    """What will be known on the day after a clock's due date; other clocks by their name."""
    known: dict[str, str] = {
        ClockKey.DISPATCH.value: _("知道送到没有。"),
        ClockKey.OBJECTION.value: _("知道有没有被退回改派。"),
        ClockKey.NOTICE.value: _("知道受理没有。没有动静，从这天起标为逾期，并提醒监督人员。"),
    }
    return known.get(key, name)


def _plain(when: date) -> str:
    """A day in words without markup."""
    return str(day_short(when).striptags())
