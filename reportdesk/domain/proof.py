"""Proof of filing: a signed statement and, apart from it, the text and salt it commits to.

Both are plain text; docs/proof-of-filing.md describes them, so that standard tools can check them.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import date

from reportdesk.domain.errors import BadInput

VERSION = "1"
STATEMENT_BEGIN = "-----BEGIN REPORTDESK PROOF-----"
SIGNATURE_BEGIN = "-----SIGNATURE-----"
STATEMENT_END = "-----END REPORTDESK PROOF-----"
TEXT_BEGIN = "-----BEGIN REPORTDESK TEXT-----"
TEXT_END = "-----END REPORTDESK TEXT-----"
DASHES = "-----"
LONGEST_PROOF = 4_000
LONGEST_TEXT = 60_000
"""Characters that are looked at; the longest report with its questions is far below."""
SIGNATURE_BYTES = 64

_NAMES = ("reportdesk-proof", "authority", "authority-zh", "authority-en", "day", "demonstration")
_FIELDS = (*_NAMES, "commitment", "key")
_COMMITMENT = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)
_KEY = re.compile(r"[0-9a-f]{16}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SALT = re.compile(r"salt: [0-9a-f]{64}", re.ASCII)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Statement:
    """What is signed: that a report with this commitment reached an authority on a day."""

    authority: str
    name_zh: str
    name_en: str
    day: date
    demonstration: bool
    commitment: str
    key: str

    def message(self) -> bytes:
        """The exact bytes that are signed."""
        named = (self.authority, _line(self.name_zh), _line(self.name_en), self.day.isoformat())
        values = (VERSION, *named, "yes" if self.demonstration else "no", self.commitment, self.key)
        return _bytes([f"{name}: {value}" for name, value in zip(_FIELDS, values, strict=True)])


@dataclass(frozen=True, slots=True)
class Proof:
    """A statement as somebody shows it, the very bytes that were signed, and the signature."""

    statement: Statement
    message: bytes
    signature: bytes


def key_id(public: bytes) -> str:
    """The short name of a public key."""
    return hashlib.sha256(public).hexdigest()[:16]


def written(statement: Statement, signature: bytes) -> str:
    """The statement with its signature, from its first marker to its last."""
    signed = base64.b64encode(signature).decode("ascii")
    body = statement.message().decode()
    return f"{STATEMENT_BEGIN}\n{body}{SIGNATURE_BEGIN}\n{signed}\n{STATEMENT_END}\n"


def opening(salt: bytes, text: str) -> str:
    """The salt and the text, from the first marker to the last; goes only where its owner wants."""
    lines = [f" {line}" if line.startswith(DASHES) else line for line in _lines(text)]
    body = "\n".join(lines).strip("\n")
    return f"{TEXT_BEGIN}\nsalt: {salt.hex()}\n\n{body}\n{TEXT_END}\n"


def commitment(typed: str) -> str:
    """The commitment to what :func:`opening` wrote, however it was copied.

    Raises BadInput("text", ...) for anything else.
    """
    if len(typed) > LONGEST_TEXT:
        raise BadInput("text", "too_long", most=LONGEST_TEXT)
    inside = _between(_lines(typed), TEXT_BEGIN, TEXT_END)
    if not inside or not _SALT.fullmatch(inside[0]):
        raise BadInput("text", "proof_text_format")
    return f"sha256:{hashlib.sha256(_bytes(inside)).hexdigest()}"


def parse(typed: str) -> Proof:
    """A statement with its signature, however it was copied; raises BadInput("proof", ...)."""
    if not typed.strip():
        raise BadInput("proof", "proof_missing")
    if len(typed) > LONGEST_PROOF:
        raise BadInput("proof", "too_long", most=LONGEST_PROOF)
    inside = _between(_lines(typed), STATEMENT_BEGIN, STATEMENT_END) or []
    if inside.count(SIGNATURE_BEGIN) != 1:
        raise BadInput("proof", "proof_format")
    cut = inside.index(SIGNATURE_BEGIN)
    return Proof(_statement(inside[:cut]), _bytes(inside[:cut]), _signature(inside[cut + 1 :]))


def _statement(lines: list[str]) -> Statement:
    """The fields of a statement, all of them and in their order."""
    pairs = [line.partition(": ")[::2] for line in lines]
    values = dict(pairs)
    if tuple(name for name, _ in pairs) != _FIELDS:
        newer = values.get("reportdesk-proof", VERSION) != VERSION
        raise BadInput("proof", "proof_version" if newer else "proof_format")
    if values["reportdesk-proof"] != VERSION:
        raise BadInput("proof", "proof_version")
    return Statement(
        authority=values["authority"],
        name_zh=values["authority-zh"],
        name_en=values["authority-en"],
        day=_day(values["day"]),
        demonstration=values["demonstration"] == "yes",
        commitment=_exact(_COMMITMENT, values["commitment"]),
        key=_exact(_KEY, values["key"]),
    )


def _exact(pattern: re.Pattern[str], value: str) -> str:
    """A value of a known form."""
    if not pattern.fullmatch(value):
        raise BadInput("proof", "proof_format")
    return value


def _day(value: str) -> date:
    """A day of the calendar."""
    try:
        return date.fromisoformat(_exact(_DAY, value))
    except ValueError:
        raise BadInput("proof", "proof_format") from None


def _signature(lines: list[str]) -> bytes:
    """The bytes of a signature, on one line or broken over several."""
    try:
        raw = base64.b64decode("".join(lines).replace(" ", ""), validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != SIGNATURE_BYTES:
        raise BadInput("proof", "proof_format")
    return raw


def _between(lines: list[str], begin: str, end: str) -> list[str] | None:
    """The lines between the first ``begin`` and the next ``end``; None without both."""
    if begin not in lines or end not in lines[lines.index(begin) :]:
        return None
    first = lines.index(begin) + 1
    return lines[first : lines.index(end, first)]


def _lines(text: str) -> list[str]:
    """The lines of a text without what copying adds or loses: end signs and blanks at the end."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    return [_CONTROLS.sub("", line).rstrip(" \t") for line in plain.split("\n")]


def _line(text: str) -> str:
    """A name on one line."""
    return " ".join(text.split())


def _bytes(lines: list[str]) -> bytes:
    """Lines as they are signed and hashed: UTF-8, each ending in one line feed."""
    return "".join(f"{line}\n" for line in lines).encode()
