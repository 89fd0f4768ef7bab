"""Random histories: what may happen to a case on a day, by the model alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.models.clockwork import (
    ANSWERED,
    AT_WORK,
    DAY,
    LONGEST_EXTENSION,
    OVER,
    RATED,
    RATING_DAYS,
    WITH_AUTHORITY,
    Life,
)
from tests.models.days import rolled

COUNTY, CITY, PROVINCE, ELSEWHERE = "county", "city", "province", "elsewhere"
FIRST = date(2024, 1, 1)
START_DAYS = 900
GAPS = (0, 0, 0, 1, 1, 2, 3, 4, 5, 8, 12, 15, 16, 17, 20, 30, 31, 32, 45, 61, 80)
"""Days between two acts: most soon, some around the lengths of clocks."""
WATCHED = 0.75
"""How often the jobs ran before an act; else nobody kept time since the act before."""
MOST_ACTS = 14
MOST_REPORTS = 3
ENOUGH = timedelta(days=15)
"""What must be left of a window for a report to join an answered case."""
Act = tuple[str, dict[str, Any]]


@dataclass
class History:
    """One seeded life, act by act; ``log`` tells it."""

    seed: int
    watched: float = WATCHED
    life: Life = field(init=False)
    day: date = field(init=False)
    log: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.day = FIRST + self.random.randrange(START_DAYS) * DAY
        self.life = Life(self.day, COUNTY, (CITY, PROVINCE))

    def acts(self) -> Iterator[tuple[date, Act]]:
        """Each act with its day, after the model did it; ``sweep`` is the calendar's own."""
        yield self._take(("file", {"report": "r1"}))
        for _ in range(self.random.randrange(2, MOST_ACTS)):
            self.day += self.random.choice(GAPS) * DAY
            if self.random.random() < self.watched:
                yield self._take(("sweep", {}))
            possible = list(possibilities(self.life, self.day, self.random))
            if possible:
                yield self._take(self.random.choice(possible))
        for gap in (0, 3, 40, 70):
            self.day += gap * DAY
            yield self._take(("sweep", {}))

    def _take(self, act: Act) -> tuple[date, Act]:
        name, given = act
        self.log.append(f"{self.day} {name} {given or ''}")
        getattr(self.life, name)(self.day, **given)
        return self.day, act


def possibilities(life: Life, day: date, random: Random) -> Iterator[Act]:
    """Every act that is open on this day, with arguments drawn at random."""
    if life.waits_for:
        yield "hand_over", {}
    elif life.stage in WITH_AUTHORITY:
        yield from _deciding(life, day, random)
    elif life.stage == "returned":
        yield "redirect", {"to": ELSEWHERE, "above": (PROVINCE,)}
    yield from _working(life, day, random)
    yield from _reviewing(life, day, random)
    for report in sorted(life.reports):
        yield from _reporting(life, day, report, random)
    yield from _joining(life, day, random)


def _deciding(life: Life, day: date, random: Random) -> Iterator[Act]:
    assert life.delivered is not None
    if life.stage == "routed":
        yield "register", {}
    back = random.choice((0, 0, 1, 5, 20, (day - life.delivered).days))
    on = max(life.delivered, day - back * DAY)
    yield "accept", {"on": on}
    yield "accept", {"on": day}
    yield "decline", {}
    if not life.returns:
        yield "give_back", {}
    yield "answer", {"promised": _promises(day, random)}


def _working(life: Life, day: date, random: Random) -> Iterator[Act]:
    if life.stage == "accepted":
        yield "investigate", {}
    if life.stage in AT_WORK:
        yield "ask", {}
        decision = life.running("K2")
        most = decision.raw + LONGEST_EXTENSION * DAY if decision else day
        if decision and not life.extended and day <= decision.due < most:
            yield (
                "extend",
                {"until": decision.due + random.randint(1, (most - decision.due).days) * DAY},
            )
    if life.stage in AT_WORK | {"redo"}:
        yield "answer", {"promised": _promises(day, random)}
    if life.stage == "needs_info":
        yield "resume", {}
    for clock in life.promises:
        yield "prove", {"item": clock.item}


def _reviewing(life: Life, day: date, random: Random) -> Iterator[Act]:
    if life.stage == "review1":
        yield "decide_review", {"promised": _promises(day, random)}
        yield "send_back", {}
    if life.stage == "review2":
        yield "conclude", {}


def _reporting(life: Life, day: date, report: str, random: Random) -> Iterator[Act]:
    if life.stage not in OVER and random.random() < 0.15:
        yield "withdraw", {"report": report}
    if life.stage == "needs_info" and report in life.questioned:
        yield "reply", {"report": report}
    rates = life.opined and day <= rolled(life.opined + RATING_DAYS * DAY)
    if rates and life.stage in RATED:
        yield "rate", {"report": report, "content": random.random() < 0.8}
    if not life.open_window(day):
        return
    redo = life.stage in ANSWERED and not life.disputed
    joins = life.stage == "redo" and life.redone_for == "objection"
    if life.level == 0 and (redo or joins) and (report, "redo") not in life.asked:
        yield "object", {"report": report}
    asks = life.stage in ANSWERED | {"declined", "review1"}
    if life.level == 0 and asks and (report, "review") not in life.asked:
        yield "ask_review", {"report": report}
    higher = life.level == 1 and life.reviewer != life.above[-1]
    asks = higher and life.stage in ANSWERED
    if (asks or life.stage == "review2") and (report, "second_review") not in life.asked:
        yield "ask_second_review", {"report": report}


def _joining(life: Life, day: date, random: Random) -> Iterator[Act]:
    known = len(life.reports)
    takes = life.stage not in OVER | {"returned"} and not life.waits_for
    if life.stage in ANSWERED and not life.promises:
        window = life.window
        takes = window is not None and not window.stopped and window.due - day >= ENOUGH
    if takes and known < MOST_REPORTS and random.random() < 0.2:
        yield "join", {"report": f"r{random.randrange(10**6, 10**7)}"}


def _promises(day: date, random: Random) -> list[date]:
    if random.random() < 0.5:
        return []
    return [day + timedelta(days=random.randrange(80)) for _ in range(random.randint(1, 3))]
