"""Each step on a case: what its page says, what happens, and that nothing typed is lost."""

import pytest

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from tests.builders import HUBEI, WUHAN, accept, case, file_case, key_authority, version
from tests.web.desk.browser import Staff, words


def stage(runtime, staff, ref):
    return case(runtime, staff.holder, ref).stage


def test_registering_shows_the_authoritys_own_number(runtime, desk):
    officer, _, _, ref = desk
    page = officer.done(f"/desk/cases/{ref}/register", own_number="鄂教信 17 号", do="confirm")
    assert "已登记。" in page
    assert "鄂教信 17 号" in page
    assert stage(runtime, officer, ref) == "registered"


def test_accepting_says_until_when_and_then_counts_from_there(runtime, desk):
    officer, _, _, ref = desk
    asked = words(officer.look(f"/desk/cases/{ref}/accept"))
    assert "最迟 2026年5月6日（周三）" in asked
    page = words(officer.done(f"/desk/cases/{ref}/accept", on="2026-03-02", do="confirm"))
    assert "已受理" in page
    assert "作出处理决定 法定" in page
    assert stage(runtime, officer, ref) == "accepted"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2026-03-03", "受理日不能晚于今天"),
        ("2026-02-27", "受理日不能早于送达日"),
        ("三月二日", "请写成 2026-03-17 这样的日期"),
        ("2026-02-30", "请写成 2026-03-17 这样的日期"),
        ("", "请填写这一项"),
    ],
)
def test_an_impossible_day_is_refused_at_its_field_and_stays_typed(desk, typed, sentence):
    officer, _, _, ref = desk
    answer = officer.send(f"/desk/cases/{ref}/accept", on=typed, do="confirm")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert 'href="#on"' in page
    assert f'value="{typed}"' in page


@pytest.mark.parametrize("typed", ["2026-3-2", "2026/03/02", "2026年3月2日"])
def test_a_day_may_be_written_as_people_write_it(runtime, desk, typed):
    officer, _, _, ref = desk
    officer.done(f"/desk/cases/{ref}/accept", on=typed, do="confirm")
    assert stage(runtime, officer, ref) == "accepted"


def test_a_form_made_before_a_colleague_acted_is_refused_with_what_changed(runtime, desk):
    officer, colleague, _, ref = desk
    old = officer.look(f"/desk/cases/{ref}/decline")
    colleague.done(f"/desk/cases/{ref}/register", own_number="", do="confirm")
    answer = officer.send(
        f"/desk/cases/{ref}/decline",
        old,
        reason="no_facts",
        text="没有写明时间地点。",
        do="confirm",
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "这起案件刚刚有了变化" in page
    assert page.count("您写的内容还在，请看一看") == 1
    assert "登记" in page
    assert "没有写明时间地点。" in page
    assert stage(runtime, officer, ref) == "registered"
    officer.done(
        f"/desk/cases/{ref}/decline", page, reason="no_facts", text="没有写明时间。", do="confirm"
    )
    assert stage(runtime, officer, ref) == "declined"


def test_a_stale_form_for_a_step_that_is_gone_keeps_its_text_too(runtime, desk):
    officer, colleague, _, ref = desk
    old = officer.look(f"/desk/cases/{ref}/decline")
    accept(runtime, colleague.holder, ref)
    answer = officer.send(
        f"/desk/cases/{ref}/decline", old, reason="no_facts", text="写了很久的话", do="confirm"
    )
    assert answer.status_code == 409
    assert "写了很久的话" in answer.get_data(as_text=True)
    assert stage(runtime, officer, ref) == "accepted"


def test_a_step_that_is_not_open_has_no_page(desk):
    officer, _, head, ref = desk
    assert officer.client.get(f"/desk/cases/{ref}/ask").status_code == 403
    assert head.client.get(f"/desk/cases/{ref}/extend").status_code == 403
    assert officer.client.get(f"/desk/cases/{ref}/extend").status_code == 403
    assert officer.client.get(f"/desk/cases/{ref}/approve").status_code == 404


def test_switching_the_language_keeps_what_was_typed(desk):
    officer, _, _, ref = desk
    answer = officer.send(
        f"/desk/cases/{ref}/decline",
        to=f"/desk/cases/{ref}/decline?lang=en",
        text="半句话",
        do="lang",
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "半句话" in page
    assert 'lang="en"' in page
    assert "alert" not in page


def test_declining_names_the_other_ways_and_ends_the_case(runtime, desk):
    officer, _, _, ref = desk
    asked = officer.look(f"/desk/cases/{ref}/decline")
    assert "按诉讼、仲裁或行政复议程序提出" in asked
    page = officer.done(
        f"/desk/cases/{ref}/decline",
        reason="in_court_or_arbitration",
        text="请向仲裁委提出。",
        do="confirm",
    )
    assert "请向仲裁委提出。" in page
    assert stage(runtime, officer, ref) == "declined"
    assert ref in officer.look("/desk/?view=ended")


def test_a_choice_that_is_not_on_the_list_is_asked_again(desk):
    officer, _, _, ref = desk
    answer = officer.send(f"/desk/cases/{ref}/decline", reason="because", text="…", do="confirm")
    assert answer.status_code == 422
    assert "请选一项" in answer.get_data(as_text=True)


def test_a_return_finds_the_competent_body_by_name(app, runtime, desk):
    officer, _, _, ref = desk
    key_authority(runtime, PLATFORM_AUTHORITY)
    path = f"/desk/cases/{ref}/return"
    found = officer.send(path, q="武汉市教育", text="由市里举办", reason="other_level", do="find")
    page = found.get_data(as_text=True)
    assert found.status_code == 200
    assert f'value="{WUHAN}"' in page
    assert "由市里举办" in page
    done = officer.send(
        path, page, reason="other_level", competent=WUHAN, text="由市里举办", q="", do="confirm"
    )
    assert done.status_code == 303
    assert "已退回" in officer.look(done.headers["Location"])
    assert ref not in officer.look("/desk/")


def test_asking_and_going_on_without_the_reply(runtime, desk):
    officer, _, _, ref = desk
    accept(runtime, officer.holder, ref)
    page = words(
        officer.done(f"/desk/cases/{ref}/ask", text="通知在哪里发的？", report="all", do="confirm")
    )
    assert "通知在哪里发的？" in page
    assert "待补充 · 等举报人" in page
    officer.done(f"/desk/cases/{ref}/resume", do="confirm")
    assert stage(runtime, officer, ref) == "investigating"


def test_the_head_extends_and_an_impossible_date_is_explained(runtime, desk):
    _, _, head, ref = desk
    accept(runtime, head.holder, ref)
    path = f"/desk/cases/{ref}/extend"
    fields = {"reason": "complex_facts", "text": "涉及多个班级", "do": "confirm"}
    late = head.send(path, until="2026-07-30", **fields)
    assert late.status_code == 422
    assert "最多延长 30 天" in late.get_data(as_text=True)
    page = words(head.done(path, until="2026-05-20", **fields))
    assert "案情复杂，延长到 2026年5月20日" in page
    assert "涉及多个班级" in page
    assert head.client.get(path).status_code == 403


def test_a_message_is_shown_as_the_student_reads_it_before_it_leaves(runtime, desk):
    officer, _, _, ref = desk
    path = f"/desk/cases/{ref}/message"
    case_page = officer.look(f"/desk/cases/{ref}")
    shown = officer.send(path, case_page, to=path, text="我们会**直接**核实。", do="preview")
    page = shown.get_data(as_text=True)
    assert "<strong>直接</strong>" in page
    assert "我们会**直接**核实。" not in officer.look(f"/desk/cases/{ref}")
    done = officer.done(path, page, text="我们会**直接**核实。", do="send")
    assert "<strong>直接</strong>" in done
    assert "消息已发送。" in done


def test_an_empty_message_and_an_empty_note_say_so(desk):
    officer, _, _, ref = desk
    case_page = officer.look(f"/desk/cases/{ref}")
    for path, do in ((f"/desk/cases/{ref}/message", "preview"), (f"/desk/cases/{ref}/note", "x")):
        answer = officer.send(path, case_page, to=path, text=" ", do=do)
        assert answer.status_code == 422
        assert "请填写这一项" in answer.get_data(as_text=True)


def test_a_note_stays_among_colleagues(desk):
    officer, colleague, _, ref = desk
    path = f"/desk/cases/{ref}/note"
    officer.done(path, officer.look(f"/desk/cases/{ref}"), text="周三去学校", do="confirm")
    assert "周三去学校" in colleague.look(f"/desk/cases/{ref}")


def test_assigning_names_the_colleague_in_case_and_list(runtime, desk):
    officer, colleague, _, ref = desk
    account = colleague.holder.actor.account_id
    page = officer.done(f"/desk/cases/{ref}/assign", account=account, do="confirm")
    assert "交给officer-" in words(page).replace(" ", "")
    assert ref in colleague.look("/desk/?view=mine")
    assert ref not in officer.look("/desk/?view=mine")


def test_a_form_without_its_token_changes_nothing(runtime, desk):
    officer, _, _, ref = desk
    answer = officer.client.post(
        f"/desk/cases/{ref}/accept",
        data={"on": "2026-03-02", "version": version(runtime, officer.holder, ref)},
    )
    assert answer.status_code == 401
    assert stage(runtime, officer, ref) == "routed"


def test_what_was_typed_when_the_session_ended_comes_back_after_signing_in(app, runtime, desk):
    officer, _, _, ref = desk
    path = f"/desk/cases/{ref}/decline"
    page = officer.look(path)
    browser = officer.client
    runtime.clock.advance(minutes=45)
    answer = browser.post(
        path, data={**officer.hidden(page), "reason": "no_facts", "text": "写了很久的话"}
    )
    assert answer.status_code == 401
    assert "写了很久的话" not in answer.get_data(as_text=True)
    assert 'name="draft"' in answer.get_data(as_text=True)


def test_two_cases_of_one_school_are_told_apart_by_their_reference(app, runtime, desk):
    officer, _, _, first = desk
    second = file_case(runtime)
    page = officer.look("/desk/")
    assert first in page
    assert second in page
    assert officer.holder.actor.authority_id == HUBEI
    assert isinstance(officer, Staff)
