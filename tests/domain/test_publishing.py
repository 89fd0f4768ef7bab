"""One case as a release shows it: levels, both sides, measures, and what stays back."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.domain.disclosure import PublicAuthority, SchoolFacts
from reportdesk.domain.public_case import (
    AnswerFacts,
    CaseFacts,
    MeasureFacts,
    PublicCase,
)
from reportdesk.domain.public_clocks import Book, ClockFact
from reportdesk.domain.public_time import EventFact, View, public_events
from reportdesk.domain.publishing import public_case, unmet
from reportdesk.domain.taxonomy import Finding, Measure, SchoolKind
from reportdesk.packs.loader import load_pack

PACK = load_pack("cn-xinfang-2022")
BOOK = Book(PACK.clocks, PACK.calendar, PACK.ladder)
JULY = View(date(2026, 7, 1))
BODIES = {
    "county": PublicAuthority("county", "city", small=True),
    "city": PublicAuthority("city", "province", small=False),
    "province": PublicAuthority("province", None, small=False),
}
COLLEGE = SchoolFacts("s1", SchoolKind.HIGHER_VOCATIONAL)
PRIMARY = SchoolFacts("s2", SchoolKind.PRIMARY)
FULL_ONLY = (
    *("school", "division", "scope", "accepted", "answered", "answered_by", "answer_days"),
    *("answer_band", "finding", "measures_late", "review_level", "title", "summary"),
)


def day(text: str) -> date:
    return date.fromisoformat(text)


def event(number: int, name: str, party: str, on: str, stage: str) -> EventFact:
    return EventFact(number, day(on), day(on), name, party, stage)


NOTICE = ClockFact(1, "K1", "guideline", day("2026-03-02"), day("2026-03-17"))
OPEN = CaseFacts(
    ref="AAAA-0001",
    target="county",
    holder="county",
    school=COLLEGE,
    school_kind="higher_vocational",
    province="CN-HB",
    division="420102",
    practice="voice_recording",
    scope="grade",
    filed_on=day("2026-03-02"),
    visibility="stub",
    withheld_reason=None,
    accepted_on=None,
    decline_reason=None,
    demonstration=False,
    clocks=(NOTICE,),
    events=(event(1, "filed", "reporter", "2026-03-02", "routed"),),
)
ANSWER = AnswerFacts(
    authority_id="county",
    approved_on=day("2026-05-11"),
    finding=Finding.CONFIRMED,
    sheet={"compulsory": ("yes", "通知确有要求"), "could_refuse": ("partly", None)},
    students={"compulsory": "yes", "could_refuse": "no"},
    asked=("stop", "restore_grade", "pay"),
    levers=("course_grade",),
    legal_basis="《个人信息保护法》",
    title="要求每天录音",
    summary="经查属实。",
)
MEASURES = (
    MeasureFacts(1, Measure.STOP_COLLECTION, evidence_on=day("2026-05-11"), evidence="停用通知"),
    MeasureFacts(2, Measure.RESTORE_GRADES, promised_on=day("2026-06-15")),
)
ANSWERED = replace(
    OPEN,
    accepted_on=day("2026-03-17"),
    answer=ANSWER,
    measures=MEASURES,
    clocks=(
        replace(NOTICE, stopped_on=day("2026-03-17"), stopped_by="accepted"),
        ClockFact(
            *(2, "K2", "statutory", day("2026-03-17"), day("2026-05-18")),
            stopped_on=day("2026-05-11"),
            stopped_by="answered",
        ),
        ClockFact(3, "K5", "committed", day("2026-05-11"), day("2026-06-15"), measure=2),
    ),
    events=(
        *OPEN.events,
        event(2, "accept", "officer", "2026-03-17", "accepted"),
        event(3, "answer", "officer", "2026-05-11", "answered"),
        event(4, "correct", "system", "2026-05-11", "correcting"),
    ),
)


def shown(facts: CaseFacts, view: View = JULY) -> PublicCase:
    return public_case(facts, view, BOOK, BODIES)


def test_an_open_case_is_a_stub_under_its_coarsened_authority_without_its_school() -> None:
    case = shown(OPEN)
    assert (case.level, case.province, case.authority) == ("stub", "CN-HB", "city")
    assert (case.month, case.stage, case.practice) == ("2026-03", "routed", "voice_recording")
    assert all(getattr(case, name) is None for name in FULL_ONLY)
    assert case.steps == ()
    assert case.sheet == {}


def test_a_stub_shows_lateness_and_supervision() -> None:
    case = shown(OPEN)
    assert (case.standing, case.clock, case.clock_kind) == ("overdue", "K1", "guideline")
    assert case.rungs == ("S1", "S2", "S3", "S4")
    assert case.listed
    assert case.outcome == "no_response"
    assert (case.timely, case.timely_kind) == ("no", "guideline")


def test_an_approved_answer_opens_the_case_with_both_sides() -> None:
    case = shown(ANSWERED)
    assert (case.level, case.school, case.authority) == ("full", "s1", "county")
    assert case.sheet["compulsory"] == ("yes", "yes", "通知确有要求")
    assert case.sheet["could_refuse"] == ("no", "partly", None)
    assert case.sheet["under_14"] == (None, None, None)
    assert (case.accepted, case.answered, case.answer_days) == ("2026-03-17", "2026-05-11", 55)
    assert (case.timely, case.timely_kind, case.answer_band) == ("yes", "statutory", "d60")


def test_what_was_asked_and_not_met_is_said() -> None:
    assert shown(ANSWERED).unmet == ("pay",)
    assert unmet(("stop", "delete_data"), [Measure.END_CONTRACT]) == ("delete_data",)


def test_a_late_promise_shows_with_its_days_and_the_outcome_waits_for_it() -> None:
    case = shown(ANSWERED)
    done, late = case.promises
    assert (done.standing, done.evidence_on) == (None, "2026-05-11")
    assert (late.standing, late.overdue_days) == ("overdue", 16)
    assert (case.measures_late, case.outcome) == (1, "correction_pending")


def test_the_timeline_has_months_for_filing_and_days_for_the_authority() -> None:
    steps = [(step.when, step.event, step.code) for step in shown(ANSWERED).steps]
    assert steps == [
        ("2026-03", "filed", None),
        ("2026-03-17", "accept", None),
        ("2026-05-11", "answer", None),
        ("2026-05-11", "correct", None),
        ("2026-05-11", "evidence", "stop_collection"),
        ("2026-06-16", "rung", "S1"),
        ("2026-07-01", "rung", "S2"),
    ]


def test_an_answer_approved_after_the_release_changes_nothing() -> None:
    before = shown(ANSWERED, View(date(2026, 5, 10)))
    assert before.level == "stub"
    assert before.stage == "accepted"
    assert before.finding is None


def test_a_school_below_a_hundred_pupils_leaves_the_county_alone() -> None:
    case = shown(replace(ANSWERED, school=PRIMARY, school_kind="primary"))
    assert (case.level, case.school, case.division) == ("full", None, "420102")
    assert case.authority == "city", "the bureau itself would tell too much"
    assert case.answered_by == "city"


@pytest.mark.parametrize("school", [PRIMARY, None])
def test_texts_about_a_school_that_may_not_be_named_stay_back_and_codes_do_not(school) -> None:
    assert shown(ANSWERED).summary == "经查属实。", "control: a school that may be named"
    case = shown(replace(ANSWERED, school=school))
    assert (case.title, case.summary, case.legal_basis) == (None, None, None)
    assert case.sheet["compulsory"] == ("yes", "yes", None)
    assert all(promise.evidence is None for promise in case.promises)
    assert case.finding == "confirmed"


def test_a_withheld_case_is_a_tombstone_with_a_reason() -> None:
    case = shown(replace(ANSWERED, visibility="withheld", withheld_reason="danger"))
    empty = PublicCase("AAAA-0001", "withheld", "danger")
    assert case == empty


def test_a_declined_case_says_why() -> None:
    declined = replace(
        OPEN,
        decline_reason="not_this_authority",
        clocks=(replace(NOTICE, stopped_on=day("2026-03-17"), stopped_by="declined"),),
        events=(*OPEN.events, event(2, "decline", "officer", "2026-03-17", "declined")),
    )
    case = shown(declined)
    assert (case.stage, case.decline_reason) == ("declined", "not_this_authority")
    assert case.outcome == "out_of_jurisdiction"
    assert case.age is None, "it is not open"


def test_a_merged_case_points_to_the_one_that_carries_on_and_has_no_clock() -> None:
    merged = replace(
        OPEN,
        parent_ref="BBBB-0002",
        events=(*OPEN.events, event(2, "merge", "officer", "2026-03-17", "merged")),
    )
    case = shown(merged)
    assert (case.stage, case.merged_into) == ("merged", "BBBB-0002")
    assert case.standing is None
    assert case.clocks == ()


def test_the_platform_desk_is_never_the_authority_of_a_case() -> None:
    waiting = replace(OPEN, holder="platform", target="city")
    assert shown(waiting).authority == "city"


@given(st.integers(1, 31), st.integers(1, 31), st.integers(1, 12))
def test_the_day_of_filing_changes_nothing_in_any_public_value(
    first: int, second: int, month: int
) -> None:
    def filed(on: int) -> PublicCase:
        begun = date(2026, 3, on)
        notice = replace(NOTICE, started_on=begun, due=PACK.due_date("K1", begun).due)
        facts = replace(
            OPEN,
            filed_on=begun,
            clocks=(notice,),
            events=(EventFact(1, begun, begun, "filed", "reporter", "routed"),),
        )
        return shown(facts, View(date(2026 + month // 12, month % 12 + 1, 17)))

    assert filed(first) == filed(second)


def test_no_public_value_counts_reports_or_names_staff() -> None:
    names = {field.name for field in fields(CaseFacts)} | {
        field.name for field in fields(PublicCase)
    }
    assert not {name for name in names if "report" in name or "account" in name or "staff" in name}


def test_a_later_answer_adds_no_days_to_the_first_one() -> None:
    later = replace(ANSWER, approved_on=day("2026-06-20"), first_on=day("2026-05-11"), level=1)
    first, second = shown(ANSWERED), shown(replace(ANSWERED, answer=later))
    assert (first.answer_days, second.answer_days) == (55, 55)
    assert (second.answered, second.review_level) == ("2026-06-20", 1)


def test_a_case_that_a_superior_took_names_who_was_late_until_then():
    taken = replace(OPEN, target="province", holder="province", taken_from="city")
    assert public_case(taken, JULY, BOOK, BODIES).taken_from == "city"
    assert public_case(OPEN, JULY, BOOK, BODIES).taken_from is None
    small = replace(OPEN, target="city", holder="city", taken_from="county")
    assert public_case(small, JULY, BOOK, BODIES).taken_from is None, "both are shown as the city"


def test_the_steps_of_a_superior_are_public_with_their_day_and_its_demands_are_not():
    acts = (
        event(2, "demand", "superior", "2026-04-02", "routed"),
        event(3, "report_up", "officer", "2026-04-08", "routed"),
        event(4, "take_over", "superior", "2026-04-20", "routed"),
        event(5, "order_acceptance", "superior", "2026-05-04", "accepted"),
    )
    shown = public_events((*OPEN.events, *acts), JULY)
    assert [(one.event, one.when) for one in shown] == [
        ("filed", "2026-03"),
        ("take_over", "2026-04-20"),
        ("order_acceptance", "2026-05-04"),
    ]
