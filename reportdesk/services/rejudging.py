"""Use cases of a new pack or calendar: every running clock is judged anew, and says so if it moves.

Stopped clocks keep the version that judged them. One transaction judges a handful of cases; a clock
that was compared is not looked at again, so that a crash loses nothing and nothing happens twice.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, update

from reportdesk.domain.actors import Party
from reportdesk.domain.case import Stage
from reportdesk.domain.clocks import DueDate
from reportdesk.domain.errors import BadInput, NotFound
from reportdesk.domain.public_clocks import BY_REPORTER
from reportdesk.domain.rejudging import Held, Verdict, verdict
from reportdesk.domain.rulebook import Place, Rulebook
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.packs.rulebook import rulebook
from reportdesk.packs.schema import Pack
from reportdesk.storage.case import Case
from reportdesk.storage.clock import Clock, judge, set_date
from reportdesk.storage.db import Tx
from reportdesk.storage.history import record
from reportdesk.storage.outbox import notify
from reportdesk.storage.rulebook import keep, left_behind, place_of, put_in_force

BATCH = 100
"""Cases in one transaction: few enough that nobody waits for it."""
UNSEEN = timedelta(days=62)
"""Longer than what a reporter ended may stay unseen in public: a month, and the next release."""


def place(tx: Tx, pack: Pack) -> Place:
    """Whether this process's pack is in force, is to take over, or has been left behind."""
    return place_of(tx, rulebook(pack))


def take_over(tx: Tx, pack: Pack) -> None:
    """Put the pack in force, unless that was done meanwhile.

    Stopped clocks from before versions were kept get this one where it bears the same name.
    """
    book = rulebook(pack)
    if place_of(tx, book) is not Place.NEW:
        return
    put_in_force(tx, book)
    same = (Clock.pack == book.stamp, Clock.calendar == book.calendar.version)
    old = update(Clock).where(Clock.rules.is_(None), Clock.stopped_on.is_not(None), *same)
    tx.session.execute(old.values(rules=book.hash, compared=book.hash))


def waiting(tx: Tx, pack: Pack, after: str = "") -> list[str]:
    """Ids of the next cases with a running clock of an earlier version, in a stable order.

    Each look-up reads clocks that wait and no others: an hour without a new version costs nothing.
    """
    found: set[str] = set()
    behind = left_behind(tx, rulebook(pack))
    for earlier in (Clock.compared.is_(None), *(Clock.compared == one for one in behind)):
        rows = select(Clock.case_id).where(earlier, _seems_to_run(tx), Clock.case_id > after)
        found.update(tx.session.scalars(rows.distinct().order_by(Clock.case_id).limit(BATCH)))
    return sorted(found)[:BATCH]


def rejudge(tx: Tx, pack: Pack, case_ids: list[str]) -> int:
    """Judge the running clocks of these cases anew; returns how many dates changed.

    Nothing happens when another version has taken over since.
    """
    book = rulebook(pack)
    if place_of(tx, book) is not Place.IN_FORCE:
        return 0
    behind, mine = {None, *left_behind(tx, book)}, keep(tx, book)
    rows = select(Clock).where(Clock.case_id.in_(case_ids), _seems_to_run(tx))
    live = list(tx.session.scalars(rows.order_by(Clock.case_id, Clock.number)))
    moved = sum(_rejudge(tx, book, mine, row) for row in live if row.compared in behind)
    tx.session.flush()
    return moved


def _seems_to_run(tx: Tx) -> ColumnElement[bool]:
    """Clocks that run, and those that a reporter ended lately: until their month is over they run
    on in public, and a date that stayed while others moved would tell of the withdrawal."""
    lately = Clock.stopped_on >= tx.today - UNSEEN
    return Clock.stopped_on.is_(None) | (Clock.stopped_by.in_(BY_REPORTER) & lately)


def _rejudge(tx: Tx, book: Rulebook, mine: str, row: Clock) -> bool:
    """One clock by the rulebook of hash ``mine``; returns whether its date or kind changed."""
    new = _judged(book, row)
    held = Held(row.kind, row.raw_due, row.due, acted_on=_acted_on(tx, row))
    found = verdict(held, new, tx.today)
    if new is not None and found is not Verdict.SAME:
        _tell(tx, tx.session.get_one(Case, row.case_id), row, new, found)
    if new is None or found is Verdict.KEPT:
        row.compared = mine
    else:
        if new.due != row.due:
            before = [tx.today.isoformat(), row.due.isoformat()]
            row.params = {**row.params, "was": [*row.params.get("was", ()), before]}
        set_date(row, new, mine)
    return found is Verdict.MOVED


def _judged(book: Rulebook, row: Clock) -> DueDate | None:
    """The date by the new version; None when it does not know the clock, or what it was granted."""
    try:
        return judge(book, row.key, row.started_on, row.params)
    except (BadInput, NotFound):
        return None


def _acted_on(tx: Tx, row: Clock) -> bool:
    """Whether the clock's last day is over and something followed from that."""
    if row.key != ClockKey.NOTICE:
        return False
    case = tx.session.get_one(Case, row.case_id)
    return case.presumed_on is not None and case.presumed_on >= row.started_on


def _tell(tx: Tx, case: Case, row: Clock, new: DueDate, found: Verdict) -> None:
    """Append the event with both dates, and tell the authority of one that is earlier."""
    facts: dict[str, Any] = {
        "clock": row.key,
        "clock_number": row.number,
        "measure": row.params.get("measure"),
        "was": row.due.isoformat(),
        "due": new.due.isoformat(),
        "was_kind": row.kind,
        "kind": new.kind.value,
        "was_by": [row.pack, row.calendar],
        "by": [new.pack, new.calendar_version],
        "kept": found is Verdict.KEPT,
    }
    event = record(tx, case, "clock_rejudged", party=Party.SYSTEM.value, **facts)
    earlier = found is Verdict.MOVED and new.due < row.due
    shown = case.visible and case.stage != Stage.MERGED and row.stopped_on is None
    if earlier and shown and row.authority_id is not None:
        notify(tx, row.authority_id, "date_moved", f"rejudged:{case.case_id}:{event.number}")
