"""Whatever goes wrong at a desk, what was typed comes back and the page says what happened."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.officer import Login

QUESTION = "请说明是哪一天、由哪个岗位的人在哪个群里发的通知，有没有截图。"


@pytest.fixture(scope="module")
def slip(story):
    """A case that two officers of the authority have open."""
    student = story.student(brief=True)
    student.walk_to_check()
    return student.file()


@pytest.fixture(scope="module")
def officer(story):
    return story.officer("hubei-officer-1")


def test_a_wrong_password_keeps_the_login_and_says_what_to_do(story) -> None:
    known = Login.of(story.site.people["hubei-head"])
    desk = story.newcomer()
    desk.page.goto(f"{story.site.address}/desk/")
    desk.enter(Login(known.login, known.name, "not the password at all", known.totp_secret))
    desk.sees("邮箱、密码或动态验证码不对。")
    expect(desk.page.get_by_label("邮箱", exact=True)).to_have_value(known.login)
    desk.enter(known)
    desk.sees("起在办")


def test_a_question_without_words_is_not_sent(officer, slip) -> None:
    officer.open(slip.ref)
    officer.accept()
    officer.ask("")
    officer.sees("请填写这一项")


def test_a_session_that_expires_on_a_half_written_form_brings_the_text_back(officer, slip) -> None:
    officer.open(slip.ref)
    officer.go("写问题")
    officer.write("要问的问题", QUESTION)
    officer.site.age_sessions()
    officer.press("发给学生并开始等待")
    officer.sees("30 分钟没有操作，已自动退出。您写的内容没有丢，登录后还给您。")
    officer.enter(Login.of(officer.site.people["hubei-officer-1"]))
    expect(officer.page.get_by_role("textbox")).to_have_value(QUESTION)
    officer.page.get_by_role("button", name=re.compile("继续")).click()
    officer.open(slip.ref)
    officer.sees(QUESTION)


def test_a_stale_form_is_refused_with_what_changed_and_keeps_the_text(story, officer, slip) -> None:
    colleague = story.officer("hubei-officer-2")
    officer.open(slip.ref)
    officer.go("开始写答复")
    officer.write("给学生的答复", QUESTION)
    colleague.open(slip.ref)
    colleague.go("不再等")
    colleague.page.get_by_role("button", name=re.compile("不再等")).click()
    officer.press("先存着")
    officer.sees("这起案件刚刚有了变化")
    expect(officer.page.get_by_label("给学生的答复", exact=True)).to_have_value(QUESTION)


def test_another_authority_finds_no_such_case(story, slip) -> None:
    superior = story.officer("moe-supervisor")
    superior.page.goto(f"{story.site.address}/desk/cases/{slip.ref}")
    superior.sees("没有这个页面")
