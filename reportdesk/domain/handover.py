"""Why a case's contents are sealed anew for another authority, and what that changes."""

from enum import StrEnum

from reportdesk.domain.case import Stage


class Why(StrEnum):
    """The reason of a handover, kept with every use of the custodian's key."""

    RETURNED = "returned"
    LATE_KEY = "late_key"


def moves(authority_id: str, target_id: str, holder_id: str, stage: Stage) -> bool:
    """Whether handing a case to ``authority_id`` makes it the holder, rather than one above.

    That is so for the authority routing named while somebody holds the case in its stead and has
    not begun to act on it. Everybody else on the ladder gets a key for its rung only.
    """
    return authority_id == target_id and holder_id != target_id and stage is Stage.ROUTED
