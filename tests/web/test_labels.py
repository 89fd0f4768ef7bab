"""Codes become words, in both languages."""

import logging
from datetime import date
from pathlib import Path

import pytest

from reportdesk.domain.actors import Party, Role
from reportdesk.domain.case import Action
from reportdesk.domain.routing import AuthorityKind, Level
from reportdesk.web.dates import day, day_bare, day_short, days, month, when
from reportdesk.web.labels import choices, error_words, explained, hints, label
from reportdesk.web.labels_words import ERRORS, GROUPS, PAGES
from tests.web.sites import PACK, site

OURS = {
    "role": Role,
    "party": Party,
    "action": Action,
    "authority_kind": AuthorityKind,
    "level": Level,
}


def test_words_of_the_pack_come_in_the_readers_language(tmp_path: Path) -> None:
    app = site(tmp_path)
    with app.test_request_context("/"):
        assert label("stage", "routed") == "已转送"
    with app.test_request_context("/?lang=en"):
        assert label("clock_kind", "guideline") == "Guideline"


@pytest.mark.parametrize("group", OURS)
def test_every_code_of_our_own_has_a_word(tmp_path: Path, group: str) -> None:
    for query in ("", "?lang=en"):
        with site(tmp_path).test_request_context(f"/{query}"):
            for code in OURS[group]:
                assert label(group, code)


def test_a_code_without_a_word_fails_while_developing(tmp_path: Path) -> None:
    with (
        site(tmp_path).test_request_context("/"),
        pytest.raises(LookupError, match="no word for stage 'moved_to_mars'"),
    ):
        label("stage", "moved_to_mars")


def test_a_live_site_shows_the_code_and_logs_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = site(tmp_path, env="production")
    with app.test_request_context("/"), caplog.at_level(logging.ERROR):
        assert label("stage", "moved_to_mars") == "moved_to_mars"
    assert "no word for stage moved_to_mars" in caplog.text


def test_choices_and_hints_fit_the_fields_of_a_form(tmp_path: Path) -> None:
    with site(tmp_path).test_request_context("/"):
        assert choices("answer", ["yes", "no"]) == [("yes", "是"), ("no", "否")]
        assert "法律" in hints("clock_kind", ["statutory", "nothing"])["statutory"]


def test_the_words_of_groups_errors_and_pages_are_translated(tmp_path: Path) -> None:
    with site(tmp_path).test_request_context("/?lang=en"):
        for words in (*GROUPS.values(), ERRORS):
            assert all(str(text).isascii() for text in words.values())
        assert all(str(part).isascii() for pair in PAGES.values() for part in pair)


def test_an_error_sentence_takes_its_parameters(tmp_path: Path) -> None:
    with site(tmp_path).test_request_context("/?lang=en"):
        assert error_words("action_not_open", action="accept") == "This step is not open now."


def test_a_due_date_explains_itself_with_whole_dates(tmp_path: Path) -> None:
    due = PACK.due_date("K2", date(2026, 3, 17), started_by="accepted")
    with site(tmp_path).test_request_context("/"):
        text = explained(due)
    assert '<span class="nb">5月18日（周一）</span>' in text
    assert "第三十四条" in text


def test_dates_read_like_dates_in_both_languages(tmp_path: Path) -> None:
    app, tuesday = site(tmp_path), date(2026, 3, 17)
    with app.test_request_context("/"):
        assert day(tuesday) == '<time datetime="2026-03-17">2026年3月17日（周二）</time>'
        assert day_short(tuesday).striptags() == "3月17日（周二）"
        assert day_bare(tuesday) == "3月17日"
        assert month("2026-03") == '<time datetime="2026-03">2026年3月</time>'
        assert days(1) == "1 天"
    with app.test_request_context("/?lang=en"):
        assert day(tuesday).striptags() == "Tue 17 March 2026"
        assert day_bare(tuesday) == "17 Mar"
        assert when("2026-03").striptags() == "March 2026"
        assert when("Within 30 days") == "Within 30 days"
        assert [days(1), days(2)] == ["1 day", "2 days"]
