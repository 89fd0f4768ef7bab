"""What following carries from page to page: who the visitor is, and what they are writing."""

import secrets
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any, Self

from reportdesk.domain.following import WITHDRAWALS, Sent
from reportdesk.services.followup import Follower
from reportdesk.web.context import runtime
from reportdesk.web.report.walk import code

PURPOSE = "follow"
IDLE = timedelta(minutes=30)
ONCE_BYTES = 16
DRAFT = ("kind", "text", "files", "decided", "once", "questions", "about")
"""What is kept of a message while another one is written."""


def draw_once() -> str:
    """A random value that a message made here will carry, in hex."""
    return secrets.token_hex(ONCE_BYTES)


@dataclass
class Visit:
    """``me`` is the follower as carried; ``kind``, ``text``, ``files`` the message being written.

    ``once`` stays with the message until it was sent, so that a reload sends nothing twice.
    ``decided`` holds the choices about personal details found in the text. ``drafts`` are other
    messages begun during this visit, by kind. ``seen`` is how far they had looked before the visit,
    nothing on the first one, None until the case was shown. ``questions`` are those an objection is
    about, ``about`` the number of the answer it objects to.
    """

    me: dict[str, str]
    kind: str = ""
    text: str = ""
    files: list[dict[str, Any]] = field(default_factory=list)
    decided: dict[str, str] = field(default_factory=dict)
    once: str = field(default_factory=draw_once)
    drafts: dict[str, dict[str, Any]] = field(default_factory=dict)
    seen: list[Any] | None = None
    questions: list[str] = field(default_factory=list)
    about: int | None = None

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

    def turned(self, kind: Sent) -> "Visit":
        """To a message of another kind, begun before or empty; the one being written waits.

        What was written as the reason of a withdrawal becomes a word about pressure where nothing
        stands yet: who withdraws nothing after all has said there who presses them.
        """
        drafts, own = dict(self.drafts), self.sending
        if own is not None and (self.text or self.files):
            drafts[_drawer(own)] = {name: getattr(self, name) for name in DRAFT}
        if own in WITHDRAWALS and kind is Sent.PRESSURE and kind not in drafts and self.text:
            drafts[kind.value] = {"kind": kind.value, "text": self.text}
            del drafts[_drawer(own)]
        found = drafts.pop(_drawer(kind), {"kind": kind.value})
        return Visit(self.me, drafts=drafts, seen=self.seen, **found)

    def fresh(self) -> "Visit":
        """The same visitor after sending: back at the reply, if one was begun."""
        return Visit(self.me, drafts=self.drafts, seen=self.seen).turned(Sent.REPLY)


def _drawer(kind: Sent) -> str:
    """Where a begun message waits: both kinds of withdrawal are one."""
    return (Sent.WITHDRAWAL if kind in WITHDRAWALS else kind).value
