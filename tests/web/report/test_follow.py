"""Following with the receipt: entering, reading, writing once, withdrawing."""

from contextlib import ExitStack
from dataclasses import replace

import pytest
from sqlalchemy import select

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.case import Stage
from reportdesk.runtime import Runtime
from reportdesk.services import delivery, reminders
from reportdesk.storage.case import Case
from reportdesk.storage.clock import running
from reportdesk.vault.keypair import KeyPair
from reportdesk.vault.slots import Slots
from tests import builders
from tests.filings import HUBEI, a_filing, file_one, school_id
from tests.web.report.conftest import Walker, accept_and_ask, case_of, entered


def test_the_receipt_opens_the_case_however_it_is_typed(visitor: Walker, filed) -> None:
    receipt, done = filed
    spaced = " - ".join(receipt[i : i + 4] for i in range(0, 24, 4))
    wide = receipt.translate({ord(str(n)): 0xFF10 + n for n in range(10)})
    for typed in (receipt, spaced, wide):
        entered(visitor, typed)
        assert done.ref in visitor.text
        assert "你的举报已经送到" in visitor.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "请输入回执号"),
        ("1234", "回执号是 24 位数字"),
        ("abcd", "回执号只有数字"),
    ],
)
def test_a_mistyped_receipt_is_caught_before_any_look_up(
    visitor: Walker, runtime: Runtime, holder, typed: str, words: str
) -> None:
    runtime.vault._slots = Slots(1, patience=0)
    with ExitStack() as taken:
        taken.enter_context(runtime.vault._slots.take("following"))
        visitor.open("/follow/").fill(receipt=typed).press("open")
    assert visitor.status == 422
    assert words in visitor.text
    assert visitor.form().values["receipt"] == [typed]


def test_one_wrong_digit_is_found_by_the_check_digits(visitor: Walker, runtime, filed) -> None:
    receipt = filed[0]
    wrong = receipt[:5] + str((int(receipt[5]) + 1) % 10) + receipt[6:]
    visitor.open("/follow/").fill(receipt=wrong).press("open")
    assert visitor.status == 422
    assert "有一位数字抄错了" in visitor.text


def test_an_unknown_receipt_says_that_it_was_not_found(visitor: Walker, runtime, filed) -> None:
    visitor.open("/follow/").fill(receipt=runtime.vault.draw_receipt()).press("open")
    assert visitor.status == 404
    assert "没有找到这个回执号" in visitor.text


def test_when_all_slots_are_taken_the_receipt_stays_typed(
    visitor: Walker, runtime: Runtime, filed
) -> None:
    runtime.vault._slots = Slots(1, patience=0)
    with ExitStack() as taken:
        taken.enter_context(runtime.vault._slots.take("following"))
        visitor.open("/follow/").fill(receipt=filed[0]).press("open")
    assert visitor.status == 503
    assert "Retry-After" in visitor.response.headers
    assert visitor.form().values["receipt"] == [filed[0]]


def test_the_page_explains_dates_and_shows_what_comes_next(visitor: Walker, filed) -> None:
    entered(visitor, filed[0])
    for words in (
        *("决定受理还是不受理", "还有 15 天", "往后数 15 天是", "不等于违法"),
        *("你提交了举报", "送到了湖北省教育厅", "最迟 3月17日（周二）", "还没有消息"),
    ):
        assert words in visitor.text
    for later in ("评价", "异议"):
        assert later not in visitor.text


def test_a_question_stands_first_and_is_answered_after_a_look(
    visitor: Walker, runtime: Runtime, clock, holder, filed
) -> None:
    entered(visitor, filed[0])
    accept_and_ask(runtime, clock, holder, filed)
    entered(visitor, filed[0])
    for words in (
        *("湖北省教育厅问了你一个问题", "愿意的话在 5月8日（周五） 前回答"),
        *("上次看过之后", "湖北省教育厅受理了", "还有 39 天"),
        *("已经走完的期限", "按期完成"),
    ):
        assert words in visitor.text
    assert "<strong>哪里</strong>" in visitor.response.get_data(as_text=True)
    visitor.fill(text="班级群里，有事打 138 0000 0000").press("check")
    assert "发送前，看一遍" in visitor.text
    assert "电话号码" in visitor.text
    visitor.press("send")
    assert "已经发送" in visitor.text
    assert "班级群里，有事打 ●●●" in visitor.text
    assert "下一个时段送到" in visitor.text
    assert case_of(runtime, filed).stage == Stage.NEEDS_INFO
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))
    assert case_of(runtime, filed).stage == Stage.INVESTIGATING


def test_not_knowing_is_an_answer_too(
    visitor: Walker, runtime: Runtime, clock, holder, filed
) -> None:
    accept_and_ask(runtime, clock, holder, filed)
    entered(visitor, filed[0]).press("none")
    assert "我不知道，请继续办理。" in visitor.text
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))
    assert case_of(runtime, filed).stage == Stage.INVESTIGATING


def test_a_double_click_or_reload_sends_once(visitor: Walker, filed) -> None:
    entered(visitor, filed[0]).go("addition").fill(text="又催了一次").press("check")
    forms = visitor.page.forms
    visitor.press("send")
    visitor.page.forms = forms
    visitor.press("send")
    assert visitor.status == 200
    assert visitor.text.count("又催了一次") == 1


def test_an_empty_addition_and_a_long_one_are_named_at_the_field(visitor: Walker, filed) -> None:
    entered(visitor, filed[0]).go("addition").press("check")
    assert visitor.status == 422
    assert "先写一句话，或者选一个文件" in visitor.text
    visitor.fill(text="长" * 5_001).press("check")
    assert "最多 5000 个字" in visitor.text
    assert len(visitor.form().values["text"][0]) == 5_001


def test_going_back_from_the_check_keeps_the_words(visitor: Walker, filed) -> None:
    entered(visitor, filed[0]).go("addition").fill(text="写了一半").press("check").press("back")
    assert visitor.form().values["text"] == ["写了一半"]
    visitor.press("lang")
    assert visitor.form().values["text"] == ["写了一半"]
    assert "Add facts or files" in visitor.text


def test_withdrawing_names_the_consequences_first_and_ends_the_case(
    visitor: Walker, runtime: Runtime, filed
) -> None:
    entered(visitor, filed[0]).go("withdrawal")
    assert "所有时间停止计算" in visitor.text
    visitor.fill(told="y", text="系里找我谈话").press("check")
    assert "有人要你撤回" in visitor.text
    visitor.press("send")
    assert "你已经撤回" in visitor.text
    assert [form for form in visitor.page.forms if form.options] == []
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))
    assert case_of(runtime, filed).stage == Stage.WITHDRAWN
    assert runtime.read(lambda tx: running(tx, filed[1].case_id)) == []
    entered(visitor, filed[0])
    assert "你已经撤回" in visitor.text
    assert "撤回举报" not in visitor.text


def test_pressure_can_be_told_without_withdrawing(visitor: Walker, runtime, filed) -> None:
    entered(visitor, filed[0]).go("withdrawal").go("pressure").press("check").press("send")
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))
    entered(visitor, filed[0])
    assert case_of(runtime, filed).stage == Stage.ROUTED


def test_thirty_idle_minutes_end_the_visit_and_give_the_words_back(
    visitor: Walker, clock, filed
) -> None:
    entered(visitor, filed[0]).go("addition").fill(text="写了很久的一段")
    clock.advance(minutes=31)
    visitor.press("check")
    assert visitor.status == 410
    assert "已经自动退出" in visitor.text
    assert "写了很久的一段" in visitor.text
    assert filed[1].ref not in visitor.text


def test_every_press_starts_the_thirty_minutes_anew(visitor: Walker, clock, filed) -> None:
    entered(visitor, filed[0])
    for _ in range(3):
        clock.advance(minutes=25)
        visitor.go("addition").press("back")
        assert visitor.status == 200


def test_a_form_of_filing_opens_no_case(visitor: Walker, runtime, filed) -> None:
    state = runtime.vault.seal_state("filing", {"me": {}}, runtime.clock())
    response = visitor.client.post("/follow/", data={"state": state, "step": "compose"})
    assert response.status_code == 410


def test_the_page_speaks_english_and_is_never_stored(visitor: Walker, filed) -> None:
    entered(visitor, filed[0], "?lang=en")
    for words in ("Your report has arrived", "Education Department of Hubei", "15 days"):
        assert words in visitor.text
    assert visitor.response.headers["Cache-Control"] == "no-store"
    assert filed[0] not in visitor.response.get_data(as_text=True)


def test_a_report_before_its_slot_says_that_staff_cannot_see_it_yet(
    visitor: Walker, runtime: Runtime, holder
) -> None:
    receipt, _ = file_one(runtime, a_filing(school_id(runtime)))
    entered(visitor, receipt)
    assert "还没有送到承办人员眼前" in visitor.text
    assert "你的举报已经提交" in visitor.text


def test_an_answer_stands_with_both_sides_next_to_each_other(
    visitor: Walker, runtime: Runtime, clock, holder, filed
) -> None:
    ref = filed[1].ref
    clock.set("2026-03-17")
    builders.accept(runtime, holder, ref)
    second = replace(
        holder, actor=replace(holder.actor, account_id=f"{HUBEI}-1"), staff=KeyPair.new()
    )
    builders.answer(runtime, holder, second, ref)
    entered(visitor, filed[0])
    for words in (
        *("你的举报有了答复", "湖北省教育厅的答复", "属实", "经核实，情况属实", "停止采集"),
        *("你说", "群里点名催交", "部门答", "已核实", "《个人信息保护法》第十三条", "可以申请复查"),
    ):
        assert words in visitor.text


def test_lateness_and_who_was_told_are_said_openly(
    visitor: Walker, runtime: Runtime, clock, filed
) -> None:
    clock.set("2026-04-03")
    for case_id in runtime.read(reminders.cases_due):
        runtime.write(lambda tx, one=case_id: reminders.sweep(tx, runtime.vault, runtime.pack, one))
    entered(visitor, filed[0])
    for words in ("逾期 17 天", "到期没有决定受理还是不受理", "上一级督办"):
        assert words in visitor.text
    assert "提醒" not in visitor.text


def test_a_report_held_in_anothers_stead_has_arrived_and_one_held_by_us_has_not(
    visitor: Walker, runtime: Runtime, holder
) -> None:
    receipt, _ = file_one(runtime, a_filing())
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))
    entered(visitor, receipt)
    assert "你的举报已经送到" in visitor.text

    def give_to_us(tx) -> None:
        tx.session.scalars(select(Case)).one().authority_id = PLATFORM_AUTHORITY

    runtime.write(give_to_us)
    entered(visitor, receipt)
    assert "你的举报正在转送" in visitor.text
