"""The platform desk: a corrected target, and sealing a case anew through the custodian's key.

The custodian's key needs two signed-in officers, one after the other: the first takes their layer
away and names the second, who completes. Every use has a reason and is logged at each case.
"""

import json

from reportdesk.domain.access import REVIEWS
from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor, Role
from reportdesk.domain.case import Action, Stage
from reportdesk.domain.correspondence import Purpose
from reportdesk.domain.errors import Conflict, NotAllowed, NotFound
from reportdesk.domain.handover import Why, moves
from reportdesk.packs.loader import Pack
from reportdesk.storage.acts import deliver, take
from reportdesk.storage.answer import drop_draft
from reportdesk.storage.audit import log
from reportdesk.storage.case import Case
from reportdesk.storage.clock import look_again, running, stop
from reportdesk.storage.columns import new_id
from reportdesk.storage.correspondence import retire
from reportdesk.storage.db import Tx
from reportdesk.storage.handover import (
    custodian_wraps,
    late_cases,
    open_handovers,
    share,
    without_custodian,
)
from reportdesk.storage.history import move, record
from reportdesk.storage.outbox import notify
from reportdesk.storage.remedies import layer_for, pass_on
from reportdesk.storage.report import (
    CUSTODIAN,
    LADDER,
    OPEN,
    REPORTER,
    Report,
    ReportKey,
    drop_wraps,
    give_key,
)
from reportdesk.storage.staff import (
    CustodianShare,
    Handover,
    active_keyed,
    is_active,
    newest_key,
)
from reportdesk.storage.supervision import chain_of, check_target, not_again
from reportdesk.vault.holder import Holder
from reportdesk.vault.keypair import KeyPair
from reportdesk.vault.vault import Vault


def reassign(tx: Tx, actor: Actor, ref: str, *, target_id: str, version: int) -> None:
    """Send a returned case to a corrected target, with the authorities above it.

    The platform holds it until it is handed over; the target's clocks start then. Raises BadInput
    for a target that does not exist, that returned or lost the case, or that it was kept from.
    """
    case, row = take(tx, actor, ref, Action.REASSIGN, version)
    check_target(tx, case, target_id)
    chain = chain_of(tx, target_id)
    skipped = case.reason_params.get("skipped")
    case.target_id, case.delivered_on, case.presumed_on = target_id, None, None
    case.ladder = [above for above in chain[1:] if above != skipped]
    move(
        tx,
        case,
        row.action,
        row.to or Stage.ROUTED,
        party=row.party.value,
        authority_id=actor.authority_id,
        account_id=actor.account_id,
        target=target_id,
    )
    log(tx, actor.authority_id, actor.account_id, row.action.value, case.ref, target_id)
    again = not_again(tx, case)
    able = [one for one in (target_id, *case.ladder) if one not in again]
    stand_in = next((one for one in able if is_active(tx, one)), None)
    if stand_in is not None:
        _ask(tx, case, stand_in, Why.RETURNED)


def begin(tx: Tx, vault: Vault, holder: Holder, *, authority_id: str, second_id: str) -> int:
    """The first officer opens every handover that waits for an authority; returns how many.

    Cases filed before the authority was keyed are asked for here. ``second_id`` is the officer who
    completes them. Cases whose custodian key these two do not share are left for a pair that does.
    Raises NotAllowed outside the platform desk and Conflict when they share none of them, or when
    no case was sealed to it yet (whoever holds the case does that by opening it).
    """
    actor = _officer(holder)
    for case in late_cases(tx, authority_id):
        _ask(tx, case, authority_id, Why.LATE_KEY)
    rows = open_handovers(tx, authority_id)
    waiting = [r for r in rows if r.first_id is None and not without_custodian(tx, r.case_id)]
    if not waiting:
        raise Conflict("nothing_to_hand_over")
    begun = 0
    for row in waiting:
        case = tx.session.get_one(Case, row.case_id)
        halves = _halves(tx, vault, holder, case, second_id)
        if halves is None:
            continue
        begun += 1
        row.first_id, row.second_id = actor.account_id, second_id
        row.half, row.begun_at = json.dumps(halves).encode(), tx.now
        _log(tx, actor, case, row, "handover_begun")
    if not begun:
        raise Conflict("no_custodian_share")
    return begun


def _halves(
    tx: Tx, vault: Vault, holder: Holder, case: Case, second_id: str
) -> dict[int, str] | None:
    """The custodian keys of a case, sealed to the second officer alone; None without a share."""
    halves = {}
    for version in {key.key_version for _, key in custodian_wraps(tx, case.case_id)}:
        part = share(tx, version, holder.actor.account_id, second_id)
        if part is None:
            return None
        halves[version] = vault.first_half(part.sealed, holder.staff).hex()
    return halves


def complete(tx: Tx, vault: Vault, pack: Pack, holder: Holder, *, authority_id: str) -> int:
    """The second officer completes what was opened for them; returns how many cases moved on."""
    actor = _officer(holder)
    mine = [
        row
        for row in open_handovers(tx, authority_id)
        if row.second_id == actor.account_id and row.half is not None
    ]
    for row in mine:
        case = tx.session.get_one(Case, row.case_id)
        pairs = {
            int(version): vault.second_half(bytes.fromhex(half), holder.staff)
            for version, half in json.loads(row.half or b"{}").items()
        }
        _hand_over(tx, vault, pack, case, row, pairs)
        for version, pair in pairs.items():
            _share_anew(tx, vault, version, pair)
        row.half, row.done_at = None, tx.now
        _log(tx, actor, case, row, "handover_done")
    return len(mine)


def _share_anew(tx: Tx, vault: Vault, version: int, pair: KeyPair) -> None:
    """Give an opened custodian key to every pair of today's officers, newcomers included."""
    officers = {one.id: one.public_key for one in active_keyed(tx, PLATFORM_AUTHORITY)}
    for (first, second), sealed in vault.split_custodian(pair.private, officers).items():
        if share(tx, version, first, second) is None:
            tx.session.add(
                CustodianShare(version=version, first_id=first, second_id=second, sealed=sealed)
            )
    tx.session.flush()


def call_off(tx: Tx, holder: Holder, *, authority_id: str) -> int:
    """Take back what was opened and not completed: the half key is destroyed."""
    actor = _officer(holder)
    begun = [row for row in open_handovers(tx, authority_id) if row.half is not None]
    for row in begun:
        row.first_id = row.second_id = row.half = row.begun_at = None
        case = tx.session.get_one(Case, row.case_id)
        _log(tx, actor, case, row, "handover_called_off")
    return len(begun)


def _officer(holder: Holder) -> Actor:
    """The actor, when it is an officer of the platform desk."""
    actor = holder.actor
    if actor.role is not Role.PLATFORM or actor.authority_id != PLATFORM_AUTHORITY:
        raise NotAllowed("not_your_step", action="handover")
    return actor


def _ask(tx: Tx, case: Case, authority_id: str, why: Why) -> None:
    """Let a handover wait for the officers."""
    row = Handover(
        case_id=case.case_id,
        id=new_id(),
        to_authority_id=authority_id,
        why=why.value,
        asked_at=tx.now,
    )
    tx.session.add(row)
    tx.session.flush()


def _log(tx: Tx, actor: Actor, case: Case, row: Handover, act: str) -> None:
    """Each use of the custodian's key, with its reason, at each case."""
    detail = f"{row.why} {row.to_authority_id}"
    log(tx, actor.authority_id, actor.account_id, act, case.ref, detail)


def _hand_over(
    tx: Tx, vault: Vault, pack: Pack, case: Case, row: Handover, pairs: dict[int, KeyPair]
) -> None:
    """Seal every report for the new authority; make it the holder where the rule says so."""
    to = row.to_authority_id
    stands_in = row.why != Why.LATE_KEY and case.stage == Stage.ROUTED
    becomes_holder = stands_in or moves(to, case.target_id, case.authority_id, Stage(case.stage))
    readers = {to: OPEN, **{one: LADDER for one in case.ladder if one != to}}
    for report, wrap in custodian_wraps(tx, case.case_id):
        try:
            key = vault.unwrap(wrap.wrapped, pairs[wrap.key_version], report.shred_id)
        except NotFound:
            continue
        if becomes_holder:
            drop_wraps(tx, report, keep=(REPORTER, CUSTODIAN))
        above = [(to, layer_for(tx, case, report, to))]
        for reader, layer in readers.items() if becomes_holder else above:
            _seal_for(tx, vault, report, key, reader, layer)
    look_again(tx, case.case_id)
    record(tx, case, "handed_over", party="platform", authority_id=to)
    pass_on(tx, case, to)
    if becomes_holder:
        _take_over(tx, pack, case, row)


def _take_over(tx: Tx, pack: Pack, case: Case, row: Handover) -> None:
    """Make the new authority the holder; its clocks start now, those of a stand-in end.

    Only a case that reached it by letter before goes on as it was. What others drafted as their
    answer is not its own.
    """
    stood_in = case.authority_id != PLATFORM_AUTHORITY
    case.authority_id, case.assigned_to = row.to_authority_id, None
    case.version += 1
    if Stage(case.stage) not in REVIEWS:
        drop_draft(tx, case.case_id)
    retire(tx, case.case_id, Purpose.REFERRAL)
    if stood_in or case.delivered_on is None:
        live = [clock for clock in running(tx, case.case_id) if clock.authority_id]
        event = "redelivered" if stood_in else _delivered(case)
        stop(tx, event, tx.today, live)
        case.presumed_on = None
        deliver(tx, pack, case, tx.today, event)
    notify(tx, case.authority_id, "new_report", f"handed_over/{case.case_id}/{row.id}")


def _delivered(case: Case) -> str:
    """The event of reaching the target: for the first time, or after a return."""
    return "redelivered" if case.returns else "delivered"


def _seal_for(tx: Tx, vault: Vault, report: Report, key: bytes, reader: str, layer: str) -> None:
    """One wrap of a report's key for an authority that has a key and no such wrap yet."""
    public = newest_key(tx, reader)
    known = tx.session.get(ReportKey, (report.case_id, report.report_id, reader, layer))
    if public is None or known is not None:
        return
    wrap = vault.wrap if layer == OPEN else vault.wrap_ladder
    wrapped = wrap(key, public.public_key, report.shred_id)
    give_key(tx, report, reader, layer, public.version, wrapped)
