"""The one-time reference on a letter: digits for a numeric keypad, known here by a keyed hash only.

It opens nothing: whoever types it says that the letter arrived, or asks for accounts, and an
officer checks that by telephone.
"""

import hmac

from reportdesk.vault.digits import DigitCode
from reportdesk.vault.kdf import hkdf

REFERENCE = DigitCode(field="reference", length=20, group=4)
"""18 random digits (60 bits) and 2 check digits; shorter than a receipt, so that none passes for
the other."""


def lookup(secret: bytes, code: str) -> bytes:
    """The keyed hash of a parsed reference, under a key derived from a secret of the site."""
    key = hkdf(secret, salt=b"", info=b"reportdesk letter reference")
    return hmac.digest(key, code.encode("ascii"), "sha256")
