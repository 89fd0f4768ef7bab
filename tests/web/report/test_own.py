"""The top of the followed page, what is new, and what a reporter takes back or fetches."""

from datetime import timedelta

import pytest

from reportdesk.domain.answer import Promised
from reportdesk.domain.filing import AttachedFile
from reportdesk.domain.filing_parts import Story
from reportdesk.domain.taxonomy import Asked, Measure
from reportdesk.runtime import Runtime
from reportdesk.services import casework, delivery, enclosing
from reportdesk.storage.report import Report
from tests import builders
from tests.filings import a_filing, file_one, school_id
from tests.reviews import found_contest
from tests.web.report.conftest import Walker, accept_and_ask, entered


def stored(runtime: Runtime, name: str) -> AttachedFile:
    kept = runtime.vault.store_file([b"content of " + name.encode()], runtime.clock().date())
    return AttachedFile(kept.blob_name, kept.key.hex(), name, "text/plain", kept.size, ())


@pytest.fixture
def mine(runtime: Runtime, holder):
    """A report with a contact and two files, at the desk."""
    story = Story((Asked.STOP,), "每天录。", "微信 abc")
    files = [stored(runtime, "一.txt"), stored(runtime, "二.txt")]
    found = file_one(runtime, a_filing(school_id(runtime), story=story), files=files)
    slot(runtime)
    return found


def slot(runtime: Runtime) -> None:
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))


def last_seen(runtime: Runtime, filed) -> bytes | None:
    where = (filed[1].case_id, filed[1].report_id)
    return runtime.read(lambda tx: tx.session.get_one(Report, where).last_seen)


def test_the_top_says_where_whose_turn_by_when_and_what_to_do(
    visitor: Walker, runtime: Runtime, clock, holder, filed
) -> None:
    entered(visitor, filed[0])
    for words in (
        *("走到哪一步 主管部门收到了，还没决定管不管", "轮到谁 湖北省教育厅"),
        *("最迟哪天 2026年3月17日（周二）", "你可以 不用做什么，等就行"),
    ):
        assert words in visitor.text
    clock.set("2026-03-20")
    entered(visitor, filed[0])
    assert "本来是 2026年3月17日（周二） ，已经超过 3 天" in visitor.text
    accept_and_ask(runtime, clock, holder, filed)
    entered(visitor, filed[0])
    assert "轮到谁 你，不着急" in visitor.text
    assert "最迟哪天 2026年5月8日（周五）" in visitor.text


def test_what_is_new_leads_to_the_place_where_it_stands(
    visitor: Walker, runtime: Runtime, clock, holder, filed
) -> None:
    entered(visitor, filed[0])
    assert "上次看过之后" not in visitor.text
    entered(visitor, filed[0])
    assert "上次看过之后 没有新的变化。" in visitor.text
    accept_and_ask(runtime, clock, holder, filed)
    ref = filed[1].ref
    runtime.write(lambda tx: casework.send(tx, runtime.vault, holder, ref, text="再说一句"))
    entered(visitor, filed[0])
    for words in ("湖北省教育厅受理了", "湖北省教育厅提了一个问题", "湖北省教育厅发来一条消息"):
        assert visitor.text.count(words) >= 1
    assert {"#steps", "#m-1", "#m-2"} <= set(visitor.page.links)
    assert {"steps", "m-1", "m-2"} <= set(visitor.page.ids)


def test_a_second_device_sees_the_same_and_an_older_page_takes_nothing_back(
    visitor: Walker, runtime: Runtime, holder, filed
) -> None:
    phone, laptop = visitor, Walker(runtime_client(visitor))
    entered(laptop, filed[0])
    entered(phone, filed[0])
    builders.accept(runtime, holder, filed[1].ref)
    entered(laptop, filed[0])
    assert "湖北省教育厅受理了，办理时间开始算 3月2日" in laptop.text
    phone.go("addition").press("back")
    assert "湖北省教育厅受理了，办理时间开始算 3月2日" in phone.text
    entered(laptop, filed[0])
    assert "没有新的变化" in laptop.text


def runtime_client(visitor: Walker):
    """Another browser on the same site."""
    return visitor.client.application.test_client()


def test_a_look_that_fails_leaves_no_note(visitor: Walker, runtime, filed, monkeypatch) -> None:
    def broken(*_args: object, **_named: object) -> str:
        raise OSError

    monkeypatch.setattr("reportdesk.web.report.case_page.render_template", broken)
    visitor.client.application.config["PROPAGATE_EXCEPTIONS"] = False
    visitor.open("/follow/").fill(receipt=filed[0]).press("open")
    assert visitor.status == 500
    assert last_seen(runtime, filed) is None


def test_a_contact_and_a_file_are_deleted_after_the_consequences_were_read(
    visitor: Walker, runtime: Runtime, mine
) -> None:
    entered(visitor, mine[0]).go("erase")
    for words in ("不能恢复", "已经看过的人会记得", "备份里的旧副本", "9:00"):
        assert words in visitor.text
    visitor.press("erase")
    assert visitor.status == 422
    assert "请至少选一项" in visitor.text
    visitor.fill(what=["contact", "1"])
    forms = visitor.page.forms
    visitor.press("erase")
    assert "已经删除" in visitor.text
    assert "一.txt，下一个时段起删除" in visitor.text
    visitor.page.forms = forms
    visitor.press("erase")
    assert visitor.status == 200
    slot(runtime)
    entered(visitor, mine[0])
    assert "你删除了联系方式" in visitor.text
    assert "一.txt" not in visitor.text
    assert "二.txt" in visitor.text


def test_a_half_written_reply_outlives_a_deletion(
    visitor: Walker, runtime: Runtime, clock, holder, mine
) -> None:
    accept_and_ask(runtime, clock, holder, mine)
    entered(visitor, mine[0]).fill(text="写了一半").go("erase")
    visitor.press("lang").fill(what=["2"]).press("erase")
    assert visitor.form().values["text"] == ["写了一半"]


def test_a_file_of_the_authority_is_saved_under_a_name_that_says_nothing(
    visitor: Walker, runtime: Runtime, holder, mine
) -> None:
    file, ref = stored(runtime, "答复.pdf"), mine[1].ref
    runtime.write(
        lambda tx: enclosing.send(tx, runtime.vault, holder, ref, text="见文件", file=file)
    )
    entered(visitor, mine[0])
    assert "答复.pdf" in visitor.text
    number = next(b["value"] for b in visitor.page.loose if b["name"] == "fetch")
    state = {"state": visitor.form().values["state"][0], "step": "compose"}
    answer = visitor.client.post("/follow/", data={**state, "fetch": number})
    assert answer.data == "content of 答复.pdf".encode()
    assert answer.headers["Content-Disposition"] == f'attachment; filename="file-{number}.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "application/octet-stream"
    for nonsense in ("1", "99", "-1", "x", "9" * 400):
        other = visitor.client.post("/follow/", data={**state, "fetch": nonsense})
        assert "attachment" not in other.headers.get("Content-Disposition", ""), nonsense


def test_an_excerpt_is_checked_like_every_text_and_can_be_taken_back(
    visitor: Walker, runtime: Runtime, filed
) -> None:
    entered(visitor, filed[0]).go("excerpt")
    assert "随时可以收回" in visitor.text
    visitor.press("check")
    assert "请写上你愿意公开的那段话" in visitor.text
    visitor.fill(text="长" * 601).press("check")
    assert "最多 600 个字" in visitor.text
    visitor.fill(text="张老师说不录就没有平时分，有事打 138 0000 0000").press("check")
    assert "电话号码" in visitor.text
    assert "登出来以后，谁都可能知道你说的是谁" in visitor.text
    visitor.press("send")
    assert "●●●老师说不录就没有平时分，有事打 ●●●" in visitor.text
    visitor.go("excerpt_back").press("check").press("send")
    assert "已经发送" in visitor.text
    assert "excerpt_back" not in {button["value"] for button in visitor.page.loose}


def test_pressure_shows_whom_to_call_and_what_to_keep_before_anything_is_sent(
    visitor: Walker, filed
) -> None:
    entered(visitor, filed[0]).go("pressure")
    for words in ("110", "12355", "12345", "先把这些留下来", "聊天记录"):
        assert words in visitor.text
    assert {"tel:110", "tel:12355", "tel:12345"} <= set(visitor.page.links)


def test_the_note_of_a_look_is_sealed_and_as_long_as_any(runtime: Runtime, visitor, filed) -> None:
    entered(visitor, filed[0])
    first = last_seen(runtime, filed)
    entered(visitor, filed[0])
    assert last_seen(runtime, filed) == first
    assert len(first) > 500


def test_each_promised_measure_is_named_beside_its_date(runtime, visitor: Walker, clock) -> None:
    contest = found_contest(runtime)
    promised = Promised(Measure.DELETE_DATA, contest.runtime.clock().date() + timedelta(days=9))
    contest.answer(draft=builders.a_draft(promised))
    entered(visitor, contest.receipts[0])
    named = ("bar", "how it is counted", "step to come")
    assert visitor.text.count("落实承诺的措施：删除数据") == len(named)
