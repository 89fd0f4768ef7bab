"""Taking up an ended matter again: as a new case that is linked with the earlier one."""

from enum import StrEnum


class ReopenReason(StrEnum):
    """Why an authority takes a closed case up again."""

    NEW_FACTS = "new_facts"
    RECURRENCE = "recurrence"
    RETALIATION = "retaliation"
