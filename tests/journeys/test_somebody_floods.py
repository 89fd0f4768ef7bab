"""What a trap catches waits apart, and the platform desk decides; a browser shows both sides."""

import re

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("scripts", [False, True], ids=["plain", "scripts"])
def test_what_falls_into_the_trap_waits_apart_and_the_platform_passes_it_on(story, scripts) -> None:
    student = story.student(brief=True, scripts=scripts)
    student.walk_to_story()
    student.page.locator("input[name=memo]").fill("buy now", force=True)
    student.tell_story()
    slip = student.file()
    story.site.command("jobs", "once")
    holder = story.officer("hubei-officer-1")
    holder.page.goto(f"{story.site.address}/desk/")
    expect(holder.row(slip.ref)).to_have_count(0)
    platform = story.officer("platform-1")
    platform.page.goto(f"{story.site.address}/desk/suspected")
    platform.page.get_by_role("link", name=re.compile("^看全部")).click()
    for _ in ("choose", "confirm"):
        platform.page.get_by_role("button", name=re.compile("放行")).first.click()
    platform.sees("已放行 1 份，下一个时段送出。")
    student.follow(slip.receipt)
    student.sees(slip.ref)
