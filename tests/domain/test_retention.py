"""The day on which content goes: counted from the last end, never early, never unannounced."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor, Role
from reportdesk.domain.clocks import Citation
from reportdesk.domain.errors import BadInput, NotAllowed
from reportdesk.domain.retention import (
    Ended,
    RetentionRule,
    Why,
    check_second,
    check_until,
    may_hold,
    next_look,
    schedule,
)

RULE = RetentionRule(100, 30, Citation("x"))
END = date(2026, 3, 1)
DAY = timedelta(days=1)


def plan(**facts):
    return schedule("corrected", RULE, Ended(**{"ended_on": END, **facts}))


def test_the_days_count_from_the_end_and_the_warning_comes_before() -> None:
    found = plan()
    assert (found.due, found.warn_on) == (date(2026, 6, 9), date(2026, 5, 10))
    assert [step.why for step in found.trace] == [Why.ENDED, Why.COUNTED]


def test_a_window_or_a_later_case_moves_the_start() -> None:
    later = END + 40 * DAY
    assert plan(windows=[END - DAY, later]).due == later + 100 * DAY
    assert plan(followers=[later]).due == later + 100 * DAY
    assert [step.why for step in plan(windows=[later], followers=[later + DAY]).trace] == [
        Why.ENDED,
        Why.WINDOW,
        Why.FOLLOWED,
        Why.COUNTED,
    ]


@pytest.mark.parametrize("facts", [{"running": True}, {"followers": [END, None]}])
def test_nothing_is_planned_while_anything_runs(facts) -> None:
    assert plan(**facts) is None


def test_an_open_case_has_no_day() -> None:
    assert plan(ended_on=None) is None


def test_a_hold_keeps_it_until_the_day_after_and_not_a_day_more() -> None:
    held = plan().due + 10 * DAY
    assert plan(held_until=held).due == held + DAY
    assert plan(held_until=plan().due).due == plan().due + DAY
    assert plan(held_until=plan().due - DAY) == plan()


def test_a_late_warning_is_as_long_as_any_other() -> None:
    late = plan().due + 5 * DAY
    assert plan(warned_on=late).due == late + 30 * DAY
    assert plan(warned_on=plan().warn_on).due == plan().due


days = st.integers(0, 2000).map(lambda n: END + n * DAY)


@given(
    st.lists(days, max_size=4),
    st.lists(days, max_size=2),
    st.none() | days,
    st.none() | days,
)
def test_it_is_never_earlier_than_any_end_hold_or_warning_allows(
    windows, followers, held, warned
) -> None:
    found = plan(windows=windows, followers=followers, held_until=held, warned_on=warned)
    for end in (END, *windows, *followers):
        assert found.due >= end + 100 * DAY
    assert held is None or found.due > held
    assert warned is None or found.due >= warned + 30 * DAY
    assert found.due - found.warn_on == 30 * DAY
    assert found.trace[-1].on == found.due


@given(days, st.none() | days)
def test_every_case_is_looked_at_again_within_a_month_and_never_the_same_day(today, warned) -> None:
    look = next_look(plan(warned_on=warned), warned, today)
    assert today < look <= today + 31 * DAY


HEAD = Actor("a", "holder", Role.HEAD)


@pytest.mark.parametrize(
    ("actor", "allowed"),
    [
        (HEAD, True),
        (replace(HEAD, authority_id="above"), True),
        (replace(HEAD, authority_id="elsewhere"), False),
        (replace(HEAD, authority_id="accused"), False),
        (replace(HEAD, role=Role.OFFICER), False),
        (replace(HEAD, role=Role.SUPERVISOR), False),
        (Actor("p", PLATFORM_AUTHORITY, Role.PLATFORM), True),
        (Actor("p", PLATFORM_AUTHORITY, Role.ADMIN), False),
    ],
)
def test_heads_of_the_holder_and_above_may_hold_but_never_the_accused(actor, allowed) -> None:
    assert may_hold(actor, "holder", ("above", "accused"), "accused") is allowed


def test_an_accused_holder_may_not_hold_either() -> None:
    assert not may_hold(HEAD, "holder", (), "holder")


def test_a_hold_lasts_a_year_at_most_and_ends_in_the_future() -> None:
    check_until(END + 365 * DAY, END)
    for until in (END, END - DAY, END + 366 * DAY):
        with pytest.raises(BadInput):
            check_until(until, END)


def test_the_platform_decides_with_another_person() -> None:
    officer = Actor("two", PLATFORM_AUTHORITY, Role.PLATFORM)
    check_second("one", officer)
    for wrong in (replace(officer, account_id="one"), HEAD):
        with pytest.raises(NotAllowed):
            check_second("one", wrong)
