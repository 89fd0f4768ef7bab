"""The measured targets, on the half that rules were written with and on the half that was not."""

import json
from collections import Counter

import pytest

from reportdesk.domain.identity import Detail, DetailKind
from tests.identity_figures import (
    CORPUS,
    FALSE_ALARMS,
    HALVES,
    NAMES,
    NAMES_RECALL,
    STRUCTURED,
    STRUCTURED_RECALL,
    main,
    measure,
    touches,
)


@pytest.mark.parametrize("half", HALVES)
def test_each_half_reaches_the_targets(half: str) -> None:
    figures = measure(half)
    assert figures.recall(*STRUCTURED) >= STRUCTURED_RECALL
    assert figures.recall(*NAMES) >= NAMES_RECALL
    assert figures.alarms_each <= FALSE_ALARMS
    assert figures.clean >= 30
    assert all(figures.marked[kind] >= 10 for kind in STRUCTURED)


def test_the_corpus_has_enough_chinese_narratives_and_its_halves_share_none() -> None:
    told = {
        half: [json.loads(line) for line in (CORPUS / f"{half}.jsonl").open(encoding="utf-8")]
        for half in HALVES
    }
    languages = Counter(one["lang"] for half in told.values() for one in half)
    assert languages["zh"] >= 150
    texts = [one["text"] for half in told.values() for one in half]
    assert len(set(texts)) == len(texts)


def test_a_hit_is_of_the_same_kind_and_touches() -> None:
    mark = {"kind": "own_name", "start": 2, "end": 5}
    assert touches(Detail(DetailKind.OWN_NAME, 4, 9), mark)
    assert touches(Detail(DetailKind.OTHER_NAME, 2, 5), mark)
    assert not touches(Detail(DetailKind.OWN_NAME, 5, 9), mark)
    assert not touches(Detail(DetailKind.PHONE, 2, 5), mark)


def test_the_command_prints_totals_and_no_text(capsys: pytest.CaptureFixture[str]) -> None:
    main()
    printed = capsys.readouterr().out
    assert "structured together" in printed
    assert not [sign for sign in printed if "\u4e00" <= sign <= "\u9fff"]
