"""A small school, a class and a day: harmless alone, together perhaps a handful of people."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from reportdesk.domain.identity.kinds import DetailKind, Span
from reportdesk.domain.identity.search import details
from reportdesk.domain.identity.signs import plainly
from reportdesk.domain.taxonomy import SchoolKind

SMALL = 1_000
"""Up to so many students a school is small."""
SMALL_UNLESS_KNOWN = frozenset({SchoolKind.PRIMARY, SchoolKind.JUNIOR_SECONDARY})
"""Kinds that count as small as long as nobody knows their number of students."""

_DAY = re.compile(
    r"(?<!\d)(?:(?:(?:20)?\d\d\s?年\s?)?\d{1,2}\s?月\s?|[一二三四五六七八九十]{1,2}月|20\d\d[-./]\d{1,2}[-./])"
    r"(?P<it>\d{1,2}(?:\s?[日号])?|[一二三四五六七八九十]{1,3}[日号])(?!\d)"
    r"|(?<![\d.])(?P<bare>\d{1,2}[日号])(?![楼线门])"
    r"|(?P<told>昨天|前天|大前天|昨晚|前晚|今天|今晚|今早|(?:上上?个?|这个?|本)(?:周|星期|礼拜)[一二三四五六日天])"
)


@dataclass(frozen=True, slots=True)
class School:
    """What is known of the school; both may be unknown."""

    kind: SchoolKind | None = None
    students: int | None = None

    @property
    def small(self) -> bool:
        """Whether a class and a day say much there; unknown counts as small for younger pupils."""
        if self.students is not None:
            return self.students <= SMALL
        return self.kind is None or self.kind in SMALL_UNLESS_KNOWN


class Day(NamedTuple):
    """A day as written, and the part that says which day of the month it was."""

    whole: Span
    day: Span


@dataclass(frozen=True, slots=True)
class Together:
    """The classes and the days, by field; masking hides the days, of a date only the day."""

    classes: Mapping[str, tuple[Span, ...]]
    days: Mapping[str, tuple[Day, ...]]


def together(texts: Mapping[str, str], school: School) -> Together | None:
    """The combination in these texts, or None when a part of it is missing."""
    if not school.small:
        return None
    classes = {field: _classes(text) for field, text in texts.items()}
    days = {field: _days(text) for field, text in texts.items()}
    if not any(classes.values()) or not any(days.values()):
        return None
    return Together(
        {field: spans for field, spans in classes.items() if spans},
        {field: spans for field, spans in days.items() if spans},
    )


def _classes(text: str) -> tuple[Span, ...]:
    """Where a class is named."""
    return tuple(one.span for one in details(text) if one.kind is DetailKind.CLASS)


def _days(text: str) -> tuple[Day, ...]:
    """Where a day stands; of a date only the day, so that the month stays readable."""
    return tuple(
        Day(Span(*match.span()), Span(*match.span(match.lastgroup or 0)))
        for match in _DAY.finditer(plainly(text))
    )
