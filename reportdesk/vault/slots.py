"""Bounded room for expensive derivations, so that nobody can exhaust the memory of a node.

Each kind of visitor has its own pool: a flood of filings never locks followers or staff out.
Memory of a deployment: 3 pools x slots x processes x 64 MiB.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from reportdesk.domain.errors import Busy

Pool = Literal["filing", "following", "signin"]
POOLS: tuple[Pool, ...] = ("filing", "following", "signin")
PATIENCE = 3.0
"""Seconds a request waits for a slot before it is told to come back."""
RETRY_AFTER = 15
"""Seconds after which the visitor is asked to try again."""


class Slots:
    """At most ``size`` derivations at once in each pool of this process."""

    def __init__(self, size: int, *, patience: float = PATIENCE) -> None:
        if size < 1:
            raise ValueError("each pool needs at least one slot")
        self._patience = patience
        self._pools = {pool: threading.BoundedSemaphore(size) for pool in POOLS}

    @contextmanager
    def take(self, pool: Pool) -> Iterator[None]:
        """Hold one slot; raises Busy when none became free in time. Do not nest."""
        semaphore = self._pools[pool]
        if not semaphore.acquire(timeout=self._patience):
            raise Busy("derivation_slots", retry_after=RETRY_AFTER)
        try:
            yield
        finally:
            semaphore.release()
