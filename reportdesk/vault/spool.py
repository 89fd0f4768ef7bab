"""Where an upload lies until its form was read: sealed, without a name, never in clear on disk.

The file has no name (it is unlinked at once) and its key lives only in this object, so a killed
process leaves nothing and a copy of the disk shows noise.
"""

import errno
import secrets
import tempfile
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from reportdesk.domain.errors import Unavailable
from reportdesk.vault.disk import make_folder, still
from reportdesk.vault.envelope import aead_open, aead_seal
from reportdesk.vault.kdf import KEY_BYTES

BLOCK = 64 * 1024
"""Plain bytes sealed at a time."""
READY = 8
"""Opened blocks that are kept at hand: who reads a film goes to and fro between its tracks."""
_LENGTH = 4
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class SealedSpool:
    """Written from end to end, then read anywhere; constant memory, sealed block by block."""

    def __init__(self, folder: Path) -> None:
        with _full_disk_in_our_words():
            make_folder(folder)
            self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 -- see close()
        still(folder)  # where the system knows no nameless files, one came and went
        self._key = secrets.token_bytes(KEY_BYTES)
        self._waiting = bytearray()
        self._ready: OrderedDict[int, bytes] = OrderedDict()
        self._blocks = 0
        self._next = 0
        self._stride = 0
        self.size = 0
        """Plain bytes so far."""

    def write(self, data: bytes) -> int:
        """Take some bytes of the upload; raises Unavailable("disk_full")."""
        self._waiting += data
        self.size += len(data)
        while len(self._waiting) >= BLOCK:
            self._flush(BLOCK)
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Rewind when the upload is complete; raises OSError for any other place."""
        if (offset, whence) != (0, 0):
            raise OSError("an upload is read from its beginning")
        self._complete()
        self._next = 0
        return 0

    def read_at(self, offset: int, count: int) -> bytes:
        """At most ``count`` bytes from ``offset`` on, once the upload is complete."""
        self._complete()
        end = min(self.size, offset + count)
        if end <= offset:
            return b""
        first = offset // BLOCK
        found = b"".join(self._opened(index) for index in range(first, -(-end // BLOCK)))
        return found[offset - first * BLOCK : end - first * BLOCK]

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` of the next bytes (all of them by default); empty at the end."""
        piece = self.read_at(self._next, self.size if size < 0 else size)
        self._next += len(piece)
        return piece

    def close(self) -> None:
        """Give the space back."""
        self._ready.clear()
        self._file.close()

    def _complete(self) -> None:
        """Seal what is still waiting: nothing more will be written."""
        if self._waiting:
            self._flush(len(self._waiting))
            with _full_disk_in_our_words():
                self._file.flush()

    def _opened(self, index: int) -> bytes:
        """One block in clear; raises CannotOpen when it was changed on the disk."""
        if index not in self._ready:
            self._file.seek(index * self._stride)
            length = int.from_bytes(self._file.read(_LENGTH), "big")
            sealed = self._file.read(length)
            self._ready[index] = aead_open(self._key, sealed, ("spool", str(index)))
            while len(self._ready) > READY:
                self._ready.popitem(last=False)
        self._ready.move_to_end(index)
        return self._ready[index]

    def _flush(self, count: int) -> None:
        """Seal the first ``count`` waiting bytes as one block."""
        sealed = aead_seal(self._key, bytes(self._waiting[:count]), ("spool", str(self._blocks)))
        with _full_disk_in_our_words():
            self._file.write(len(sealed).to_bytes(_LENGTH, "big") + sealed)
        del self._waiting[:count]
        self._stride = self._stride or _LENGTH + len(sealed)
        self._blocks += 1


@contextmanager
def _full_disk_in_our_words() -> Iterator[None]:
    """A full disk as Unavailable; anything else as it is."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Unavailable("disk_full") from error
        raise
