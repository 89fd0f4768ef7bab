"""The deadline calculator: one address for one answer, in every format the same."""

import json
import re
from datetime import date

import pytest
from icalendar import Calendar

from reportdesk.packs.explain import explain
from reportdesk.packs.loader import load_pack
from tests.web.public.conftest import site

PACK = load_pack("cn-xinfang-2022")
K2 = "clock=K2&start=2026-03-17"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """The public pages without a single release."""
    return site(tmp_path_factory.mktemp("bare") / "releases").test_client()


def text(response) -> str:
    """What a reader sees, without markup and line breaks."""
    body = response.get_data(as_text=True)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body))


@pytest.mark.parametrize("key", PACK.clocks)
def test_every_clock_can_be_chosen_in_words_and_asks_for_what_it_takes(client, key):
    page = client.get("/deadlines").get_data(as_text=True)
    assert f'href="/deadlines?clock={key}"' in page
    response = client.get(f"/deadlines?clock={key}&lang=en")
    assert response.status_code == 200
    assert PACK.labels("clock", key, "en") in text(response)
    assert "errsum" not in response.get_data(as_text=True)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_answer_has_date_explanation_ladder_and_how_far_the_calendar_goes(client, lang):
    english = "lang=en&" if lang == "en" else ""
    said = text(client.get(f"/deadlines?{english}{K2}"))
    due = PACK.due_date("K2", date(2026, 3, 17))
    for sentence in explain(due, PACK, lang):
        assert sentence.replace("'", "&#39;") in said
    wanted = {
        "zh": ("2026年5月18日（周一）", "逾期", "上一级督办", "2026年6月3日", "公布到 2026 年"),
        "en": ("Mon 18 May 2026", "Overdue from", "next superior", "3 June", "up to 2026"),
    }
    for words in wanted[lang]:
        assert words in said
    assert ("不记录" if lang == "zh" else "does not record") in said
    assert ("不是法律意见" if lang == "zh" else "no legal advice") in said


def test_the_days_of_the_count_are_marked_by_words_and_not_by_colour_alone(client):
    page = client.get(f"/deadlines?{K2}").get_data(as_text=True)
    assert '<td class="d-start"><b>17</b><small>起点</small></td>' in page
    assert '<td class="d-off d-moved"><b>16</b><small>+60</small>' in page
    assert '<td class="d-due"><b>18</b><small>到期</small></td>' in page
    assert '<td class="d-makeup"><b>9</b><small>+53</small><small>班</small></td>' in page


def test_a_date_beyond_the_known_calendar_is_marked_provisional(client):
    assert "暂定：" in text(client.get("/deadlines?clock=K2&start=2026-12-01"))
    assert "暂定：" not in text(client.get(f"/deadlines?{K2}"))


def test_all_formats_of_an_answer_say_the_same(client):
    page = text(client.get(f"/deadlines?{K2}"))
    said = json.loads(client.get(f"/deadlines.json?{K2}").data)
    (event,) = Calendar.from_ical(client.get(f"/deadlines.ics?{K2}").data).walk("VEVENT")
    assert said["due"] == "2026-05-18"
    assert event.decoded("dtstart").isoformat() == said["due"]
    assert event["description"] == "".join(said["explanation"]["zh"])
    assert event["url"] == said["permalink"]
    assert said["permalink"].partition("/deadlines?")[2] == K2
    assert "2026年5月18日" in page


def test_an_answer_has_one_address(client):
    odd = "/deadlines?start=2026-3-17&lang=en&filed=anonymous&event=delivered&clock=K1"
    response = client.get(odd)
    assert response.status_code == 302
    assert response.headers["Location"] == "/deadlines?lang=en&clock=K1&start=2026-03-17"
    assert client.get(response.headers["Location"]).status_code == 200
    kept = "/deadlines?clock=K9&start=2026-03-17&hearing=4&filed=named"
    assert client.get(kept).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        *("clok=K2", "clock=K99", "clock=K2&extension=3", "clock=K2&start=2026-03-17&start=x"),
        *("lang=fr", "clock=K1&event=accepted", "clock=K1&filed=perhaps", "clock=K5&hearing=2"),
    ],
)
@pytest.mark.parametrize("ending", ["", ".json", ".ics"])
def test_what_an_address_does_not_take_is_a_clear_error(client, query, ending):
    response = client.get(f"/deadlines{ending}?{query}")
    assert response.status_code == 400
    problem = "application/problem+json" if ending else "text/html"
    assert response.mimetype == problem
    assert "perhaps" not in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("clock=K2&start=", "请填写这一项"),
        ("clock=K2&start=31.2.2026", "请写成 2026-03-17 这样的日期"),
        ("clock=K2&start=2026-02-30", "请写成 2026-03-17 这样的日期"),
        ("clock=K2&start=9999-12-31", "请写 2099 年或更早的日期"),
        ("clock=K2&start=1999-01-01", "自 2022年5月1日（周日）起施行"),
        ("clock=K3&start=2026-03-17&extension=99", "延长的天数要在 1 到 30 之间"),
        ("clock=K3&start=2026-03-17&extension=abc", "请写一个整数"),
        ("clock=K5&start=2026-03-17&promised=2026-03-01", "承诺"),
        ("clock=K9&start=2026-03-17&hearing=9999", "听证的天数最多 366 天"),
    ],
)
def test_a_value_that_cannot_be_counted_is_explained_and_kept(client, query, sentence):
    response = client.get(f"/deadlines?{query}")
    page = response.get_data(as_text=True)
    assert response.status_code == 400
    assert sentence in page
    assert 'class="errsum"' in page
    typed = query.rpartition("=")[2]
    assert f'value="{typed}"' in page or not typed
    assert sentence in json.loads(client.get(f"/deadlines.json?{query}").data)["detail"]


def test_no_answer_is_kept_by_a_cache_and_none_sets_a_cookie(client):
    for ending in ("", ".json", ".ics"):
        response = client.get(f"/deadlines{ending}?{K2}")
        assert response.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in response.headers
