"""Reads ``breaks.csv``: the school breaks of places, each with the notice that sets it."""

import re
from datetime import date
from pathlib import Path

from reportdesk.domain.school_breaks import SchoolBreak, Season
from reportdesk.domain.taxonomy import SchoolKind
from reportdesk.packs.problems import Fault, Faults, Problem
from reportdesk.packs.reader import iso_day, read_csv

BREAKS = "breaks.csv"
COLUMNS = (
    "division",
    "season",
    "first",
    "last",
    "school_kinds",
    "notice",
    "code",
    "url",
    "retrieved",
)
LONGEST = 100
"""Days; a break that is longer is a slip of the pen."""


def read_breaks(path: Path, faults: Faults) -> tuple[SchoolBreak, ...]:
    """The breaks of a file; two of one place and kind of school may not share a day."""
    found: list[SchoolBreak] = []
    for line, cells in read_csv(path, COLUMNS):
        with faults.attempt():
            row = _Row(path, line, dict(zip(COLUMNS, cells, strict=True)))
            one = row.read()
            if any(_overlap(one, known) for known in found):
                row.fail("duplicate", value=f"{one.division} {one.first}")
            found.append(one)
    return tuple(found)


def _overlap(one: SchoolBreak, other: SchoolBreak) -> bool:
    """Whether two breaks give one school two reasons to be closed on a day."""
    same = one.division == other.division and one.school_kinds & other.school_kinds
    return bool(same) and one.first <= other.last and other.first <= one.last


class _Row:
    """One line, whose cells are blamed by file and line."""

    def __init__(self, path: Path, line: int, cells: dict[str, str]) -> None:
        self.path, self.line, self.cells = path, line, cells

    def read(self) -> SchoolBreak:
        """The line as a break."""
        first, last = self._day("first"), self._day("last")
        if not 0 <= (last - first).days < LONGEST:
            self.fail("break_length", value=f"{first} – {last}", most=LONGEST)
        return SchoolBreak(
            division=self._text("division", r"\d{6}"),
            season=Season(self._code("season", [one.value for one in Season])),
            first=first,
            last=last,
            school_kinds=frozenset(SchoolKind(kind) for kind in self._kinds()),
            notice=self._text("notice", r".{2,80}"),
            code=self._text("code", r"[VWPX]"),
            url=self._text("url", r"https?://\S+"),
            retrieved=self._day("retrieved"),
        )

    def fail(self, code: str, **params: object) -> None:
        """Raise the Fault ``code`` at this line."""
        raise Fault(Problem(str(self.path), self.line, code, params))

    def _text(self, name: str, pattern: str) -> str:
        """A cell of this form."""
        cell = self.cells[name]
        if not re.fullmatch(pattern, cell):
            self.fail("bad_format", value=cell)
        return cell

    def _day(self, name: str) -> date:
        """A cell with a date."""
        day = iso_day(self.cells[name])
        if day is None:
            raise Fault(Problem(str(self.path), self.line, "want_day", {"value": self.cells[name]}))
        return day

    def _code(self, name: str, known: list[str]) -> str:
        """A cell with one of the known codes."""
        if self.cells[name] not in known:
            self.fail("unknown_code", value=self.cells[name], known=", ".join(known))
        return self.cells[name]

    def _kinds(self) -> list[str]:
        """Kinds of school, separated by semicolons."""
        kinds = [part.strip() for part in self.cells["school_kinds"].split(";")]
        known = [kind.value for kind in SchoolKind]
        for kind in kinds:
            if kind not in known:
                self.fail("unknown_code", value=kind, known=", ".join(known))
        return kinds
