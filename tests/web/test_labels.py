"""Codes become words, in both languages."""

import ast
import logging
import re
from datetime import date
from pathlib import Path

import pytest

from config import ROOT
from reportdesk.domain import errors, identity
from reportdesk.domain.abuse import By, Suspicion
from reportdesk.domain.actors import Party, Role
from reportdesk.domain.authority import AuthorityKind, Level
from reportdesk.domain.case import Action
from reportdesk.domain.disclosure import FullBasis, WithheldReason
from reportdesk.domain.identity import DetailKind
from reportdesk.domain.public_time import Band
from reportdesk.domain.timetable import TIMETABLE
from reportdesk.web.dates import day, day_bare, day_short, days, month, when
from reportdesk.web.labels import choices, error_words, explained, hints, label
from reportdesk.web.labels_words import ERRORS, GROUPS, PAGES
from tests.web.sites import PACK, pages

OURS = {
    "role": Role,
    "party": Party,
    "action": Action,
    "authority_kind": AuthorityKind,
    "level": Level,
    "detail_kind": DetailKind,
    "detail_advice": DetailKind,
    "detail_gives": DetailKind,
    "detail_level_says": identity.Level,
    "detail_level": identity.Level,
    "band": Band,
    "suspicion": Suspicion,
    "suspected_by": By,
    "withheld_reason": WithheldReason,
    "full_basis": FullBasis,
}
RAISED = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.DomainError)
} - {"DomainError", "NotFound"}
HAN = re.compile(r"[\u3400-\u9fff]")
OPERATORS = (
    "release/writer.py",
    "services/publication/__init__.py",
    "services/publication/selection.py",
    "vault/keys.py",
    "vault/files.py",
    "services/leadership.py",
    "services/register.py",
)
"""What only the command line meets; it prints the code. Pages have sentences of their own."""


def test_words_of_the_pack_come_in_the_readers_language(tmp_path: Path) -> None:
    app = pages().application
    with app.test_request_context("/"):
        assert label("stage", "routed") == "已转送"
    with app.test_request_context("/?lang=en"):
        assert label("clock_kind", "guideline") == "Guideline"


@pytest.mark.parametrize("group", OURS)
def test_every_code_of_our_own_has_a_word(tmp_path: Path, group: str) -> None:
    for query in ("", "?lang=en"):
        with pages().application.test_request_context(f"/{query}"):
            for code in OURS[group]:
                assert label(group, code)


def calls(*names: str) -> list[tuple[str, ast.Call]]:
    """Calls of functions with these names in the package outside web, with the name each."""
    found = []
    for path in sorted((ROOT / "reportdesk").rglob("*.py")):
        if "web" in path.parts or path.as_posix().endswith(OPERATORS):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                found += [(name, node)] if name in names else []
    return found


def literal(call: ast.Call, place: int) -> set[str]:
    """The text written as an argument of a call, if it is one."""
    given = call.args[place] if len(call.args) > place else None
    return (
        {given.value} if isinstance(given, ast.Constant) and isinstance(given.value, str) else set()
    )


def raised_codes() -> set[str]:
    """The code of every refusal written in the package, found in its source."""
    second = {name for name in RAISED if issubclass(getattr(errors, name), errors.BadInput)}
    return {c for name, call in calls(*RAISED) for c in literal(call, 1 if name in second else 0)}


def test_every_event_and_act_that_is_recorded_has_a_word() -> None:
    events = {c for _, call in calls("record") for c in literal(call, 2)}
    events |= {c for _, call in calls("leave_trace") for c in literal(call, 3)}
    acts = {c for _, call in calls("log") for c in literal(call, 3)} | events | set(Action)
    assert "filed" in events
    assert "sign_in" in acts
    with pages().application.test_request_context("/"):
        for event in sorted(events):
            assert label("event", event)
        for act in sorted(acts):
            assert label("act", act)


def test_every_job_has_a_name_and_says_what_it_does() -> None:
    assert set(GROUPS["job"]) == set(GROUPS["job_does"]) == set(TIMETABLE)


def test_every_refusal_has_a_sentence() -> None:
    codes = raised_codes()
    assert "case_moved" in codes
    silent = sorted(codes - set(ERRORS))
    assert not silent, f"Write a sentence into ERRORS of web/labels_words.py: {silent}"


def test_a_code_without_a_word_fails_while_developing(tmp_path: Path) -> None:
    with (
        pages().application.test_request_context("/"),
        pytest.raises(LookupError, match="no word for stage 'moved_to_mars'"),
    ):
        label("stage", "moved_to_mars")


def test_a_live_site_shows_the_code_and_logs_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = pages("production").application
    with app.test_request_context("/"), caplog.at_level(logging.ERROR):
        assert label("stage", "moved_to_mars") == "moved_to_mars"
    assert "no word for stage moved_to_mars" in caplog.text


def test_choices_and_hints_fit_the_fields_of_a_form(tmp_path: Path) -> None:
    with pages().application.test_request_context("/"):
        found = choices("scope", ["class", "school"])
        assert [(c.value, c.label) for c in found] == [("class", "班级"), ("school", "全校")]
        assert "法律" in hints("clock_kind", ["statutory", "nothing"])["statutory"]


def test_the_words_of_groups_errors_and_pages_are_translated(tmp_path: Path) -> None:
    with pages().application.test_request_context("/?lang=en"):
        for words in (*GROUPS.values(), ERRORS):
            assert not [text for text in words.values() if HAN.search(str(text))]
        assert not [p for pair in PAGES.values() for p in pair if HAN.search(str(p))]


def test_an_error_sentence_takes_its_parameters(tmp_path: Path) -> None:
    with pages().application.test_request_context("/?lang=en"):
        words = error_words("action_not_open", action="accept", stage="closed")
        assert words == 'The case is now "Closed"; the step "Accept" is not open.'
        late = error_words("extension_too_short", due="2026-05-18")
        assert late == "Please choose a date after the present deadline, Mon 18 May 2026."


def test_a_due_date_explains_itself_with_whole_dates(tmp_path: Path) -> None:
    due = PACK.due_date("K2", date(2026, 3, 17), started_by="accepted")
    with pages().application.test_request_context("/"):
        text = explained(due)
    assert '<span class="nb">5月18日（周一）</span>' in text
    assert "第三十四条" in text


def test_dates_read_like_dates_in_both_languages(tmp_path: Path) -> None:
    app, tuesday = pages().application, date(2026, 3, 17)
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
