"""Which cases time may do something to today; every look-up grows with what is due or late.

A clock that runs and is not due, a case that waits for nobody's date, a late clock whose rungs have
all fired: none of them is read, however many there are.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, select, tuple_
from sqlalchemy.orm import aliased

from reportdesk.domain.case import Stage
from reportdesk.domain.ladders import Anchor, Ladder, RungRule
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.storage.case import Case
from reportdesk.storage.clock import GIVEN_AWAY, WINDOW_OVER, Clock, RungFired
from reportdesk.storage.report import LADDER, OPEN, ReportKey

DAY = timedelta(days=1)


def rungs_waiting(today: date, ladder: Ladder) -> Iterator[Select[str]]:
    """Cases with a running clock that has reached a rung which has not fired."""
    for rule in ladder.rungs:
        keys = sorted(key for key, climbs in ladder.clocks.items() if rule.rung in climbs)
        yield select(Clock.case_id).where(
            Clock.stopped_on.is_(None),
            Clock.due <= _reaches(rule, today),
            Clock.key.in_(keys),
            Clock.authority_id.is_not(None),
            ~_fired(rule.rung.value),
        )


def _reaches(rule: RungRule, today: date) -> date:
    """The latest due date whose clock has reached the rung by today."""
    overdue = DAY if rule.anchor is Anchor.OVERDUE else timedelta()
    return today - timedelta(days=rule.offset) - overdue


def lapsed(today: date, keys: Collection[str]) -> Select[str]:
    """Cases with a running clock of ``keys`` whose last day is over."""
    return select(Clock.case_id).where(
        Clock.stopped_on.is_(None), Clock.due < today, Clock.key.in_(keys)
    )


def silent(today: date) -> Select[str]:
    """Cases whose notice is overdue and whose acceptance nobody has presumed yet."""
    presumed = and_(Case.presumed_on.is_not(None), Case.presumed_on >= Clock.started_on)
    return (
        select(Clock.case_id)
        .join(Case, Case.case_id == Clock.case_id)
        .where(
            Clock.stopped_on.is_(None),
            Clock.due < today,
            Clock.key == ClockKey.NOTICE.value,
            ~presumed,
        )
    )


def missed_rungs(since: date, rung: str, keys: Collection[str]) -> Select[str]:
    """Cases with a clock of ``keys`` that was stopped late, without its first rung."""
    return select(Clock.case_id).where(
        Clock.stopped_on >= since,
        Clock.stopped_on > Clock.due,
        Clock.stopped_by.not_in(GIVEN_AWAY),
        Clock.key.in_(keys),
        Clock.authority_id.is_not(None),
        ~_fired(rung),
    )


def proved(since: date, stages: Collection[Stage]) -> Select[str]:
    """Cases in ``stages`` with an unused window, one of whose promises was proved since a day."""
    window = aliased(Clock)
    unused = exists().where(window.case_id == Clock.case_id, window.stopped_by == WINDOW_OVER)
    return (
        select(Clock.case_id)
        .join(Case, Case.case_id == Clock.case_id)
        .where(
            Clock.stopped_on >= since,
            Clock.key == ClockKey.MEASURE.value,
            Case.stage.in_([stage.value for stage in stages]),
            unused,
        )
    )


def under_the_ladder() -> Select[str]:
    """Cases with a report that an authority which a rung has reached cannot open yet."""
    twin = aliased(ReportKey)
    opened = exists().where(
        tuple_(twin.case_id, twin.report_id, twin.holder)
        == tuple_(ReportKey.case_id, ReportKey.report_id, ReportKey.holder),
        twin.layer == OPEN,
    )
    return (
        select(RungFired.case_id)
        .join(
            Clock, and_(Clock.case_id == RungFired.case_id, Clock.number == RungFired.clock_number)
        )
        .join(
            ReportKey,
            and_(
                ReportKey.case_id == RungFired.case_id,
                ReportKey.holder == RungFired.authority_id,
                ReportKey.layer == LADDER,
            ),
        )
        .where(func.coalesce(Clock.stopped_by, "") != "returned", ~opened)
    )


def _fired(rung: str) -> ColumnElement[bool]:
    """Whether the clock has fired a rung."""
    return exists().where(
        RungFired.case_id == Clock.case_id,
        RungFired.clock_number == Clock.number,
        RungFired.rung == rung,
    )
