"""Use cases of supervision by which a late case changes hands: taken over, or given to another.

Sealing it anew happens in the superior's signed-in session, which opens every report of the case.
"""

from collections.abc import Sequence
from typing import Any

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor, Role
from reportdesk.domain.case import Action, Stage, Transition
from reportdesk.domain.errors import BadInput, Conflict
from reportdesk.domain.ladders import superiors_of
from reportdesk.domain.letter import Demand
from reportdesk.domain.supervising import TRANSFERRED
from reportdesk.packs.loader import Pack
from reportdesk.storage.acts import deliver, take, wraps_open_to
from reportdesk.storage.answer import annotate, drop_draft
from reportdesk.storage.audit import log
from reportdesk.storage.case import Case
from reportdesk.storage.clock import hear, running
from reportdesk.storage.companions import follow
from reportdesk.storage.correspondence import retire
from reportdesk.storage.db import Tx
from reportdesk.storage.handover import is_waiting, keep_for_custodian
from reportdesk.storage.history import move
from reportdesk.storage.joining import share_case_key
from reportdesk.storage.notice import late_clock, send_notice
from reportdesk.storage.outbox import notify
from reportdesk.storage.register import Authority
from reportdesk.storage.report import (
    CUSTODIAN,
    OPEN,
    REPORTER,
    all_reports,
    drop_wraps,
)
from reportdesk.storage.staff import is_active
from reportdesk.storage.supervision import (
    chain_of,
    end_clocks,
    not_again,
    readers,
    seal_to,
    take_clocks,
)
from reportdesk.vault.holder import Holder
from reportdesk.vault.opened import OpenedCase, open_case
from reportdesk.vault.vault import Vault


def take_over(
    tx: Tx, vault: Vault, pack: Pack, holder: Holder, ref: str, *, text: str, version: int
) -> None:
    """The superior becomes the holder; who was late opens the case no more.

    Dates stay as they are and are the superior's from now on, also one that has passed.
    """
    actor = holder.actor
    case, row = take(tx, actor, ref, Action.TAKE_OVER, version)
    former, above = case.authority_id, superiors_of(actor.authority_id, case.ladder)
    opened = _opened_whole(tx, vault, holder, case)
    _move(tx, opened, actor, case, row, text, of=former)
    send_notice(tx, pack, actor, case, Demand.TAKE_OVER, late_clock(tx, pack, case))
    take_clocks(tx, case, actor.authority_id)
    _settle(tx, case, actor.authority_id, actor.authority_id, above)
    _seal_anew(tx, opened, case)
    _tell(tx, case, former)


def transfer(
    tx: Tx,
    vault: Vault,
    pack: Pack,
    holder: Holder,
    ref: str,
    *,
    target_id: str,
    text: str,
    version: int,
) -> int:
    """Give the case to another authority, whose time begins today; its total age goes on.

    Where the target has no staff here, the first above it that has stands in, else the platform.
    Returns the number of the letter that tells whoever was late. Raises BadInput for a target that
    cannot take it.
    """
    actor = holder.actor
    case, row = take(tx, actor, ref, Action.TRANSFER, version)
    former = case.authority_id
    _check_target(tx, actor, case, target_id)
    chain, to = _taker(tx, case, target_id)
    if to == former:
        raise BadInput("target", "target_holds_it")
    opened = _opened_whole(tx, vault, holder, case)
    late = late_clock(tx, pack, case)
    end_clocks(tx, case, TRANSFERRED, running(tx, case.case_id))
    _move(tx, opened, actor, case, row, text, of=former, target=target_id)
    letter = send_notice(tx, pack, actor, case, Demand.HAND_ON, late)
    _settle(tx, case, to, target_id, chain[1:])
    _begin_anew(tx, pack, case)
    _seal_anew(tx, opened, case)
    _tell(tx, case, former)
    return letter


def _move(
    tx: Tx,
    opened: OpenedCase,
    actor: Actor,
    case: Case,
    row: Transition,
    text: str,
    **fields: Any,
) -> None:
    """Write the step into the history with its reason, and log it."""
    event = move(
        tx,
        case,
        row.action,
        row.to or Stage(case.stage),
        party=row.party.value,
        authority_id=actor.authority_id,
        account_id=actor.account_id,
        **fields,
    )
    sealed = opened.seal_note(text)
    annotate(tx, case.case_id, actor.account_id, row.action.value, sealed, event.number)
    log(
        tx,
        actor.authority_id,
        actor.account_id,
        row.action.value,
        case.ref,
        fields.get("target", ""),
    )


def _taker(tx: Tx, case: Case, target_id: str) -> tuple[list[str], str]:
    """The target with those above it, and who of them can take the case: else the platform."""
    involved, again = case.reason_params.get("skipped"), not_again(tx, case)
    chain = [one for one in chain_of(tx, target_id) if one != involved]
    able = [one for one in chain if one not in again and is_active(tx, one)]
    return chain, able[0] if able else PLATFORM_AUTHORITY


def _opened_whole(tx: Tx, vault: Vault, holder: Holder, case: Case) -> OpenedCase:
    """The case with the keys of all its reports: whoever takes it must be able to pass them on.

    Raises Conflict while a handover goes on, or when a report was never sealed for the actor.
    """
    if is_waiting(tx, case.case_id):
        raise Conflict("handover_goes_on")
    wraps = wraps_open_to(tx, holder.actor, case)
    opened = open_case(vault, holder, case.case_id, wraps)
    given = {row.report_id for row in wraps}
    if any(r.report_id not in given and not r.withdrawn for r in all_reports(tx, case.case_id)):
        raise Conflict("reports_not_keyed")
    share_case_key(tx, case.case_id, opened)
    return opened


def _settle(tx: Tx, case: Case, holder_id: str, target_id: str, ladder: Sequence[str]) -> None:
    """Who has the case now; what the one before had begun does not go with it."""
    case.authority_id, case.target_id, case.ladder = holder_id, target_id, list(ladder)
    case.assigned_to = case.own_number = None
    drop_draft(tx, case.case_id)
    retire(tx, case.case_id)
    follow(tx, case)


def _begin_anew(tx: Tx, pack: Pack, case: Case) -> None:
    """The new holder decides for itself whether to take the case on; its clocks start."""
    case.accepted_on = case.presumed_on = case.delivered_on = None
    if case.authority_id == PLATFORM_AUTHORITY:
        hear(tx, case, pack, ("returned",), tx.today)  # as after a return: to be dispatched
    else:
        deliver(tx, pack, case, tx.today, "redelivered")


def _seal_anew(tx: Tx, opened: OpenedCase, case: Case) -> None:
    """Keys for the new holder and those above it; everybody else's are gone but the reporter's."""
    keep_for_custodian(tx, case.case_id, opened.wrap_for)
    given = readers(case.authority_id, case.ladder)
    for report in all_reports(tx, case.case_id):
        drop_wraps(tx, report, keep=(REPORTER, CUSTODIAN))
        if report.report_id not in opened.reports:
            continue
        for reader, layer in given.items():
            wrap = opened.wrap_for if layer == OPEN else opened.wrap_above
            seal_to(tx, report, reader, layer, wrap)


def _tell(tx: Tx, case: Case, former: str) -> None:
    """Letters without content to both: that a case came, and that one was taken away."""
    once = f"moved:{case.case_id}:{case.version}"
    notify(tx, case.authority_id, "new_report", f"{once}:to")
    role = Role.PLATFORM.value if former == PLATFORM_AUTHORITY else None
    notify(tx, former, "taken_away", f"{once}:from", role=role)


def _check_target(tx: Tx, actor: Actor, case: Case, target_id: str) -> None:
    """Raises BadInput for an authority that cannot be given the case."""
    target = tx.session.get(Authority, target_id)
    if target is None or target.valid_to is not None or target.kind not in {"education", "hr"}:
        raise BadInput("target", "no_such_authority")
    if target_id == case.authority_id:
        raise BadInput("target", "target_holds_it")
    if target_id == actor.authority_id:
        raise BadInput("target", "target_is_you")
    if target_id == case.reason_params.get("skipped"):
        raise BadInput("target", "target_is_involved")
    if target_id in superiors_of(actor.authority_id, case.ladder):
        raise BadInput("target", "target_is_above")
    if target_id in not_again(tx, case):
        raise BadInput("target", "target_had_it")
