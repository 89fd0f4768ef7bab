"""The access rule of ``domain/access.py`` as a condition on rows, for lists."""

from sqlalchemy import ColumnElement, String, and_, cast, exists, false, or_
from sqlalchemy.orm import aliased

from reportdesk.domain.actors import PLATFORM_AUTHORITY, READS_CASES, Actor
from reportdesk.domain.case import Stage
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.storage.acts import ABOVE, ASKED_FOR_REVIEW, of_present_ladder
from reportdesk.storage.case import Case
from reportdesk.storage.clock import Clock, RungFired
from reportdesk.storage.history import History


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Cases that exist for this actor: held, brought by a rung, to review, or told of pressure."""
    if actor.role not in READS_CASES:
        return false()
    on_ladder = cast(Case.ladder, String).contains(f'"{actor.authority_id}"')
    reached = and_(on_ladder, _fired(RungFired.authority_id == actor.authority_id))
    told = _happened("retaliation_flag", History.authority_id == actor.authority_id)
    asked = or_(
        *(
            _happened(event, History.authority_id == actor.authority_id)
            for event in sorted(ASKED_FOR_REVIEW)
        )
    )
    ours = or_(_held(actor.authority_id), reached, told, asked)
    if actor.authority_id == PLATFORM_AUTHORITY:
        ours = or_(ours, _happened("route_questioned"))
    return and_(Case.visible, ours)


def _held(authority_id: str) -> ColumnElement[bool]:
    """Cases that an authority holds; a merged one is held by whoever holds what it follows."""
    parent = aliased(Case)
    follows = exists().where(parent.case_id == Case.parent_id, parent.authority_id == authority_id)
    return and_(Case.authority_id == authority_id, or_(Case.stage != Stage.MERGED.value, follows))


def _happened(event: str, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the case's history has an event."""
    return exists().where(History.case_id == Case.case_id, History.event == event, *more)


def to_review(authority_id: str) -> ColumnElement[bool]:
    """Cases whose review this authority has to give."""
    return exists().where(
        Clock.case_id == Case.case_id,
        Clock.key.in_(REVIEW_CLOCKS),
        Clock.stopped_on.is_(None),
        Clock.authority_id == authority_id,
    )


def to_report(authority_id: str) -> ColumnElement[bool]:
    """Cases on which this authority owes a superior a report."""
    return exists().where(
        Clock.case_id == Case.case_id,
        Clock.key == ClockKey.DEMAND.value,
        Clock.stopped_on.is_(None),
        Clock.authority_id == authority_id,
    )


REVIEW_CLOCKS = (ClockKey.REVIEW_OPINION.value, ClockKey.SECOND_REVIEW_OPINION.value)


def supervised() -> ColumnElement[bool]:
    """Cases that a rung above the holder looks after."""
    return _fired(RungFired.authority_id.is_not(None))


def _fired(who: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a rung above the holder fired, on the ladder that the case has now."""
    return exists().where(
        RungFired.case_id == Case.case_id,
        RungFired.rung.in_(ABOVE),
        Clock.case_id == RungFired.case_id,
        Clock.number == RungFired.clock_number,
        of_present_ladder(),
        who,
    )
