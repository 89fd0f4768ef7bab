"""Which cases time may do something to today; every look-up grows with what is due or late.

A clock that runs and is not due, a case that waits for nobody's date, a late clock whose rungs have
all fired: none of them is read, however many there are.
"""

from datetime import date

from sqlalchemy import Select, or_, select

from reportdesk.domain.case import Stage
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.storage.clock import Clock
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
