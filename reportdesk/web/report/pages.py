"""The pages of a filing in their order: form, rules, and what each needs beside its form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from reportdesk.domain.errors import BadInput, NotFound, Unavailable
from reportdesk.domain.filing_parts import Fault
from reportdesk.queries import register
from reportdesk.queries.school_search import search_schools
from reportdesk.services import intake
from reportdesk.web.context import read, runtime
from reportdesk.web.report import asking, files, near
from reportdesk.web.report.forms import (
    QuestionsForm,
    RegionForm,
    SchoolForm,
    StoryForm,
    WalkForm,
    WhatForm,
    WhereForm,
    WhoForm,
)
from reportdesk.web.report.walk import UNLISTED, Walk

STEPS = (_l("你的身份"), _l("学校"), _l("发生了什么"), _l("问题与经过"), _l("检查并提交"))
"""Words of the stepper; a page may share its number with another."""
MOST_FOUND = 10
Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: ``fill`` completes the form and returns further values of the template."""

    name: str
    step: int
    form: type[WalkForm]
    fill: Callable[[Walk, Any], Context]
    faults: Callable[[Walk], tuple[Fault, ...]]
    needed: Callable[[Walk], bool] = lambda _: True
    changed: Callable[[Walk], bool] = lambda _: False
    """Whether it asks something else since it was filled in, because of other answers."""

    def made(self, walk: Walk, given: MultiDict[str, str] | None = None) -> WalkForm:
        """The form with what was typed now (``given``) or before."""
        form = self.form(formdata=given, data=walk.raw(self.name))
        form.step.data = self.name
        return form


def this_day() -> date:
    """The day of the site's clock."""
    return runtime().clock().date()


def _fill_who(_: Walk, form: WhoForm) -> Context:
    form.fill()
    return {}


def _fill_region(form: RegionForm) -> str | None:
    """Fill the three lists; returns the most precise code chosen."""
    provinces = read(register.provinces)
    chosen = form.province.data or ""
    covered = any(item.code == chosen and item.covered for item in provinces)
    cities = read(lambda tx: register.cities(tx, chosen)) if covered else []
    city = form.city.data if form.city.data in {item.code for item in cities} else None
    above = city or (chosen if covered and not cities else None)
    counties = read(lambda tx: register.counties(tx, above)) if above else []
    form.fill_places(provinces, cities, counties)
    return form.county.data or form.city.data or (form.province.data if covered else None)


def _fill_where(walk: Walk, form: WhereForm) -> Context:
    """Search results as cards; schools of a place as a list, since they may be many."""
    place = _fill_region(form)
    mode, text = walk.raw("where").get("by"), (form.q.data or "").strip()
    narrow = place is not None and (form.city.data or len(form.city.choices) == 1)
    found: list[register.SchoolItem] = []
    if mode == "search" and text:
        found = read(lambda tx: search_schools(tx, text, None, MOST_FOUND + 1))
    elif mode == "region" and place and narrow:
        found = read(lambda tx: register.schools_in(tx, place))
    more = mode == "search" and len(found) > MOST_FOUND
    found = found[:MOST_FOUND] if more else found
    chosen = form.school.data
    if chosen and chosen != UNLISTED and all(item.id != chosen for item in found):
        found = [*_known(chosen), *found]
    lost = bool(chosen) and chosen != UNLISTED and not found
    tried = (mode == "search" and bool(text)) or (mode == "region" and narrow)
    sought = bool(found) or lost or tried
    if chosen not in {UNLISTED, *(item.id for item in found)}:
        form.school.data = UNLISTED if sought and not found else None
    shown = {"found": found, "by": mode, "more": more, "most": MOST_FOUND}
    return {**shown, "sought": sought, "unlisted": UNLISTED}


def _known(school_id: str) -> list[register.SchoolItem]:
    """A school chosen before, unless the register lost it."""
    try:
        return [read(lambda tx: register.school(tx, school_id))]
    except NotFound:
        return []


def uncovered(walk: Walk, page: str) -> tuple[Fault, ...]:
    """The fault of a place that nobody here is competent for."""
    chosen = walk.text(page, "province")
    items = read(register.provinces) if chosen else []
    if any(item.code == chosen and not item.covered for item in items):
        return (Fault("province", "place_not_covered"),)
    return ()


def _where_faults(walk: Walk) -> tuple[Fault, ...]:
    """A school or "not listed" must be chosen, in a place that is covered and open."""
    chosen = walk.text("where", "school")
    if chosen:
        return () if chosen == UNLISTED else _route_faults(walk, "school")
    mode, place = walk.raw("where").get("by"), walk.text("where", "province")
    if mode == "search" and walk.text("where", "q"):
        return (Fault("school", "school_missing"),)
    if mode == "region" and place:
        has_cities = bool(read(lambda tx: register.cities(tx, place)))
        narrow = walk.text("where", "city") or not has_cities
        missing = Fault("school", "school_missing") if narrow else Fault("city", "city_missing")
        return uncovered(walk, "where") or (missing,)
    return (Fault("q", "school_unsought"),)


def _route_faults(walk: Walk, field: str) -> tuple[Fault, ...]:
    """Why a report about this school cannot be taken."""
    where, involved = walk.where, walk.filing().involved
    try:
        read(lambda tx: intake.plan(tx, runtime().pack, where, involved=involved))
    except NotFound:
        return (Fault(field, "school_missing"),)
    except (BadInput, Unavailable) as error:
        return (Fault(field, error.code, error.params),)
    return ()


def _needs_school(walk: Walk) -> bool:
    """Whether more must be asked: an unlisted school, or one whose unknown runner decides."""
    where = walk.where
    if where.school_id is None:
        return walk.text("where", "school") == UNLISTED
    try:
        plan = read(lambda tx: intake.plan(tx, runtime().pack, where, involved=False))
    except (BadInput, NotFound, Unavailable):
        return False
    return plan.route.rests_on_answer


def _fill_school(walk: Walk, form: SchoolForm) -> Context:
    """The place chosen before is kept; a listed school is only asked who runs it.

    Raises NotFound when the register lost the school.
    """
    form.fill()
    school_id = walk.where.school_id
    if school_id is not None:
        return {"listed": read(lambda tx: register.school(tx, school_id)), "near": []}
    for name in ("province", "city", "county"):
        if not walk.raw("school"):
            form[name].data = walk.text("where", name)
    if not walk.raw("school") and walk.raw("where").get("by") == "search":
        form.name.data = walk.text("where", "q")
    _fill_region(form)
    return {"listed": None, "near": near.offered(walk), "unlisted": UNLISTED}


def _school_faults(walk: Walk) -> tuple[Fault, ...]:
    """What is missing about the school, as the register knows the place."""
    where = walk.where
    if where.school_id is not None:
        return (Fault("run_by", "run_by_missing"),) if where.run_by is None else ()
    province, city = where.province or "", where.city or ""
    cities = read(lambda tx: register.cities(tx, province)) if province else []
    if city and city not in {item.code for item in cities}:
        return (Fault("city" if cities else "county", "city_elsewhere"),)
    above = city or (province if not cities else "")
    counties = read(lambda tx: register.counties(tx, above)) if above else []
    if where.county and where.county not in {item.code for item in counties}:
        return (Fault("county" if counties else "city", "county_elsewhere"),)
    faults = where.faults(cities=bool(cities), counties=bool(counties))
    return faults or _route_faults(walk, "province")


def _fill_what(_: Walk, form: WhatForm) -> Context:
    form.fill(this_day())
    return {}


def _fill_questions(walk: Walk, form: QuestionsForm) -> Context:
    asked = asking.asked(walk)
    for name in asked.stale:
        form[name].data = None
    form.fill(asked.questions, asked.filled)
    return {"filled": asked.filled, "changed": asking.changed(walk)}


def _fill_story(walk: Walk, form: StoryForm) -> Context:
    form.fill()
    return {"files": walk.kept, "limits": files.limits()}


PAGES: Mapping[str, Page] = {
    page.name: page
    for page in (
        Page("who", 1, WhoForm, _fill_who, lambda walk: walk.who.faults()),
        Page("where", 2, WhereForm, _fill_where, _where_faults),
        Page("school", 2, SchoolForm, _fill_school, _school_faults, _needs_school),
        Page("what", 3, WhatForm, _fill_what, lambda walk: walk.what.faults(this_day())),
        Page(
            "questions",
            4,
            QuestionsForm,
            _fill_questions,
            lambda walk: walk.sheet.faults(),
            changed=asking.changed,
        ),
        Page("story", 4, StoryForm, _fill_story, lambda walk: walk.story.faults()),
    )
}
"""Every page before the check page, in order."""


def after(name: str, walk: Walk) -> Page | None:
    """The next page that is needed; None when the check page follows."""
    names = list(PAGES)
    rest = (PAGES[one] for one in names[names.index(name) + 1 :])
    return next((page for page in rest if page.needed(walk)), None)


def before(name: str, walk: Walk) -> Page | None:
    """The page before; None on the first."""
    names = list(PAGES)
    position = names.index(name) if name in PAGES else len(names)
    rest = (PAGES[one] for one in reversed(names[:position]))
    return next((page for page in rest if page.needed(walk)), None)


def first_incomplete(walk: Walk) -> tuple[Page, tuple[Fault, ...]] | None:
    """The first page with something missing, and what; None when the filing is complete."""
    for page in PAGES.values():
        if page.needed(walk) and (faults := page.faults(walk)):
            return page, faults
    return None
