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


NARROW, ZOOMED = 320, 640
"""CSS pixels: the narrowest phone of WCAG 1.4.10, and 1280 at 200 %."""
TOO_WIDE = """() => [...document.querySelectorAll('body *')]
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1
    && !one.closest('.vh, .skip, pre') && getComputedStyle(one).overflowX === 'visible'
    && document.documentElement.scrollWidth > innerWidth)
  .map(one => one.outerHTML.slice(0, 120)).slice(0, 3)"""
JUMPS = """() => { let last = 1; return [...document.querySelectorAll('h1, h2, h3, h4')]
  .filter(one => one.checkVisibility())
  .filter(one => { const jump = +one.tagName[1] > last + 1; last = +one.tagName[1]; return jump; })
  .map(one => one.outerHTML.slice(0, 120)) }"""
SMALL = """() => [...document.querySelectorAll('button, .btn, summary, input[type=text], select')]
  .filter(one => one.checkVisibility() && !one.matches('.lnk, .lnk *, .vh'))
  .filter(one => one.getBoundingClientRect().height < 43.5)
  .map(one => one.outerHTML.slice(0, 120))"""
NAMELESS_ORDER = """() => [...document.querySelectorAll('[tabindex]')]
  .filter(one => one.tabIndex > 0).map(one => one.outerHTML.slice(0, 120))"""


class Examined:
    """Looks at each page of a walk with axe, narrow and zoomed, before it is left."""

    def __init__(self) -> None:
        self.axe, self.found, self.seen = Axe(), set(), set()

    def _fits(self, page: Page, heading: str) -> None:
        """No sideways scrolling on a small phone or at 200 %, headings in order, room to touch."""
        usual = page.viewport_size
        for width in (NARROW, ZOOMED):
            page.set_viewport_size({"width": width, "height": 800})
            self.found |= {(heading, f"wide at {width}", one) for one in page.evaluate(TOO_WIDE)}
        page.set_viewport_size(usual)
        for name, look in (("jump", JUMPS), ("small", SMALL), ("order", NAMELESS_ORDER)):
            self.found |= {(heading, name, one) for one in page.evaluate(look)}

    def __call__(self, page: Page) -> None:
        """Note every violation with the page it is on; the same page is looked at once."""
        heading = page.locator("h1").first.inner_text()
        parts = page.locator("fieldset, select, [role=alert], summary").count()
        if (heading, parts) in self.seen:
            return
        self.seen.add((heading, parts))
        self._fits(page, heading)
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
    student.take_proof()
    student.press("补充情况或附件")
    student.press("先不写，返回")
    for page, back in (
        ("有人因此为难我", "先不写，返回"),
        ("让一段话公开", "先不写，返回"),
        ("删除联系方式或附件", "先不删，返回"),
    ):
        student.press(page)
        student.press(back)
    student.press("撤回举报")
    for path in ("/report/before", "/rights", "/rights/grades", "/verify", "/about"):
        student.page.goto(student.site.address + path + ("?lang=en" if lang == "en" else ""))
        examined(student.page)
    assert Words(lang)("谁在办这个网站") in student.page.title()
    assert len(examined.seen) > 12
    assert not examined.found, "\n".join(map(str, sorted(examined.found)))
