"""Reads YAML and CSV so that every value still knows its file and line."""

import csv
import re
from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NoReturn, TypeVar

import yaml

from reportdesk.packs.problems import Fault, Problem

Code = TypeVar("Code", bound=StrEnum)
NULL = "tag:yaml.org,2002:null"


class Value:
    """One YAML node with its place; every reader raises Fault when the node is something else."""

    def __init__(self, file: str, node: yaml.Node) -> None:
        self.file = file
        self.node = node
        self.line = node.start_mark.line + 1

    def fail(self, code: str, **params: object) -> NoReturn:
        """Raise the Fault ``code`` at this place."""
        raise Fault(Problem(self.file, self.line, code, params))

    @property
    def absent(self) -> bool:
        """Whether the value is written as nothing or null."""
        return self.node.tag == NULL

    def text(self, pattern: str | None = None) -> str:
        """A text that is not empty and, when given, matches ``pattern`` as a whole."""
        if not isinstance(self.node, yaml.ScalarNode) or self.absent or not self.node.value.strip():
            self.fail("want_text")
        value = str(self.node.value).strip()
        if pattern is not None and not re.fullmatch(pattern, value):
            self.fail("bad_format", value=value)
        return value

    def whole(self, least: int, most: int) -> int:
        """A whole number between ``least`` and ``most``."""
        value = self.text()
        if not re.fullmatch(r"-?\d{1,9}", value):
            self.fail("want_whole", value=value)
        number = int(value)
        if number < least:
            self.fail("below", value=number, least=least)
        if number > most:
            self.fail("above", value=number, most=most)
        return number

    def day(self) -> date:
        """An ISO date."""
        value = self.text()
        day = iso_day(value)
        if day is None:
            self.fail("want_day", value=value)
        return day

    def flag(self) -> bool:
        """``true`` or ``false``."""
        value = self.text()
        if value not in {"true", "false"}:
            self.fail("want_flag", value=value)
        return value == "true"

    def code(self, known: Iterable[Code]) -> Code:
        """One of the ``known`` codes."""
        codes = {code.value: code for code in known}
        value = self.text()
        if value not in codes:
            self.fail("unknown_code", value=value, known=", ".join(codes))
        return codes[value]

    def items(self) -> list["Value"]:
        """The members of a list that is not empty."""
        if not isinstance(self.node, yaml.SequenceNode) or not self.node.value:
            self.fail("want_list")
        return [Value(self.file, node) for node in self.node.value]

    def codes(self, known: Iterable[Code]) -> tuple[Code, ...]:
        """A list of ``known`` codes without repetition."""
        members = tuple(known)
        found: list[Code] = []
        for item in self.items():
            code = item.code(members)
            if code in found:
                item.fail("duplicate", value=code.value)
            found.append(code)
        return tuple(found)

    def entries(self) -> list[tuple["Value", "Value"]]:
        """Key and value of every entry of a mapping; keys do not repeat."""
        if not isinstance(self.node, yaml.MappingNode) or not self.node.value:
            self.fail("want_mapping")
        seen: set[str] = set()
        pairs = [(Value(self.file, k), Value(self.file, v)) for k, v in self.node.value]
        for key, _value in pairs:
            name = key.text()
            if name in seen:
                key.fail("duplicate", value=name)
            seen.add(name)
        return pairs

    def fields(self, required: Collection[str], optional: Collection[str]) -> dict[str, "Value"]:
        """The entries by name; fields written as null count as absent."""
        found: dict[str, Value] = {}
        for key, value in self.entries():
            name = key.text()
            if name not in required and name not in optional:
                key.fail("unknown_field", value=name)
            if not value.absent:
                found[name] = value
        for name in required:
            if name not in found:
                self.fail("missing_field", value=name)
        return found


LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser written in C where the package brings it: a pack loads several times as fast."""


def read_yaml(path: Path) -> Value:
    """The top value of a YAML file; raises Fault when it cannot be parsed."""
    text = _text(path)
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 1
        raise Fault(
            Problem(str(path), line, "yaml_syntax", {"detail": error.problem or ""})
        ) from error
    except yaml.YAMLError as error:
        problem = Problem(str(path), 1, "yaml_syntax", {"detail": str(error)})
        raise Fault(problem) from error
    if node is None:
        raise Fault(Problem(str(path), 1, "empty_file"))
    return Value(str(path), node)


def read_csv(path: Path, header: tuple[str, ...]) -> list[tuple[int, list[str]]]:
    """The rows of a CSV file with their line numbers; empty lines are skipped."""
    reader = csv.reader(_text(path).splitlines())
    rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if row]
    if not rows or tuple(rows[0][1]) != header:
        raise Fault(Problem(str(path), 1, "header", {"value": ",".join(header)}))
    for line, row in rows[1:]:
        if len(row) != len(header):
            raise Fault(Problem(str(path), line, "columns", {"value": len(header)}))
    return rows[1:]


def iso_day(value: str) -> date | None:
    """The date written as ``2026-03-17``, or None."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _text(path: Path) -> str:
    """The file as text, without the mark that spreadsheets put in front."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise Fault(Problem(str(path), 1, "missing_file")) from error
    except UnicodeDecodeError as error:
        raise Fault(Problem(str(path), 1, "not_utf8")) from error
