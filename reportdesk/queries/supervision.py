"""What a list says about supervised cases: what is late, which rung, what the holder did last."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from reportdesk.domain.actors import Actor
from reportdesk.domain.case import Action
from reportdesk.domain.ladders import REACH, Reach
from reportdesk.domain.supervising import OF_DEMANDS, DemandState, Told, demands
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.queries.choosing import Names
from reportdesk.storage.case import Case
from reportdesk.storage.clock import Clock, RungFired
from reportdesk.storage.db import Tx
from reportdesk.storage.history import History
from reportdesk.storage.register import Authority

TOLD = [rung.value for rung, reach in REACH.items() if reach not in {Reach.HOLDER}]
ACTS = [*(action.value for action in Action if action not in OF_DEMANDS), "message"]
"""What a holder does to a case that says whether it works on it."""


@dataclass(frozen=True, slots=True)
class SupervisionLine:
    """How it stands with a case below: ``rung`` the last that fired for a clock that runs.

    ``last`` is what the holder did last, None for nothing; ``due`` the day by which it has to
    report to the reader's authority, ``reported`` whether its report waits to be read.
    """

    holder: Names
    rung: str | None
    since: date | None
    last: str | None
    last_on: date | None
    due: date | None
    reported: bool


def supervision_lines(
    tx: Tx, actor: Actor, case_ids: Sequence[str]
) -> Mapping[str, SupervisionLine]:
    """The cases among these that another authority holds."""
    cases = list(tx.session.scalars(select(Case).where(Case.case_id.in_(case_ids))))
    below = [case for case in cases if case.authority_id != actor.authority_id]
    ids = [case.case_id for case in below]
    names = _names(tx, {case.authority_id for case in below})
    rungs, asked = _rungs(tx, ids), _demanded(tx, actor, below)
    last = _last_acts(tx, below)
    made: dict[str, SupervisionLine] = {}
    for case in below:
        rung, since = rungs.get(case.case_id, (None, None))
        event, on = last.get(case.case_id, (None, None))
        due, reported = asked.get(case.case_id, (None, False))
        holder = names[case.authority_id]
        made[case.case_id] = SupervisionLine(holder, rung, since, event, on, due, reported)
    return made


def _names(tx: Tx, ids: set[str]) -> dict[str, Names]:
    """Names of authorities."""
    rows = tx.session.scalars(select(Authority).where(Authority.id.in_(ids)))
    return {row.id: (row.name, row.name_en) for row in rows}


def _rungs(tx: Tx, ids: Sequence[str]) -> dict[str, tuple[str, date]]:
    """The last rung above mere reminders that fired for a running clock, and its day."""
    rows = (
        select(RungFired)
        .join(
            Clock, (Clock.case_id == RungFired.case_id) & (Clock.number == RungFired.clock_number)
        )
        .where(
            RungFired.case_id.in_(ids),
            RungFired.rung.in_(TOLD),
            Clock.stopped_on.is_(None),
            Clock.key != ClockKey.DEMAND.value,
        )
        .order_by(RungFired.on, RungFired.rung)
    )
    return {row.case_id: (row.rung, row.on) for row in tx.session.scalars(rows)}


def _last_acts(tx: Tx, cases: Sequence[Case]) -> dict[str, tuple[str, date]]:
    """What each holder did last."""
    holders = {case.case_id: case.authority_id for case in cases}
    rows = (
        select(History)
        .where(
            History.case_id.in_(holders),
            History.account_id.is_not(None),
            History.event.in_(ACTS),
        )
        .order_by(History.case_id, History.number)
    )
    return {
        row.case_id: (row.event, row.entered_on)
        for row in tx.session.scalars(rows)
        if row.authority_id == holders[row.case_id]
    }


def _demanded(tx: Tx, actor: Actor, cases: Sequence[Case]) -> dict[str, tuple[date | None, bool]]:
    """By when each holder has to report to this authority, and whether its report waits."""
    ids = [case.case_id for case in cases]
    told: dict[str, list[Told]] = defaultdict(list)
    rows = select(History).where(History.case_id.in_(ids), History.event.in_(OF_DEMANDS))
    for row in tx.session.scalars(rows.order_by(History.case_id, History.number)):
        event = Told(row.number, row.event, row.authority_id or "", row.on, row.fields)
        told[row.case_id].append(event)
    clocks: dict[str, dict[int, date]] = defaultdict(dict)
    running = select(Clock).where(
        Clock.case_id.in_(ids), Clock.key == ClockKey.DEMAND.value, Clock.stopped_on.is_(None)
    )
    for clock in tx.session.scalars(running):
        clocks[clock.case_id][clock.params["demand"]] = clock.due
    found: dict[str, tuple[date | None, bool]] = {}
    for case in cases:
        live = clocks[case.case_id]
        for one in demands(told[case.case_id], live, case.authority_id):
            if one.open and one.by == actor.authority_id:
                reported = one.state is DemandState.REPORTED
                found[case.case_id] = (live.get(one.number), reported)
    return found
