"""Plain facts of cases for publication: nothing sealed, no account, no count of reports."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.disclosure import PublicAuthority, SchoolFacts
from reportdesk.domain.provinces import iso_province
from reportdesk.domain.public_case import AnswerFacts, CaseFacts, MeasureFacts
from reportdesk.domain.public_clocks import EXACT, ClockFact
from reportdesk.domain.public_time import EventFact
from reportdesk.domain.rulebook import Rulebook
from reportdesk.domain.supervising import MOVED
from reportdesk.domain.taxonomy import ClockKey, Finding, Measure, SchoolKind
from reportdesk.storage.answer import CaseAnswer, CaseMeasure
from reportdesk.storage.case import Case
from reportdesk.storage.clock import GIVEN_AWAY, Clock, RungFired, held_since
from reportdesk.storage.db import Tx
from reportdesk.storage.excerpt import public_excerpts
from reportdesk.storage.history import History
from reportdesk.storage.merging import gathered_each
from reportdesk.storage.register import Authority, Division, School
from reportdesk.storage.rulebook import kept_books
from reportdesk.storage.suspected import unseen

R = TypeVar("R")
CHUNK = 500


def cases_by_id(tx: Tx) -> dict[str, Case]:
    """Every case, by id, but for those that suspected filings opened: nobody has seen them."""
    return {row.case_id: row for row in tx.session.scalars(select(Case).where(~unseen()))}


def facts_of(tx: Tx, cases: Iterable[Case], *, demonstration: bool) -> dict[str, CaseFacts]:
    """The facts of these cases: case id -> facts."""
    waiting = list(cases)
    found: dict[str, CaseFacts] = {}
    for first in range(0, len(waiting), CHUNK):
        found.update(_facts(tx, waiting[first : first + CHUNK], demonstration))
    return found


def _facts(tx: Tx, cases: list[Case], demonstration: bool) -> dict[str, CaseFacts]:
    """The facts of one group of cases, each table read once."""
    ids = [case.case_id for case in cases]
    clocks, events = _by_case(tx, Clock, ids), _by_case(tx, History, ids)
    answers, measures = _answers(tx, ids), _by_case(tx, CaseMeasure, ids)
    speaks = gathered_each(tx, cases)
    fired = _fired(tx, ids)
    excerpts = public_excerpts(tx, {one for found in speaks.values() for one in found})
    schools = _schools(tx, {case.school_id for case in cases if case.school_id})
    near, books = _near(tx, cases), kept_books(tx)
    made: dict[str, CaseFacts] = {}
    for case in cases:
        given = answers.get(case.case_id, [])
        answer = given[-1] if given else None
        made[case.case_id] = CaseFacts(
            ref=case.ref,
            target=case.target_id,
            holder=case.authority_id,
            school=schools.get(case.school_id or ""),
            school_kind=case.school_kind,
            province=iso_province(case.division_code),
            division=case.division_code,
            practice=case.practice,
            scope=case.scope,
            filed_on=case.filed_on,
            visibility=case.visibility,
            withheld_reason=case.withheld_reason,
            accepted_on=case.accepted_on,
            decline_reason=case.decline_reason,
            demonstration=demonstration or case.demo,
            parent_ref=near.get(case.parent_id or ""),
            linked_ref=near.get(case.linked_id or ""),
            clocks=tuple(_clock(row, books, fired) for row in clocks[case.case_id]),
            events=tuple(_event(row) for row in events[case.case_id]),
            taken_from=_taken_from(events[case.case_id]),
            answer=_answer(answer, given[0]) if answer else None,
            measures=tuple(_measure(row) for row in _standing(measures[case.case_id])),
            excerpts=_together(excerpts, speaks[case.case_id]),
        )
    return made


def _together(excerpts: Mapping[str, tuple[str, ...]], ids: Iterable[str]) -> tuple[str, ...]:
    """The excerpts of a case and of those merged into it, in an order of their own."""
    return tuple(sorted(text for one in ids for text in excerpts.get(one, ())))


def _by_case(tx: Tx, record: type[R], ids: list[str]) -> Mapping[str, list[R]]:
    """Rows of a numbered case table, by case, in the order of their numbers."""
    table: Any = record
    rows = tx.session.scalars(
        select(record).where(table.case_id.in_(ids)).order_by(table.case_id, table.number)
    )
    found: defaultdict[str, list[R]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)  # type: ignore[attr-defined]  # every case table has it
    return found


def _standing(measures: list[CaseMeasure]) -> list[CaseMeasure]:
    """The measures of all answers: a later one takes back no promise, and says "none" for itself.

    Rows of measures exist only once their answer counts.
    """
    real = [row for row in measures if row.code != Measure.NONE]
    return real or measures[-1:]


def _answers(tx: Tx, ids: list[str]) -> dict[str, list[CaseAnswer]]:
    """The approved answers of each case, oldest first."""
    rows = select(CaseAnswer).where(
        CaseAnswer.case_id.in_(ids), CaseAnswer.approved_on.is_not(None)
    )
    found: defaultdict[str, list[CaseAnswer]] = defaultdict(list)
    for row in tx.session.scalars(rows.order_by(CaseAnswer.number)):
        found[row.case_id].append(row)
    return dict(found)


def _near(tx: Tx, cases: Iterable[Case]) -> dict[str, str]:
    """References of the cases that these were merged into or go on with, by id."""
    ids = {one for case in cases for one in (case.parent_id, case.linked_id) if one}
    rows = tx.session.execute(select(Case.case_id, Case.ref).where(Case.case_id.in_(ids)))
    return {row.case_id: row.ref for row in rows}


def _schools(tx: Tx, ids: set[str]) -> dict[str, SchoolFacts]:
    """What the school gate looks at."""
    rows = tx.session.scalars(select(School).where(School.id.in_(ids)))
    return {
        row.id: SchoolFacts(
            id=row.id,
            kind=SchoolKind(row.kind),
            pupils=row.pupils,
            pupils_source=row.pupils_source,
            pupils_on=row.pupils_on,
        )
        for row in rows
    }


def _fired(tx: Tx, ids: list[str]) -> Mapping[tuple[str, int], frozenset[str]]:
    """The rungs that each clock of these cases fired."""
    rows = tx.session.scalars(select(RungFired).where(RungFired.case_id.in_(ids)))
    found: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for row in rows:
        found[row.case_id, row.clock_number].add(row.rung)
    return {clock: frozenset(rungs) for clock, rungs in found.items()}


def _clock(
    row: Clock,
    books: Mapping[str, Rulebook],
    fired: Mapping[tuple[str, int], frozenset[str]],
) -> ClockFact:
    """One clock row."""
    given_away, none = row.stopped_by in GIVEN_AWAY, frozenset[str]()
    return ClockFact(
        number=row.number,
        key=row.key,
        kind=row.kind,
        started_on=row.started_on,
        due=row.due,
        stopped_on=row.stopped_on,
        stopped_by=row.stopped_by,
        measure=row.params.get("measure"),
        extension_days=row.params.get("extension_days", 0),
        hearing_days=row.params.get("hearing_days", 0),
        owner=row.authority_id,
        fired=fired.get((row.case_id, row.number), none) if given_away else None,
        held_from=held_since(row),
        presumed=row.key == ClockKey.DECISION and row.params.get("by") != "accepted",
        provisional=bool(row.provisional),
        was=tuple(
            (date.fromisoformat(on), date.fromisoformat(due))
            for on, due in row.params.get("was", ())
        ),
        judge=_judge(row, books),
    )


def _judge(row: Clock, books: Mapping[str, Rulebook]) -> Rulebook | None:
    """The version that judged a clock, where its days are public; else the newest one that it was
    compared with: whether that one moved its date or kept it tells about the day it started."""
    own = row.kept.book if row.kept is not None else None
    if row.key in EXACT:
        return own
    newest = books.get(row.compared or "")
    return newest if newest is not None and row.key in newest.clocks else own


def _event(row: History) -> EventFact:
    """One history row, without who did it; a paper document was on record when it arrived."""
    came = row.fields.get("received")
    entered = date.fromisoformat(came) if came else row.entered_on
    return EventFact(row.number, row.on, entered, row.event, row.party, row.stage)


def _taken_from(rows: list[History]) -> str | None:
    """From whom a superior took the case last."""
    taken = [str(row.fields["of"]) for row in rows if row.event in MOVED]
    return taken[-1] if taken and taken[-1] != PLATFORM_AUTHORITY else None


def _answer(row: CaseAnswer, first: CaseAnswer) -> AnswerFacts:
    """The plain columns of an approved answer, and when the first one counted."""
    if row.approved_on is None or row.finding is None:
        raise ValueError(f"answer {row.number} is approved but not plain")
    return AnswerFacts(
        authority_id=row.authority_id,
        approved_on=row.approved_on,
        finding=Finding(row.finding),
        level=row.level,
        first_on=first.approved_on,
        sheet={q: (said.get("a"), said.get("w") or None) for q, said in (row.sheet or {}).items()},
        students=dict(row.students or {}),
        asked=tuple(row.asked or ()),
        levers=tuple(row.levers or ()),
        legal_basis=row.legal_basis or None,
        document=row.document,
        document_on=row.document_on,
        title=row.public_title or None,
        summary=row.public_summary or None,
    )


def _measure(row: CaseMeasure) -> MeasureFacts:
    """One measure."""
    return MeasureFacts(
        row.number, Measure(row.code), row.promised_on, row.evidence_on, row.evidence or None
    )


def authorities(tx: Tx) -> dict[str, Authority]:
    """Every authority of the register, by id."""
    return {row.id: row for row in tx.session.scalars(select(Authority))}


def for_coarsening(known: Mapping[str, Authority]) -> dict[str, PublicAuthority]:
    """The authorities as the coarsening rule sees them."""
    return {row.id: PublicAuthority(row.id, row.parent_id, row.small) for row in known.values()}


def divisions(tx: Tx, codes: set[str]) -> dict[str, tuple[str, str]]:
    """Names of divisions: code -> Chinese, English."""
    rows = tx.session.scalars(select(Division).where(Division.code.in_(codes)))
    return {row.code: (row.name, row.name_en) for row in rows}


def school_names(tx: Tx, ids: set[str]) -> dict[str, str]:
    """Present names of schools."""
    rows = tx.session.execute(select(School.id, School.name).where(School.id.in_(ids)))
    return {row.id: row.name for row in rows}
