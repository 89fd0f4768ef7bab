"""What a superior may do about lateness (督办): whose step it is, and the reports it demands.

A superior acts from its rung of the supervision ladder on and only while the clock that brought the
case before it is still late (信访工作条例 Art. 19(3)): once that clock stops it may read, and end
what it asked for, no more. A demand is no stage: what became of it is read from the history.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from reportdesk.domain.actors import Role
from reportdesk.domain.calendar import Calendar
from reportdesk.domain.case import Action
from reportdesk.domain.errors import BadInput

_EVERYBODY = frozenset({Role.OFFICER, Role.HEAD, Role.SUPERVISOR})
_LEADERS = frozenset({Role.HEAD, Role.SUPERVISOR})
ROLES: Mapping[Action, frozenset[Role]] = {
    Action.DEMAND: _EVERYBODY,
    Action.ACCEPT_REPORT: _EVERYBODY,
    Action.RETURN_REPORT: _EVERYBODY,
    Action.DROP_DEMAND: _EVERYBODY,
    Action.ORDER_ACCEPTANCE: _LEADERS,
    Action.TAKE_OVER: _LEADERS,
    Action.TRANSFER: _LEADERS,
}
"""Who acts for a superior: whoever works there asks for reports, its head and supervisor decide."""
PRESSING = frozenset({Action.DEMAND, Action.ORDER_ACCEPTANCE, Action.TAKE_OVER, Action.TRANSFER})
"""Steps that need lateness that goes on; the others end what a superior asked for itself."""
OF_HOLDER = frozenset({Action.DEMAND, Action.ORDER_ACCEPTANCE})
"""Steps that bind the holder, which has to be an authority."""
OF_DEMANDS = frozenset(
    {
        *(Action.DEMAND, Action.REPORT_UP, Action.ACCEPT_REPORT),
        *(Action.RETURN_REPORT, Action.DROP_DEMAND),
    }
)
MOVED = frozenset({Action.TAKE_OVER, Action.TRANSFER})
"""Steps by which a superior takes a case from its holder."""
TAKEN_OVER, TRANSFERRED = "taken_over", "transferred"
MOVED_AWAY = frozenset({TAKEN_OVER, TRANSFERRED})
"""Why the clocks of a holder stopped whose case a superior took."""
OWN_NOTE = "own_note"
"""Kind of a superior's note that only its writer's colleagues see."""
LEAST_WORKDAYS = 3
MOST_DAYS = 30
"""A report is due this many working days from now at the earliest, this many days at the latest."""


class DemandState(StrEnum):
    """What became of a demand."""

    WAITS = "waits"
    REPORTED = "reported"
    ACCEPTED = "accepted"
    DROPPED = "dropped"
    ENDED = "ended"
    """The case was answered, given back or taken from whoever had to report."""


OPEN_DEMANDS = frozenset({DemandState.WAITS, DemandState.REPORTED})


@dataclass(frozen=True, slots=True)
class Told:
    """An event of a demand as the history has it."""

    number: int
    event: str
    authority_id: str
    on: date
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Demand:
    """A report that authority ``by`` demands of authority ``of`` until a day.

    ``asked`` and ``reported`` are the numbers of the events whose notes say what is asked, and
    what was reported last.
    """

    number: int
    by: str
    of: str
    until: date
    state: DemandState
    asked: int
    reported: int | None = None

    @property
    def open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.state in OPEN_DEMANDS


def demands(events: Iterable[Told], running: Collection[int], holder: str) -> tuple[Demand, ...]:
    """Every demand of a case, oldest first, from its history.

    ``running`` are the demands whose clock runs; one that waits without a clock has ended.
    """
    stories: dict[int, list[Told]] = {}
    for event in events:
        stories.setdefault(int(event.fields["demand"]), []).append(event)
    return tuple(_demand(number, told, running, holder) for number, told in stories.items())


def _demand(number: int, told: list[Told], running: Collection[int], holder: str) -> Demand:
    """One demand from its events."""
    asks = [one for one in told if "by_day" in one.fields]
    reports = [one.number for one in told if one.event == Action.REPORT_UP]
    of = str(told[0].fields["of"])
    return Demand(
        number=number,
        by=told[0].authority_id,
        of=of,
        until=date.fromisoformat(asks[-1].fields["by_day"]),
        state=_state(told[-1].event, number in running, here=of == holder),
        asked=asks[-1].number,
        reported=reports[-1] if reports else None,
    )


def _state(event: str, runs: bool, *, here: bool) -> DemandState:
    """What the last event left."""
    ends = {
        Action.ACCEPT_REPORT.value: DemandState.ACCEPTED,
        Action.DROP_DEMAND.value: DemandState.DROPPED,
    }
    if event in ends:
        return ends[event]
    if event == Action.REPORT_UP:
        return DemandState.REPORTED if here else DemandState.ENDED
    return DemandState.WAITS if runs and here else DemandState.ENDED


def earliest(today: date, calendar: Calendar) -> date:
    """The first day by which a report can be demanded."""
    return calendar.add_workdays(today, LEAST_WORKDAYS)


def latest(today: date) -> date:
    """The last day by which a report can be demanded."""
    return today + timedelta(days=MOST_DAYS)


def check_day(until: date, today: date, calendar: Calendar) -> None:
    """Raises BadInput for a day that leaves the holder too little time, or the case too much."""
    first, last = earliest(today, calendar), latest(today)
    if until < first:
        raise BadInput("until", "demand_too_soon", first=first.isoformat(), least=LEAST_WORKDAYS)
    if until > last:
        raise BadInput("until", "demand_too_late", last=last.isoformat(), most=MOST_DAYS)
