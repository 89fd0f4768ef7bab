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
from reportdesk.storage.db import Tx
from reportdesk.storage.job import JobRun
from reportdesk.storage.rating import confirmed
from reportdesk.storage.report import LADDER, OPEN, ReportKey
from reportdesk.storage.suspected import cases_apart

DAY = timedelta(days=1)
SWEEP = "sweep"
"""The job that looks."""
LOOK_BACK = timedelta(days=60)
"""How long before its last run what it may have left is looked for, as with a case that failed."""
WINDOWS = frozenset({ClockKey.REVIEW_WINDOW, ClockKey.SECOND_REVIEW_WINDOW})
"""Clocks of what a reporter may ask for."""
LAPSES = frozenset({ClockKey.NEEDS_INFO, *WINDOWS})
"""Clocks whose last day, once over, does something of itself; K1 does so on its own terms."""
ANSWERED = frozenset({Stage.ANSWERED, Stage.CORRECTING})
"""Stages that end when nothing is open any more."""


def cases_due(tx: Tx, ladder: Ladder) -> list[str]:
    """Ids of the cases that time may do something to today, in a stable order.

    Those with a clock that reached a rung or is over, those whose clock was stopped late while
    nobody kept time, those that a proof or a reporter's confirmation may have ended, and those
    with a report that a superior cannot open yet.
    """
    since = _looked_until(tx) - LOOK_BACK
    looks = [
        *_rungs_waiting(tx.today, ladder),
        _lapsed(tx.today, LAPSES),
        _silent(tx.today),
        _proved(since, ANSWERED),
        _under_the_ladder(),
    ]
    found = {case_id for look in looks for case_id in tx.session.scalars(look)}
    found.update(_missed_rungs(tx, since, ladder))
    found.update(confirmed(tx, sorted(stage.value for stage in ANSWERED)))
    return sorted(found - cases_apart(tx))


def _rungs_waiting(today: date, ladder: Ladder) -> Iterator[Select[str]]:
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


def _lapsed(today: date, keys: Collection[str]) -> Select[str]:
    """Cases with a running clock of ``keys`` whose last day is over."""
    return select(Clock.case_id).where(
        Clock.stopped_on.is_(None), Clock.due < today, Clock.key.in_(keys)
    )


def _silent(today: date) -> Select[str]:
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


def _looked_until(tx: Tx) -> date:
    """The day until which the sweep looked at everything: of its last run, and not after today."""
    newest = tx.session.scalar(select(func.max(JobRun.finished_at)).where(JobRun.job == SWEEP))
    return min(tx.today, newest.date()) if newest else date.min + LOOK_BACK


def _missed_rungs(tx: Tx, since: date, ladder: Ladder) -> Iterator[str]:
    """Cases with a clock that was stopped late, without all rungs of the days until then."""
    overdue = [rule for rule in ladder.rungs if rule.anchor is Anchor.OVERDUE]
    climbed = and_(
        RungFired.case_id == Clock.case_id,
        RungFired.clock_number == Clock.number,
        RungFired.rung.in_([rule.rung.value for rule in overdue]),
    )
    rows = (
        select(Clock.case_id, Clock.key, Clock.due, Clock.stopped_on, func.count(RungFired.rung))
        .outerjoin(RungFired, climbed)
        .where(
            Clock.stopped_on >= since,
            Clock.stopped_on > Clock.due,
            Clock.stopped_by.not_in(GIVEN_AWAY),
            Clock.key.in_(ladder.clocks),
            Clock.authority_id.is_not(None),
        )
        .group_by(Clock.case_id, Clock.number)
    )
    for case_id, key, due, stopped_on, fired in tx.session.execute(rows):
        climbs = [rule for rule in overdue if rule.rung in ladder.clocks[key]]
        if stopped_on and fired < sum(due <= _reaches(rule, stopped_on) for rule in climbs):
            yield case_id


def _proved(since: date, stages: Collection[Stage]) -> Select[str]:
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


def _under_the_ladder() -> Select[str]:
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
