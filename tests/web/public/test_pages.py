"""What a reader of the public record sees."""

import csv
import gzip
import io
import json
import re

import pytest

from tests.published import COLLEGE, HUBEI, PRIMARY, SMALL

PAGES = ("/cases", "/overdue", "/statistics", "/data/")
EVERY = (
    *PAGES,
    "/methodology",
    "/cases/A1A1-0001",
    "/cases/B2B2-0002",
    "/cases/G7G7-0007",
    f"/authorities/{HUBEI}",
    f"/schools/{COLLEGE}",
)


def text(client, address: str) -> str:
    """The page, or the failure."""
    response = client.get(address)
    assert response.status_code == 200, address
    return response.get_data(as_text=True)


@pytest.mark.parametrize("address", EVERY)
def test_every_page_is_there_in_both_languages(public_client, address):
    assert 'lang="zh-CN"' in text(public_client, address)
    english = text(public_client, f"{address}?lang=en")
    assert '<html lang="en">' in english
    title = re.search(r"<h1[^>]*>(.*?)</h1>", english, re.DOTALL)
    assert title


@pytest.mark.parametrize("address", PAGES)
def test_before_the_first_release_pages_say_so(empty_client, address):
    assert "还没有发布过数据" in text(empty_client, address)
    assert "Nothing has been released yet" in text(empty_client, f"{address}?lang=en")


def test_before_the_first_release_data_are_empty_and_home_has_no_figures(empty_client):
    assert json.loads(text(empty_client, "/cases.json"))["cases"] == []
    assert text(empty_client, "/cases.csv").count("\r\n") == 1
    assert text(empty_client, "/statistics.csv").startswith("\ufeffdimension,")
    assert empty_client.get("/cases/A1A1-0001").status_code == 404
    assert empty_client.get("/data/latest/cases.csv").status_code == 404
    assert "起公开案件" not in text(empty_client, "/")


def test_the_list_names_outline_cases_by_place_and_practice(public_client):
    page = text(public_client, "/cases")
    assert "8 起公开案件" in page
    assert "湖北省：录音" in page
    assert "示范职业技术学院要求学生每天录音" in page
    assert "不公开的案件" in page


def test_a_full_case_shows_both_sides_and_its_measures(public_client):
    page = text(public_client, "/cases/A1A1-0001")
    for phrase in (
        "属实，整改中",
        "学生说，机关答",
        "通知确有要求",
        "说法不一",
        "已责令停止",
        "停用通知",
        "1 项承诺逾期",
        "学生要求而没有列入措施的：删掉已采集的数据",
        "2026年1月",
        "2026年3月2日（周一）",
    ):
        assert phrase in page, phrase


def test_no_page_of_a_case_names_the_day_of_filing(public_client):
    for ref in ("A1A1-0001", "B2B2-0002"):
        page = text(public_client, f"/cases/{ref}")
        assert "1月12日" not in page
        assert "1月20日" not in page or ref == "A1A1-0001"
        assert "2026-01-12" not in page


def test_an_outline_says_why_it_is_one(public_client):
    page = text(public_client, "/cases/B2B2-0002")
    assert "这起案件只公开概要" in page
    assert "过期不等于违法" in page
    assert "示范职业技术学院" not in page


def test_a_case_whose_texts_would_name_a_small_school_shows_codes_alone(public_client):
    page = text(public_client, "/cases/E5E5-0005")
    assert "答复的文字没有公开" in page
    assert "武汉市教育局" in page
    assert "江岸区教育局" not in page
    assert "示范路小学" not in page


def test_a_withheld_case_is_a_tombstone(public_client):
    page = text(public_client, "/cases/G7G7-0007")
    assert "继续公开会使人遇险" in page
    assert "湖北" not in page


def test_the_public_overdue_list_names_authorities(public_client):
    page = text(public_client, "/overdue")
    assert "湖北省教育厅" in page
    assert "湖南省教育厅" in page


def test_an_authority_without_a_case_has_a_page_and_an_unknown_one_has_not(public_client):
    assert "这个机关没有公开案件" in text(public_client, f"/authorities/{SMALL}")
    assert public_client.get("/authorities/edu-999999").status_code == 404


def test_only_schools_of_full_cases_have_a_page(public_client):
    assert "示范职业技术学院" in text(public_client, f"/schools/{COLLEGE}")
    assert public_client.get(f"/schools/{PRIMARY}").status_code == 404
    assert public_client.get("/schools/" + "z" * 26).status_code == 404


def test_statistics_are_the_numbers_of_the_list(public_client):
    lines = list(csv.DictReader(io.StringIO(text(public_client, "/statistics.csv")[1:])))
    assert len(lines) == 34 + 8 + 15
    for line in lines:
        if line["covered"] == "0":
            assert line["cases"] == "0"
        address = f"/cases.json?{line['dimension']}={line['code']}"
        if line["label_zh"] == line["code"]:
            continue  # a place outside this test's small register
        assert json.loads(text(public_client, address))["n"] == int(line["cases"]), address
    of_provinces = sum(int(x["cases"]) for x in lines if x["dimension"] == "province")
    assert of_provinces == int(lines[0]["n"]) == 7, "the tombstone is not counted"


def test_statistics_give_no_rate_from_fewer_than_ten_cases(public_client):
    assert "不足 10 起，不算比例" in text(public_client, "/statistics")


def test_places_without_an_authority_are_hatched_and_said(public_client):
    page = text(public_client, "/statistics")
    assert page.count('class="no') >= 3
    assert "香港、澳门、台湾不在受理范围" in page


def test_the_home_page_shows_figures_of_the_newest_release(public_client):
    page = text(public_client, "/")
    assert "2026-W27" in page
    assert "公开案件" in page


@pytest.mark.parametrize("address", [page for page in EVERY if page != "/methodology"])
@pytest.mark.parametrize("lang", ["", "?lang=en"])
def test_every_page_carries_day_release_caution_and_citation(public_client, address, lang):
    page = text(public_client, address + lang)
    assert "2026-W27" in page
    assert "CC BY 4.0" in page
    caution = "not a prevalence estimate" if lang else "不代表实际发生了多少"
    assert caution in page
    assert ("1 July 2026" if lang else "2026年7月1日") in page or "2026-07-01" in page


def test_an_earlier_release_is_marked_and_its_links_stay_in_it(public_client):
    page = text(public_client, "/cases?release=2026-W24")
    assert "不是最新的" in page
    assert "/cases/A1A1-0001?release=2026-W24" in page


def test_pages_are_light(public_client):
    for address in EVERY:
        body = public_client.get(address).data
        assert len(gzip.compress(body)) < 22 * 1024, address
        assert b"<script" not in body


def test_the_place_for_verification_is_not_open_yet(public_client):
    assert public_client.get("/verify").status_code == 404
