"""Typing the reference of a letter: the same answer for every one, and no trace of who typed."""

import pytest

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.web.office import letter as page
from tests.builders import file_case, found_nation, key_authority
from tests.mailbag import Mailbag
from tests.web.desk.browser import words


@pytest.fixture
def bag(runtime, monkeypatch):
    """A letter on its way to an authority without people."""
    monkeypatch.setattr(page, "LEAST_SECONDS", 0.0)
    found_nation(runtime)
    first, second = key_authority(runtime, PLATFORM_AUTHORITY)
    return Mailbag(runtime, first, second, file_case(runtime))


def tell(app, reference, **typed):
    given = {"reference": reference, "arrived": "2026-03-02", "desk": "", "phone": "", **typed}
    return app.test_client().post("/letter", data=given)


def test_unknown_used_and_replaced_references_are_answered_like_a_good_one(app, bag, clock):
    replaced = bag.write()
    good = bag.write()
    unknown = bag.runtime.vault.draw_reference()
    first = tell(app, good, desk="法规处", phone="8021")
    answers = [first, *(tell(app, code) for code in (good, replaced, unknown))]
    clock.set("2026-09-01")
    answers.append(tell(app, good))
    assert len({(one.status_code, one.data, str(one.headers)) for one in answers}) == 1
    assert bag.letters()[1].used_on is not None


def test_every_answer_takes_the_least_time(app, bag, monkeypatch):
    slept = []
    monkeypatch.setattr(page, "LEAST_SECONDS", 5.0)
    monkeypatch.setattr(page.time, "sleep", slept.append)
    tell(app, bag.write())
    tell(app, bag.runtime.vault.draw_reference())
    assert all(4.0 < seconds <= 5.0 for seconds in slept)
    assert len(slept) == 2


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("1234", "20 位数字"),
        ("abcd" * 5, "只有数字"),
        ("1" * 20, "抄错"),
        ("1" * 24, "20 位数字"),
        ("", "请写公函上的"),
    ],
)
def test_a_typing_error_is_named_and_what_was_typed_stays(app, bag, reference, said):
    answer = tell(app, reference, desk="法规处")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in words(text)
    assert 'value="法规处"' in text


@pytest.mark.parametrize("day", ["昨天", "2026-03-03", ""])
def test_a_day_that_cannot_be_is_named(app, bag, day):
    assert tell(app, bag.write(), arrived=day).status_code == 422
    assert bag.letters()[0].used_on is None


def test_the_page_keeps_nothing_and_sets_no_cookie(app, bag):
    for answer in (app.test_client().get("/letter"), tell(app, bag.write())):
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers
    assert "<h1>" in app.test_client().get("/letter?lang=en").get_data(as_text=True)


def test_who_guesses_on_and_on_is_slowed_down(app, bag):
    answers = [
        app.test_client()
        .post(
            "/letter",
            data={"reference": bag.runtime.vault.draw_reference(), "arrived": "2026-03-02"},
            environ_base={"REMOTE_ADDR": "203.0.113.7"},
        )
        .status_code
        for _ in range(90)
    ]
    assert answers[0] == 200
    assert answers[-1] == 429
