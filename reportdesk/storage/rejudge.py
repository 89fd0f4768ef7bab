"""Clocks judged anew because a fact they rest on was put right or added."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from reportdesk.domain.clocks import DueDate
from reportdesk.domain.correcting import Hearing
from reportdesk.domain.public_time import CORRECTED
from reportdesk.packs.schema import Pack
from reportdesk.storage.case import Case
from reportdesk.storage.clock import Clock, judge
from reportdesk.storage.db import Tx
from reportdesk.storage.history import record


def would_be(row: Clock, pack: Pack, *, start: date, params: Mapping[str, Any]) -> DueDate:
    """When a clock would be due with these facts, by the version that judged it."""
    book = row.kept.book if row.kept is not None else pack
    return judge(book, row.key, start, params)


def rejudge(
    tx: Tx, case: Case, row: Clock, due: DueDate, why: str, params: Mapping[str, Any] | None = None
) -> None:
    """Give a clock this date; if it moves, the history says both.

    What an authority corrected keeps the date it replaced, which is public where the date is.
    """
    old = row.due
    row.started_on, row.raw_due, row.due = due.start, due.raw_due, due.due
    row.provisional = due.provisional
    if params is not None:
        row.params = dict(params)
    tx.session.flush()
    if row.due == old:
        return
    if why == CORRECTED:
        before = [tx.today.isoformat(), old.isoformat()]
        row.params = {**row.params, "was": [*row.params.get("was", ()), before]}
    days = {"old": old.isoformat(), "new": row.due.isoformat()}
    facts: dict[str, Any] = {"clock": row.key, **days, "why": why}
    record(tx, case, "clock_moved", party="system", **facts)


def hearings_of(row: Clock) -> tuple[Hearing, ...]:
    """The hearings that a clock leaves out."""
    found = row.params.get("hearings", ())
    return tuple(Hearing(date.fromisoformat(a), date.fromisoformat(b)) for a, b in found)
