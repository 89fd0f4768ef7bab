"""When one case may be merged into another: the same matter, and nobody's date or answer is lost.

Source: lifecycle specification, section 3 ("any open <-> merged"); docs/decisions/0012.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from reportdesk.domain.case import OPEN, Stage
from reportdesk.domain.taxonomy import ClockKey

REVIEWED = frozenset({Stage.REVIEW1, Stage.REVIEW2})
ANSWER_OUT = frozenset({Stage.ANSWERED, Stage.CORRECTING})
MERGEABLE = OPEN - REVIEWED - ANSWER_OUT
"""Stages in which an answer is still owed."""
DECIDING = frozenset({ClockKey.DECISION, ClockKey.EXTENSION, ClockKey.REDO})
"""Clocks whose date is the day on which an answer is owed."""
ASKED_ABOVE = frozenset({ClockKey.DEMAND})
"""Clocks of reports that a superior demanded, which nobody can give of a merged case."""
Due = tuple[str, date]
"""Key and due date of a running clock that binds an authority."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What the rule looks at of one case; ``until`` is None while the practice goes on.

    ``answered`` says that an answer of its own is out; ``waits`` that its content waits to be
    handed over; ``kept_from`` is the authority that its reporter said is involved. Months are
    ``YYYY-MM``.
    """

    stage: Stage
    school: str | None
    division: str
    kind: str
    practice: str
    since: str
    until: str | None
    dues: tuple[Due, ...] = ()
    answered: bool = False
    waits: bool = False
    kept_from: str | None = None

    def same(self, other: "Matter") -> bool:
        """Whether both are about one school, one practice and months that overlap.

        A school that the register lacks may be any of that kind at the place: staff compare names.
        """
        known = self.school is not None and other.school is not None
        place = (self.division, self.kind) == (other.division, other.kind)
        school = self.school == other.school if known else place
        return school and self.practice == other.practice and self._overlaps(other)

    def _overlaps(self, other: "Matter") -> bool:
        """Whether the months of both have one in common."""
        first = self.until is None or other.since <= self.until
        return first and (other.until is None or self.since <= other.until)


def refusal(child: Matter, parent: Matter, today: date) -> str | None:
    """The code of why ``child`` cannot be merged into ``parent`` today, or None."""
    if parent.stage not in OPEN:
        return "merge_ended"
    if child.waits or parent.waits:
        return "merge_waits"
    if child.stage in REVIEWED or parent.stage in REVIEWED:
        return "merge_reviewed"
    if child.answered or child.stage in ANSWER_OUT or parent.stage in ANSWER_OUT:
        return "merge_answered"
    if not child.same(parent):
        return "merge_other_matter"
    if child.kept_from not in {None, parent.kept_from}:
        return "merge_kept_from"
    return "merge_hides_date" if hides_date(child, parent, today) else None


def hides_date(child: Matter, parent: Matter, today: date) -> bool:
    """Whether merging would put off an answer that is owed, or take lateness out of sight.

    Then the other case has to be merged into this one, or this one decided upon first.
    """
    owed = [_first(one, DECIDING) for one in (child.dues, parent.dues)]
    asked = [_first(one, ASKED_ABOVE) for one in (child.dues, parent.dues)]
    late = [
        _first((due for due in one.dues if due[1] < today), None, {ClockKey.DISPATCH})
        for one in (child, parent)
    ]
    pairs = (owed, asked, late)
    return any(mine is not None and (its is None or mine < its) for mine, its in pairs)


def _first(dues: Iterable[Due], keys: Iterable[str] | None, but: Iterable[str] = ()) -> date | None:
    """The soonest of these dates, of clocks with these keys (all by default) but for some."""
    wanted, left_out = None if keys is None else set(keys), set(but)
    found = [on for key, on in dues if key not in left_out and (wanted is None or key in wanted)]
    return min(found, default=None)
