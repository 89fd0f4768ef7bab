"""What may be published of a case, and when it may first be shown.

Source: publication specification, sections 1 and 2. Nothing here looks at reports: the rules take
plain facts, so that what is not selected cannot change what is.
"""

import hashlib
import hmac
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from reportdesk.domain.case import Visibility
from reportdesk.domain.taxonomy import SchoolKind

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
LARGE_SCHOOL = 100
"""Pupils from which a school may be named."""
LARGE_KINDS = frozenset(
    {
        SchoolKind.SENIOR_SECONDARY,
        SchoolKind.SECONDARY_VOCATIONAL,
        SchoolKind.HIGHER_VOCATIONAL,
        SchoolKind.UNDERGRADUATE,
    }
)
"""Kinds that count as large enough without a count; every other school needs one."""


class WithheldReason(StrEnum):
    """Why the platform desk took a case out of the public record; the tombstone names it."""

    DANGER = "danger"
    IDENTIFIABLE = "identifiable"
    MINOR = "minor"
    NAMES_PERSON = "names_person"
    SMALL_SCHOOL = "small_school"
    COURT_ORDER = "court_order"
    SECRECY = "secrecy"
    FABRICATED = "fabricated"
    MISTAKE = "mistake"
    UNSPECIFIED = "unspecified"

    @classmethod
    def of(cls, code: str | None) -> "WithheldReason":
        """The reason with this code; anything unknown is ``unspecified``, never repeated."""
        return cls(code) if code in set(cls) else cls.UNSPECIFIED


WITHHELD_FOR = tuple(one for one in WithheldReason if one is not WithheldReason.UNSPECIFIED)
"""What the platform desk may choose."""


@dataclass(frozen=True, slots=True)
class Gates:
    """How a release holds cases back: days of hold, keyed extra days, batch, months.

    ``batch`` new stubs appear together or wait, at most ``wait`` long. ``monthly`` says that
    filing and every act of a reporter count as of the last day of their month.
    """

    hold: int = 14
    extra: int = 21
    batch: int = 3
    wait: timedelta = 4 * WEEK
    monthly: bool = True


AT_ONCE = Gates(hold=0, extra=0, batch=1, monthly=False)
"""The demonstration's gates: nothing waits."""


def month_of(day: date) -> str:
    """``YYYY-MM``."""
    return day.isoformat()[:7]


def month_end(day: date) -> date:
    """The last day of the month of ``day``."""
    return (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY


def extra_hold(secret: bytes, case_id: str, gates: Gates = Gates()) -> int:
    """The keyed 0 to ``gates.extra`` further days of hold: random to all, fixed for the case."""
    digest = hmac.digest(secret, b"hold\0" + case_id.encode(), hashlib.sha256)
    return int.from_bytes(digest) % (gates.extra + 1)


def eligible_on(filed_on: date, extra: int, gates: Gates = Gates()) -> date:
    """First day on which a stub may appear: the same for every day of filing in a month."""
    start = month_end(filed_on) if gates.monthly else filed_on
    return start + (gates.hold + extra) * DAY


def batch(
    waiting: Mapping[str, date],
    as_of: date,
    gates: Gates = Gates(),
    tombstones: Set[str] = frozenset(),
) -> frozenset[str]:
    """Which new cases (id -> day they became eligible) a release shows: all that are due, or none.

    Fewer than ``gates.batch`` wait for company, unless one of them has waited ``gates.wait``.
    Cases that appear withheld (``tombstones``) are no company: among them one is still alone.
    """
    due = {case: since for case, since in waiting.items() if since <= as_of}
    waited = {case for case, since in due.items() if since + gates.wait <= as_of}
    if len(due.keys() - tombstones) >= gates.batch or waited - tombstones:
        return frozenset(due)
    return frozenset(waited)


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """What the school gate looks at; ``pupils`` counts only with its source and date."""

    id: str
    kind: str
    pupils: int | None = None
    pupils_source: str | None = None
    pupils_on: date | None = None


def may_name(school: SchoolFacts | None) -> bool:
    """Whether a full case may name its school: at least 100 pupils; unknown counts as below.

    Where it may not, what staff wrote stays back with its name: a text can name a school in more
    ways than can be looked for.
    """
    if school is None:
        return False
    if school.kind in LARGE_KINDS:
        return True
    counted = bool(school.pupils_source) and school.pupils_on is not None
    return counted and (school.pupils or 0) >= LARGE_SCHOOL


class FullBasis(StrEnum):
    """What lifts a case from stub to full."""

    ANSWER = "answer"
    REPORTS = "reports"
    DOCUMENT = "document"


ENOUGH_REPORTS = 3


def full_basis(
    *, answer_published: bool, accepted_reports: int = 0, document_accepted: bool = False
) -> FullBasis | None:
    """Why a case may be shown in full, or None.

    An answer counts once a second person approved it. No record says yet that a report was
    accepted as independent or that a document reached a class, so only the answer is reachable.
    """
    if answer_published:
        return FullBasis.ANSWER
    if accepted_reports >= ENOUGH_REPORTS:
        return FullBasis.REPORTS
    return FullBasis.DOCUMENT if document_accepted else None


def level_of(visibility: str, basis: FullBasis | None) -> Visibility:
    """How much of a case a release shows; a count alone never decides."""
    if visibility == Visibility.WITHHELD:
        return Visibility.WITHHELD
    return Visibility.FULL if basis is not None else Visibility.STUB


@dataclass(frozen=True, slots=True)
class PublicAuthority:
    """An authority as the coarsening rule sees it."""

    id: str
    parent_id: str | None
    small: bool


def coarsened(authority_id: str, authorities: Mapping[str, PublicAuthority]) -> str:
    """The authority under which a case is public: the nearest one above that is not small.

    A row never says that it was coarsened: where a city has one small county, that would name it.
    """
    found = authorities[authority_id]
    while found.small and found.parent_id is not None:
        found = authorities[found.parent_id]
    return found.id


def formerly(
    former: str | None, authority: str, named: bool, authorities: Mapping[str, PublicAuthority]
) -> str | None:
    """Who was late until a superior took the case, as coarse as the case; None where that is who
    has it now."""
    if former is None or former not in authorities:
        return None
    was, now = (one if named else coarsened(one, authorities) for one in (former, authority))
    return was if was != now else None


def responsible(target: str, holder: str, platform: str, taken: bool) -> str:
    """Whom the public record holds responsible.

    The authority routing named, until another one that stands in for it took the case
    (``taken``: accepted or answered). The platform desk only passes cases on.
    """
    return holder if taken and holder != platform else target
