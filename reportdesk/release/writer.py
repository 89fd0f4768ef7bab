"""Writes a release: the same frozen facts give the same bytes. Only publication may call this."""

import os
import shutil
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import URL, create_engine
from sqlalchemy.pool import NullPool

from reportdesk.release.labels import CHANGES, CSV, JSON, STORE, SUMS
from reportdesk.release.render import texts
from reportdesk.release.schema import (
    AUTHORITIES,
    CASES,
    HEADER,
    METADATA,
    SUPERSEDED,
    WORDS,
    Frozen,
)
from reportdesk.release.sums import checksum

UNFINISHED = ".unfinished-"
SUMMED = (CHANGES, CSV, JSON, STORE)
"""Files with a checksum, in the order SHA256SUMS names them."""


def write(root: Path, frozen: Frozen) -> str:
    """Write all files of a release under ``root`` and return the checksum of its SHA256SUMS.

    The folder appears whole or not at all, and replaces one that an unfinished build left behind.
    """
    root.mkdir(parents=True, exist_ok=True)
    _sweep(root)
    draft = root / f"{UNFINISHED}{frozen.header.folder}"
    draft.mkdir()
    for name, content in texts(frozen).items():
        (draft / name).write_bytes(content.encode())
    _store(draft / STORE, frozen)
    sums = "".join(f"{checksum(draft / name)}  {name}\n" for name in SUMMED)
    (draft / SUMS).write_bytes(sums.encode())
    _settle(draft)
    final = root / frozen.header.folder
    if final.exists():
        shutil.rmtree(final)
    draft.rename(final)
    _sync(root)
    return checksum(final / SUMS)


def remove(root: Path, folder: str) -> None:
    """Take away a revision that another one replaced."""
    shutil.rmtree(root / folder, ignore_errors=True)


def _store(path: Path, frozen: Frozen) -> None:
    """The SQLite file of the public site: rows in the order of their keys, nothing left over."""
    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)
    words = sorted((*key, *pair) for key, pair in frozen.words.by_code.items())
    rows: list[tuple[Any, list[dict[str, Any]]]] = [
        (HEADER, [asdict(frozen.header)]),
        (SUPERSEDED, [asdict(old) for old in frozen.superseded]),
        (CASES, sorted(frozen.cases, key=lambda row: row["ref"])),
        (WORDS, [dict(zip(WORDS.c.keys(), values, strict=True)) for values in words]),
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


def _sweep(root: Path) -> None:
    """Remove what an earlier build left half-written."""
    for path in root.glob(f"{UNFINISHED}*"):
        shutil.rmtree(path)


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
