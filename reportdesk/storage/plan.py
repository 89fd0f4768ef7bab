"""What filing about a school would do today: the route, who can hold it, and which clocks start."""

from dataclasses import dataclass
from datetime import date

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.clocks import DueDate, clocks_started_by
from reportdesk.domain.errors import Unavailable
from reportdesk.domain.filing_parts import Where
from reportdesk.domain.routing import Route, SchoolFacts
from reportdesk.packs.schema import Pack
from reportdesk.storage.db import Tx
from reportdesk.storage.register import Authority
from reportdesk.storage.routes import facts_of, find_route
from reportdesk.storage.staff import is_active


@dataclass(frozen=True, slots=True)
class Plan:
    """What filing would do today: where it goes, who holds it, and which clocks start.

    ``direct`` is False while the authority that routing names cannot open cases: then ``holder``
    stands in. Clocks of an authority start at once unless the platform is that holder.
    ``holder_name`` is (Chinese, English).
    """

    facts: SchoolFacts
    route: Route
    holder: str
    holder_name: tuple[str, str]
    direct: bool
    dues: tuple[DueDate, ...]


def plan(tx: Tx, pack: Pack, where: Where, *, involved: bool) -> Plan:
    """Where a report about this school would go; an authority that is involved is passed over.

    Raises NotFound for a school or place that the register lacks, NotCovered, and
    Unavailable("filing_not_open") when nobody on the way can hold it.
    """
    facts = facts_of(
        tx,
        school_id=where.school_id,
        division_code=where.county or where.city or where.province,
        kind=where.kind,
        ownership=where.ownership,
        run_by=where.run_by,
    )
    route = find_route(tx, facts)
    if involved:
        route = find_route(tx, facts, {route.primary})
    candidates = (route.primary, *route.ladder, PLATFORM_AUTHORITY)
    holder = next((one for one in candidates if is_active(tx, one)), None)
    if holder is None:
        raise Unavailable("filing_not_open")
    direct = holder == route.primary != PLATFORM_AUTHORITY
    dues = started(pack, tx.today, delivered=holder != PLATFORM_AUTHORITY)
    return Plan(facts, route, holder, authority_name(tx, holder), direct, dues)


def started(pack: Pack, on: date, *, delivered: bool) -> tuple[DueDate, ...]:
    """The clocks that filing starts, soonest first: the authority's, or those of passing it on."""
    event = "delivered" if delivered else "filing"
    keys = clocks_started_by(event, pack.clocks)
    dues = [pack.due_date(key, on, started_by=event) for key in keys]
    return tuple(sorted(dues, key=lambda due: due.due))


def authority_name(tx: Tx, authority_id: str) -> tuple[str, str]:
    """An authority's name, Chinese and English."""
    row = tx.session.get_one(Authority, authority_id)
    return row.name, row.name_en
