"""A routine check of a school: what may be asked, what may be demanded, what must not be said.

信访工作条例 Art. 30(3), 46(5): nothing of a report, nor that there is one, reaches its subject.
Everything but a few words comes from closed lists; the words are compared with the reports.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from reportdesk.domain.disclosure import SchoolFacts, may_name
from reportdesk.domain.filing_parts import Fault
from reportdesk.domain.identity.kinds import DetailKind
from reportdesk.domain.taxonomy import Practice, Question

LONGEST_TIME_TO_REPLY = 60
"""Days that a school may be given."""


OUR_CONTACT = frozenset(
    {DetailKind.PHONE, DetailKind.EMAIL, DetailKind.OWN_NAME, DetailKind.OTHER_NAME}
)
"""What may be the authority's own, as whom to call, unless a report has it too."""


class Paper(StrEnum):
    """Documents that a school may be asked for; never a list of students."""

    NOTICES = "notices"
    PRIVACY_RULES = "privacy_rules"
    CONSENT_FORMS = "consent_forms"
    CONTRACTS = "contracts"
    GRADING_RULES = "grading_rules"
    IMPACT_ASSESSMENT = "impact_assessment"
    PAYMENTS = "payments"
    DELETION_PROOF = "deletion_proof"


class Unsaid(StrEnum):
    """What must not be said, ticked one by one."""

    COMPLAINT = "complaint"
    TIME = "time"
    CLASS = "class"
    WORDING = "wording"
    FILES = "files"
    COUNT = "count"
    SINGLE = "single"


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What a letter to a school asks: closed lists, a day, and what its author typed.

    ``school`` counts only where the register does not know it.
    """

    practices: tuple[Practice, ...]
    questions: tuple[Question, ...]
    papers: tuple[Paper, ...]
    by: date | None
    unsaid: frozenset[Unsaid]
    small_known: bool = False
    """The author knows that the school is small, where a check is easily traced."""
    school: str = ""
    says: str = ""
    own_number: str = ""
    our_contact: bool = False
    """What was found are the authority's own people and numbers."""

    def faults(self, today: date, *, small: bool) -> tuple[Fault, ...]:
        """What keeps the letter from being sent, in the order of the page."""
        found: list[Fault] = []
        if not self.practices:
            found.append(Fault("practices", "inquiry_asks_nothing"))
        if not self.questions and not self.papers:
            found.append(Fault("questions", "inquiry_asks_nothing"))
        if self.by is None:
            found.append(Fault("by", "letter_day_missing"))
        elif not 0 < (self.by - today).days <= LONGEST_TIME_TO_REPLY:
            found.append(Fault("by", "inquiry_day", {"most": LONGEST_TIME_TO_REPLY}))
        if small and not self.small_known:
            found.append(Fault("small_known", "inquiry_small_school"))
        if set(Unsaid) - self.unsaid:
            found.append(Fault("unsaid", "inquiry_unchecked"))
        return tuple(found)

    def codes(self, since: str) -> dict[str, Any]:
        """What is kept of it; ``since`` is the month from which the school is asked."""
        return {
            "practices": [one.value for one in self.practices],
            "questions": [one.value for one in self.questions],
            "papers": [one.value for one in self.papers],
            "since": since,
        }

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Self:
        """What :meth:`codes` kept."""
        return cls(
            practices=tuple(Practice(one) for one in fields["practices"]),
            questions=tuple(Question(one) for one in fields["questions"]),
            papers=tuple(Paper(one) for one in fields["papers"]),
            by=None,
            unsaid=frozenset(),
        )


def asked_since(period_from: str, today: date) -> str:
    """The month from which a school is asked: a September that says nothing of the case.

    The school year before the present one, or that of the case where it is older.
    """
    year, month = (int(part) for part in period_from.split("-"))
    theirs = year if month >= SEPTEMBER else year - 1
    ours = today.year if today.month >= SEPTEMBER else today.year - 1
    return f"{min(theirs, ours - 1)}-09"


SEPTEMBER = 9
"""Month in which a school year begins."""


def is_small(kind: str, school: SchoolFacts | None) -> bool:
    """Whether so few go to the school that a check may be traced; unknown counts as small."""
    return not may_name(school or SchoolFacts("", kind))
