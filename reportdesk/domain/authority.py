"""Authorities as the rules see them: their rungs, who stands above whom, and whose place is whose.

Places with a rung of their own (the four directly governed cities, counties without a city,
cities without counties, the Production and Construction Corps, functional zones) need no rule:
the register says which bureau is whose parent, and a ladder climbs from parent to parent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from reportdesk.domain.errors import Unavailable

NOT_COVERED = frozenset({"710000", "810000", "820000"})
"""Provinces without an authority here: Taiwan, Hong Kong, Macao."""
MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})
"""The four directly governed cities: their commission is the city and the province in one."""
MINISTRY_OF_EDUCATION = "edu-100000"
CORPS = "edu-660000"
"""Education bureau of the Xinjiang Production and Construction Corps, a rung like a province."""


class AuthorityKind(StrEnum):
    """What an authority is responsible for."""

    EDUCATION = "education"
    HR = "hr"
    CYBERSPACE = "cyberspace"
    MINISTRY = "ministry"
    """A central body other than the Ministry of Education that runs schools of its own."""
    PLATFORM = "platform"


class Level(StrEnum):
    """Rungs of government, lowest first; ``platform`` stands beside them."""

    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
    NATIONAL = "national"
    PLATFORM = "platform"


HEIGHT: dict[Level, int] = {level: height for height, level in enumerate(Level)}
"""How high a level stands; a ladder strictly ascends in it."""


@dataclass(frozen=True, slots=True)
class AuthorityFacts:
    """One authority as the rules see it."""

    id: str
    kind: AuthorityKind
    name: str
    name_en: str
    level: Level
    parent_id: str | None


@dataclass(frozen=True, slots=True)
class AuthorityIndex:
    """The authorities that may matter for one place, by id; a slice of the register."""

    by_id: Mapping[str, AuthorityFacts]

    @classmethod
    def of(cls, authorities: Iterable[AuthorityFacts]) -> "AuthorityIndex":
        """An index of ``authorities``."""
        return cls({authority.id: authority for authority in authorities})

    def get(self, authority_id: str) -> AuthorityFacts:
        """The authority with this id; raises Unavailable when the register lacks it."""
        found = self.by_id.get(authority_id)
        if found is None:
            raise Unavailable("authority_missing", id=authority_id)
        return found

    def first(self, *ids: str | None) -> str | None:
        """The first of ``ids`` that the register has."""
        return next((i for i in ids if i is not None and i in self.by_id), None)


@dataclass(frozen=True, slots=True)
class Place:
    """Division codes (six digits) of where a school is, as far as known.

    ``county`` is None for a city without counties or while unknown; ``city`` is None in the four
    directly governed cities and for counties directly under a province.
    """

    province: str
    city: str | None = None
    county: str | None = None


def climb(start: str, index: AuthorityIndex) -> tuple[str, ...]:
    """``start`` and its superiors up to the province; from a province on, the ministry too."""
    chain = [index.get(start)]
    while chain[-1].parent_id is not None:
        if chain[-1].level is Level.PROVINCE and len(chain) > 1:
            break
        chain.append(index.get(chain[-1].parent_id))
    return tuple(authority.id for authority in chain)


def rung(place: Place, level: Level, index: AuthorityIndex) -> str:
    """The education bureau of ``place`` at ``level``, or the nearest that exists.

    A county directly under its province is its own city; in a directly governed city the
    commission is; where the county is unknown or there is none, the next level stands in.
    """
    county = f"edu-{place.county}" if place.county else None
    city = f"edu-{place.city}" if place.city else None
    if city is None and place.province not in MUNICIPALITIES:
        city = county
    wanted = {Level.COUNTY: (county, city), Level.CITY: (city,)}.get(level, ())
    return index.first(*wanted) or province_above(place, index)


def province_above(place: Place, index: AuthorityIndex) -> str:
    """The education authority of province rank above ``place``: found by climbing from below."""
    lowest = index.first(*(f"edu-{code}" for code in (place.county, place.city) if code))
    for authority_id in climb(lowest, index) if lowest else ():
        if index.get(authority_id).level is Level.PROVINCE:
            return authority_id
    return index.get(f"edu-{place.province}").id
