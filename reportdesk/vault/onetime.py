"""One-time codes of an authenticator application (TOTP, RFC 6238): six digits for half a minute."""

from datetime import datetime

import pyotp

STEP = 30
"""Seconds."""


def fitting_step(secret: str, code: str, at: datetime, last: int = 0) -> int | None:
    """The time step whose code was typed: now's or a neighbour's, but never ``last`` or before.

    None when it does not fit. Remember the step as the next ``last``, so that a code works once.
    """
    digits = "".join(code.split())
    now = int(at.timestamp()) // STEP
    for step in (now - 1, now, now + 1):
        expected = pyotp.TOTP(secret).at(step * STEP)
        if pyotp.utils.strings_equal(digits, expected) and step > last:
            return step
    return None
