"""The two hotline packs: shorter days of a document below the law, beside the law's own."""

from datetime import date

import pytest

from reportdesk.domain.clocks import ClockKind
from reportdesk.domain.ladders import Rung
from reportdesk.packs.explain import explain
from reportdesk.packs.loader import builtin_packs, load_pack

NATIONAL, SHANDONG, SHANGHAI = "cn-xinfang-2022", "cn-shandong-12345", "cn-shanghai-12345"
ACCEPTED = date(2026, 3, 17)


def test_three_packs_come_with_the_project() -> None:
    assert builtin_packs() == (SHANDONG, SHANGHAI, NATIONAL)


def test_shandong_decides_in_5_working_days_and_10_more_and_returns_within_2() -> None:
    pack = load_pack(SHANDONG)
    assert pack.due_date("K2", ACCEPTED).due == date(2026, 3, 24)
    assert pack.due_date("K3", ACCEPTED, extension_days=10).due == date(2026, 4, 8)
    assert pack.due_date("K1b", date(2026, 3, 20)).due == date(2026, 3, 24)


def test_shanghai_decides_in_5_working_days_15_in_all_and_redoes_in_3() -> None:
    pack = load_pack(SHANGHAI)
    assert pack.due_date("K2", ACCEPTED).due == date(2026, 3, 24)
    extended = pack.due_date("K3", ACCEPTED, extension_days=10)
    assert (extended.due, extended.days) == (date(2026, 4, 8), 15)
    assert pack.due_date("K6", date(2026, 3, 20)).due == date(2026, 3, 25)


@pytest.mark.parametrize("ref", [SHANDONG, SHANGHAI])
def test_the_laws_60_days_stay_and_alone_call_a_superior(ref: str) -> None:
    pack, parent = load_pack(ref), load_pack(NATIONAL)
    law, local = pack.due_date("LAW60", ACCEPTED), pack.due_date("K2", ACCEPTED)
    assert (law.due, law.kind) == (parent.due_date("K2", ACCEPTED).due, ClockKind.STATUTORY)
    assert local.kind is ClockKind.GUIDELINE
    assert Rung.S2 in pack.ladder.clocks["LAW60"]
    assert Rung.S2 not in pack.ladder.clocks["K2"] | pack.ladder.clocks["K3"]
    presumed = pack.due_date("LAW60", ACCEPTED, started_by="notice_lapsed")
    assert presumed.kind is ClockKind.GUIDELINE


@pytest.mark.parametrize("ref", [SHANDONG, SHANGHAI])
def test_readers_learn_that_a_hotlines_days_are_second_hand_and_no_law(ref: str) -> None:
    pack = load_pack(ref)
    rule = pack.clocks["K2"].citation
    assert (rule.code, rule.retrieved) == ("W", date(2026, 11, 29))
    words = "".join(explain(pack.due_date("K2", ACCEPTED), pack))
    assert "二手来源" in words
    assert "不等于违法" in words


def test_in_shanghai_a_question_does_not_run_through_the_winter_break() -> None:
    pack = load_pack(SHANGHAI)
    breaks = pack.breaks("310115", "primary")
    due = pack.due_date("K6b", date(2026, 1, 20), breaks=breaks)
    assert due.due == date(2026, 3, 17)
    assert "学校放假的 2月2日至2月27日不算（26 天）。" in explain(due, pack)
    assert "2 February to 27 February (26 days)" in " ".join(explain(due, pack, "en"))
    assert pack.breaks("310115", "undergraduate") == pack.breaks("370100", "primary") == ()
