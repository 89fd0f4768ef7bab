"""The public site on released files alone: no live database, no keys."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import load_settings
from reportdesk.packs.loader import Pack, load_pack
from reportdesk.release.reader import Release, Releases
from reportdesk.services import publication
from reportdesk.storage.db import Database
from reportdesk.web.app import create_app
from tests.published import SECRET, Book, moment, register, scene
from tests.templates import remembered
from tests.web.sites import StandingRuntime

Story = Callable[[Book], object]
PACK: Pack = load_pack("cn-xinfang-2022")


@dataclass
class Live:
    """One live database and the folder its releases are written to."""

    database: Database
    releases: Path

    def tell(self, story: Story) -> None:
        """Let something happen."""
        self.database.run(lambda tx: story(Book(tx, PACK)), moment("2026-01-01"))

    def release(self, day: str, **environment: str) -> publication.Built:
        """Build the release of a day with the gates of a real site."""
        names = {"env": "development", "instance": str(self.releases.parent / "instance")}
        names |= {"releases": str(self.releases), "site_url": "https://example.org"} | environment
        settings = load_settings({f"REPORTDESK_{k.upper()}": v for k, v in names.items()})
        return publication.build(
            lambda work: self.database.read(work, moment(day)),
            lambda work: self.database.run(work, moment(day)),
            settings,
            PACK,
            SECRET,
        )

    @property
    def newest(self) -> Release:
        """The newest release."""
        found = Releases(self.releases).newest()
        assert found is not None
        return found


def site(releases: Path, **environment: str) -> Flask:
    """The public pages over a folder of releases; whatever else is touched fails."""
    runtime = StandingRuntime(
        env=environment.pop("env", "development"),
        instance=str(releases.parent / "nowhere"),
        database_url="sqlite:////nowhere/at/all.sqlite",
        releases=str(releases),
        operator_name="Test operator",
        operator_contact="operator@example.org",
        **environment,
    )
    return remembered(create_app(runtime, audiences=("public",)))


@pytest.fixture(scope="session")
def make_live(databases, tmp_path_factory):
    """Makes live databases with the register in them."""
    made: list[tuple[Database, str]] = []

    def make(story: Story | None = None) -> Live:
        folder = tmp_path_factory.mktemp("live")
        url = databases.create(folder)
        database = Database(url)
        made.append((database, url))
        live = Live(database, folder / "releases")
        database.run(register, moment("2026-01-01"))
        if story is not None:
            live.tell(story)
        return live

    yield make
    for database, url in made:
        database.dispose()
        databases.drop(url)


@pytest.fixture(scope="session")
def live(make_live) -> Live:
    """The scene with two releases; tests must not change it."""
    made = make_live(scene)
    made.release("2026-06-08")
    made.release("2026-07-01")
    return made


@pytest.fixture(scope="session")
def public_client(live) -> FlaskClient:
    """A reader of the scene."""
    return site(live.releases).test_client()


@pytest.fixture
def empty_client(tmp_path) -> FlaskClient:
    """A reader before the first release."""
    return site(tmp_path / "none").test_client()
