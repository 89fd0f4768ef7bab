"""Cases that belong together: merged ones, and earlier and later ones about the same matter."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, or_, select

from reportdesk.domain.access import Relation, relation
from reportdesk.domain.actors import PARTIES_OF, Actor, Party
from reportdesk.domain.case import OPEN, Stage
from reportdesk.domain.errors import NotFound
from reportdesk.domain.merging import MERGEABLE, refusal
from reportdesk.storage.acts import facts_of, reach
from reportdesk.storage.case import Case, governing
from reportdesk.storage.clock import running
from reportdesk.storage.db import Tx
from reportdesk.storage.history import History
from reportdesk.storage.matter import matter_of
from reportdesk.storage.merging import children_of
from reportdesk.storage.register import School

MOST = 100
"""Candidates that the desk looks at."""


@dataclass(frozen=True, slots=True)
class Kin:
    """References of a case's relatives, as far as the actor may see them.

    ``follows`` is the case that governs a merged one; ``merged`` were merged into this one;
    ``earlier`` is the ended case whose new facts opened this one, ``later`` those opened by new
    facts of this one; ``mergeable`` says that there is a case it might be merged into,
    ``reopenable`` that the authority may go on with it in a new one.
    """

    follows: str | None
    merged: tuple[str, ...]
    earlier: str | None
    later: tuple[str, ...]
    mergeable: bool
    reopenable: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that another might follow; ``why`` is the code of why it cannot, None when it can.

    ``said`` tells that a reporter, or an earlier case, links the two. ``due`` is the next date that
    binds the authority.
    """

    ref: str
    stage: str
    school: str | None
    filed_on: date
    period: tuple[str, str | None]
    due: date | None
    said: bool
    why: str | None


def kin_of(tx: Tx, actor: Actor, case: Case) -> Kin:
    """The relatives of one case."""
    top, near = governing(tx, case), _near(case).limit(1)
    later = tx.session.scalars(select(Case).where(Case.linked_id == case.case_id))
    earlier = tx.session.get(Case, case.linked_id) if case.linked_id else None
    holds = relation(actor, facts_of(tx, case)) is Relation.HOLDER
    works = holds and Party.OFFICER in PARTIES_OF[actor.role]
    return Kin(
        follows=top.ref if case.stage == Stage.MERGED else None,
        merged=tuple(row.ref for row in children_of(tx, case.case_id)),
        earlier=earlier.ref if earlier and _seen(tx, actor, earlier) else None,
        later=tuple(sorted(row.ref for row in later if _seen(tx, actor, row))),
        mergeable=works and case.stage in MERGEABLE and tx.session.scalar(near) is not None,
        reopenable=works and case.stage == Stage.CLOSED and case.parent_id is None,
    )


def candidates(tx: Tx, actor: Actor, ref: str) -> tuple[Candidate, ...]:
    """The cases of the same holder that this one might follow: linked ones first, oldest first.

    Raises NotFound for a case that does not exist for the actor.
    """
    case = reach(tx, actor, ref)
    rows = tx.session.scalars(_near(case).order_by(Case.filed_on, Case.ref).limit(MOST))
    mine, said = matter_of(tx, case), _said(tx, case)
    found = [_candidate(tx, row, refusal(mine, matter_of(tx, row), tx.today), said) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.why is not None, not one.said)))


def _near(case: Case) -> Select[Case]:
    """Cases of the holder about the same practice, at the same school or one that may be it."""
    place = and_(Case.division_code == case.division_code, Case.school_kind == case.school_kind)
    same = (
        place
        if case.school_id is None
        else or_(Case.school_id == case.school_id, and_(Case.school_id.is_(None), place))
    )
    return select(Case).where(
        Case.authority_id == case.authority_id,
        Case.stage.in_([stage.value for stage in OPEN]),
        Case.case_id != case.case_id,
        Case.visible,
        Case.practice == case.practice,
        same,
    )


def _candidate(tx: Tx, row: Case, why: str | None, said: set[str]) -> Candidate:
    """One case to choose."""
    school = tx.session.get(School, row.school_id) if row.school_id else None
    dues = [clock.due for clock in running(tx, row.case_id) if clock.authority_id]
    return Candidate(
        ref=row.ref,
        stage=row.stage,
        school=school.name if school else None,
        filed_on=row.filed_on,
        period=(row.period_from, row.period_to),
        due=min(dues, default=None),
        said=row.ref in said,
        why=why,
    )


def _said(tx: Tx, case: Case) -> set[str]:
    """References that a reporter of the case called the same matter, or that it is linked with."""
    rows = select(History).where(History.case_id == case.case_id, History.event == "said_same")
    told = {str(row.fields["of"]) for row in tx.session.scalars(rows)}
    behind = tx.session.scalars(select(Case).where(Case.ref.in_(told)))
    found = {governing(tx, row).ref for row in behind}
    linked = {case.linked_id} - {None}
    near = select(Case.ref).where(or_(Case.case_id.in_(linked), Case.linked_id == case.case_id))
    return found | set(tx.session.scalars(near))


def _seen(tx: Tx, actor: Actor, case: Case) -> bool:
    """Whether a case exists for the actor."""
    try:
        reach(tx, actor, case.ref)
    except NotFound:
        return False
    return True
