"""gunicorn's log without addresses, requests, messages or the time of a request.

gunicorn names the client's address when a request is malformed, and the whole address line when a
view fails; on this site either can identify a reporter or open a staff invitation. A broken upload
looks like a malformed request, so those are not written at all.
"""

import sys
from typing import Any

from gunicorn.glogging import Logger

SAFE = (
    "Starting gunicorn",
    "Listening at",
    "Using worker",
    "Booting worker",
    "Worker exiting",
    "Handling signal",
    "Shutting down",
    "Connection in use",
    "Retrying in",
    "Can't connect to",
    "Worker (pid:%s)",
    "WORKER TIMEOUT",
)
"""Beginnings of the server's own messages, which never quote a request."""


class QuietLogger(Logger):
    """Writes the server's own messages whole, faults as a kind, and all else not at all."""

    error_fmt = "[%(process)d] [%(levelname)s] %(message)s"
    """Without the time, which would be a reporter's."""

    def _write(self, level: str, message: object, args: tuple[Any, ...]) -> None:
        """Pass a safe message on; of a fault, name the exception's class."""
        text = str(message)
        if text.startswith(SAFE):
            getattr(self.error_log, level)(text, *args)
        elif level in {"error", "critical"}:
            kind = sys.exc_info()[0]
            getattr(self.error_log, level)("server fault: %s", kind.__name__ if kind else "unknown")

    def critical(self, msg: object, *args: Any, **_: Any) -> None:
        """A message of this level."""
        self._write("critical", msg, args)

    def error(self, msg: object, *args: Any, **_: Any) -> None:
        """A message of this level."""
        self._write("error", msg, args)

    def warning(self, msg: object, *args: Any, **_: Any) -> None:
        """A message of this level: the server's own, never a malformed request."""
        self._write("warning", msg, args)

    def info(self, msg: object, *args: Any, **_: Any) -> None:
        """A message of this level."""
        self._write("info", msg, args)

    def debug(self, msg: object, *args: Any, **_: Any) -> None:
        """Nothing: debug messages quote requests."""

    def exception(self, msg: object, *args: Any, **_: Any) -> None:
        """The exception's class alone; its text may quote what was typed."""
        self._write("error", msg, args)

    def access(self, *_: Any) -> None:
        """Nothing: there is no access log."""
