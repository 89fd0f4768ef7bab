"""The register as forms and pages need it: places, schools, authorities, and what routing reads."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, inspect, or_, select

from reportdesk.domain.authority import MUNICIPALITIES, Level
from reportdesk.domain.errors import NotFound
from reportdesk.domain.taxonomy import SchoolKind
from reportdesk.storage.case import Case
from reportdesk.storage.db import Tx
from reportdesk.storage.register import Authority, Division, School
from reportdesk.storage.routes import (
    authority_facts,
    facts_of,
    find_route,
    in_force,
    place_of,
    places,
    route_inputs,
)

__all__ = [  # one place to import the register from; routing is shared with intake
    "AuthorityItem",
    "DivisionItem",
    "SchoolItem",
    "authority",
    "authority_facts",
    "cities",
    "counties",
    "division",
    "facts_of",
    "find_route",
    "is_loaded",
    "place_names",
    "place_of",
    "provinces",
    "route_inputs",
    "school",
    "school_items",
    "schools_in",
]


@dataclass(frozen=True, slots=True)
class DivisionItem:
    """One place of a list."""

    code: str
    name: str
    name_en: str
    level: str
    covered: bool


@dataclass(frozen=True, slots=True)
class SchoolItem:
    """One school as a list or a form shows it."""

    id: str
    name: str
    kind: str
    ownership: str
    run_by: str
    """``unknown`` where the register does not say: the form then asks."""
    supervisor: str | None
    division_code: str
    place: str
    """Names from province to county, without repetition."""
    place_en: str
    former: str | None
    """The former name that matched a search, if one did."""
    closed: bool
    """No longer in the ministry's list under this name; a report can still name it."""
    demo: bool
    why: str | None = None
    """A :class:`~reportdesk.domain.school_index.Why` value where the name is not what was typed."""


@dataclass(frozen=True, slots=True)
class AuthorityItem:
    """One authority as pages show it."""

    id: str
    kind: str
    level: str
    name: str
    name_en: str
    name_verified: bool
    division_code: str | None
    parent_id: str | None
    contact: str | None


def is_loaded(tx: Tx) -> bool:
    """Whether ``reportdesk register load`` was ever run here, the schema made or not."""
    if not inspect(tx.session.connection()).has_table(Division.__tablename__):
        return False
    return tx.session.scalar(select(Division.code).limit(1)) is not None


def provinces(tx: Tx) -> list[DivisionItem]:
    """The 34 provinces in official order; those not covered say so."""
    return _divisions(tx, Division.level == Level.PROVINCE.value)


def cities(tx: Tx, province: str) -> list[DivisionItem]:
    """What stands directly below a province: cities, then counties without a city.

    Empty in the four directly governed cities, whose districts :func:`counties` lists.
    """
    if province in MUNICIPALITIES:
        return []
    items = _divisions(tx, Division.parent_code == province)
    return sorted(items, key=lambda item: (item.level != Level.CITY.value, item.code))


def counties(tx: Tx, city: str) -> list[DivisionItem]:
    """Counties of a city or of a directly governed city; a few cities have none."""
    return [item for item in _divisions(tx, Division.parent_code == city) if item.level == "county"]


def division(tx: Tx, code: str) -> DivisionItem:
    """One place in force, or the successor of a former code; raises NotFound."""
    return _item(in_force(tx, code))


def place_names(tx: Tx, code: str) -> tuple[str, str]:
    """A division with what it belongs to, in Chinese and in English; raises NotFound."""
    here = in_force(tx, code).code
    return _place_names(places(tx, {here})[here])


def schools_in(
    tx: Tx, division_code: str, kind: str | None = None, limit: int = 200
) -> list[SchoolItem]:
    """Schools of a division and of everything below it, in alphabetical order of the reading."""
    children = select(Division.code).where(Division.parent_code == division_code)
    below = select(Division.code).where(Division.parent_code.in_(children))
    wanted = [
        School.valid_to.is_(None),
        or_(
            School.division_code == division_code,
            School.division_code.in_(children),
            School.division_code.in_(below),
        ),
    ]
    if kind is not None:
        wanted.append(School.kind == kind)
    found = tx.session.scalars(
        select(School).where(*wanted).order_by(School.sort_key, School.id).limit(limit)
    )
    return school_items(tx, [(row, None) for row in found])


def school(tx: Tx, school_id: str) -> SchoolItem:
    """One school, closed ones included; raises NotFound."""
    row = tx.session.get(School, school_id)
    if row is None:
        raise NotFound("school")
    return school_items(tx, [(row, None)])[0]


def kind_of(tx: Tx, school_id: str | None) -> SchoolKind | None:
    """What kind of school it is; None for one that the register lost."""
    row = tx.session.get(School, school_id) if school_id else None
    return None if row is None else SchoolKind(row.kind)


def authority(tx: Tx, authority_id: str) -> AuthorityItem:
    """One authority; raises NotFound."""
    row = tx.session.get(Authority, authority_id)
    if row is None:
        raise NotFound("authority")
    return AuthorityItem(
        id=row.id,
        kind=row.kind,
        level=row.level,
        name=row.name,
        name_en=row.name_en,
        name_verified=row.name_verified,
        division_code=row.division_code,
        parent_id=row.parent_id,
        contact=row.contact,
    )


def school_items(tx: Tx, found: list[tuple[School, str | None]]) -> list[SchoolItem]:
    """Items for schools, each with the former name it was found by (or None)."""
    chains = places(tx, {row.division_code for row, _ in found})
    names = {code: _place_names(chain) for code, chain in chains.items()}
    return [
        SchoolItem(
            id=row.id,
            name=row.name,
            kind=row.kind,
            ownership=row.ownership,
            run_by=row.run_by,
            supervisor=row.supervisor,
            division_code=row.division_code,
            place=names[row.division_code][0],
            place_en=names[row.division_code][1],
            former=former,
            closed=row.valid_to is not None,
            demo=row.demo,
        )
        for row, former in found
    ]


def _place_names(chain: list[Division]) -> tuple[str, str]:
    """A chain of divisions, province first, as each language writes it."""
    in_english = ", ".join(item.name_en for item in reversed(chain))
    return "".join(item.name for item in chain), in_english


def _divisions(tx: Tx, condition: ColumnElement[bool]) -> list[DivisionItem]:
    """Divisions in force, in official order."""
    rows = tx.session.scalars(
        select(Division).where(condition, Division.valid_to.is_(None)).order_by(Division.code)
    )
    return [_item(row) for row in rows]


def _item(row: Division) -> DivisionItem:
    """A division as a list shows it."""
    return DivisionItem(row.code, row.name, row.name_en, row.level, row.covered)


def kind_of_school(tx: Tx, case_id: str) -> SchoolKind:
    """The kind of school that a case is about; raises NotFound when the case is gone."""
    case = tx.session.get(Case, case_id)
    if case is None:
        raise NotFound("receipt_unknown")
    return SchoolKind(case.school_kind)
