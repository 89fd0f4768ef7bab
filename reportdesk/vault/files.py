"""Where sealed files and shred keys lie: random names, folders that tell no time of arrival."""

import errno
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Protocol

from reportdesk.domain.errors import Conflict, NotFound, Unavailable
from reportdesk.vault.disk import (
    create_file,
    destroy,
    finish_file,
    make_folder,
    open_quietly,
    read_quietly,
    still,
    sync_folder,
    write_new,
)
from reportdesk.vault.kdf import KEY_BYTES

READ_SIZE = 64 * 1024
_PART = ".part"
_BLOB_NAME = re.compile(r"(\d{8})-([0-9a-f]{32})")
_SHRED_ID = re.compile(r"[0-9a-f]{32}")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def new_blob_name(today: date) -> str:
    """A random name that carries the day, because modification times are fixed and say nothing.

    The day lets the daily sweep find what was uploaded and never filed.
    """
    return f"{today:%Y%m%d}-{secrets.token_hex(16)}"


class BlobStore(Protocol):
    """A content store of sealed files; a local folder here, an object store elsewhere."""

    def put(self, name: str, chunks: Iterable[bytes]) -> None:
        """Store all chunks under a new name, or nothing at all.

        Raises Conflict("blob_exists"), Unavailable("disk_full"), or whatever ``chunks`` raises.
        """

    def get(self, name: str) -> Iterator[bytes]:
        """The stored bytes in pieces; raises NotFound("blob") at once."""

    def delete(self, name: str) -> None:
        """Remove a blob and any unfinished part of it; nothing happens when it is gone."""

    def exists(self, name: str) -> bool:
        """Whether a complete blob has this name."""

    def list(self, older_than: date | None = None) -> Iterator[str]:
        """Names of blobs and of unfinished parts, all or those named before a day."""

    def room(self) -> int | None:
        """Free bytes, or None when the store has no limit of its own."""


class ShredStore(Protocol):
    """A small separate store of 32-byte shred keys, whose backups live at most 30 days."""

    def new(self) -> str:
        """Store a fresh random shred key and return its random id."""

    def get(self, shred_id: str) -> bytes:
        """The shred key; raises NotFound("shredded") once it was destroyed."""

    def destroy(self, shred_id: str) -> None:
        """Overwrite and remove the shred key; nothing happens when it is gone."""


class LocalBlobs:
    """Blobs in a folder, spread over 256 sub-folders by the random part of their names."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, name: str, chunks: Iterable[bytes]) -> None:
        """See :meth:`BlobStore.put`; written beside its place, forced to the disk, renamed."""
        target = self._path(name)
        folder = target.parent
        part = target.with_name(name + _PART)
        with _in_our_words():
            make_folder(folder)
            still(self._root)
            if target.exists():
                raise Conflict("blob_exists")
            handle = create_file(part)
        with _in_our_words(), _nothing_left(part):
            with handle:
                still(folder)
                for chunk in chunks:
                    handle.write(chunk)
                finish_file(handle)
            part.rename(target)
            still(folder)
            sync_folder(folder)

    def get(self, name: str) -> Iterator[bytes]:
        """See :meth:`BlobStore.get`; leaves no access time."""
        try:
            handle = open_quietly(self._path(name))
        except FileNotFoundError:
            raise NotFound("blob") from None

        def pieces() -> Iterator[bytes]:
            with handle:
                while piece := handle.read(READ_SIZE):
                    yield piece

        return pieces()

    def delete(self, name: str) -> None:
        """See :meth:`BlobStore.delete`."""
        target = self._path(name)
        if not target.parent.is_dir():
            return
        target.unlink(missing_ok=True)
        target.with_name(name + _PART).unlink(missing_ok=True)
        still(target.parent)
        sync_folder(target.parent)

    def exists(self, name: str) -> bool:
        """See :meth:`BlobStore.exists`."""
        return self._path(name).is_file()

    def list(self, older_than: date | None = None) -> Iterator[str]:
        """See :meth:`BlobStore.list`."""
        for path in sorted(self._root.glob("??/*")):
            name = path.name.removesuffix(_PART)
            match = _BLOB_NAME.fullmatch(name)
            if match and (older_than is None or match[1] < f"{older_than:%Y%m%d}"):
                yield name

    def room(self) -> int:
        """See :meth:`BlobStore.room`."""
        make_folder(self._root)
        return shutil.disk_usage(self._root).free

    def _path(self, name: str) -> Path:
        """Where a blob lies; raises NotFound for anything that is not one of our names."""
        match = _BLOB_NAME.fullmatch(name)
        if not match:
            raise NotFound("blob")
        return self._root / match[2][:2] / name


class LocalShreds:
    """Shred keys in a folder, spread over 256 sub-folders."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def new(self) -> str:
        """See :meth:`ShredStore.new`."""
        shred_id = secrets.token_hex(16)
        path = self._path(shred_id)
        with _in_our_words():
            make_folder(path.parent)
            still(self._root)
            write_new(path, secrets.token_bytes(KEY_BYTES))
        return shred_id

    def get(self, shred_id: str) -> bytes:
        """See :meth:`ShredStore.get`; leaves no access time, which would date a visit."""
        try:
            return read_quietly(self._path(shred_id))
        except FileNotFoundError:
            raise NotFound("shredded") from None

    def destroy(self, shred_id: str) -> None:
        """See :meth:`ShredStore.destroy`."""
        destroy(self._path(shred_id))

    def _path(self, shred_id: str) -> Path:
        """Where a shred key lies; raises NotFound for anything that is not one of our ids."""
        if not _SHRED_ID.fullmatch(shred_id):
            raise NotFound("shredded")
        return self._root / shred_id[:2] / shred_id


@contextmanager
def _nothing_left(part: Path) -> Iterator[None]:
    """Remove an unfinished file whatever ends the block early, a vanished client included."""
    try:
        yield
    except BaseException:
        part.unlink(missing_ok=True)
        still(part.parent)
        raise


@contextmanager
def _in_our_words() -> Iterator[None]:
    """A full disk and a taken name as domain errors; anything else as it is."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Unavailable("disk_full") from error
        if isinstance(error, FileExistsError):
            raise Conflict("blob_exists") from error
        raise
