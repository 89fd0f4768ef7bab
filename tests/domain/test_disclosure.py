"""What may be published, and when it may first be shown."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.domain.case import Visibility
from reportdesk.domain.disclosure import (
    AT_ONCE,
    FullBasis,
    Gates,
    PublicAuthority,
    SchoolFacts,
    WithheldReason,
    batch,
    coarsened,
    eligible_on,
    extra_hold,
    full_basis,
    level_of,
    may_name,
    month_end,
    month_of,
    responsible,
)
from reportdesk.domain.taxonomy import SchoolKind

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
SECRET = b"s" * 32


def some_school(kind: str, **facts: object) -> SchoolFacts:
    return SchoolFacts("s1", SchoolKind(kind), **facts)


@given(DAYS)
def test_the_last_day_of_a_month_is_followed_by_the_first_of_the_next(day: date) -> None:
    end = month_end(day)
    assert month_of(end) == month_of(day)
    assert (end + timedelta(days=1)).day == 1


@given(DAYS, st.integers(0, 21))
def test_no_stub_appears_sooner_than_two_weeks_after_filing(day: date, extra: int) -> None:
    assert eligible_on(day, extra) - day >= timedelta(days=14 + extra)


@given(DAYS, st.integers(0, 21))
def test_the_day_of_filing_within_a_month_does_not_move_the_first_appearance(
    day: date, extra: int
) -> None:
    assert eligible_on(day, extra) == eligible_on(day.replace(day=1), extra)


def test_the_extra_hold_is_keyed_fixed_for_a_case_and_spread_over_three_weeks() -> None:
    drawn = [extra_hold(SECRET, f"case-{n}") for n in range(2200)]
    assert drawn == [extra_hold(SECRET, f"case-{n}") for n in range(2200)]
    assert set(drawn) == set(range(22))
    assert max(Counter(drawn).values()) < 160, "about 100 each is expected"
    assert drawn != [extra_hold(b"t" * 32, f"case-{n}") for n in range(2200)]


def test_fewer_than_three_new_cases_wait_for_company() -> None:
    due = date(2026, 5, 4)
    assert batch({"a": due, "b": due}, due) == frozenset()
    assert batch({"a": due, "b": due, "c": due}, due) == {"a", "b", "c"}
    assert batch({"a": due, "b": due, "c": due + timedelta(days=1)}, due) == frozenset()


def test_company_is_waited_for_at_most_four_weeks() -> None:
    due = date(2026, 5, 4)
    assert batch({"a": due, "b": due + timedelta(days=20)}, due + timedelta(days=27)) == frozenset()
    assert batch({"a": due, "b": due + timedelta(days=20)}, due + timedelta(days=28)) == {"a", "b"}


def test_a_case_among_tombstones_alone_waits_for_real_company() -> None:
    due = date(2026, 5, 4)
    waiting = {"a": due, "b": due, "c": due}
    assert batch(waiting, due, tombstones={"b", "c"}) == frozenset()
    assert batch(waiting | {"d": due, "e": due}, due, tombstones={"b", "c"}) == set("abcde")


def test_a_tombstone_that_waited_four_weeks_takes_nobody_along() -> None:
    due = date(2026, 5, 4)
    waiting = {"a": due + timedelta(days=7), "b": due}
    assert batch(waiting, due + timedelta(days=28), tombstones={"b"}) == {"b"}
    assert batch(waiting, due + timedelta(days=35), tombstones={"b"}) == {"a", "b"}


def test_the_demonstration_holds_nothing_back() -> None:
    day = date(2026, 5, 4)
    assert eligible_on(day, extra_hold(SECRET, "a", AT_ONCE), AT_ONCE) == day
    assert batch({"a": day}, day, AT_ONCE) == {"a"}
    assert Gates().monthly
    assert not AT_ONCE.monthly


@pytest.mark.parametrize(
    "kind", ["senior_secondary", "secondary_vocational", "higher_vocational", "undergraduate"]
)
def test_large_kinds_of_school_may_be_named_without_a_count(kind: str) -> None:
    assert may_name(some_school(kind))


@pytest.mark.parametrize("kind", ["primary", "junior_secondary", "technician_school", "other"])
def test_any_other_school_needs_a_count_of_a_hundred_with_source_and_date(kind: str) -> None:
    source = {"pupils_source": "school's own page", "pupils_on": date(2026, 1, 5)}
    assert not may_name(some_school(kind))
    assert may_name(some_school(kind, pupils=100, **source))
    assert not may_name(some_school(kind, pupils=99, **source))
    assert not may_name(some_school(kind, pupils=900, pupils_on=date(2026, 1, 5)))
    assert not may_name(some_school(kind, pupils=900, pupils_source="somebody said"))


def test_a_school_outside_the_register_is_never_named() -> None:
    assert not may_name(None)


def test_full_publication_needs_an_approved_answer_reports_or_a_document() -> None:
    assert full_basis(answer_published=False) is None
    assert full_basis(answer_published=True) is FullBasis.ANSWER
    assert full_basis(answer_published=False, accepted_reports=2) is None
    assert full_basis(answer_published=False, accepted_reports=3) is FullBasis.REPORTS
    assert full_basis(answer_published=False, document_accepted=True) is FullBasis.DOCUMENT


def test_what_the_platform_desk_withholds_stays_withheld_whatever_else_is_true() -> None:
    assert level_of("withheld", FullBasis.ANSWER) is Visibility.WITHHELD
    assert level_of("stub", FullBasis.ANSWER) is Visibility.FULL
    assert level_of("stub", None) is Visibility.STUB


def test_an_unknown_reason_for_withholding_is_never_repeated() -> None:
    assert WithheldReason.of("danger") is WithheldReason.DANGER
    assert WithheldReason.of("张三要求") is WithheldReason.UNSPECIFIED
    assert WithheldReason.of(None) is WithheldReason.UNSPECIFIED


def test_a_small_bureau_is_shown_as_the_nearest_one_above_that_is_not_small() -> None:
    known = {
        "county": PublicAuthority("county", "city", small=True),
        "city": PublicAuthority("city", "province", small=True),
        "province": PublicAuthority("province", None, small=False),
        "alone": PublicAuthority("alone", None, small=True),
    }
    assert coarsened("county", known) == "province"
    assert coarsened("province", known) == "province"
    assert coarsened("alone", known) == "alone"


def test_the_named_authority_answers_for_a_case_until_another_one_took_it() -> None:
    assert responsible("city", "province", "platform", taken=False) == "city"
    assert responsible("city", "province", "platform", taken=True) == "province"
    assert responsible("city", "platform", "platform", taken=True) == "city"
