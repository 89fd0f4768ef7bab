"""The check page: everything as the authority will see it, where it goes and why; and filing."""

from dataclasses import dataclass

from flask import Response, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.errors import BadInput, Busy, Conflict, Unavailable
from reportdesk.domain.filing import Filing
from reportdesk.domain.filing_parts import LONGEST_WORDS, Fault, too_long
from reportdesk.domain.identity import School
from reportdesk.domain.taxonomy import SchoolKind
from reportdesk.packs.register import reason_words
from reportdesk.packs.words import cite
from reportdesk.queries import register
from reportdesk.services import intake
from reportdesk.web.context import read, runtime, write
from reportdesk.web.labels import error_words, label
from reportdesk.web.locale import lang
from reportdesk.web.markup import paragraphs
from reportdesk.web.report import asking, files, joining, receipt, suspicion
from reportdesk.web.report.finds import Finds, decisions, finds, marked, masked
from reportdesk.web.report.forms import CheckForm, Edits
from reportdesk.web.report.pages import PAGES, STEPS, first_incomplete
from reportdesk.web.report.render import show as show_page
from reportdesk.web.report.walk import Walk, asked_now

CHECK = "check"
TYPED_HERE = "wrong_route"
PLACES = {
    "practice_note": _l("采集什么"),
    "company": _l("公司"),
    "product": _l("产品"),
    "project": _l("项目"),
    "text": _l("你写的经过"),
    "name": _l("学校名称"),
    TYPED_HERE: _l("应该归哪个部门管？为什么？"),
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
    to_us: bool
    """Whether the platform itself is where the route leads."""
    with_us: bool
    """Whether the platform holds it, and its staff may open it."""


def keep(carried: Walk) -> None:
    """Keep what was decided and typed on this page."""
    typed = {TYPED_HERE: request.form.get(TYPED_HERE, "")}
    carried.answers[CHECK] = {**typed, **decisions(request.form)}


def show(
    carried: Walk,
    notices: tuple[tuple[str, str], ...] = (),
    faults: tuple[Fault, ...] = (),
    status: int = 200,
    editing: Edits = (),
) -> Response:
    """The page, or the first one on which something is missing.

    A notice is what is said about a part of the page: the part's id, and a sentence; ``editing``
    what the person chose to change here.
    """
    if incomplete := first_incomplete(carried):
        page, faults = incomplete
        return show_page(page, carried, faults)
    carried.checked = True
    filing = carried.filing()
    plan = read(lambda tx: intake.plan(tx, runtime().pack, filing.where, involved=filing.involved))
    form = _form(carried, faults, editing)
    found = found_in(carried, filing)
    html = render_template(
        "report/check.html",
        form=form,
        steps=STEPS,
        step=len(STEPS),
        filing=filing,
        school=_school(filing),
        found=found,
        places={field: place_words(field) for find in found for field in find.fields},
        place=_place(filing),
        texts=_texts(filing, found),
        files=carried.kept,
        plan=plan,
        to=_destination(plan),
        pack=runtime().pack,
        **asking.told(carried),
        notices=notices,
        **joining.outcome(carried.joins, filing),
    )
    return make_response(html, 422 if faults else status)


def _form(carried: Walk, faults: tuple[Fault, ...], editing: Edits) -> CheckForm:
    """The form of the page with what was typed in it."""
    form = CheckForm(formdata=None, data=carried.raw(CHECK))
    form.step.data, form.state.data = CHECK, carried.seal()
    form.show(faults)
    form.editing = editing
    return form


def _texts(filing: Filing, found: Finds) -> dict[str, Markup]:
    """The typed texts with their finds marked; a name stands inside a line."""
    return {
        field: marked(field, text, found, escape if field == "name" else paragraphs)
        for field, text in filing.texts().items()
    }


def found_in(carried: Walk, filing: Filing) -> Finds:
    """Every personal detail in the texts of a filing, with what was decided."""
    school = _school(filing)
    kind = filing.where.kind if school is None else SchoolKind(school.kind)
    return finds(filing.texts(), carried.raw(CHECK), School(kind))


def to_edit(carried: Walk) -> tuple[str, Edits] | None:
    """The page of the first detail that the person wants to change themselves, and what to change.

    Asked once for each; what stands on other pages comes when this one is done.
    """
    edits = [
        (find, field)
        for find in found_in(carried, carried.filing()).chosen("edit")
        for field in find.fields
    ]
    if not edits:
        return None
    page = _page_of(edits[0][1])
    here = [(find, field) for find, field in edits if _page_of(field) == page]
    for find, _field in here:
        carried.answers[CHECK].pop(find.name, None)
    return page, tuple((field, find.words) for find, field in here)


def _page_of(field: str) -> str:
    """The page on which a text is typed."""
    elsewhere = {"text": "story", "name": "school", TYPED_HERE: CHECK}
    if field in elsewhere:
        return elsewhere[field]
    return "questions" if field.endswith("_words") else "what"


def file(carried: Walk) -> Response:
    """File once, however often it is pressed, and show the receipt."""
    if first_incomplete(carried) is not None:
        return show(carried)
    if carried.asked != asked_now():
        carried.asked = asked_now()
        words = _("问题的写法刚刚更新过。请再看一遍你的回答，再提交。")
        return show(carried, (("known", words),), status=409)
    filing = carried.filing()
    if faults := too_long(filing, LONGEST_WORDS, TYPED_HERE):
        return show(carried, faults=faults)
    found = found_in(carried, filing)
    if any(TYPED_HERE in find.fields and find.name not in request.form for find in found):
        words = _("你刚写的话里，有可能让人认出的内容。选好怎么办，再提交。")
        return show(carried, (("finds", words),), status=422)
    filing = filing.with_texts(masked(filing.texts(), found))
    try:
        filed = _file(carried, filing)
    except (Busy, Unavailable) as error:
        response = show(carried, (("file-it", error_words(error.code)),), status=503)
        if isinstance(error, Busy):
            response.headers["Retry-After"] = str(error.retry_after)
        return response
    except BadInput:
        if gone := files.forget_gone(carried):
            return show_page(PAGES["story"], carried, gone)
        raise
    files.settle(carried)
    if filed.confirmed:
        return receipt.already(receipt.begun(carried, filed))
    return receipt.show(receipt.begun(carried, filed))


def _file(carried: Walk, filing: Filing) -> intake.Filed:
    """The report under this receipt, filed now or before; the derivation comes first."""
    site = runtime()
    known = site.vault.lookups(carried.receipt, "filing")
    doubt, attached = suspicion.of(carried, filing), carried.attached
    try:
        return write(
            lambda tx: intake.file(
                tx,
                site.vault,
                site.pack,
                site.settings,
                filing,
                known,
                attached,
                carried.joins,
                doubt,
            )
        )
    except Conflict:
        filed = read(lambda tx: intake.find(tx, known))
        if filed is None:
            raise
        return filed


def place_words(field: str) -> str:
    """Where a text stands, in words."""
    if field in PLACES:
        return str(PLACES[field])
    return label("question", field.removesuffix("_words"))


def _school(filing: Filing) -> register.SchoolItem | None:
    """The school of the register, or None for one that was typed."""
    school_id = filing.where.school_id
    return None if school_id is None else read(lambda tx: register.school(tx, school_id))


def _place(filing: Filing) -> str:
    """Where a school that was typed stands; empty for one of the register."""
    where = filing.where
    code = where.county or where.city or where.province
    if where.school_id is not None or code is None:
        return ""
    return read(lambda tx: register.place_names(tx, code))[lang() == "en"]


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
        above=tuple(names[one] for one in route.ladder if one != plan.holder),
        copied=tuple(names[one] for one in route.copied),
        skipped=skipped if "skipped" in route.params else None,
        to_us=route.primary == PLATFORM_AUTHORITY,
        with_us=plan.holder == PLATFORM_AUTHORITY,
    )
