"""What an authority without accounts answers on paper, as the platform copies it."""

from enum import StrEnum


class Stands(StrEnum):
    """Where a transcription stands."""

    WAITING = "waiting"
    COUNTS = "counts"
    REFUSED = "refused"
