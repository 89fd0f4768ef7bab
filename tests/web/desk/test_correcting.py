"""Putting entries right at the desk: what is said before, and what stands afterwards."""

from datetime import date

from tests.builders import accept, case
from tests.web.desk.browser import words


def test_the_day_of_acceptance_is_corrected_from_the_case_and_both_days_stay(runtime, clock, desk):
    officer, _, _, ref = desk
    clock.set("2026-03-12")
    accept(runtime, officer.holder, ref, date(2026, 3, 10))
    assert f"/desk/cases/{ref}/correct-acceptance" in officer.look(f"/desk/cases/{ref}")
    path = f"/desk/cases/{ref}/correct-acceptance"
    asked = words(officer.look(path))
    assert "原来的日期： 2026年3月10日（周二） 。" in asked
    assert "因此逾期的，算逾期" in asked
    answer = officer.send(path, on="2026-03-13", text="写错了", do="confirm")
    assert answer.status_code == 422
    assert "不能晚于当初录入的那天" in answer.get_data(as_text=True)
    page = words(officer.done(path, on="2026-03-05", text="看错了收文章", do="confirm"))
    assert "更正受理日期" in page
    assert "原来是2026年3月10日（周二），改为2026年3月5日（周四）：看错了收文章" in page
    assert case(runtime, officer.holder, ref).accepted_on == date(2026, 3, 5)


def test_the_own_number_is_corrected_with_a_reason(runtime, desk):
    officer, _, _, ref = desk
    officer.done(f"/desk/cases/{ref}/register", own_number="鄂教信 17 号", do="confirm")
    path = f"/desk/cases/{ref}/correct-number"
    page = words(officer.done(path, number="鄂教信 18 号", text="抄错", do="confirm"))
    assert "原来是鄂教信 17 号，改为鄂教信 18 号" in page
    assert "本机关编号 鄂教信 18 号" in page


def test_what_is_not_there_yet_cannot_be_corrected_and_no_hearing_counts(desk):
    officer, _, _, ref = desk
    answer = officer.send(
        f"/desk/cases/{ref}/correct-acceptance", on="2026-03-02", text="试试", do="confirm"
    )
    assert answer.status_code == 422
    assert "还没有受理" in answer.get_data(as_text=True)
    officer.look(f"/desk/cases/{ref}/hearing", 403)
