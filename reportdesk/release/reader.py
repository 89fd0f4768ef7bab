"""Reads releases from their folder; the public site knows nothing else."""

import json
import os
import sqlite3
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, create_engine, func, inspect, null, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import QueuePool

from reportdesk.release import sums
from reportdesk.release.fields import ASKED, Kind
from reportdesk.release.labels import FILES, STORE, SUMS, folder_parts, place
from reportdesk.release.schema import (
    AUTHORITIES,
    CASES,
    HEADER,
    PROOF_KEYS,
    SUPERSEDED,
    WORDS,
    AuthorityRow,
    Frozen,
    Header,
    Row,
    Superseded,
    Words,
)

Asked = Mapping[str, Sequence[str]]
"""Field name -> codes: any of the codes of a field, and all of the fields."""
KINDS = {field.name: field.kind for field in ASKED}
KNOWN = tuple(column.name for column in CASES.c)
ORDER = (CASES.c.month.is_(None), CASES.c.month.desc(), CASES.c.ref)
"""As :func:`reportdesk.release.schema.in_order`."""
VANISHED = (FileNotFoundError, OperationalError)
"""What reading a release raises when another revision takes its place meanwhile."""


class Release:
    """One revision of a release; never changes while it is open.

    Opening raises OSError or ValueError where SHA256SUMS is missing or says something else.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.checksums = sums.named(folder)
        """File -> SHA-256, as SHA256SUMS says, and of that file itself."""

    @cached_property
    def _engine(self) -> Engine:
        """The store, opened on first use."""
        return _engine(self.folder / STORE)

    @property
    def digest(self) -> str:
        """What tells this content from any other: the checksum of its checksums."""
        return self.checksums[SUMS]

    def is_whole(self) -> bool:
        """Whether every file is there and the store has arrived completely."""
        return sums.is_whole(self.folder, self.checksums)

    @cached_property
    def header(self) -> Header:
        """What the release is."""
        with self._engine.connect() as connection:
            return Header(**connection.execute(select(HEADER)).one()._mapping)

    @cached_property
    def words(self) -> Words:
        """The words the release was made with."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(WORDS)).all()
        return Words({(row.list, row.code): (row.zh, row.en) for row in rows})

    @property
    def superseded(self) -> tuple[Superseded, ...]:
        """Files of earlier revisions."""
        order = (SUPERSEDED.c.revision, SUPERSEDED.c.file)
        with self._engine.connect() as connection:
            rows = connection.execute(select(SUPERSEDED).order_by(*order)).all()
        return tuple(Superseded(**row._mapping) for row in rows)

    @cached_property
    def proof_keys(self) -> tuple[bytes, ...]:
        """Public keys that sign proofs of filing, newest first; none in old releases."""
        if not inspect(self._engine).has_table(PROOF_KEYS.name):
            return ()
        query = select(PROOF_KEYS.c.public).order_by(PROOF_KEYS.c.position)
        with self._engine.connect() as connection:
            return tuple(bytes.fromhex(public) for public in connection.scalars(query))

    def cases(self, asked: Asked, *, first: int = 0, limit: int | None = None) -> list[Row]:
        """The cases that were asked for, from the ``first``-th on (0 is the first)."""
        query = self._select(KNOWN).where(*conditions(asked)).order_by(*ORDER)
        return self._rows(query.offset(first).limit(-1 if limit is None else limit))

    def pick(self, names: Sequence[str], asked: Asked) -> list[Row]:
        """Some columns of the cases that were asked for."""
        return self._rows(self._select(names).where(*conditions(asked)))

    def case(self, ref: str) -> Row | None:
        """One case, or None."""
        found = self._rows(self._select(KNOWN).where(CASES.c.ref == ref))
        return found[0] if found else None

    def count(self, asked: Asked) -> int:
        """How many cases were asked for."""
        query = select(func.count()).select_from(CASES).where(*conditions(asked))
        with self._engine.connect() as connection:
            return int(connection.scalar(query) or 0)

    def tally(self, name: str, asked: Asked) -> dict[str, int]:
        """How many of the cases asked for have each value of a column of single codes."""
        column = CASES.c[name]
        query = select(column, func.count()).where(column.is_not(None), *conditions(asked))
        with self._engine.connect() as connection:
            rows = connection.execute(query.group_by(column)).all()
        return {row[0]: row[1] for row in rows}

    def taken_from(self, authority_id: str) -> list[str]:
        """References of the cases that a superior took from an authority for being late."""
        if "taken_from" not in self._present:
            return []
        query = select(CASES.c.ref).where(CASES.c.taken_from == authority_id)
        with self._engine.connect() as connection:
            return list(connection.scalars(query.order_by(CASES.c.ref)))

    def authority(self, authority_id: str) -> AuthorityRow | None:
        """One authority of the code list, or None."""
        query = select(AUTHORITIES).where(AUTHORITIES.c.id == authority_id)
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        return AuthorityRow(**row._mapping) if row else None

    def content(self, name: str) -> bytes | None:
        """One of the release's files, or None for any other name."""
        return (self.folder / name).read_bytes() if name in FILES else None

    def size(self, name: str) -> int:
        """Size of one of the release's files in bytes."""
        return (self.folder / name).stat().st_size

    def frozen(self) -> Frozen:
        """Everything the release is made of, for a further revision."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(AUTHORITIES).order_by(AUTHORITIES.c.id)).all()
        authorities = tuple(AuthorityRow(**row._mapping) for row in rows)
        return Frozen(
            header=self.header,
            cases=tuple(self.cases({})),
            words=self.words,
            authorities=authorities,
            superseded=self.superseded,
            proof_keys=self.proof_keys,
        )

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @cached_property
    def _present(self) -> frozenset[str]:
        """Columns that this release was written with."""
        with self._engine.connect() as connection:
            rows = connection.exec_driver_sql("PRAGMA table_info(cases)").all()
        return frozenset(row.name for row in rows)

    def _select(self, names: Sequence[str]) -> Select[Any]:
        """These columns of the cases; one that an older release lacks is empty."""
        columns = (CASES.c[name] if name in self._present else null().label(name) for name in names)
        return select(*columns).select_from(CASES)

    def _rows(self, query: Select[Any]) -> list[Row]:
        """Whole rows of the table of cases."""
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]


class Releases:
    """The releases under one folder; new ones and new revisions are noticed at once.

    A folder counts when it is whole, so that a copy still under way is not shown.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._open: dict[str, tuple[Signature, Release]] = {}

    def labels(self) -> list[str]:
        """Labels of all releases, newest first."""
        return sorted(self._newest(), key=place, reverse=True)

    def newest(self) -> Release | None:
        """The newest release, or None before the first."""
        found = self._newest()
        return found[max(found, key=place)] if found else None

    def get(self, label: str) -> Release | None:
        """The newest revision of the release with this label, or None."""
        return self._newest().get(label)

    def is_broken(self) -> bool:
        """Whether there are folders of releases and none of them can be read."""
        return bool(folders(self.path)) and not self._newest()

    def _newest(self) -> dict[str, Release]:
        """Label -> its highest revision that is whole."""
        found: dict[str, Release] = {}
        present = folders(self.path)
        for name in reversed(present):
            label, _ = present[name]
            if label not in found and (release := self._release(name)):
                found[label] = release
        for name in set(self._open) - {release.folder.name for release in found.values()}:
            self._forget(name)
        return found

    def _release(self, name: str) -> Release | None:
        """The release in a folder, opened once for each content; None while it is not whole."""
        try:
            signature = _signature(self.path / name / SUMS)
            held = self._open.get(name)
            if held is not None and held[0] == signature:
                return held[1]
            release = Release(self.path / name)
            if not release.is_whole():
                return None
        except (OSError, ValueError):
            return None
        self._forget(name)
        self._open[name] = (signature, release)
        return release

    def _forget(self, name: str) -> None:
        """Close what was open under this name."""
        held = self._open.pop(name, None)
        if held is not None:
            held[1].close()


Signature = tuple[int, int, int]


def _signature(path: Path) -> Signature:
    """What changes when another file takes this one's place."""
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size


def folders(root: Path) -> dict[str, tuple[str, int]]:
    """Name -> label and revision of every release's folder, lower revisions first."""
    if not root.is_dir():
        return {}
    found = {name: folder_parts(name) for name in os.listdir(root)}
    known = {name: parts for name, parts in found.items() if parts is not None}
    return dict(sorted(known.items(), key=lambda item: (place(item[1][0]), item[1][1])))


def conditions(asked: Asked) -> list[ColumnElement[bool]]:
    """What a row must fulfil: any of the codes of each field."""
    return [_any(name, codes) for name, codes in asked.items()]


def _any(name: str, codes: Sequence[str]) -> ColumnElement[bool]:
    """Whether a column has one of the codes; a column of several codes contains one of them."""
    column = CASES.c[name]
    if KINDS[name] is Kind.FLAG:
        return column.in_([code == "1" for code in codes])
    if KINDS[name] is not Kind.CODES:
        return column.in_(codes)
    parts = func.json_each(column).table_valued("value", name=f"each_{name}")
    return select(parts.c.value).where(parts.c.value.in_(codes)).exists()


def _engine(path: Path) -> Engine:
    """A pool of read-only connections to a file that nobody changes."""

    def connect() -> sqlite3.Connection:
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        return sqlite3.connect(address, uri=True, check_same_thread=False)

    return create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, json_deserializer=json.loads
    )
