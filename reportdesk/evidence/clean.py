"""A clean copy of an upload, made by a confined child process and streamed back."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

from reportdesk.domain.errors import BadInput
from reportdesk.evidence.child import TOO_BIG
from reportdesk.evidence.kinds import HEAD, TYPES, Kind, sniff

READ = 64 * 1024
WALL_SECONDS = 180
LONGEST_NAME = 80
ERRORS = {TOO_BIG: "file_too_complex"}


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
    ``file_empty``, ``file_kind``, ``file_large``, ``file_damaged`` or ``file_too_complex``.
    """
    source = iter(_bounded(chunks, most))
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
    child = _start(kind)
    feeder = threading.Thread(target=_feed, args=(child, bytes(head), source), daemon=True)
    feeder.start()
    stream = _output(child, feeder)
    facts = json.loads(next(stream))
    return Cleaned(_name(filename, kind), TYPES[kind], tuple(facts["removed"]), stream)


def _bounded(chunks: Iterable[bytes], most: int) -> Iterator[bytes]:
    """The same chunks, until they are too many."""
    seen = 0
    for chunk in chunks:
        seen += len(chunk)
        if seen > most:
            raise BadInput("files", "file_large", most=most // 1024**2)
        yield chunk


def _start(kind: Kind) -> subprocess.Popen[bytes]:
    """The child, with pipes and an empty environment."""
    return subprocess.Popen(  # noqa: S603  # our own module and a code from a closed list
        [sys.executable, "-I", "-m", "reportdesk.evidence.child", kind.value],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
    )


def _feed(child: subprocess.Popen[bytes], head: bytes, rest: Iterator[bytes]) -> None:
    """Write the whole upload to the child; an upload that breaks off kills it."""
    sink = child.stdin
    if sink is None:
        return
    try:
        with sink:
            sink.write(head)
            for chunk in rest:
                sink.write(chunk)
    except BrokenPipeError:
        return
    except BaseException:  # too large or unreadable: the reader sees the child's end and says so
        child.kill()
        raise


def _output(child: subprocess.Popen[bytes], feeder: threading.Thread) -> Iterator[bytes]:
    """First the header line, then the copy; ends only when the whole copy came."""
    timer = threading.Timer(WALL_SECONDS, child.kill)
    timer.start()
    try:
        source: IO[bytes] | None = child.stdout
        line = source.readline() if source else b""
        if source is None or not line.endswith(b"\n"):
            raise BadInput("files", ERRORS.get(child.wait(), "file_damaged"))
        yield line
        left = int(json.loads(line)["size"])
        while left and (chunk := source.read(min(READ, left))):
            left -= len(chunk)
            yield chunk
        if left or child.wait():
            raise BadInput("files", "file_damaged")
    finally:
        timer.cancel()
        child.kill()
        child.wait()
        feeder.join()


def _name(filename: str, kind: Kind) -> str:
    """The typed name without folders or control characters, with the ending of what it is."""
    stem = PurePath(filename.replace("\\", "/")).stem
    kept = "".join(sign for sign in stem if sign.isprintable())[:LONGEST_NAME].strip()
    return f"{kept or 'file'}.{kind.value}"
