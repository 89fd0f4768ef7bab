"""Deadlines worked out from what a reader says."""

from datetime import date

import pytest

from reportdesk.domain.errors import BadInput
from reportdesk.packs.deadline import Facts, data, takes, work_out
from reportdesk.packs.loader import load_pack

PACK = load_pack("cn-xinfang-2022")
START = date(2026, 3, 17)


def test_a_clock_asks_for_nothing_that_it_has_no_use_for() -> None:
    assert {key: takes(PACK.clocks[key]) for key in ("K1", "K2", "K3", "K5", "K6", "K9")} == {
        "K1": ("event", "start", "filed"),
        "K2": ("event", "start"),
        "K3": ("start", "extension"),
        "K5": ("start", "promised"),
        "K6": ("start",),
        "K9": ("start", "hearing", "filed"),
    }


def test_the_answer_is_that_of_the_clock_with_the_days_on_which_lateness_climbs() -> None:
    found = work_out(PACK, "K3", Facts(START, extension=30))
    assert found.due == PACK.due_date("K3", START, extension_days=30)
    assert [(event.rung.value, event.on.isoformat()) for event in found.rungs] == [
        ("S0_before", "2026-06-12"),
        ("S0_due", "2026-06-15"),
        ("S0_after", "2026-06-16"),
        ("S1", "2026-06-16"),
        ("S2", "2026-07-01"),
        ("S3", "2026-07-16"),
        ("S4", "2026-07-31"),
    ]
    assert work_out(PACK, "K6", Facts(START)).rungs == ()


def test_a_named_report_has_the_kind_of_the_law() -> None:
    assert work_out(PACK, "K1", Facts(START)).due.kind == "guideline"
    assert work_out(PACK, "K1", Facts(START, named=True)).due.kind == "statutory"


@pytest.mark.parametrize(
    ("key", "facts", "field"),
    [
        ("K2", Facts(date(2022, 4, 30)), "start"),
        ("K2", Facts(date(2100, 1, 1)), "start"),
        ("K5", Facts(START, promised=date(2100, 1, 1)), "promised"),
        ("K5", Facts(START, promised=date(2060, 1, 1)), "promised"),
        ("K9", Facts(START, hearing=367), "hearing_days"),
        ("K3", Facts(START, extension=31), "extension_days"),
    ],
)
def test_what_cannot_be_counted_is_refused_by_name(key: str, facts: Facts, field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        work_out(PACK, key, facts)
    assert refusal.value.field == field


def test_for_machines_numbers_stand_once_and_words_in_both_languages() -> None:
    found = work_out(PACK, "K2", Facts(START))
    said = data(found, PACK)
    assert (said["due"], said["overdue_from"]) == ("2026-05-18", "2026-05-19")
    assert said["name"] == {"zh": "作出处理决定", "en": "Give a decision"}
    assert said["citation"]["words"]["en"].endswith("text checked")
    assert said["supervision"][3] == {
        "rung": "S1",
        "on": "2026-05-19",
        "name": {
            "zh": "逾期，通知本机关监督人",
            "en": "Overdue: the authority's own supervisor is told",
        },
    }
