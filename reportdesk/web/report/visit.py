"""What following carries from page to page: who the visitor is, and what they are writing."""

import secrets
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any, Self

from reportdesk.domain.following import Sent
from reportdesk.services.followup import Follower
from reportdesk.web.context import runtime
from reportdesk.web.report.walk import code

PURPOSE = "follow"
IDLE = timedelta(minutes=30)
ONCE_BYTES = 16


def draw_once() -> str:
    """A random value that a message made here will carry, in hex."""
    return secrets.token_hex(ONCE_BYTES)


@dataclass
class Visit:
    """``me`` is the follower as carried; ``kind``, ``text``, ``files`` the message being written.

    ``once`` stays with the message until it was sent, so that a reload sends nothing twice.
    ``decided`` holds the choices about personal details found in the text.
    """

    me: dict[str, str]
    kind: str = ""
    text: str = ""
    files: list[dict[str, Any]] = field(default_factory=list)
    decided: dict[str, str] = field(default_factory=dict)
    once: str = field(default_factory=draw_once)

    @classmethod
    def open(cls, token: str) -> Self:
        """The state in a form; raises Expired after 30 idle minutes, or BadInput."""
        now = runtime().clock()
        return cls(**runtime().vault.open_state(PURPOSE, token, now, IDLE))

    def seal(self) -> str:
        """The state for the next form; the 30 minutes start anew."""
        return runtime().vault.seal_state(PURPOSE, asdict(self), runtime().clock())

    @property
    def follower(self) -> Follower:
        """Who visits."""
        return Follower.of(self.me)

    @property
    def sending(self) -> Sent | None:
        """What is being written."""
        return code(Sent, self.kind)

    def fresh(self) -> "Visit":
        """The same visitor with nothing being written."""
        return Visit(self.me)
