"""The register that ships with the project: files of ``data/register``, read and cross-checked.

Where each file comes from and how it was made stands in ``data/register/SOURCES.md``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from reportdesk.domain.authority import Level
from reportdesk.domain.routing import ReasonCode, Route
from reportdesk.domain.school_names import normal_name
from reportdesk.packs.authorities import DerivedAuthority, derive_authorities
from reportdesk.packs.csv_rows import DataError, numbered_rows, read_rows
from reportdesk.packs.english import division_name
from reportdesk.packs.register_rows import (
    AuthorityRow,
    DivisionRow,
    EnglishName,
    ReasonWords,
    SchoolRow,
    SupervisorRow,
)

FOLDER = Path(__file__).parent / "data" / "register"
_PARENT_LEVEL = {Level.CITY: (Level.PROVINCE,), Level.COUNTY: (Level.CITY, Level.PROVINCE)}


@dataclass(frozen=True)
class Register:
    """Everything shipped, consistent: every parent, division and department named exists."""

    divisions: tuple[DivisionRow, ...]
    english: Mapping[str, str]
    """English name of each division, by code."""
    fixed: tuple[AuthorityRow, ...]
    schools: tuple[SchoolRow, ...]
    supervisors: Mapping[str, str]
    """Department above a school run centrally or by the Corps, by the school's name."""

    @cached_property
    def authorities(self) -> tuple[DerivedAuthority, ...]:
        """Every authority, those of authorities.csv included, parents before children."""
        fixed = [
            DerivedAuthority(
                id=row.id,
                kind=row.kind,
                level=row.level,
                parent_id=row.parent,
                division_code=row.division,
                name=row.name,
                name_en=row.name_en,
                name_verified=row.name_verified,
            )
            for row in self.fixed
        ]
        named = {row.id for row in fixed}
        derived = derive_authorities(self.divisions, self.english)
        return (*fixed, *(row for row in derived if row.id not in named))


def load_register(folder: Path = FOLDER) -> Register:
    """The register of ``folder``; raises DataError naming file, line and reason."""
    divisions = _divisions(folder / "divisions.csv")
    known = {row.code: row.name_en for row in read_rows(folder / "names_en.csv", EnglishName)}
    fixed = _fixed(folder / "authorities.csv", divisions)
    schools = _schools(folder / "schools.csv", divisions)
    names = {row.name for row in schools}
    return Register(
        divisions=tuple(divisions.values()),
        english={code: division_name(row, known) for code, row in divisions.items()},
        fixed=fixed,
        schools=schools,
        supervisors=_supervisors(folder / "central_and_xpcc.csv", names),
    )


def _divisions(path: Path) -> dict[str, DivisionRow]:
    """Divisions by code, each under a parent of the right level that stands before it."""
    found: dict[str, DivisionRow] = {}
    for line, row in numbered_rows(path, DivisionRow):
        if row.code in found:
            raise DataError(path.name, line, f"code {row.code} stands twice")
        if len(row.code) != 6 or not row.code.isdecimal():
            raise DataError(path.name, line, f"code {row.code!r} is not six digits")
        parent = found.get(row.parent or "")
        allowed = _PARENT_LEVEL.get(row.level, ())
        if (parent is None) != (not allowed) or (parent and parent.level not in allowed):
            reason = f"{row.level} {row.code} under {row.parent or 'nothing'}"
            raise DataError(path.name, line, reason)
        found[row.code] = row
    return found


def _fixed(path: Path, divisions: Mapping[str, DivisionRow]) -> tuple[AuthorityRow, ...]:
    """Authorities no rule yields, each after its parent."""
    found: dict[str, AuthorityRow] = {}
    for line, row in numbered_rows(path, AuthorityRow):
        if row.id in found:
            raise DataError(path.name, line, f"id {row.id} stands twice")
        if row.parent is not None and row.parent not in found:
            raise DataError(path.name, line, f"parent {row.parent} does not stand above")
        if row.division is not None and row.division not in divisions:
            raise DataError(path.name, line, f"there is no division {row.division}")
        found[row.id] = row
    return tuple(found.values())


def _schools(path: Path, divisions: Mapping[str, DivisionRow]) -> tuple[SchoolRow, ...]:
    """Schools, each name once in its province."""
    found: dict[tuple[str, str], SchoolRow] = {}
    for line, row in numbered_rows(path, SchoolRow):
        if row.division not in divisions:
            raise DataError(path.name, line, f"there is no division {row.division}")
        key = (row.division[:2], normal_name(row.name))
        if key in found:
            raise DataError(path.name, line, f"{row.name} stands twice in one province")
        found[key] = row
    return tuple(found.values())


def _supervisors(path: Path, names: set[str]) -> dict[str, str]:
    """Departments by the name of a shipped school."""
    found: dict[str, str] = {}
    for line, row in numbered_rows(path, SupervisorRow):
        if row.name not in names:
            raise DataError(path.name, line, f"{row.name} is not in schools.csv")
        if row.name in found:
            raise DataError(path.name, line, f"{row.name} stands twice")
        found[row.name] = row.supervisor
    return found


def reason_words(found: Route, lang: str) -> str:
    """The sentence that says why the rule names the authority it names, in zh or en.

    That is the primary, unless it was skipped as accused (``found.params["skipped"]``).
    """
    row = _reasons()[found.reason]
    if lang.startswith("en"):
        return row.en.format(authority=found.params["authority_en"])
    return row.zh.format(authority=found.params["authority"])


@cache
def _reasons() -> dict[ReasonCode, ReasonWords]:
    """reasons.csv by code; every reason has its words."""
    path = FOLDER / "reasons.csv"
    found = {row.code: row for row in read_rows(path, ReasonWords)}
    missing = sorted(set(ReasonCode) - found.keys())
    if missing:
        raise DataError(path.name, 0, f"no words for {', '.join(missing)}")
    return found
