"""A kept rulebook gives the dates and the words of its pack, and versions have an order."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportdesk.domain.rulebook import Rulebook, newer
from reportdesk.packs.explain import explain
from reportdesk.packs.loader import load_pack
from reportdesk.packs.rulebook import rulebook

PACKS = [load_pack(ref) for ref in ("cn-xinfang-2022", "cn-shanghai-12345")]
KEPT = [Rulebook.of(json.loads(json.dumps(rulebook(pack).content()))) for pack in PACKS]


@settings(max_examples=60)
@given(
    st.integers(0, 1),
    st.sampled_from(["K0", "K1", "K1b", "K2", "K3", "K5", "K6b", "K9"]),
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
)
def test_what_was_kept_judges_and_explains_as_the_pack_did(
    which: int, key: str, start: date
) -> None:
    pack, kept = PACKS[which], KEPT[which]
    facts = {"K3": {"extension_days": 10}, "K5": {"promised": start}}.get(key, {})
    if key == "K6b":
        facts = {"breaks": pack.breaks("310115", "primary")}
        assert kept.breaks("310115", "primary") == facts["breaks"]
    due = pack.due_date(key, start, **facts)
    assert kept.due_date(key, start, **facts) == due
    for lang in ("zh", "en"):
        assert explain(replace(due, wording=kept), PACKS[0], lang) == explain(due, pack, lang)


def test_words_do_not_make_another_version_and_days_do() -> None:
    book = rulebook(PACKS[0])
    assert KEPT[0].hash == book.hash
    assert replace(book, terms={}).hash == book.hash
    assert replace(book, stamps=("cn-xinfang-2022@99",)).hash != book.hash
    shorter = {**book.clocks, "K2": replace(book.clocks["K2"], days=59)}
    assert replace(book, clocks=shorter).hash != book.hash
    free = replace(book.calendar, off=book.calendar.off | {date(2027, 1, 1)})
    assert replace(book, calendar=free).hash != book.hash


@pytest.mark.parametrize(
    ("one", "other", "later"),
    [
        (["a@1.2"], ["a@1.1"], True),
        (["a@1.10"], ["a@1.9"], True),
        (["a@1.9"], ["a@1.10"], False),
        (["a@2"], ["a@1.9"], True),
        (["a@1.1.1"], ["a@1.1"], True),
        (["a@2026-2"], ["a@2026-1"], True),
        (["a@1.1"], ["a@1.1"], False),
        (["b@2"], ["a@1"], None),
        (["b@1", "a@2"], ["b@1", "a@1"], True),
        (["b@1", "a@1"], ["b@2", "a@9"], False),
        (["b@1", "c@1"], ["b@1", "a@1"], None),
        (["a@1.b"], ["a@1.7"], True),
    ],
)
def test_versions_of_one_pack_have_an_order(
    one: list[str], other: list[str], later: bool | None
) -> None:
    book = rulebook(PACKS[0])
    mine, its = (replace(book, stamps=tuple(stamps)) for stamps in (one, other))
    assert newer(mine, its) is later
