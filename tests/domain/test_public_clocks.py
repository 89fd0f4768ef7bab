"""Clocks as a release may show them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.domain.clocks import StandingCode
from reportdesk.domain.ladders import Ladder
from reportdesk.domain.public_clocks import Book, ClockFact, leading, public_clocks
from reportdesk.domain.public_time import EventFact, View
from reportdesk.packs.loader import load_pack
from reportdesk.packs.rulebook import rulebook

PACK = load_pack("cn-xinfang-2022")
BOOK = Book(PACK.clocks, PACK.calendar, PACK.ladder)


def clock(key: str, start: str, due: str | None = None, **facts: object) -> ClockFact:
    begun = date.fromisoformat(start)
    kinds = {"K1": "guideline", "K2": "statutory", "K3": "statutory", "K5": "committed"}
    end = date.fromisoformat(due) if due else PACK.due_date(key, begun).due
    given: dict[str, object] = {"number": 1, "kind": kinds.get(key, "policy")}
    return ClockFact(**(given | {"key": key, "started_on": begun, "due": end} | facts))


def test_the_notice_is_counted_from_the_last_day_of_its_month() -> None:
    shown = public_clocks([clock("K1", "2026-03-02")], View(date(2026, 4, 20)), BOOK)
    (notice,) = shown
    assert (notice.start, notice.due, notice.exact) == ("2026-03", "2026-04", False)
    assert notice.ends == date(2026, 4, 15), "15 days from 31 March"
    assert notice.standing.code is StandingCode.ON_TIME, "on 1 April it was not late"


@given(st.integers(1, 31), st.integers(1, 31), st.dates(date(2026, 4, 14), date(2026, 12, 31)))
def test_the_day_of_filing_never_changes_a_public_clock(
    first: int, second: int, as_of: date
) -> None:
    def shown(day: int) -> object:
        begun = f"2026-03-{day:02}"
        lapsed = PACK.due_date("K1", date.fromisoformat(begun)).due
        rows = [clock("K1", begun)]
        if lapsed < as_of:  # what the daily job records
            rows.append(clock("K2", lapsed.isoformat(), kind="guideline", number=2, presumed=True))
        return public_clocks(rows, View(as_of), BOOK)

    assert shown(first) == shown(second)


def test_a_lapsed_notice_starts_a_presumed_decision_that_is_a_guideline() -> None:
    shown = public_clocks([clock("K1", "2026-03-02")], View(date(2026, 5, 20)), BOOK)
    assert [(c.key, c.kind, c.start) for c in shown] == [
        ("K1", "guideline", "2026-03"),
        ("K2", "guideline", "2026-04"),
    ]
    assert shown[0].standing.code is StandingCode.OVERDUE
    assert [step.when for step in shown[0].rungs] == ["2026-04", "2026-05"], "S1 and S2"


def test_recorded_acceptance_makes_the_decision_exact_to_the_day() -> None:
    rows = [
        clock("K1", "2026-03-02", stopped_on=date(2026, 3, 17), stopped_by="accepted"),
        clock("K2", "2026-03-17", number=2),
    ]
    shown = public_clocks(rows, View(date(2026, 6, 10)), BOOK)
    assert [(c.start, c.due, c.exact) for c in shown] == [
        ("2026-03", "2026-04", False),
        ("2026-03-17", "2026-05-18", True),
    ]
    assert shown[1].standing.days == 14, "from 18 May to the first of June"


def accepted(on: str, entered: str) -> EventFact:
    day, recorded = date.fromisoformat(on), date.fromisoformat(entered)
    return EventFact(2, day, recorded, "accept", "officer", "accepted")


def test_an_acceptance_with_an_earlier_date_ends_lateness_on_the_day_it_was_entered() -> None:
    act = accepted("2026-04-10", "2026-06-02")
    stopped = {"stopped_on": date(2026, 4, 10), "stopped_by": "accepted", "accepted": act}
    rows = [
        clock("K1", "2026-03-05", **stopped),
        clock("K2", "2026-04-10", number=2, accepted=act),
    ]
    notice, decision = public_clocks(rows, View(date(2026, 6, 8)), BOOK)
    assert notice.standing.code is StandingCode.MISSED
    assert notice.stopped == "2026-06"
    assert [step.rung.value for step in notice.rungs] == ["S1", "S2", "S3", "S4"]
    assert (notice.entered, decision.entered) == ("2026-06-02", "2026-06-02")
    assert (decision.start, decision.exact) == ("2026-04-10", True)


def test_an_acceptance_entered_on_its_day_names_one_day_only() -> None:
    act = accepted("2026-04-10", "2026-04-10")
    stopped = {"stopped_on": date(2026, 4, 10), "stopped_by": "accepted", "accepted": act}
    (notice,) = public_clocks([clock("K1", "2026-03-05", **stopped)], View(date(2026, 6, 8)), BOOK)
    assert notice.standing.code is StandingCode.MET
    assert (notice.stopped, notice.entered, notice.rungs) == ("2026-04", None, ())


def test_a_case_given_back_late_shows_the_rungs_that_fired_until_then_and_no_others() -> None:
    back = {"stopped_on": date(2026, 6, 2), "stopped_by": "returned"}

    def rungs(**more: object) -> list[str]:
        (shown,) = public_clocks(
            [clock("K1", "2026-03-05", **back, **more)], View(date(2026, 7, 8)), BOOK
        )
        assert shown.standing.code is StandingCode.MISSED, "late it was all the same"
        return [step.rung.value for step in shown.rungs]

    assert rungs(fired=frozenset({"R1", "R2", "S1", "S2"})) == ["S1", "S2"]
    assert rungs(fired=frozenset()) == [], "nobody kept time, so nobody was told"


def test_an_extension_replaces_the_decision() -> None:
    rows = [
        clock("K2", "2026-03-17", stopped_on=date(2026, 5, 4), stopped_by="extended"),
        clock("K3", "2026-03-17", "2026-06-15", number=2, extension_days=30),
    ]
    shown = public_clocks(rows, View(date(2026, 7, 1)), BOOK)
    assert [(c.key, c.due) for c in shown] == [("K3", "2026-06-15")]


def test_windows_of_reporters_are_nobody_elses_business() -> None:
    rows = [clock("K4", "2026-05-06"), clock("K6b", "2026-05-06"), clock("K1b", "2026-03-02")]
    assert public_clocks(rows, View(date(2026, 7, 1)), BOOK) == ()


def test_a_redo_shows_when_its_month_is_over_and_only_as_a_month() -> None:
    rows = [clock("K6", "2026-05-12")]
    assert public_clocks(rows, View(date(2026, 5, 30)), BOOK) == ()
    (redo,) = public_clocks(rows, View(date(2026, 6, 1)), BOOK)
    assert (redo.start, redo.due) == ("2026-05", "2026-06")


def test_a_withdrawal_never_shows_as_a_stopped_clock() -> None:
    rows = [clock("K2", "2026-03-17", stopped_on=date(2026, 5, 12), stopped_by="withdrawn")]
    (decision,) = public_clocks(rows, View(date(2026, 5, 20)), BOOK)
    assert decision.runs


def test_delivery_is_shown_only_while_the_letter_is_on_its_way() -> None:
    waiting = clock("K0", "2026-03-02")
    sent = clock("K0", "2026-03-02", stopped_on=date(2026, 3, 4), stopped_by="delivered")
    assert [c.key for c in public_clocks([waiting], View(date(2026, 4, 20)), BOOK)] == ["K0"]
    assert public_clocks([sent], View(date(2026, 4, 20)), BOOK) == ()


def test_every_promise_keeps_a_clock_of_its_own() -> None:
    rows = [
        clock("K5", "2026-05-11", "2026-06-15", number=1, measure=1),
        clock("K5", "2026-05-11", "2026-07-31", number=2, measure=2),
    ]
    shown = public_clocks(rows, View(date(2026, 7, 1)), BOOK)
    assert [(c.measure, c.standing.code.value) for c in shown] == [(1, "overdue"), (2, "on_time")]
    assert [step.rung.value for step in shown[0].rungs] == ["S1", "S2"]


def test_the_longest_overdue_clock_heads_a_case_then_the_next_due() -> None:
    view = View(date(2026, 7, 1))
    promises = [
        clock("K5", "2026-05-11", "2026-06-15", number=1, measure=1),
        clock("K5", "2026-05-11", "2026-05-29", number=2, measure=2),
        clock("K5", "2026-05-11", "2026-07-31", number=3, measure=3),
    ]
    head = leading(public_clocks(promises, view, BOOK))
    assert head is not None
    assert head.measure == 2
    head = leading(public_clocks(promises[2:], view, BOOK))
    assert head is not None
    assert head.measure == 3
    assert leading(()) is None


def test_an_authority_never_looks_late_for_a_delivery_that_is_the_platforms() -> None:
    shown = public_clocks([clock("K0", "2026-03-02")], View(date(2026, 7, 1)), BOOK)
    assert shown[0].standing.code is StandingCode.OVERDUE
    assert leading(shown) is None


@pytest.mark.parametrize("late_by", [0, 14, 15, 30, 45, 60])
def test_rungs_are_those_of_the_ladder_counted_from_public_dates(late_by: int) -> None:
    due = date(2026, 5, 18)
    day = due + timedelta(days=1 + late_by)
    shown = public_clocks([clock("K2", "2026-03-17")], View(day, monthly=False), BOOK)
    expected = 1 + sum(late_by >= days for days in (15, 30, 45))
    assert len(shown[0].rungs) == expected


def test_a_date_missed_until_a_superior_took_the_case_stays_beside_the_one_that_runs_on():
    lost = clock("K2", "2026-03-17", "2026-05-18", number=1)
    lost = replace(lost, stopped_on=date(2026, 6, 10), stopped_by="taken_over")
    on = clock("K2", "2026-03-17", "2026-05-18", number=2)
    first, second = public_clocks([lost, on], View(date(2026, 7, 1)), BOOK)
    assert {one.lost for one in (first, second)} == {True, False}
    gone, runs = (first, second) if first.lost else (second, first)
    assert (gone.stopped, gone.standing.code.value, gone.standing.days) == (
        "2026-06-10",
        "missed",
        23,
    )
    assert (runs.stopped, runs.standing.code.value, runs.standing.days) == (None, "overdue", 44)
    assert leading((first, second)) is runs


def test_whoever_took_a_late_case_over_climbs_the_ladder_from_that_day() -> None:
    taken = replace(clock("K2", "2026-03-17", "2026-05-18", number=2), held_from=date(2026, 6, 10))
    for day, rungs in (("2026-07-09", ["S1", "S2"]), ("2026-07-26", ["S1", "S2", "S3", "S4"])):
        view = View(date.fromisoformat(day), monthly=False)
        (shown,) = public_clocks([taken], view, BOOK)
        assert [one.rung.value for one in shown.rungs] == rungs, day
    own = replace(taken, held_from=None)
    (shown,) = public_clocks([own], View(date(2026, 7, 9), monthly=False), BOOK)
    assert [one.rung.value for one in shown.rungs][-1] == "S4"


def test_what_ended_in_time_when_the_case_went_elsewhere_is_not_told():
    gone = clock("K2", "2026-03-17", "2026-05-18", number=1)
    gone = replace(gone, stopped_on=date(2026, 5, 1), stopped_by="transferred")
    new = clock("K1", "2026-05-01", "2026-05-18", number=2)
    found = public_clocks([gone, new], View(date(2026, 5, 15)), BOOK)
    assert [(one.key, one.lost) for one in found] == [("K1", False)]


def test_a_date_in_a_year_without_a_notice_is_provisional_while_the_clock_runs() -> None:
    rows = [clock("K2", "2026-11-25", provisional=True)]
    view = View(date(2026, 12, 10), monthly=False)
    assert public_clocks(rows, view, BOOK)[0].provisional
    rows = [clock("K2", "2026-11-25", provisional=True, stopped_on=date(2026, 12, 8))]
    assert not public_clocks(rows, view, BOOK)[0].provisional
    (notice,) = public_clocks([clock("K1", "2026-12-20")], View(date(2027, 1, 4)), BOOK)
    assert notice.provisional, "counted from the last day of the month it is due in 2027"


def test_the_date_before_it_was_judged_anew_is_public_where_the_day_is() -> None:
    was = ((date(2026, 4, 1), date(2026, 5, 18)),)
    view = View(date(2026, 4, 10))
    (decision,) = public_clocks([clock("K2", "2026-03-17", "2026-05-19", was=was)], view, BOOK)
    assert (decision.due, decision.was) == ("2026-05-19", "2026-05-18")
    (before,) = public_clocks(
        [clock("K2", "2026-03-17", "2026-05-19", was=was)], View(date(2026, 3, 31)), BOOK
    )
    assert before.was is None
    (notice,) = public_clocks([clock("K1", "2026-03-05", was=was)], view, BOOK)
    assert notice.was is None


def test_a_stopped_clock_is_judged_and_supervised_by_its_own_version() -> None:
    longer = {**PACK.clocks, "K1": replace(PACK.clocks["K1"], days=60)}
    never = Book(longer, PACK.calendar, Ladder((), {}))
    facts = {"stopped_on": date(2026, 6, 1), "judge": rulebook(PACK)}
    rows = [clock("K1", "2026-03-02", **facts)]
    view = View(date(2026, 7, 1))
    assert public_clocks(rows, view, never) == public_clocks(rows, view, BOOK)
    without = [clock("K1", "2026-03-02", stopped_on=date(2026, 6, 1))]
    assert public_clocks(without, view, never) != public_clocks(without, view, BOOK)
