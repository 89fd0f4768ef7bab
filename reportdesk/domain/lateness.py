"""Whose lateness a case shows in public."""

from collections.abc import Mapping, Sequence

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.clocks import StandingCode
from reportdesk.domain.disclosure import PublicAuthority, coarsened
from reportdesk.domain.public_clocks import PublicClock, leading
from reportdesk.domain.taxonomy import ClockKey

REVIEWS = frozenset({ClockKey.REVIEW_OPINION, ClockKey.SECOND_REVIEW_OPINION})


def late_by(
    clocks: Sequence[PublicClock],
    responsible: str,
    authorities: Mapping[str, PublicAuthority],
    *,
    named: bool,
) -> str | None:
    """Of a late review whoever was asked for it, else the authority that the case is with.

    None while nothing is late, or while the platform still keeps the review. It is as coarse as the
    case itself.
    """
    head = leading(clocks)
    if head is None or head.standing.code is not StandingCode.OVERDUE:
        return None
    whose = head.owner if head.key in REVIEWS and head.owner else responsible
    if whose == PLATFORM_AUTHORITY:
        return None
    return whose if named else coarsened(whose, authorities)
