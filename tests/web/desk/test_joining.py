"""From an invitation to an account whose recovery code is on paper."""

import re

import pyotp
import pytest
from flask import Flask

from reportdesk.domain.actors import Role
from reportdesk.runtime import Runtime
from tests.fakes import FixedClock
from tests.office import PASSWORD, Office, Person
from tests.web.desk.visitor import Page, Visitor


@pytest.fixture
def office(runtime: Runtime, clock: FixedClock) -> Office:
    return Office(runtime, clock)


@pytest.fixture
def visitor(app: Flask, office: Office) -> Visitor:
    return Visitor(app, office)


def secret_of(page: Page) -> str:
    """The key that the page shows for typing, without its gaps."""
    return "".join(page.part(r'<output id="totp-secret">(.*?)</output>').split())


def fill(visitor: Visitor, token: str, page: Page | None = None, **changes: str) -> Page:
    """Fill in the page of an invitation."""
    page = page or visitor.get(f"/desk/join/{token}")
    typed = {
        "password": PASSWORD,
        "again": PASSWORD,
        "code": pyotp.TOTP(secret_of(page)).at(visitor.office.clock()),
    }
    return visitor.send(page, f"/desk/join/{token}", **{**typed, **changes})


def code_of(page: Page) -> str:
    """The recovery code as the page shows it."""
    return page.part(r'<output id="recovery-code">(.*?)</output>')


def test_from_an_invitation_to_the_account_page(visitor: Visitor, office: Office) -> None:
    token = office.invite("one@example.org")
    page = visitor.get(f"/desk/join/{token}")
    assert "one@example.org" in page.words
    assert "<svg" in page.markup
    secret = secret_of(page)
    shown = fill(visitor, token, page)
    assert len(code_of(shown).split()) == 6
    done = visitor.send(shown, "/desk/recovery-code", recovery_code=code_of(shown))
    assert "账号已启用" in done.words
    office.clock.advance(seconds=30)
    visitor.sign_in(Person("one@example.org", "", secret, ""))
    assert "name of one@example.org" in visitor.get("/desk/account").words


def test_the_second_member_is_told_to_wait_and_sees_six_words(
    visitor: Visitor, office: Office
) -> None:
    office.join("one@example.org")
    page = visitor.get(f"/desk/join/{office.invite('two@example.org')}")
    token = page.part(r'action="/desk/join/([^"]+)"')
    shown = fill(visitor, token, page)
    done = visitor.send(shown, "/desk/recovery-code", recovery_code=code_of(shown))
    assert "还差一步" in done.words
    office.clock.advance(seconds=30)
    visitor.sign_in(Person("two@example.org", "", secret_of(page), ""))
    words = visitor.get("/desk/account").part(r'<p class="lede"><strong>(.*?)</strong>')
    assert len(words.split()) == 6
    assert visitor.get("/desk/staff").status == 403


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"password": "short", "again": "short"}, {"password"}),
        ({"password": "x" * 300, "again": "x" * 300}, {"password"}),
        ({"again": "something else"}, {"again"}),
        ({"code": "000000"}, {"code"}),
        ({"code": ""}, {"code"}),
        ({"password": "", "again": ""}, {"password", "again"}),
    ],
)
def test_a_mistake_names_its_field_and_keeps_the_second_factor(
    visitor: Visitor, office: Office, changes: dict[str, str], fields: set[str]
) -> None:
    token = office.invite("one@example.org")
    page = visitor.get(f"/desk/join/{token}")
    wrong = fill(visitor, token, page, **changes)
    assert wrong.status == 422
    assert set(wrong.errors) == fields
    assert secret_of(wrong) == secret_of(page)
    assert PASSWORD not in wrong.markup
    assert code_of(fill(visitor, token, wrong))


@pytest.mark.parametrize("typed", ["", "12345", "9" * 30, "abc"])
def test_a_recovery_code_that_was_copied_wrongly_is_noticed_and_shown_again(
    visitor: Visitor, office: Office, typed: str
) -> None:
    shown = fill(visitor, office.invite("one@example.org"))
    wrong = visitor.send(shown, "/desk/recovery-code", recovery_code=typed)
    assert wrong.status == 422
    assert set(wrong.errors) == {"recovery_code"}
    assert code_of(wrong) == code_of(shown)
    done = visitor.send(wrong, "/desk/recovery-code", recovery_code=code_of(wrong))
    assert done.status == 200


def test_sending_the_join_form_twice_shows_a_code_that_works(
    visitor: Visitor, office: Office
) -> None:
    token = office.invite("one@example.org")
    page = visitor.get(f"/desk/join/{token}")
    first, second = fill(visitor, token, page), fill(visitor, token, page)
    late = visitor.send(first, "/desk/recovery-code", recovery_code=code_of(first))
    assert set(late.errors) == {"recovery_code"}
    done = visitor.send(second, "/desk/recovery-code", recovery_code=code_of(second))
    assert "账号已启用" in done.words


def test_sending_the_recovery_code_twice_shows_the_same_end(
    visitor: Visitor, office: Office
) -> None:
    shown = fill(visitor, office.invite("one@example.org"))
    both = [
        visitor.send(shown, "/desk/recovery-code", recovery_code=code_of(shown)) for _ in range(2)
    ]
    assert both[0].words == both[1].words


@pytest.mark.parametrize("token", ["x", "a" * 43, "%2e%2e", "é"])
def test_a_link_that_is_none_says_that_the_invitation_is_over(visitor: Visitor, token: str) -> None:
    page = visitor.get(f"/desk/join/{token}")
    assert page.status == 410
    assert "邀请" in page.words


def test_a_used_or_old_invitation_looks_like_one_that_never_was(
    visitor: Visitor, office: Office
) -> None:
    used, old = office.invite("one@example.org"), office.invite("two@example.org")
    shown = fill(visitor, used)
    visitor.send(shown, "/desk/recovery-code", recovery_code=code_of(shown))
    office.clock.advance(days=8)
    texts = {visitor.get(f"/desk/join/{token}").words for token in (used, old, "never")}
    assert len(texts) == 1


def test_a_form_that_was_open_too_long_begins_again(visitor: Visitor, office: Office) -> None:
    token = office.invite("one@example.org")
    page = visitor.get(f"/desk/join/{token}")
    office.clock.advance(hours=3)
    assert fill(visitor, token, page).status == 410


def test_a_form_with_a_foreign_state_is_refused(visitor: Visitor, office: Office) -> None:
    token = office.invite("one@example.org")
    page = visitor.get(f"/desk/join/{token}")
    for state in ("", "AAAA", page.hidden["state"][:-2] + "AA"):
        assert fill(visitor, token, page, state=state).status == 422


def test_no_page_of_joining_is_kept_or_leads_its_address_away(
    visitor: Visitor, office: Office
) -> None:
    token = office.invite("one@example.org", Role.HEAD)
    page = visitor.get(f"/desk/join/{token}")
    for one in (page, fill(visitor, token, page)):
        assert one.response.headers["Cache-Control"] == "no-store"
        assert one.response.headers["Referrer-Policy"] == "same-origin"
        assert not re.search(r'(?:src|href)="https?:', one.markup)
