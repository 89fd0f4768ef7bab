"""A lost password: the recovery code and the second factor set a new one."""

import pytest
from flask import Flask

from reportdesk.domain.actors import Role
from reportdesk.runtime import Runtime
from tests.fakes import FixedClock
from tests.office import Office, Person
from tests.web.desk.visitor import Visitor


@pytest.fixture
def office(runtime: Runtime, clock: FixedClock) -> Office:
    return Office(runtime, clock)


@pytest.fixture
def person(office: Office) -> Person:
    return office.join("one@example.org", Role.HEAD)


@pytest.fixture
def visitor(app: Flask, office: Office) -> Visitor:
    return Visitor(app, office)


def test_a_recovery_code_sets_a_new_password(visitor: Visitor, person: Person) -> None:
    new = "another long password"
    page = visitor.send(
        visitor.get("/desk/recover"),
        "/desk/recover",
        login=person.login,
        recovery_code=person.recovery_code,
        code=visitor.office.code(person),
        password=new,
        again=new,
    )
    assert page.status == 303
    assert "新密码设好了" in visitor.get(page.to).words
    visitor.office.clock.advance(seconds=30)
    assert visitor.sign_in(person).status == 422
    assert visitor.sign_in(person, password=new).status == 303


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"recovery_code": "12345"}, "recovery_code"),
        ({"recovery_code": ""}, "recovery_code"),
        ({"code": "000000"}, "recovery_code"),
        ({"login": "nobody@example.org"}, "recovery_code"),
        ({"password": "short", "again": "short"}, "password"),
        ({"again": "something else"}, "again"),
    ],
)
def test_a_recovery_that_fails_names_the_field_and_keeps_the_login(
    visitor: Visitor, person: Person, changes: dict[str, str], field: str
) -> None:
    typed = {
        "login": person.login,
        "recovery_code": person.recovery_code,
        "code": visitor.office.code(person),
        "password": "another long password",
        "again": "another long password",
        **changes,
    }
    page = visitor.send(visitor.get("/desk/recover"), "/desk/recover", **typed)
    assert page.status == 422
    assert set(page.errors) == {field}
    assert f'value="{typed["login"]}"' in page.markup
    assert "another long" not in page.markup
