"""gunicorn's log without addresses, requests or messages: only what kind of thing happened.

gunicorn names the client's address when a request is malformed, and the whole address line when a
view fails; on this site either can identify a reporter or open a staff invitation.
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
    "Worker (pid:%s) was sent",
    "WORKER TIMEOUT",
)
"""Beginnings of the server's own messages, which never quote a request."""


class QuietLogger(Logger):
    """Writes the server's own messages whole and everything else as a kind."""

    def _write(self, level: str, message: object, args: tuple[Any, ...]) -> None:
        """Pass a safe message on; else name the level and the exception's class."""
        text = str(message)
        if text.startswith(SAFE):
            getattr(self.error_log, level)(text, *args)
            return
        kind = sys.exc_info()[0]
        what = kind.__name__ if kind else "event"
        getattr(self.error_log, level)("server %s: %s", level, what)

    def critical(self, msg: object, *args: Any, **_: Any) -> None:
        """A message of this level."""
        self._write("critical", msg, args)

    def error(self, msg: object, *args: Any, **_: Any) -> None:
        """A message of this level."""
        self._write("error", msg, args)

    def warning(self, msg: object, *args: Any, **_: Any) -> None:
        """A message of this level."""
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
