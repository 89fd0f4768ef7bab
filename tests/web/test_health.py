"""Whether a process can do its work, asked from outside."""

import logging
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from reportdesk.runtime import Runtime
from reportdesk.web.app import create_app
from tests.release.samples import frozen, put

ALL = ("report", "desk", "public")


@pytest.fixture
def at(runtime, vault):
    """A visitor of the site with these audiences."""

    def make(*audiences: str) -> FlaskClient:
        return create_app(runtime, audiences=audiences).test_client()

    return make


@pytest.fixture
def unreachable(settings, runtime, vault) -> Runtime:
    """A site with its keys, whose database is not where it should be."""
    missing = settings.instance / "secret-place" / "missing.sqlite"
    return Runtime(replace(settings, database_url=f"sqlite:///{missing}"))


@pytest.mark.parametrize("audiences", [ALL, ("public",), ("report",), ("desk",), ()])
def test_a_site_before_its_first_release_is_well(at, audiences) -> None:
    response = at(*audiences).get("/healthz")
    assert (response.status_code, response.text) == (200, "ok\n")
    assert response.mimetype == "text/plain"


@pytest.mark.parametrize("audience", ["report", "desk"])
def test_a_database_that_does_not_answer_is_said_in_one_word(unreachable, audience, caplog) -> None:
    with caplog.at_level(logging.INFO):
        response = create_app(unreachable, audiences=(audience,)).test_client().get("/healthz")
    assert (response.status_code, response.text) == (503, "database\n")
    assert "secret-place" not in caplog.text


def test_the_public_site_needs_no_database_to_be_well(unreachable) -> None:
    client = create_app(unreachable, audiences=("public",)).test_client()
    assert client.get("/healthz").status_code == 200


def test_releases_of_which_none_can_be_read_are_said_in_one_word(at, settings) -> None:
    (settings.releases / "2026-W28.r1").mkdir(parents=True)
    broken = at("public").get("/healthz")
    assert (broken.status_code, broken.text) == (503, "releases\n")
    assert at("report", "desk").get("/healthz").status_code == 200, "they show none"
    put(settings.releases, frozen())
    assert at("public").get("/healthz").status_code == 200, "an older one still serves"
