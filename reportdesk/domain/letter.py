"""What a letter may say of a case: its kind, and plain facts that no reporter typed.

Whoever writes a letter gets these facts and no report: there is no field for a word, a file, a day
or a number of reports. What a letter to a school may not even hint at is left out of its facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from reportdesk.domain.clocks import DueDate

Names = tuple[str, str]
"""A name in Chinese and in English."""
LONGEST_NUMBER, LONGEST_NAME, LONGEST_ADDITION = 60, 80, 1_000
"""Characters of an authority's own number, of a typed addressee, of what an author adds."""


class LetterKind(StrEnum):
    """Kinds of letters."""

    TRANSFER = "transfer"
    """转送函: the matter goes to the authority that the law makes responsible."""
    SUPERVISION = "supervision"
    """督办通知: a superior, or the platform, names what is late and asks for an act by a day."""
    INQUIRY = "inquiry"
    """调查核实函: a routine check of a school, which names neither a case nor a complaint."""
    DATA_REGULATOR = "data_regulator"
    """线索告知函: to the cyberspace administration."""
    LABOUR = "labour"
    """线索告知函: to the human-resources bureau."""
    DECISION = "decision"
    """处理意见书: an approved answer on paper."""
    REVIEW = "review"
    """复查意见书."""
    FINAL_REVIEW = "final_review"
    """复核意见书."""
    DECLINED = "declined"
    """不予受理告知书."""
    EXTENDED = "extended"
    """延期告知书."""
    REVIEW_REQUEST = "review_request"
    """请求复查函: a reporter asks an authority without accounts for a review."""


ANSWERS = {0: LetterKind.DECISION, 1: LetterKind.REVIEW, 2: LetterKind.FINAL_REVIEW}
"""The letter that an answer or opinion becomes, by its level."""
PARALLEL = frozenset({LetterKind.DATA_REGULATOR, LetterKind.LABOUR})
"""Letters that inform a body beside the case, which goes on as it was."""
TO_REPORTER = frozenset({*ANSWERS.values(), LetterKind.DECLINED, LetterKind.EXTENDED})
"""Letters about what the reporter was told; the reporter left no name, so none stands in them."""
TOLD = frozenset({*PARALLEL, LetterKind.INQUIRY})
"""Letters whose sending a reporter sees on the page of the case."""


class Demand(StrEnum):
    """What a 督办通知 asks for."""

    REPORT = "report"
    ACCEPT = "accept"
    ANSWER = "answer"
    TAKE_OVER = "take_over"
    HAND_ON = "hand_on"


@dataclass(frozen=True, slots=True)
class Due:
    """By when, and whether the day rests on a year whose holidays are not announced yet."""

    on: date
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class LetterOrder:
    """A letter somebody wants to send.

    The addressee is an authority of the register, or an official name as typed. ``says`` is what
    the author adds, in words that were checked for personal details. ``own_number`` takes the
    place of the number made here. ``fields`` are codes that the kind of letter knows.
    """

    kind: LetterKind
    addressee_id: str | None = None
    addressee: str = ""
    due: Due | None = None
    says: str = ""
    own_number: str = ""
    names_school: bool = True
    fields: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class CaseInLetter:
    """A case as far as a letter may tell of it.

    ``school`` is None when the addressee may not be told it or the register does not know it, and
    ``school_kind`` when the addressee may not be told it; ``place`` is then the province. Months
    are ``YYYY-MM``. ``dates`` are due dates of the case's clocks with their explanation.
    """

    ref: str
    place: Names
    school: str | None
    school_kind: str | None
    practice: str
    period_from: str
    period_to: str | None
    filed_month: str
    holder: Names
    target: Names
    stage: str
    accepted_on: date | None = None
    declined: str | None = None
    extension: str | None = None
    """Why the decision was extended, as a code."""
    dates: tuple[DueDate, ...] = ()

    def date_of(self, key: str | None) -> DueDate | None:
        """The due date of the clock with this key, the newest one."""
        return next((one for one in reversed(self.dates) if one.key == key), None)


@dataclass(frozen=True, slots=True)
class AnswerInLetter:
    """An approved answer or opinion: what its authority wrote for the public, and its codes.

    ``sheet`` holds question, answer and words of the authority; ``measures`` code, promised day
    and day of proof. What students ticked or asked for stays out.
    """

    number: int
    on: date
    authority: Names
    finding: str
    opinion: str | None
    summary: str
    legal_basis: str
    sheet: tuple[tuple[str, str, str], ...]
    measures: tuple[tuple[str, date | None, date | None], ...]


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Everything one letter is made of; ``fields`` are codes, dates and words of its author."""

    kind: LetterKind
    number: str
    on: date
    issuer: Names
    addressee: Names
    case: CaseInLetter
    answer: AnswerInLetter | None = None
    before: AnswerInLetter | None = None
    """The answer that a review is about."""
    appeal: Names | None = None
    """Who decides next when the reporter does not agree."""
    due: Due | None = None
    says: str = ""
    """What its author adds, in words that were checked for personal details."""
    fields: Mapping[str, Any] = field(default_factory=dict, hash=False)
