"""What can go wrong, in the domain's language: codes and parameters, never words.

``web/errors.py`` turns each class into an HTTP status and a sentence in the reader's language.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportdesk.domain.filing_parts import Fault


class DomainError(Exception):
    """Something a use case refuses to do; ``code`` names it and ``params`` fill its sentence."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class NotFound(DomainError):
    """There is no such thing, or the actor may not know that there is."""


class NotAllowed(DomainError):
    """The actor's role, authority or the case's stage does not permit this."""


class Stale(DomainError):
    """The case moved since the form was made; ``params`` say from which stage to which."""


class Conflict(DomainError):
    """The request contradicts what is already recorded."""


class BadInput(DomainError):
    """One field needs changing; ``field`` is its name on the form."""

    def __init__(self, field: str, code: str, **params: object) -> None:
        super().__init__(code, **params)
        self.field = field


class Unfinished(Conflict):
    """Something that cannot be sent on yet; ``faults`` say what it lacks, field by field."""

    def __init__(self, faults: "tuple[Fault, ...]", code: str = "draft_unfinished") -> None:
        super().__init__(code)
        self.faults = faults


class Busy(DomainError):
    """All slots for expensive work are taken; ``retry_after`` is in seconds."""

    def __init__(self, code: str, retry_after: int = 15, **params: object) -> None:
        super().__init__(code, **params)
        self.retry_after = retry_after


class Expired(DomainError):
    """A sealed form, a session or an invitation has outlived its time."""


class Unavailable(DomainError):
    """The service cannot do this now for a reason of its own (disk full, not open yet)."""
