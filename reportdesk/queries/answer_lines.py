"""What was answered in a case, promised and rated: the plain half, as the desk shows it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reportdesk.queries.choosing import Names
from reportdesk.storage.answer import answers_of, measures_of
from reportdesk.storage.case import Case
from reportdesk.storage.db import Tx
from reportdesk.storage.rating import ratings_of
from reportdesk.storage.remedies import newest_answer


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure of an approved answer."""

    number: int
    code: str
    promised_on: date | None
    evidence_on: date | None
    evidence: str | None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One approved answer in its plain fields."""

    number: int
    approved_on: date
    writer: str
    approver: str
    finding: str
    sheet: Mapping[str, Mapping[str, str]]
    asked: tuple[str, ...]
    legal_basis: str
    public_title: str
    public_summary: str
    level: int = 0
    opinion: str | None = None
    authority: Names | None = None
    document: str | None = None
    """Number of the paper document that the platform copied it from, and its date."""
    document_on: date | None = None


@dataclass(frozen=True, slots=True)
class Ratings:
    """What the reporters say about the newest answer: how many in all, and how many what."""

    count: int
    solved: Mapping[str, int]
    satisfied: Mapping[int, int]


def measures(tx: Tx, case: Case) -> tuple[MeasureLine, ...]:
    """The measures of all approved answers."""
    return tuple(
        MeasureLine(row.number, row.code, row.promised_on, row.evidence_on, row.evidence)
        for row in measures_of(tx, case.case_id)
    )


def ratings(tx: Tx, case: Case) -> Ratings | None:
    """The ratings of the newest answer that reached the desk; never whose they are."""
    answer = newest_answer(tx, case.case_id)
    if answer is None:
        return None
    rows = ratings_of(tx, case.case_id, answer.number)
    return Ratings(
        count=len(rows),
        solved=Counter(row.solved for row in rows),
        satisfied=Counter(row.satisfied for row in rows),
    )


def answers(
    tx: Tx, case: Case, people: Mapping[str, str], authorities: Mapping[str, Names]
) -> tuple[AnswerLine, ...]:
    """The approved answers, oldest first."""
    return tuple(
        AnswerLine(
            number=row.number,
            approved_on=row.approved_on,
            writer=people.get(row.drafted_by, ""),
            approver=people.get(row.approved_by or "", ""),
            finding=row.finding or "",
            sheet=row.sheet or {},
            asked=tuple(row.asked or ()),
            legal_basis=row.legal_basis or "",
            public_title=row.public_title or "",
            public_summary=row.public_summary or "",
            level=row.level,
            opinion=row.opinion,
            authority=authorities.get(row.authority_id),
            document=row.document,
            document_on=row.document_on,
        )
        for row in answers_of(tx, case.case_id)
        if row.approved_on is not None
    )
