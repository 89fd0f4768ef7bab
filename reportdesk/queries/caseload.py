"""The desk's list of cases: whose they are, which date comes next, and how many in each view."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, Subquery, case, func, select

from reportdesk.domain.actors import Actor
from reportdesk.domain.clocks import DueDate, Standing, standing
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.packs.schema import Pack
from reportdesk.queries.access import REVIEW_CLOCKS, visible_to
from reportdesk.queries.selection import (
    OPTIONAL,
    SOON,
    Band,
    Filters,
    View,
    band_of,
    by_date,
    in_view,
    is_open,
    narrowed,
    next_dues,
)
from reportdesk.queries.supervision import SupervisionLine, supervision_lines
from reportdesk.storage.answer import CaseMeasure
from reportdesk.storage.case import Case
from reportdesk.storage.clock import Clock, judged
from reportdesk.storage.db import Tx
from reportdesk.storage.register import Division, School
from reportdesk.storage.staff import Account

PAGE = 25
"""Cases a page."""


@dataclass(frozen=True, slots=True)
class NextDate:
    """The clock a row stands under; ``waits`` when it binds the reporter and not the authority."""

    key: str
    kind: str
    due: date
    raw_due: date
    provisional: bool
    standing: Standing
    waits: bool
    measure: str | None
    """Code of the promised measure, for a promise's clock."""
    judged: DueDate | None
    """How the date comes about; None where no pack was given."""


@dataclass(frozen=True, slots=True)
class Row:
    """One case of the list. ``school`` is None for one that is not in the register; ``place`` then
    names where it is, (Chinese, English)."""

    ref: str
    school: str | None
    place: tuple[str, str]
    kind: str
    practice: str
    stage: str
    reports: int
    assignee: str | None
    ours: bool
    reviews: bool
    """Whether the actor's authority has to give a review."""
    band: Band
    next: NextDate | None
    report_due: date | None = None
    """By when the actor's authority has to report to a superior."""
    below: SupervisionLine | None = None
    """How it stands with a case that another authority holds."""


@dataclass(frozen=True, slots=True)
class Caseload:
    """One page of the list, the totals of its groups, and the counts of all views."""

    rows: tuple[Row, ...]
    totals: Mapping[Band, int]
    counts: Mapping[View, int]
    page: int
    pages: int
    first: int
    soonest: date | None
    """The next date of the authority's own that is not over, in the whole open list."""
    due_then: int
    """How many cases are due on it."""

    @property
    def total(self) -> int:
        """Cases in this view with these filters."""
        return sum(self.totals.values())


def caseload(
    tx: Tx,
    actor: Actor,
    view: View = View.ALL,
    filters: Filters | None = None,
    page: int = 1,
    *,
    pack: Pack | None = None,
) -> Caseload:
    """The cases this actor may see, those due next first; ``pack`` explains their dates."""
    dues = next_dues()
    seen = _list(actor, dues)
    chosen = seen.where(
        in_view(view, actor, tx.today, dues), *narrowed(filters or Filters(), tx.today, dues)
    )
    totals = _totals(tx, chosen, dues)
    count = sum(totals.values())
    pages = max(1, -(-count // PAGE))
    page = min(max(page, 1), pages)
    start = (page - 1) * PAGE
    rows = tx.session.execute(chosen.order_by(*by_date(dues)).offset(start).limit(PAGE)).all()
    soonest, then = _soonest(tx, seen, dues)
    return Caseload(
        rows=_rows(tx, actor, rows, pack),
        totals=totals,
        counts=_counts(tx, actor, seen, dues),
        page=page,
        pages=pages,
        first=start + 1 if count else 0,
        soonest=soonest,
        due_then=then,
    )


def _rows(tx: Tx, actor: Actor, found: Sequence[Any], pack: Pack | None) -> tuple[Row, ...]:
    """The lines of one page, with what supervision asks of each."""
    case_ids = [row[0].case_id for row in found]
    clocks, promised = _clocks(tx, case_ids), _promised(tx, case_ids)
    below = supervision_lines(tx, actor, case_ids)
    return tuple(
        replace(
            _row(tx, actor, row, clocks, promised, pack),
            report_due=_report_due(actor, clocks.get(row[0].case_id, [])),
            below=below.get(row[0].case_id),
        )
        for row in found
    )


def _list(actor: Actor, dues: Subquery) -> Select[Any]:
    """Every case the actor may see, with its school, place, colleague and dates."""
    parent = select(Division).subquery()
    return (
        select(
            Case,
            School.name,
            Division.name,
            Division.name_en,
            parent.c.name,
            parent.c.name_en,
            Account.name,
            dues.c.due,
        )
        .join(Division, Division.code == Case.division_code)
        .outerjoin(parent, parent.c.code == Division.parent_code)
        .outerjoin(School, School.id == Case.school_id)
        .outerjoin(Account, Account.id == Case.assigned_to)
        .outerjoin(dues, dues.c.case_id == Case.case_id)
        .where(visible_to(actor))
    )


def _totals(tx: Tx, chosen: Select[Any], dues: Subquery) -> dict[Band, int]:
    """How many cases each group has on all pages."""
    band = band_of(tx.today, dues)
    rows = chosen.with_only_columns(band, func.count()).group_by(band)
    found = {Band(name): count for name, count in tx.session.execute(rows)}
    return {one: found.get(one, 0) for one in Band}


def _counts(tx: Tx, actor: Actor, seen: Select[Any], dues: Subquery) -> dict[View, int]:
    """How many cases each view has, in one question."""
    columns = [
        func.coalesce(func.sum(case((in_view(view, actor, tx.today, dues), 1), else_=0)), 0)
        for view in View
    ]
    row = tx.session.execute(seen.with_only_columns(*columns)).one()
    return {view: int(count) for view, count in zip(View, row, strict=True)}


def _soonest(tx: Tx, seen: Select[Any], dues: Subquery) -> tuple[date | None, int]:
    """The next date from today on that binds the authority, and how many cases it has."""
    rows = (
        seen.with_only_columns(dues.c.due, func.count())
        .where(is_open(), dues.c.due >= tx.today)
        .group_by(dues.c.due)
        .order_by(dues.c.due)
        .limit(1)
    )
    row = tx.session.execute(rows).first()
    return (row[0], row[1]) if row else (None, 0)


def _clocks(tx: Tx, case_ids: Sequence[str]) -> dict[str, list[Clock]]:
    """The running clocks of these cases, soonest first."""
    rows = select(Clock).where(
        Clock.case_id.in_(case_ids), Clock.stopped_on.is_(None), Clock.key.not_in(OPTIONAL)
    )
    found: dict[str, list[Clock]] = {}
    for clock in tx.session.scalars(rows.order_by(Clock.due, Clock.number)):
        found.setdefault(clock.case_id, []).append(clock)
    return found


def _promised(tx: Tx, case_ids: Sequence[str]) -> dict[tuple[str, int], str]:
    """Codes of measures by case and number."""
    rows = select(CaseMeasure).where(CaseMeasure.case_id.in_(case_ids))
    return {(row.case_id, row.number): row.code for row in tx.session.scalars(rows)}


def _row(
    tx: Tx,
    actor: Actor,
    row: Any,
    clocks: Mapping[str, list[Clock]],
    promised: Mapping[tuple[str, int], str],
    pack: Pack | None,
) -> Row:
    """One line of the list."""
    found, school, name, name_en, parent, parent_en, assignee, due = row
    soon = tx.today + SOON
    band = Band.LATER if due is None or due > soon else Band.SOON
    return Row(
        ref=found.ref,
        school=school,
        place=(f"{parent or ''}{name}", f"{name_en}, {parent_en}" if parent_en else name_en),
        kind=found.school_kind,
        practice=found.practice,
        stage=found.stage,
        reports=found.reports,
        assignee=assignee,
        ours=found.authority_id == actor.authority_id,
        reviews=any(
            clock.key in REVIEW_CLOCKS and clock.authority_id == actor.authority_id
            for clock in clocks.get(found.case_id, [])
        ),
        band=Band.OVERDUE if due is not None and due < tx.today else band,
        next=_next(tx.today, clocks.get(found.case_id, []), promised, pack),
    )


def _report_due(actor: Actor, clocks: Sequence[Clock]) -> date | None:
    """By when the actor's authority has to report to a superior."""
    own = [row for row in clocks if row.key == ClockKey.DEMAND]
    return next((row.due for row in own if row.authority_id == actor.authority_id), None)


def _next(
    today: date,
    clocks: Sequence[Clock],
    promised: Mapping[tuple[str, int], str],
    pack: Pack | None,
) -> NextDate | None:
    """The soonest clock that binds an authority, else the soonest of all."""
    binding = [clock for clock in clocks if clock.authority_id is not None]
    if not clocks:
        return None
    clock = (binding or list(clocks))[0]
    return NextDate(
        key=clock.key,
        kind=clock.kind,
        due=clock.due,
        raw_due=clock.raw_due,
        provisional=bool(clock.provisional),
        standing=standing(clock.due, None, today),
        waits=not binding,
        measure=promised.get((clock.case_id, clock.params.get("measure", 0))),
        judged=judged(clock, pack) if pack is not None else None,
    )
