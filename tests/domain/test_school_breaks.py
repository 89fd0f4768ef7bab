"""A clock of the site itself may leave out school breaks; no other clock does."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.domain.clocks import Unit, due_date
from reportdesk.domain.school_breaks import SchoolBreak, Season, breaks_of
from reportdesk.domain.taxonomy import SchoolKind
from reportdesk.packs.loader import load_pack

PACK = load_pack("cn-xinfang-2022")
RULES = {**PACK.clocks, "K6b": replace(PACK.clocks["K6b"], school_breaks=True)}
WORKING = {**RULES, "K6b": replace(RULES["K6b"], unit=Unit.WORKING, days=5)}


def closed(
    first: str, last: str, division: str = "420100", kinds: frozenset[SchoolKind] | None = None
) -> SchoolBreak:
    return SchoolBreak(
        division=division,
        season=Season.WINTER,
        first=date.fromisoformat(first),
        last=date.fromisoformat(last),
        school_kinds=kinds or frozenset({SchoolKind.PRIMARY}),
        notice="an invented notice",
        code="X",
        url="https://example.org/n",
        retrieved=date(2026, 1, 1),
    )


WINTER = closed("2026-02-02", "2026-02-27")


def test_days_of_a_break_do_not_count_and_are_named() -> None:
    asked = date(2026, 1, 20)
    due = due_date(RULES, "K6b", asked, PACK.calendar, breaks=(WINTER,))
    assert due.raw_due == date(2026, 3, 17), "12 days before the break, 18 after it"
    step = next(step for step in due.trace if step.code == "school_breaks")
    assert step.params == {"spans": (date(2026, 2, 2), date(2026, 2, 27)), "days": 26}


def test_a_count_of_working_days_leaves_the_break_out_too() -> None:
    due = due_date(WORKING, "K6b", date(2026, 1, 29), PACK.calendar, breaks=(WINTER,))
    assert due.due == date(2026, 3, 4), "30 January, 28 February (a make-up day), 2, 3 and 4 March"


def test_a_date_before_a_weekend_and_a_break_rolls_behind_both() -> None:
    start = date(2026, 1, 31) - timedelta(days=30)
    due = due_date(RULES, "K6b", start, PACK.calendar, breaks=(WINTER,))
    assert due.raw_due == date(2026, 1, 31)
    assert due.due == date(2026, 2, 28), "a Saturday, and a make-up workday"


def test_the_laws_clocks_run_through_a_break() -> None:
    for key in ("K1", "K2", "K4", "K7", "K9"):
        plain = due_date(RULES, key, date(2026, 1, 20), PACK.calendar)
        assert due_date(RULES, key, date(2026, 1, 20), PACK.calendar, breaks=(WINTER,)) == plain


def test_not_knowing_any_coming_break_is_said() -> None:
    for breaks in (None, (), (WINTER,)):
        due = due_date(RULES, "K6b", date(2026, 4, 1), PACK.calendar, breaks=breaks)
        assert "school_breaks_unknown" in [step.code for step in due.trace]
        assert due.raw_due == date(2026, 5, 1)


@pytest.mark.parametrize(
    ("division", "place", "holds"),
    [
        ("420100", "420100", True),
        ("420100", "420106", True),
        ("420000", "420106", True),
        ("420106", "420100", False),
        ("420100", "420200", False),
        ("371000", "371102", False),  # 威海 is not the beginning of 日照
        ("310000", "310115", True),
    ],
)
def test_a_break_holds_in_its_place_and_below(division: str, place: str, holds: bool) -> None:
    one = closed("2026-02-02", "2026-02-27", division)
    assert bool(breaks_of((one,), place, SchoolKind.PRIMARY)) is holds
    assert not breaks_of((one,), place, SchoolKind.UNDERGRADUATE)


@given(st.dates(date(2025, 11, 1), date(2026, 3, 10)), st.integers(0, 40), st.integers(1, 60))
def test_a_break_never_makes_a_date_earlier_nor_counts_a_day_of_it(
    start: date, after: int, length: int
) -> None:
    first = start + timedelta(days=after)
    last = first + timedelta(days=length)
    one = closed(first.isoformat(), last.isoformat())
    plain = due_date(RULES, "K6b", start, PACK.calendar)
    due = due_date(RULES, "K6b", start, PACK.calendar, breaks=(one,))
    assert due.due >= plain.due
    assert not first <= due.due <= last
    days = [start + timedelta(days=n) for n in range(1, (due.raw_due - start).days + 1)]
    assert sum(not first <= day <= last for day in days) == 30
