"""Without a mouse, and with the aids that some people need."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.words import Words

OUTLINE = "one => getComputedStyle(one).outlineStyle + ' ' + getComputedStyle(one).outlineWidth"
MOST_TABS = 60


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the thing with these words has the focus, which must be visible."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and words in name_of(page):
            outline = focused.evaluate(OUTLINE)
            assert not outline.startswith("none"), words
            assert not outline.endswith(" 0px"), words
            return
    raise AssertionError(f"the focus never came to {words}")


def name_of(page: Page) -> str:
    """The words of what has the focus."""
    focused = page.locator(":focus")
    around = page.locator("label:has(:focus)")
    return (around if around.count() else focused).first.inner_text()


def test_with_tab_and_enter_alone_one_gets_from_home_to_the_second_step(story) -> None:
    student = story.student()
    student.home()
    tab_to(student.page, "我要举报")
    student.page.keyboard.press("Enter")
    student.heading("先问两个问题")
    tab_to(student.page, "学生")
    student.page.keyboard.press("Space")
    tab_to(student.page, "没有")
    student.page.keyboard.press("ArrowDown")
    tab_to(student.page, "继续，选学校")
    student.page.keyboard.press("Enter")
    student.heading("学校在哪里？")


def test_the_first_stop_of_the_keyboard_leads_past_the_head_of_the_page(story) -> None:
    student = story.student()
    student.home()
    student.page.keyboard.press("Tab")
    expect(student.page.locator(":focus")).to_have_text("跳到正文")
    expect(student.page.locator(":focus")).to_be_in_viewport()


class Examined:
    """Looks at each page of a walk with axe before it is left."""

    def __init__(self) -> None:
        self.axe, self.found, self.seen = Axe(), set(), set()

    def __call__(self, page: Page) -> None:
        """Note every violation with the page it is on; the same page is looked at once."""
        heading = page.locator("h1").first.inner_text()
        parts = page.locator("fieldset, select, [role=alert], summary").count()
        if (heading, parts) in self.seen:
            return
        self.seen.add((heading, parts))
        for violation in self.axe.run(page).response["violations"]:
            for node in violation["nodes"]:
                self.found.add((heading, violation["id"], node["html"][:160]))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_nothing_wrong_with_the_student_pages(story, lang) -> None:
    examined = Examined()
    student = story.student(lang, scripts=True)
    student.before_leaving = examined
    student.open_report()
    student.press("继续，选学校")  # with everything missing: the error page is looked at too
    student.tell_who()
    student.find_school()
    student.tell_what()
    student.answer_questions()
    student.tell_story()
    slip = student.file()
    student.copy_down(slip)
    student.follow(slip.receipt)
    student.press("补充情况或附件")
    student.press("先不写，返回")
    student.press("撤回举报")
    for path in ("/report/before", "/rights", "/rights/grades", "/about"):
        student.page.goto(student.site.address + path + ("?lang=en" if lang == "en" else ""))
        examined(student.page)
    assert Words(lang)("谁在办这个网站") in student.page.title()
    assert len(examined.seen) > 12
    assert sorted(examined.found) == []
