"""The page of a case after an answer: rating it, having it redone, having it reviewed."""

import pytest

from reportdesk.domain.case import Stage
from reportdesk.domain.following import Sent
from reportdesk.domain.taxonomy import Answer, Opinion, Question, Solved
from reportdesk.storage.report import messages_of, reports_of
from tests import builders
from tests.builders import HUBEI
from tests.county import COUNTY
from tests.reviews import Contest, found_contest
from tests.web.report.conftest import Walker, entered


@pytest.fixture
def contest(runtime, clock) -> Contest:
    """Answered on Monday 2026-03-16; of one question the authority knows nothing."""
    found = found_contest(runtime)
    clock.set("2026-03-16")
    sheet = {question: builders.Answered(Answer.YES, "") for question in Question}
    sheet[Question.PAID_BY_COMPANY] = builders.Answered(Answer.UNKNOWN, "")
    sheet[Question.COMPULSORY] = builders.Answered(Answer.NO, "")
    found.answer(draft=builders.a_draft(sheet=sheet))
    return found


@pytest.fixture
def page(visitor: Walker, contest: Contest) -> Walker:
    return entered(visitor, contest.receipts[0])


def test_the_page_says_what_can_be_done_now_and_until_when(page: Walker) -> None:
    for words in (
        *("到 4月15日（周三） 为止（含当天），你可以：要求重新办理、申请复查", "你现在可以做什么"),
        *("评价这次答复", "只有一次", "请上一级武汉市教育局来判断", "怎么算的"),
        *("往后数 30 天是", "不服，下面写着怎么提、到哪天"),
    ):
        assert words in page.text


def test_a_rating_is_kept_and_shown_and_can_be_changed(page: Walker, contest: Contest) -> None:
    page.go("rate")
    assert "案件就提前办结，不能再要求重办或复查" in page.text
    page.fill(solved="partly", satisfied="2", pressed="no").press("rate")
    assert "评价已经保存" in page.text
    assert "解决了一部分，满意度 2" in page.text
    assert "打 110" not in page.text
    page.go("rate")
    assert page.form().values["solved"] == ["partly"]
    page.fill(solved="no", satisfied="1", pressed="no").press("rate")
    assert "没有解决，满意度 1" in page.text


def test_a_rating_with_nothing_chosen_names_each_question(page: Walker) -> None:
    page.go("rate").fill(satisfied="4").press("rate")
    assert page.status == 422
    for words in ("请选事情解决了没有", "请选有没有人为难你"):
        assert words in page.text
    assert page.form().values["satisfied"] == ["4"]


def test_who_is_pressed_learns_at_once_whom_to_call_and_what_to_keep(
    page: Walker, contest: Contest
) -> None:
    page.go("rate").fill(solved="no", satisfied="1", pressed="yes").press("rate")
    for words in ("110", "12355", "12345", "留下证据", "下一个时段送到"):
        assert words in page.text
    assert "retaliation_flag" not in contest.happened
    contest.slot()
    assert contest.happened.count("retaliation_flag") == 1


def test_a_reload_of_a_rating_tells_of_pressure_once(page: Walker, contest: Contest) -> None:
    page.go("rate").fill(solved="no", satisfied="1", pressed="yes")
    forms = page.page.forms
    page.press("rate")
    page.page.forms = forms
    page.press("rate")
    assert page.status == 200
    contest.slot()
    assert contest.happened.count("retaliation_flag") == 1


def test_a_rating_after_the_window_is_not_kept_and_says_so(
    page: Walker, contest: Contest, clock
) -> None:
    page.go("rate").fill(solved="yes", satisfied="5", pressed="no")
    contest.send(Sent.DISPUTE)
    contest.slot()
    contest.answer()
    page.press("rate")
    assert "评价没有保存" in page.text


def test_the_form_of_a_dispute_has_the_open_questions_ticked(page: Walker) -> None:
    page.go("dispute")
    assert page.form().values["questions"] == ["compulsory", "paid_by_company"]
    for words in ("你说：是；部门答：没有", "你说：不知道；部门答：不知道"):
        assert words in page.text


def test_a_dispute_says_its_consequences_before_it_is_sent(page: Walker, contest: Contest) -> None:
    page.go("dispute")
    consequences = (
        "最迟 3月31日（周二） 给出新的答复",
        "每起案件只能重办一次",
        "停止。有了新的答复，再给你 30 天评价或申请复查",
        "为止直接申请复查",
    )
    for words in consequences:
        assert words in page.text
    page.fill(questions=["paid_by_company"], text="钱给了谁没有查").press("check")
    for words in (*consequences, "发送以后不能收回", "公司付钱了吗，付给谁", "钱给了谁没有查"):
        assert words in page.text
    page.press("send")
    assert "已经发送" in page.text
    assert contest.case.stage == Stage.ANSWERED
    assert "你已经提过了" in page.text
    contest.slot()
    assert contest.case.stage == Stage.REDO
    [report] = contest.runtime.read(lambda tx: reports_of(tx, contest.case_id))
    rows = contest.runtime.read(lambda tx: messages_of(tx, report))
    assert all("钱给了谁".encode() not in row.sealed for row in rows)


def test_grounds_without_words_are_named_and_the_ticks_stay(page: Walker) -> None:
    page.go("dispute").fill(questions=["under_14"], text=" ").press("check")
    assert page.status == 422
    assert "先写一句话" in page.text
    assert page.form().values["questions"] == ["under_14"]
    page.press("lang")
    assert page.form().values["questions"] == ["under_14"]
    assert "First see what this step does" in page.text


def test_personal_details_in_grounds_are_found_before_they_are_sent(page: Walker) -> None:
    page.go("review").fill(text="打 138 0000 0000 问我").press("check")
    assert "电话号码" in page.text
    page.press("send")
    assert "打 ●●● 问我" in page.text


def test_a_review_says_who_will_read_and_what_is_given_up(page: Walker, contest: Contest) -> None:
    page.go("review")
    for words in (
        *("交给武汉市教育局", "它能打开你的举报", "别人的举报不会因此打开"),
        *("最迟 4月15日（周三） 给出复查意见", "就不能再要求重办", "再申请一次复核"),
    ):
        assert words in page.text
    page.fill(text="认定不对").press("check").press("send")
    contest.slot()
    entered(page, contest.receipts[0])
    for words in ("上一级正在复查", "武汉市教育局要在 4月15日（周三） 前给出复查意见"):
        assert words in page.text
    assert "你申请了复查，交给武汉市教育局" in page.text


def test_an_opinion_is_shown_with_what_is_left(page: Walker, contest: Contest, clock) -> None:
    contest.send(Sent.REVIEW)
    contest.slot()
    contest.opine(opinion=Opinion.UPHOLD, reply="维持，因为查无实据。")
    entered(page, contest.receipts[0])
    for words in (
        *("武汉市教育局的复查意见", "维持原来的答复", "维持，因为查无实据。"),
        *("申请复核", "再上一级湖北省教育厅"),
    ):
        assert words in page.text
    assert "要求重新办理，先看后果" not in page.text
    page.go("second_review")
    assert "给出以后程序终结" in page.text
    page.fill(text="还是不对").press("check").press("send")
    contest.slot()
    contest.opine(HUBEI)
    entered(page, contest.receipts[0])
    assert "这不等于事情已经解决" in page.text
    assert "此外还可以" in page.text


def test_when_the_time_is_over_the_page_says_so_and_what_else_there_is(
    page: Walker, contest: Contest, clock
) -> None:
    clock.set("2026-04-16")
    entered(page, contest.receipts[0])
    for words in ("期限是 4月15日（周三） ，已经过了", "此外还可以", "网信部门"):
        assert words in page.text


def test_a_form_opened_in_time_gives_the_words_back_after_it(
    page: Walker, contest: Contest, clock
) -> None:
    page.go("dispute").fill(text="写到半夜的理由").press("check")
    contest.send(Sent.WITHDRAWAL, "")
    page.press("send")
    assert "没有发送" in page.text
    assert "写到半夜的理由" in page.text


def test_where_nobody_above_has_staff_the_page_says_who_keeps_the_request(
    runtime, visitor: Walker, clock
) -> None:
    contest = found_contest(runtime, COUNTY)
    contest.answer()
    entered(visitor, contest.receipts[0]).go("review")
    assert "由本站工作人员保管，他们打不开你写的内容" in visitor.text
    contest.send(Sent.REVIEW)
    contest.slot()
    entered(visitor, contest.receipts[0])
    for words in ("上级还没有人用本站", "申请已经收下", "本站工作人员"):
        assert words in visitor.text
    assert "正在复查" not in visitor.text


def test_a_crafted_button_for_a_way_that_is_not_open_shows_the_case(
    runtime, visitor: Walker, clock
) -> None:
    contest = found_contest(runtime)
    entered(visitor, contest.receipts[0])
    state = visitor.form().values["state"][0]
    for go in ("dispute", "review", "second_review", "rate"):
        answer = visitor.client.post("/follow/", data={"state": state, "go": go})
        assert answer.status_code == 200
        assert "你的举报已经受理" in answer.get_data(as_text=True)


def test_all_confirming_closes_and_the_page_says_why(page: Walker, contest: Contest) -> None:
    contest.rate(Solved.YES)
    contest.slot()
    contest.sweep()
    entered(page, contest.receipts[0])
    for words in ("你的举报已经办结", "举报人都确认了", "此外还可以"):
        assert words in page.text
    assert "评价和申请复查的时间过了" not in page.text


def test_whose_turn_it_is_while_a_superior_looks_at_it_again(
    visitor: Walker, contest: Contest
) -> None:
    contest.join()
    contest.send(Sent.REVIEW)
    contest.slot()
    entered(visitor, contest.receipts[0])
    assert "武汉市教育局" in visitor.text.split("轮到谁")[1].split("最迟哪天")[0]
    entered(visitor, contest.receipts[1])
    assert "现在没有期限在走" not in visitor.text
    assert "看出别人哪天做了什么" in visitor.text
    contest.send_back()
    entered(visitor, contest.receipts[1])
    assert "主管部门要再办一次" in visitor.text
    assert "对答复提出异议" not in visitor.text


def test_the_words_are_english_for_whoever_reads_english(visitor: Walker, contest: Contest) -> None:
    entered(visitor, contest.receipts[0], "?lang=en")
    for words in ("What you can do now", "Ask for a redo", "Rate this answer"):
        assert words in visitor.text
    visitor.go("dispute")
    assert "A case is worked on again only once" in visitor.text


def test_after_the_highest_body_decided_the_page_offers_no_second_review(
    runtime, visitor: Walker, clock
) -> None:
    contest = found_contest(runtime, COUNTY, HUBEI)
    contest.answer()
    contest.send(Sent.REVIEW)
    contest.slot()
    contest.opine(HUBEI)
    entered(visitor, contest.receipts[0])
    assert "湖北省教育厅上面没有能复查的部门" in visitor.text
    assert "申请复核，先看后果" not in visitor.text
    assert "可以申请复核" not in visitor.text.split("最迟哪天")[1].split("你可以")[0]
    assert "承诺的措施也落实了，案件就办结" in visitor.text


def test_who_asks_for_a_review_after_a_dispute_learns_what_becomes_of_it(
    page: Walker, contest: Contest
) -> None:
    contest.send(Sent.DISPUTE)
    entered(page, contest.receipts[0]).go("review")
    assert "申请复查以后就不重办了" in page.text


def test_the_end_of_the_procedure_is_called_that_and_not_a_solution(
    visitor: Walker, contest: Contest
) -> None:
    contest.send(Sent.REVIEW)
    contest.slot()
    contest.opine()
    contest.send(Sent.SECOND_REVIEW)
    contest.slot()
    contest.opine(HUBEI)
    entered(visitor, contest.receipts[0])
    assert "程序终结" in visitor.text
    for words in ("已经办结", "已办结"):
        assert words not in visitor.text
    entered(visitor, contest.receipts[0], "?lang=en")
    assert "The procedure has ended" in visitor.text
