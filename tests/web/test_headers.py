"""What responses tell the browser, and who gets a cookie."""

import gzip
import logging
import re
from pathlib import Path

import pytest

from reportdesk.web.app import STATIC
from tests.web.sites import pages, site, with_view, writes_session

PAGES = (
    "/",
    "/about",
    "/styleguide",
    "/leave",
    "/report/x",
    "/follow/x",
    "/desk/x",
    "/cases",
    "/x",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_forbids_inline_code_frames_and_other_hosts(tmp_path: Path, path: str) -> None:
    headers = pages().get(path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "form-action 'self'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/", "/about", "/rights", "/report/x", "/follow/x"])
def test_student_pages_may_run_our_own_scripts_and_public_pages_none(path: str) -> None:
    assert "script-src 'self';" in pages().get(path).headers["Content-Security-Policy"]
    for public in ("/cases", "/data/", "/rightsx"):
        assert "script" not in pages().get(public).headers["Content-Security-Policy"]


def test_all_scripts_together_are_small_and_packed() -> None:
    scripts = list(STATIC.glob("*.js"))
    assert scripts
    assert sum(script.stat().st_size for script in scripts) < 15_000
    sent = pages().get(f"/static/{scripts[0].name}", headers={"Accept-Encoding": "gzip"})
    assert sent.mimetype == "text/javascript"
    assert gzip.decompress(sent.data) == scripts[0].read_bytes()


@pytest.mark.parametrize("path", ["/", "/about", "/rights", "/rights/asking", "/report/nothing"])
def test_the_quick_exit_is_the_first_thing_a_keyboard_reaches(path: str) -> None:
    stops = re.findall(r"<(?:a|button)\b[^>]*>", pages().get(path).text)
    reached = [stop for stop in stops if 'tabindex="-1"' not in stop]
    assert 'class="skip"' in reached[0]
    assert 'href="/leave"' in reached[1]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_says_when_it_was_changed(tmp_path: Path, path: str) -> None:
    assert "Last-Modified" not in pages().get(path).headers


@pytest.mark.parametrize("path", ["/", "/about", "/leave", "/report/x", "/follow/x", "/desk/x"])
def test_pages_of_students_and_staff_are_never_stored(tmp_path: Path, path: str) -> None:
    headers = pages().get(path).headers
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "policy"),
    [
        ("/", "no-referrer"),
        ("/report/x", "no-referrer"),
        ("/reports", "no-referrer"),
        ("/cases", "no-referrer"),
        ("/desk/x", "same-origin"),
        ("/desk", "same-origin"),
    ],
)
def test_only_the_desk_sends_a_referrer_and_only_to_itself(
    tmp_path: Path, path: str, policy: str
) -> None:
    assert pages().get(path).headers["Referrer-Policy"] == policy


def test_leaving_clears_what_the_browser_kept_and_goes_to_a_neutral_page(tmp_path: Path) -> None:
    app = site(tmp_path, leave_url="https://weather.example/")
    response = app.test_client().get("/leave")
    assert response.status_code == 303
    assert response.headers["Location"] == "https://weather.example/"
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/report/x", "/follow/x", "/cases/x", "/about/x"])
def test_a_student_or_public_page_cannot_set_a_session_cookie(tmp_path: Path, path: str) -> None:
    app = with_view(site(tmp_path), path, writes_session)
    app.secret_key = "test"
    response = app.test_client().get(path)
    assert response.status_code == 500
    assert "Set-Cookie" not in response.headers


def test_the_desk_may_keep_a_session(tmp_path: Path) -> None:
    app = with_view(site(tmp_path), "/desk/x", writes_session)
    app.secret_key = "test"
    response = app.test_client().get("/desk/x")
    assert response.status_code == 200
    assert "HttpOnly" in response.headers["Set-Cookie"]


def test_only_production_insists_on_https(tmp_path: Path) -> None:
    production = pages("production").get("/").headers
    assert "max-age=" in production["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in pages().get("/").headers


def test_the_stylesheet_is_kept_for_a_year_under_the_name_of_its_content(tmp_path: Path) -> None:
    client = pages()
    address = re.search(r'href="(/static/style\.css\?v=\w+)"', client.get("/").text)[1]
    named = client.get(address)
    assert "immutable" in named.headers["Cache-Control"]
    bare = client.get("/static/style.css")
    assert bare.headers["Cache-Control"] == "no-cache"
    again = client.get("/static/style.css", headers={"If-None-Match": bare.headers["ETag"]})
    assert again.status_code == 304
    packed = client.get("/static/style.css", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == bare.data


@pytest.mark.parametrize("name", ["app.py", "../app.py", "..%2fapp.py", "static", ""])
def test_only_files_of_the_static_folder_are_served(tmp_path: Path, name: str) -> None:
    assert pages().get(f"/static/{name}").status_code == 404


def test_a_first_visit_costs_a_phone_at_most_thirty_kilobytes_and_four_requests(
    tmp_path: Path,
) -> None:
    client = pages("demo")
    page = client.get("/")
    parts = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    weights = [len(client.get(part, headers={"Accept-Encoding": "gzip"}).data) for part in parts]
    assert len(parts) + 1 <= 4
    assert len(gzip.compress(page.data)) + sum(weights) <= 30_000


def test_a_fault_is_logged_without_address_message_or_time(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks() -> str:
        raise ValueError("what a student typed")

    app = with_view(site(tmp_path), "/report/secret-school", breaks)
    with caplog.at_level(logging.DEBUG):
        response = app.test_client().get("/report/secret-school")
    assert response.status_code == 500
    assert "student typed" not in response.text
    assert "ValueError" in caplog.text
    assert "student typed" not in caplog.text
    assert "secret-school" not in caplog.text
