"""Every date at the desk says how it comes about, also before anybody decides on it."""

import html
import re

from tests.builders import accept

HOW = "怎么算的"


def words(page: str) -> str:
    """What one reads, with dates and their sentences in one piece."""
    return " ".join(html.unescape(re.sub("<[^>]+>", "", page)).split())


def test_each_date_in_the_list_is_explained_where_it_stands(desk):
    page = desk[0].look("/desk/")
    cell = page.partition('data-l="下一期限"')[2].partition("</td>")[0]
    assert "<details>" in cell
    assert "送达日 2026年3月2日（周一）不算在内，往后数 15 天是 3月17日（周二）" in words(cell)
    assert "《信访工作条例》第二十三条，条文已核对" in words(cell)
    assert "日历版本" in words(cell)


def test_accepting_shows_the_date_of_another_day_before_it_is_done(desk, clock, runtime):
    officer, *_, ref = desk
    clock.set("2026-03-10")
    step = f"/desk/cases/{ref}/accept"
    assert "今天受理的话，最迟 2026年5月9日（周六）" in words(officer.look(step))
    answer = officer.send(step, do="date", on="2026-03-06")
    page = words(answer.get_data(as_text=True))
    assert answer.status_code == 200
    assert "受理的话，最迟 2026年5月6日（周三）" in page
    assert "受理日 2026年3月6日（周五）不算在内" in page
    assert "受理日期" not in words(officer.look(f"/desk/cases/{ref}")), "nothing was done"


def test_an_extension_shows_the_new_date_and_how_it_is_counted_before_it_is_granted(desk, runtime):
    officer, _, head, ref = desk
    accept(runtime, officer.holder, ref)
    step = f"/desk/cases/{ref}/extend"
    typed = {"reason": "complex", "until": "2026-05-30", "text": "还要去两所学校"}
    answer = head.send(step, do="date", **typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "新的期限会是 2026年6月1日（周一）" in words(page)
    assert "从 2026年6月2日（周二）起算逾期" in words(page)
    assert "延长 29 天（最多 30 天）" in words(page)
    assert "还要去两所学校" in page, "what was typed stays"
    assert "延长" not in words(head.look(f"/desk/cases/{ref}")).partition("办理记录")[2]


def test_a_day_that_an_extension_cannot_reach_says_so(desk, runtime):
    officer, _, head, ref = desk
    accept(runtime, officer.holder, ref)
    for until in ("2026-03-03", "2027-01-01", "9999-12-31", "soon", ""):
        answer = head.send(f"/desk/cases/{ref}/extend", do="date", until=until)
        page = words(answer.get_data(as_text=True))
        assert answer.status_code == 200
        assert "这一天不行" in page
        assert "新的期限会是" not in page


def test_a_clock_that_has_ended_keeps_its_explanation(desk, runtime):
    officer, *_, ref = desk
    accept(runtime, officer.holder, ref)
    page = officer.look(f"/desk/cases/{ref}")
    ended = re.search(r"已结束的期限.*?</ul>", page, re.DOTALL)
    assert ended
    assert ended[0].count(HOW) == ended[0].count("<li>") == 3


def test_returning_says_how_its_date_was_counted(desk):
    officer, *_, ref = desk
    page = words(officer.look(f"/desk/cases/{ref}/return"))
    assert "往后数 5 个工作日是 3月9日（周一）" in page
