"""Clocks judged anew because a fact they rest on was put right or added."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from reportdesk.domain.correcting import Hearing
from reportdesk.packs.schema import Pack
from reportdesk.storage.case import Case
from reportdesk.storage.clock import Clock, judged
from reportdesk.storage.db import Tx
from reportdesk.storage.history import record


def would_be(row: Clock, pack: Pack, *, start: date, params: Mapping[str, Any]) -> Clock:
    """A clock as it would be with these facts; it belongs to no session."""
    made = Clock(key=row.key, started_on=start, params=dict(params))
    due = judged(made, pack)
    made.raw_due, made.due = due.raw_due, due.due
    return made


def rejudge(tx: Tx, case: Case, row: Clock, made: Clock, why: str) -> None:
    """Give a clock the facts and the date of ``made``; if the date moves, the history says both."""
    old = row.due
    row.started_on, row.params = made.started_on, made.params
    row.raw_due, row.due = made.raw_due, made.due
    tx.session.flush()
    if row.due == old:
        return
    days = {"old": old.isoformat(), "new": row.due.isoformat()}
    facts: dict[str, Any] = {"clock": row.key, **days, "why": why}
    record(tx, case, "clock_moved", party="system", **facts)


def hearings_of(row: Clock) -> tuple[Hearing, ...]:
    """The hearings that a clock leaves out."""
    found = row.params.get("hearings", ())
    return tuple(Hearing(date.fromisoformat(a), date.fromisoformat(b)) for a, b in found)
