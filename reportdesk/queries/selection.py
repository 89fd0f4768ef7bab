"""Which cases a page of the list shows: views, the filter bar, and the order of dates."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, func, or_, select, true

from reportdesk.domain.actors import Actor
from reportdesk.domain.case import ENDED, WAITS_ON, Stage, Waits
from reportdesk.queries.access import supervised, to_report, to_review
from reportdesk.storage.case import Case
from reportdesk.storage.clock import Clock
from reportdesk.storage.register import School

SOON = timedelta(days=7)
OPTIONAL = ("K1b",)
"""Clocks whose lapse is no lateness: an authority need not object to its competence."""


class View(StrEnum):
    """Saved ways to look at the list."""

    ALL = "all"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    SOON = "soon"
    OVERDUE = "overdue"
    WAITING = "waiting"
    REVIEW = "review"
    DEMANDED = "demanded"
    SUPERVISED = "supervised"
    RETURNED = "returned"
    ENDED = "ended"


class Band(StrEnum):
    """The three groups of the list, in order."""

    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the filter bar narrows down to; empty means everything.

    ``clock`` is a :class:`Band` value, ``assignee`` an account id or ``none``.
    """

    q: str = ""
    practice: str = ""
    stage: str = ""
    clock: str = ""
    assignee: str = ""


def next_dues() -> Subquery:
    """For each case the next date that binds an authority, and the next that binds nobody."""
    binds = and_(Clock.authority_id.is_not(None), Clock.key.not_in(OPTIONAL))
    return (
        select(
            Clock.case_id,
            func.min(case((binds, Clock.due))).label("due"),
            func.min(Clock.due).label("soonest"),
        )
        .join(Case, Case.case_id == Clock.case_id)
        .where(Case.visible, Clock.stopped_on.is_(None), Clock.key.not_in(OPTIONAL))
        .group_by(Clock.case_id)
        .subquery()
    )


def is_open() -> ColumnElement[bool]:
    """Cases that have not ended."""
    return Case.stage.not_in([stage.value for stage in ENDED])


def in_view(view: View, actor: Actor, today: date, dues: Subquery) -> ColumnElement[bool]:
    """The cases of one view."""
    ours = Case.authority_id == actor.authority_id
    waiting = [stage.value for stage in Stage if WAITS_ON[stage] is Waits.REPORTER]
    back = Case.stage == Stage.RETURNED.value
    conditions: dict[View, ColumnElement[bool]] = {
        View.ALL: true(),
        View.MINE: Case.assigned_to == actor.account_id,
        View.UNASSIGNED: and_(ours, Case.assigned_to.is_(None)),
        View.SOON: and_(dues.c.due >= today, dues.c.due <= today + SOON),
        View.OVERDUE: dues.c.due < today,
        View.WAITING: Case.stage.in_(waiting),
        View.REVIEW: to_review(actor.authority_id),
        View.DEMANDED: to_report(actor.authority_id),
        View.SUPERVISED: supervised(),
        View.RETURNED: or_(back, and_(ours, Case.returns > 0)),
    }
    return ~is_open() if view is View.ENDED else and_(is_open(), conditions[view])


def narrowed(filters: Filters, today: date, dues: Subquery) -> list[ColumnElement[bool]]:
    """The filter bar as conditions."""
    found: list[ColumnElement[bool]] = []
    text = filters.q.strip()
    if text:
        ref = text.upper().replace(" ", "")
        ref = f"{ref[:4]}-{ref[4:]}" if len(ref) == 8 and "-" not in ref else ref
        found.append(
            or_(
                Case.ref.contains(ref, autoescape=True),
                School.name.contains(text, autoescape=True),
            )
        )
    if filters.practice:
        found.append(Case.practice == filters.practice)
    if filters.stage:
        found.append(Case.stage == filters.stage)
    if filters.assignee:
        nobody = filters.assignee == "none"
        found.append(Case.assigned_to.is_(None) if nobody else Case.assigned_to == filters.assignee)
    if filters.clock:
        found.append(band_of(today, dues) == filters.clock)
    return found


def band_of(today: date, dues: Subquery) -> ColumnElement[str]:
    """The group of a case."""
    return case(
        (dues.c.due < today, Band.OVERDUE.value),
        (dues.c.due <= today + SOON, Band.SOON.value),
        else_=Band.LATER.value,
    )


def by_date(dues: Subquery) -> list[Any]:
    """Dates that bind the authority first, then those that wait on others, then none at all."""
    return [
        dues.c.due.is_(None),
        dues.c.due,
        dues.c.soonest.is_(None),
        dues.c.soonest,
        Case.ref,
    ]
