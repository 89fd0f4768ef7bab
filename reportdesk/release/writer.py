"""Writes a release: the same frozen facts give the same bytes. Only publication may call this."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import URL, create_engine
from sqlalchemy.pool import NullPool

from reportdesk.domain.proof import key_id
from reportdesk.release.labels import STORE, SUMS
from reportdesk.release.render import texts
from reportdesk.release.schema import (
    AUTHORITIES,
    CASES,
    HEADER,
    METADATA,
    PROOF_KEYS,
    SUPERSEDED,
    WORDS,
    Frozen,
)
from reportdesk.release.sums import checksum, written

UNFINISHED = ".unfinished-"


class OccupiedError(Exception):
    """Another build is writing to this folder."""


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Nobody else builds into this folder meanwhile; raises OccupiedError while somebody does.

    The kernel lets go of the lock when a process dies.
    """
    root.mkdir(parents=True, exist_ok=True)
    handle = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OccupiedError from None
        yield
    finally:
        os.close(handle)


def draft(root: Path, frozen: Frozen) -> str:
    """Write all files of a release where no reader looks; the checksum of its SHA256SUMS."""
    root.mkdir(parents=True, exist_ok=True)
    folder = root / f"{UNFINISHED}{frozen.header.folder}"
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir()
    for name, content in texts(frozen).items():
        (folder / name).write_bytes(content.encode())
    _store(folder / STORE, frozen)
    (folder / SUMS).write_bytes(written(folder).encode())
    _settle(folder)
    _sync(root)
    return checksum(folder / SUMS)


def place(root: Path, name: str) -> None:
    """Show a draft: its folder appears whole; one of that name that is already there must go."""
    if (root / name).exists():
        remove(root, name)
    (root / f"{UNFINISHED}{name}").rename(root / name)
    _sync(root)


def drafts(root: Path) -> dict[str, str]:
    """Name of the folder -> checksum of SHA256SUMS (empty where it has none yet) of each draft."""
    found = {path.name.removeprefix(UNFINISHED): path for path in root.glob(f"{UNFINISHED}*")}
    return {
        name: checksum(path / SUMS) if (path / SUMS).is_file() else ""
        for name, path in sorted(found.items())
    }


def discard(root: Path) -> None:
    """Take away every draft."""
    for path in root.glob(f"{UNFINISHED}*"):
        shutil.rmtree(path)


def remove(root: Path, name: str) -> None:
    """Take away a release's folder: first from readers, all of it at once, then from the disk."""
    going = root / f"{UNFINISHED}{name}.removed"
    if going.exists():
        shutil.rmtree(going)
    (root / name).rename(going)
    _sync(root)
    shutil.rmtree(going)


def _store(path: Path, frozen: Frozen) -> None:
    """The SQLite file of the public site: rows in the order of their keys, nothing left over."""
    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)
    words = sorted((*key, *pair) for key, pair in frozen.words.by_code.items())
    rows: list[tuple[Any, list[dict[str, Any]]]] = [
        (HEADER, [asdict(frozen.header)]),
        (SUPERSEDED, [asdict(old) for old in frozen.superseded]),
        (CASES, sorted(frozen.cases, key=lambda row: row["ref"])),
        (WORDS, [dict(zip(WORDS.c.keys(), values, strict=True)) for values in words]),
        (PROOF_KEYS, _keys(frozen)),
        (AUTHORITIES, [asdict(a) for a in sorted(frozen.authorities, key=lambda a: a.id)]),
    ]
    with engine.begin() as connection:
        METADATA.create_all(connection)
        for table, values in rows:
            if values:
                connection.execute(table.insert(), values)
    with closing(engine.raw_connection()) as connection:
        connection.execute("VACUUM")
    engine.dispose()


def _keys(frozen: Frozen) -> list[dict[str, Any]]:
    """Public keys as rows, newest first."""
    return [
        {"position": position, "id": key_id(public), "public": public.hex()}
        for position, public in enumerate(frozen.proof_keys)
    ]


def _settle(folder: Path) -> None:
    """Make every file readable, unchangeable and safe on disk."""
    for path in folder.iterdir():
        path.chmod(0o444)
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    """Flush a file or a folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
