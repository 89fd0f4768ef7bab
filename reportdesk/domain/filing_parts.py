"""The five parts of a filing, each filled on a page of its own, and the rules it must meet.

A part may be incomplete while it is being filled; its ``faults`` say what is missing or cannot be.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from reportdesk.domain.authority import NOT_COVERED
from reportdesk.domain.taxonomy import (
    Answer,
    Asked,
    Filer,
    Lever,
    Ownership,
    Practice,
    Question,
    RunBy,
    SchoolKind,
    Scope,
)

LONGEST_STORY = 10_000
LONGEST_WORDS = 500
LONGEST_NAME = 100
LONGEST_CONTACT = 200
"""Characters; the sealed form and the page stay small."""
EARLIEST = "2000-01"
"""No month before this one is believed."""

_MONTH = re.compile(r"20\d{2}-(0[1-9]|1[0-2])")


class Fault(NamedTuple):
    """One thing to change: the field, a code for the sentence, and what the sentence names."""

    field: str
    code: str
    params: Mapping[str, Any] = {}


class Running(StrEnum):
    """Whether it still goes on, as the reporter says."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Involved(StrEnum):
    """Whether somebody at the authority is involved, as the reporter says."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Who:
    """Who files, and whether the authority itself must be passed over."""

    filer: Filer | None = None
    involved: Involved | None = None

    def faults(self) -> tuple[Fault, ...]:
        """What is missing."""
        return _missing(self, "filer", "involved")


@dataclass(frozen=True, slots=True)
class Where:
    """The school: a row of the register, or a place and what the reporter knows about it.

    ``run_by`` is also asked for a registered school when the register does not say.
    """

    school_id: str | None = None
    name: str = ""
    """As typed; empty for a registered school."""
    province: str | None = None
    city: str | None = None
    county: str | None = None
    kind: SchoolKind | None = None
    ownership: Ownership | None = None
    run_by: RunBy | None = None

    def faults(self, *, cities: bool = False, counties: bool = False) -> tuple[Fault, ...]:
        """What is missing; ``cities`` and ``counties`` say whether the chosen place has any."""
        if self.province in NOT_COVERED:
            return (Fault("province", "place_not_covered"),)
        if self.school_id is not None:
            return ()
        found = list(_missing(self, "province"))
        if self.province and cities and not self.city:
            found.append(Fault("city", "city_missing"))
        if counties and not self.county and self.kind in _BY_COUNTY:
            found.append(Fault("county", "county_missing"))
        if len(self.name.strip()) < 2:
            found.append(Fault("name", "name_missing"))
        found += too_long(self, LONGEST_NAME, "name")
        return (*found, *_missing(self, "kind", "ownership", "run_by"))


_BY_COUNTY = frozenset(
    {SchoolKind.PRIMARY, SchoolKind.JUNIOR_SECONDARY, SchoolKind.SENIOR_SECONDARY}
)
"""Kinds that a county usually supervises, so that the county must be known."""


@dataclass(frozen=True, slots=True)
class What:
    """What is collected, how people were pressed, since when, and by whom.

    ``lever`` is the main one of ``levers``; it is asked only when more than one is ticked.
    ``since`` and ``until`` are months (``YYYY-MM``).
    """

    practice: Practice | None = None
    practice_note: str = ""
    levers: tuple[Lever, ...] = ()
    lever: Lever | None = None
    scope: Scope | None = None
    since: str | None = None
    running: Running | None = None
    until: str | None = None
    company: str = ""
    product: str = ""
    project: str = ""

    @property
    def main_lever(self) -> Lever | None:
        """The lever that counts, as far as it is known."""
        return self.levers[0] if len(self.levers) == 1 else self.lever

    def faults(self, today: date) -> tuple[Fault, ...]:
        """What is missing or cannot be; ``today`` ends the months that may be named."""
        found = list(_missing(self, "practice"))
        if self.practice is Practice.OTHER and not self.practice_note.strip():
            found.append(Fault("practice_note", "practice_note_missing"))
        found += too_long(self, LONGEST_WORDS, "practice_note")
        found += self._lever_faults()
        found += _missing(self, "scope")
        found += self._month_faults(today)
        found += too_long(self, LONGEST_NAME, "company", "product", "project")
        return tuple(found)

    def _lever_faults(self) -> list[Fault]:
        """Levers: one at least, the main one when there are several, "none" only alone."""
        if not self.levers:
            return [Fault("levers", "levers_missing")]
        if len(self.levers) == 1:
            return []
        if Lever.NONE_BUT_NOT_TOLD in self.levers:
            return [Fault("levers", "levers_contradict")]
        return [] if self.lever in self.levers else [Fault("lever", "lever_missing")]

    def _month_faults(self, today: date) -> list[Fault]:
        """Months: real, in order, and not in the future."""
        found = [] if self.since else [Fault("since", "since_missing")]
        if self.since and not _is_month(self.since, EARLIEST, today):
            found.append(Fault("since", "since_unlikely"))
        found += _missing(self, "running")
        if self.running is not Running.NO:
            return found
        if not self.until:
            return [*found, Fault("until", "until_missing")]
        if not _is_month(self.until, self.since or EARLIEST, today):
            found.append(Fault("until", "until_unlikely"))
        return found


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the question sheet, with words."""

    answer: Answer = Answer.UNKNOWN
    words: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The question sheet; what was asked and is not answered counts as not known.

    ``left_out`` are the questions that this reporter was not asked: neither known nor unknown.
    """

    replies: Mapping[Question, Reply] = field(default_factory=dict, hash=False)
    left_out: frozenset[Question] = frozenset()

    def faults(self) -> tuple[Fault, ...]:
        """Words that are too long."""
        return tuple(
            Fault(f"{question}_words", "too_long", {"most": LONGEST_WORDS})
            for question, reply in self.replies.items()
            if len(reply.words) > LONGEST_WORDS
        )

    def said(self, question: Question) -> bool:
        """Whether anything but "not known" was said to a question."""
        return self.get(question) != Reply()

    def get(self, question: Question) -> Reply:
        """The reply to a question, "not known" where none was given."""
        return self.replies.get(question, Reply())


@dataclass(frozen=True, slots=True)
class Story:
    """What happened in the reporter's words, what they ask for, and how to reach them."""

    asked: tuple[Asked, ...] = ()
    text: str = ""
    contact: str = ""

    def faults(self) -> tuple[Fault, ...]:
        """A story that is missing or too long."""
        found = [] if self.text.strip() else [Fault("text", "story_missing")]
        found += too_long(self, LONGEST_STORY, "text")
        return (*found, *too_long(self, LONGEST_CONTACT, "contact"))


def _missing(part: object, *names: str) -> tuple[Fault, ...]:
    """A fault for each of these fields that is None."""
    return tuple(Fault(name, f"{name}_missing") for name in names if getattr(part, name) is None)


def too_long(part: object, most: int, *names: str) -> tuple[Fault, ...]:
    """A fault for each of these texts that is longer than ``most`` characters."""
    return tuple(
        Fault(name, "too_long", {"most": most}) for name in names if len(getattr(part, name)) > most
    )


def _is_month(text: str, first: str, today: date) -> bool:
    """Whether ``text`` is a month from ``first`` to the month of ``today``."""
    return bool(_MONTH.fullmatch(text)) and first <= text <= f"{today:%Y-%m}"
