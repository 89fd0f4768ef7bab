"""School breaks (寒暑假): a second kind of calendar, by place, that only a site's own clocks heed.

No law stops a time because a school is closed: offices work through its breaks. A pack may say
that a clock of this site leaves them out, so that nobody has to answer while they are away.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reportdesk.domain.taxonomy import SchoolKind


class Season(StrEnum):
    """Which of the two long breaks of a school year."""

    WINTER = "winter"
    SUMMER = "summer"


@dataclass(frozen=True, slots=True)
class SchoolBreak:
    """One break of the schools of these kinds in a place, both days included.

    ``division`` is a place of any level; the break holds in all places below it. ``notice`` is the
    document that sets it, ``code`` how far it was checked, ``url`` and ``retrieved`` where and when
    it was read.
    """

    division: str
    season: Season
    first: date
    last: date
    school_kinds: frozenset[SchoolKind]
    notice: str
    code: str
    url: str
    retrieved: date

    def holds(self, division: str, school_kind: str) -> bool:
        """Whether it is a break of schools of this kind in this place."""
        return division.startswith(_above(self.division)) and school_kind in self.school_kinds


def breaks_of(
    known: Iterable[SchoolBreak], division: str, school_kind: str
) -> tuple[SchoolBreak, ...]:
    """The known breaks of one kind of school in one place, in the order of their days."""
    held = (one for one in known if one.holds(division, school_kind))
    return tuple(sorted(held, key=lambda one: one.first))


def days_of(breaks: Iterable[SchoolBreak]) -> frozenset[date]:
    """Every day of these breaks."""
    return frozenset(
        date.fromordinal(number)
        for one in breaks
        for number in range(one.first.toordinal(), one.last.toordinal() + 1)
    )


def _above(division: str) -> str:
    """How the codes of all places in a division begin: 37 for 370000, 3701 for 370100."""
    while len(division) > 2 and division.endswith("00"):
        division = division[:-2]
    return division
