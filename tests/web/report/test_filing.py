"""The walk of filing, without scripts and cookies: forward, back, changed, in both languages."""

from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from reportdesk.runtime import Runtime
from reportdesk.storage.report import Report
from tests.filings import COLLEGE
from tests.web.browser import Browser
from tests.web.report.conftest import STORY, Walker


def reports(runtime: Runtime) -> int:
    return runtime.read(lambda tx: tx.session.scalar(select(func.count()).select_from(Report)))


def test_before_anybody_could_read_it_the_first_page_says_so(client) -> None:
    browser = Browser(client).open("/report/")
    assert browser.page.title.startswith("举报还没有开通")
    assert browser.page.forms == []


@pytest.mark.parametrize(
    ("lang", "titles"),
    [
        (
            "",
            [
                "你的身份",
                "学校在哪里",
                "发生了什么",
                "你知道的情况",
                "说说经过",
                "检查并提交",
                "便条",
            ],
        ),
        (
            "?lang=en",
            [
                *("About you", "Where is the school", "What happened", "What you know"),
                *("What happened, in your words", "Check", "Note"),
            ],
        ),
    ],
)
def test_a_report_is_filed_step_by_step(walker: Walker, runtime: Runtime, lang, titles) -> None:
    seen = [walker.open(f"/report/{lang}").page.title]
    for step in ("to_where", "to_what", "to_questions", "to_story", "to_check", "to_receipt"):
        getattr(walker, step)(lang)
        assert walker.status == 200
        seen.append(walker.page.title)
    assert all(title.startswith(wanted) for title, wanted in zip(seen, titles, strict=True))
    assert len(walker.receipt) == 24
    assert len(walker.page.ids["case-ref"].strip()) == 9
    assert reports(runtime) == 1


def test_every_answer_is_stored_nowhere_and_never_in_an_address(walker: Walker) -> None:
    walker.to_check()
    assert walker.response.headers["Cache-Control"] == "no-store"
    assert walker.response.headers["Referrer-Policy"] == "no-referrer"
    assert all(STORY not in link and COLLEGE not in link for link in walker.page.links)


def test_nothing_is_written_to_the_database_before_filing(walker: Walker, runtime) -> None:
    walker.to_check()
    assert reports(runtime) == 0


def test_an_unanswered_page_says_what_is_missing_and_keeps_the_rest(walker: Walker) -> None:
    walker.open("/report/").fill(filer="parent").press("next")
    assert walker.status == 422
    assert walker.page.title.startswith("错误：")
    assert "#involved-0" in walker.page.links
    assert walker.form().values["filer"] == ["parent"]


def test_going_back_loses_nothing(walker: Walker) -> None:
    walker.to_story().fill(text="写到一半", contact="a@example.org").press("back")
    assert walker.form().values["compulsory_words"] == ["群里点名催交"]
    walker.press("back")
    assert walker.form().values["levers"] == ["course_grade", "retake_threat"]
    assert walker.form().values["lever"] == ["retake_threat"]
    walker.press("back").press("back")
    assert walker.heading == "学校在哪里"
    walker.press("back")
    assert walker.form().values["filer"] == ["student"]
    for _ in range(5):
        walker.press("next")
    assert walker.form().values["text"] == ["写到一半"]
    assert walker.form().values["contact"] == ["a@example.org"]


def test_a_change_from_the_check_page_leads_straight_back_to_it(walker: Walker) -> None:
    walker.to_check().go("what")
    assert walker.heading == "发生了什么"
    walker.fill(scope="school").press("next")
    assert walker.heading == "检查并提交"
    assert "全校" in walker.text


def test_a_change_that_opens_a_question_asks_it_first(walker: Walker) -> None:
    walker.to_check().go("where").fill(school="none").press("next")
    assert walker.heading == "说说这所学校"


def test_the_language_can_be_switched_on_any_page_without_losing_words(walker: Walker) -> None:
    walker.to_story().fill(text="写到一半")
    walker.press("lang")
    assert walker.page.title.startswith("What happened, in your words")
    assert walker.form().values["text"] == ["写到一半"]
    assert "课程" not in walker.text


def test_enter_goes_on_and_does_not_switch_the_language(walker: Walker) -> None:
    page = walker.open("/report/").response.get_data(as_text=True)
    first = page.index("<button")
    assert 'value="enter"' in page[first : page.index(">", first)]
    walker.fill(filer="student", involved="no").press("enter")
    assert walker.heading == "学校在哪里"


def test_a_form_of_another_day_is_refused_and_what_was_typed_given_back(
    walker: Walker, clock
) -> None:
    walker.to_story().fill(text="写了很久的一段话", contact="a@example.org")
    clock.advance(hours=49)
    walker.press("next")
    assert walker.status == 410
    assert "这张网页已经失效" in walker.text
    assert "写了很久的一段话" in walker.text
    assert "a@example.org" in walker.text


@pytest.mark.parametrize("state", ["", "AAAA", "nonsense"])
def test_a_form_without_a_good_state_starts_again_without_breaking(client, state: str) -> None:
    response = client.post(
        "/report/", data={"state": state, "step": "story", "text": "我的话在这里"}
    )
    assert response.status_code == 410
    assert "我的话在这里" in response.get_data(as_text=True)


def test_unlikely_months_and_contradicting_levers_are_named(walker: Walker) -> None:
    walker.to_what().fill(
        practice="other",
        levers=["none_but_not_told", "credit"],
        scope="class",
        since="2026-02",
        running="no",
        until="2025-12",
    ).press("next")
    for words in ("请写一句采集的是什么", "「没有施压」不能和别的一起选", "停的月份要在开始之后"):
        assert words in walker.text


def test_a_long_text_keeps_every_word_and_names_the_limit(walker: Walker) -> None:
    walker.to_story().fill(text="长" * 10_001).press("next")
    assert walker.status == 422
    assert "最多 10000 个字" in walker.text
    assert len(walker.form().values["text"][0]) == 10_001


def test_markup_in_a_text_stays_text(walker: Walker) -> None:
    walker.to_check(text="<script>alert(1)</script> & <b>粗</b>")
    page = walker.response.get_data(as_text=True)
    assert "<script>alert" not in page
    assert "&lt;b&gt;粗&lt;/b&gt;" in page


@pytest.mark.parametrize("typed", ["每天\0录音", "每天\ud800录音"])
def test_signs_that_no_database_takes_break_nothing(walker: Walker, typed: str) -> None:
    walker.to_story()
    form = walker.form()
    body = {name: values[0] for name, values in form.values.items()}
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        data = posted(kind, {**body, "text": typed, "do": "next"})
        answer = walker.client.post("/report/", data=data, content_type=f"{kind}; boundary=edge")
        assert answer.status_code == 200
        assert "\0" not in answer.get_data(as_text=True)
        assert "录音" in answer.get_data(as_text=True)


def posted(kind: str, values: dict[str, str]) -> bytes:
    """A form as a hostile client sends it, half surrogates included."""
    if kind != "multipart/form-data":
        return urlencode(values, errors="surrogatepass").encode()
    head = '--edge\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    parts = "".join(head.format(name, value) for name, value in values.items())
    return f"{parts}--edge--\r\n".encode("utf-8", "surrogatepass")


def test_a_receipt_with_a_nul_is_looked_at_like_any_other(walker: Walker) -> None:
    assert walker.client.post("/follow/", data={"receipt": "1\0"}).status_code == 422


@pytest.mark.parametrize("address", ["/report/%00", "/%00", "/report/%ED%A0%80"])
def test_an_address_that_no_database_takes_leads_nowhere(client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_far_too_long_text_comes_back_however_often_it_is_sent(walker: Walker) -> None:
    walker.to_story().fill(text="长" * 350_000)
    for _ in range(2):
        walker.press("next")
        assert walker.status == 422
        assert "最多 10000 个字" in walker.text
        assert len(walker.form().values["text"][0]) == 350_000


def test_a_new_line_counts_as_one_sign_as_in_the_browser(walker: Walker) -> None:
    walker.to_story().fill(text="一二三四\r\n" * 2000).press("next")
    assert walker.heading == "检查并提交"
