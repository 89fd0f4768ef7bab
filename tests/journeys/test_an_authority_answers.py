"""From the invitation of an officer to the row in a journalist's spreadsheet."""

import re

from playwright.sync_api import expect

from tests.journeys.leaks import search
from tests.journeys.officer import BASIS, SUMMARY, TITLE
from tests.journeys.story import TARGET


def test_officers_join_by_invitation_and_one_admits_the_next(story) -> None:
    first, second = story.joining()
    assert first.totp_secret != second.totp_secret


def test_the_first_member_of_an_authority_needs_nobody_to_admit_them(story) -> None:
    founder = story.join("founder", "创建人", "edu-430000")
    desk = story.newcomer().sign_in(founder)
    desk.sees("现在没有在办的案件")


def test_an_answer_of_two_persons_reaches_the_student_and_the_public(story) -> None:
    slip = story.answering()
    student = story.student()
    student.follow(slip.receipt)
    student.sees(story.site.canary("letter"), BASIS, student.say("finding/confirmed"))

    reader = story.reader()
    reader.open_case(slip.ref)
    reader.sees(TITLE, SUMMARY, BASIS, TARGET["zh"], slip.school, "学生说", "机关答复")
    sheet = reader.page.get_by_role("table", name="学生说，机关答")
    expect(sheet.get_by_role("row").filter(has_text="是不是强制")).to_contain_text("是")

    rows = reader.download_rows()
    assert [row["ref"] for row in rows] == [slip.ref]
    assert rows[0]["school_zh"] == slip.school
    assert rows[0]["finding"] == "confirmed"


def test_what_was_hidden_in_a_picture_does_not_reach_the_authority(story) -> None:
    slip, site = story.filing("zh"), story.site
    name = site.canary("zh-picture-name")
    officer = story.officer("hubei-officer-1")
    officer.open(slip.ref)
    content = officer.download(name)
    assert content.startswith(b"\x89PNG")
    assert search([("the picture", content)], site.stem) == []
    sent = (site.folder / f"{name}.png").read_bytes()
    assert search([("the picture as sent", sent)], site.stem) != []


def test_the_whole_list_downloads_with_the_case_in_it(story) -> None:
    slip = story.answering()
    reader = story.reader("en")
    reader.open_record()
    assert slip.ref in {row["ref"] for row in reader.download_rows()}
    reader.page.get_by_role("link", name=re.compile("^JSON")).first.click()
    expect(reader.page.locator("body")).to_contain_text(slip.ref)
