"""The platform desk: a returned case on its way to another authority."""

import pytest

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from tests.builders import HUBEI, WUHAN, key_authority
from tests.web.desk.browser import Staff, words


@pytest.fixture
def returned(app, runtime, desk):
    """A case the province returned as the city's; two platform officers and the city are there."""
    officer, _, _, ref = desk
    first, second = (Staff(app, runtime, h) for h in key_authority(runtime, PLATFORM_AUTHORITY))
    city = Staff(app, runtime, key_authority(runtime, WUHAN)[0])
    path = f"/desk/cases/{ref}/return"
    page = officer.send(path, q="武汉市教育局", do="find").get_data(as_text=True)
    officer.send(
        path, page, reason="other_level", competent=WUHAN, text="由市里举办", q="", do="confirm"
    )
    return officer, first, second, city, ref


def test_the_platform_sees_why_it_came_back_and_is_offered_the_named_body(returned):
    _, first, _, _, ref = returned
    assert "选承办机关" in first.look(f"/desk/cases/{ref}")
    page = words(first.look(f"/desk/cases/{ref}/reassign"))
    assert "归上级或下级机关管" in page
    assert "它认为应由武汉市教育局办理" in page
    form = first.look(f"/desk/cases/{ref}/reassign")
    assert f'value="{WUHAN}"' in form
    assert f'value="{HUBEI}"' not in form


def test_from_return_to_the_new_authoritys_desk(returned):
    _, first, second, city, ref = returned
    page = first.done(f"/desk/cases/{ref}/reassign", target=WUHAN, q="", do="confirm")
    assert "已改派" in page
    assert "去交接" in page
    assert city.client.get(f"/desk/cases/{ref}").status_code == 404
    begin, finish = f"/desk/handover/{WUHAN}/begin", f"/desk/handover/{WUHAN}/complete"
    name = second.holder.actor.account_id
    listed = first.done("/desk/handover", to=begin, second=name, do="begin")
    assert "等同事完成" in listed
    assert "打开第二道" not in listed
    asked = second.look("/desk/handover")
    assert "打开第二道并交接" in asked
    done = second.done("/desk/handover", asked, to=finish, do="complete")
    assert "已交接 1 起" in done
    assert "没有要交接的案件" in done
    case_page = words(city.look(f"/desk/cases/{ref}"))
    assert "每天录 30 分钟对话。" in case_page
    assert "由市里举办" in case_page
    assert f"/desk/cases/{ref}/return" not in city.look(f"/desk/cases/{ref}")
    assert first.client.get(f"/desk/cases/{ref}").status_code == 404


def test_what_was_opened_can_be_called_off(returned):
    _, first, second, _, ref = returned
    first.done(f"/desk/cases/{ref}/reassign", target=WUHAN, q="", do="confirm")
    begin, off = f"/desk/handover/{WUHAN}/begin", f"/desk/handover/{WUHAN}/call-off"
    name = second.holder.actor.account_id
    first.done("/desk/handover", to=begin, second=name, do="begin")
    assert "已销毁" in second.done("/desk/handover", to=off)


def test_an_officer_cannot_name_themselves_as_the_second(returned):
    _, first, _, _, ref = returned
    first.done(f"/desk/cases/{ref}/reassign", target=WUHAN, q="", do="confirm")
    name = first.holder.actor.account_id
    answer = first.send("/desk/handover", to=f"/desk/handover/{WUHAN}/begin", second=name)
    assert answer.status_code == 409
    assert "没有打开" in answer.get_data(as_text=True)


def test_the_body_that_returned_it_is_refused_when_forced(returned):
    _, first, _, _, ref = returned
    answer = first.send(f"/desk/cases/{ref}/reassign", target=HUBEI, q="", do="confirm")
    assert answer.status_code == 422
    assert "退回过，或者因为逾期被接走过" in answer.get_data(as_text=True)


def test_authorities_do_not_see_the_platforms_pages(returned):
    officer, _, _, city, _ = returned
    for staff in (officer, city):
        assert staff.client.get("/desk/handover").status_code == 403
