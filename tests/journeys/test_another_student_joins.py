"""From the page of a public case to a receipt, on a phone, without scripts and with them."""

import pytest


@pytest.mark.parametrize("scripts", [False, True], ids=["plain", "scripts"])
def test_another_student_joins_from_the_public_page_and_follows_the_same_case(
    story, scripts
) -> None:
    slip = story.answering()
    student = story.student(brief=True, scripts=scripts)
    student.page.goto(f"{story.site.address}/cases/{slip.ref}")
    student.press("我也遇到了")
    student.tell_who()
    student.heading("学校在哪里？")
    student.press("继续")
    student.choose("学校是谁办的？", "run_by/province")
    student.press("继续，说说发生了什么")
    student.tell_what()
    student.answer_questions()
    student.tell_story()
    student.sees(f"加入公开案件 {slip.ref}", slip.school)
    joined = student.file()
    assert joined.ref == slip.ref
    student.follow(joined.receipt)
    student.sees(slip.ref)
