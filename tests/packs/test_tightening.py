"""A local pack tightens its parent, or says why it does not."""

from pathlib import Path

import pytest

from reportdesk.domain.clocks import ClockKind
from reportdesk.packs.explain import explain, explain_rule
from reportdesk.packs.loader import PackError, load_pack
from tests.packs.spoil import edit

K2 = "days: 5\n  unit: working\n  kind: statutory\n  starts: [accepted, notice_lapsed]"
LOOSER = [
    ("days: 5\n", "days: 44\n", "K2", "due later"),
    ("days: 5\n  unit: working", "days: 61\n  unit: calendar", "K2", "due later"),
    (K2, K2.replace("statutory", "guideline"), "K2", "statutory in the parent"),
    (K2, K2.replace("statutory", "statutory\n  kind_if_anonymous: policy"), "K2", "statutory"),
    (K2, K2.replace("[accepted, ", "[accepted, reply, "), "K2", "starts by other events"),
    ("stops: [answered]\n  citation: {law: 虚构市办法, article", "stops: [answered, question]\n  "
     "citation: {law: 虚构市办法, article", "K2", "stops by 'question'"),
    ("  cap: 10\n", "  cap: 70\n", "K3", "due later"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "key", "reason"), LOOSER)
def test_a_clock_that_loosens_the_law_is_refused_by_name_and_line(
    local: Path, old: str, new: str, key: str, reason: str
) -> None:
    edit(local / "clocks.yaml", old, new)
    with pytest.raises(PackError) as refusal:
        load_pack(local)
    (problem,) = refusal.value.problems
    assert reason in problem.reason("en")
    assert f"“{key}”" in problem.reason("zh")
    text = (local / "clocks.yaml").read_text(encoding="utf-8").splitlines()
    assert text[problem.line - 1] == f"{key}:"


def test_44_working_days_are_longer_than_60_days_only_around_the_holidays(local: Path) -> None:
    edit(local / "clocks.yaml", "days: 5\n", "days: 44\n")
    with pytest.raises(PackError, match=r"for example 2024-0"):
        load_pack(local)


def test_who_says_why_may_loosen_and_readers_are_told(local: Path) -> None:
    why = "  loosens: {zh: 这里只是约定。, en: This is an agreement only.}\n"
    edit(local / "clocks.yaml", K2, K2.replace("statutory", "guideline"))
    edit(local / "clocks.yaml", "K2:\n", f"K2:\n{why}")
    pack = load_pack(local)
    due = pack.due_date("K2", pack.valid_from)
    assert due.kind is ClockKind.GUIDELINE
    assert "这里只是约定。" in explain(due, pack)
    assert "This is an agreement only." in explain_rule(pack.clocks["K2"], pack, "en")


def test_a_reason_without_loosening_is_refused(local: Path) -> None:
    edit(local / "clocks.yaml", "K2:\n", "K2:\n  loosens: {zh: 因为, en: Because.}\n")
    with pytest.raises(PackError, match="'K2' does not loosen"):
        load_pack(local)


def test_the_sites_own_clocks_may_be_anything(local: Path) -> None:
    own = (
        "K6:\n  name: {zh: 重办, en: Redo}\n  days: 90\n  unit: calendar\n  kind: policy\n"
        "  starts: [redo_requested]\n  stops: [answered]\n  citation: {law: 本站规则}\n"
    )
    path = local / "clocks.yaml"
    path.write_text(path.read_text(encoding="utf-8") + own, encoding="utf-8")
    assert load_pack(local).clocks["K6"].days == 90
