"""A letter as it is sent: every word of it in one language, ready to be printed in any form."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from reportdesk.domain.letter import LetterKind


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph; a ``heading`` is set in another face, an ``item`` belongs to a list."""

    text: str
    role: str = "text"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter in one language.

    ``due`` is the day by which something is asked for, ``provisional`` its mark; ``basis`` are the
    articles it cites; ``case_ref`` is empty where the addressee must not learn of a case.
    ``reference`` is a one-time reference for authorities without accounts: it is printed, and
    never stored with the letter.
    """

    kind: LetterKind
    lang: str
    number: str
    on: date
    on_words: str
    title: str
    addressee: str
    parts: tuple[Part, ...]
    basis: tuple[str, ...]
    signed: str
    due: date | None = None
    provisional: bool = False
    attachments: tuple[str, ...] = ()
    case_ref: str = ""
    notes: tuple[str, ...] = ()
    reference: str = ""
    reference_words: str = ""

    @property
    def colon(self) -> str:
        """What follows the addressee."""
        return ":" if self.lang == "en" else "："

    @property
    def enclosures(self) -> tuple[str, ...]:
        """The lines that name what is attached; numbered when there are several."""
        head = "Attached: " if self.lang == "en" else "附件："
        if len(self.attachments) < 2:
            return tuple(head + name for name in self.attachments)
        lines = [f"{number}. {name}" for number, name in enumerate(self.attachments, 1)]
        return (head + lines[0], *lines[1:])


def to_json(letter: Letter) -> dict[str, Any]:
    """What is kept of an issued letter, so that a reprint says the same in the same bytes."""
    kept = asdict(replace(letter, reference=""))
    kept["on"], kept["kind"] = letter.on.isoformat(), letter.kind.value
    kept["due"] = letter.due.isoformat() if letter.due else None
    return kept


def from_json(kept: Mapping[str, Any]) -> Letter:
    """The letter that :func:`to_json` kept."""
    lists = {name: tuple(kept[name]) for name in ("basis", "attachments", "notes")}
    return Letter(
        **{
            **kept,
            **lists,
            "kind": LetterKind(kept["kind"]),
            "on": date.fromisoformat(kept["on"]),
            "due": date.fromisoformat(kept["due"]) if kept["due"] else None,
            "parts": tuple(Part(**part) for part in kept["parts"]),
        }
    )
