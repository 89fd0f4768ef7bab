"""What can be found, what it gives away, and how a rule that finds it is written."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

MASK = "●●●"
"""What stands in place of a masked detail, whatever its length."""
HAN = "\u4e00-\u9fff"


class DetailKind(StrEnum):
    """What was found."""

    ID_NUMBER = "id_number"
    PHONE = "phone"
    EMAIL = "email"
    QQ = "qq"
    WECHAT = "wechat"
    STUDENT_NUMBER = "student_number"
    PLATE = "plate"
    CARD = "card"
    OWN_NAME = "own_name"
    OTHER_NAME = "other_name"
    CLASS = "class"
    DORMITORY = "dormitory"
    EXACT_TIME = "exact_time"
    ONLY_ME = "only_me"
    TOGETHER = "together"
    """A small school, a class and a day: harmless alone, telling side by side."""


class Level(StrEnum):
    """What it gives away."""

    IDENTIFIES_YOU = "identifies_you"
    IDENTIFIES_OTHERS = "identifies_others"
    NARROWS = "narrows"


LEVELS: dict[DetailKind, Level] = {
    DetailKind.OTHER_NAME: Level.IDENTIFIES_OTHERS,
    DetailKind.CLASS: Level.NARROWS,
    DetailKind.DORMITORY: Level.NARROWS,
    DetailKind.EXACT_TIME: Level.NARROWS,
    DetailKind.TOGETHER: Level.NARROWS,
}
"""Kinds that are not named here identify the writer."""


class Span(NamedTuple):
    """Characters ``start`` to ``end`` (not included) of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Detail:
    """One find: characters ``start`` to ``end`` (not included) of the text as it was given."""

    kind: DetailKind
    start: int
    end: int

    @property
    def level(self) -> Level:
        """What it gives away."""
        return LEVELS.get(self.kind, Level.IDENTIFIES_YOU)

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


def _always(_: re.Match[str]) -> bool:
    """Whatever the pattern finds is believed."""
    return True


@dataclass(frozen=True, slots=True)
class Finder:
    """A rule: the group ``it`` of ``pattern`` is a detail when ``believed`` says so.

    Every repetition is bounded, and gaps give nothing back (``{0,6}+``): ``re`` holds the
    interpreter, so one long text must not stop everybody else. ``numerals`` reads 一三八 as 138.
    """

    kind: DetailKind
    pattern: re.Pattern[str]
    believed: Callable[[re.Match[str]], bool] = _always
    numerals: bool = False


def finder(
    kind: DetailKind,
    pattern: str,
    believed: Callable[[re.Match[str]], bool] = _always,
    *,
    numerals: bool = False,
) -> Finder:
    """A rule from the text of its pattern; case does not matter to it."""
    return Finder(kind, re.compile(pattern, re.IGNORECASE), believed, numerals)
