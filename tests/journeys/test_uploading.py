"""Files on their way where scripts run: seen, stopped, sent; the same form as without scripts."""

import pytest
from playwright.sync_api import expect

from tests.journeys.papers import note

SLOW = 200_000
"""Bytes a second, as on a bad day."""
FREE = -1


@pytest.fixture
def student(story):
    return story.student(brief=True, scripts=True)


def upload_at(student, speed: int) -> None:
    """Let files go no faster than this."""
    line = student.page.context.new_cdp_session(student.page)
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": FREE, "uploadThroughput": speed},
    )


def test_an_upload_is_seen_can_be_stopped_and_loses_no_word(student) -> None:
    student.walk_to_story()
    student.write("按先后写下来", "每天录音，不录就重修。")
    student.attach("附件（可以不传）", note(student.site.folder, "long", "字" * 700_000))
    upload_at(student, SLOW)
    student.press("上传所选文件")
    expect(student.page.get_by_role("progressbar")).to_be_visible()
    student.press("取消上传")
    told = student.page.get_by_role("status").filter(has_text="已取消")
    expect(told).to_have_text("已取消，文件没有上传。你写的都还在。")
    words = student.page.get_by_label("按先后写下来", exact=True)
    expect(words).to_have_value("每天录音，不录就重修。")
    upload_at(student, FREE)
    student.press("继续，检查一遍")
    student.heading("提交前，看一遍")
    expect(student.page.get_by_text("long.txt")).not_to_have_count(0)


def test_what_cannot_be_cleaned_is_told_without_leaving_the_page(student) -> None:
    student.walk_to_story()
    student.write("按先后写下来", "每天录音，不录就重修。")
    old = student.site.folder / "old.doc"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    student.attach("附件（可以不传）", old)
    student.press("继续，检查一遍")
    summary = student.page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("这种文件里的隐藏信息去不掉")
    expect(student.page.get_by_role("radio", name="不发")).to_be_checked()
    student.press("继续，检查一遍")
    student.heading("提交前，看一遍")
