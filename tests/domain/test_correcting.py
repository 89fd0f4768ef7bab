"""A correction puts the record right and never makes late work timely."""

from datetime import date

import pytest

from reportdesk.domain.correcting import Hearing, Limits, moves
from reportdesk.domain.errors import BadInput

DUE = date(2026, 5, 18)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def test_an_earlier_due_date_counts_always_and_a_later_one_only_before_it_is_over() -> None:
    earlier, later = day("05-08"), day("05-25")
    assert moves(DUE, earlier, None, day("05-30"))
    assert moves(DUE, earlier, day("05-15"), day("05-30")), "an answer may become late by it"
    assert moves(DUE, later, None, DUE)
    assert not moves(DUE, later, None, day("05-19")), "it is late already"
    assert not moves(DUE, later, day("05-19"), day("05-20")), "it came late"
    assert not moves(DUE, DUE, None, DUE)


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("03-10", "correction_changes_nothing"),
        ("03-01", "accepted_before_delivery"),
        ("03-13", "correction_after_entry"),
    ],
)
def test_a_day_is_put_right_between_delivery_and_entry(new: str, why: str) -> None:
    limits = Limits(day("03-02"), day("03-12"))
    with pytest.raises(BadInput, match=why):
        limits.check(day("03-10"), day(new))
    limits.check(day("03-10"), day("03-02"))
    limits.check(day("03-10"), day("03-12"))


@pytest.mark.parametrize(
    ("first", "last", "today", "why"),
    [
        ("05-12", "05-11", "05-14", "hearing_backwards"),
        ("05-04", "05-11", "05-14", "hearing_before_request"),
        ("05-12", "05-15", "05-14", "hearing_in_future"),
        ("05-12", "05-13", "06-04", "hearing_too_late"),
        ("05-07", "05-08", "05-14", "hearing_twice"),
    ],
)
def test_days_that_were_no_hearing_within_the_time_are_not_left_out(
    first, last, today, why
) -> None:
    before = (Hearing(day("05-08"), day("05-09")),)
    with pytest.raises(BadInput, match=why):
        Hearing(day(first), day(last)).check(day("05-04"), day("06-03"), day(today), before)
    Hearing(day("05-12"), day("05-14")).check(day("05-04"), day("06-03"), day("05-14"), before)
