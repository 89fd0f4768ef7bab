"""Use cases of legal holds: what people wrote stays a while longer, for a reason that they read."""

from datetime import date

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor
from reportdesk.domain.errors import Conflict, NotAllowed, NotFound
from reportdesk.domain.retention import (
    HoldReason,
    check_second,
    check_until,
    may_hold,
    needs_second,
)
from reportdesk.storage.acts import expect, leave_trace, reach
from reportdesk.storage.case import Case, governing
from reportdesk.storage.db import Tx
from reportdesk.storage.hold import LegalHold, holds_of, next_hold
from reportdesk.storage.overseeing import overseen
from reportdesk.storage.retention import is_destroyed, plan_row


def put(tx: Tx, actor: Actor, ref: str, *, reason: HoldReason, until: date, version: int) -> None:
    """Keep the content until a day; of the platform's two officers the first only asks.

    Raises NotAllowed for whoever may not, the accused authority among them, and Conflict when
    the content is going, or when a hold of the same authority runs.
    """
    case = _reached(tx, actor, ref, version)
    check_until(until, tx.today)
    if any(row.authority_id == actor.authority_id for row in _live(tx, case)):
        raise Conflict("hold_runs")
    second = needs_second(actor)
    row = LegalHold(
        case_id=case.case_id,
        number=next_hold(tx, case.case_id),
        authority_id=actor.authority_id,
        reason=reason.value,
        until=until,
        asked_by=actor.account_id,
        asked_at=tx.now,
        put_on=None if second else tx.today,
    )
    tx.session.add(row)
    if second:
        leave_trace(tx, actor, case, "hold_asked", reason=row.reason, until=until.isoformat())
    else:
        _counts(tx, actor, case, row)


def confirm(tx: Tx, actor: Actor, ref: str, *, number: int, version: int) -> None:
    """The platform's second officer lets a hold count."""
    case = _reached(tx, actor, ref, version)
    row = _named(tx, case, number)
    if row.put_on is not None:
        raise Conflict("nothing_to_confirm")
    check_second(row.asked_by, actor)
    row.second_by, row.put_on = actor.account_id, tx.today
    _counts(tx, actor, case, row)


def lift(tx: Tx, actor: Actor, ref: str, *, number: int, version: int) -> None:
    """End a hold before its day, or take back one that waits; by whoever put it, or one above."""
    case = _reached(tx, actor, ref, version)
    row = _named(tx, case, number)
    if row.authority_id != actor.authority_id and not _above(case, actor, row.authority_id):
        raise NotAllowed("not_your_step", action="hold")
    counted = row.put_on is not None
    row.ended_on, row.ended_by = tx.today, actor.account_id
    _plan_anew(tx, case)
    if counted:
        leave_trace(tx, actor, case, "hold_ended", reason=row.reason)
    else:
        case.version += 1


def _reached(tx: Tx, actor: Actor, ref: str, version: int) -> Case:
    """The case, for somebody who may hold it; raises NotFound, Stale, NotAllowed or Conflict."""
    at_platform = actor.authority_id == PLATFORM_AUTHORITY
    case = overseen(tx, actor, ref) if at_platform else reach(tx, actor, ref)
    expect(case, version)
    accused = case.reason_params.get("skipped")
    if not may_hold(actor, case.authority_id, case.ladder, accused):
        raise NotAllowed("not_your_step", action="hold")
    if is_destroyed(tx, governing(tx, case)):
        raise Conflict("destroying")
    return case


def _live(tx: Tx, case: Case) -> list[LegalHold]:
    """Holds of a case that count or wait."""
    rows = holds_of(tx, [case.case_id])
    return [row for row in rows if row.ended_on is None and row.until >= tx.today]


def _named(tx: Tx, case: Case, number: int) -> LegalHold:
    """One of them; raises NotFound."""
    row = next((row for row in _live(tx, case) if row.number == number), None)
    if row is None:
        raise NotFound("no_such_hold")
    return row


def _counts(tx: Tx, actor: Actor, case: Case, row: LegalHold) -> None:
    """Note a hold that counts from now on."""
    _plan_anew(tx, case)
    leave_trace(tx, actor, case, "hold_put", reason=row.reason, until=row.until.isoformat())


def _plan_anew(tx: Tx, case: Case) -> None:
    """People are warned anew before whatever day follows."""
    row = plan_row(tx, governing(tx, case).case_id)
    if row is not None:
        row.warned_on, row.look_on = None, tx.today
    tx.session.flush()


def _above(case: Case, actor: Actor, other: str) -> bool:
    """Whether the actor's authority stands above another one on the case's ladder."""
    line = [case.authority_id, *(one for one in case.ladder if one != case.authority_id)]
    if actor.authority_id not in line or other not in line:
        return False
    return line.index(actor.authority_id) > line.index(other)
