"""The fixtures: a fresh migrated database, a standing clock, and the site built from them.

Parts of the site are imported inside the fixtures, so that a test of rules alone starts at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests.fakes import FixedClock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from reportdesk.packs.loader import Pack
    from reportdesk.runtime import Runtime
    from reportdesk.settings import Settings
    from reportdesk.storage.db import Database
    from reportdesk.vault.vault import Vault
    from tests.databases import PostgresMaker, Server, SqliteMaker

hypothesis.settings.register_profile("suite", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("suite")

SERVER: pytest.StashKey[Server] = pytest.StashKey()
ADDRESS: pytest.StashKey[str] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


def pytest_configure(config: pytest.Config) -> None:
    """The controlling process starts PostgreSQL once; xdist's workers are told where it is."""
    if config.getoption("--database") != "postgresql":
        return
    if hasattr(config, "workerinput"):
        config.stash[ADDRESS] = config.workerinput["postgres"]
        return
    from tests.databases import Server

    config.stash[SERVER] = Server()
    config.stash[ADDRESS] = config.stash[SERVER].url("NAME")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    node.workerinput["postgres"] = node.config.stash.get(ADDRESS, "")


def pytest_unconfigure(config: pytest.Config) -> None:
    server = config.stash.get(SERVER, None)
    if server is not None:
        server.stop()


@pytest.fixture(scope="session")
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> SqliteMaker | PostgresMaker:
    """Maker of fresh databases on the engine chosen with ``--database``."""
    from tests.databases import PostgresMaker, SqliteMaker
    from tests.remembered import remember

    remember()
    if request.config.getoption("--database") == "sqlite":
        return SqliteMaker(tmp_path_factory.mktemp("template"))
    worker = getattr(request.config, "workerinput", {"workerid": "main"})["workerid"]
    return PostgresMaker(request.config.stash[ADDRESS], worker)


@pytest.fixture
def database_url(databases: SqliteMaker | PostgresMaker, tmp_path: Path) -> Iterator[str]:
    """Address of a fresh migrated database of this test's own."""
    url = databases.create(tmp_path)
    yield url
    databases.drop(url)


@pytest.fixture
def clock() -> FixedClock:
    """Monday 2026-03-02, 10:00 in Shanghai, until the test moves it."""
    return FixedClock()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """A development instance in the test's own folder, with cheap key derivation."""
    from config import load_settings

    return load_settings(
        {
            "REPORTDESK_ENV": "development",
            "REPORTDESK_INSTANCE": str(tmp_path / "instance"),
            "REPORTDESK_DATABASE_URL": database_url,
            "REPORTDESK_FAST_ARGON2": "1",
            "REPORTDESK_OPERATOR_NAME": "Test operator",
            "REPORTDESK_OPERATOR_CONTACT": "operator@example.org",
        }
    )


@pytest.fixture
def runtime(settings: Settings, clock: FixedClock) -> Iterator[Runtime]:
    """The wiring of one test: its settings, its database, its clock, its own keys."""
    from reportdesk.runtime import Runtime
    from reportdesk.vault.kdf import Work
    from reportdesk.vault.keys import SiteKeys

    SiteKeys.init(settings.keys, Work.of(settings))
    runtime = Runtime(settings, clock=clock)
    yield runtime
    runtime.db.dispose()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated database without the rest of the site."""
    from reportdesk.storage.db import Database

    database = Database(database_url)
    yield database
    database.dispose()


@pytest.fixture
def vault(runtime: Runtime) -> Vault:
    """The door to the secrets of this test's site."""
    return runtime.vault


@pytest.fixture
def pack(runtime: Runtime) -> Pack:
    """The pack that ships with the project."""
    return runtime.pack


@pytest.fixture
def app(runtime: Runtime) -> Flask:
    """The whole site, every audience."""
    from reportdesk.web.app import create_app
    from tests.templates import remembered

    return remembered(create_app(runtime))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript, more or less."""
    return app.test_client()
