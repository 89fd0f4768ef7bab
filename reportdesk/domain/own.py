"""What stays in a reporter's own hands: how far they looked, their contact, their files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from reportdesk.domain.following import Letter, Step

OWN_ACTS = frozenset(
    (
        *("filed", "joined", "added", "reply", "withdraw", "report_withdrawn", "rated"),
        *("dispute", "ask_review", "ask_second_review", "contact_erased", "files_erased"),
        *("excerpt_offered", "excerpt_back"),
    )
)
"""Events that the reporter knows of, because they did them."""
TOLD_BY_LETTER = frozenset({"message", "ask"})
"""Events whose news is the letter that came with them."""


class Seen(NamedTuple):
    """How far a reporter looked: the last event of a case, and the last letter.

    ``letter`` is None where an older note did not say it.
    """

    case: str
    step: int = 0
    letter: int | None = 0

    def grown(self, now: "Seen") -> "Seen":
        """The farther of two looks, so that an older page on another device takes nothing back."""
        if now.case != self.case:
            return now
        return Seen(now.case, max(self.step, now.step), max(self.letter or 0, now.letter or 0))


class OwnFile(NamedTuple):
    """A file the reporter sent; ``erased_on`` once they asked for its deletion."""

    number: int
    name: str
    on: date
    erased_on: date | None


class ReceivedFile(NamedTuple):
    """A file that came with letter number ``letter``."""

    number: int
    letter: int
    name: str
    size: int


class News(NamedTuple):
    """What happened since the last look, oldest first; ``moved`` to another case meanwhile."""

    steps: tuple[Step, ...]
    letters: tuple[Letter, ...]
    moved: bool

    def __bool__(self) -> bool:
        """Whether anything did."""
        return bool(self.steps or self.letters or self.moved)


@dataclass(frozen=True, slots=True)
class Own:
    """What the page shows beside the case; ``case`` is the one that governs the report now."""

    case: str
    seen: Seen | None
    """None on the first visit."""
    contact: bool
    """Whether a contact is left to delete."""
    contact_erased_on: date | None
    """Asked for, and not yet done at the desk."""
    files: tuple[OwnFile, ...]
    received: tuple[ReceivedFile, ...]

    @property
    def erasable(self) -> bool:
        """Whether anything is left to delete."""
        return self.contact or any(file.erased_on is None for file in self.files)


def seen_now(case: str, steps: Iterable[Step], letters: Iterable[Letter]) -> Seen:
    """How far somebody looked who was just shown these."""
    return Seen(
        case,
        max((step.number for step in steps), default=0),
        max((letter.number for letter in letters), default=0),
    )


def news(
    seen: Seen | None, case: str, steps: Iterable[Step], letters: Iterable[Letter]
) -> News | None:
    """What others did since ``seen``; None on the first visit."""
    if seen is None:
        return None
    moved = seen.case not in {"", case}
    last = 0 if moved else seen.step
    known = seen.letter
    fresh = [
        letter
        for letter in letters
        if letter.sender and letter.kind != "answer" and known is not None and letter.number > known
    ]
    passed_by = OWN_ACTS | (frozenset() if known is None else TOLD_BY_LETTER)
    done = [step for step in steps if step.number > last and step.event not in passed_by]
    return News(() if moved else tuple(done), tuple(fresh), moved)
