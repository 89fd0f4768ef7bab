"""The supervision ladder (lateness) and the review ladder (merits).

Sources: 信访工作条例 Art. 19(3) (nobody above takes a matter still within time), 35 and 36.
Rungs fire in order, each once for a case and clock, and are caught up after downtime.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class Rung(StrEnum):
    """Steps of the supervision ladder, in order."""

    S0_BEFORE = "S0_before"
    S0_DUE = "S0_due"
    S0_AFTER = "S0_after"
    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    S4 = "S4"


class Anchor(StrEnum):
    """The day a rung's offset counts from: the due date or the first overdue day."""

    DUE = "due"
    OVERDUE = "overdue"


class Reach(StrEnum):
    """Whom a rung reaches."""

    HOLDER = "holder"
    OWN_SUPERVISOR = "own_supervisor"
    SUPERIOR = "superior"
    SECOND_SUPERIOR = "second_superior"
    PUBLIC = "public"


REACH: Mapping[Rung, Reach] = {
    Rung.S0_BEFORE: Reach.HOLDER,
    Rung.S0_DUE: Reach.HOLDER,
    Rung.S0_AFTER: Reach.HOLDER,
    Rung.S1: Reach.OWN_SUPERVISOR,
    Rung.S2: Reach.SUPERIOR,
    Rung.S3: Reach.SECOND_SUPERIOR,
    Rung.S4: Reach.PUBLIC,
}


@dataclass(frozen=True, slots=True)
class RungRule:
    """One rung: ``offset`` days (may be negative) from its anchor."""

    rung: Rung
    anchor: Anchor
    offset: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """A pack's supervision ladder: the rungs in order, and which of them each clock climbs."""

    rungs: tuple[RungRule, ...]
    clocks: Mapping[str, frozenset[Rung]] = field(hash=False)


@dataclass(frozen=True, slots=True)
class RungEvent:
    """A rung to fire, with the day it was due, which catch-up keeps."""

    rung: Rung
    on: date


def rungs_due(
    key: str,
    due: date,
    overdue_from: date,
    today: date,
    fired: Collection[str],
    ladder: Ladder,
) -> tuple[RungEvent, ...]:
    """The rungs of clock ``key`` that are due by ``today`` and have not fired, in order.

    After downtime all missed rungs come at once, each with the day it was due. A clock the ladder
    does not name has none. Stopped clocks are the caller's to leave out.
    """
    climbs = ladder.clocks.get(key, frozenset())
    anchors = {Anchor.DUE: due, Anchor.OVERDUE: overdue_from}
    events = (
        RungEvent(rule.rung, anchors[rule.anchor] + timedelta(days=rule.offset))
        for rule in ladder.rungs
        if rule.rung in climbs and rule.rung not in fired
    )
    return tuple(event for event in events if event.on <= today)


def reached(rung: Rung, holder: str, above: Sequence[str]) -> str | None:
    """The authority that ``rung`` reaches, or None for the public list or when nobody is above.

    ``holder`` has the late clock; ``above`` is the case's ladder, lowest first, and may contain the
    holder (a late review). Where the ladder is short, the highest authority is reached again.
    """
    steps = {Reach.SUPERIOR: 1, Reach.SECOND_SUPERIOR: 2}
    reach = REACH[rung]
    if reach is Reach.PUBLIC:
        return None
    if reach not in steps:
        return holder
    superiors = superiors_of(holder, above)
    return superiors[min(steps[reach], len(superiors)) - 1] if superiors else None


def superiors_of(holder: str, above: Sequence[str]) -> tuple[str, ...]:
    """Who stands above ``holder``, lowest first, also when the holder is itself on the ladder."""
    ladder = tuple(above)
    return ladder[ladder.index(holder) + 1 :] if holder in ladder else ladder
