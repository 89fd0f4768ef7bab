"""Signing in at the desk: one answer to every mistake, nothing lost, nothing given away."""

import re
from dataclasses import replace

import pytest
from flask import Flask

from reportdesk.domain.actors import Role
from reportdesk.runtime import Runtime
from reportdesk.web.app import create_app
from reportdesk.web.desk import device
from tests.fakes import FixedClock
from tests.office import Office, Person
from tests.web.desk.visitor import Page, Visitor


@pytest.fixture
def office(runtime: Runtime, clock: FixedClock) -> Office:
    return Office(runtime, clock)


@pytest.fixture
def person(office: Office) -> Person:
    return office.join("one@example.org", Role.HEAD)


@pytest.fixture
def visitor(app: Flask, office: Office) -> Visitor:
    return Visitor(app, office)


def test_both_factors_lead_to_the_desk_and_signing_out_leads_away(
    visitor: Visitor, person: Person
) -> None:
    page = visitor.sign_in(person)
    assert (page.status, page.to) == (303, "/desk/")
    account = visitor.get("/desk/account")
    assert "name of one@example.org" in account.words
    left = visitor.send(account, "/desk/sign-out", do="here")
    assert (left.status, left.to) == (303, "/desk/sign-in")
    assert left.response.headers["Clear-Site-Data"] == '"cache"'
    assert visitor.get("/desk/account").status == 401


def test_signing_out_everywhere_ends_the_other_browser(
    app: Flask, office: Office, visitor: Visitor, person: Person
) -> None:
    other = Visitor(app, office)
    other.sign_in(person)
    visitor.sign_in(person)
    visitor.send(visitor.get("/desk/account"), "/desk/sign-out", do="everywhere")
    assert other.get("/desk/account").status == 401


def without_secrets(page: Page) -> str:
    """A page without what differs each time."""
    return re.sub(r'name="(csrf_token|login)"[^>]*value="[^"]*"', "", page.markup)


def test_every_mistake_gets_the_same_page(visitor: Visitor, office: Office, person: Person) -> None:
    answers = [
        visitor.sign_in(person, login="nobody@example.org"),
        visitor.sign_in(person, password="wrong horse battery"),
        visitor.sign_in(person, code="000000"),
    ]
    for _ in range(5):
        answers.append(visitor.sign_in(person, password="wrong horse battery"))
    answers.append(visitor.sign_in(person))  # blocked by now, and all of it right
    assert {page.status for page in answers} == {422}
    texts = {re.sub(r' value="[^"]*"', "", without_secrets(page)) for page in answers}
    assert len(texts) == 1
    assert set(answers[0].errors) == {"password"}


def test_a_refusal_keeps_the_login_and_forgets_the_password(
    visitor: Visitor, person: Person
) -> None:
    page = visitor.sign_in(person, password="wrong horse battery")
    assert 'value="one@example.org"' in page.markup
    assert "wrong horse" not in page.markup
    assert "错误" in page.part("<title>(.*?)</title>")


def test_an_empty_form_names_each_field(visitor: Visitor) -> None:
    page = visitor.send(visitor.get("/desk/sign-in"), "/desk/sign-in")
    assert set(page.errors) == {"login", "password", "code"}


def test_a_password_as_long_as_a_book_is_refused_without_work(
    visitor: Visitor, person: Person
) -> None:
    page = visitor.sign_in(person, password="x" * 5000)
    assert set(page.errors) == {"password"}


def test_words_come_in_english_too(visitor: Visitor, person: Person) -> None:
    page = visitor.get("/desk/sign-in?lang=en")
    assert "Sign in" in page.words
    refused = visitor.send(page, "/desk/sign-in?lang=en", login="a", password="b", code="1")
    assert not re.search("[\u4e00-\u9fff]", refused.words.replace("中文", ""))


def test_too_many_refusals_make_everybody_wait_a_moment(
    visitor: Visitor, office: Office, clock: FixedClock
) -> None:
    form = visitor.get("/desk/sign-in")
    typed = {"login": "nobody@example.org", "password": "x" * 12, "code": "000000"}
    statuses = [visitor.send(form, "/desk/sign-in", **typed).status for _ in range(61)]
    assert set(statuses[:60]) == {422}
    assert statuses[60] == 503
    clock.advance(seconds=10)
    assert visitor.send(form, "/desk/sign-in", **typed).status == 422


def test_strangers_mistakes_do_not_lock_out_a_browser_that_signed_in_before(
    visitor: Visitor, app: Flask, office: Office, person: Person
) -> None:
    visitor.sign_in(person)
    stranger = Visitor(app, office)
    form = stranger.get("/desk/sign-in")
    wrong = {"login": person.login, "password": "x" * 12, "code": "000000"}
    for _ in range(60):
        stranger.send(form, "/desk/sign-in", **wrong)
    assert Visitor(app, office).sign_in(person).status in {422, 503}
    assert visitor.sign_in(person).status == 303


def test_a_browser_that_is_known_has_few_tries_of_its_own(
    visitor: Visitor, app: Flask, office: Office, person: Person
) -> None:
    visitor.sign_in(person)
    form = visitor.get("/desk/sign-in")
    wrong = {"login": person.login, "password": "x" * 12, "code": "000000"}
    statuses = [visitor.send(form, "/desk/sign-in", **wrong).status for _ in range(7)]
    assert statuses == [422] * 5 + [503] * 2
    assert Visitor(app, office).sign_in(person).status == 303


def test_a_browser_is_known_for_nobody_else_and_not_for_a_forged_mark(
    visitor: Visitor, app: Flask, office: Office, person: Person
) -> None:
    visitor.sign_in(person)
    mark = visitor.browser.get_cookie("desk_device", path="/desk").value
    for cookie, login, known in (
        (mark, person.login, True),
        (mark, "other@example.org", False),
        # not the last sign: some of its bits are padding
        (mark[:-2] + ("A" if mark[-2] != "A" else "B") + mark[-1], person.login, False),
        ("", person.login, False),
    ):
        headers = {"Cookie": f"desk_device={cookie}"}
        with app.test_request_context("/desk/sign-in", headers=headers):
            assert device.is_known(login) is known


# Cookies and tokens


def test_the_desks_cookies_stay_at_the_desk(visitor: Visitor, person: Person) -> None:
    form = visitor.get("/desk/sign-in").cookies()
    signed = visitor.sign_in(person).cookies()
    assert set(form) == {"desk_form"}
    assert "desk" in signed
    for line in (form["desk_form"], signed["desk"]):
        parts = {part.strip() for part in line.split(";")[1:]}
        assert {"HttpOnly", "Path=/desk", "SameSite=Strict"} <= parts
        assert not {part for part in parts if part.startswith(("Domain", "Expires", "Max-Age"))}


def test_cookies_are_secure_where_the_site_is(settings, clock: FixedClock, runtime) -> None:
    secure = Runtime(replace(settings, secure_cookies=True), clock=clock)
    office = Office(secure, clock)
    person = office.join("one@example.org")
    visitor = Visitor(create_app(secure), office, origin="https://desk.example.org")
    page = visitor.sign_in(person)
    assert "; Secure" in page.cookies()["desk"]
    assert visitor.get("/desk/account").status == 200
    secure.db.dispose()


def test_behind_a_proxy_with_https_forms_are_accepted(settings, clock: FixedClock, runtime) -> None:
    behind = Runtime(replace(settings, trusted_proxies=1, secure_cookies=True), clock=clock)
    office = Office(behind, clock)
    person = office.join("one@example.org")
    browser = create_app(behind).test_client(use_cookies=False)
    proxy = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "desk.example.org",
        "X-Forwarded-For": "203.0.113.9",
    }
    page = Page(browser.get("/desk/sign-in", headers=proxy))
    assert page.response.headers["Referrer-Policy"] == "same-origin"
    token = page.cookies()["desk_form"].partition(";")[0]
    typed = {"login": person.login, "password": person.password, "code": office.code(person)}
    for came_from in ({}, {"Referer": "https://desk.example.org/desk/sign-in"}):
        headers = {**proxy, **came_from, "Cookie": token}
        answer = browser.post("/desk/sign-in", data={**page.hidden, **typed}, headers=headers)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/")
        clock.advance(seconds=30)
        typed["code"] = office.code(person)
    behind.db.dispose()


def test_a_form_without_its_token_is_not_acted_on_and_keeps_the_login(
    visitor: Visitor, office: Office, person: Person
) -> None:
    typed = {"login": person.login, "password": person.password, "code": office.code(person)}
    page = visitor.post("/desk/sign-in", **typed)
    assert page.status == 401
    assert 'value="one@example.org"' in page.markup
    assert "Cookie" in page.words
    assert visitor.send(page, "/desk/sign-in", **typed).status == 303


def test_a_token_of_another_browser_is_refused(
    app: Flask, office: Office, visitor: Visitor, person: Person
) -> None:
    foreign = Visitor(app, office).get("/desk/sign-in").hidden["csrf_token"]
    typed = {"login": person.login, "password": person.password, "code": office.code(person)}
    page = visitor.post("/desk/sign-in", csrf_token=foreign, **typed)
    assert page.status == 401


def test_a_signed_in_members_form_without_token_does_nothing(
    visitor: Visitor, office: Office, person: Person
) -> None:
    visitor.sign_in(person)
    assert visitor.post("/desk/sign-out", do="here").status == 401
    assert visitor.get("/desk/account").status == 200


def test_signing_in_changes_the_token_that_forms_must_carry(
    visitor: Visitor, person: Person
) -> None:
    before = visitor.get("/desk/sign-in").hidden["csrf_token"]
    visitor.sign_in(person)
    assert visitor.post("/desk/sign-out", csrf_token=before, do="here").status == 401


# Where to go on to


@pytest.mark.parametrize("path", ["/desk/staff", "/desk/record?page=1", "/desk/account?lang=en"])
def test_after_signing_in_the_page_that_was_asked_for_opens(
    visitor: Visitor, person: Person, path: str
) -> None:
    page = visitor.get(path)
    assert page.status == 401
    assert visitor.sign_in(person, path).to == path


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "/desk//evil.example",
        "/desk/\\evil.example",
        "/desk/x\r\nSet-Cookie: a=b",
        "/desk/ x",
        "/report/",
        "desk/",
        "javascript:alert(1)",
        "/desk/https://evil.example",
    ],
)
def test_no_form_leads_out_of_the_desk(visitor: Visitor, person: Person, target: str) -> None:
    assert visitor.sign_in(person, target=target).to == "/desk/"


def test_a_form_that_has_no_page_of_its_own_leads_to_the_first(
    visitor: Visitor, person: Person, clock: FixedClock
) -> None:
    visitor.sign_in(person)
    account = visitor.get("/desk/account")
    clock.advance(minutes=31)
    page = visitor.send(account, "/desk/sign-out", do="here")
    assert page.status == 401
    assert (
        visitor.send(
            page,
            "/desk/sign-in",
            login=person.login,
            password=person.password,
            code=visitor.office.code(person),
        ).to
        == "/desk/"
    )
