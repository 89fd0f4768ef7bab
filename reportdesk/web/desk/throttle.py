"""A limit on refused sign-ins of the whole deployment, without knowing who tried.

Passwords tried over many accounts are slowed down where the block of one account does not help.
Those who sign in at the first attempt use nothing up, and a browser that signed in before has a
bucket of its own (:mod:`reportdesk.web.desk.device`). One process keeps its own count.
"""

import threading
from datetime import datetime

from reportdesk.domain.errors import Busy

MOST = 60.0
"""Refusals that may come at once."""
A_SECOND = 0.5
"""Refusals a second that are forgotten again."""


class Throttle:
    """A bucket that refusals fill and time empties."""

    def __init__(self, most: float = MOST, a_second: float = A_SECOND) -> None:
        self._most, self._a_second = most, a_second
        self._lock = threading.Lock()
        self._level = 0.0
        self._at: datetime | None = None

    def check(self, now: datetime) -> None:
        """Raise Busy("signin_busy") while the bucket is full."""
        with self._lock:
            self._drain(now)
            over = self._level - self._most
        if over >= 0:
            raise Busy("signin_busy", retry_after=int((over + 1) / self._a_second) + 1)

    def refused(self, now: datetime) -> None:
        """Count one refusal."""
        with self._lock:
            self._drain(now)
            self._level += 1

    def _drain(self, now: datetime) -> None:
        """Forget what time has forgiven."""
        passed = (now - self._at).total_seconds() if self._at else 0.0
        self._level, self._at = max(0.0, self._level - max(passed, 0.0) * self._a_second), now
