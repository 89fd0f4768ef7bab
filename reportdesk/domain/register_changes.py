"""What a new edition of the register changes: compared before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Values = Mapping[str, Any]


class ChangeKind(StrEnum):
    """What happened to one row; one row may be renamed and moved at once."""

    NEW = "new"
    GONE = "gone"
    RENAMED = "renamed"
    MOVED = "moved"
    CHANGED = "changed"
    """Anything else, e.g. a department that became known."""


class Table(StrEnum):
    """The tables of the register."""

    DIVISIONS = "divisions"
    AUTHORITIES = "authorities"
    SCHOOLS = "schools"


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a printed difference."""

    kind: ChangeKind
    table: Table
    key: str
    name: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Every change of one edition, in the order of its tables."""

    changes: tuple[Change, ...]
    rows: Mapping[Table, int]
    """Rows the edition itself holds, by table."""

    def count(self, table: Table, kind: ChangeKind) -> int:
        """How many rows of ``table`` changed in this way."""
        return sum(c.table is table and c.kind is kind for c in self.changes)

    def of(self, table: Table) -> tuple[Change, ...]:
        """The changes of one table."""
        return tuple(c for c in self.changes if c.table is table)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns a table's name and place are."""

    table: Table
    name: str
    place: str


def compare_row(columns: Columns, key: str, before: Values, after: Values) -> list[Change]:
    """How one row differs; ``before`` needs every column of ``after``."""
    differing = {column for column in after if before[column] != after[column]}
    name = str(after.get(columns.name, before[columns.name]))
    if "valid_to" in differing and after["valid_to"] is None:
        return [Change(ChangeKind.NEW, columns.table, key, name)]
    found = [
        Change(kind, columns.table, key, name, str(before[column]), str(after[column]))
        for kind, column in (
            (ChangeKind.RENAMED, columns.name),
            (ChangeKind.MOVED, columns.place),
        )
        if column in differing
    ]
    if not found and differing:
        what = ", ".join(sorted(differing))
        found.append(Change(ChangeKind.CHANGED, columns.table, key, name, after=what))
    return found


def successors(gone: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """For codes that are gone, the new code of the same name, where there is just one of each.

    Both arguments give names by code. A code that was renumbered keeps its name, so this is what
    happened to it; anything less clear is left to a person.
    """
    by_name = _unique(new)
    return {code: by_name[name] for name, code in _unique(gone).items() if name in by_name}


def _unique(names: Mapping[str, str]) -> dict[str, str]:
    """Codes by name, without the names that occur more than once."""
    seen: dict[str, list[str]] = {}
    for code, name in names.items():
        seen.setdefault(name, []).append(code)
    return {name: codes[0] for name, codes in seen.items() if len(codes) == 1}
