"""The check page: what will be read, by whom, what gives the writer away; and filing once."""

import dataclasses
from contextlib import ExitStack

from sqlalchemy import func, select

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.identity import MASK
from reportdesk.runtime import Runtime
from reportdesk.storage.report import Report
from reportdesk.vault.slots import Slots
from tests.filings import give_keys, load_places
from tests.web.browser import Browser
from tests.web.report.conftest import Walker

PHONE = "138 0000 0000"
NOTICE = "如果你之后又改了内容，改动没有送出"


def sealed(runtime: Runtime, walker: Walker) -> dict:
    """What the authority will read, opened with the receipt."""
    from reportdesk.services import followup

    known = runtime.vault.lookups(walker.receipt, "following")

    def read(tx):
        me = followup.enter(tx, runtime.vault, known)
        report, opened = followup._open(tx, runtime.vault, me)
        return opened.report(report.report_id, report.sealed)

    return runtime.write(read)


def choices_about(walker: Walker, kind: str) -> list[str]:
    """Names of the choices about finds of a kind."""
    return [name for name in walker.form().options if f"-{kind}-" in name]


def choose(walker: Walker, kind: str, choice: str) -> None:
    walker.fill(**dict.fromkeys(choices_about(walker, kind), choice))


def test_everything_is_shown_as_the_authority_will_see_it(walker: Walker) -> None:
    walker.to_check()
    for words in (
        *("学生", "武汉职业技术学院（湖北省武汉市，高职专科，公办，省里办的）"),
        *("录音", "平时成绩；不做就重修", "主要是：不做就重修", "年级", "还在继续", "示例声库"),
        *("停止采集；删掉已采集的数据", "群里点名催交", "7 个问题不知道或没有回答"),
    ):
        assert words in walker.text


def test_it_says_where_it_goes_why_and_who_else_may_open_it(walker: Walker) -> None:
    walker.to_check()
    for words in (
        *("它将送到 湖北省教育厅", "高职高专由省级教育行政部门主管"),
        *("《职业教育法》第三十三条，条文已核对", "这取决于你对「学校是谁办的」的回答"),
        *("教育部。在那以前，它们打不开", "两名工作人员须一起登录"),
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
    story = sealed(runtime, walker)["story"]
    assert PHONE not in story
    assert "护理" not in story
    assert "王某" in story
    assert MASK in story


def test_a_kept_detail_stays_and_a_masked_name_goes(walker: Walker, runtime) -> None:
    walker.to_check()
    choose(walker, "phone", "keep")
    choose(walker, "other_name", "mask")
    walker.press("file")
    story = sealed(runtime, walker)["story"]
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
    [name] = choices_about(walker, "phone")
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
    assert "期限从今天起由它遵守" in walker.text
    assert "湖北省教育厅认为不归它管，应在这天前退回" in walker.text
    assert "3月17日（周二）" in walker.text
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


def test_a_long_doubt_about_the_route_stays_on_the_page(walker: Walker) -> None:
    walker.to_check().fill(wrong_route="甲" * 501).press("file")
    assert walker.status == 422
    assert walker.heading == "错误：检查并提交"
    assert "最多 500 个字" in walker.page.ids["wrong_route-error"]
    assert walker.form().values["wrong_route"] == ["甲" * 501]
    walker.fill(wrong_route="甲甲甲甲甲甲甲甲甲\r\n" * 50).press("file")
    assert len(walker.receipt) == 24


def test_whoever_doubts_the_route_is_told_who_reads_the_words(walker: Walker) -> None:
    walker.to_check()
    assert "上面的部门也看得到你写的这些字" in walker.text
    assert "请回第 1 步选「有，请绕过那个部门」" in walker.text


def test_details_in_a_doubt_about_the_route_are_shown_before_it_is_filed(
    walker: Walker, runtime: Runtime
) -> None:
    walker.to_check(text="每天录音").fill(wrong_route="打 138 0000 0000 问我").press("file")
    assert walker.status == 422
    assert "这里有 1 处可能让人认出你或别人" in walker.text
    assert "选好怎么办，再提交" in walker.text
    walker.press("file")
    assert sealed(runtime, walker)["wrong_route"] == "打 ●●● 问我"


def test_a_detail_in_a_doubt_can_be_changed_by_hand(walker: Walker) -> None:
    walker.to_check(text="每天录音").fill(wrong_route="打 138 0000 0000 问我").press("look")
    [name] = choices_about(walker, "phone")
    walker.fill(**{name: "edit"}).press("file")
    assert walker.heading == "检查并提交"
    assert walker.form().values["wrong_route"] == ["打 138 0000 0000 问我"]
    walker.fill(wrong_route="归人社局").press("file")
    assert len(walker.receipt) == 24


def to_unlisted(walker: Walker, name: str = "示范第一小学") -> Walker:
    """The check page of a primary school in Wuchang that no register names."""
    walker.to_where().fill(province="420000").press("region")
    walker.fill(city="420100").press("region").fill(school="none", county="420106").press("next")
    walker.fill(name=name, kind="primary", ownership="public", run_by="unknown").press("next")
    walker.fill(
        practice="face_or_video",
        levers=["verbal_threat"],
        scope="class",
        since="2026-01",
        running="yes",
    )
    walker.press("next").press("next").fill(text="要拍脸").press("next")
    return walker


def test_an_unlisted_school_stands_with_its_place(walker: Walker) -> None:
    to_unlisted(walker)
    assert "示范第一小学（湖北省武汉市武昌区，小学，公办）" in walker.text
    walker.press("lang")
    assert "示范第一小学 (Wuchang" in walker.text


def test_a_detail_in_the_name_of_an_unlisted_school_is_found(
    walker: Walker, runtime: Runtime
) -> None:
    to_unlisted(walker, "示范小学 13800000000")
    assert "在「学校名称」里" in walker.text
    walker.press("file")
    assert sealed(runtime, walker)["school_name"] == "示范小学 ●●●"


def test_who_holds_the_report_is_not_named_among_those_who_wait(walker: Walker) -> None:
    to_unlisted(walker)
    assert "由湖北省教育厅先接收" in walker.text
    later = walker.text.partition("依次是：")[2].partition("在那以前")[0]
    assert later.strip() == "武汉市教育局。"


def test_an_accused_ministry_is_passed_over_without_a_contradiction(walker: Walker) -> None:
    walker.to_where(involved="yes").fill(q="武汉大学").press("search")
    walker.fill(school=walker.form().options["school"][0]).press("next")
    walker.fill(
        practice="voice_recording",
        levers=["course_grade"],
        scope="grade",
        since="2025-11",
        running="yes",
    )
    walker.press("next").press("next").fill(text="每天录音").press("next")
    assert "它上面没有别的部门可送。所以由本站工作人员先收" in walker.text
    for words in ("还没有开通本站", "送到上一级", "由平台先接收", "送达平台", "由教育部主管"):
        assert words not in walker.text
    walker.press("file")
    assert "再交给能办的部门" in walker.text
    assert "还没有开通本站" not in walker.text


def test_when_no_authority_can_open_it_the_page_says_that_our_staff_can(runtime, client) -> None:
    load_places(runtime)
    give_keys(runtime, PLATFORM_AUTHORITY)
    walker = Walker(client).to_check()
    assert "由本站工作人员先收，他们能打开看，再送过去" in walker.text
    about = Browser(client).open("/about").text
    assert "平台先收，平台人员能打开" in about
