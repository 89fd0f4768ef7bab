"""Small files that must be durable, private, and silent about when they were touched."""

import os
import secrets
from pathlib import Path
from typing import BinaryIO

FIXED_TIME = 946_684_800
"""Modification and access time of everything written here, seconds: 2000-01-01T00:00:00Z."""

_PRIVATE_FOLDER = 0o700
_PRIVATE_FILE = 0o600


def still(path: Path | int) -> None:
    """Give a file, folder or descriptor the one time that all have, so that it tells no arrival."""
    os.utime(path, (FIXED_TIME, FIXED_TIME))


def make_folder(folder: Path) -> None:
    """Create a private folder and its parents, durably; nothing happens when it exists."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def create_file(path: Path) -> BinaryIO:
    """Open a new private file for writing; raises FileExistsError when it exists."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE)
    return os.fdopen(fd, "wb")


def finish_file(handle: BinaryIO) -> None:
    """Force a written file to the disk and still its times."""
    handle.flush()
    os.fsync(handle.fileno())
    still(handle.fileno())


def write_new(path: Path, data: bytes) -> None:
    """Create a whole file in one step that only one of several processes can win.

    The bytes are complete before the name appears (a hard link refuses an existing name), so a
    reader never sees half a key. Raises FileExistsError for the losers.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with create_file(draft) as handle:
            handle.write(data)
            finish_file(handle)
        os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
        still(path.parent)
    sync_folder(path.parent)


def open_quietly(path: Path) -> BinaryIO:
    """Open for reading without leaving an access time; raises FileNotFoundError."""
    try:
        fd = os.open(path, os.O_RDONLY | getattr(os, "O_NOATIME", 0))
    except PermissionError:  # O_NOATIME is the owner's privilege; a plain read may still be allowed
        fd = os.open(path, os.O_RDONLY)
    return os.fdopen(fd, "rb")


def read_quietly(path: Path) -> bytes:
    """The whole content, without leaving an access time; raises FileNotFoundError."""
    with open_quietly(path) as handle:
        return handle.read()


def destroy(path: Path) -> None:
    """Overwrite a small file, force it to the disk, unlink it; nothing happens when it is gone."""
    try:
        with path.open("r+b") as handle:
            handle.write(secrets.token_bytes(path.stat().st_size))
            handle.flush()
            os.fsync(handle.fileno())
    except FileNotFoundError:
        return
    path.unlink(missing_ok=True)
    still(path.parent)
    sync_folder(path.parent)
