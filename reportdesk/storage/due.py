"""Which cases time may do something to today; every look-up grows with what is due or late.

A clock that runs and is not due, a case that waits for nobody's date, a late clock whose rungs have
all fired: none of them is read, however many there are.
"""

from datetime import date

from sqlalchemy import Select, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from reportdesk.domain.case import Stage
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.storage.clock import Clock, RungFired
from reportdesk.storage.db import Tx
from reportdesk.storage.rating import confirmed
from reportdesk.storage.report import LADDER, OPEN, ReportKey
from reportdesk.storage.suspected import cases_apart

WINDOWS = frozenset({ClockKey.REVIEW_WINDOW, ClockKey.SECOND_REVIEW_WINDOW})
"""Clocks of what a reporter may ask for."""
LAPSES = frozenset({ClockKey.NEEDS_INFO, *WINDOWS})
"""Clocks whose last day, once over, does something of itself; K1 does so on its own terms."""
ANSWERED = frozenset({Stage.ANSWERED, Stage.CORRECTING})
"""Stages that end when nothing is open any more."""


def cases_due(tx: Tx) -> list[str]:
    """Ids of the cases that time may do something to today, in a stable order.

    Those with a clock that is new, that an act changed, or whose day of being looked at again has
    come; those that a reporter's confirmation may have ended; and those with a report that a
    superior cannot open yet.
    """
    looks = (_to_look_at(tx.today), _under_the_ladder())
    found = {case_id for look in looks for case_id in tx.session.scalars(look)}
    found.update(confirmed(tx, sorted(stage.value for stage in ANSWERED)))
    return sorted(found - cases_apart(tx))


def _to_look_at(today: date) -> Select[str]:
    """Cases with a clock that the sweep has to look at."""
    return select(Clock.case_id).where(or_(Clock.look_on.is_(None), Clock.look_on <= today))


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
