"""How long things are kept is data: every outcome has days, a warning, a reason and a source."""

from pathlib import Path

import pytest

from reportdesk.domain.taxonomy import Outcome
from reportdesk.packs.loader import PackError, load_pack

CHILD = """\
id: local
version: "1"
title: {zh: 地方, en: Local}
valid_from: 2026-01-01
parent: cn-xinfang-2022
"""
ENTRY = """\
corrected:
  days: DAYS
  warn: WARN
  reason: {zh: 短一些, en: Shorter}
  citation: {law: 本站规则}
"""


def local(folder: Path, days: int, warn: int, more: str = ""):
    (folder / "pack.yaml").write_text(CHILD, encoding="utf-8")
    text = ENTRY.replace("DAYS", str(days)).replace("WARN", str(warn)) + more
    (folder / "retention.yaml").write_text(text, encoding="utf-8")
    return load_pack(folder)


def test_the_national_pack_says_it_for_every_outcome(pack) -> None:
    assert set(pack.retention) == {outcome.value for outcome in Outcome}
    for outcome, rule in pack.retention.items():
        assert pack.labels("retention", outcome, "zh") != pack.labels("retention", outcome, "en")
        assert rule.warn < rule.days
    assert pack.retention["withdrawn"].days == min(rule.days for rule in pack.retention.values())


def test_a_local_pack_changes_one_outcome_and_inherits_the_others(tmp_path, pack) -> None:
    found = local(tmp_path, 90, 14)
    assert found.retention["corrected"].days == 90
    assert found.labels("retention", "corrected", "en") == "Shorter"
    assert found.retention["partly"] == pack.retention["partly"]
    assert found.hash != pack.hash


@pytest.mark.parametrize(
    ("days", "warn", "more"),
    [(0, 7, ""), (20, 20, ""), (90, 6, ""), (4000, 30, ""), (90, 14, "gone: {days: 3}\n")],
)
def test_what_cannot_be_meant_is_refused_with_its_place(tmp_path, days, warn, more) -> None:
    with pytest.raises(PackError) as refused:
        local(tmp_path, days, warn, more)
    assert all(one.file.endswith("retention.yaml") for one in refused.value.problems)
