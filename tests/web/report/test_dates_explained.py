"""Every date that a student reads says how it comes about, where it stands."""

import html
import re

from tests.web.report.conftest import Walker

NOTICE = "送达日 2026年3月2日（周一）不算在内，往后数 15 天是 3月17日（周二）"
BASIS = "《信访工作条例》第二十三条，条文已核对"


def words(markup: str) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", "", markup)).split())


def details(markup: str) -> list[str]:
    return [words(found) for found in re.findall(r"<details>.*?</details>", markup, re.DOTALL)]


def explained(markup: str) -> bool:
    return any(NOTICE in text and BASIS in text and "日历版本" in text for text in details(markup))


def test_before_writing_and_before_sending_the_first_date_is_explained(
    walker: Walker, client, clock
) -> None:
    clock.set("2026-03-02")
    assert explained(client.get("/report/before").text)
    walker.to_check()
    assert explained(walker.response.text)
    assert "参考" in words(walker.response.text)


def test_after_sending_it_is_explained_on_the_screen_and_not_on_the_slip(
    walker: Walker, clock
) -> None:
    clock.set("2026-03-02")
    walker.to_receipt()
    page = walker.response.text
    assert explained(page)
    screen_only = re.search(r'<div class="noprint"><details>.*?</div>', page, re.DOTALL)
    assert screen_only
    assert NOTICE in words(screen_only[0])


def test_no_student_page_links_to_an_address_with_a_day_in_it(walker: Walker, client) -> None:
    walker.to_receipt()
    for page in (walker.response.text, client.get("/report/before").text):
        assert not re.search(r'href="[^"]*\d{4}-\d{2}-\d{2}', page)
