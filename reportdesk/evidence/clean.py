"""A clean copy of an upload, made by a confined child process and streamed back."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO

from reportdesk.domain.errors import BadInput, Busy
from reportdesk.evidence.child import CUT_OFF, TOO_BIG, UNKNOWN
from reportdesk.evidence.kinds import (
    ENDINGS,
    HEAD,
    MEDIA,
    Kind,
    named,
    original,
    sniff,
    without_numbers,
)
from reportdesk.evidence.source import Source
from reportdesk.evidence.wire import BrokenWireError, Facts, served

CHILD = (sys.executable, "-I", "-m", "reportdesk.evidence.child")
SECONDS, SECONDS_OF_MEDIA = 120, 400
"""How long a child may compute: a quick one, and one with a long film."""
WALL = 2.5
"""A child lives at most so many times as long as it may compute."""
LARGE = 8 * 1024 * 1024
"""Bytes of a sound or film from which on it takes a turn of its own kind."""
TOO_COMPLEX = frozenset({TOO_BIG, -signal.SIGXCPU, -signal.SIGKILL})
CANNOT = frozenset({"file_damaged", "file_cut_off", "file_too_complex", "file_uncleanable"})
"""Refusals of a file that could still be sent as it is."""


class Lane:
    """A few children at the same time, and a few uploads that wait for their turn.

    Long films have a lane of their own, and of the quick turns all that may compute for minutes has
    one together, so that a booby-trapped film or document does not hold up pictures.
    Each child may take its full memory. ``seats`` of all lanes together are fewer than the threads
    of ``reportdesk serve``, so that pages are served meanwhile.
    """

    def __init__(self, at_once: int, waiting: int, patience: float) -> None:
        self._turns = threading.BoundedSemaphore(at_once)
        self._chairs = threading.BoundedSemaphore(at_once + waiting)
        self.at_once, self.seats, self.patience = at_once, at_once + waiting, patience

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn; raises Busy when too many wait, or it takes too long."""
        if not self._chairs.acquire(blocking=False):
            raise Busy("file_turns", retry_after=int(self.patience) + 1)
        try:
            if not self._turns.acquire(timeout=self.patience):
                raise Busy("file_turns", retry_after=int(self.patience) + 1)
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._chairs.release()


QUICK = Lane(at_once=2, waiting=6, patience=30.0)
SLOW = Lane(at_once=1, waiting=5, patience=30.0)
"""In front of the quick lane, for all but pictures and texts: they have one of its turns."""
SOON = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP, Kind.GIF, Kind.HEIF, Kind.TEXT})
"""What is done in seconds, whatever is in it."""
LONG = Lane(at_once=1, waiting=2, patience=120.0)


@dataclass(slots=True)
class Cleaned:
    """A rebuilt file; ``chunks`` can be read once and raises BadInput when the child failed.

    The other three are known when the chunks came to their end.
    """

    chunks: Iterator[bytes]
    name: str = ""
    type: str = ""
    removed: tuple[str, ...] = ()


def prepare(source: Source, filename: str, *, most: int) -> Cleaned:
    """Sniff an upload, rebuild it in a child, and return the copy as a stream.

    ``most`` is the largest upload in bytes. Raises BadInput on field ``files`` with
    ``file_empty``, ``file_kind``, ``file_large``, or one of :data:`CANNOT`,
    Busy("file_turns") when too many are being rebuilt, and whatever ``source`` raises.
    No child outlives a refusal or the end of the stream.
    """
    if not source.size:
        raise BadInput("files", "file_empty")
    if source.size > most:
        raise BadInput("files", "file_large", most=most // 1024**2)
    head = source.read_at(0, HEAD)
    kind = sniff(head)
    if kind is None:
        raise BadInput("files", "file_kind" if original(head) is None else "file_uncleanable")
    cleaned = Cleaned(iter(()))
    cleaned.chunks = _begun(_rebuilt(kind, source, filename, cleaned))
    return cleaned


def _begun(stream: Iterator[bytes]) -> Iterator[bytes]:
    """The same stream with its first piece already made, so that most refusals come at once."""
    first = next(stream, b"")

    def pieces() -> Iterator[bytes]:
        try:
            yield first
            yield from stream
        finally:
            getattr(stream, "close", lambda: None)()

    return pieces()


def _rebuilt(kind: Kind, source: Source, filename: str, cleaned: Cleaned) -> Iterator[bytes]:
    """The copy; ends only when all of it came and the child said what it is."""
    with _turn(kind, source.size) as seconds, _child(kind, source.size, seconds) as child:
        if child.stdin is None or child.stdout is None:
            raise AssertionError("both were asked for")
        try:
            for said in served(source, child.stdin, child.stdout):
                if isinstance(said, bytes):
                    yield said
                else:
                    _tell(cleaned, filename, said)
        except (BrokenWireError, BrokenPipeError):
            raise _refusal(kind, child) from None
        if child.wait():
            raise BadInput("files", "file_damaged")


@contextmanager
def _turn(kind: Kind, size: int) -> Iterator[int]:
    """Wait for the turns a file needs; yields the seconds that its child may compute."""
    if kind in MEDIA and size > LARGE:
        with LONG.turn():
            yield SECONDS_OF_MEDIA
    elif kind not in SOON:
        with SLOW.turn(), QUICK.turn():
            yield SECONDS
    else:
        with QUICK.turn():
            yield SECONDS


def _tell(cleaned: Cleaned, filename: str, facts: Facts) -> None:
    """Write down what the copy became."""
    cleaned.name = named(without_numbers(filename), facts.ending)
    cleaned.type, cleaned.removed = ENDINGS[facts.ending], facts.removed


def _refusal(kind: Kind, child: subprocess.Popen[bytes]) -> BadInput:
    """Why a child stopped, as far as its exit code says."""
    if child.stdin is not None:
        _close(child.stdin)
    try:
        code = child.wait(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        code = -signal.SIGKILL
    if code in TOO_COMPLEX:
        return BadInput("files", "file_too_complex")
    if code == UNKNOWN:  # of a film in an odd coding; an archive in a document's dress is neither
        return BadInput("files", "file_kind" if kind is Kind.OFFICE else "file_uncleanable")
    return BadInput("files", "file_cut_off" if code == CUT_OFF else "file_damaged")


@contextmanager
def _child(kind: Kind, size: int, seconds: int) -> Iterator[subprocess.Popen[bytes]]:
    """The child, with pipes and an empty environment; dead when the block ends, however it ends."""
    child = subprocess.Popen(  # noqa: S603 -- our own module and a code from a closed list
        [*CHILD, kind.value, str(size), str(seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        start_new_session=True,
    )
    timer = threading.Timer(WALL * seconds, _end, (child,))
    timer.daemon = True
    timer.start()
    try:
        yield child
    finally:
        timer.cancel()
        _end(child)
        child.wait()
        for pipe in (child.stdin, child.stdout):
            _close(pipe)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill a child with whatever it may have started."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def _close(pipe: IO[bytes] | None) -> None:
    """Close one end of a pipe; what was still waiting to be written has no reader any more."""
    try:
        if pipe is not None:
            pipe.close()
    except BrokenPipeError:
        return
