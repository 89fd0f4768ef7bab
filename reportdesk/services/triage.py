"""What an authority does with a new case: register, assign, accept, decline, return."""

from datetime import date

from reportdesk.domain.access import may_write
from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor, Role
from reportdesk.domain.case import Action
from reportdesk.domain.errors import BadInput, NotAllowed, Unavailable
from reportdesk.domain.taxonomy import ClockKey, DeclineReason, ReturnReason
from reportdesk.packs.loader import Pack
from reportdesk.storage.acts import carry_out, deliver, expect, facts_of, leave_trace, reach, take
from reportdesk.storage.answer import annotate, drop_draft
from reportdesk.storage.case import Case
from reportdesk.storage.clock import running, stop
from reportdesk.storage.companions import follow
from reportdesk.storage.db import Tx
from reportdesk.storage.handover import keep_for_custodian
from reportdesk.storage.outbox import notify
from reportdesk.storage.register import Authority
from reportdesk.storage.report import post, wraps_for
from reportdesk.storage.staff import Account, custodian, is_active
from reportdesk.vault.holder import Holder
from reportdesk.vault.opened import open_case
from reportdesk.vault.vault import Vault

LONGEST_NUMBER = 60
"""Characters of the authority's own reference."""


def register(tx: Tx, pack: Pack, actor: Actor, ref: str, *, own_number: str, version: int) -> None:
    """Enter the case under the authority's own number, which may be left out."""
    case, row = take(tx, actor, ref, Action.REGISTER, version)
    own_number = own_number.strip()
    if len(own_number) > LONGEST_NUMBER:
        raise BadInput("own_number", "too_long", most=LONGEST_NUMBER)
    _arrive(tx, pack, case, tx.today)
    case.own_number = own_number or None
    carry_out(tx, pack, actor, case, row)


def accept(tx: Tx, pack: Pack, actor: Actor, ref: str, *, on: date, version: int) -> None:
    """Take the matter on from a day between delivery and today; the time to decide starts there.

    The day of entry stands in the history, so that pages can say when they differ.
    """
    case, row = take(tx, actor, ref, Action.ACCEPT, version)
    if on > tx.today:
        raise BadInput("on", "accepted_in_future")
    first = case.delivered_on or case.filed_on
    if on < first:
        raise BadInput("on", "accepted_before_delivery", first=first.isoformat())
    _arrive(tx, pack, case, on)
    case.accepted_on = on
    carry_out(tx, pack, actor, case, row, on=on)


def decline(
    tx: Tx,
    vault: Vault,
    pack: Pack,
    holder: Holder,
    ref: str,
    *,
    reason: DeclineReason,
    text: str,
    version: int,
) -> None:
    """Refuse the matter with a reason and the other lawful path, which the reporters are told.

    An answer begun is dropped: whoever reviews the refusal writes one of their own.
    """
    actor = holder.actor
    case, row = take(tx, actor, ref, Action.DECLINE, version)
    opened = open_case(vault, holder, case.case_id, wraps_for(tx, case.case_id, actor.authority_id))
    _arrive(tx, pack, case, tx.today)
    _let_rest(tx, case, "declined")
    drop_draft(tx, case.case_id)
    case.decline_reason, case.ended_on = reason.value, tx.today
    event = carry_out(tx, pack, actor, case, row, reason=reason.value)
    annotate(tx, case.case_id, actor.account_id, "decline", opened.seal_note(text), event.number)
    post(tx, case.case_id, actor.authority_id, "message", opened.letter(text))


def return_(
    tx: Tx,
    vault: Vault,
    pack: Pack,
    holder: Holder,
    ref: str,
    *,
    reason: ReturnReason,
    competent_id: str | None,
    text: str,
    version: int,
) -> None:
    """Give the case back as another body's, which is named; the platform desk holds it then.

    ``competent_id`` is None when that body is not in the register; ``text`` then names it. A return
    after the time to object is marked late. The platform cannot read ``text``: reason and body
    stand in the history as codes. Raises Unavailable when nobody at the platform could act on it.
    """
    actor = holder.actor
    case, row = take(tx, actor, ref, Action.RETURN, version)
    _check_competent(tx, case, competent_id)
    if not is_active(tx, PLATFORM_AUTHORITY) or custodian(tx) is None:
        raise Unavailable("platform_not_open")
    opened = open_case(vault, holder, case.case_id, wraps_for(tx, case.case_id, actor.authority_id))
    keep_for_custodian(tx, case.case_id, opened.wrap_for)
    _arrive(tx, pack, case, tx.today)
    late = objection_lapsed(tx, case)
    _let_rest(tx, case, "returned")
    drop_draft(tx, case.case_id)
    case.returns += 1
    case.authority_id, case.assigned_to = PLATFORM_AUTHORITY, None
    follow(tx, case)
    event = carry_out(
        tx, pack, actor, case, row, reason=reason.value, competent=competent_id, late=late
    )
    annotate(tx, case.case_id, actor.account_id, "return", opened.seal_note(text), event.number)
    once = f"returned/{case.case_id}/{case.returns}"
    notify(tx, PLATFORM_AUTHORITY, "returned", once, role=Role.PLATFORM.value)


def assign(tx: Tx, actor: Actor, ref: str, *, account_id: str | None, version: int) -> None:
    """Give the case to a colleague who acts on cases, or to nobody."""
    case = reach(tx, actor, ref)
    expect(case, version)
    if not may_write(actor, facts_of(tx, case)):
        raise NotAllowed("not_your_step", action="assign")
    account = tx.session.get(Account, account_id) if account_id else None
    if account_id and (account is None or not _works_here(account, actor)):
        raise BadInput("account", "no_such_colleague")
    case.assigned_to = account_id
    leave_trace(tx, actor, case, "assigned", to=account_id)


def objection_lapsed(tx: Tx, case: Case) -> bool:
    """Whether the time to object to one's competence is over."""
    return any(
        clock.key == ClockKey.OBJECTION and clock.due < tx.today
        for clock in running(tx, case.case_id)
    )


def _arrive(tx: Tx, pack: Pack, case: Case, on: date) -> None:
    """A case held in somebody's stead is delivered by the first act of whoever holds it."""
    if case.delivered_on is None:
        deliver(tx, pack, case, on)


def _let_rest(tx: Tx, case: Case, event: str) -> None:
    """Stop every clock of an authority: also a time to decide that was only presumed."""
    stop(tx, event, tx.today, [row for row in running(tx, case.case_id) if row.authority_id])


def _check_competent(tx: Tx, case: Case, competent_id: str | None) -> None:
    """Raises BadInput when the named body does not exist or is the one that returns."""
    if competent_id is None:
        return
    if tx.session.get(Authority, competent_id) is None:
        raise BadInput("competent", "no_such_authority")
    if competent_id == case.authority_id:
        raise BadInput("competent", "competent_is_yourself")


def _works_here(account: Account, actor: Actor) -> bool:
    """Whether a colleague of the actor can be given a case."""
    works = account.role in {Role.OFFICER, Role.HEAD, Role.PLATFORM}
    return works and account.state == "active" and account.authority_id == actor.authority_id
