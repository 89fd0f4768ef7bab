"""What one line of each register file holds; field names are the files' headers."""

from dataclasses import dataclass

from reportdesk.domain.authority import AuthorityKind, Level
from reportdesk.domain.routing import ReasonCode
from reportdesk.domain.taxonomy import Ownership, SchoolKind


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """divisions.csv: one province, city or county in force."""

    code: str
    name: str
    level: Level
    parent: str | None
    covered: bool


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    """authorities.csv: a body no rule can derive."""

    id: str
    kind: AuthorityKind
    level: Level
    parent: str | None
    division: str | None
    name: str
    name_en: str
    name_verified: bool
    listed_as: tuple[str, ...]
    """Other names under which lists of schools print this body."""
    source: str


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """schools.csv: one institution of higher education, without code and department."""

    name: str
    division: str
    kind: SchoolKind
    ownership: Ownership


@dataclass(frozen=True, slots=True)
class SupervisorRow:
    """central_and_xpcc.csv: the department above an institution that is not its province's."""

    name: str
    supervisor: str
    source: str


@dataclass(frozen=True, slots=True)
class EnglishName:
    """names_en.csv: an English name no rule gets right; ``name`` is there for the reader."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Reading:
    """readings.csv: syllables of a text that a dictionary reads otherwise."""

    text: str
    reading: str


@dataclass(frozen=True, slots=True)
class ReasonWords:
    """reasons.csv: the sentence for a reason; ``{authority}`` is the primary's name."""

    code: ReasonCode
    zh: str
    en: str
