"""An authority's answer while it is written: what it holds and what it still lacks.

Source: lifecycle specification, sections 3 and 6. A draft may be incomplete; it is handed to the
second person only when it has no faults.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Self

from reportdesk.domain.filing_parts import Fault
from reportdesk.domain.taxonomy import (
    MEASURES_FOR,
    Answer,
    Asked,
    Finding,
    Measure,
    Opinion,
    Question,
)

LONGEST_WORDS = 500
LONGEST_PROMISE = timedelta(days=730)
"""A measure promised for later than that is no answer."""
LONGEST_REPLY = 5_000
LONGEST_BASIS = 1_000
LAST_LEVEL = 2
"""Of the second review, which ends the procedure."""
LONGEST_TITLE = 60
LONGEST_SUMMARY = 2_000
"""Characters."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The authority's answer to one question, with words; None while it is open."""

    answer: Answer | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Promised:
    """One measure, and the day by which the authority promises it; None for a measure done."""

    measure: Measure
    by: date | None = None


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """Everything an answer holds; ``reply`` and ``public_summary`` are light Markdown."""

    finding: Finding | None = None
    sheet: Mapping[Question, Answered] = field(default_factory=dict, hash=False)
    measures: tuple[Promised, ...] = ()
    reply: str = ""
    legal_basis: str = ""
    public_title: str = ""
    public_summary: str = ""
    opinion: Opinion | None = None
    """Of a review: whether it upholds or corrects the answer before it."""

    def faults(self, today: date, level: int = 0) -> tuple[Fault, ...]:
        """What keeps it from being handed to the second person, in the order of the page.

        ``level`` is 0 for an answer, 1 or 2 for the opinion of a review.
        """
        unsaid = level > 0 and self.opinion is None
        opinion = [Fault("opinion", "opinion_missing")] if unsaid else []
        missing = [] if self.finding else [Fault("finding", "finding_missing")]
        return (
            *opinion,
            *missing,
            *self._sheet_faults(),
            *self._measure_faults(today),
            *(self._late_promises() if level == LAST_LEVEL else []),
            *self._text_faults(),
            *self.lengths(),
        )

    def lengths(self) -> tuple[Fault, ...]:
        """Texts that are too long even for a draft."""
        most = {
            "reply": LONGEST_REPLY,
            "legal_basis": LONGEST_BASIS,
            "public_title": LONGEST_TITLE,
            "public_summary": LONGEST_SUMMARY,
        }
        long = [
            Fault(name, "too_long", {"most": limit})
            for name, limit in most.items()
            if len(getattr(self, name)) > limit
        ]
        return (*self._long_words(), *long)

    def _long_words(self) -> list[Fault]:
        """Words to a question that are too long."""
        return [
            Fault(f"{question.value}_words", "too_long", {"most": LONGEST_WORDS})
            for question, entry in self.sheet.items()
            if len(entry.words) > LONGEST_WORDS
        ]

    def _sheet_faults(self) -> list[Fault]:
        """Every question is answered; "not known" is an answer too."""
        return [
            Fault(question.value, "answer_missing")
            for question in Question
            if self.sheet.get(question, Answered()).answer is None
        ]

    def _measure_faults(self, today: date) -> list[Fault]:
        """One measure at least, "none" only alone, and no promise in the past or far away."""
        codes = [promised.measure for promised in self.measures]
        if not codes:
            return [Fault("measures", "measures_missing")]
        if Measure.NONE in codes and len(codes) > 1:
            return [Fault("measures", "measures_contradict")]
        latest = today + LONGEST_PROMISE
        return [
            Fault(f"{promised.measure.value}_by", code, {"latest": latest.isoformat()})
            for promised in self.measures
            if promised.by is not None
            for code, wrong in (
                ("promise_past", promised.by < today),
                ("promise_far", promised.by > latest),
            )
            if wrong
        ]

    def _late_promises(self) -> list[Fault]:
        """Promises in the last opinion, after which nobody would keep their time."""
        return [
            Fault(f"{promised.measure.value}_by", "promise_after_end")
            for promised in self.measures
            if promised.by is not None
        ]

    def _text_faults(self) -> list[Fault]:
        """Texts that an answer cannot do without."""
        names = ("reply", "legal_basis", "public_title", "public_summary")
        return [Fault(name, f"{name}_missing") for name in names if not getattr(self, name).strip()]

    @property
    def public_texts(self) -> dict[str, str]:
        """Every text that the public will read, by field."""
        words = {f"{q.value}_words": entry.words for q, entry in self.sheet.items() if entry.words}
        texts = {name: getattr(self, name) for name in _PUBLIC}
        return {**words, **{name: text for name, text in texts.items() if text}}

    def plain(self) -> dict[str, Any]:
        """As JSON values, for sealing."""
        return {
            "finding": self.finding.value if self.finding else None,
            "sheet": self.plain_sheet(),
            "measures": [
                {"code": m.measure.value, "promised_on": m.by.isoformat() if m.by else None}
                for m in self.measures
            ],
            "reply": self.reply,
            "legal_basis": self.legal_basis,
            "public_title": self.public_title,
            "public_summary": self.public_summary,
            "opinion": self.opinion.value if self.opinion else None,
        }

    def plain_sheet(self) -> dict[str, dict[str, str | None]]:
        """The question sheet as JSON values: question -> ``{"a": answer, "w": words}``."""
        return {
            question.value: {
                "a": entry.answer.value if entry.answer else None,
                "w": entry.words.strip(),
            }
            for question in Question
            for entry in [self.sheet.get(question, Answered())]
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Self:
        """What :meth:`plain` gave."""
        return cls(
            finding=Finding(plain["finding"]) if plain["finding"] else None,
            sheet={
                Question(code): Answered(Answer(said["a"]) if said["a"] else None, said["w"])
                for code, said in plain["sheet"].items()
            },
            measures=tuple(_promised(entry) for entry in plain["measures"]),
            opinion=Opinion(plain["opinion"]) if plain.get("opinion") else None,
            **{name: plain[name] for name in ("reply", *_PUBLIC)},
        )


_PUBLIC = ("legal_basis", "public_title", "public_summary")


def _promised(entry: Mapping[str, Any]) -> Promised:
    """One measure from its JSON values."""
    by = entry["promised_on"]
    return Promised(Measure(entry["code"]), date.fromisoformat(by) if by else None)


def unmet(asked: Collection[str], measures: Collection[str]) -> list[str]:
    """Requests of the reporters that no measure meets; said in public beside the answer."""
    taken = set(measures)
    return [code for code in asked if not taken & MEASURES_FOR[Asked(code)]]
