"""What tells a flood from a class: token buckets, the least time a filing takes, ceilings.

Nobody is refused for being suspected: a suspected filing is taken, and waits apart for the
platform desk to pass it on or to drop it.
"""

from dataclasses import dataclass
from enum import StrEnum

HOUR = 3600.0
STEP = 10
"""Seconds in the coarse step in which a filing's beginning is counted."""
PASSED_A_SLOT = 20
"""How many waiting filings pass by themselves in one slot: those whose writer came back and wrote,
then those that nobody decided in time."""
DROPPED_DAYS = 30
"""How long a dropped filing can be taken back before it is destroyed."""


class Suspicion(StrEnum):
    """Why a filing waits apart; the gravest first."""

    TRAP = "trap"
    FAST = "fast"
    BURST = "burst"
    SCHOOL = "school"
    SITE = "site"


class Apart(StrEnum):
    """Where a suspected filing stands."""

    WAITING = "waiting"
    RELEASED = "released"
    PASSED = "passed"
    DROPPED = "dropped"
    WITHDRAWN = "withdrawn"


class By(StrEnum):
    """What suspected filings are put together by."""

    PLACE = "place"
    REASON = "reason"
    DAY = "day"
    TARGET = "target"
    ALL = "all"


class Decision(StrEnum):
    """What the platform desk does with suspected filings."""

    RELEASE = "release"
    DROP = "drop"
    RESTORE = "restore"


MOVES: dict[Decision, tuple[Apart, Apart]] = {
    Decision.RELEASE: (Apart.WAITING, Apart.RELEASED),
    Decision.DROP: (Apart.WAITING, Apart.DROPPED),
    Decision.RESTORE: (Apart.DROPPED, Apart.WAITING),
}
"""From where to where each decision leads."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket's size and what flows in: at most ``burst`` at once, then ``hourly`` an hour."""

    burst: int
    hourly: int

    def __mul__(self, times: int) -> "Rate":
        """The same, so many times as wide."""
        return Rate(self.burst * times, self.hourly * times)


@dataclass(frozen=True, slots=True)
class Level:
    """What is in a bucket at one moment, in seconds of any clock."""

    tokens: float
    at: float


def drawn(level: Level | None, rate: Rate, now: float, cost: float = 1) -> tuple[Level, float]:
    """The bucket after a try to take ``cost`` from it, and how many seconds are missing.

    Zero seconds mean that it was taken; otherwise nothing was. A bucket never seen is full, a
    clock that was put back changes nothing, and what costs more than a bucket takes a full one.
    """
    before = level or Level(rate.burst, now)
    passed = max(0.0, now - before.at)
    tokens = min(float(rate.burst), before.tokens + passed * rate.hourly / HOUR)
    price = min(cost, rate.burst)
    if tokens >= price:
        return Level(tokens - price, now), 0.0
    return Level(tokens, now), (price - tokens) * HOUR / rate.hourly


def step_of(seconds: float) -> int:
    """The coarse step that a moment lies in."""
    return int(seconds // STEP)


def too_fast(began: int, seconds: float, least: int) -> bool:
    """Whether a filing begun in the step ``began`` surely took less than ``least`` seconds.

    In doubt it did not: the step's first second counts as its beginning.
    """
    return seconds - began * STEP < least


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known about a filing besides what it says.

    ``at_school`` and ``at_site`` count today's filings that were not suspected.
    """

    trapped: bool
    fast: bool
    burst: bool
    at_school: int
    at_site: int


def suspicion(signs: Signs, school_ceiling: int, site_ceiling: int) -> Suspicion | None:
    """Why this filing has to wait apart, or None."""
    rules = (
        (signs.trapped, Suspicion.TRAP),
        (signs.fast, Suspicion.FAST),
        (signs.burst, Suspicion.BURST),
        (signs.at_school >= school_ceiling, Suspicion.SCHOOL),
        (signs.at_site >= site_ceiling, Suspicion.SITE),
    )
    return next((reason for holds, reason in rules if holds), None)
