"""The access rule of ``domain/access.py`` as a condition on rows, for lists."""

from sqlalchemy import ColumnElement, String, and_, cast, exists, false, func, or_

from reportdesk.domain.actors import READS_CASES, Actor
from reportdesk.storage.acts import ABOVE
from reportdesk.storage.case import Case
from reportdesk.storage.clock import Clock, RungFired


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Cases that exist for this actor: those its authority holds, and those a rung brought."""
    if actor.role not in READS_CASES:
        return false()
    on_ladder = cast(Case.ladder, String).contains(f'"{actor.authority_id}"')
    reached = and_(on_ladder, _fired(RungFired.authority_id == actor.authority_id))
    return and_(Case.visible, or_(Case.authority_id == actor.authority_id, reached))


def supervised() -> ColumnElement[bool]:
    """Cases that a rung above the holder looks after."""
    return _fired(RungFired.authority_id.is_not(None))


def _fired(who: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a rung above the holder fired, for a clock that no return ended."""
    return exists().where(
        RungFired.case_id == Case.case_id,
        RungFired.rung.in_(ABOVE),
        Clock.case_id == RungFired.case_id,
        Clock.number == RungFired.clock_number,
        func.coalesce(Clock.stopped_by, "") != "returned",
        who,
    )
