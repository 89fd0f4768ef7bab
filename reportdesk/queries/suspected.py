"""The queue of suspected filings, and today's counts: plain facts alone, nothing of what was said.

Thousands of filings are a few groups; each group has pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, Label, func, select

from reportdesk.domain.abuse import DROPPED_DAYS, Apart, By
from reportdesk.domain.filing_parts import Where
from reportdesk.domain.taxonomy import SchoolKind
from reportdesk.storage import suspected as stored
from reportdesk.storage.case import Case
from reportdesk.storage.db import Tx
from reportdesk.storage.register import Authority, Division, School
from reportdesk.storage.suspected import Suspected, in_group, key_of

Row = TypeVar("Row")
DROPPED_FOR = timedelta(days=DROPPED_DAYS)
PAGE = 50
"""Filings or groups a page."""
KINDS = frozenset(kind.value for kind in SchoolKind)
SHOWN = (Apart.WAITING, Apart.RELEASED, Apart.DROPPED)
"""States that the queue has a view of."""


@dataclass(frozen=True, slots=True)
class Group:
    """Filings that have something in common; ``name`` is (Chinese, English) or empty."""

    key: str
    name: tuple[str, str]
    code: str
    count: int
    first: date
    last: date
    due: date


@dataclass(frozen=True, slots=True)
class Entry:
    """One filing apart: where, what, when and why it waits."""

    id: str
    school: str | None
    place: tuple[str, str]
    kind: str
    target: tuple[str, str]
    practice: str
    lever: str
    filed_on: date
    due_on: date
    decided_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a reporter is told: until when it should be passed on, or is destroyed if dropped."""

    due_on: date
    destroyed_after: date | None


@dataclass(frozen=True, slots=True)
class Paged(Generic[Row]):
    """One page of groups or of entries, and how many there are."""

    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int


def filed_today(tx: Tx, where: Where) -> tuple[int, int]:
    """Filings of today that were not suspected: about this school, and on the whole site."""
    division = where.county or where.city or where.province or ""
    return stored.filed_today(tx, where.school_id, division)


def apart(tx: Tx, case_id: str, report_id: str) -> Standing | None:
    """How a reporter's own filing stands apart; None when it does not, or not any more."""
    row = stored.standing_of(tx, case_id, report_id)
    if row is None or row.state not in {Apart.WAITING, Apart.RELEASED, Apart.DROPPED}:
        return None
    dropped = row.decided_on if row.state == Apart.DROPPED else None
    return Standing(row.due_on, dropped + DROPPED_FOR if dropped else None)


def counts(tx: Tx) -> Mapping[Apart, int]:
    """How many filings the queue shows in each state."""
    rows = select(Suspected.state, func.count()).where(Suspected.visible).group_by(Suspected.state)
    known: dict[str, int] = {row.state: row[1] for row in tx.session.execute(rows)}
    return {state: known.get(state.value, 0) for state in SHOWN}


def groups(tx: Tx, state: Apart, by: By, page: int) -> Paged[Group]:
    """The groups in one state, largest first."""
    key: Label[str] = key_of(by).label("key")
    rows = (
        select(
            key,
            func.count(),
            func.min(Suspected.filed_on),
            func.max(Suspected.filed_on),
            func.min(Suspected.due_on),
        )
        .join(Case, Case.case_id == Suspected.case_id)
        .where(*_shown(state))
        .group_by(key)
    )
    total = tx.session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    page, pages = _within(page, total)
    ordered = rows.order_by(func.count().desc(), key).limit(PAGE).offset((page - 1) * PAGE)
    found = tx.session.execute(ordered).all()
    names = _names(tx, by, [row[0] for row in found])
    made = tuple(
        Group(one, *names[one], count, first, last, due) for one, count, first, last, due in found
    )
    return Paged(made, total, page, pages)


def named(tx: Tx, by: By, key: str) -> tuple[tuple[str, str], str]:
    """What a group is called: names and a code, either may be empty."""
    return _names(tx, by, [key])[key]


def entries(tx: Tx, state: Apart, by: By, key: str, page: int) -> Paged[Entry]:
    """The filings of one group."""
    inside = (*_shown(state), in_group(by, key))
    mine = Case.case_id == Suspected.case_id
    count = select(func.count(Suspected.report_id)).join(Case, mine).where(*inside)
    total = tx.session.scalar(count) or 0
    page, pages = _within(page, total)
    rows = (
        select(Suspected, Case, School.name, Division, Authority)
        .join(Case, mine)
        .join(Division, Division.code == Case.division_code)
        .join(Authority, Authority.id == Case.target_id)
        .outerjoin(School, School.id == Case.school_id)
        .where(*inside)
        .order_by(Suspected.filed_on, Suspected.report_id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    made = tuple(
        Entry(
            id=row.report_id,
            school=school,
            place=(place.name, place.name_en),
            kind=case.school_kind,
            target=(target.name, target.name_en),
            practice=case.practice,
            lever=case.lever,
            filed_on=row.filed_on,
            due_on=row.due_on,
            decided_on=row.decided_on,
            reason=row.reason,
        )
        for row, case, school, place, target in tx.session.execute(rows)
    )
    return Paged(made, total, page, pages)


def _shown(state: Apart) -> tuple[ColumnElement[bool], ...]:
    """The filings of one state that a slot has brought to the queue."""
    return Suspected.state == state.value, Suspected.visible.is_(True)


def _within(page: int, total: int) -> tuple[int, int]:
    """A page that exists, and how many there are."""
    pages = max(1, -(-total // PAGE))
    return min(max(page, 1), pages), pages


def _names(tx: Tx, by: By, keys: list[str]) -> dict[str, tuple[tuple[str, str], str]]:
    """Names of these groups, and the code that belongs to each."""
    if by is By.TARGET:
        return {key: (_authority(tx, key), "") for key in keys}
    if by is By.PLACE:
        return {key: _place(tx, key) for key in keys}
    return {key: (("", ""), key) for key in keys}


def _authority(tx: Tx, key: str) -> tuple[str, str]:
    """Name of an authority."""
    row = tx.session.get(Authority, key)
    return (row.name, row.name_en) if row else ("", "")


def _place(tx: Tx, key: str) -> tuple[tuple[str, str], str]:
    """Name of a school; or of a place, with the kind of its schools as a code."""
    letter, _, rest = key.partition(":")
    if letter == "s":
        school = tx.session.get(School, rest)
        return ((school.name, school.name) if school else ("", "")), ""
    code, _, kind = rest.partition(":")
    row = tx.session.get(Division, code)
    return ((row.name, row.name_en) if row else ("", "")), kind
