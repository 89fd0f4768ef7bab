"""The address of filing: every page is a POST to the same place, and nothing stands in it.

GET shows the first page. Whatever button is pressed, what was typed is kept first.
"""

from flask import Blueprint, Response, make_response, render_template, request

from reportdesk.domain.errors import BadInput, Expired
from reportdesk.services import intake
from reportdesk.web.context import read
from reportdesk.web.limits import unhurried
from reportdesk.web.report import asking, check, files, joining, lost, near, receipt
from reportdesk.web.report.pages import PAGES, Page, after, before, uncovered
from reportdesk.web.report.render import show
from reportdesk.web.report.suspicion import TRAP
from reportdesk.web.report.walk import UNLISTED, Raw, Walk
from reportdesk.web.uploads import takes_files

report = Blueprint("report", __name__)
FIRST = PAGES["who"]
SAME_PAGE = frozenset({"lang", "search", "region", "upload"})
"""Buttons that show the same page again."""
REGION = ("province", "city", "county")
KEEPERS = {"school": near.keep, "questions": asking.keep}
"""What a page keeps besides what was typed on it now."""


@report.get("/report/")
def start() -> Response:
    """The first question, or that filing is not open yet."""
    if not read(intake.is_open):
        return make_response(render_template("report/closed.html"))
    return show(FIRST, Walk())


@report.post("/report/")
@takes_files
@unhurried
def walk() -> Response:
    """Any button of any page, or that of a public case: "this happened to me too"."""
    if joining.begins_here():
        return joining.begin()
    try:
        carried = Walk.open(request.form.get("state", ""))
    except (Expired, BadInput) as error:
        return lost.show(error, request.form)
    carried.trapped = carried.trapped or bool(request.form.get(TRAP))
    step = request.form.get("step", "")
    if carried.filed is not None:
        return receipt.pressed(carried)
    if step == "check":
        return _pressed_on_check(carried)
    return _pressed(carried, PAGES.get(step, FIRST))


def _pressed(carried: Walk, page: Page) -> Response:
    """A button of one of the question pages."""
    do = request.form.get("do", "next")
    previous = carried.raw(page.name)
    carried.answers[page.name] = page.made(carried, request.form).values()
    if page.name in KEEPERS:
        KEEPERS[page.name](carried, previous)
    if page.name == "where":
        do = _look_for_school(carried, previous, do)
    if page.name == "story":
        files.choose(carried)
    if page.name == "story" and do != "lang" and (refused := files.take(carried)):
        return show(page, carried, refused)
    if do in SAME_PAGE or "drop" in request.form:
        return show(page, carried, uncovered(carried, page.name) if do == "region" else ())
    if do == "back":
        return show(before(page.name, carried) or FIRST, carried)
    if page.name == "school" and near.take(carried):
        return _onward(carried, after("where", carried))
    if page.name == "school" and (likely := near.first_time(carried)):
        return show(page, carried, likely)
    if faults := page.faults(carried):
        return show(page, carried, faults)
    return _onward(carried, after(page.name, carried))


def _look_for_school(carried: Walk, previous: Raw, do: str) -> str:
    """Remember by which way schools are looked for; Enter behind a new name searches.

    Another school forgets who was said to run the one before; another place, and another name of
    a school that is not listed, are taken over.
    """
    raw = carried.raw("where")
    chosen, typed = raw.get("school"), raw.get("q") and raw.get("q") != previous.get("q")
    raw["by"] = previous.get("by")
    if do in {"search", "region"}:
        raw["by"] = do
        raw["school"] = None if chosen == UNLISTED else chosen
    elif typed and (do == "enter" or not chosen):
        raw["by"] = "search"
    elif not chosen and not raw["by"] and raw.get("province"):
        raw["by"] = "region"
    more = carried.answers.get("school")
    if more is not None and chosen not in {None, UNLISTED, previous.get("school")}:
        more["run_by"] = None
    if more is not None and chosen == UNLISTED and raw["by"] == "search":
        untouched = more.get("name") in {None, "", previous.get("q")}
        more["name"] = raw.get("q") if untouched else more["name"]
    if more is not None and any(raw.get(name) != previous.get(name) for name in REGION):
        more.update({name: raw.get(name) for name in REGION})
    return "search" if do == "enter" and typed else do


def _onward(carried: Walk, page: Page | None) -> Response:
    """The next page; after a change from the check page, back there when nothing is missing."""
    following = page
    while carried.checked and following is not None and not _open(carried, following):
        following = after(following.name, carried)
    if page is None or (carried.checked and following is None):
        return check.show(carried)
    return show(following or page, carried)


def _open(carried: Walk, page: Page) -> bool:
    """Whether a page still has to be looked at."""
    return bool(page.faults(carried)) or page.changed(carried)


def _pressed_on_check(carried: Walk) -> Response:
    """A button of the check page: back, change, or file."""
    check.keep(carried)
    do, go = request.form.get("do", ""), request.form.get("go", "")
    if go in PAGES:
        return show(PAGES[go], carried)
    if do == "back":
        return show(before("check", carried) or FIRST, carried)
    if do == "alone":
        carried.matter = None
    if do != "file":
        return check.show(carried)
    edit = check.to_edit(carried)
    if edit is None:
        return check.file(carried)
    page, editing = edit
    if page in PAGES:
        return show(PAGES[page], carried, editing=editing)
    return check.show(carried, editing=editing)
