"""Use cases of withholding: the platform desk takes a case out of the public record, and back.

One person is enough to take it out, because waiting may harm somebody; a second one confirms.
Showing it again takes two. Clocks, stage and what its own people may read are not touched.
"""

from reportdesk.domain.actors import Actor
from reportdesk.domain.case import Visibility
from reportdesk.domain.disclosure import WITHHELD_FOR, WithheldReason
from reportdesk.domain.errors import BadInput, Conflict
from reportdesk.domain.retention import check_second
from reportdesk.storage.acts import expect, leave_trace
from reportdesk.storage.case import Case
from reportdesk.storage.db import Tx
from reportdesk.storage.overseeing import overseen
from reportdesk.storage.withholding import Withholding, next_withholding, withheld_now


def withhold(tx: Tx, actor: Actor, ref: str, *, reason: WithheldReason, version: int) -> None:
    """Leave a tombstone of a case, from the next round of redaction on."""
    case = overseen(tx, actor, ref)
    expect(case, version)
    if reason not in WITHHELD_FOR:
        raise BadInput("reason", "no_such_reason")
    if case.visibility == Visibility.WITHHELD:
        raise Conflict("withheld_already")
    row = Withholding(
        case_id=case.case_id,
        number=next_withholding(tx, case.case_id),
        reason=reason.value,
        before=case.visibility,
        set_by=actor.account_id,
        set_at=tx.now,
    )
    tx.session.add(row)
    case.visibility, case.withheld_reason = Visibility.WITHHELD.value, reason.value
    leave_trace(tx, actor, case, "withheld", reason=reason.value)


def confirm(tx: Tx, actor: Actor, ref: str, *, version: int) -> None:
    """The second person agrees that it stays out."""
    case, row = _open(tx, actor, ref, version)
    if row.confirmed_at is not None:
        raise Conflict("nothing_to_confirm")
    check_second(row.set_by, actor)
    row.confirmed_by, row.confirmed_at = actor.account_id, tx.now
    leave_trace(tx, actor, case, "withholding_confirmed")


def ask_to_show(tx: Tx, actor: Actor, ref: str, *, version: int) -> None:
    """Ask a second person to let the case be public again."""
    case, row = _open(tx, actor, ref, version)
    if row.lift_asked_at is not None:
        raise Conflict("nothing_to_confirm")
    row.lift_asked_by, row.lift_asked_at = actor.account_id, tx.now
    leave_trace(tx, actor, case, "showing_asked")


def show_again(tx: Tx, actor: Actor, ref: str, *, version: int) -> None:
    """The second person lets it be public again, from the next release on; old ones keep theirs."""
    case, row = _open(tx, actor, ref, version)
    if row.lift_asked_by is None:
        raise Conflict("nothing_to_confirm")
    check_second(row.lift_asked_by, actor)
    row.lifted_by, row.lifted_at = actor.account_id, tx.now
    case.visibility, case.withheld_reason = row.before, None
    leave_trace(tx, actor, case, "shown_again")


def _open(tx: Tx, actor: Actor, ref: str, version: int) -> tuple[Case, Withholding]:
    """A case that is withheld, as the form showed it, with the row that says so."""
    case = overseen(tx, actor, ref)
    expect(case, version)
    row = withheld_now(tx, case.case_id)
    if row is None:
        raise Conflict("not_withheld")
    return case, row
