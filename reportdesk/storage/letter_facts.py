"""What letters may tell of a case, read from plain columns; it knows no report and no key."""

from sqlalchemy import select

from reportdesk.domain.case import Visibility
from reportdesk.domain.clocks import DueDate
from reportdesk.domain.disclosure import SchoolFacts, may_name
from reportdesk.domain.errors import NotFound
from reportdesk.domain.ladders import superiors_of
from reportdesk.domain.letter import (
    ANSWERS,
    AnswerInLetter,
    CaseInLetter,
    LetterKind,
    LetterOrder,
    Names,
)
from reportdesk.domain.taxonomy import ClockKey, Question
from reportdesk.packs.schema import Pack
from reportdesk.storage.answer import CaseAnswer, answers_of, measures_of
from reportdesk.storage.case import Case
from reportdesk.storage.clock import clocks_of, judged, running
from reportdesk.storage.db import Tx
from reportdesk.storage.history import History
from reportdesk.storage.register import Authority, Division, School, place_names


def case_in_letter(tx: Tx, pack: Pack, case: Case, order: LetterOrder) -> CaseInLetter:
    """The case as far as this letter may tell of it."""
    school = school_of(tx, case) if order.names_school else None
    place = case.division_code if order.names_school else _province(tx, case.division_code)
    return CaseInLetter(
        ref=case.ref,
        place=place_names(tx, place),
        school=school.name if school else None,
        school_kind=case.school_kind if order.names_school else None,
        practice=case.practice,
        period_from=case.period_from,
        period_to=case.period_to,
        filed_month=case.filed_on.isoformat()[:7],
        holder=authority_names(tx, case.authority_id),
        target=authority_names(tx, case.target_id),
        stage=case.stage,
        accepted_on=case.accepted_on,
        declined=case.decline_reason,
        extension=_extension(tx, case),
        dates=_dates(tx, pack, case, order.kind),
    )


def authority_names(tx: Tx, authority_id: str) -> Names:
    """An authority's name in both languages; raises NotFound."""
    row = tx.session.get(Authority, authority_id)
    if row is None:
        raise NotFound("authority")
    return row.name, row.name_en


def school_of(tx: Tx, case: Case) -> School | None:
    """The case's school, where the register knows it."""
    return tx.session.get(School, case.school_id) if case.school_id else None


def size_of(school: School | None) -> SchoolFacts | None:
    """What decides whether a school may be named."""
    if school is None:
        return None
    facts = (school.pupils, school.pupils_source, school.pupils_on)
    return SchoolFacts(school.id, school.kind, *facts)


def school_is_public(tx: Tx, case: Case) -> bool:
    """Whether the public record may name the school: a full case, and a school large enough."""
    answered = any(row.approved_on is not None for row in answers_of(tx, case.case_id))
    full = answered and case.visibility != Visibility.WITHHELD
    return full and may_name(size_of(school_of(tx, case)))


def answer_for(tx: Tx, case: Case, kind: LetterKind) -> tuple[CaseAnswer, CaseAnswer | None] | None:
    """The newest approved answer that this kind of letter puts on paper, and the one before it."""
    level = next((level for level, one in ANSWERS.items() if one is kind), None)
    done = [row for row in answers_of(tx, case.case_id) if row.approved_on is not None]
    found = next((row for row in reversed(done) if row.level == level), None)
    if found is None:
        return None
    earlier = [row for row in done if row.number < found.number]
    return found, earlier[-1] if earlier else None


def answer_in_letter(tx: Tx, row: CaseAnswer) -> AnswerInLetter:
    """An approved answer in its plain fields, without what students ticked or asked for."""
    if row.approved_on is None:
        raise NotFound("answer")
    sheet = row.sheet or {}
    said = [(code.value, sheet[code.value]) for code in Question if code.value in sheet]
    return AnswerInLetter(
        number=row.number,
        on=row.approved_on,
        authority=authority_names(tx, row.authority_id),
        finding=row.finding or "",
        opinion=row.opinion,
        summary=row.public_summary or "",
        legal_basis=row.legal_basis or "",
        sheet=tuple((code, entry["a"], entry["w"]) for code, entry in said if entry["a"]),
        measures=tuple(
            (one.code, one.promised_on, one.evidence_on)
            for one in measures_of(tx, row.case_id)
            if one.answer_number == row.number
        ),
    )


def appeal_from(tx: Tx, case: Case, authority_id: str) -> Names | None:
    """Who decides next after an authority; None when the case's ladder ends with it."""
    above = superiors_of(authority_id, case.ladder)
    return authority_names(tx, above[0]) if above else None


def _province(tx: Tx, code: str) -> str:
    """The province of a division."""
    row = tx.session.get_one(Division, code)
    while row.parent_code is not None:
        row = tx.session.get_one(Division, row.parent_code)
    return row.code


def _extension(tx: Tx, case: Case) -> str | None:
    """Why the decision was extended last, as a code."""
    rows = select(History.fields).where(History.case_id == case.case_id, History.event == "extend")
    found = tx.session.scalar(rows.order_by(History.number.desc()).limit(1))
    return str(found["reason"]) if found else None


def _dates(tx: Tx, pack: Pack, case: Case, kind: LetterKind) -> tuple[DueDate, ...]:
    """Due dates with their explanations; of a matter passed on, as if it arrived today."""
    if kind is not LetterKind.TRANSFER:
        return tuple(judged(row, pack) for row in clocks_of(tx, case.case_id))
    live = {row.key: judged(row, pack) for row in running(tx, case.case_id)}
    keys = (ClockKey.NOTICE, ClockKey.OBJECTION)
    return tuple(live.get(key) or pack.due_date(key, tx.today) for key in keys)
