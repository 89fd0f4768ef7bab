"""``/healthz``: whether this process can do what its audiences need, in one word."""

import logging

from flask import Flask, Response

from reportdesk.queries import health
from reportdesk.runtime import Runtime

log = logging.getLogger(__name__)


def init_app(app: Flask, runtime: Runtime, audiences: frozenset[str]) -> None:
    """Add the address; it tells nobody more than which part does not answer."""

    @app.get("/healthz")
    def healthz() -> Response:
        word = _what_fails(app, runtime, audiences)
        return Response(f"{word or 'ok'}\n", 503 if word else 200, mimetype="text/plain")


def _what_fails(app: Flask, runtime: Runtime, audiences: frozenset[str]) -> str | None:
    """The part that does not answer, or None; before the first release nothing is missing."""
    if "public" in audiences and app.extensions["reportdesk.releases"].is_broken():
        return "releases"
    if audiences & {"report", "desk"}:
        try:
            runtime.read(health.answers)
        except Exception as error:  # whatever the driver raises, the site cannot work
            log.error("the database does not answer: %s", type(error).__name__)
            return "database"
    return None
