"""A leader's term: the only way for a job to write."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from reportdesk.runtime import Runtime
from reportdesk.services import leadership

if TYPE_CHECKING:
    from reportdesk.storage.db import Tx

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Term:
    """One job of one leader's round, with the token that its writes must carry."""

    runtime: Runtime
    token: int
    machine_time: Callable[[], datetime]
    left: list[str] = field(default_factory=list)
    """What failed by itself and waits for the next slot."""
    lasts: timedelta = leadership.LASTS
    """How long it lasts after each write: as long as the job may work without one."""

    def write(self, work: "Callable[[Tx], T]") -> T:
        """One transaction that commits only while this term lasts, and makes it last longer.

        Raises Conflict("not_leader") when another process took over.
        """

        def fenced(tx: "Tx") -> T:
            leadership.keep(tx, self.token, self.machine_time(), self.lasts)
            return work(tx)

        return self.runtime.write(fenced)

    def keep(self) -> None:
        """Make it last longer; raises like :meth:`write`."""
        self.write(lambda _tx: None)

    def resign(self) -> None:
        """Let another process lead at once."""
        self.runtime.write(lambda tx: leadership.resign(tx, self.token, self.machine_time()))
