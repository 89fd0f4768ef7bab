from dataclasses import replace
from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.domain.calendar import DAY
from reportdesk.domain.case import LIFECYCLE
from reportdesk.domain.clocks import (
    ClockEvent,
    ClockKind,
    DueDate,
    StandingCode,
    Unit,
    clocks_replaced_by,
    clocks_started_by,
    clocks_stopped_by,
    due_date,
    standing,
)
from reportdesk.domain.errors import BadInput, NotFound
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.packs.loader import load_pack

PACK = load_pack("cn-xinfang-2022")
RULES, CALENDAR = PACK.clocks, PACK.calendar
DELIVERED = date(2026, 3, 2)
ACCEPTED = date(2026, 3, 17)
starts = st.dates(date(2024, 1, 1), date(2027, 12, 31))
counted = st.sampled_from([k for k in RULES if k not in {"K3", "K5", "K10"}])


def steps(due: DueDate) -> list[str]:
    return [step.code for step in due.trace]


def of(due: DueDate, code: str) -> dict[str, object]:
    return dict(next(step.params for step in due.trace if step.code == code))


# ------------------------------------------------------------------ the specification's vectors


def test_delivered_on_2_march_2026_notice_is_due_on_17_march() -> None:
    due = due_date(RULES, ClockKey.NOTICE, DELIVERED, CALENDAR)
    assert (due.raw_due, due.due) == (date(2026, 3, 17), date(2026, 3, 17))
    assert due.overdue_from == date(2026, 3, 18)
    assert not due.provisional


def test_delivered_on_2_march_2026_objection_is_due_on_9_march() -> None:
    assert due_date(RULES, "K1b", DELIVERED, CALENDAR).due == date(2026, 3, 9)


def test_accepted_on_17_march_2026_decision_rolls_from_16_to_18_may() -> None:
    due = due_date(RULES, "K2", ACCEPTED, CALENDAR)
    assert (due.raw_due, due.due) == (date(2026, 5, 16), date(2026, 5, 18))
    assert steps(due) == ["start_excluded", "counted_days", "rest_day_rolled"]
    assert of(due, "rest_day_rolled")["skipped"] == (date(2026, 5, 16), date(2026, 5, 17))


def test_an_extension_counts_90_days_from_acceptance_not_from_the_rolled_date() -> None:
    due = due_date(RULES, "K3", ACCEPTED, CALENDAR, extension_days=30)
    assert (due.raw_due, due.due) == (date(2026, 6, 15), date(2026, 6, 15))
    assert due.days == 90
    assert of(due, "extension")["from"] == date(2026, 5, 16)


@pytest.mark.parametrize(
    ("key", "days"), [("K1", 15), ("K2", 60), ("K4", 30), ("K6", 15), ("K6b", 30), ("K7", 30)]
)
def test_clocks_of_calendar_days_count_from_the_day_after_the_start(key: str, days: int) -> None:
    assert due_date(RULES, key, DELIVERED, CALENDAR).raw_due == DELIVERED + timedelta(days=days)


# ------------------------------------------------------------------ holidays and make-up workdays


def test_a_due_date_inside_the_spring_festival_rolls_behind_it() -> None:
    due = due_date(RULES, "K1", date(2026, 2, 1), CALENDAR)
    assert (due.raw_due, due.due) == (date(2026, 2, 16), date(2026, 2, 24))


def test_a_due_date_on_a_make_up_saturday_stays() -> None:
    due = due_date(RULES, "K6b", date(2026, 4, 9), CALENDAR)
    assert due.raw_due == due.due == date(2026, 5, 9)
    assert steps(due)[-1] == "makeup_day_kept"


def test_working_days_show_the_holidays_left_out_and_the_make_up_days_counted() -> None:
    due = due_date(RULES, "K0", date(2026, 2, 12), CALENDAR)
    assert due.due == date(2026, 2, 24)
    shown = of(due, "workdays_counted")
    assert shown["makeup"] == (date(2026, 2, 14),)
    assert date(2026, 2, 16) in shown["holidays"]  # type: ignore[operator]  # params are typed broadly


def test_working_days_from_a_saturday_say_which_day_is_day_one() -> None:
    due = due_date(RULES, "K1b", date(2026, 3, 7), CALENDAR)
    assert due.due == date(2026, 3, 13)
    assert of(due, "start_on_rest_day")["day_one"] == date(2026, 3, 9)


def test_a_promised_date_on_a_holiday_rolls_too() -> None:
    promised = date(2026, 10, 2)
    due = due_date(RULES, "K5", date(2026, 9, 1), CALENDAR, promised=promised)
    assert (due.raw_due, due.due) == (promised, date(2026, 10, 8))
    assert due.kind is ClockKind.COMMITTED


def test_days_of_a_hearing_move_the_raw_date_before_it_rolls() -> None:
    due = due_date(RULES, "K9", date(2026, 9, 1), CALENDAR, hearing_days=3)
    assert (due.raw_due, due.due) == (date(2026, 10, 4), date(2026, 10, 8))


def test_a_date_beyond_the_known_years_is_provisional_and_counts_weekends_alone() -> None:
    due = due_date(RULES, "K2", date(2026, 11, 17), CALENDAR)
    assert due.due == date(2027, 1, 18)
    assert due.provisional
    assert of(due, "provisional") == {"years": (2027,)}


def test_working_days_that_end_in_an_unknown_year_are_provisional() -> None:
    assert due_date(RULES, "K1b", date(2026, 12, 30), CALENDAR).provisional
    assert not due_date(RULES, "K1b", date(2026, 12, 21), CALENDAR).provisional


def test_a_grown_calendar_gives_a_new_date_under_a_new_version() -> None:
    start = date(2026, 11, 17)
    grown = replace(
        CALENDAR,
        version="2027",
        off=CALENDAR.off | {date(2027, 1, 18)},
        years=CALENDAR.years | {2027},
    )
    before, after = (due_date(RULES, "K2", start, cal) for cal in (CALENDAR, grown))
    assert before.provisional
    assert not after.provisional
    assert (before.due, after.due) == (date(2027, 1, 18), date(2027, 1, 19))
    assert (before.calendar_version, after.calendar_version) == ("2026", "2027")


# ------------------------------------------------------------------ kinds


def test_an_anonymous_filing_makes_the_notice_clock_a_guideline_and_says_so() -> None:
    due = due_date(RULES, "K1", DELIVERED, CALENDAR)
    assert due.kind is ClockKind.GUIDELINE
    assert steps(due)[0] == "filed_anonymously"
    named = due_date(RULES, "K1", DELIVERED, CALENDAR, anonymous=False)
    assert named.kind is ClockKind.STATUTORY


def test_the_decision_clock_binds_only_after_a_recorded_acceptance() -> None:
    recorded = due_date(RULES, "K2", ACCEPTED, CALENDAR, started_by="accepted")
    presumed = due_date(RULES, "K2", ACCEPTED, CALENDAR, started_by="notice_lapsed")
    assert recorded.kind is ClockKind.STATUTORY
    assert presumed.kind is ClockKind.GUIDELINE
    assert recorded.due == presumed.due
    assert of(presumed, "start_excluded")["event"] == "notice_lapsed"


# ------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    ("key", "facts", "field"),
    [
        ("K3", {}, "extension_days"),
        ("K3", {"extension_days": 31}, "extension_days"),
        ("K3", {"extension_days": -1}, "extension_days"),
        ("K2", {"extension_days": 1}, "extension_days"),
        ("K5", {}, "promised"),
        ("K5", {"promised": ACCEPTED - DAY}, "promised"),
        ("K2", {"promised": ACCEPTED}, "promised"),
        ("K2", {"hearing_days": 1}, "hearing_days"),
        ("K9", {"hearing_days": -1}, "hearing_days"),
    ],
)
def test_facts_a_clock_lacks_or_cannot_use_are_refused(
    key: str, facts: dict[str, int], field: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        due_date(RULES, key, ACCEPTED, CALENDAR, **facts)  # type: ignore[arg-type]  # any fact
    assert refusal.value.field == field


def test_an_unknown_clock_is_not_found() -> None:
    with pytest.raises(NotFound):
        due_date(RULES, "K77", ACCEPTED, CALENDAR)


# ------------------------------------------------------------------ properties


@given(counted, starts)
def test_every_due_date_is_a_working_day_not_before_the_raw_one(key: str, start: date) -> None:
    due = due_date(RULES, key, start, CALENDAR)
    assert CALENDAR.is_workday(due.due)
    assert start < due.raw_due <= due.due
    assert due.overdue_from == due.due + DAY
    assert CALENDAR.rest_days_between(due.raw_due, due.due - DAY) == tuple(
        due.raw_due + timedelta(days=n) for n in range((due.due - due.raw_due).days)
    )


@given(counted, starts, st.integers(1, 400))
def test_a_later_start_is_never_due_earlier(key: str, start: date, later: int) -> None:
    first = due_date(RULES, key, start, CALENDAR)
    second = due_date(RULES, key, start + timedelta(days=later), CALENDAR)
    assert first.due <= second.due


@given(starts, st.integers(1, 30))
def test_an_extension_never_shortens_and_reaches_at_most_the_cap(start: date, days: int) -> None:
    base = due_date(RULES, "K2", start, CALENDAR)
    longer = due_date(RULES, "K3", start, CALENDAR, extension_days=days)
    assert longer.raw_due == base.raw_due + timedelta(days=days)
    assert longer.raw_due <= start + timedelta(days=90)


@given(counted, starts)
def test_the_trace_alone_gives_raw_and_final_date(key: str, start: date) -> None:
    due = due_date(RULES, key, start, CALENDAR)
    raws = [s.params["raw_due"] for s in due.trace if "raw_due" in s.params]
    assert set(raws) == {due.raw_due}
    rolled = [s.params["due"] for s in due.trace if s.code == "rest_day_rolled"]
    assert (rolled or [due.raw_due]) == [due.due]


@given(counted, st.dates(date(2024, 1, 1), date(2026, 9, 1)))
def test_due_dates_agree_with_chinesecalendar(key: str, start: date) -> None:
    rule = RULES[key]
    days = rule.days or 0
    if rule.unit is Unit.WORKING:
        expected = start
        for _ in range(days):
            expected += DAY
            while not chinese_calendar.is_workday(expected):
                expected += DAY
    else:
        expected = start + timedelta(days=days)
        while not chinese_calendar.is_workday(expected):
            expected += DAY
    assert due_date(RULES, key, start, CALENDAR).due == expected


# ------------------------------------------------------------------ standing


def test_overdue_starts_the_day_after_the_due_date() -> None:
    due = date(2026, 5, 18)
    assert standing(due, None, due).code is StandingCode.DUE_SOON
    late = standing(due, None, due + DAY)
    assert (late.code, late.days) == (StandingCode.OVERDUE, 1)


def test_a_clock_is_due_soon_within_seven_days_and_on_time_before() -> None:
    due = date(2026, 5, 18)
    assert standing(due, None, date(2026, 5, 11)).code is StandingCode.DUE_SOON
    far = standing(due, None, date(2026, 4, 9))
    assert (far.code, far.days) == (StandingCode.ON_TIME, 39)
    assert standing(due, None, date(2026, 4, 9), soon_days=40).code is StandingCode.DUE_SOON


def test_a_stopped_clock_is_judged_by_the_day_it_stopped_whatever_today_is() -> None:
    due, today = date(2026, 5, 18), date(2027, 1, 1)
    assert standing(due, due, today).code is StandingCode.MET
    missed = standing(due, due + 3 * DAY, today)
    assert (missed.code, missed.days) == (StandingCode.MISSED, 3)


@given(starts, starts)
def test_a_running_clock_is_overdue_exactly_after_its_due_date(due: date, today: date) -> None:
    assert (standing(due, None, today).code is StandingCode.OVERDUE) == (today > due)


# ------------------------------------------------------------------ events


def test_every_event_of_the_lifecycle_is_one_a_clock_can_name() -> None:
    assert {e for row in LIFECYCLE for e in row.events} <= {e.value for e in ClockEvent}


def test_the_national_pack_starts_and_stops_clocks_as_the_lifecycle_says() -> None:
    assert clocks_started_by("delivered", RULES) == ("K1", "K1b")
    assert clocks_started_by("accepted", RULES) == ("K2",)
    assert clocks_stopped_by("accepted", RULES) == ("K1", "K1b")
    assert clocks_started_by("answered", RULES) == ("K4", "K5")
    assert set(clocks_stopped_by("answered", RULES)) >= {"K1", "K2", "K3", "K6"}
    assert clocks_started_by("review1_decided", RULES) == ("K8",)
    assert clocks_started_by("redo_requested", RULES) == ("K6",)
    assert clocks_stopped_by("returned", RULES) == ("K1", "K1b", "K10")
    assert clocks_started_by("returned", RULES) == ("K0",)


def test_a_question_does_not_stop_the_decision_clock() -> None:
    assert clocks_started_by("question", RULES) == ("K6b",)
    assert clocks_stopped_by("question", RULES) == ()


def test_an_extension_replaces_the_decision_clock_instead_of_stopping_it() -> None:
    assert clocks_started_by("extended", RULES) == ("K3",)
    assert clocks_replaced_by("extended", RULES) == ("K2",)
    assert clocks_stopped_by("extended", RULES) == ()


def test_closing_and_withdrawing_stop_everything_but_a_promise_outlives_the_closing() -> None:
    assert clocks_stopped_by("closed", RULES) == tuple(key for key in RULES if key != "K5")
    assert clocks_stopped_by("withdrawn", RULES) == tuple(RULES)
