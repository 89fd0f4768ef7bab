"""How a member of staff reaches a case and leaves a trace: found, checked, moved, timed, logged."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import aliased

from reportdesk.domain.access import CaseFacts, decide, may_lift, relation
from reportdesk.domain.actors import Actor
from reportdesk.domain.case import Action, Stage, Transition
from reportdesk.domain.errors import NotAllowed, NotFound, Stale
from reportdesk.domain.ladders import REACH, Reach
from reportdesk.domain.supervising import TRANSFERRED
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.packs.loader import Pack
from reportdesk.storage.audit import log
from reportdesk.storage.case import Case, governing
from reportdesk.storage.clock import Clock, RungFired, hear, running
from reportdesk.storage.companions import follow
from reportdesk.storage.db import Tx
from reportdesk.storage.history import History, happened, move, named_by, record, told_of
from reportdesk.storage.report import OPEN, WrapRow, wraps_for
from reportdesk.storage.staff import Account
from reportdesk.storage.supervision import demands_of

ABOVE = [
    rung.value for rung, reach in REACH.items() if reach in {Reach.SUPERIOR, Reach.SECOND_SUPERIOR}
]
"""Rungs that bring a case before somebody above its holder."""


ELSEWHERE = ("returned", "redelivered", TRANSFERRED)
"""Why clocks stopped whose rungs opened the case to a ladder that it has left."""
BY_LETTER = "review_by_letter"
"""Event of a review that the platform kept and sent to an authority without accounts."""
ASKED_FOR_REVIEW = frozenset({"ask_review", "ask_second_review", "review_passed_on", BY_LETTER})
"""Events that name who reviews the case."""


def facts_of(tx: Tx, case: Case) -> CaseFacts:
    """What the access rule looks at; a merged case is held and seen as the one it follows."""
    top = governing(tx, case)
    if top is not case:
        return replace(facts_of(tx, top), stage=Stage(case.stage), visible=case.visible)
    same_clock = (Clock.case_id == RungFired.case_id) & (Clock.number == RungFired.clock_number)
    fired = (
        select(RungFired.authority_id)
        .join(Clock, same_clock)
        .where(
            RungFired.case_id == case.case_id,
            RungFired.rung.in_(ABOVE),
            of_present_ladder(),
        )
    )
    keys = {row.key for row in running(tx, case.case_id)}
    asked = named_by(tx, case.case_id, ASKED_FOR_REVIEW)
    return CaseFacts(
        stage=Stage(case.stage),
        holder=case.authority_id,
        visible=case.visible,
        ladder=tuple(case.ladder),
        reached=frozenset(found for found in tx.session.scalars(fired) if found),
        returns=case.returns,
        extended=case.extension_days > 0,
        decision_runs=ClockKey.DECISION in keys,
        questioned=happened(tx, case.case_id, "route_questioned"),
        told=told_of(tx, case.case_id, "retaliation_flag"),
        reviewers=frozenset(asked),
        reviewer=asked[-1] if asked else None,
        late_before=_late_before(tx, case),
        involved=case.reason_params.get("skipped"),
        demands=tuple(demand for demand in demands_of(tx, case) if demand.open),
        taken_over=case.authority_id in told_of(tx, case.case_id, Action.TAKE_OVER.value),
    )


def of_present_ladder() -> ColumnElement[bool]:
    """Whether a rung brought a case before the ladder that it has now: neither by a clock that a
    return or a transfer ended, nor by one that had ended before the transfer."""
    later = aliased(History)
    transferred = exists().where(
        later.case_id == RungFired.case_id,
        later.event == Action.TRANSFER.value,
        later.on >= RungFired.on,
    )
    return and_(func.coalesce(Clock.stopped_by, "").not_in(ELSEWHERE), ~transferred)


def _late_before(tx: Tx, case: Case) -> frozenset[str]:
    """Those above whom a clock that still runs late brought the case.

    A demanded report that is late gives no new power: only what the case itself owes does.
    """
    owing = [
        clock.number
        for clock in running(tx, case.case_id)
        if clock.due < tx.today
        and clock.key != ClockKey.DEMAND
        and clock.authority_id in {case.authority_id, case.target_id}
    ]
    rows = select(RungFired.authority_id).where(
        RungFired.case_id == case.case_id,
        RungFired.rung.in_(ABOVE),
        RungFired.clock_number.in_(owing),
    )
    return frozenset(found for found in tx.session.scalars(rows) if found)


def reach(tx: Tx, actor: Actor, ref: str) -> Case:
    """The case with this reference; raises NotFound alike for unknown and for other people's."""
    case = tx.session.scalar(select(Case).where(Case.ref == ref))
    if case is None or relation(actor, facts_of(tx, case)) is None:
        raise NotFound("case")
    return case


def wraps_open_to(tx: Tx, actor: Actor, case: Case) -> list[WrapRow]:
    """What the actor's authority was given of a case and may open now.

    Whoever was asked for a review opens the reports of those who asked: wraps that still lie under
    the site's own layer stay there until a rung fires.
    """
    found = wraps_for(tx, case.case_id, actor.authority_id)
    if may_lift(actor, facts_of(tx, case)):
        return found
    return [row for row in found if row.layer == OPEN]


def expect(case: Case, version: int) -> None:
    """Raises Stale when the case moved since the form was made."""
    if case.version != version:
        raise Stale("case_moved", stage=case.stage, version=case.version)


def take(tx: Tx, actor: Actor, ref: str, action: Action, version: int) -> tuple[Case, Transition]:
    """The case and the row of the lifecycle by which the actor takes ``action``.

    Raises NotFound, Stale when the form was made for an earlier version, or NotAllowed.
    """
    case = reach(tx, actor, ref)
    expect(case, version)
    return case, decide(actor, facts_of(tx, case), action)


def carry_out(
    tx: Tx,
    pack: Pack,
    actor: Actor,
    case: Case,
    row: Transition,
    *,
    on: date | None = None,
    since: date | None = None,
    extension_days: int = 0,
    **fields: Any,
) -> History:
    """Move the case by a decided row, let the clocks hear it, and log the act.

    ``on`` is the day it takes effect (today by default; what it ends ends today); ``since`` and
    ``extension_days`` reach the clocks; ``fields`` stand in the history.
    """
    event = move(
        tx,
        case,
        row.action,
        row.to or Stage(case.stage),
        party=row.party.value,
        on=on,
        authority_id=actor.authority_id,
        account_id=actor.account_id,
        **fields,
    )
    hear(
        tx,
        case,
        pack,
        row.events,
        on or tx.today,
        since=since,
        ended_on=tx.today,
        extension_days=extension_days,
    )
    log(tx, actor.authority_id, actor.account_id, row.action.value, case.ref)
    return event


def leave_trace(
    tx: Tx, actor: Actor, case: Case, event: str, *, moves: bool = True, **fields: Any
) -> History:
    """Append and log an act of staff that leaves the stage as it is.

    ``moves`` grows the version, so that forms made before it are refused; messages do not.
    """
    if moves:
        case.version += 1
    row = record(
        tx,
        case,
        event,
        party=actor.role.value,
        authority_id=actor.authority_id,
        account_id=actor.account_id,
        **fields,
    )
    log(tx, actor.authority_id, actor.account_id, event, case.ref)
    return row


def require_second_person(tx: Tx, writer_id: str, actor: Actor, public_key: bytes) -> None:
    """Raises NotAllowed unless the actor is another account with another key than the writer."""
    writer = tx.session.get_one(Account, writer_id)
    if writer.id == actor.account_id or writer.public_key == public_key:
        raise NotAllowed("second_person_needed")


def deliver(
    tx: Tx,
    pack: Pack,
    case: Case,
    on: date,
    event: str = "delivered",
    owner: str | None = None,
) -> None:
    """Record that the case reached ``owner`` (by default its holder), whose clocks start.

    Cases merged into it follow.
    """
    follow(tx, case)
    owner = owner or case.authority_id
    case.delivered_on = on
    record(tx, case, event, party="system", on=on, authority_id=owner)
    hear(tx, case, pack, (event,), on, owner=owner)
