"""A site without audiences: only what every process serves, with a runtime that stands still."""

from functools import cache
from pathlib import Path

from flask import Flask, Response, session
from flask.testing import FlaskClient

from config import load_settings
from reportdesk.packs.loader import load_pack
from reportdesk.web.app import create_app
from tests.templates import remembered

PACK = load_pack("cn-xinfang-2022")


class StandingRuntime:
    """What ``create_app`` needs of a runtime when nothing is read or written."""

    def __init__(self, **environment: str) -> None:
        names = {f"REPORTDESK_{name.upper()}": value for name, value in environment.items()}
        self.settings = load_settings(names)
        self.pack = PACK


@cache
def pages(env: str = "development") -> FlaskClient:
    """A visitor of the shared pages; the site behind is made once and must not be changed."""
    return site(Path("nowhere"), env).test_client()


def site(tmp_path: Path, env: str = "development", **environment: str) -> Flask:
    """The shared pages in this environment; REPORTDESK_* names in lower case without prefix."""
    runtime = StandingRuntime(
        env=env,
        instance=str(tmp_path / "instance"),
        database_url="sqlite://",
        operator_name="Test operator",
        operator_contact="operator@example.org",
        site_url="https://example.org",
        **environment,
    )
    return remembered(create_app(runtime, audiences=()))


def with_view(app: Flask, rule: str, view, **options: object) -> Flask:
    """The same site with one more address, for what a shared page never does itself."""
    app.add_url_rule(rule, rule.replace("/", "_").strip("_"), view, **options)
    return app


def writes_session() -> Response:
    """A view that wants to remember its visitor."""
    session["seen"] = "yes"
    return Response("ok")
