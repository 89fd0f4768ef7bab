"""An uploaded file while its sender decides: a clean copy, the original, and which of them goes."""

from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Self

from reportdesk.domain.filing import AttachedFile


class Send(StrEnum):
    """What of a file is sent."""

    CLEAN = "clean"
    ORIGINAL = "original"
    NOTHING = "nothing"


class Family(StrEnum):
    """What kind of thing a file is, as far as it decides what no tool can take out of it."""

    PICTURE = "picture"
    PAGES = "pages"
    OFFICE = "office"
    SOUND = "sound"
    FILM = "film"
    TEXT = "text"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """``clean`` is None for a file that could not be cleaned, and ``why`` says the reason."""

    family: Family
    original: AttachedFile
    clean: AttachedFile | None = None
    why: str | None = None
    send: Send = Send.CLEAN

    @classmethod
    def of(cls, raw: dict[str, Any]) -> Self:
        """From JSON values."""
        return cls(
            Family(raw["family"]),
            _file(raw["original"]),
            None if raw["clean"] is None else _file(raw["clean"]),
            raw["why"],
            Send(raw["send"]),
        )

    def raw(self) -> dict[str, Any]:
        """As JSON values, with the name in front."""
        found = asdict(self)
        found["original"] = self.original._asdict()
        found["clean"] = None if self.clean is None else self.clean._asdict()
        return {"name": self.name, **found}

    @property
    def name(self) -> str:
        """How its sender sees it called."""
        return (self.clean or self.original).name

    @property
    def choices(self) -> tuple[Send, ...]:
        """What can be chosen; the first is what happens when nothing is."""
        first = Send.NOTHING if self.clean is None else Send.CLEAN
        return (first, Send.ORIGINAL)

    @property
    def chosen(self) -> AttachedFile | None:
        """What is sent."""
        if self.send is Send.ORIGINAL:
            return self.original
        return self.clean if self.send is Send.CLEAN else None

    @property
    def size(self) -> int:
        """Bytes that it counts for, whatever is chosen."""
        return max(one.size for one in self.both)

    @property
    def both(self) -> tuple[AttachedFile, ...]:
        """What is stored."""
        return (self.original,) if self.clean is None else (self.clean, self.original)

    @property
    def left_over(self) -> tuple[str, ...]:
        """Blobs of what is not sent."""
        return tuple(one.blob for one in self.both if one != self.chosen)

    def sending(self, value: str | None) -> Self:
        """The same with another choice, if it is one."""
        found = next((one for one in self.choices if one.value == value), self.send)
        return replace(self, send=found)


def _file(raw: dict[str, Any]) -> AttachedFile:
    """A stored file from JSON values."""
    return AttachedFile(**{**raw, "removed": tuple(raw["removed"])})
