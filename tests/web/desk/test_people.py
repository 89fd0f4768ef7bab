"""Colleagues, the record of acts, and who may open what."""

import ast

import pytest
from flask import Flask

from config import ROOT
from reportdesk.domain.actors import Role
from reportdesk.domain.case import Action
from reportdesk.runtime import Runtime
from reportdesk.storage.audit import Audit, log
from reportdesk.web.desk.access import OPEN_WAITING
from tests.builders import HUBEI, MOE
from tests.fakes import FixedClock
from tests.office import Office, Person
from tests.web.desk.visitor import Page, Visitor


@pytest.fixture
def office(runtime: Runtime, clock: FixedClock) -> Office:
    return Office(runtime, clock)


@pytest.fixture
def head(office: Office) -> Person:
    return office.join("head@example.org", Role.HEAD)


@pytest.fixture
def visitor(app: Flask, office: Office, head: Person) -> Visitor:
    """The head of an authority, signed in."""
    visitor = Visitor(app, office)
    visitor.sign_in(head)
    return visitor


def as_(app: Flask, office: Office, person: Person) -> Visitor:
    visitor = Visitor(app, office)
    visitor.sign_in(person)
    return visitor


def invite(visitor: Visitor, **changes: str) -> Page:
    typed = {"name": "经办乙", "login": "two@example.org", "role": "officer"}
    return visitor.send(visitor.get("/desk/staff"), "/desk/staff", **{**typed, **changes})


def test_an_invitation_is_shown_once_as_a_link_that_works(
    app: Flask, office: Office, visitor: Visitor
) -> None:
    page = invite(visitor)
    link = page.part(r'<output id="invitation">(.*?)</output>')
    assert link.startswith(f"{office.runtime.settings.site_url}/desk/join/")
    assert "/desk/join/" not in visitor.get("/desk/staff").markup
    stranger = Visitor(app, office)
    path = link.removeprefix(office.runtime.settings.site_url)
    assert "two@example.org" in stranger.get(path).words


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "甲" * 81}, "name"),
        ({"login": "no address"}, "login"),
        ({"login": "head@example.org"}, "login"),
        ({"role": "platform"}, "role"),
        ({"role": ""}, "role"),
    ],
)
def test_an_invitation_that_cannot_be_names_its_field_and_keeps_the_rest(
    visitor: Visitor, changes: dict[str, str], field: str
) -> None:
    page = invite(visitor, **changes)
    assert page.status == 422
    assert set(page.errors) == {field}
    kept = {"name": "经办乙", "login": "two@example.org"} | changes
    assert f'value="{kept["login"]}"' in page.markup


def test_a_colleague_is_admitted_after_comparing_six_words(
    app: Flask, office: Office, visitor: Visitor
) -> None:
    second = office.join("two@example.org")
    theirs = as_(app, office, second).get("/desk/account")
    words = theirs.part(r'<p class="lede"><strong>(.*?)</strong>').split()
    page = visitor.get("/desk/staff")
    assert page.part(r"核对这六个词：<strong>(.*?)</strong>").split() == words
    path = f"/desk/staff/{second.account_id}/admit"
    for _ in range(2):  # a double click
        assert visitor.send(page, path).to == "/desk/staff"
    assert office.account(second.account_id).state == "active"
    assert as_(app, office, second).get("/desk/staff").status == 200


def test_ending_access_asks_once_and_says_what_follows(
    app: Flask, office: Office, visitor: Visitor
) -> None:
    second = office.join("two@example.org")
    other = as_(app, office, second)
    page = visitor.get(f"/desk/staff/{second.account_id}/end")
    assert "name of two@example.org" in page.words
    assert "马上退出" in page.words
    for _ in range(2):
        sent = visitor.send(page, f"/desk/staff/{second.account_id}/end", do="confirm")
        assert sent.to == "/desk/staff"
    assert other.get("/desk/account").status == 401
    assert "two@example.org" not in visitor.get("/desk/staff").words


@pytest.mark.parametrize("step", ["end", "admit"])
def test_an_account_of_another_authority_does_not_exist(
    office: Office, visitor: Visitor, step: str
) -> None:
    stranger = office.join("moe@example.org", Role.SUPERVISOR, MOE)
    page = visitor.get("/desk/staff")
    answers = [
        visitor.send(page, f"/desk/staff/{name}/{step}", do="confirm")
        for name in (stranger.account_id, "x" * 26)
    ]
    if step == "end":
        answers += [
            visitor.get(f"/desk/staff/{name}/end") for name in (stranger.account_id, "x" * 26)
        ]
    assert {page.status for page in answers} == {404}
    assert len({page.words for page in answers}) == 1


def test_only_those_who_manage_staff_see_how_to(app: Flask, office: Office, head: Person) -> None:
    officer = office.join("two@example.org")
    office.admit(office.holder(head), officer)
    seen = as_(app, office, officer)
    page = seen.get("/desk/staff")
    assert "邀请同事" not in page.words
    assert invite(seen).status == 403
    assert seen.get(f"/desk/staff/{head.account_id}/end").status == 403


def test_the_record_tells_who_did_what_newest_first_and_that_it_is_whole(
    office: Office, visitor: Visitor
) -> None:
    office.sign_in(Person("head@example.org", "", "A" * 32, ""), password="wrong horse battery")
    page = visitor.get("/desk/record")
    assert "目前完整" in page.words
    order = ["登录被拒绝", "登录成功", "抄回了恢复码", "接受了邀请", "邀请了同事"]
    places = [page.words.index(act) for act in order]
    assert places == sorted(places)
    assert "命令行" in page.words


def test_every_recorded_act_has_words_in_both_languages(
    office: Office, visitor: Visitor, clock: FixedClock
) -> None:
    acts = {action.value for action in Action}
    for path in (ROOT / "reportdesk").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "id", "")
            if name in {"log", "_log", "leave_trace"} and isinstance(node, ast.Call):
                words = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                acts |= {word for word in words[:1] if isinstance(word, str)}
    assert {"invite", "read", "evidence"} <= acts

    def fill(tx) -> None:
        for act in sorted(acts):
            log(tx, HUBEI, "command line", act)

    office.runtime.write(fill)
    pages = -(-len(acts) // 50) + 1
    for number in range(1, pages + 1):
        for query in ("", "&lang=en"):
            assert visitor.get(f"/desk/record?page={number}{query}").status == 200


def test_a_changed_row_of_the_record_is_named(office: Office, visitor: Visitor) -> None:
    def change(tx) -> None:
        tx.session.get_one(Audit, (HUBEI, 2)).detail = "something else"
        tx.session.flush()

    office.runtime.write(change)
    page = visitor.get("/desk/record")
    assert "从第 2 条起对不上" in page.words


def test_the_record_comes_in_pages(office: Office, visitor: Visitor) -> None:
    def fill(tx) -> None:
        for _ in range(60):
            log(tx, HUBEI, "command line", "invite")

    office.runtime.write(fill)
    first, second = visitor.get("/desk/record"), visitor.get("/desk/record?page=2")
    assert 'rel="next"' in first.markup
    assert 'rel="prev"' in second.markup
    for odd in ("0", "-3", "x", "999999999999999999999"):
        assert visitor.get(f"/desk/record?page={odd}").status in {200, 404}


@pytest.mark.parametrize(
    ("role", "leads_to", "closed"),
    [
        (Role.AUDITOR, "/desk/record", ("/desk/staff", "/desk/cases/7K4M-2QX9")),
        (Role.ADMIN, "/desk/staff", ("/desk/cases/7K4M-2QX9",)),
    ],
)
def test_those_who_read_no_cases_are_led_to_what_they_do(
    app: Flask, office: Office, role: Role, leads_to: str, closed: tuple[str, ...]
) -> None:
    seen = as_(app, office, office.join("other@example.org", role))
    home = seen.get("/desk/")
    assert (home.status, home.to) == (303, leads_to)
    assert seen.get(leads_to).status == 200
    assert [seen.get(path).status for path in closed] == [403] * len(closed)


def test_whoever_waits_for_the_key_opens_only_what_helps_to_get_it(
    app: Flask, office: Office, head: Person
) -> None:
    seen = as_(app, office, office.join("two@example.org"))
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if not rule.endpoint.startswith("desk.") or not view.access or "GET" not in rule.methods:
            continue
        path = rule.rule
        for part in rule.arguments:
            path = path.replace(f"<int:{part}>", "1").replace(f"<{part}>", "x")
        status = seen.get(path).status
        assert (status == 403) == (view.__name__ not in OPEN_WAITING), path


def test_every_page_of_the_desk_asks_who_you_are(app: Flask, office: Office) -> None:
    nobody = Visitor(app, office)
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if not rule.endpoint.startswith("desk.") or not view.access:
            continue
        path = rule.rule
        for part in rule.arguments:
            path = path.replace(f"<int:{part}>", "1").replace(f"<{part}>", "x")
        page = nobody.get(path) if "GET" in rule.methods else nobody.post(path)
        assert page.status == 401, path
        assert "登录办理台" in page.words
