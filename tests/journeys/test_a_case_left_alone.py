"""Nobody does anything, and the case climbs by itself."""

import json
import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from reportdesk.runtime import system_clock
from tests.journeys.leaks import at_rest, search
from tests.journeys.relay import CLIENT
from tests.journeys.site import FORWARDED

RUNGS = ("S1", "S2", "S3", "S4")


@pytest.fixture(scope="module")
def slip(late):
    """A report filed today."""
    return late.filing("zh")


@pytest.fixture(scope="module")
def due(late, slip) -> date:
    """The day by which the authority had to say whether it takes the case on."""
    today = system_clock().date().isoformat()
    return date.fromisoformat(
        json.loads(late.site.command("clock", "explain", "K1", today, "--json"))["due"]
    )


def test_a_case_left_alone_climbs_to_its_superiors_and_to_the_public_list(late, slip, due) -> None:
    site, say = late.site, late.site.words
    officer, superior = late.officer("hubei-officer-1"), late.officer("moe-supervisor")
    expect(superior.row(slip.ref)).to_have_count(0)

    site.jobs_at(due + timedelta(days=1))
    officer.open(slip.ref)
    assert officer.recorded("受理决定逾期") == 1
    assert officer.recorded(say("rung/S1")) == 1
    assert sum("本机关有案件逾期" in body for body in site.letters("hubei-supervisor")) == 1
    reader = late.reader()
    reader.open_case(slip.ref)
    reader.sees("逾期 1 天")
    superior.page.reload()
    expect(superior.row(slip.ref)).to_have_count(0)

    site.jobs_at(due + timedelta(days=16))
    superior.open(slip.ref)
    superior.sees("上级督办", site.canary("zh-story"))
    assert sum("请督办" in body for body in site.letters("moe-supervisor")) == 1

    site.jobs_at(due + timedelta(days=31))
    assert sum("请督办" in body for body in site.letters("moe-supervisor")) == 2

    site.jobs_at(due + timedelta(days=46))
    last = (due + timedelta(days=46)).isoformat()
    assert "nothing was due" in site.command("jobs", "once", "--now", last)
    officer.open(slip.ref)
    assert officer.recorded("受理决定逾期") == 1
    assert [officer.recorded(say(f"rung/{rung}")) for rung in RUNGS] == [1, 1, 1, 1]
    reader.open_record()
    reader.page.get_by_role("link", name="逾期", exact=True).click()
    listed = reader.page.get_by_role("row").filter(has_text="湖北省教育厅")
    expect(listed).to_contain_text("逾期 46 天")
    listed.get_by_role("link", name=re.compile("^1 起")).click()
    expect(reader.page.get_by_role("row").filter(has_text=slip.ref)).to_have_count(1)

    student = late.student()
    student.follow(slip.receipt)
    student.sees(say("rung/S2"))
    assert search(at_rest(site), site.stem, CLIENT, FORWARDED) == []
