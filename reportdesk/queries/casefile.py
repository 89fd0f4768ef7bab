"""The plain half of a case's page: facts, dates, history and what may be done next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from reportdesk.domain.access import (
    CaseFacts,
    Relation,
    drafting,
    may_correct,
    may_note,
    may_open,
    may_write,
    open_actions,
    relation,
    reviews,
)
from reportdesk.domain.actors import Actor
from reportdesk.domain.case import WAITS_ON, Action, Waits
from reportdesk.domain.clocks import DueDate, Standing, standing
from reportdesk.domain.official import Reply
from reportdesk.domain.supervising import MOVED_AWAY
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.packs.loader import Pack
from reportdesk.queries.answer_lines import (
    AnswerLine,
    MeasureLine,
    Ratings,
    answers,
    measures,
    ratings,
)
from reportdesk.queries.choosing import Names, authority_names
from reportdesk.queries.correspondence import LetterWork, letter_work
from reportdesk.queries.kin import Kin, kin_of
from reportdesk.queries.papers import PaperLine, papers, replies
from reportdesk.queries.selection import OPTIONAL
from reportdesk.storage.acts import facts_of, reach
from reportdesk.storage.case import Case
from reportdesk.storage.clock import Clock, clocks_of, judged, running
from reportdesk.storage.db import Tx
from reportdesk.storage.handover import is_waiting
from reportdesk.storage.history import History, events
from reportdesk.storage.register import School, place_names
from reportdesk.storage.report import reports_of
from reportdesk.storage.staff import Account


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One clock with its explanation; ``stopped_on`` is None while it runs.

    ``optional`` marks one whose lapse is no lateness; ``binds`` one that binds an authority;
    ``replaced`` one that was neither met nor missed, because another took its place.
    """

    key: str
    kind: str
    started_on: date
    due: date
    stopped_on: date | None
    standing: Standing
    judged: DueDate
    started_by: str | None
    measure: int | None
    binds: bool
    optional: bool
    replaced: bool
    demand: int | None = None
    """Number of the demanded report it is for."""


@dataclass(frozen=True, slots=True)
class EventLine:
    """One thing that happened; ``who`` is a colleague's name, None for everybody else."""

    number: int
    on: date
    entered_on: date
    event: str
    party: str
    authority: Names | None
    who: str | None
    stage: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything about a case that is not sealed, for one member of staff.

    ``case`` is the record itself, to be read only; ``reporters`` are numbers of the reports whose
    filers can be written to; ``seen`` is the number of the last event.
    """

    case: Case
    facts: CaseFacts
    relation: Relation
    actions: tuple[Action, ...]
    waits: Waits
    school: str | None
    place: Names
    holder: Names
    target: Names
    above: tuple[Names, ...]
    assignee: str | None
    clocks: tuple[ClockLine, ...]
    history: tuple[EventLine, ...]
    reporters: tuple[int, ...]
    measures: tuple[MeasureLine, ...]
    answers: tuple[AnswerLine, ...]
    people: Mapping[str, str]
    authorities: Mapping[str, Names]
    may_open: bool
    may_write: bool
    may_note: bool
    drafting: Action | None
    ratings: Ratings | None
    post: LetterWork | None
    """The letter to an authority without accounts that is this member's to write."""
    papers: tuple[PaperLine, ...]
    """What an authority answered on paper, as it was copied."""
    replies: tuple[Reply, ...]
    """Kinds of documents that this member can copy now."""
    waits_for_handover: bool
    kin: Kin
    may_correct: bool
    """Whether the member may put entries of the case right."""
    may_hear: bool
    """Whether the member may leave days of a hearing out of the review they give."""

    @property
    def may_draft(self) -> bool:
        """Whether the member may work on the answer, or on the opinion of a review."""
        return self.drafting is not None

    @property
    def seen(self) -> int:
        """Number of the last event, so that a later look can say what is new."""
        return self.history[-1].number if self.history else 0


def casefile(tx: Tx, pack: Pack, actor: Actor, ref: str) -> CaseFile:
    """The plain half of a case; raises NotFound when it does not exist for this actor."""
    case = reach(tx, actor, ref)
    facts, rows = facts_of(tx, case), events(tx, case.case_id)
    authorities = _authorities(tx, case, rows)
    people = _people(tx, actor)
    school = tx.session.get(School, case.school_id) if case.school_id else None
    post = letter_work(tx, actor, case, facts)
    return CaseFile(
        case=case,
        facts=facts,
        relation=relation(actor, facts) or Relation.HOLDER,
        actions=open_actions(actor, facts),
        waits=WAITS_ON[facts.stage],
        school=school.name if school else None,
        place=place_names(tx, case.division_code),
        holder=authorities[case.authority_id],
        target=authorities[case.target_id],
        above=tuple(authorities[one] for one in case.ladder if one in authorities),
        assignee=people.get(case.assigned_to or ""),
        clocks=tuple(_clock(row, pack, tx.today) for row in clocks_of(tx, case.case_id)),
        history=tuple(_event(row, actor, people, authorities) for row in rows),
        reporters=_reporters(tx, case),
        measures=measures(tx, case),
        answers=answers(tx, case, people, authorities),
        people=people,
        authorities=authorities,
        may_open=may_open(actor, facts),
        may_write=may_write(actor, facts),
        may_note=may_note(actor, facts),
        drafting=drafting(actor, facts),
        ratings=ratings(tx, case),
        post=post,
        papers=papers(tx, case, people),
        replies=replies(tx, post, actor, case, facts),
        waits_for_handover=is_waiting(tx, case.case_id),
        kin=kin_of(tx, actor, case),
        may_correct=may_correct(actor, facts),
        may_hear=reviews(actor, facts) and _hears(tx, pack, case),
    )


def _authorities(tx: Tx, case: Case, rows: list[History]) -> dict[str, Names]:
    """Names of every authority the page mentions."""
    wanted = {case.authority_id, case.target_id, *case.ladder, *case.copied}
    wanted |= {row.authority_id for row in rows if row.authority_id}
    wanted |= {str(row.fields[name]) for row in rows for name in _BODIES if row.fields.get(name)}
    return authority_names(tx, wanted)


_BODIES = ("competent", "target", "to", "of")
"""Fields of events that hold an authority's id."""


def _people(tx: Tx, actor: Actor) -> dict[str, str]:
    """Names of colleagues by account id; people of other authorities stay unnamed."""
    found = tx.session.scalars(select(Account).where(Account.authority_id == actor.authority_id))
    return {row.id: row.name for row in found}


def _hears(tx: Tx, pack: Pack, case: Case) -> bool:
    """Whether a clock runs that leaves out the days of a hearing."""
    return any(pack.clocks[row.key].hearing for row in running(tx, case.case_id))


def _event(
    row: History, actor: Actor, people: Mapping[str, str], authorities: Mapping[str, Names]
) -> EventLine:
    """One line of the history."""
    ours = row.authority_id == actor.authority_id
    return EventLine(
        number=row.number,
        on=row.on,
        entered_on=row.entered_on,
        event=row.event,
        party=row.party,
        authority=authorities.get(row.authority_id or ""),
        who=people.get(row.account_id or "") if ours else None,
        stage=row.stage,
        fields=row.fields,
    )


def _clock(row: Clock, pack: Pack, today: date) -> ClockLine:
    """One clock with where it stands today."""
    return ClockLine(
        key=row.key,
        kind=row.kind,
        started_on=row.started_on,
        due=row.due,
        stopped_on=row.stopped_on,
        standing=standing(row.due, row.stopped_on, today),
        judged=judged(row, pack),
        started_by=row.params.get("by"),
        measure=row.params.get("measure"),
        binds=row.authority_id is not None,
        optional=row.key in OPTIONAL,
        replaced=_replaced(row),
        demand=row.params.get("demand"),
    )


def _replaced(row: Clock) -> bool:
    """Whether a clock only made way for another: a presumed time to decide, an extended one."""
    presumed = row.key == ClockKey.DECISION and row.stopped_by == "accepted"
    return presumed or row.stopped_by in {"extended", "redelivered", "returned", *MOVED_AWAY}


def _reporters(tx: Tx, case: Case) -> tuple[int, ...]:
    """Numbers of the reports that the desk may see and that were not withdrawn."""
    rows = reports_of(tx, case.case_id)
    return tuple(row.number for row in rows if row.visible and not row.withdrawn)
