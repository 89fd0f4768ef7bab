"""Running and stopped clocks, and the rungs they fired."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.calendar import DAY
from reportdesk.domain.case import Stage
from reportdesk.domain.clock_rules import (
    ClockKind,
    ClockRule,
    Unit,
    clocks_replaced_by,
    clocks_started_by,
    clocks_stopped_by,
)
from reportdesk.domain.clocks import DueDate, TraceStep
from reportdesk.domain.rulebook import Rulebook
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.packs.rulebook import rulebook
from reportdesk.packs.schema import Pack
from reportdesk.storage.base import Base
from reportdesk.storage.case import Case
from reportdesk.storage.columns import Json, case_table
from reportdesk.storage.db import Tx
from reportdesk.storage.history import record
from reportdesk.storage.rulebook import KeptRulebook, keep


class Clock(Base):
    """One clock of a case: facts and the date they were judged to give; lateness is computed."""

    __tablename__ = "clock"
    __table_args__ = (
        Index(None, "stopped_on", "due"),
        Index(None, "look_on"),
        Index(None, "compared", "stopped_on"),
        case_table(reporter=True),
    )

    case_id: Mapped[str] = mapped_column(ForeignKey("case.case_id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(12))
    started_on: Mapped[date] = mapped_column(Date)
    raw_due: Mapped[date] = mapped_column(Date)
    due: Mapped[date] = mapped_column(Date)
    stopped_on: Mapped[date | None] = mapped_column(Date)
    stopped_by: Mapped[str | None] = mapped_column(String(40))
    authority_id: Mapped[str | None] = mapped_column(String(40))
    """Whose clock it is; None for the reporter's windows."""
    params: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """``extension_days``, ``promised`` (ISO date), ``measure``, ``demand``; ``from`` the day a
    superior took it over, ``ladder`` what it climbs still after its holder lost the case."""
    pack: Mapped[str] = mapped_column(String(60))
    calendar: Mapped[str] = mapped_column(String(40))
    look_on: Mapped[date | None] = mapped_column(Date)
    """The day on which the sweep has to look at it again; None for at once, as for a new clock and
    for one that changed. The sweep writes it; lateness is computed all the same."""
    provisional: Mapped[bool | None] = mapped_column(Boolean)
    """Whether the date looks at a year whose holidays were not known; None in old rows."""
    rules: Mapped[str | None] = mapped_column(ForeignKey("rulebook.hash"))
    """The rulebook that judged it and explains it; None in old rows."""
    compared: Mapped[str | None] = mapped_column(String(64))
    """The newest rulebook its date was compared with, which may have left it as it was."""
    kept: Mapped[KeptRulebook | None] = relationship(viewonly=True)

    @validates("due", "stopped_on", "authority_id", "compared")
    def _changed(self, _name: str, value: Any) -> Any:
        """What changes has to be looked at anew."""
        self.look_on = None
        return value


class RungFired(Base):
    """One rung of the supervision ladder, once for each case, clock and rung."""

    __tablename__ = "rung_fired"
    __table_args__ = (case_table(reporter=False),)

    case_id: Mapped[str] = mapped_column(ForeignKey("case.case_id"), primary_key=True)
    clock_number: Mapped[int] = mapped_column(Integer, primary_key=True)
    rung: Mapped[str] = mapped_column(String(10), primary_key=True)
    key: Mapped[str] = mapped_column(String(10))
    on: Mapped[date] = mapped_column(Date)
    """Day the rung was due (catch-up keeps it)."""
    authority_id: Mapped[str | None] = mapped_column(String(40))
    """Whom the rung reached; None for the public list."""


NEVER = date.max
"""Nothing but an act can bring anything to this clock."""
GIVEN_AWAY = ("returned", "redelivered")
"""Why clocks stopped whose case went to another body, with another ladder."""
WINDOW_OVER = "window_over"
"""Why a reporter's window stopped when nobody used it; also the event of the history."""

REPORTERS = frozenset({ClockKey.REVIEW_WINDOW, ClockKey.SECOND_REVIEW_WINDOW, ClockKey.NEEDS_INFO})
"""Clocks that bind no authority: the reporter's windows."""


def running(tx: Tx, case_id: str) -> list[Clock]:
    """Clocks of a case that nothing has stopped, soonest first."""
    rows = select(Clock).where(Clock.case_id == case_id, Clock.stopped_on.is_(None))
    return list(tx.session.scalars(rows.order_by(Clock.due, Clock.number)))


def clocks_of(tx: Tx, case_id: str) -> list[Clock]:
    """Every clock of a case in the order they started."""
    rows = select(Clock).where(Clock.case_id == case_id).order_by(Clock.number)
    return list(tx.session.scalars(rows))


def promise_clocks(tx: Tx, case_id: str, measure: int | None = None) -> list[Clock]:
    """Running clocks of promised measures, or of the one with this number."""
    return [
        row
        for row in running(tx, case_id)
        if row.key == ClockKey.MEASURE and measure in {None, row.params.get("measure")}
    ]


def stop(tx: Tx, event: str, on: date, rows: list[Clock]) -> None:
    """Stop these clocks for one reason, none before it started: what a reporter wrote may reach the
    desk after an act of staff, on the day it was written."""
    for row in rows:
        row.stopped_on, row.stopped_by = max(on, row.started_on), event
    tx.session.flush()


def hear(
    tx: Tx,
    case: Case,
    pack: Pack,
    events: tuple[str, ...],
    on: date,
    *,
    owner: str | None = None,
    since: date | None = None,
    ended_on: date | None = None,
    extension_days: int = 0,
) -> list[Clock]:
    """Let the pack's clocks hear what happened on a day; returns the clocks that started.

    Clocks that it ends stop on ``ended_on`` (``on`` by default): an act entered late starts what
    follows on its own day, and ends what waited for it on the day of entry.

    ``owner`` is the authority whose clocks start (default: who answers for it); ``since`` is where
    a clock that continues another counts from (an extension: the acceptance). A clock that starts
    while it runs is replaced. Clocks for promised dates start with :func:`promise`.
    """
    started: list[Clock] = []
    for event in events:
        ended = {*clocks_stopped_by(event, pack.clocks), *clocks_replaced_by(event, pack.clocks)}
        begun = [
            key
            for key in clocks_started_by(event, pack.clocks)
            if pack.clocks[key].unit is not Unit.DATE
        ]
        live = running(tx, case.case_id)
        stopped = [row for row in live if row.key in ended or row.key in begun]
        stop(tx, event, ended_on or on, stopped)
        for key in begun:
            kept = _particulars(case, pack.clocks[key], event, extension_days)
            owned = owner or answerable(case)
            started.append(add_clock(tx, case, pack, key, since or on, owned, kept))
    return started


def answerable(case: Case) -> str:
    """Whose the clocks of a case are: the holder's, or once a letter reached an authority without
    accounts, that authority's; the platform only keeps the case for it."""
    by_letter = case.authority_id == PLATFORM_AUTHORITY and case.delivered_on is not None
    return case.target_id if by_letter and case.stage != Stage.RETURNED else case.authority_id


def promise(tx: Tx, case: Case, pack: Pack, on: date, promised: date, measure: int) -> Clock:
    """Start the clock of one promised measure (its number within the answer)."""
    kept = {"measure": measure, "promised": promised.isoformat(), "by": "answered"}
    return add_clock(tx, case, pack, ClockKey.MEASURE, on, answerable(case), kept)


def judged(row: Clock, pack: Pack) -> DueDate:
    """The clock's due date with its explanation, by the version that judged it.

    A date that cannot be worked out again, because that version was not kept, stands as it is.
    """
    if row.kept is not None and row.rules != rulebook(pack).hash:
        due = replace(
            judge(row.kept.book, row.key, row.started_on, row.params), wording=row.kept.book
        )
    else:
        due = judge(pack, row.key, row.started_on, row.params)
    if due.due == row.due:
        return due
    return replace(
        due,
        raw_due=row.raw_due,
        due=row.due,
        overdue_from=row.due + DAY,
        kind=ClockKind(row.kind),
        provisional=bool(row.provisional),
        trace=(TraceStep("judged_before", {}),),
        calendar_version=row.calendar,
        pack=row.pack,
    )


def set_date(row: Clock, due: DueDate, book: str) -> None:
    """Write down a date, and by which rulebook it was judged."""
    row.kind, row.raw_due, row.due = due.kind.value, due.raw_due, due.due
    row.pack, row.calendar, row.provisional = due.pack, due.calendar_version, due.provisional
    row.rules = row.compared = book


def _particulars(case: Case, rule: ClockRule, event: str, extension_days: int) -> dict[str, Any]:
    """What a clock keeps of its start, so that its date can be judged again."""
    kept: dict[str, Any] = {"by": event}
    if rule.cap and extension_days:
        kept["extension_days"] = extension_days
    if rule.school_breaks:
        kept["place"] = [case.division_code, case.school_kind]
    return kept


def judge(pack: Pack | Rulebook, key: str, start: date, params: Mapping[str, Any]) -> DueDate:
    """When a clock with these particulars is due by the rules and the calendar of ``pack``."""
    promised, place = params.get("promised"), params.get("place")
    return pack.due_date(
        key,
        start,
        extension_days=params.get("extension_days", 0),
        promised=date.fromisoformat(promised) if promised else None,
        hearing_days=params.get("hearing_days", 0),
        started_by=params.get("by"),
        breaks=pack.breaks(*place) if place else None,
    )


def add_clock(
    tx: Tx, case: Case, pack: Pack, key: str, start: date, owner: str, params: dict[str, Any]
) -> Clock:
    """Add one running clock and its history event."""
    due = judge(pack, key, start, params)
    last = tx.session.scalar(select(func.max(Clock.number)).where(Clock.case_id == case.case_id))
    row = Clock(
        case_id=case.case_id,
        number=(last or 0) + 1,
        key=due.key,
        started_on=due.start,
        authority_id=None if due.key in REPORTERS else owner,
        params=params,
    )
    set_date(row, due, keep(tx, rulebook(pack)))
    tx.session.add(row)
    tx.session.flush()
    facts = {"clock": row.key, "due": row.due.isoformat(), "kind": row.kind}
    record(tx, case, "clock_started", party="system", on=due.start, **facts)
    return row


def held_since(clock: Clock) -> date | None:
    """The day on which a superior took the clock over with its case; None for a clock of its own.

    The lateness until then was another's.
    """
    day = clock.params.get("from")
    return date.fromisoformat(day) if day else None


def overdue_from(clock: Clock) -> date:
    """The first day of lateness that its present holder answers for: its rungs count from there."""
    return max(clock.due, held_since(clock) or clock.due) + DAY


def stopped_late(clock: Clock) -> bool:
    """Whether an act ended the clock after its due date, other than giving the case away."""
    late = clock.stopped_on is not None and clock.stopped_on > clock.due
    return late and clock.stopped_by not in GIVEN_AWAY


def look_again(tx: Tx, case_id: str) -> None:
    """Let the next sweep work out anew what time may do to a case."""
    for row in clocks_of(tx, case_id):
        row.look_on = None
    tx.session.flush()


def fired_rungs(tx: Tx, case_id: str, clock_number: int) -> set[str]:
    """Rungs that one clock of a case has already fired."""
    rows = select(RungFired.rung).where(
        RungFired.case_id == case_id, RungFired.clock_number == clock_number
    )
    return set(tx.session.scalars(rows))
