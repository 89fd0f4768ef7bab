"""How the child asks for its file and gives back the copy, over two pipes and nothing else.

Whatever the child says begins with one letter and two numbers. ``R`` asks for bytes of the file
at a place, ``D`` is followed by bytes of the copy, ``E`` by what is known at the end. So a film of
200 MB is read where its index says, without lying in clear on a disk or in memory.
"""

import io
import json
import struct
from collections.abc import Iterator
from typing import IO, Any, NamedTuple

from reportdesk.evidence.kinds import ENDINGS, Removed
from reportdesk.evidence.source import Source

HEAD = struct.Struct(">cQI")
ASK, DATA, END = b"R", b"D", b"E"
PIECE = 256 * 1024
"""Most bytes that are asked for or given at a time."""
LONGEST_END = 4096


class BrokenWireError(Exception):
    """The child said something that is none of the three, or nothing more."""


class Facts(NamedTuple):
    """What the copy became: its ending, and codes of what was left out of it."""

    ending: str
    removed: tuple[str, ...]


class Inlet(io.RawIOBase):
    """The child's view of its file: read anywhere, each piece asked for over the pipe."""

    def __init__(self, asks: IO[bytes], answers: IO[bytes], size: int) -> None:
        self._asks, self._answers, self.size = asks, answers, size
        self._at = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def buffered(self) -> IO[bytes]:
        """The same, read ahead by pieces."""
        return io.BufferedReader(self, PIECE)

    def tell(self) -> int:
        """Where the next byte is read."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go elsewhere; places before the beginning are refused."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise ValueError("before the beginning")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        """The next bytes, at most one piece of them."""
        count = min(len(buffer), PIECE, max(0, self.size - self._at))
        if not count:
            return 0
        self._asks.write(HEAD.pack(ASK, self._at, count))
        self._asks.flush()
        data = self._answers.read(count)
        if len(data) != count:
            raise BrokenWireError
        buffer[:count] = data
        self._at += count
        return count


class Outlet(io.RawIOBase):
    """Where the child writes its copy, from the first byte to the last."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._waiting = bytearray()
        self.written = 0

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any) -> int:
        """Give some bytes."""
        view = memoryview(data).cast("B")
        for start in range(0, len(view), PIECE):
            self._waiting += view[start : start + PIECE]
            if len(self._waiting) >= PIECE:
                self._give()
        self.written += len(view)
        return len(view)

    def _give(self) -> None:
        """Send what is waiting: many coded sounds are smaller than what is said before them."""
        for start in range(0, len(self._waiting), PIECE):
            piece = self._waiting[start : start + PIECE]
            self._pipe.write(HEAD.pack(DATA, 0, len(piece)) + piece)
        self._waiting.clear()

    def end(self, facts: Facts) -> None:
        """Say that the copy is whole, and what it is."""
        self._give()
        told = json.dumps(facts._asdict()).encode()
        self._pipe.write(HEAD.pack(END, 0, len(told)))
        self._pipe.write(told)
        self._pipe.flush()


def served(source: Source, answers: IO[bytes], says: IO[bytes]) -> Iterator[bytes | Facts]:
    """Answer the child until its end; yields pieces of the copy, and its facts last.

    A file that took the child over could say anything, so every part is checked. Raises
    BrokenWireError, and whatever the source raises.
    """
    while True:
        name, offset, count = HEAD.unpack(_exactly(says, HEAD.size))
        if count > PIECE:
            raise BrokenWireError
        if name == ASK:
            answers.write(source.read_at(offset, count))
            answers.flush()
        elif name == DATA:
            yield _exactly(says, count)
        elif name == END and count <= LONGEST_END:
            yield _facts(_exactly(says, count))
            return
        else:
            raise BrokenWireError


def _exactly(pipe: IO[bytes], count: int) -> bytes:
    """So many bytes, or a broken wire."""
    data = pipe.read(count)
    if len(data) != count:
        raise BrokenWireError
    return data


def _facts(told: bytes) -> Facts:
    """The last word of a child, if it is one that a child may say."""
    try:
        known = json.loads(told)
        facts = Facts(str(known["ending"]), tuple(str(Removed(code)) for code in known["removed"]))
    except (ValueError, KeyError, TypeError):
        raise BrokenWireError from None
    if facts.ending not in ENDINGS:
        raise BrokenWireError
    return facts
