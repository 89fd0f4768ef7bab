"""My account: letters, quiet hours, and a calendar that needs no session."""

import re

from icalendar import Calendar

from tests.web.desk.browser import words


def address_on(page: str) -> str:
    found = re.search(r'<p class="code">http://[^/]+(/desk/dates/[^<]+)</p>', page)
    assert found, "no address on the page"
    return found[1].replace("&amp;", "&")


def subscribe(staff) -> str:
    answer = staff.send("/desk/account", to="/desk/account/calendar")
    assert answer.status_code == 200
    return address_on(answer.get_data(as_text=True))


def test_what_was_chosen_about_letters_is_kept_and_shown_again(desk):
    officer = desk[0]
    chosen = {"wanted": "urgent", "quiet_from": "20", "quiet_until": "8", "rest_days": "y"}
    page = officer.done("/desk/account", to="/desk/account/mail", **chosen)
    assert "已保存" in page
    assert re.search(r'value="urgent" checked', page)
    assert '<option selected value="20">20:00</option>' in page
    assert re.search(r'id="rest_days" value="y" checked', page)
    example = page.partition("看一封邮件的样子")[2]
    assert "有期限快到或刚过" in example
    assert "有新的举报" not in example


def test_hours_that_leave_no_slot_are_explained_and_stay_chosen(desk):
    typed = {"wanted": "all", "quiet_from": "8", "quiet_until": "18"}
    answer = desk[0].send("/desk/account", to="/desk/account/mail", **typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "请至少留出其中一个" in page
    assert '<option selected value="18">18:00</option>' in page
    for wrong in ({"wanted": "some"}, {"wanted": "all", "quiet_from": "99"}, {}):
        bad = desk[0].send("/desk/account", to="/desk/account/mail", **wrong)
        assert bad.status_code == 422


def test_who_is_the_last_to_be_told_reads_what_still_comes(desk):
    for one in desk[:3]:
        page = one.done("/desk/account", to="/desk/account/mail", wanted="none")
    assert "有几类仍会发给您" in page
    assert "有新的举报" in words(page)


def test_a_calendar_opens_without_a_session_and_says_nothing_of_the_case(app, desk):
    officer, *_, ref = desk
    path = subscribe(officer)
    assert path not in officer.look("/desk/account"), "it is shown once"
    response = app.test_client().get(path)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers
    assert response.content_type == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(response.data).walk("VEVENT")
    assert str(event["summary"]) == f"Reportdesk：有期限到期（{ref}）"
    assert str(event["description"]).startswith("决定受理还是不受理（参考）")
    assert event["class"] == "PRIVATE"
    assert len(event.walk("VALARM")) == 1
    text = response.data.replace(b"\r\n ", b"").decode()
    for word in ("录音", "学院", "学校", "点名", "湖北"):
        assert word not in text
    english = Calendar.from_ical(app.test_client().get(f"{path}?lang=en").data)
    (event,) = english.walk("VEVENT")
    assert str(event["summary"]) == f"Reportdesk: a date is due ({ref})"


def test_an_address_that_leads_nowhere_is_not_there_like_any_other(app, desk):
    officer = desk[0]
    path = subscribe(officer)
    officer.done("/desk/account", to="/desk/account/calendar/end")
    visitor = app.test_client()
    gone, never = visitor.get(path), visitor.get("/desk/dates/x.ics")
    elsewhere = visitor.get("/desk/nowhere.ics")
    assert gone.status_code == never.status_code == elsewhere.status_code == 404
    assert gone.data == never.data == elsewhere.data


def test_a_new_address_replaces_the_old_one(app, desk):
    old = subscribe(desk[0])
    new = subscribe(desk[0])
    assert app.test_client().get(old).status_code == 404
    assert app.test_client().get(new).status_code == 200
    assert app.test_client().post(new).status_code == 405


def test_fetching_a_calendar_writes_nothing(app, desk, runtime):
    path = subscribe(desk[0])
    visitor = app.test_client()
    runtime.write = None  # whoever would write fails
    assert visitor.get(path).status_code == 200
