"""What routing reads of the register: the facts about a school and the authorities of its place."""

from collections.abc import Iterable

from sqlalchemy import select

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.authority import (
    CORPS,
    AuthorityFacts,
    AuthorityIndex,
    AuthorityKind,
    Level,
    Place,
)
from reportdesk.domain.errors import NotFound
from reportdesk.domain.routing import Route, SchoolFacts, route
from reportdesk.domain.taxonomy import Ownership, RunBy, SchoolKind
from reportdesk.storage.db import Tx
from reportdesk.storage.register import Authority, Division, School


def place_of(tx: Tx, code: str) -> Place:
    """Province, city and county of a division code; raises NotFound."""
    by_level = {row.level: row.code for row in _upward(tx, code)}
    return Place(by_level["province"], by_level.get("city"), by_level.get("county"))


def facts_of(
    tx: Tx,
    *,
    school_id: str | None = None,
    division_code: str | None = None,
    kind: str | None = None,
    ownership: str | None = None,
    run_by: str | None = None,
) -> SchoolFacts:
    """What decides a route: from the register where it knows the school, else as answered.

    Give ``school_id`` for a listed school (``run_by`` then counts only where the register does not
    know it, and a more precise ``division_code`` is taken), or ``division_code`` and ``kind`` for
    an unlisted one. Raises NotFound for an unknown school or place.
    """
    if school_id is None:
        return SchoolFacts(
            place=place_of(tx, division_code or ""),
            kind=SchoolKind(kind or SchoolKind.OTHER),
            ownership=Ownership(ownership or Ownership.UNKNOWN),
            run_by=RunBy(run_by or RunBy.UNKNOWN),
        )
    row = tx.session.get(School, school_id)
    if row is None:
        raise NotFound("school")
    known = RunBy(row.run_by)
    managing = row.managing_authority_code
    return SchoolFacts(
        place=place_of(tx, _more_precise(row.division_code, division_code)),
        kind=SchoolKind(row.kind),
        ownership=Ownership(row.ownership),
        run_by=RunBy(run_by) if known is RunBy.UNKNOWN and run_by else known,
        registered=known is not RunBy.UNKNOWN,
        supervisor=row.supervisor_id,
        managing=None if managing is None else _bureau_id(managing),
    )


def route_inputs(tx: Tx, facts: SchoolFacts) -> AuthorityIndex:
    """The few authorities that may matter for ``facts``: those of its place and all above them."""
    place = facts.place
    codes = [c for c in (place.county, place.city, place.province) if c]
    wanted = {f"{prefix}-{code}" for prefix in ("edu", "hr") for code in codes}
    wanted |= {CORPS, CORPS.replace("edu", "hr"), PLATFORM_AUTHORITY}
    wanted |= {i for i in (facts.supervisor, facts.managing) if i}
    found: dict[str, AuthorityFacts] = {}
    asked: set[str] = set()
    while wanted:
        asked |= wanted
        rows = tx.session.scalars(
            select(Authority).where(Authority.id.in_(wanted), Authority.valid_to.is_(None))
        )
        found |= {row.id: authority_facts(row) for row in rows}
        wanted = {f.parent_id for f in found.values() if f.parent_id} - asked
    return AuthorityIndex(found)


def find_route(tx: Tx, facts: SchoolFacts, skip: Iterable[str] = ()) -> Route:
    """The route for ``facts``; see :func:`reportdesk.domain.routing.route` for what it raises."""
    return route(facts, route_inputs(tx, facts), frozenset(skip))


def authority_facts(row: Authority) -> AuthorityFacts:
    """An authority's record as the rules see it."""
    return AuthorityFacts(
        id=row.id,
        kind=AuthorityKind(row.kind),
        name=row.name,
        name_en=row.name_en,
        level=Level(row.level),
        parent_id=row.parent_id,
    )


def places(tx: Tx, codes: set[str]) -> dict[str, list[Division]]:
    """Divisions from province down to each of ``codes``, read level by level."""
    known: dict[str, Division] = {}
    wanted = codes
    while wanted:
        rows = tx.session.scalars(select(Division).where(Division.code.in_(wanted)))
        known |= {row.code: row for row in rows}
        wanted = {r.parent_code for r in known.values() if r.parent_code} - known.keys()
    found = {}
    for code in codes:
        chain = [known[code]]
        while chain[0].parent_code is not None:
            chain.insert(0, known[chain[0].parent_code])
        found[code] = chain
    return found


def _upward(tx: Tx, code: str) -> list[Division]:
    """The division itself, then what it belongs to."""
    return list(reversed(places(tx, {in_force(tx, code).code})[in_force(tx, code).code]))


def in_force(tx: Tx, code: str) -> Division:
    """A division in force; a former code leads to its successor."""
    row = tx.session.get(Division, code)
    while row is not None and row.valid_to is not None and row.successor is not None:
        row = tx.session.get(Division, row.successor)
    if row is None:
        raise NotFound("division", division=code)
    return row


def _more_precise(registered: str, answered: str | None) -> str:
    """The answered code when it lies inside the registered one, else the registered."""
    inside = registered[:2] if registered.endswith("0000") else registered.removesuffix("00")
    return answered if answered and answered.startswith(inside) else registered


def _bureau_id(code: str) -> str:
    """Id of the education bureau with a managing code (a division code, or an id itself)."""
    return code if "-" in code else f"edu-{code[:6]}"
