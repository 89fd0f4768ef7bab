"""Personal details before filing, and objecting to an answer; with scripts and without."""

import pytest
from playwright.sync_api import expect

PHONE, NAME = "13800138000", "李雪梅"


@pytest.mark.parametrize("scripts", [False, True], ids=["plain", "scripts"])
def test_what_identifies_is_shown_and_masked_before_it_is_filed(story, scripts) -> None:
    student = story.student(brief=True, scripts=scripts)
    student.walk_to_story()
    told = f"辅导员{NAME}在群里说的，我的电话是{PHONE}。"
    student.write("按先后写下来", told)
    student.press("继续，检查一遍")
    student.heading("提交前，看一遍")
    student.sees(PHONE, NAME)
    for words, choice in ((PHONE, "遮住"), (NAME, "我来改")):
        find = student.page.get_by_role("group", name=words)
        find.get_by_label(student.say(choice), exact=True).check()
    student.press("提交举报")
    student.heading("说说经过")
    field = student.page.get_by_label(student.say("按先后写下来"), exact=True)
    expect(field).to_have_value(told)
    field.fill(told.replace(NAME, ""))
    student.press("继续，检查一遍")
    slip = student.file()
    story.site.command("jobs", "once")
    desk = story.officer("hubei-officer-1")
    desk.open(slip.ref)
    desk.sees("●●●")
    for words in (PHONE, NAME):
        expect(desk.page.locator("main")).not_to_contain_text(words)


@pytest.mark.parametrize("scripts", [False, True], ids=["plain", "scripts"])
def test_an_answer_is_rated_and_worked_on_once_more(story, scripts) -> None:
    writer, second = story.officer("hubei-officer-1"), story.officer("hubei-officer-2")
    student = story.student(brief=True, scripts=scripts)
    student.walk_to_check()
    slip = student.file()
    story.site.command("jobs", "once")
    answer(story, writer, second, slip.ref)
    student.follow(slip.receipt)
    student.press("去评价")
    student.choose("事情解决了吗？", "没有解决")
    student.choose("对这次答复满意吗？", "1 很不满意")
    student.choose("有没有人因为这件事为难你？", "有")
    student.press("保存评价")
    student.sees("110", "12345", "12355")
    student.page.get_by_role("button", name="要求重新办理").first.click()
    student.write("哪里不对，还有什么没有查？", "成绩还没有恢复")
    student.press("检查，再发送")
    student.sees("发送以后不能收回")
    student.press("要求重新办理")
    story.site.command("jobs", "once")
    writer.open(slip.ref)
    writer.sees("成绩还没有恢复")
    student.follow(slip.receipt)
    student.sees("重办")


def answer(story, writer, second, ref: str) -> None:
    """The case is accepted and answered by two persons."""
    writer.open(ref)
    writer.accept()
    writer.draft_answer("经核实，情况属实。")
    second.open(ref)
    second.approve()
