"""Writing an answer, and the second person who lets it count."""

import pytest

from reportdesk.domain.filing_parts import Sheet
from reportdesk.domain.taxonomy import Question
from tests.builders import HUBEI, accept, case, file_case, found_nation, key_authority
from tests.web.desk.browser import Staff, words

WHOLE = {
    "finding": "confirmed",
    **{question.value: "yes" for question in Question},
    "compulsory_words": "学校通知确有要求",
    "measures": ["stop_collection"],
    "delete_data_by": "2026-04-10",
    "reply": "经核实，情况**属实**。",
    "legal_basis": "《个人信息保护法》第十三条",
    "public_title": "要求学生录音，不做就重修",
    "public_summary": "学校要求学生上传录音，现已停止。",
}


@pytest.fixture
def accepted(runtime, desk):
    officer, colleague, head, ref = desk
    accept(runtime, officer.holder, ref)
    return officer, colleague, head, ref


def test_the_form_shows_what_students_said_beside_each_question(accepted):
    officer, _, _, ref = accepted
    page = words(officer.look(f"/desk/cases/{ref}/answer"))
    assert "学生说：是。群里点名催交" in page
    assert "学生要求：停止采集、删掉已采集的数据" in page


def test_the_form_offers_every_question_and_says_which_no_student_was_asked(app, runtime):
    found_nation(runtime)
    officer = Staff(app, runtime, key_authority(runtime, HUBEI)[0])
    ref = file_case(runtime, sheet=Sheet(left_out=frozenset({Question.UNDER_14})))
    accept(runtime, officer.holder, ref)
    page = words(officer.look(f"/desk/cases/{ref}/answer"))
    assert page.count("没有问学生这一条") == 1
    assert "有没有未满 14 岁的人 没有问学生这一条" in page
    assert "有没有未满 14 岁的人 没有问" in words(officer.look(f"/desk/cases/{ref}"))


def test_an_unfinished_draft_is_kept_and_shown_in_the_sheet(accepted):
    officer, colleague, _, ref = accepted
    path = f"/desk/cases/{ref}/answer"
    officer.done(path, compulsory="yes", compulsory_words="通知确有要求", reply="半句", do="save")
    again = colleague.look(path)
    assert "半句" in again
    assert "通知确有要求" in again
    sheet = colleague.look(f"/desk/cases/{ref}")
    assert "本机关的草稿" in sheet
    assert "通知确有要求" in sheet
    assert "接着写答复" in sheet


def test_handing_on_names_every_gap_at_its_field_and_keeps_the_rest(accepted):
    officer, _, _, ref = accepted
    answer = officer.send(f"/desk/cases/{ref}/answer", reply="只写了答复", do="submit")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "只写了答复" in page
    for anchor in ("finding-0", "under_14-0", "measures-0", "legal_basis", "public_title"):
        assert f'href="#{anchor}"' in page, anchor


def test_a_second_person_reads_it_as_the_public_will_and_lets_it_count(runtime, accepted):
    officer, colleague, _, ref = accepted
    page = officer.done(f"/desk/cases/{ref}/answer", **WHOLE, do="submit")
    assert "答复等人批准" in page
    assert case(runtime, officer.holder, ref).stage == "accepted"
    assert "批准答复" in colleague.look(f"/desk/cases/{ref}")
    read = colleague.look(f"/desk/cases/{ref}/approve")
    assert "情况<strong>属实</strong>" in read
    assert "承诺在" in read
    done = words(colleague.done(f"/desk/cases/{ref}/approve", reason="", do="approve"))
    assert "答复已生效" in done
    assert case(runtime, officer.holder, ref).stage == "correcting"
    assert "删除数据 承诺" in done
    assert "要求学生录音，不做就重修" in done


def test_the_writer_may_take_it_back_but_not_approve_it(runtime, accepted):
    officer, _, _, ref = accepted
    officer.done(f"/desk/cases/{ref}/answer", **WHOLE, do="submit")
    path = f"/desk/cases/{ref}/approve"
    page = officer.look(path)
    assert 'value="approve"' not in page
    forced = officer.send(path, page, reason="", do="approve")
    assert "不能自己批准自己写的" in forced.get_data(as_text=True)
    assert case(runtime, officer.holder, ref).stage == "accepted"
    officer.done(path, reason="还要改", do="send_back")
    assert "还要改" in officer.look(f"/desk/cases/{ref}/answer")


def test_sending_back_needs_a_reason(accepted):
    officer, colleague, _, ref = accepted
    officer.done(f"/desk/cases/{ref}/answer", **WHOLE, do="submit")
    answer = colleague.send(f"/desk/cases/{ref}/approve", reason=" ", do="send_back")
    assert answer.status_code == 422


def test_a_submitted_draft_is_read_and_not_rewritten(accepted):
    officer, _, _, ref = accepted
    officer.done(f"/desk/cases/{ref}/answer", **WHOLE, do="submit")
    answer = officer.client.get(f"/desk/cases/{ref}/answer")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/approve")


def test_personal_details_in_public_words_are_pointed_out_before_approval(accepted):
    officer, colleague, _, ref = accepted
    public = {**WHOLE, "public_summary": "已约谈班主任王某某，电话 13800138000。"}
    officer.done(f"/desk/cases/{ref}/answer", **public, do="submit")
    page = words(colleague.look(f"/desk/cases/{ref}/approve"))
    assert "公开的文字里可能有个人信息" in page
    assert "13800138000" in page


def test_proof_of_a_promise_is_recorded_and_its_card_goes(accepted, clock):
    officer, colleague, _, ref = accepted
    officer.done(f"/desk/cases/{ref}/answer", **WHOLE, do="submit")
    colleague.done(f"/desk/cases/{ref}/approve", reason="", do="approve")
    path = next(
        f"/desk/cases/{ref}/measures/{n}"
        for n in (1, 2)
        if "承诺在" in officer.look(f"/desk/cases/{ref}/measures/{n}")
    )
    clock.set("2026-04-08")
    page = words(officer.done(path, on="2026-04-08", evidence="公司出具的删除证明", do="confirm"))
    assert "公司出具的删除证明" not in page
    assert "证明等人认可：删除数据" in page
    refused = officer.send(f"{path}/accept", reason="", do="approve")
    assert "另一位" in refused.get_data(as_text=True)
    assert "认可证明：删除数据" in words(colleague.look(f"/desk/cases/{ref}"))
    assert "公司出具的删除证明" in words(colleague.look(f"{path}/accept"))
    page = words(colleague.done(f"{path}/accept", reason="", do="approve"))
    assert "公司出具的删除证明" in page
    assert "认可证明：删除数据" not in page
    assert officer.client.get(f"/desk/cases/{ref}/measures/9").status_code == 404


def test_a_proof_given_back_comes_back_with_its_reason_and_its_words(accepted, clock):
    officer, colleague, _, ref = accepted
    officer.done(f"/desk/cases/{ref}/answer", **WHOLE, do="submit")
    colleague.done(f"/desk/cases/{ref}/approve", reason="", do="approve")
    clock.set("2026-04-08")
    path = f"/desk/cases/{ref}/measures/1"
    told = "已告知班主任王某某，电话 13800138000"
    officer.done(path, on="2026-04-08", evidence=told, do="confirm")
    page = words(colleague.look(f"{path}/accept"))
    assert "公开的文字里可能有个人信息" in page
    colleague.done(f"{path}/accept", reason="请去掉电话", do="send_back")
    page = officer.look(path)
    assert "请去掉电话" in page
    assert told in page
    assert colleague.client.get(f"{path}/accept").status_code == 404


def test_while_a_question_waits_the_draft_can_go_on(accepted):
    officer, _, _, ref = accepted
    officer.done(f"/desk/cases/{ref}/ask", text="哪个群？", report="all", do="confirm")
    assert "接着写" not in officer.look(f"/desk/cases/{ref}")
    officer.done(f"/desk/cases/{ref}/answer", reply="先写一点", do="save")
    refused = officer.send(f"/desk/cases/{ref}/answer", **WHOLE, do="submit")
    assert "不能做“答复”这一步" in refused.get_data(as_text=True)


def test_a_promise_that_passed_while_the_draft_waited_is_said_and_not_a_fault_of_the_site(
    accepted, clock
):
    officer, colleague, _, ref = accepted
    officer.done(f"/desk/cases/{ref}/answer", **WHOLE, do="submit")
    clock.set("2027-01-04")
    answer = colleague.send(f"/desk/cases/{ref}/approve", reason="", do="approve")
    assert answer.status_code == 422
    assert "承诺的日期已经过了" in answer.get_data(as_text=True)
