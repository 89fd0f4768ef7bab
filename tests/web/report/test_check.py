"""The check page: what will be read, by whom, what gives the writer away; and filing once."""

import dataclasses
from contextlib import ExitStack

from sqlalchemy import func, select

from reportdesk.domain.identity import MASK
from reportdesk.runtime import Runtime
from reportdesk.storage.report import Report
from reportdesk.vault.slots import Slots
from tests.web.report.conftest import Walker

PHONE = "138 0000 0000"
NOTICE = "如果你之后又改了内容，改动没有送出"


def sealed_story(runtime: Runtime, walker: Walker) -> str:
    """What the authority will read, opened with the receipt."""
    from reportdesk.services import followup

    known = runtime.vault.lookups(walker.receipt, "following")

    def read(tx):
        me = followup.enter(tx, runtime.vault, known)
        report, opened = followup._open(tx, runtime.vault, me)
        return opened.report(report.report_id, report.sealed)["story"]

    return runtime.write(read)


def choose(walker: Walker, kind: str, choice: str) -> None:
    [name] = [n for n in walker.form().options if n.startswith("find-text-" + kind)]
    walker.fill(**{name: choice})


def test_everything_is_shown_as_the_authority_will_see_it(walker: Walker) -> None:
    walker.to_check()
    for words in (
        *("学生", "武汉职业技术学院（湖北省武汉市，高职专科，公办，省里办的）"),
        *("录音", "平时成绩；不做就重修", "主要是：不做就重修", "年级", "还在继续", "示例声库"),
        *("停止采集；删掉已采集的数据", "群里点名催交", "9 个问题不知道或没有回答"),
    ):
        assert words in walker.text


def test_it_says_where_it_goes_why_and_who_else_may_open_it(walker: Walker) -> None:
    walker.to_check()
    for words in (
        *("它将送到 湖北省教育厅", "高职高专由省级教育行政部门主管"),
        *("《职业教育法》第三十三条，条文已核对", "这取决于你对「学校是谁办的」的回答"),
        *("教育部。没有逾期，它们打不开", "两名工作人员须一起登录"),
        *("3月9日（周一）", "3月17日（周二）", "受理后 60 天", "不等于违法"),
    ):
        assert words in walker.text


def test_an_involved_authority_is_passed_over_and_the_page_says_so(walker: Walker) -> None:
    walker.to_check().go("who").fill(involved="yes").press("next")
    assert walker.heading == "检查并提交"
    assert "它将送到 中华人民共和国教育部" in walker.text
    assert "湖北省教育厅有人牵涉其中，所以绕过它" in walker.text


def test_details_are_masked_unless_the_writer_keeps_them(walker: Walker, runtime) -> None:
    walker.to_check()
    assert "这里有 3 处可能让人认出你或别人" in walker.text
    walker.press("file")
    story = sealed_story(runtime, walker)
    assert PHONE not in story
    assert "护理" not in story
    assert "王某" in story
    assert MASK in story


def test_a_kept_detail_stays_and_a_masked_name_goes(walker: Walker, runtime) -> None:
    walker.to_check()
    choose(walker, "phone", "keep")
    choose(walker, "other_name", "mask")
    walker.press("file")
    story = sealed_story(runtime, walker)
    assert PHONE in story
    assert "王某" not in story


def test_choosing_to_edit_leads_to_the_text_before_anything_is_filed(walker: Walker) -> None:
    walker.to_check()
    choose(walker, "phone", "edit")
    walker.press("file")
    assert walker.heading == "说说经过"
    walker.fill(text="每天录音").press("next")
    assert "可能让人认出你" not in walker.text


def test_choices_survive_a_look_elsewhere(walker: Walker) -> None:
    walker.to_check()
    choose(walker, "phone", "keep")
    walker.fill(wrong_route="应该归人社局").go("who").press("next")
    [name] = [n for n in walker.form().options if n.startswith("find-text-phone")]
    assert walker.form().values[name] == ["keep"]
    assert walker.form().values["wrong_route"][0] == "应该归人社局"


def test_filing_twice_shows_the_same_receipt_and_files_once(walker: Walker, runtime) -> None:
    walker.to_check()
    form = walker.page.forms
    walker.press("file")
    first = walker.receipt
    walker.page.forms = form
    walker.press("file")
    assert walker.receipt == first
    assert runtime.read(lambda tx: tx.session.scalar(select(func.count()).select_from(Report))) == 1


def test_when_all_slots_are_taken_the_page_keeps_everything_and_says_when(
    walker: Walker, runtime: Runtime
) -> None:
    walker.to_check().fill(wrong_route="应该归人社局")
    runtime.vault._slots = Slots(1, patience=0)
    with ExitStack() as taken:
        taken.enter_context(runtime.vault._slots.take("filing"))
        walker.press("file")
    assert walker.status == 503
    assert int(walker.response.headers["Retry-After"]) > 0
    assert walker.heading == "检查并提交"
    assert "现在人很多" in walker.text
    assert walker.form().values["wrong_route"][0] == "应该归人社局"
    walker.press("file")
    assert walker.status == 200
    assert len(walker.receipt) == 24


def test_a_target_without_staff_is_said_together_with_who_stands_in(walker: Walker) -> None:
    walker.to_where().fill(province="420000").press("region")
    walker.fill(city="420100").press("region").fill(school="none", county="420106").press("next")
    walker.fill(name="示范第一小学", kind="primary", ownership="public", run_by="unknown")
    walker.press("next")
    walker.fill(
        practice="face_or_video",
        levers=["verbal_threat"],
        scope="class",
        since="2026-01",
        running="yes",
    )
    walker.press("next").press("next").fill(text="要拍脸").press("next")
    assert "武昌区教育局还没有开通本站，所以由湖北省教育厅先接收" in walker.text
    assert "3月5日（周四）" in walker.text
    walker.press("file")
    assert "已提交，由湖北省教育厅先接收" in walker.text


def test_the_demonstration_marks_what_was_filed(walker: Walker, runtime: Runtime) -> None:
    runtime.settings = dataclasses.replace(runtime.settings, env="demo")
    walker.to_receipt()
    marked = runtime.read(lambda tx: list(tx.session.scalars(select(Report.demo))))
    assert marked == [True]


def test_going_back_before_the_check_page_files_nothing_more_and_says_so(
    walker: Walker, runtime: Runtime
) -> None:
    walker.to_story().fill(text="每天录音")
    story = walker.page.forms
    walker.press("next").press("file")
    receipt = walker.receipt
    assert NOTICE not in walker.text
    walker.page.forms = story
    walker.fill(text="每天录音，还有拍脸").press("next").press("file")
    assert walker.receipt == receipt
    assert NOTICE in walker.text
    assert runtime.read(lambda tx: tx.session.scalar(select(func.count()).select_from(Report))) == 1


def test_what_was_changed_after_the_receipt_was_typed_back_is_said_to_be_unsent(
    walker: Walker,
) -> None:
    walker.to_check()
    check = walker.page.forms
    walker.press("file").fill(last=walker.receipt[-4:]).press("confirm")
    walker.page.forms = check
    walker.fill(wrong_route="应该归人社局").press("file")
    assert walker.heading == "已经提交过了"
    assert "改动没有送出" in walker.text
