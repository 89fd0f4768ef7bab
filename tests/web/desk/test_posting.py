"""Letters to authorities without accounts, at the platform's desk."""

import re

import pytest

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Role
from tests.builders import WUHAN, add_member, file_case, found_nation, key_authority
from tests.web.desk.browser import Staff, words

REFERENCE = re.compile(r"<strong>(\d{4}(?: \d{4}){4})</strong>")


@pytest.fixture
def post(app, runtime):
    """Two officers of the platform, the first of whom writes; and a case for nobody's desk."""
    found_nation(runtime)
    first, second = (Staff(app, runtime, h) for h in key_authority(runtime, PLATFORM_AUTHORITY))
    return first, second, file_case(runtime)


def test_from_the_card_to_the_letter_that_arrived(post, clock):
    first, _, ref = post
    home = words(first.look("/desk/"))
    assert "要出具 ：1 封" in home or "要出具：1 封" in home
    assert "最近一封最迟 3月5日" in home
    here = f"/desk/cases/{ref}"
    assert "出具公函" in first.look(here)
    printed = first.send(f"{here}/dispatch", do="confirm").get_data(as_text=True)
    assert len(REFERENCE.findall(printed)) == 1
    assert "/letter" in words(printed)
    assert "每天录" not in printed
    done = words(
        first.done(f"{here}/dispatch/sent", on="2026-03-02", way="courier", tracking="E1", do="x")
    )
    assert "已记录寄出" in done
    assert "等公函送到" in done
    clock.set("2026-03-04")
    done = words(first.done(f"{here}/dispatch/arrived", on="2026-03-04", do="confirm"))
    assert "决定受理还是不受理" in done
    assert "已送到，等答复" in words(first.look("/desk/mailroom"))


def test_a_letter_sent_twice_by_a_double_click_shows_the_same_reference(post):
    first, _, ref = post
    path = f"/desk/cases/{ref}/dispatch"
    page = first.look(path)
    once, again = (first.send(path, page, do="confirm").get_data(as_text=True) for _ in range(2))
    assert REFERENCE.findall(once) == REFERENCE.findall(again)
    assert "作废" in words(first.look(path))


def test_an_impossible_day_is_refused_with_what_was_typed(post):
    first, _, ref = post
    path = f"/desk/cases/{ref}/dispatch"
    first.send(path, do="confirm")
    answer = first.send(f"{path}/sent", on="2026-03-09", way="courier", tracking="E1", do="x")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "寄出日期不能早于出具日" in words(page)
    assert 'value="E1"' in page


def test_the_desk_warns_while_the_platform_has_fewer_than_three_people(app, runtime, post):
    first, _, _ = post
    assert "平台有钥匙的人不到三位" in first.look("/desk/")
    add_member(runtime, PLATFORM_AUTHORITY, Role.PLATFORM)
    assert "平台有钥匙的人不到三位" not in first.look("/desk/")


def test_others_have_no_page_of_letters(app, runtime, post):
    _, _, ref = post
    officer = Staff(app, runtime, key_authority(runtime, WUHAN)[0])
    assert officer.client.get("/desk/mailroom").status_code == 403
    assert officer.client.get(f"/desk/cases/{ref}/dispatch").status_code == 404


def test_an_office_that_asks_for_accounts_is_listed_until_it_was_called(app, post):
    first, _, ref = post
    printed = first.send(f"/desk/cases/{ref}/dispatch", do="confirm").get_data(as_text=True)
    code = "".join(REFERENCE.findall(printed))
    told = {"reference": code, "arrived": "2026-03-02", "desk": "法规处", "phone": "转 8021"}
    app.test_client().post("/letter", data=told)
    page = first.look("/desk/mailroom")
    assert "法规处" in page
    assert "1 个" in words(first.look("/desk/"))
    done = first.done(
        "/desk/mailroom", page, to=f"/desk/cases/{ref}/dispatch/1/called", do="called"
    )
    assert "法规处" not in done
