"""The 督办通知 that goes out with a superior's act: what is late, and what is asked for by when."""

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor
from reportdesk.domain.ladders import Rung
from reportdesk.domain.letter import Demand, Due, LetterKind, LetterOrder
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.packs.schema import Pack
from reportdesk.storage.case import Case
from reportdesk.storage.clock import Clock, judged, running
from reportdesk.storage.db import Tx
from reportdesk.storage.letter import issue_letter


def late_clock(tx: Tx, pack: Pack, case: Case) -> Clock | None:
    """The clock of whoever has to act that has been late the longest.

    Only one whose lateness brings a superior; a demanded report is not what the case owes.
    """
    climbs = pack.ladder.clocks
    late = (row for row in running(tx, case.case_id) if row.authority_id and row.due < tx.today)
    found = (
        row
        for row in late
        if row.key != ClockKey.DEMAND and Rung.S2 in climbs.get(row.key, frozenset())
    )
    return next(found, None)


def send_notice(
    tx: Tx,
    pack: Pack,
    actor: Actor,
    case: Case,
    asks: Demand,
    late: Clock | None,
    until: Clock | None = None,
) -> int:
    """Send it to whoever is late; returns its number in the case.

    ``until`` is the clock of what is asked for. No word of the act's author stands in it: what they
    wrote is sealed with the case.
    """
    holds = case.target_id if case.authority_id == PLATFORM_AUTHORITY else case.authority_id
    due = judged(until, pack) if until is not None else None
    order = LetterOrder(
        LetterKind.SUPERVISION,
        addressee_id=holds,
        due=Due(due.due, due.provisional) if due is not None else None,
        fields={"clock": late.key if late is not None else None, "demands": [asks.value]},
    )
    return issue_letter(tx, pack, actor, case, order).number
