"""What becomes of a date under new rules: never silent, and nobody late on the spot."""

from dataclasses import replace
from datetime import date

import pytest

from reportdesk.domain.case import Stage
from reportdesk.domain.clocks import standing
from reportdesk.domain.following import Step, Timer
from reportdesk.domain.rejudging import Held, Verdict, moves_seen, verdict
from reportdesk.packs.loader import load_pack

DUE = load_pack("cn-xinfang-2022").due_date("K2", date(2026, 3, 17))
HELD = Held(DUE.kind, DUE.raw_due, DUE.due)
"""Due on Monday 18 May 2026."""


@pytest.mark.parametrize(
    ("new", "today", "found"),
    [
        ("2026-05-18", "2026-04-01", Verdict.SAME),
        ("2026-05-19", "2026-04-01", Verdict.MOVED),
        ("2026-05-15", "2026-04-01", Verdict.MOVED),
        ("2026-05-15", "2026-05-15", Verdict.MOVED),
        ("2026-05-15", "2026-05-16", Verdict.KEPT),  # it would be late since yesterday
        ("2026-05-25", "2026-05-20", Verdict.MOVED),  # it was late, and is not any more
        ("2026-05-15", "2026-05-25", Verdict.KEPT),  # late already, and no later by this
    ],
)
def test_a_date_moves_unless_somebody_would_be_late_at_once(
    new: str, today: str, found: Verdict
) -> None:
    due = replace(DUE, due=date.fromisoformat(new))
    assert verdict(HELD, due, date.fromisoformat(today)) is found


def test_another_kind_holds_from_now_on() -> None:
    assert verdict(replace(HELD, kind="guideline"), DUE, DUE.due) is Verdict.MOVED


def test_what_followed_from_a_lapse_stands() -> None:
    later = replace(DUE, due=date(2026, 6, 1))
    assert verdict(replace(HELD, acted_on=True), later, DUE.due) is Verdict.KEPT


def test_a_clock_that_the_new_rules_cannot_judge_keeps_its_version() -> None:
    assert verdict(HELD, None, DUE.start) is Verdict.KEPT


def test_a_reporter_reads_of_moved_dates_only_where_they_see_the_clock() -> None:
    def step(number: int, event: str, **fields: object) -> Step:
        return Step(number, event, date(2026, 12, 1), Stage.ACCEPTED, None, fields)

    on_time = standing(DUE.due, None, DUE.start)
    seen = Timer(DUE, on_time, None, None, {}, number=2)
    steps = [
        step(1, "accept"),
        step(2, "clock_rejudged", clock_number=2),
        step(3, "clock_rejudged", clock_number=3),
    ]
    before = [step(7, "delivered"), step(8, "clock_rejudged", clock_number=2)]
    assert [one.number for one in moves_seen(steps, [seen], before)] == [7, 1, 2]
