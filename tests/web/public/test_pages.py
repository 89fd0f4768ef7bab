"""What a reader of the public record sees."""

import csv
import gzip
import io
import json
import re
from html.parser import HTMLParser

import pytest

from reportdesk.domain.case import Action
from reportdesk.storage.case import Case
from reportdesk.storage.clock import running
from tests.published import COLLEGE, HUBEI, PRIMARY, SMALL, Book
from tests.web.desk.browser import words
from tests.web.public.conftest import site

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


def test_a_question_that_no_student_was_asked_says_so(public_client):
    rows = text(public_client, "/cases/A1A1-0001").split("<tr>")
    row = next(row for row in rows if "有没有未满 14 岁的人</th>" in row)
    assert row.count("没有问") == 1
    rows = text(public_client, "/cases/A1A1-0001?lang=en").split("<tr>")
    row = next(row for row in rows if "Was anybody under 14</th>" in row)
    assert row.count("Not asked") == 1


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


class Unmarked(HTMLParser):
    """Collects Chinese words that stand in an element said to be English."""

    def __init__(self) -> None:
        super().__init__()
        self.langs: list[tuple[str, str]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "link", "input", "br", "hr"}:
            inherited = self.langs[-1][1] if self.langs else ""
            self.langs.append((tag, dict(attrs).get("lang") or inherited))

    def handle_endtag(self, tag: str) -> None:
        while self.langs and self.langs.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if re.search("[\u4e00-\u9fff]", data) and self.langs[-1][1] != "zh-CN":
            self.found.append(data.strip())


@pytest.mark.parametrize("address", EVERY)
def test_chinese_words_on_english_pages_say_that_they_are_chinese(public_client, address):
    parser = Unmarked()
    parser.feed(text(public_client, f"{address}?lang=en"))
    assert set(parser.found) <= {"中文"}


def test_chinese_words_without_a_mark_would_be_found():
    parser = Unmarked()
    parser.feed('<html lang="en"><p>Answer: <b>通知</b><i lang="zh-CN">学校</i></p></html>')
    assert parser.found == ["通知"]


def test_an_acceptance_that_was_entered_later_names_that_day(make_live):
    def tell(book: Book) -> None:
        for ref in ("A1A1-0001", "B2B2-0002", "C3C3-0003"):
            book.lapse(book.file(ref, "2026-03-05"), "2026-03-21")

    live = make_live(tell)
    live.release("2026-06-01")
    assert live.newest.case("A1A1-0001")["listed"]
    live.tell(
        lambda book: book.accept_as_of(
            book.tx.session.query(Case).filter_by(ref="A1A1-0001").one(), "2026-04-10", "2026-06-02"
        )
    )
    live.release("2026-06-08")
    row = live.newest.case("A1A1-0001")
    assert row["rungs"] == ["S1", "S2", "S3", "S4"], "what was public stays so"
    notice = next(clock for clock in row["clocks"] if clock["key"] == "K1")
    assert (notice["standing"], notice["entered"]) == ("missed", "2026-06-02")
    client = site(live.releases).test_client()
    assert "登记是在" in text(client, "/cases/A1A1-0001")
    assert "2026-06-02" in text(client, "/cases/A1A1-0001")
    assert "entered it on" in text(client, "/cases/A1A1-0001?lang=en")
    assert "|2026-06-02" in text(client, "/cases/A1A1-0001.csv")


def test_a_provisional_date_is_marked_and_a_moved_one_says_what_it_was(make_live):
    def story(book: Book) -> None:
        case = book.file("P1P1-0001", "2026-11-02")
        book.act(case, Action.ACCEPT, "2026-11-25")
        book.file("N1N1-0001", "2026-11-02")
        moved = book.file("M1M1-0001", "2026-11-02")
        book.act(moved, Action.ACCEPT, "2026-11-24")
        for row in running(book.tx, moved.case_id):
            row.params = {**row.params, "was": [["2026-11-27", "2027-01-22"]]}
            row.provisional = False

    live = make_live(story)
    live.release("2027-01-04")
    reader = site(live.releases).test_client()
    page = words(text(reader, "/cases/P1P1-0001"))
    assert "最迟 1月25日（周一） （暂定）" in page
    assert "1月25日（周一） （暂定） 法定" in words(text(reader, "/cases"))
    moved = words(text(reader, "/cases/M1M1-0001"))
    assert "暂定" not in moved
    assert "原来是 2027年1月22日（周五） ，后来重算过。" in moved
    english = words(text(reader, "/cases/M1M1-0001?lang=en"))
    assert "It was Fri 22 January 2027 before it was worked out anew." in english
    rows = {row["ref"]: row for row in live.newest.cases({})}
    assert rows["P1P1-0001"]["due_provisional"]
    assert not rows["M1M1-0001"]["due_provisional"]
    data = text(reader, "/data/releases/2027-W01/cases.csv")
    assert "K2|statutory|2026-11-24|2027-01-25||on_time||0|2027-01-22" in data
