"""Six words that two people compare before one approves the other's key.

The key is stretched first (Argon2id, 8 MiB, fixed for ever), so that searching for a second key
with the same 48 bits of words stays out of reach.
"""

from functools import cache
from pathlib import Path

from reportdesk.vault.kdf import MIB, SALT_BYTES, Work

WORDS = 6
_LISTS = Path(__file__).parent / "words"
_COST = Work(opslimit=1, memlimit=8 * MIB)
_SALT = b"key in six words".ljust(SALT_BYTES, b"\0")


def fingerprint(public: bytes, lang: str) -> tuple[str, ...]:
    """Six words of a public key, English when ``lang`` starts with ``en``, else Chinese."""
    words = _words("en" if lang.startswith("en") else "zh")
    return tuple(words[byte] for byte in _COST.stretch(public, _SALT)[:WORDS])


@cache
def _words(lang: str) -> tuple[str, ...]:
    """The 256 words of a language; no two sound alike."""
    return tuple((_LISTS / f"{lang}.txt").read_text(encoding="utf-8").split())
