"""Rates that may be published: with their interval, and only from enough cases.

Source: publication specification, section 3.
"""

from dataclasses import dataclass
from math import sqrt

ENOUGH = 10
"""Fewest cases for a rate."""
Z = 1.959964
"""Two-sided 95 % of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Rate:
    """``hits`` of ``n``; ``percent`` with the 95 % Wilson interval ``low`` to ``high``, rounded."""

    hits: int
    n: int
    percent: int
    low: int
    high: int


def rate(hits: int, n: int) -> Rate | None:
    """The rate, or None from fewer than ten cases."""
    if n < ENOUGH:
        return None
    share = hits / n
    centre = share + Z * Z / (2 * n)
    spread = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    scale = 100 / (1 + Z * Z / n)
    low, high = (centre - spread) * scale, (centre + spread) * scale
    return Rate(hits, n, round(100 * share), round(low), round(high))
