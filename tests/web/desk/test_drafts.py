"""A half-written form of an expired session comes back, to whoever wrote it and nobody else."""

import base64
import json
import re

import pytest
from flask import Flask

from reportdesk.domain.actors import Role
from reportdesk.runtime import Runtime
from tests.fakes import FixedClock
from tests.office import Office, Person
from tests.web.desk.visitor import Page, Visitor

TYPED = "查阅了课程表和通知原文，\n还要再问一位老师。"
NOISE = base64.urlsafe_b64encode(b"\x01" * 80).decode()


@pytest.fixture
def office(runtime: Runtime, clock: FixedClock) -> Office:
    return Office(runtime, clock)


@pytest.fixture
def person(office: Office) -> Person:
    return office.join("one@example.org", Role.HEAD)


@pytest.fixture
def visitor(app: Flask, office: Office) -> Visitor:
    return Visitor(app, office)


def expire(visitor: Visitor, person: Person, name: str = TYPED) -> Page:
    """Write an invitation until the session is over, then send it."""
    visitor.sign_in(person)
    staff = visitor.get("/desk/staff")
    visitor.office.clock.advance(minutes=31)
    fields = {"name": name, "login": "new@example.org", "role": "officer"}
    return visitor.send(staff, "/desk/staff", **fields)


def come_back(visitor: Visitor, person: Person, page: Page) -> Page:
    typed = {
        "login": person.login,
        "password": person.password,
        "code": visitor.office.code(person),
    }
    visitor.office.clock.advance(seconds=30)
    return visitor.send(page, "/desk/sign-in", **typed)


def test_an_expired_session_brings_the_text_back(visitor: Visitor, person: Person) -> None:
    page = expire(visitor, person)
    assert page.status == 401
    assert "没有丢" in page.words
    assert "老师" not in page.markup
    back = come_back(visitor, person, page)
    assert back.status == 200
    text = back.part(r'name="name"[^>]*>(.*?)</textarea>')
    assert text == TYPED
    assert {"login": "new@example.org", "role": "officer"}.items() <= back.hidden.items()
    sent = visitor.send(back, "/desk/staff", name="新同事")
    assert sent.status == 200
    assert "/desk/join/" in sent.words


def test_what_came_back_names_no_password_and_no_token(visitor: Visitor, person: Person) -> None:
    back = come_back(visitor, person, expire(visitor, person))
    names = re.findall(r'name="([^"]+)"', back.markup)
    assert sorted(set(names) - {"viewport", "color-scheme"}) == [
        "csrf_token", "lang", "login", "name", "role",
    ]  # fmt: skip


def test_nobody_else_can_open_the_text(app: Flask, visitor: Visitor, person: Person) -> None:
    page = expire(visitor, person)
    colleague = visitor.office.join("two@example.org")
    back = come_back(visitor, colleague, page)
    assert "老师" not in back.markup
    assert back.status == 303


def test_the_text_is_sealed_and_padded(visitor: Visitor, person: Person) -> None:
    sizes = set()
    for name in ("甲乙丙", "甲" * 40):
        token = expire(visitor, person, name).hidden["draft"]
        assert "甲".encode() not in base64.urlsafe_b64decode(token)
        sizes.add(len(token))
    assert len(sizes) == 1


@pytest.mark.parametrize("draft", ["", "x", "AAAA", NOISE])
def test_a_draft_that_is_none_is_passed_over(visitor: Visitor, person: Person, draft: str) -> None:
    assert visitor.sign_in(person, draft=draft).status == 303


def test_a_draft_that_leads_elsewhere_is_passed_over(
    visitor: Visitor, office: Office, person: Person
) -> None:
    public = office.account(person.account_id).public_key
    text = json.dumps({"path": "https://evil.example/", "fields": {"a": ["b c"]}})
    blob = office.runtime.vault.seal_to(public, text.encode(), purpose="draft")
    page = visitor.sign_in(person, draft=base64.urlsafe_b64encode(blob).decode())
    assert (page.status, page.to) == (303, "/desk/")


def test_a_text_about_a_case_comes_back_with_the_number_of_the_case(
    visitor: Visitor, office: Office, person: Person
) -> None:
    public = office.account(person.account_id).public_key
    text = json.dumps({"path": "/desk/cases/ABCD-2345/note", "fields": {"text": [TYPED]}})
    blob = office.runtime.vault.seal_to(public, text.encode(), purpose="draft")
    page = visitor.sign_in(person, draft=base64.urlsafe_b64encode(blob).decode())
    assert "案件 ABCD-2345" in page.words


def test_without_a_session_nothing_is_kept_of_a_form(visitor: Visitor) -> None:
    form = visitor.get("/desk/sign-in")
    page = visitor.send(form, "/desk/staff", name=TYPED)
    assert page.status == 401
    assert page.hidden.get("draft", "") == ""
    assert "老师" not in page.markup
