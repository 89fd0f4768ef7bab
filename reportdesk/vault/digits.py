"""Codes that people copy by hand: random digits, two check digits, groups.

ISO 7064 MOD 97-10 finds every wrong digit and every swap of neighbours. Digits only, because a
numeric keypad bypasses cloud input methods, which upload what is typed.
"""

import secrets
from dataclasses import dataclass

from reportdesk.domain.errors import BadInput

CHECK_DIGITS = 2
LONGEST_INPUT = 200
"""Characters; anything longer is no code and is not even looked at."""

_FULL_WIDTH = dict(zip(range(0xFF10, 0xFF1A), "0123456789", strict=True))
_IGNORED = " \t\r\n\u00a0\u3000\u2007\u202f-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d\ufe63"
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_CLEAN = {**_FULL_WIDTH, **{ord(sign): None for sign in _IGNORED + _INVISIBLE}}


@dataclass(frozen=True, slots=True)
class DigitCode:
    """One kind of code: how long, how grouped, and which form field it is typed into.

    ``length`` counts all digits, the two check digits included. Errors are
    ``BadInput(field, f"{field}_digits" | f"{field}_length" | f"{field}_check")``.
    """

    field: str
    length: int
    group: int

    def draw(self) -> str:
        """A new random code with its check digits."""
        free = self.length - CHECK_DIGITS
        body = f"{secrets.randbelow(10**free):0{free}d}"
        return body + check_digits(body)

    def parse(self, text: str) -> str:
        """The bare digits of what a person typed, with spaces, dashes or full-width digits."""
        if len(text) > LONGEST_INPUT:
            raise BadInput(self.field, f"{self.field}_length", wanted=self.length)
        code = text.translate(_CLEAN)
        if code and not (code.isascii() and code.isdecimal()):
            raise BadInput(self.field, f"{self.field}_digits")
        if len(code) != self.length:
            raise BadInput(self.field, f"{self.field}_length", wanted=self.length, found=len(code))
        if check_digits(code[:-CHECK_DIGITS]) != code[-CHECK_DIGITS:]:
            raise BadInput(self.field, f"{self.field}_check")
        return code

    def grouped(self, code: str) -> tuple[str, ...]:
        """The code in groups, as it is printed and read out."""
        return tuple(code[i : i + self.group] for i in range(0, len(code), self.group))


def check_digits(body: str) -> str:
    """The two ISO 7064 MOD 97-10 check digits of a string of digits."""
    return f"{98 - int(body) * 100 % 97:02d}"
