"""What is written behind the receipt is never lost, and never sent twice."""

import pytest
from sqlalchemy import func, select

from reportdesk.domain.errors import Busy, Unavailable
from reportdesk.runtime import Runtime
from reportdesk.services import casework, followup
from reportdesk.storage.report import Attachment, Message
from tests import builders
from tests.web.report.conftest import Walker, accept_and_ask, case_of, entered
from tests.web.report.test_files import picture

REPLY = "写了半天的回答"


def count(runtime: Runtime, kind: type) -> int:
    return runtime.read(lambda tx: tx.session.scalar(select(func.count()).select_from(kind)))


def stop_waiting(runtime: Runtime, holder, filed) -> None:
    version = case_of(runtime, filed).version
    runtime.write(
        lambda tx: casework.resume(tx, runtime.pack, holder, filed[1].ref, version=version)
    )


def test_a_text_changed_after_sending_is_sent_as_well_and_a_file_once(
    visitor: Walker, runtime: Runtime, filed
) -> None:
    entered(visitor, filed[0]).go("addition").fill(text="第一稿")
    visitor.press("upload", files=[picture()])
    page = visitor.page
    visitor.press("check").press("send")
    visitor.page = page
    visitor.fill(text="第二稿，更正：通知是十一月三日").press("check").press("send")
    assert "已经发送" in visitor.text
    assert "第一稿" in visitor.text
    assert "第二稿，更正" in visitor.text
    assert count(runtime, Attachment) == 1
    visitor.page = page
    visitor.fill(text="第一稿").press("check").press("send")
    assert visitor.text.count("第一稿") == 1


def test_a_reply_nobody_waits_for_is_offered_as_an_addition(
    visitor: Walker, runtime: Runtime, clock, holder, filed
) -> None:
    accept_and_ask(runtime, clock, holder, filed)
    entered(visitor, filed[0]).fill(text=REPLY).press("check", files=[picture()])
    stop_waiting(runtime, holder, filed)
    visitor.press("send")
    assert visitor.status == 409
    assert visitor.heading == "补充情况或附件"
    assert "回答没有发送" in visitor.text
    assert visitor.form().values["text"] == [REPLY]
    assert "截图.png" in visitor.text
    visitor.press("check").press("send")
    assert "已经发送" in visitor.text
    assert visitor.text.count(REPLY) == 1
    assert "没有发送" not in visitor.text
    assert count(runtime, Attachment) == 1


def test_what_an_ended_case_does_not_take_is_given_back(
    visitor: Walker, runtime: Runtime, clock, holder, filed
) -> None:
    entered(visitor, filed[0]).go("addition").fill(text="还有一件事")
    visitor.press("check", files=[picture()])
    other = Walker(visitor.client)
    entered(other, filed[0]).go("withdrawal").press("check").press("send")
    visitor.press("send")
    assert "没有发送" in visitor.text
    assert "还有一件事" in visitor.text
    assert "这些附件也没有发送：截图.png" in visitor.text
    assert count(runtime, Message) == 1


def test_a_reply_begun_waits_while_something_else_is_written(
    visitor: Walker, runtime: Runtime, clock, holder, filed
) -> None:
    accept_and_ask(runtime, clock, holder, filed)
    entered(visitor, filed[0]).fill(text=REPLY).press("upload", files=[picture()])
    for kind in ("addition", "pressure", "withdrawal"):
        visitor.go(kind)
        assert visitor.form().values["text"] == [""]
        visitor.press("back")
        assert visitor.form().values["text"] == [REPLY]
        assert "截图.png" in visitor.text
    visitor.go("addition").fill(text="另外").press("check").press("send")
    assert "已经发送" in visitor.text
    assert visitor.form().values["text"] == [REPLY]


def test_an_addition_put_aside_is_there_again(visitor: Walker, filed) -> None:
    entered(visitor, filed[0]).go("addition").fill(text="写了一半").press("back").go("addition")
    assert visitor.form().values["text"] == ["写了一半"]


def test_the_reason_of_a_withdrawal_becomes_a_word_about_pressure(visitor: Walker, filed) -> None:
    entered(visitor, filed[0]).go("withdrawal").fill(text="系里找我谈话").go("pressure")
    assert visitor.heading == "有人因此为难我"
    assert visitor.form().values["text"] == ["系里找我谈话"]


@pytest.mark.parametrize("lang", ["", "?lang=en"])
def test_thirty_idle_minutes_before_sending_give_the_words_back(
    visitor: Walker, clock, filed, lang: str
) -> None:
    entered(visitor, filed[0], lang).go("addition").fill(text="写了半天\n的补充").press("check")
    clock.advance(minutes=31)
    visitor.press("send")
    assert visitor.status == 410
    assert "写了半天 的补充" in visitor.text
    assert "没有人看到过" not in visitor.text


def test_what_is_new_stays_new_until_the_visit_ends(
    visitor: Walker, runtime: Runtime, clock, holder, filed
) -> None:
    entered(visitor, filed[0])
    clock.set("2026-03-17")
    builders.accept(runtime, holder, filed[1].ref)
    entered(visitor, filed[0])
    assert "湖北省教育厅受理了，办理时间开始算 " in visitor.text
    visitor.press("lang").press("lang")
    assert "湖北省教育厅受理了，办理时间开始算 " in visitor.text
    visitor.go("addition").press("back")
    assert "湖北省教育厅受理了，办理时间开始算 " in visitor.text
    entered(visitor, filed[0])
    assert "没有新的变化" in visitor.text


@pytest.mark.parametrize("error", [Busy("database_busy"), Unavailable("storage_full")])
def test_a_site_that_cannot_write_keeps_the_message_to_be_sent_again(
    visitor: Walker, runtime: Runtime, monkeypatch, filed, error: Exception
) -> None:
    def refuse(*_args, **_words) -> bool:
        raise error

    entered(visitor, filed[0]).go("addition").fill(text="又催了一次").press("check")
    with monkeypatch.context() as patch:
        patch.setattr(followup, "send", refuse)
        visitor.press("send")
    assert visitor.status == 503
    assert visitor.heading == "发送前，看一遍"
    assert "又催了一次" in visitor.text
    visitor.press("send")
    assert "已经发送" in visitor.text
    assert count(runtime, Message) == 1
