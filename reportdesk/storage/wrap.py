"""One wrap as whoever opens a case gets it."""

from typing import NamedTuple


class WrapRow(NamedTuple):
    """One wrap of a report's key with what is needed to open it."""

    report_id: str
    layer: str
    wrapped: bytes
    version: int
    shred_id: str
    case_key: bytes
    awaits_case_key: bool
