"""Use cases of what waits apart: suspected filings are passed on, dropped, or pass by themselves.

Nobody reads one to decide; nothing here can. Silence drops none: whoever comes back and writes,
and whatever is undecided when the dispatch clock has run out, passes by itself, a few a slot.
"""

from collections.abc import Collection

from sqlalchemy import Select, select, update

from reportdesk.domain.abuse import MOVES, PASSED_A_SLOT, Apart, By, Decision
from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor, Role
from reportdesk.domain.case import Stage
from reportdesk.domain.errors import Conflict, NotAllowed
from reportdesk.domain.following import Sent
from reportdesk.packs.schema import Pack
from reportdesk.storage.acts import deliver
from reportdesk.storage.arrival import report_arrives, tell_of_doubt, withdraw_unseen
from reportdesk.storage.audit import log
from reportdesk.storage.case import Case
from reportdesk.storage.db import Tx
from reportdesk.storage.history import happened
from reportdesk.storage.report import Message, Report
from reportdesk.storage.suspected import Suspected, gravity, in_group, unheard

AT_ONCE = 100
"""Filings passed on in one transaction, so that nobody waits long for the database."""
IN_TURN = (gravity(), Suspected.filed_on, Suspected.report_id)
"""Who passes first: those with the least against them, so that a clumsy flood waits behind."""
HELD = (Apart.WAITING.value, Apart.DROPPED.value)


def decide(
    tx: Tx,
    actor: Actor,
    decision: Decision,
    by: By,
    key: str,
    *,
    expected: int,
    only: Collection[str] | None = None,
) -> int:
    """Pass on, drop or take back a group of suspected filings, or ``only`` these of it.

    Raises NotAllowed for all but the platform desk, and Conflict("queue_moved") when there are not
    as many as the actor was told.
    """
    if actor.role is not Role.PLATFORM or actor.authority_id != PLATFORM_AUTHORITY:
        raise NotAllowed("not_for_role")
    before, after = MOVES[decision]
    ids = list(tx.session.scalars(_chosen(before, by, key, only)))
    if len(ids) != expected or not ids:
        raise Conflict("queue_moved", now=len(ids))
    for first in range(0, len(ids), AT_ONCE):
        some = Suspected.report_id.in_(ids[first : first + AT_ONCE])
        changed = {"state": after.value, "decided_on": tx.today}
        tx.session.execute(update(Suspected).where(some).values(**changed))
    detail = f"{len(ids)} {by.value} {key}" if only is None else f"{len(ids)}"
    log(tx, actor.authority_id, actor.account_id, f"suspected_{decision.value}", detail=detail)
    return len(ids)


def show_waiting(tx: Tx) -> int:
    """Let the queue show what was filed since the last slot."""
    new = update(Suspected).where(Suspected.visible.is_(False)).values(visible=True)
    before = select(Suspected.report_id).where(Suspected.visible.is_(False))
    count = len(list(tx.session.scalars(before)))
    tx.session.execute(new)
    return count


def let_go(tx: Tx, pack: Pack) -> int:
    """End what its writer withdrew, and let a few pass by themselves; returns how many of both.

    Those whose writer came back and wrote, the dropped ones among them: they get a second look from
    an authority. And those that the platform desk left undecided too long, at least half as many as
    a slot has room for, so that a flood that writes back buries nobody who is silent.
    """
    gone = list(tx.session.scalars(_written([Sent.WITHDRAWAL]).limit(AT_ONCE)))
    for row in gone:
        _withdraw(tx, pack, row)
    others = [kind for kind in Sent if kind is not Sent.WITHDRAWAL]
    back = list(tx.session.scalars(_written(others).limit(PASSED_A_SLOT)))
    lapsed = (
        select(Suspected)
        .where(Suspected.state == Apart.WAITING.value, Suspected.due_on < tx.today)
        .where(Suspected.report_id.not_in([row.report_id for row in back]))
    )
    late = list(tx.session.scalars(lapsed.order_by(*IN_TURN).limit(PASSED_A_SLOT)))
    heard = back[: max(PASSED_A_SLOT - len(late), PASSED_A_SLOT // 2)]
    passed = heard + late[: PASSED_A_SLOT - len(heard)]
    for row in passed:
        row.state, row.decided_on = Apart.RELEASED.value, tx.today
    tx.session.flush()
    return len(gone) + len(passed)


def pass_on(tx: Tx, pack: Pack, *, slot: str) -> int:
    """Deliver a part of what was released; its authority's clocks start. Returns how many."""
    rows = select(Suspected).where(Suspected.state == Apart.RELEASED.value)
    some = list(tx.session.scalars(rows.order_by(Suspected.report_id).limit(AT_ONCE)))
    for row in some:
        row.state = Apart.PASSED.value
        case = tx.session.get_one(Case, row.case_id)
        fresh = case.delivered_on is None and case.stage == Stage.ROUTED
        if fresh and case.authority_id != PLATFORM_AUTHORITY:
            deliver(tx, pack, case, tx.today)
        report_arrives(tx, tx.session.get_one(Report, (row.case_id, row.report_id)), slot)
        if happened(tx, case.case_id, "route_questioned"):
            tell_of_doubt(tx)
    return len(some)


def _chosen(state: Apart, by: By, key: str, only: Collection[str] | None) -> Select[str]:
    """Ids of the filings of a group that the queue shows, in one state."""
    rows = (
        select(Suspected.report_id)
        .join(Case, Case.case_id == Suspected.case_id)
        .where(Suspected.state == state.value, Suspected.visible, in_group(by, key))
    )
    return rows if only is None else rows.where(Suspected.report_id.in_(list(only)))


def _written(kinds: Collection[Sent]) -> Select[Suspected]:
    """Filings apart whose writer sent something of these kinds since the last slot."""
    rows = select(Suspected).where(Suspected.state.in_(HELD), unheard(kinds))
    return rows.order_by(*IN_TURN)


def _withdraw(tx: Tx, pack: Pack, row: Suspected) -> None:
    """The writer took a filing back that nobody was shown."""
    mine = (Message.case_id == row.case_id, Message.report_id == row.report_id)
    message = select(Message).where(*mine, Message.kind == Sent.WITHDRAWAL.value)
    withdraw_unseen(tx, pack, tx.session.scalars(message.limit(1)).one())
    row.state, row.decided_on = Apart.WITHDRAWN.value, tx.today
