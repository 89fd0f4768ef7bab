from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.domain.ladders import (
    Rung,
    reached,
    rungs_due,
    superiors_of,
)
from reportdesk.packs.loader import load_pack

PACK = load_pack("cn-xinfang-2022")
LADDER = PACK.ladder
DUE = date(2026, 3, 17)
OVERDUE = date(2026, 3, 18)


def fire(key: str, today: date, fired: frozenset[str] = frozenset()) -> list[str]:
    return [event.rung.value for event in rungs_due(key, DUE, OVERDUE, today, fired, LADDER)]


def test_jobs_one_sixteen_thirty_one_and_forty_six_days_after_the_due_date_climb_the_ladder() -> (
    None
):
    fired: set[str] = {"S0_before", "S0_due"}
    expected = {1: ["S0_after", "S1"], 16: ["S2"], 31: ["S3"], 46: ["S4"]}
    for days, rungs in expected.items():
        assert fire("K1", DUE + timedelta(days=days - 1), frozenset(fired)) == []
        assert fire("K1", DUE + timedelta(days=days), frozenset(fired)) == rungs
        fired |= set(rungs)
    assert fire("K1", DUE + timedelta(days=400), frozenset(fired)) == []


def test_reminders_come_three_days_before_on_the_day_and_the_day_after() -> None:
    assert fire("K1", date(2026, 3, 13)) == []
    assert fire("K1", date(2026, 3, 14)) == ["S0_before"]
    assert fire("K1", DUE) == ["S0_before", "S0_due"]


def test_after_downtime_all_missed_rungs_come_in_order_with_the_day_each_was_due() -> None:
    events = rungs_due("K2", DUE, OVERDUE, date(2026, 7, 1), (), LADDER)
    assert [event.rung for event in events] == list(Rung)
    assert [event.on for event in events] == [
        date(2026, 3, 14),
        DUE,
        OVERDUE,
        OVERDUE,
        OVERDUE + timedelta(days=15),
        OVERDUE + timedelta(days=30),
        OVERDUE + timedelta(days=45),
    ]


def test_a_promised_measure_climbs_the_first_two_rungs_only() -> None:
    assert fire("K5", date(2026, 12, 1)) == ["S1", "S2"]


@pytest.mark.parametrize("key", ["K0", "K1b", "K4", "K6", "K6b", "K8", "KX"])
def test_clocks_without_supervision_never_climb(key: str) -> None:
    assert fire(key, date(2027, 12, 1)) == []


@given(st.integers(-10, 80), st.integers(0, 80))
def test_running_often_fires_the_same_rungs_as_running_once(first: int, gap: int) -> None:
    early, late = DUE + timedelta(days=first), DUE + timedelta(days=first + gap)
    before = fire("K7", early)
    assert before + fire("K7", late, frozenset(before)) == fire("K7", late)


def test_a_county_case_climbs_to_the_city_then_the_province() -> None:
    above = ("city", "province")
    assert reached(Rung.S0_DUE, "county", above) == "county"
    assert reached(Rung.S1, "county", above) == "county"
    assert reached(Rung.S2, "county", above) == "city"
    assert reached(Rung.S3, "county", above) == "province"
    assert reached(Rung.S4, "county", above) is None


def test_a_short_ladder_reaches_its_top_again_and_the_top_has_nobody_above() -> None:
    assert reached(Rung.S2, "province", ("moe",)) == "moe"
    assert reached(Rung.S3, "province", ("moe",)) == "moe"
    assert reached(Rung.S2, "moe", ()) is None


def test_a_late_review_climbs_from_the_reviewer_not_from_the_first_authority() -> None:
    above = ("city", "province", "moe")
    assert superiors_of("city", above) == ("province", "moe")
    assert reached(Rung.S2, "city", above) == "province"
    assert reached(Rung.S3, "city", above) == "moe"
