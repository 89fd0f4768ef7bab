"""The journeys' site, browser and people; one of each for a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.databases import PostgresMaker, SqliteMaker
    from tests.journeys.site import Site
    from tests.journeys.story import Story


@pytest.fixture(scope="session")
def new_site(
    databases: SqliteMaker | PostgresMaker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Site]]:
    """Makes sites on the chosen database and ends them."""
    from tests.journeys.site import Site

    made: list[Site] = []

    def make(name: str) -> Site:
        folder: Path = tmp_path_factory.mktemp(name)
        (folder / "instance").mkdir()
        made.append(Site(folder, databases.create(folder / "instance")))
        return made[-1]

    yield make
    for site in made:
        site.stop()
        databases.drop(site.database_url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    from tests.browser import chromium

    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def site(new_site: Callable[[str], Site]) -> Site:
    """The site on which most journeys are made; its clock is this machine's."""
    return new_site("site")


@pytest.fixture(scope="session")
def story(site: Site, browser: Browser) -> Story:
    """What happens there; each part is told once, whoever asks first."""
    from tests.journeys.story import Story

    return Story(site, browser)


@pytest.fixture(scope="session")
def late(new_site: Callable[[str], Site], browser: Browser) -> Story:
    """Another site, whose jobs are told of days to come."""
    from tests.journeys.story import Story

    return Story(new_site("late"), browser)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys go first: they take longest, and stay together on one worker."""
    items.sort(key=lambda item: "tests/journeys/" not in item.nodeid)
