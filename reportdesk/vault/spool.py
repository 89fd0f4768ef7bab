"""Where an upload lies until its form was read: sealed in memory's name, never in clear on disk.

The file has no name (it is unlinked at once) and its key lives only in this object, so a killed
process leaves nothing and a crash dump of the disk shows noise.
"""

import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from reportdesk.vault.envelope import aead_open, aead_seal
from reportdesk.vault.kdf import KEY_BYTES

BLOCK = 64 * 1024
"""Plain bytes sealed at a time."""
_LENGTH = 4


class SealedSpool:
    """A write-then-read stream for one upload; constant memory, sealed block by block."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  # closed by close()
        self._key = secrets.token_bytes(KEY_BYTES)
        self._waiting = bytearray()
        self._blocks = 0
        self.size = 0
        """Plain bytes written."""

    def write(self, data: bytes) -> int:
        """Take some bytes of the upload."""
        self._waiting += data
        self.size += len(data)
        while len(self._waiting) >= BLOCK:
            self._flush(BLOCK)
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        """The form parser rewinds once when the upload is complete; nothing else is needed."""
        if (offset, whence) != (0, 0):
            raise OSError("an upload is read from its beginning")
        return 0

    def chunks(self) -> Iterator[bytes]:
        """The upload from its beginning, block by block."""
        if self._waiting:
            self._flush(len(self._waiting))
        self._file.seek(0)
        for index in range(self._blocks):
            length = int.from_bytes(self._file.read(_LENGTH), "big")
            yield aead_open(self._key, self._file.read(length), ("spool", str(index)))

    def close(self) -> None:
        """Give the space back."""
        self._file.close()

    def _flush(self, count: int) -> None:
        """Seal the first ``count`` waiting bytes as one block."""
        sealed = aead_seal(self._key, bytes(self._waiting[:count]), ("spool", str(self._blocks)))
        self._file.write(len(sealed).to_bytes(_LENGTH, "big") + sealed)
        del self._waiting[:count]
        self._blocks += 1
