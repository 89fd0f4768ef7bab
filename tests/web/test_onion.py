"""The onion service: named to whoever comes elsewhere, and nothing leads away from it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import request

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.settings import Settings
from reportdesk.web.app import STATIC
from tests.architecture.test_routes import open_addresses
from tests.filings import HUBEI, MOE, give_keys, load_places
from tests.onions import HOST, ONION, at_onion
from tests.web.report.conftest import Walker
from tests.web.sites import site

CLEAR = "clear.example"
ELSEWHERE = re.compile(r"https?://(?!\Z)[^\s\"'<>]+")
NAMESPACE = "http://www.w3.org/"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A site that has an onion service."""
    return replace(settings, site_url=f"https://{CLEAR}", onion_url=ONION)


@pytest.fixture
def answers(app):
    """Every answer that visitors of the onion service get, as it is sent."""
    seen = []

    @app.after_request
    def look(response):
        seen.append(response)
        return response

    at_onion(app)
    return seen


def words_of(response) -> str:
    """Status, headers and body as one text."""
    said = "" if response.is_streamed else response.get_data(as_text=True)
    return "\n".join((*(f"{name}: {value}" for name, value in response.headers), said))


@pytest.mark.parametrize("path", ["/", "/about", "/?lang=en", "/report/", "/report/?lang=en"])
def test_a_page_elsewhere_names_itself_on_the_onion_service(client, path: str) -> None:
    assert client.get(path).headers["Onion-Location"] == ONION + path


@pytest.mark.parametrize("path", ["/leave", "/healthz", "/static/style.css", "/desk/", "/nothing"])
def test_what_cannot_be_opened_anew_there_does_not(client, path: str) -> None:
    assert "Onion-Location" not in client.get(path).headers


def test_an_answer_to_a_form_never_does_or_the_form_would_be_lost(runtime, app, client) -> None:
    load_places(runtime)
    give_keys(runtime, HUBEI, MOE, PLATFORM_AUTHORITY)
    seen = []

    @app.after_request
    def look(response):
        seen.append((request.method, response))
        return response

    Walker(client).to_where()
    named = [(how, sent.status_code, "Onion-Location" in sent.headers) for how, sent in seen]
    assert named == [("GET", 200, True), ("POST", 200, False)]


@pytest.mark.parametrize("query", ["a=%0d%0aSet-Cookie:%20x", "q=武汉&q=2", "a=<b>"])
def test_a_strange_query_stays_a_query(client, query: str) -> None:
    there = client.get(f"/?{query}").headers["Onion-Location"]
    assert there.startswith(f"{ONION}/?")
    assert there.isascii()
    assert "\n" not in there


def test_without_an_onion_service_no_page_names_one(tmp_path: Path) -> None:
    headers = site(tmp_path).test_client().get("/").headers
    assert "Onion-Location" not in headers


def test_only_the_onion_service_does_without_https(tmp_path: Path) -> None:
    real = site(tmp_path, "production", onion_url=ONION)
    assert "Strict-Transport-Security" in real.test_client().get("/").headers
    assert "Strict-Transport-Security" not in at_onion(real).test_client().get("/").headers


def test_pages_and_refusals_at_the_onion_service_lead_nowhere_else(app, answers) -> None:
    for method, address in open_addresses(app):
        for query in ("", "?lang=en"):
            app.test_client().open(address + query, method=method)
    assert len(answers) > 20
    for response in answers:
        said = words_of(response)
        assert CLEAR not in said
        assert "Onion-Location" not in response.headers
        assert "upgrade-insecure-requests" not in said
        assert "Set-Cookie" not in response.headers


def test_a_whole_filing_and_a_visit_at_the_onion_service_stay_there(
    runtime, app, answers, client
) -> None:
    load_places(runtime)
    give_keys(runtime, HUBEI, MOE, PLATFORM_AUTHORITY)
    walker = Walker(client).to_receipt()
    receipt = walker.receipt
    walker.open("/follow/").fill(receipt=receipt).press("open")
    assert walker.status == 200
    assert len(answers) > 8
    for response in answers:
        said = words_of(response)
        assert CLEAR not in said
        away = {found for found in ELSEWHERE.findall(said) if not found.startswith(NAMESPACE)}
        assert not away, f"{away} leads away from {HOST}"


def test_the_safest_level_of_tor_browser_misses_no_words(runtime, app, answers, client) -> None:
    load_places(runtime)
    give_keys(runtime, HUBEI, MOE, PLATFORM_AUTHORITY)
    Walker(client).to_receipt()
    for path in ("/", "/about", "/follow/", "/nothing"):
        client.get(path)
    for response in answers:
        page = re.sub(r"<(svg|script)\b.*?</\1>", "", response.get_data(as_text=True), flags=re.S)
        assert not re.search(r"<(img|iframe|object|embed|video|audio|canvas)\b", page)
        for pressed in re.findall(r"<(?:a|button)\b[^>]*>(.*?)</(?:a|button)>", page, re.S):
            assert re.sub(r"<[^>]*>", "", pressed).strip() or 'class="vh"' in page
    style = (STATIC / "style.css").read_text(encoding="utf-8")
    assert not re.search(r"@font-face|@import|url\(", style)
