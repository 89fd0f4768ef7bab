"""Pages that have outlived their time: what became of the report, and the typed words back."""

from datetime import time

import pytest

from tests.web.report.conftest import Walker


def test_an_old_receipt_page_says_that_the_report_was_filed(walker: Walker, clock) -> None:
    walker.to_receipt()
    receipt = walker.receipt
    clock.advance(hours=49)
    walker.fill(last="1234").press("confirm")
    assert walker.status == 410
    assert "你的举报已经提交了" in walker.text
    assert "没有提交" not in walker.text
    assert "1234" not in walker.text
    assert receipt[:4] not in walker.text
    assert "/follow/" in walker.page.links


def test_an_old_check_page_claims_neither_and_says_how_to_find_out(walker: Walker, clock) -> None:
    walker.to_check().fill(wrong_route="应该归人社局")
    clock.advance(hours=49)
    walker.press("file")
    assert walker.status == 410
    assert "这一次没有提交" not in walker.text
    assert "如果你看到过 24 位回执号，就已经提交了" in walker.text
    assert "「可能已经提交过一次」" in walker.text
    assert "应该归人社局" in walker.text


def test_only_words_are_given_back_and_all_of_them(walker: Walker, clock) -> None:
    walker.to_what().fill(
        practice="voice_recording", levers=["course_grade"], scope="grade", company="科大"
    )
    clock.advance(hours=49)
    walker.press("next")
    assert "科大" in walker.text
    page = walker.response.get_data(as_text=True)
    assert not [code for code in ("voice_recording", "course_grade") if code in page]


def test_choices_about_details_are_not_printed_as_words(walker: Walker, clock) -> None:
    walker.to_check()
    clock.advance(hours=49)
    walker.press("file")
    assert "keep" not in walker.text
    assert "mask" not in walker.text


def test_a_page_works_until_the_next_midnight_as_it_says(walker: Walker, clock) -> None:
    clock.set("2026-03-02", time(0, 5))
    walker.to_story().fill(text="写了很久")
    assert "可以放到明天夜里 12 点" in walker.text
    clock.set("2026-03-03", time(23, 55))
    walker.press("upload")
    assert walker.status == 200
    clock.set("2026-03-05", time(0, 5))
    walker.press("next")
    assert walker.status == 410
    assert "最多放到第二天夜里 12 点" in walker.text


@pytest.mark.parametrize("step", ["", "nonsense"])
def test_a_form_that_names_no_page_gives_its_words_back(client, step: str) -> None:
    response = client.post("/report/", data={"step": step, "text": "短", "filer": "student"})
    assert response.status_code == 410
    assert "<p>短</p>" in response.get_data(as_text=True)
    assert "<p>student</p>" not in response.get_data(as_text=True)
