"""Which cases time may do something to today; every look-up grows with what is due or late.

A clock that runs and is not due, a case that waits for nobody's date, a late clock whose rungs have
all fired: none of them is read, however many there are.
"""

from datetime import date

from sqlalchemy import Select, or_, select

from reportdesk.domain.calendar import DAY
from reportdesk.domain.case import Stage
from reportdesk.domain.ladders import Ladder, rungs_due
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.storage.case import Case
from reportdesk.storage.clock import NEVER, Clock, fired_rungs, overdue_from
from reportdesk.storage.db import Tx
from reportdesk.storage.rating import confirmed
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
    come, as it has for all clocks of a case whose reports found new readers; and those that a
    reporter's confirmation may have ended.
    """
    found = set(tx.session.scalars(_to_look_at(tx.today)))
    found.update(confirmed(tx, sorted(stage.value for stage in ANSWERED)))
    return sorted(found - cases_apart(tx))


def _to_look_at(today: date) -> Select[str]:
    """Cases with a clock that the sweep has to look at."""
    return select(Clock.case_id).where(or_(Clock.look_on.is_(None), Clock.look_on <= today))


def next_look(tx: Tx, ladder: Ladder, case: Case, clock: Clock) -> date:
    """The next day on which time may do something to a clock, all until today being done.

    A window that waits for what a reporter wrote has such a day behind it, and is looked at until
    that has arrived.
    """
    if case.stage == Stage.MERGED or clock.stopped_on is not None:
        return NEVER
    days = [clock.due + DAY] if lapses(case, clock) else []
    if clock.authority_id is not None:
        fired = fired_rungs(tx, case.case_id, clock.number)
        events = rungs_due(clock.key, clock.due, overdue_from(clock), date.max, fired, ladder)
        days += [event.on for event in events if event.on > tx.today]
    return min(days, default=NEVER)


def lapses(case: Case, clock: Clock) -> bool:
    """Whether the end of the clock's last day does something of itself."""
    if clock.key == ClockKey.NOTICE:
        return case.presumed_on is None or case.presumed_on < clock.started_on
    return clock.key in LAPSES
