"""Part of the hourly sweep: after a new pack or calendar, running clocks are judged anew."""

import logging

from reportdesk.domain.errors import Conflict
from reportdesk.domain.rulebook import Place
from reportdesk.jobs.term import Term
from reportdesk.services import rejudging

log = logging.getLogger(__name__)


def rejudge(term: Term) -> int:
    """Judge what waits, a handful of cases at a time; returns how many dates changed.

    A process whose pack is older than the one in force leaves every date as it is.
    """
    kit = term.runtime
    place = kit.read(lambda tx: rejudging.place(tx, kit.pack))
    if place is Place.OLDER:
        log.warning(
            "pack %s is not newer than the one in force: no date is judged by it", kit.pack.stamp
        )
        return 0
    if place is Place.NEW:
        term.write(lambda tx: rejudging.take_over(tx, kit.pack))
    moved, after = 0, ""
    while cases := _next(term, after):
        moved += _judge(term, cases)
        after = cases[-1]
    return moved


def _next(term: Term, after: str) -> list[str]:
    """The next cases with a clock of an earlier version."""
    kit = term.runtime
    return kit.read(lambda tx: rejudging.waiting(tx, kit.pack, after))


def _judge(term: Term, cases: list[str]) -> int:
    """Some cases in one fenced transaction; when that fails, each alone, so that one waits."""
    kit = term.runtime
    try:
        return term.write(lambda tx: rejudging.rejudge(tx, kit.pack, cases))
    except Exception as error:  # one broken case must not hold up the others
        if isinstance(error, Conflict) and error.code == "not_leader":
            raise
        if len(cases) > 1:
            return sum(_judge(term, [one]) for one in cases)
        log.error("case %s could not be judged anew: %s", cases[0], type(error).__name__)
        term.left.append(cases[0])
        return 0
