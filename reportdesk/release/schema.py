"""Tables of ``release.sqlite``: their own metadata, outside the live database's migrations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Boolean, Column, Date, Integer, MetaData, String, Table, Text
from sqlalchemy.types import JSON

from reportdesk.release.fields import STORED, Kind

METADATA = MetaData()
COLUMN_TYPES: Mapping[Kind, Any] = {
    Kind.NUMBER: Integer,
    Kind.FLAG: Boolean,
    Kind.CODES: JSON,
    Kind.RECORDS: JSON,
}
"""Everything else is text: days and months stay ISO."""

HEADER = Table(
    "release",
    METADATA,
    Column("label", String, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("standing_on", Date, nullable=False),
    Column("site_url", String, nullable=False),
    Column("demonstration", Boolean, nullable=False),
)
SUPERSEDED = Table(
    "superseded",
    METADATA,
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("file", String, primary_key=True),
    Column("sha256", String(64), nullable=False),
)
CASES = Table(
    "cases",
    METADATA,
    *(
        Column(field.name, COLUMN_TYPES.get(field.kind, Text)(), primary_key=field.name == "ref")
        for field in STORED
    ),
    sqlite_with_rowid=False,
)
WORDS = Table(
    "words",
    METADATA,
    Column("list", String, primary_key=True),
    Column("code", String, primary_key=True),
    Column("zh", String, nullable=False),
    Column("en", String, nullable=False),
    sqlite_with_rowid=False,
)
AUTHORITIES = Table(
    "authorities",
    METADATA,
    Column("id", String, primary_key=True),
    Column("level", String, nullable=False),
    Column("province", String),
    Column("parent", String),
    sqlite_with_rowid=False,
)
PROOF_KEYS = Table(
    "proof_keys",
    METADATA,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("id", String(16), nullable=False),
    Column("public", String(64), nullable=False),
    sqlite_with_rowid=False,
)
"""Public keys that sign proofs of filing, newest first; ``public`` is hexadecimal. Releases made
before there were proofs have no such table."""

Row = dict[str, Any]
"""One case: field name -> value, as stored."""


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Newest month first, tombstones last; within a month by reference, which is random."""
    by_ref = sorted(rows, key=lambda row: str(row["ref"]))
    return sorted(by_ref, key=lambda row: str(row["month"] or ""), reverse=True)


@dataclass(frozen=True, slots=True)
class Superseded:
    """A file of an earlier revision, gone from the site; only its checksum stays."""

    revision: int
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Header:
    """What a release is; ``standing_on`` is the day lateness was computed for."""

    label: str
    revision: int
    as_of: date
    standing_on: date
    site_url: str
    demonstration: bool

    @property
    def folder(self) -> str:
        """Name of the folder that holds this revision."""
        return f"{self.label}.r{self.revision}"


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    """One authority of the code list, with or without a case."""

    id: str
    level: str
    province: str | None
    parent: str | None


@dataclass(frozen=True, slots=True)
class Words:
    """The words a release was made with: (list, code) -> Chinese, English."""

    by_code: Mapping[tuple[str, str], tuple[str, str]]

    def get(self, group: str, code: str) -> tuple[str, str]:
        """Both words of a code; a code without words stands for itself."""
        return self.by_code.get((group, code), (code, code))


@dataclass(frozen=True, slots=True)
class Frozen:
    """Everything a release is made of; the same value gives the same bytes."""

    header: Header
    cases: tuple[Row, ...]
    words: Words
    authorities: tuple[AuthorityRow, ...]
    superseded: tuple[Superseded, ...] = ()
    proof_keys: tuple[bytes, ...] = ()
    """Public keys that sign proofs of filing, newest first."""
