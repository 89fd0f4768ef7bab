"""An excerpt that a reporter offers: proposed by one person, public once a second one approves.

Their own words, unchanged; only while the offer stands. Taking it back ends it everywhere.
"""

from reportdesk.domain.access import may_write
from reportdesk.domain.errors import Conflict, NotAllowed, NotFound
from reportdesk.storage.acts import facts_of, leave_trace, reach, require_second_person
from reportdesk.storage.case import Case
from reportdesk.storage.db import Tx
from reportdesk.storage.excerpt import Excerpt, excerpt_of, standing_offers
from reportdesk.storage.outbox import notify
from reportdesk.storage.report import Message, wraps_for
from reportdesk.vault.holder import Holder
from reportdesk.vault.opened import open_case
from reportdesk.vault.vault import Vault


def propose(tx: Tx, holder: Holder, ref: str, *, report: int, number: int) -> None:
    """Ask a colleague to let an offered excerpt be published."""
    case, message = _offer(tx, holder, ref, report, number)
    if excerpt_of(tx, message) is not None:
        raise Conflict("excerpt_proposed")
    row = Excerpt(
        case_id=case.case_id,
        report_id=message.report_id,
        number=number,
        proposed_by=holder.actor.account_id,
    )
    tx.session.add(row)
    leave_trace(tx, holder.actor, case, "excerpt_proposed", moves=False, report=report)
    once = f"excerpt:{case.case_id}:{message.report_id}:{number}"
    notify(tx, holder.actor.authority_id, "approval", once)


def approve(tx: Tx, vault: Vault, holder: Holder, ref: str, *, report: int, number: int) -> None:
    """Let the next release show it: another account with another key opens and reads the words."""
    case, message = _offer(tx, holder, ref, report, number)
    row = excerpt_of(tx, message)
    if row is None:
        raise NotFound("excerpt")
    if row.text is not None:
        raise Conflict("excerpt_approved")
    require_second_person(tx, row.proposed_by, holder.actor, holder.staff.public)
    wraps = wraps_for(tx, case.case_id, holder.actor.authority_id)
    opened = open_case(vault, holder, case.case_id, wraps)
    if message.report_id not in opened.reports:
        raise NotAllowed("not_keyed")
    row.text = opened.message(message.report_id, number, message.sealed)
    row.approved_by, row.approved_on = holder.actor.account_id, tx.today
    leave_trace(tx, holder.actor, case, "excerpt_approved", moves=False, report=report)


def refuse(tx: Tx, holder: Holder, ref: str, *, report: int, number: int) -> None:
    """Leave it unpublished, or take it out of the next release and of all earlier ones."""
    case, message = _offer(tx, holder, ref, report, number)
    row = excerpt_of(tx, message)
    if row is None:
        raise NotFound("excerpt")
    tx.session.delete(row)
    leave_trace(tx, holder.actor, case, "excerpt_refused", moves=False, report=report)


def _offer(tx: Tx, holder: Holder, ref: str, report: int, number: int) -> tuple[Case, Message]:
    """A standing offer in a case the holder works on; raises NotFound once it was taken back."""
    case = reach(tx, holder.actor, ref)
    if not may_write(holder.actor, facts_of(tx, case)):
        raise NotAllowed("not_your_step", action="message")
    for row, message in standing_offers(tx, case.case_id):
        if row.number == report and message.number == number:
            return case, message
    raise NotFound("excerpt")
