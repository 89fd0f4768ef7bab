"""One case as publication sees it, and as a release shows it.

The attributes of :class:`PublicCase` are the public columns; ``release/fields.py`` lists them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from reportdesk.domain.disclosure import SchoolFacts
from reportdesk.domain.public_clocks import ClockFact, PublicClock
from reportdesk.domain.public_time import EventFact
from reportdesk.domain.taxonomy import Finding, Measure

Said = tuple[str | None, str | None]
"""An answer code and words; either may be missing."""


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """The newest answer that a second person approved; all of it meant for the public."""

    authority_id: str
    approved_on: date
    finding: Finding
    level: int = 0
    first_on: date | None = None
    """When the first answer counted, if that was another: a redo or a review adds no days to it."""
    sheet: Mapping[str, Said] = field(default_factory=dict, hash=False)
    students: Mapping[str, str] = field(default_factory=dict, hash=False)
    asked: tuple[str, ...] = ()
    levers: tuple[str, ...] = ()
    legal_basis: str | None = None
    title: str | None = None
    summary: str | None = None
    document: str | None = None
    """Number and date of the paper document that the platform copied this from."""
    document_on: date | None = None


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """One measure of the case's answers; ``evidence`` is written for the public."""

    number: int
    code: Measure
    promised_on: date | None = None
    evidence_on: date | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """All that publication may know of a case: nothing sealed, and no count of reports."""

    ref: str
    target: str
    holder: str
    school: SchoolFacts | None
    school_kind: str
    province: str
    division: str
    practice: str
    scope: str
    filed_on: date
    visibility: str
    withheld_reason: str | None
    accepted_on: date | None
    decline_reason: str | None
    demonstration: bool
    parent_ref: str | None = None
    linked_ref: str | None = None
    """The ended case that this one goes on with."""
    clocks: tuple[ClockFact, ...] = ()
    events: tuple[EventFact, ...] = ()
    answer: AnswerFacts | None = None
    measures: tuple[MeasureFacts, ...] = ()
    excerpts: tuple[str, ...] = ()
    """Reporters' own words that they offer and two persons approved."""
    taken_from: str | None = None
    """The holder from whom a superior took the case last, for lateness."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline; ``code`` is the rung or measure where there is one.

    ``entered`` is the day the authority recorded its act, where that is later.
    """

    when: str
    event: str
    stage: str | None = None
    code: str | None = None
    entered: str | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """One measure and what came of it; ``number`` ties it to its clock."""

    number: int
    code: str
    promised: str | None
    standing: str | None
    overdue_days: int | None
    evidence_on: str | None
    evidence: str | None


@dataclass(frozen=True, slots=True)
class PublicCase:
    """What a release shows of one case; None where its level or its state has no value."""

    ref: str
    level: str
    withheld_reason: str | None = None
    province: str | None = None
    authority: str | None = None
    practice: str | None = None
    month: str | None = None
    stage: str | None = None
    merged_into: str | None = None
    returned_late: bool | None = None
    """Whether an authority gave it back after the time to object; None where nobody did."""
    reopens: str | None = None
    reopened_as: str | None = None
    """References of the cases that go on with this one, ``;`` between them."""
    decline_reason: str | None = None
    outcome: str | None = None
    standing: str | None = None
    clock: str | None = None
    clock_kind: str | None = None
    due: str | None = None
    due_provisional: bool | None = None
    """Whether holidays that are not announced yet may still move it."""
    overdue_days: int | None = None
    late_by: str | None = None
    """Whose lateness heads the case: of a review the reviewing authority's."""
    rungs: tuple[str, ...] = ()
    listed: bool | None = None
    """Whether it stands on the public overdue list now."""
    timely: str | None = None
    timely_kind: str | None = None
    age: str | None = None
    taken_from: str | None = None
    school: str | None = None
    school_kind: str | None = None
    division: str | None = None
    scope: str | None = None
    levers: tuple[str, ...] = ()
    accepted: str | None = None
    answered: str | None = None
    answered_by: str | None = None
    answer_days: int | None = None
    answer_band: str | None = None
    finding: str | None = None
    measures: tuple[str, ...] = ()
    measures_late: int | None = None
    asked: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()
    review_level: int | None = None
    reopened: bool | None = None
    title: str | None = None
    summary: str | None = None
    legal_basis: str | None = None
    document: str | None = None
    document_on: str | None = None
    sheet: Mapping[str, tuple[str | None, str | None, str | None]] = field(default_factory=dict)
    """Question -> (students' code, authority's code, authority's words)."""
    steps: tuple[Step, ...] = ()
    promises: tuple[Promise, ...] = ()
    excerpts: tuple[str, ...] = ()
    clocks: tuple[PublicClock, ...] = ()
    demonstration: bool = False
