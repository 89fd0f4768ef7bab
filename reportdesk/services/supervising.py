"""Use cases of supervision (督办): what a superior does about lateness, what the holder reports.

Every step looks at the case as it is now: who stands above whom, and whether the clock is late
still, is decided in :mod:`reportdesk.domain.access`. Words travel as notes of their event, under
the key of the case.
"""

from datetime import date
from typing import Any

from reportdesk.domain.actors import Actor
from reportdesk.domain.case import Action, Transition
from reportdesk.domain.errors import Conflict
from reportdesk.domain.letter import Demand as LetterDemand
from reportdesk.domain.supervising import Demand, DemandState, check_day
from reportdesk.packs.loader import Pack
from reportdesk.storage.acts import carry_out, take, wraps_open_to
from reportdesk.storage.answer import annotate
from reportdesk.storage.case import Case
from reportdesk.storage.clock import stop
from reportdesk.storage.db import Tx
from reportdesk.storage.history import History
from reportdesk.storage.notice import late_clock, send_notice
from reportdesk.storage.outbox import notify
from reportdesk.storage.supervision import demand_clock, demands_of, start_demand
from reportdesk.vault.holder import Holder
from reportdesk.vault.opened import open_case
from reportdesk.vault.vault import Vault


def demand(
    tx: Tx,
    vault: Vault,
    pack: Pack,
    holder: Holder,
    ref: str,
    *,
    until: date,
    text: str,
    version: int,
) -> None:
    """Demand a written report of the late holder by a day; a clock of its own starts.

    Raises BadInput for a day too soon or too far, NotAllowed while nothing is late.
    """
    actor = holder.actor
    case, row = take(tx, actor, ref, Action.DEMAND, version)
    check_day(until, tx.today, pack.calendar)
    number = len(demands_of(tx, case)) + 1
    _ask(tx, vault, pack, holder, case, row, number, until, text)


def return_report(
    tx: Tx,
    vault: Vault,
    pack: Pack,
    holder: Holder,
    ref: str,
    *,
    until: date,
    text: str,
    version: int,
) -> None:
    """Send a report back that does not say what was asked, with a new day."""
    case, row = take(tx, holder.actor, ref, Action.RETURN_REPORT, version)
    check_day(until, tx.today, pack.calendar)
    mine = _own(tx, holder.actor, case)
    _ask(tx, vault, pack, holder, case, row, mine.number, until, text)


def _ask(
    tx: Tx,
    vault: Vault,
    pack: Pack,
    holder: Holder,
    case: Case,
    row: Transition,
    number: int,
    until: date,
    text: str,
) -> None:
    """Say what is to be reported and by when, and tell the holder that something is asked."""
    event = _act(
        tx,
        vault,
        pack,
        holder,
        case,
        row,
        text,
        demand=number,
        of=case.authority_id,
        by_day=until.isoformat(),
    )
    made = next(one for one in demands_of(tx, case) if one.number == number)
    clock = start_demand(tx, case, pack, made)
    asks = LetterDemand.REPORT
    send_notice(tx, pack, holder.actor, case, asks, late_clock(tx, pack, case), clock)
    notify(tx, case.authority_id, "demand", f"demand:{case.case_id}:{event.number}")


def report_up(
    tx: Tx,
    vault: Vault,
    pack: Pack,
    holder: Holder,
    ref: str,
    *,
    number: int,
    text: str,
    version: int,
) -> None:
    """The holder reports to the superior that demanded it; that demand's clock stops."""
    case, row = take(tx, holder.actor, ref, Action.REPORT_UP, version)
    found = [one for one in demands_of(tx, case) if one.number == number]
    if not found or found[0].state is not DemandState.WAITS:
        raise Conflict("no_demand", action=Action.REPORT_UP.value)
    clock = demand_clock(tx, case, number)
    stop(tx, "report_given", tx.today, [clock] if clock else [])
    event = _act(tx, vault, pack, holder, case, row, text, demand=number)
    notify(tx, found[0].by, "report_up", f"report_up:{case.case_id}:{event.number}")


def accept_report(tx: Tx, pack: Pack, actor: Actor, ref: str, *, version: int) -> None:
    """Let the report be enough; lateness of the case itself goes on."""
    case, row = take(tx, actor, ref, Action.ACCEPT_REPORT, version)
    carry_out(tx, pack, actor, case, row, demand=_own(tx, actor, case).number)


def drop_demand(tx: Tx, pack: Pack, actor: Actor, ref: str, *, version: int) -> None:
    """Demand the report no more."""
    case, row = take(tx, actor, ref, Action.DROP_DEMAND, version)
    mine = _own(tx, actor, case)
    clock = demand_clock(tx, case, mine.number)
    stop(tx, "demand_dropped", tx.today, [clock] if clock else [])
    carry_out(tx, pack, actor, case, row, demand=mine.number)


def order_acceptance(
    tx: Tx, vault: Vault, pack: Pack, holder: Holder, ref: str, *, text: str, version: int
) -> None:
    """The case counts as accepted from today: its holder decides within the law's time.

    That the time to decide about acceptance was missed stays on record.
    """
    case, row = take(tx, holder.actor, ref, Action.ORDER_ACCEPTANCE, version)
    case.accepted_on = tx.today
    of, late = case.authority_id, late_clock(tx, pack, case)
    event = _act(tx, vault, pack, holder, case, row, text, of=of)
    send_notice(tx, pack, holder.actor, case, LetterDemand.ACCEPT, late)
    notify(tx, of, "ordered", f"ordered:{case.case_id}:{event.number}")


def _act(
    tx: Tx,
    vault: Vault,
    pack: Pack,
    holder: Holder,
    case: Case,
    row: Transition,
    text: str,
    **fields: Any,
) -> History:
    """Take a step of the lifecycle whose words stand beside its event."""
    actor = holder.actor
    opened = open_case(vault, holder, case.case_id, wraps_open_to(tx, actor, case))
    event = carry_out(tx, pack, actor, case, row, **fields)
    sealed = opened.seal_note(text)
    annotate(tx, case.case_id, actor.account_id, row.action.value, sealed, event.number)
    return event


def _own(tx: Tx, actor: Actor, case: Case) -> Demand:
    """What the actor's authority demands and has not settled."""
    found = [one for one in demands_of(tx, case) if one.open and one.by == actor.authority_id]
    return found[0]
