"""What a reporter said about an answer, and until when they may say it."""

from dataclasses import dataclass

from reportdesk.domain.clocks import DueDate


@dataclass(frozen=True, slots=True)
class Rated:
    """What the reporter said about the newest answer, if anything, and until when they may."""

    until: DueDate
    open: bool
    solved: str | None = None
    satisfied: int | None = None
