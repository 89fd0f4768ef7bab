"""A clean copy of an upload, made by a confined child process and streamed back."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath

from reportdesk.domain.errors import BadInput, Busy
from reportdesk.evidence.child import CUT_OFF, MEMORY, TOO_BIG
from reportdesk.evidence.kinds import HEAD, TYPES, Kind, Removed, sniff

READ = 64 * 1024
WALL_SECONDS = 180
"""Longest life of a child, from the first byte in to the last byte out."""
AT_ONCE = 2
"""Children of one server process at the same time; each may take its full memory."""
PATIENCE = 8.0
"""Seconds an upload waits for its turn."""
LONGEST_NAME = 80
LONGEST_HEADER = 4096
TOO_COMPLEX = frozenset({TOO_BIG, -signal.SIGXCPU, -signal.SIGKILL})
_turns = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A rebuilt file; ``chunks`` can be read once and raises BadInput when the child failed."""

    name: str
    type: str
    removed: tuple[str, ...]
    chunks: Iterator[bytes]


def prepare(chunks: Iterable[bytes], filename: str, *, most: int) -> Cleaned:
    """Sniff an upload, rebuild it in a child, and return the copy as a stream.

    ``most`` is the largest upload in bytes. Raises BadInput on field ``files`` with
    ``file_empty``, ``file_kind``, ``file_large``, ``file_damaged``, ``file_cut_off`` or
    ``file_too_complex``, Busy("file_turns") when too many are being rebuilt, and whatever
    ``chunks`` raises. No child outlives a refusal or the end of the stream.
    """
    source = _bounded(chunks, most)
    head = bytearray()
    for chunk in source:
        head += chunk
        if len(head) >= HEAD:
            break
    if not head:
        raise BadInput("files", "file_empty")
    kind = sniff(bytes(head[:HEAD]))
    if kind is None:
        raise BadInput("files", "file_kind")
    stream = _rebuilt(kind, bytes(head), source)
    removed = json.loads(next(stream))["removed"]
    return Cleaned(_name(filename, kind), TYPES[kind], tuple(removed), stream)


def _bounded(chunks: Iterable[bytes], most: int) -> Iterator[bytes]:
    """The same chunks, until they are too many."""
    seen = 0
    for chunk in chunks:
        seen += len(chunk)
        if seen > most:
            raise BadInput("files", "file_large", most=most // 1024**2)
        yield chunk


def _rebuilt(kind: Kind, head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    """First the checked header line, then the copy; ends only when the whole copy came.

    The child answers only after it has read everything, so writing first cannot block for ever.
    """
    with _turn(), _child(kind) as child:
        if child.stdin is None or child.stdout is None:
            raise AssertionError("both were asked for")
        try:
            with child.stdin as sink:
                sink.write(head)
                for chunk in rest:
                    sink.write(chunk)
        except BrokenPipeError:
            pass  # the child gave up; its exit code says why
        line = child.stdout.readline(LONGEST_HEADER)
        left = _size(line, child)
        yield line
        while left and (chunk := child.stdout.read(min(READ, left))):
            left -= len(chunk)
            yield chunk
        if left or child.wait():
            raise BadInput("files", "file_damaged")


@contextmanager
def _turn() -> Iterator[None]:
    """Wait until fewer than AT_ONCE children run; raises Busy when that takes too long."""
    if not _turns.acquire(timeout=PATIENCE):
        raise Busy("file_turns", retry_after=int(PATIENCE))
    try:
        yield
    finally:
        _turns.release()


@contextmanager
def _child(kind: Kind) -> Iterator[subprocess.Popen[bytes]]:
    """The child, with pipes and an empty environment; dead when the block ends, however it ends."""
    child = subprocess.Popen(  # noqa: S603 -- our own module and a code from a closed list
        [sys.executable, "-I", "-m", "reportdesk.evidence.child", kind.value],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
    )
    timer = threading.Timer(WALL_SECONDS, child.kill)
    timer.daemon = True
    timer.start()
    try:
        yield child
    finally:
        timer.cancel()
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            _close(pipe)


def _close(pipe: object) -> None:
    """Close one end of a pipe; what was still waiting to be written has no reader any more."""
    try:
        getattr(pipe, "close", lambda: None)()
    except BrokenPipeError:
        return


def _size(line: bytes, child: subprocess.Popen[bytes]) -> int:
    """Bytes of the copy that follows a header line; raises BadInput when there is no such line.

    A file that took the child over could write anything here, so every part is checked.
    """
    if not line.endswith(b"\n"):
        code = child.wait()
        if code in TOO_COMPLEX:
            raise BadInput("files", "file_too_complex")
        raise BadInput("files", "file_cut_off" if code == CUT_OFF else "file_damaged")
    try:
        facts = json.loads(line)
        size, removed = int(facts["size"]), {Removed(code) for code in facts["removed"]}
    except (ValueError, KeyError, TypeError):
        raise BadInput("files", "file_damaged") from None
    if not 0 <= size <= MEMORY or len(removed) != len(facts["removed"]):
        raise BadInput("files", "file_damaged")
    return size


def _name(filename: str, kind: Kind) -> str:
    """The typed name without folders or control characters, with the ending of what it is."""
    stem = PurePath(filename.replace("\\", "/")).stem
    kept = "".join(sign for sign in stem if sign.isprintable())[:LONGEST_NAME].strip(" .")
    return f"{kept or 'file'}.{kind.value}"
