"""The Ministry of Education's list of higher-education institutions, from its own .xls layout.

A title, a header row, then for each province a row such as ``北京市（92所）`` followed by that many
institutions. The declared counts are checked, so a truncated file is refused.
"""

import re
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import xlrd

from reportdesk.domain.authority import Level
from reportdesk.domain.school_names import normal_name
from reportdesk.domain.taxonomy import Ownership, RunBy, SchoolKind
from reportdesk.packs.csv_rows import DataError
from reportdesk.packs.register import Register
from reportdesk.packs.register_rows import DivisionRow
from reportdesk.packs.supervisors import Supervisors

HEADER = ("序号", "学校名称", "学校标识码", "主管部门", "所在地", "办学层次", "备注")
KINDS = {"专科": SchoolKind.HIGHER_VOCATIONAL, "本科": SchoolKind.UNDERGRADUATE}
_PROVINCE = re.compile(r"^(?P<name>[^（(]+)[（(](?P<count>\d+)所[）)]$")
MAX_BYTES = 20 * 1024 * 1024
LONGEST = 80
"""Characters of a cell; the longest name of the list has 17."""


@dataclass(frozen=True, slots=True)
class ListedSchool:
    """One institution of the list, its place and department resolved."""

    line: int
    moe_code: str
    name: str
    province: str
    """Code of the province under whose heading it stands: the one that supervises it."""
    division: str
    """The city or county named as location, or the province when that lies elsewhere."""
    kind: SchoolKind
    ownership: Ownership
    run_by: RunBy
    supervisor: str
    supervisor_id: str | None


@dataclass(frozen=True, slots=True)
class _Heading:
    """A province row: how many institutions it promises."""

    line: int
    division: DivisionRow
    declared: int


def read_ministry_list(path: Path, register: Register) -> tuple[ListedSchool, ...]:
    """Every institution of the workbook at ``path``; raises DataError naming the line."""
    rows = _sheet(path)
    reader = _Reader(path.name, register)
    header = next((n for n, cells in enumerate(rows) if tuple(cells[:7]) == HEADER), None)
    if header is None:
        raise DataError(path.name, 1, f"no header row {' '.join(HEADER)}")
    for line, cells in enumerate(rows[header + 1 :], start=header + 2):
        reader.take(line, cells)
    return reader.finish()


def _sheet(path: Path) -> list[list[str]]:
    """The first sheet's cells as texts, whole numbers without a decimal point."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DataError(path.name, 0, "is larger than 20 MB")
        # its remarks on a damaged file would go to the terminal
        book = xlrd.open_workbook(str(path), logfile=StringIO())
        sheet = book.sheet_by_index(0)
    except DataError:
        raise
    except Exception as error:  # a damaged file raises anything in xlrd, struct.error to KeyError
        raise DataError(path.name, 0, f"is not a readable .xls workbook: {error}") from error
    return [[_text(value) for value in sheet.row_values(row)] for row in range(sheet.nrows)]


def _text(value: Any) -> str:
    """A cell as text."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return str(value).strip()


class _Reader:
    """Takes the rows below the header in order and keeps the province they stand under."""

    def __init__(self, file: str, register: Register) -> None:
        self.file = file
        self.supervisors = Supervisors(register)
        self.inside: dict[str, list[tuple[str, DivisionRow]]] = {}
        for row in register.divisions:
            self.inside.setdefault(row.code[:2], []).append((normal_name(row.name), row))
        self.provinces = {d.name: d for d in register.divisions if d.level is Level.PROVINCE}
        self.heading: _Heading | None = None
        self.since = 0
        self.found: list[ListedSchool] = []
        self.lines: dict[str, int] = {}

    def take(self, line: int, cells: list[str]) -> None:
        """One row: empty, a province, or an institution."""
        filled = [cell for cell in cells if cell]
        if not filled:
            return
        province = _PROVINCE.match(filled[0])
        if province is not None and len(filled) == 1:
            self._open(line, province["name"].strip(), int(province["count"]))
        else:
            self._school(line, cells)

    def finish(self) -> tuple[ListedSchool, ...]:
        """Everything taken, after the last province was counted."""
        self._close()
        if not self.found:
            raise DataError(self.file, 0, "holds no institution")
        return tuple(self.found)

    def _open(self, line: int, name: str, declared: int) -> None:
        """Begin a province."""
        self._close()
        division = self.provinces.get(name)
        if division is None:
            raise DataError(self.file, line, f"there is no province {name}")
        self.heading = _Heading(line, division, declared)
        self.since = len(self.found)

    def _close(self) -> None:
        """Compare what a province declared with what followed."""
        if self.heading is None:
            return
        counted = len(self.found) - self.since
        if counted != self.heading.declared:
            name, declared = self.heading.division.name, self.heading.declared
            reason = f"{name} declares {declared} institutions, {counted} follow"
            raise DataError(self.file, self.heading.line, reason)

    def _school(self, line: int, cells: list[str]) -> None:
        """One institution."""
        if self.heading is None:
            raise DataError(self.file, line, "an institution before any province")
        if len(cells) < len(HEADER):
            raise DataError(self.file, line, f"{len(cells)} cells where {len(HEADER)} are needed")
        _, name, code, supervisor, location, level, remark = cells[:7]
        for title, cell in zip(HEADER[1:6], cells[1:6], strict=True):
            if not cell:
                raise DataError(self.file, line, f"{title} is empty")
            if len(cell) > LONGEST:
                raise DataError(self.file, line, f"{title} is longer than {LONGEST} characters")
        if not code.isdecimal():
            raise DataError(self.file, line, f"学校标识码 {code!r} is not a number")
        if code in self.lines:
            raise DataError(self.file, line, f"code {code} stands in line {self.lines[code]} too")
        if level not in KINDS:
            raise DataError(self.file, line, f"办学层次 {level!r} is neither 本科 nor 专科")
        self.lines[code] = line
        province = self.heading.division.code
        above = self.supervisors.read(supervisor, province)
        self.found.append(
            ListedSchool(
                line=line,
                moe_code=code,
                name=name,
                province=province,
                division=self._place(province, location),
                kind=KINDS[level],
                ownership=_ownership(remark),
                run_by=above.run_by,
                supervisor=supervisor,
                supervisor_id=above.authority_id,
            )
        )

    def _place(self, province: str, location: str) -> str:
        """The division a location names within its province, cities before counties."""
        wanted = normal_name(location)
        for fits in (wanted.__eq__, lambda name: name[:2] == wanted[:2] and name[-1] == wanted[-1]):
            for level in (Level.PROVINCE, Level.CITY, Level.COUNTY):
                hits = [d for n, d in self.inside[province[:2]] if d.level is level and fits(n)]
                if len(hits) == 1:
                    return hits[0].code
        return province


def _ownership(remark: str) -> Ownership:
    """From 备注: empty is public, 民办 private; joint and foreign institutions are neither."""
    if not remark:
        return Ownership.PUBLIC
    return Ownership.PRIVATE if "民办" in remark else Ownership.UNKNOWN
