"""The check page: everything as the authority will see it, where it goes and why; and filing."""

from dataclasses import dataclass

from flask import Response, make_response, render_template, request
from flask_babel import lazy_gettext as _l

from reportdesk.domain.errors import BadInput, Busy, Conflict, Unavailable
from reportdesk.domain.filing import Filing
from reportdesk.domain.taxonomy import Question
from reportdesk.packs.register import reason_words
from reportdesk.packs.words import cite
from reportdesk.queries import register
from reportdesk.services import intake
from reportdesk.web.context import read, runtime, write
from reportdesk.web.locale import lang
from reportdesk.web.report import files, receipt
from reportdesk.web.report.finds import Find, decisions, finds, marked, masked
from reportdesk.web.report.forms import CheckForm
from reportdesk.web.report.pages import PAGES, STEPS, first_incomplete
from reportdesk.web.report.render import show as show_page
from reportdesk.web.report.walk import Walk

CHECK = "check"
PLACES = {
    "practice_note": _l("采集什么"),
    "company": _l("公司"),
    "product": _l("产品"),
    "project": _l("项目"),
    "text": _l("你写的经过"),
}
"""Where a find stands, by field; words of a question say the question."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where it goes and why, in the reader's language."""

    target: str
    holder: str
    direct: bool
    reason: str
    basis: str
    above: tuple[str, ...]
    copied: tuple[str, ...]
    skipped: str | None


def keep(carried: Walk) -> None:
    """Keep what was decided and typed on this page."""
    typed = {"wrong_route": request.form.get("wrong_route", "")}
    carried.answers[CHECK] = {**typed, **decisions(request.form)}


def show(carried: Walk, notice: str = "", status: int = 200) -> Response:
    """The page, or the first one on which something is missing."""
    incomplete = first_incomplete(carried)
    if incomplete is not None:
        page, faults = incomplete
        return show_page(page, carried, faults)
    carried.checked = True
    filing = carried.filing()
    plan = read(lambda tx: intake.plan(tx, runtime().pack, filing.where, involved=filing.involved))
    form = CheckForm(formdata=None, data=carried.raw(CHECK))
    form.step.data, form.state.data = CHECK, carried.seal()
    found = found_in(carried, filing)
    html = render_template(
        "report/check.html",
        form=form,
        steps=STEPS,
        step=len(STEPS),
        filing=filing,
        school=_school(filing),
        found=found,
        places={find.field: place_words(find.field) for find in found},
        texts={name: marked(name, text, found) for name, text in filing.texts().items()},
        files=carried.attached,
        plan=plan,
        to=_destination(plan),
        pack=runtime().pack,
        questions=list(Question),
        notice=notice,
    )
    return make_response(html, status)


def found_in(carried: Walk, filing: Filing) -> tuple[Find, ...]:
    """Every personal detail in the texts of a filing, with what was decided."""
    return finds(filing.texts(), carried.raw(CHECK))


def to_edit(carried: Walk) -> str | None:
    """The page of the first detail that the person wants to change themselves."""
    edits = [f for f in found_in(carried, carried.filing()) if f.choice == "edit"]
    if not edits:
        return None
    for find in edits:
        carried.answers[CHECK].pop(find.name, None)
    field = edits[0].field
    if field == "text":
        return "story"
    return "questions" if field.endswith("_words") else "what"


def file(carried: Walk) -> Response:
    """File once, however often it is pressed, and show the receipt."""
    if first_incomplete(carried) is not None:
        return show(carried)
    filing = carried.filing()
    filing = filing.with_texts(masked(filing.texts(), found_in(carried, filing)))
    try:
        filed = _file(carried, filing)
    except Busy as error:
        response = show(carried, error.code, 503)
        response.headers["Retry-After"] = str(error.retry_after)
        return response
    except Unavailable as error:
        return show(carried, error.code, 503)
    except BadInput:
        if gone := files.forget_gone(carried):
            return show_page(PAGES["story"], carried, gone)
        raise
    if filed.confirmed:
        return receipt.already(filed.filed_on)
    return receipt.show(receipt.begun(carried, filed))


def _file(carried: Walk, filing: Filing) -> intake.Filed:
    """The report under this receipt, filed now or before; the derivation comes first."""
    site = runtime()
    known = site.vault.lookups(carried.receipt, "filing")
    try:
        return write(
            lambda tx: intake.file(
                tx, site.vault, site.pack, site.settings, filing, known, carried.attached
            )
        )
    except Conflict:
        filed = read(lambda tx: intake.find(tx, known))
        if filed is None:
            raise
        return filed


def place_words(field: str) -> str:
    """Where a text stands, in words."""
    return str(PLACES[field]) if field in PLACES else ""


def _school(filing: Filing) -> register.SchoolItem | None:
    """The school of the register, or None for one that was typed."""
    school_id = filing.where.school_id
    return None if school_id is None else read(lambda tx: register.school(tx, school_id))


def _destination(plan: intake.Plan) -> Destination:
    """A plan in words."""
    english, route, pack = lang() == "en", plan.route, runtime().pack
    names = route.names_en if english else route.names
    skipped = route.params["authority_en" if english else "authority"]
    return Destination(
        target=names[route.primary],
        holder=plan.holder_name[english],
        direct=plan.direct,
        reason=reason_words(route, lang()),
        basis=cite(pack.citations[route.reason], pack, lang()),
        above=tuple(names[one] for one in route.ladder),
        copied=tuple(names[one] for one in route.copied),
        skipped=skipped if "skipped" in route.params else None,
    )
