"""Days of the year that a text names, however they are written; the year does not count."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reportdesk.domain.identity import Span
from reportdesk.domain.identity.signs import plainly

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
_NTH = r"(?P<nth>\d{1,2})(?:st|nd|rd|th)?"
_HAN = "[一二三四五六七八九十廿卅]"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE | re.ASCII)
    for form in (
        r"(?<![a-z\d])(?P<month>\d{1,2})\s*[月/.\-]\s*(?P<day>\d{1,2})(?![a-z\d])",
        rf"(?P<month>{_HAN}{{1,2}})\s*月\s*(?P<day>{_HAN}{{1,3}})",
        rf"\b{_NAME} {_NTH}\b",
        rf"\b{_NTH} (?:of )?{_NAME}\b",
    )
)
_DIGITS = {sign: value for value, sign in enumerate("一二三四五六七八九", 1)}
_TENS = {"廿": 20, "卅": 30}


class Day(NamedTuple):
    """A day of any year."""

    month: int
    day: int


def told(text: str, days: Iterable[Day]) -> Span | None:
    """The first place where a text names one of ``days``; None when it names none."""
    known = set(days)
    return next((span for day, span in days_in(text) if day in known), None)


def days_in(text: str) -> Iterator[tuple[Day, Span]]:
    """Every day that a text names, and where."""
    plain = plainly(text)
    for form in _FORMS:
        for found in form.finditer(plain):
            day = _day(found.groupdict())
            if 1 <= day.month <= 12 and 1 <= day.day <= 31:
                yield day, Span(*found.span())


def _day(parts: dict[str, str]) -> Day:
    """A day from what was matched."""
    if "name" in parts:
        return Day(_MONTHS.index(parts["name"].lower()) + 1, int(parts["nth"]))
    return Day(_number(parts["month"]), _number(parts["day"]))


def _number(text: str) -> int:
    """A number below forty in digits or Chinese signs."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if ten:
        return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)
    return sum(_TENS.get(sign, 0) + _DIGITS.get(sign, 0) for sign in text)
