"""The supervising authorities of the nation, derived by rule from its divisions.

One education bureau for every division in force, one human-resources and one cyberspace body for
every province and city. The names are what the rule says, not what anybody confirmed: many
counties say 教育体育局. Bodies no rule yields stand in authorities.csv.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reportdesk.domain.authority import (
    CORPS,
    MINISTRY_OF_EDUCATION,
    MUNICIPALITIES,
    AuthorityKind,
    Level,
)
from reportdesk.packs.english import bureau_name
from reportdesk.packs.register_rows import DivisionRow

CORPS_CITIES = "6590"
"""Codes of the county-level cities of the Production and Construction Corps begin so."""
PREFIX = {
    AuthorityKind.EDUCATION: "edu",
    AuthorityKind.HR: "hr",
    AuthorityKind.CYBERSPACE: "cac",
}
NATIONAL = {
    AuthorityKind.EDUCATION: MINISTRY_OF_EDUCATION,
    AuthorityKind.HR: "hr-100000",
    AuthorityKind.CYBERSPACE: "cac-100000",
}
_SUFFIX = {
    AuthorityKind.EDUCATION: ("教育委员会", "教育厅", "教育局"),
    AuthorityKind.HR: ("人力资源和社会保障局", "人力资源和社会保障厅", "人力资源和社会保障局"),
    AuthorityKind.CYBERSPACE: ("互联网信息办公室",) * 3,
}
"""Ending of the name in a directly governed city, in another province, below."""


@dataclass(frozen=True, slots=True)
class DerivedAuthority:
    """One authority of the register, derived or taken from authorities.csv."""

    id: str
    kind: AuthorityKind
    level: Level
    parent_id: str | None
    division_code: str | None
    name: str
    name_en: str
    name_verified: bool


def derive_authorities(
    divisions: Iterable[DivisionRow], english: Mapping[str, str]
) -> list[DerivedAuthority]:
    """Every authority the rules yield for ``divisions`` (parents before children).

    ``english`` gives the English name of each division by code.
    """
    rows = list(divisions)
    order = {Level.PROVINCE: 0, Level.CITY: 1, Level.COUNTY: 2}
    return [
        _authority(kind, row, english[row.code])
        for row in sorted(rows, key=lambda row: (order[row.level], row.code))
        for kind in PREFIX
        if row.covered and (kind is AuthorityKind.EDUCATION or row.level is not Level.COUNTY)
    ]


def _authority(kind: AuthorityKind, division: DivisionRow, english: str) -> DerivedAuthority:
    """The body of one kind for one division."""
    municipality = division.code in MUNICIPALITIES
    commission, department, bureau = _SUFFIX[kind]
    ending = bureau
    if division.level is Level.PROVINCE:
        ending = commission if municipality else department
    return DerivedAuthority(
        id=f"{PREFIX[kind]}-{division.code}",
        kind=kind,
        level=division.level,
        parent_id=_parent(kind, division),
        division_code=division.code,
        name=division.name + ending,
        name_en=bureau_name(kind, division.level, english, municipality),
        name_verified=False,
    )


def _parent(kind: AuthorityKind, division: DivisionRow) -> str:
    """The superior body: of the parent division, of the Corps, or the national one."""
    if division.code.startswith(CORPS_CITIES) and kind is AuthorityKind.EDUCATION:
        return CORPS
    return f"{PREFIX[kind]}-{division.parent}" if division.parent else NATIONAL[kind]
