"""What the public pages show, from release files alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from reportdesk.domain.case import ENDED, Stage, Visibility
from reportdesk.domain.clock_rules import ClockKind
from reportdesk.domain.joining import PublicMatter
from reportdesk.domain.lateness import REVIEWS
from reportdesk.domain.provinces import NOT_COVERED, PROVINCES
from reportdesk.domain.rates import Rate, rate
from reportdesk.domain.taxonomy import ClockKey, Practice
from reportdesk.release.reader import Asked, Release
from reportdesk.release.schema import AuthorityRow, Row

PER_PAGE = 50
MOST_MERGED = 5
"""How many mergers in a row are followed."""
DECISIONS = frozenset({ClockKey.DECISION, ClockKey.EXTENSION})
OVERDUE: Asked = {"standing": ("overdue",)}
LISTED: Asked = {"listed": ("1",)}
DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "province": PROVINCES,
    "practice": tuple(Practice),
    "stage": tuple(Stage),
}
"""What statistics count by, with every code, so that nothing and zero can be told apart."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: ``first`` to ``last`` of ``total``, counted from 1."""

    rows: list[Row]
    number: int
    first: int
    last: int
    total: int

    @property
    def is_last(self) -> bool:
        """Whether nothing follows."""
        return self.last >= self.total


def cases(release: Release, asked: Asked, page: int = 1) -> Page | None:
    """One page of the cases asked for; None for a page that does not exist."""
    total = release.count(asked)
    start = (page - 1) * PER_PAGE
    if start >= total and page > 1:
        return None
    rows = release.cases(asked, first=start, limit=PER_PAGE)
    return Page(rows, page, start + 1 if rows else 0, start + len(rows), total)


GONE = frozenset({Stage.WITHDRAWN, Stage.MERGED})
"""Stages of cases that nobody can file about: withdrawn, or merged into one that is not public."""


def joinable(release: Release | None, ref: str) -> PublicMatter | None:
    """The case behind a public reference, or None: unknown and withheld ones alike.

    A case that was merged leads to the one that goes on in its place; about one that ended a report
    opens a new, linked one.
    """
    row = release.case(ref) if release else None
    for _ in range(MOST_MERGED):
        if release is None or row is None or not row["merged_into"]:
            break
        row = release.case(row["merged_into"])
    if row is None or row["level"] == Visibility.WITHHELD or row["stage"] in GONE:
        return None
    ended = Stage(row["stage"]) in ENDED
    return PublicMatter(row["ref"], row["practice"], row["month"], row["school"], ended)


@dataclass(frozen=True, slots=True)
class Count:
    """One row of a statistic; ``covered`` is False where no report can be filed."""

    code: str
    cases: int
    overdue: int
    listed: int
    covered: bool = True


@dataclass(frozen=True, slots=True)
class Statistics:
    """Exact counts of the public rows; tombstones are in ``withheld`` alone."""

    total: int
    open: int
    overdue: int
    listed: int
    merged: int
    returned_late: int
    withheld: int
    in_time: Rate | None
    """Of the cases whose statutory date was over on ``standing_on``: answered by then."""
    by: Mapping[str, tuple[Count, ...]]


LATE_RETURN = ("returned_late",)


def statistics(release: Release) -> Statistics:
    """All counts of a release."""
    stages = release.tally("stage", {})
    total = sum(stages.values())
    return Statistics(
        total=total,
        open=total - sum(stages.get(stage, 0) for stage in ENDED),
        overdue=release.count(OVERDUE),
        listed=release.count(LISTED),
        merged=stages.get(Stage.MERGED, 0),
        returned_late=sum(bool(row["returned_late"]) for row in release.pick(LATE_RETURN, {})),
        withheld=release.count({"level": (Visibility.WITHHELD,)}),
        in_time=_in_time(release),
        by={name: counts(release, name, {}) for name in DIMENSIONS},
    )


def _in_time(release: Release) -> Rate | None:
    """The share decided in time, of all whose date was over on the day lateness is computed for.

    Answers to cases with a later date are left out: open ones with such a date cannot be late yet,
    so counting only what was answered early would flatter.
    """
    day = release.header.standing_on.isoformat()
    rows = release.pick(("timely", "clocks"), {"timely_kind": (ClockKind.STATUTORY,)})
    over = [row["timely"] for row in rows if _decision_due(row) < day]
    return rate(over.count("yes"), len(over))


def _decision_due(row: Row) -> str:
    """The day the decision was due; recorded acceptance makes it one."""
    return next(str(clock["due"]) for clock in row["clocks"] if clock["key"] in DECISIONS)


def counts(release: Release, name: str, asked: Asked) -> tuple[Count, ...]:
    """Cases by one dimension, every code of it included."""
    every = release.tally(name, asked)
    late = release.tally(name, {**asked, **OVERDUE})
    listed = release.tally(name, {**asked, **LISTED})
    return tuple(
        Count(
            code=str(code),
            cases=every.get(code, 0),
            overdue=late.get(code, 0),
            listed=listed.get(code, 0),
            covered=code not in NOT_COVERED,
        )
        for code in DIMENSIONS[name]
    )


@dataclass(frozen=True, slots=True)
class Place:
    """An authority or a school with its cases."""

    id: str
    page: Page
    overdue: int
    listed: int
    by_stage: tuple[Count, ...]
    row: AuthorityRow | None = None
    taken: tuple[str, ...] = ()
    """References of cases that a superior took from it for being late."""


def authority(release: Release, authority_id: str) -> Place | None:
    """An authority of the code list, with or without a case; None for any other id."""
    row = release.authority(authority_id)
    if row is None:
        return None
    found = _place(release, "authority", authority_id, row)
    return replace(found, taken=tuple(release.taken_from(authority_id)))


def school(release: Release, school_id: str) -> Place | None:
    """A school that at least one full case names; None for any other id, known or not."""
    found = _place(release, "school", school_id, None)
    return found if found.page.total else None


def _place(release: Release, name: str, code: str, row: AuthorityRow | None) -> Place:
    """The cases under one code."""
    asked = {name: (code,)}
    page = cases(release, asked)
    assert page is not None  # noqa: S101 -- a first page always exists
    return Place(
        id=code,
        page=page,
        overdue=release.count({**asked, **OVERDUE}),
        listed=release.count({**asked, **LISTED}),
        by_stage=tuple(found for found in counts(release, "stage", asked) if found.cases),
        row=row,
    )


@dataclass(frozen=True, slots=True)
class Late:
    """An authority on the public overdue list; ``longest`` in days."""

    authority: str
    rows: tuple[Row, ...]
    longest: int


def overdue(release: Release) -> list[Late]:
    """The public overdue list by who is late, the longest lateness first."""
    found: dict[str, list[Row]] = {}
    for row in release.cases(LISTED):
        whose = row["late_by"] or (None if row["clock"] in REVIEWS else row["authority"])
        if whose is not None:
            found.setdefault(whose, []).append(row)
    late: list[Late] = []
    for authority, rows in found.items():
        rows.sort(key=_lateness)
        late.append(Late(authority, tuple(rows), rows[0]["overdue_days"] or 0))
    return sorted(late, key=lambda entry: (-entry.longest, entry.authority))


def _lateness(row: Mapping[str, Any]) -> tuple[int, str]:
    """Sorts the longest lateness first."""
    return -(row["overdue_days"] or 0), str(row["ref"])
