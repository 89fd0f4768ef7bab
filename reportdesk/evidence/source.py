"""A file to be cleaned, wherever it lies: read at any place, a bounded piece at a time."""

from typing import Protocol


class Source(Protocol):
    """Bytes at rest; nobody needs to hold all of them at once."""

    @property
    def size(self) -> int:
        """How many bytes there are."""

    def read_at(self, offset: int, count: int) -> bytes:
        """Exactly ``count`` bytes from ``offset`` on, fewer where the file ends."""
