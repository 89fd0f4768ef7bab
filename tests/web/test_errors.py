"""Error pages say what happened and what to do, in the reader's language, and nothing else."""

from pathlib import Path

import pytest
from flask import Flask, request
from werkzeug.exceptions import HTTPException

from reportdesk.domain import errors
from tests.web.sites import site, with_view


def raising(tmp_path: Path, path: str, error: Exception) -> Flask:
    def view() -> str:
        raise error

    return with_view(site(tmp_path), path, view)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.NotFound("case"), 404),
        (errors.NotAllowed("action_not_open", action="accept", stage="closed"), 403),
        (errors.Stale("case_moved", expected="routed", stage="accepted"), 409),
        (errors.Conflict("already_filed"), 409),
        (errors.BadInput("reason", "message_missing"), 422),
        (errors.Busy("derivation_slots"), 503),
        (errors.Expired("state_expired"), 410),
        (errors.Unavailable("disk_full"), 503),
        (errors.Conflict("known_to_nobody"), 409),
    ],
)
def test_a_refusal_has_its_own_status_and_a_way_on(
    tmp_path: Path, error: errors.DomainError, status: int
) -> None:
    response = raising(tmp_path, "/report/x", error).test_client().get("/report/x")
    assert response.status_code == status
    assert "回到首页" in response.text
    assert error.code not in response.text


def test_a_known_reason_is_said_in_words(tmp_path: Path) -> None:
    error = errors.Stale("case_moved", expected="routed", stage="accepted")
    client = raising(tmp_path, "/desk/x", error).test_client()
    assert "这起案件刚刚有了变化" in client.get("/desk/x").text
    english = client.get("/desk/x?lang=en").text
    assert "This case has just changed and is now" in english
    assert 'href="/desk/"' in english


def test_a_busy_site_says_when_to_come_back(tmp_path: Path) -> None:
    client = raising(
        tmp_path, "/report/x", errors.Busy("derivation_slots", retry_after=20)
    ).test_client()
    assert client.get("/report/x").headers["Retry-After"] == "20"


def test_what_may_not_be_seen_answers_like_what_does_not_exist(tmp_path: Path) -> None:
    hidden = raising(tmp_path, "/cases/AAAA-AAAA", errors.NotFound("unpublished"))
    client = hidden.test_client()
    one, other = client.get("/cases/AAAA-AAAA"), client.get("/cases/BBBB-BBBB")
    assert (one.status_code, one.data) == (other.status_code, other.data)
    assert list(one.headers) == list(other.headers)


@pytest.mark.parametrize("code", [400, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 503])
@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_every_error_page_has_words(tmp_path: Path, code: int, query: str) -> None:
    error = HTTPException()
    error.code = code
    response = raising(tmp_path, "/cases", error).test_client().get(f"/cases{query}")
    assert response.status_code == code
    assert "<h1>" in response.text
    assert ("English" if query == "" else "中文") in response.text


def test_a_wrong_method_names_the_right_ones(tmp_path: Path) -> None:
    response = site(tmp_path).test_client().post("/about")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert "请从首页进入" in response.text


def test_a_form_over_the_limit_is_told_so(tmp_path: Path) -> None:
    app = with_view(
        site(tmp_path), "/report/x", lambda: request.form.get("story"), methods=["POST"]
    )
    app.config["MAX_CONTENT_LENGTH"] = 10
    response = app.test_client().post("/report/x?lang=en", data={"story": "x" * 100})
    assert response.status_code == 413
    assert "Too much at once" in response.text


@pytest.mark.parametrize("path", ["/cases.json", "/api/v1/cases", "/charts/x.csv"])
def test_data_addresses_answer_with_a_problem_document(tmp_path: Path, path: str) -> None:
    response = site(tmp_path).test_client().get(path)
    assert response.mimetype == "application/problem+json"
    assert response.json == {"type": "about:blank", "status": 404, "title": "Not Found"}


def test_a_fault_of_ours_is_never_explained_to_strangers(tmp_path: Path) -> None:
    client = raising(tmp_path, "/cases", RuntimeError("secret detail")).test_client()
    response = client.get("/cases")
    assert response.status_code == 500
    assert "secret detail" not in response.text
    assert "我们这边出错了" in response.text
