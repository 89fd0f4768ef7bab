"""Somebody else presses Back on a phone that a student has just used."""

import contextlib

import pytest
from playwright.sync_api import Error, Page, expect

VALUES = "fields => fields.map(field => field.value).join('\\n')"
TIMES = 3
PATIENCE = 50


def pressing_back(page: Page) -> list[str]:
    """What the browser shows, and what stands in its fields, each time Back is pressed."""
    return [_one_back(page) for _ in range(TIMES)]


def _one_back(page: Page) -> str:
    with contextlib.suppress(Error):  # Chromium would have to send a form again, and asks first
        page.go_back()
    for _ in range(PATIENCE):
        with contextlib.suppress(Error):  # the page that asks is still coming
            fields = page.locator("textarea, input, output").evaluate_all(VALUES)
            return f"{page.content()}\n{fields}"
        page.wait_for_timeout(100)
    raise AssertionError("the browser shows nothing")


@pytest.fixture
def typing(story):
    """A student in the middle of the story, with words typed and not sent."""
    student = story.student(brief=True)
    student.walk_to_story()
    student.write("按先后写下来", student.secret("unsent"))
    student.write("联系方式（可以不留）", student.secret("unsent"))
    return student


def test_back_after_leaving_a_half_written_report_shows_none_of_it(typing) -> None:
    typing.leave()
    for seen in pressing_back(typing.page):
        assert typing.site.stem not in seen


def test_back_after_leaving_the_receipt_page_shows_neither_receipt_nor_words(story) -> None:
    student = story.student(brief=True)
    student.walk_to_check()
    slip = student.file()
    student.leave()
    for seen in pressing_back(student.page):
        assert student.site.stem not in seen
        assert slip.ref not in seen
        assert not any(group in seen for group in slip.receipt.split())


def test_back_after_leaving_a_followed_report_shows_none_of_it(story) -> None:
    slip = story.filing("zh")
    student = story.student()
    student.follow(slip.receipt)
    student.sees(slip.ref)
    student.leave()
    for seen in pressing_back(student.page):
        assert slip.ref not in seen
        assert slip.receipt not in seen


def test_with_scripts_three_presses_of_esc_leave_and_back_shows_nothing(story) -> None:
    student = story.student(brief=True, scripts=True)
    student.walk_to_check()
    slip = student.file()
    for words in ("再按两次 Esc 就离开", "再按一次 Esc 就离开"):
        student.page.keyboard.press("Escape")
        expect(student.page.locator("#said")).to_have_text(student.say(words))
    entries = student.page.evaluate("history.length")
    student.page.keyboard.press("Escape")
    expect(student.page.get_by_role("heading", name="今天多云")).to_be_visible()
    assert student.page.evaluate("history.length") == entries, "the receipt page is still an entry"
    for seen in pressing_back(student.page):
        assert student.site.stem not in seen
        assert slip.ref not in seen
        assert not any(group in seen for group in slip.receipt.split())


def test_without_leaving_the_same_look_sees_what_was_typed(typing) -> None:
    fields = typing.page.locator("textarea, input").evaluate_all(VALUES)
    assert typing.site.stem in fields
