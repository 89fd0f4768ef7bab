"""Letters to staff: something waits. Never what, about whom, or how many."""

import ast
import re
from pathlib import Path

import pytest

from config import ROOT, load_settings
from reportdesk.mail.letters import KINDS, letter


@pytest.fixture
def demonstration(tmp_path: Path):
    return load_settings({"REPORTDESK_ENV": "demo", "REPORTDESK_INSTANCE": str(tmp_path)})


def queued() -> set[str]:
    """Every kind that a use case queues, found in its source."""
    found = set()
    for path in (ROOT / "reportdesk").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "notify":
                found |= {node.args[2].value} if isinstance(node.args[2], ast.Constant) else set()
    return found


def test_every_kind_of_news_has_words_in_both_languages() -> None:
    named = queued() | {"new_report", "new_message", "reminder", "overdue", "rung"}
    assert named <= set(KINDS)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_kind_of_news_tells_a_number(kind: str) -> None:
    assert not any(re.search(r"\d", words) for words in KINDS[kind])


def test_a_letter_says_both_languages_and_where_to_sign_in(demonstration) -> None:
    subject, body = letter(["new_report", "overdue"], "湖北省教育厅", demonstration)
    assert "有新的举报；本机关有案件逾期" in body
    assert "New reports; a case at your authority is overdue" in body
    assert body.count(f"{demonstration.site_url}/desk/") == 2
    assert subject.startswith("【演示】")


def test_what_is_most_urgent_stands_first_whatever_the_order(demonstration) -> None:
    one = letter(["reminder", "retaliation"], "x", demonstration)
    other = letter(["retaliation", "reminder"], "x", demonstration)
    assert one == other


def test_news_of_an_unknown_kind_is_still_sent(demonstration) -> None:
    assert "有新的待办" in letter(["brand_new"], "x", demonstration)[1]
