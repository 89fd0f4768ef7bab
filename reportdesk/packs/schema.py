"""What a loaded pack is: frozen values that domain rules take as they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from reportdesk.domain.asking import Condition, Facts, Filled
from reportdesk.domain.calendar import Calendar
from reportdesk.domain.case import Stage, Visibility, Waits
from reportdesk.domain.clocks import (
    Citation,
    ClockEvent,
    ClockKind,
    ClockRule,
    DueDate,
    StandingCode,
    due_date,
)
from reportdesk.domain.ladders import Ladder
from reportdesk.domain.retention import HoldReason, RetentionRule
from reportdesk.domain.school_breaks import SchoolBreak, breaks_of
from reportdesk.domain.taxonomy import (
    Answer,
    Asked,
    ClosureReason,
    DeclineReason,
    Filer,
    Finding,
    Lever,
    Measure,
    Outcome,
    Ownership,
    Practice,
    Question,
    ReturnReason,
    RunBy,
    SchoolKind,
    Scope,
)

GROUPS: Mapping[str, type[StrEnum]] = {
    "practice": Practice,
    "lever": Lever,
    "scope": Scope,
    "asked": Asked,
    "filer": Filer,
    "school_kind": SchoolKind,
    "ownership": Ownership,
    "run_by": RunBy,
    "answer": Answer,
    "finding": Finding,
    "measure": Measure,
    "outcome": Outcome,
    "stage": Stage,
    "visibility": Visibility,
    "waits": Waits,
    "clock_kind": ClockKind,
    "clock_event": ClockEvent,
    "standing": StandingCode,
    "decline_reason": DeclineReason,
    "return_reason": ReturnReason,
    "closure_reason": ClosureReason,
    "hold_reason": HoldReason,
}
"""Groups of ``taxonomy.yaml`` and the codes each must give words to.

The loader adds the groups ``clock`` and ``clock_note`` (clocks.yaml), ``rung`` (ladder.yaml) and
``question`` (questions.yaml), ``retention`` (retention.yaml, the reason of each length of time),
``<group>_help`` where there is help, and ``decline_reason_path``.
"""


@dataclass(frozen=True, slots=True)
class Words:
    """One thing said in both languages."""

    zh: str
    en: str

    def get(self, lang: str) -> str:
        """English for ``en…``, Chinese for everything else."""
        return self.en if lang.startswith("en") else self.zh


@dataclass(frozen=True, slots=True)
class Source:
    """A law or document as it is cited; ``url`` is None for rules that are no law."""

    law: str
    en: str
    url: str | None
    retrieved: date | None


@dataclass(frozen=True, slots=True)
class Notice:
    """The State Council notice that sets the holidays of a year."""

    year: int
    number: str
    issued: date
    url: str


@dataclass(frozen=True, slots=True)
class SheetQuestion:
    """One row of the question sheet, in the order of the pack; without ``when`` always asked."""

    code: Question
    name: Words
    help: Words | None
    when: Condition | None = None
    filled: Filled | None = None

    def asked(self, facts: Facts) -> bool:
        """Whether a reporter who said this is asked; what is not known yet leaves nothing out."""
        return self.when is None or self.when.may_hold(facts)

    def follows(self, facts: Facts) -> Answer | None:
        """The answer that follows from what was said, if one does."""
        found = self.filled
        return found.answer if found is not None and found.when.holds(facts) else None


@dataclass(frozen=True, slots=True)
class RightPoint:
    """One sentence or two about a right, and the articles it rests on; advice rests on none."""

    say: Words
    basis: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Right:
    """One page of "know your rights"; ``code`` stands in its address."""

    code: str
    question: Words
    short: Words
    points: tuple[RightPoint, ...]


Terms = dict[str, dict[str, Words]]


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """A jurisdiction's rules and words; two loads of the same files have the same ``hash``."""

    id: str
    version: str
    title: Words
    valid_from: date
    valid_to: date | None
    parent: str | None
    lineage: tuple[str, ...]
    """Stamps of the pack, its parent, and so on."""
    counting: Citation
    sources: Mapping[str, Source]
    calendar: Calendar
    calendar_credit: str
    notices: tuple[Notice, ...]
    clocks: Mapping[str, ClockRule]
    ladder: Ladder
    questions: tuple[SheetQuestion, ...]
    citations: Mapping[str, Citation]
    rights: tuple[Right, ...]
    retention: Mapping[str, RetentionRule]
    """How long what people wrote is kept after the end, by headline outcome."""
    terms: Terms
    hash: str

    @property
    def stamp(self) -> str:
        """``id@version``, as stored with everything this pack decided."""
        return f"{self.id}@{self.version}"

    def labels(self, group: str, code: str, lang: str = "zh") -> str:
        """The words of a code. Raises KeyError for an unknown group or code."""
        return self.terms[group][code].get(lang)

    def law_title(self, law: str, lang: str) -> str:
        """A law among the sources, as it is cited."""
        source = self.sources[law]
        return source.en if lang.startswith("en") else source.law

    def has(self, group: str, code: str) -> bool:
        """Whether the pack has words for a code of an optional group (notes, help)."""
        return code in self.terms.get(group, {})

    def breaks(self, division: str, school_kind: str) -> tuple[SchoolBreak, ...]:
        """The school breaks that the pack knows of one kind of school in one place."""
        return breaks_of(self.calendar.breaks, division, school_kind)

    def due_date(self, key: str, start: date, **facts: Any) -> DueDate:
        """:func:`reportdesk.domain.clocks.due_date` with this pack's rules and calendar."""
        return due_date(self.clocks, key, start, self.calendar, **facts)
