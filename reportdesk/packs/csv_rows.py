"""CSV files as frozen dataclasses: typed, complete, and blamed by file and line when not."""

import csv
import types
from collections.abc import Callable, Iterator
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Row = TypeVar("Row")


class DataError(ValueError):
    """A shipped or given data file is wrong; ``str()`` says file, line and reason."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


def read_rows(path: Path, row: type[Row]) -> list[Row]:
    """Every line of ``path`` as a ``row`` dataclass, whose fields must be the header exactly.

    Cells become ``str`` (stripped), ``bool`` (0 or 1), a StrEnum, a tuple of strings split at
    ``;``, or None where the type allows it and the cell is empty. Raises DataError.
    """
    return [parsed for _, parsed in numbered_rows(path, row)]


def numbered_rows(path: Path, row: type[Row]) -> Iterator[tuple[int, Row]]:
    """As :func:`read_rows`, with the line number of each row."""
    readers = _readers(row)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(path.name, 0, f"cannot be read: {error}") from error
    reader = csv.reader(lines, strict=True)
    try:
        header = next(reader, [])
        if header != list(readers):
            raise DataError(path.name, 1, f"the header must be {','.join(readers)}")
        for cells in reader:
            yield reader.line_num, _parse(path.name, reader.line_num, cells, readers, row)
    except csv.Error as error:
        raise DataError(path.name, reader.line_num, str(error)) from error


def _parse(
    file: str,
    line: int,
    cells: list[str],
    readers: dict[str, Callable[[str], Any]],
    row: type[Row],
) -> Row:
    """One dataclass from one line."""
    if len(cells) != len(readers):
        raise DataError(file, line, f"{len(cells)} cells where the header has {len(readers)}")
    values = {}
    for (name, read), cell in zip(readers.items(), cells, strict=True):
        try:
            values[name] = read(cell.strip())
        except ValueError as error:
            raise DataError(file, line, f"{name}: {error}") from error
    return row(**values)


def _readers(row: type[Any]) -> dict[str, Callable[[str], Any]]:
    """How to read each column, from the dataclass's annotations."""
    hints = get_type_hints(row)
    return {field.name: _reader(hints[field.name]) for field in fields(row)}


def _reader(kind: Any) -> Callable[[str], Any]:
    """How to read one cell as ``kind``."""
    if get_origin(kind) is types.UnionType:
        inner = _reader(next(arg for arg in get_args(kind) if arg is not type(None)))
        return lambda cell: inner(cell) if cell else None
    if get_origin(kind) is tuple:
        return lambda cell: tuple(part.strip() for part in cell.split(";") if part.strip())
    if kind is bool:
        return _bool
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return lambda cell: _code(kind, cell)
    return _text


def _bool(cell: str) -> bool:
    """``1`` or ``0``."""
    if cell not in {"0", "1"}:
        raise ValueError(f"must be 0 or 1, not {cell!r}")
    return cell == "1"


def _code(kind: type[StrEnum], cell: str) -> StrEnum:
    """A code of a closed list."""
    try:
        return kind(cell)
    except ValueError:
        known = ", ".join(kind)
        raise ValueError(f"{cell!r} is none of {known}") from None


def _text(cell: str) -> str:
    """A text that is not empty."""
    if not cell:
        raise ValueError("must not be empty")
    return cell
