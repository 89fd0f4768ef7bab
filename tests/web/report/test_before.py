"""What stands on the page before writing: dates of the pack, and nothing the site does not keep."""

import gzip
import re
from dataclasses import replace

import pytest

from reportdesk.runtime import Runtime
from reportdesk.web.app import create_app
from tests.onions import HOST, ONION, at_onion
from tests.web.browser import Page
from tests.web.report.conftest import Walker

LOCAL = """
id: quick-city
version: "1"
title: {zh: 快速市, en: Quick City}
valid_from: 2026-01-01
parent: cn-xinfang-2022
sources:
  - {law: 快速市办法, en: Quick City Rules, url: "https://example.org/r", retrieved: 2026-01-02}
"""
CLOCKS = """
K1:
  name: {zh: 五天内回话, en: Answer in five days}
  days: 5
  unit: calendar
  kind: statutory
  starts: [delivered, redelivered]
  stops: [accepted, declined, returned, answered]
  citation: {law: 快速市办法, article: "2", code: P}
"""


def before(client, lang: str = "") -> Page:
    response = client.get(f"/report/before{lang}")
    assert response.status_code == 200
    return Page(response.text)


def test_the_days_are_those_of_a_report_filed_today(client, clock) -> None:
    clock.set("2026-03-02")
    assert "最迟 3月17日（周二）" in before(client).text
    assert "By Tue 17 March" in before(client, "?lang=en").text
    assert "受理后 60 天" in before(client).text
    clock.set("2026-04-01")
    assert "最迟 4月16日（周四）" in before(client).text


def test_a_local_pack_says_its_own_days(settings, runtime, clock, tmp_path) -> None:
    folder = tmp_path / "quick-city"
    folder.mkdir()
    (folder / "pack.yaml").write_text(LOCAL, encoding="utf-8")
    (folder / "clocks.yaml").write_text(CLOCKS, encoding="utf-8")
    local = Runtime(replace(settings, pack=str(folder)), clock=clock)
    page = before(create_app(local).test_client())
    assert "五天内回话" in page.text
    assert "最迟 3月9日（周一）" in page.text
    local.db.dispose()


def test_lateness_climbs_as_the_ladder_of_the_pack_says(client) -> None:
    text = before(client).text
    assert "过期第 16 天起：上一级督办。" in text
    assert "过期第 31 天起：再上一级督办。" in text
    assert "过期第 46 天起：列入公开逾期名单。" in text
    assert "From day 46 of lateness: On the public overdue list." in before(client, "?lang=en").text


def test_help_stands_before_anything_else_and_can_be_called(client) -> None:
    page = before(client)
    assert page.text.index("12355") < page.text.index("会发生什么，什么时候")
    assert {"tel:110", "tel:12355", "tel:12345"} <= set(page.links)


def test_when_staff_see_it_is_said_as_this_site_is_set(settings, runtime, clock) -> None:
    slots = "9:00 和 15:00 两次一起送到"
    assert slots in before(create_app(runtime).test_client()).text
    at_once = Runtime(replace(settings, slots_at_once=True), clock=clock)
    assert slots not in before(create_app(at_once).test_client()).text
    at_once.db.dispose()


def test_home_and_the_first_question_lead_there_and_it_leads_on(walker: Walker) -> None:
    for start in ("/", "/?lang=en", "/report/", "/report/?lang=en"):
        lang = "?lang=en" if "lang" in start else ""
        assert f"/report/before{lang}" in walker.open(start).page.links
    for link in before(walker.client).links:
        if link.startswith("/"):
            answer = walker.client.get(link.partition("#")[0])
            assert answer.status_code in (200, 303), f"{link} leads nowhere"


def test_a_page_that_is_being_filled_in_offers_no_way_out_that_loses_words(walker: Walker) -> None:
    assert "/report/before" not in walker.to_story().page.links


def test_while_nobody_can_open_a_report_it_does_not_invite_to_write_one(client) -> None:
    page = before(client)
    assert "举报还没有开通" in page.text
    assert "开始举报" not in page.text


def test_once_somebody_can_it_does(walker: Walker) -> None:
    page = before(walker.client)
    assert "举报还没有开通" not in page.text
    assert "开始举报" in page.text


@pytest.mark.parametrize("where", ["elsewhere", "there"])
def test_the_onion_address_is_named_when_there_is_one(settings, runtime, clock, where) -> None:
    asked = Runtime(replace(settings, onion_url=ONION), clock=clock)
    app = create_app(asked)
    page = before((at_onion(app) if where == "there" else app).test_client())
    assert (HOST in page.text) == (where == "elsewhere")
    assert ("你现在打开的就是洋葱地址" in page.text) == (where == "there")
    assert "洋葱地址" not in before(create_app(runtime).test_client()).text
    asked.db.dispose()


def test_every_page_of_a_filing_has_the_quick_exit_and_is_light(app, client, walker) -> None:
    seen = []

    @app.after_request
    def look(response):
        seen.append(response)
        return response

    receipt = walker.to_receipt().receipt
    walker.open("/follow/").fill(receipt=receipt).press("open")
    walker.open("/report/before")
    client.post("/report/", data={"step": "what", "state": "x"})
    client.get("/report/nothing")
    shown = [response for response in seen if response.mimetype == "text/html"]
    assert len(shown) > 10
    for response in shown:
        html = response.get_data(as_text=True)
        stops = [
            stop
            for stop in re.findall(r"<(?:a|button)\b[^>]*>", html)
            if 'tabindex="-1"' not in stop
        ]
        assert 'href="/leave"' in stops[1]
        parts = re.findall(r'(?:href|src)="(/static/[^"]+)"', html)
        assert len(parts) + 1 <= 4
        sizes = [len(client.get(p, headers={"Accept-Encoding": "gzip"}).data) for p in parts]
        assert len(gzip.compress(response.data)) + sum(sizes) <= 30_000
