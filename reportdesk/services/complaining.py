"""A reporter says that the case went to the wrong body: the platform leaves it there, or corrects.

The platform cannot read what the reporter wrote; it decides by the plain facts of the case. A
decision closes the complaint.
"""

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor, Role
from reportdesk.domain.case import Stage
from reportdesk.domain.errors import BadInput, Conflict, NotAllowed
from reportdesk.domain.handover import Why
from reportdesk.domain.taxonomy import RouteReason
from reportdesk.packs.loader import Pack
from reportdesk.storage.acts import expect, leave_trace, reach
from reportdesk.storage.answer import drop_draft
from reportdesk.storage.case import Case
from reportdesk.storage.clock import hear, running, stop
from reportdesk.storage.columns import new_id
from reportdesk.storage.complaint import open_complaint
from reportdesk.storage.correspondence import retire
from reportdesk.storage.db import Tx
from reportdesk.storage.handover import is_waiting, without_custodian
from reportdesk.storage.outbox import notify
from reportdesk.storage.staff import Handover, is_active
from reportdesk.storage.supervision import chain_of, check_target, not_again


def confirm(tx: Tx, actor: Actor, ref: str, *, reason: RouteReason, version: int) -> None:
    """Leave the case where it is; the reporter reads why."""
    case = _complained(tx, actor, ref, version)
    leave_trace(tx, actor, case, "route_confirmed", reason=reason.value)


def correct(tx: Tx, pack: Pack, actor: Actor, ref: str, *, target_id: str, version: int) -> None:
    """Give the case to another authority, while nobody acted on it yet.

    Whoever had it opens it no more; the platform holds it until two officers handed it over, or
    until a letter left. Raises BadInput for a target that cannot be, and Conflict when the case was
    never sealed to the custodian's key, so that nobody could hand it over.
    """
    case = _complained(tx, actor, ref, version)
    if case.stage != Stage.ROUTED or is_waiting(tx, case.case_id):
        raise NotAllowed("route_acted_on", action="reassign")
    check_target(tx, case, target_id)
    if target_id == case.target_id:
        raise BadInput("target", "target_is_the_same")
    if without_custodian(tx, case.case_id):
        raise Conflict("nothing_to_hand_over")
    former, involved = case.authority_id, case.reason_params.get("skipped")
    chain = [one for one in chain_of(tx, target_id) if one != involved]
    stop(tx, "returned", tx.today, [one for one in running(tx, case.case_id) if one.authority_id])
    drop_draft(tx, case.case_id)
    retire(tx, case.case_id)
    case.authority_id, case.target_id, case.ladder = PLATFORM_AUTHORITY, target_id, chain[1:]
    case.assigned_to = case.delivered_on = case.presumed_on = None
    leave_trace(tx, actor, case, "route_corrected", target=target_id)
    hear(tx, case, pack, ("returned",), tx.today, owner=PLATFORM_AUTHORITY)
    _ask(tx, case, chain, former)


def _ask(tx: Tx, case: Case, chain: list[str], former: str) -> None:
    """Let the first of the new authorities with people wait for the handover; tell the former."""
    again = {*not_again(tx, case), former}
    able = [one for one in chain if one not in again and is_active(tx, one)]
    if able:
        row = Handover(
            case_id=case.case_id,
            id=new_id(),
            to_authority_id=able[0],
            why=Why.ROUTING_COMPLAINT.value,
            asked_at=tx.now,
        )
        tx.session.add(row)
        tx.session.flush()
    if former != PLATFORM_AUTHORITY:
        notify(tx, former, "taken_away", f"route:{case.case_id}:{case.version}")


def _complained(tx: Tx, actor: Actor, ref: str, version: int) -> Case:
    """A case with a complaint that nobody decided yet; raises NotAllowed."""
    case = reach(tx, actor, ref)
    expect(case, version)
    if actor.role is not Role.PLATFORM or not open_complaint(tx, case.case_id):
        raise NotAllowed("no_open_complaint", action="reassign")
    return case
