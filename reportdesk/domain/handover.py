"""Why a case's contents are sealed anew for another authority, and what that changes."""

from enum import StrEnum

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.case import Stage


class Why(StrEnum):
    """The reason of a handover, kept with every use of the custodian's key."""

    RETURNED = "returned"
    LATE_KEY = "late_key"
    ROUTING_COMPLAINT = "routing_complaint"
    """A reporter said that it went to the wrong body, and the platform agreed."""


GOES_ON = frozenset(Stage) - {
    Stage.RETURNED,
    Stage.CLOSED,
    Stage.WITHDRAWN,
    Stage.MERGED,
}
"""Stages in which the platform gives a case it keeps to the authority, once that has people. A
refusal can still be reviewed; what was returned waits for a target; the rest is over, or follows
another case."""


def moves(authority_id: str, target_id: str, holder_id: str, stage: Stage) -> bool:
    """Whether handing a case to ``authority_id`` makes it the holder, rather than one above.

    That is so for the authority routing named: while somebody stands in for it and has not begun to
    act, and at every stage while the platform keeps the case, which never acts itself. Whoever
    stands in and took the case on finishes it. Everybody else on the ladder gets a key for its
    rung only.
    """
    if authority_id != target_id or holder_id == target_id:
        return False
    return stage in GOES_ON if holder_id == PLATFORM_AUTHORITY else stage is Stage.ROUTED
