"""Entries put right by an event beside them, and hearing days left out of a review's time."""

from datetime import date

import pytest

from reportdesk.domain.actors import Role
from reportdesk.domain.errors import BadInput, NotAllowed, NotFound
from reportdesk.domain.following import Sent
from reportdesk.domain.taxonomy import Opinion
from reportdesk.services import correcting
from reportdesk.storage.clock import clocks_of
from tests import builders
from tests.builders import HUBEI, WUHAN, act
from tests.county import COUNTY
from tests.filings import a_filing, file_one
from tests.reviews import Contest, found_contest


@pytest.fixture
def contest(runtime, clock) -> Contest:
    """A case filed and accepted on 2 March."""
    clock.set("2026-03-02")
    return found_contest(runtime)


def entered(contest: Contest, clock, on: str = "2026-03-10", today: str = "2026-03-12") -> Contest:
    """Another case there, accepted on a day and entered on a later one."""
    receipt, filed = file_one(contest.runtime, a_filing())
    made = Contest(contest.runtime, contest.county, filed.ref, filed.case_id, [receipt])
    made.slot()
    clock.set(today)
    officer = contest.county[COUNTY, Role.OFFICER]
    builders.accept(contest.runtime, officer, made.ref, date.fromisoformat(on))
    return made


def correct(case: Contest, on: str, role: Role = Role.OFFICER, at: str = COUNTY) -> None:
    kit, who = case.runtime, case.county[at, role]
    given = {"on": date.fromisoformat(on), "reason": "看错了收文章", "version": case.case.version}
    act(kit, correcting.correct_acceptance, kit.vault, kit.pack, who, case.ref, **given)


def decision(case: Contest):
    """The time to decide: (start, due)."""
    rows = case.runtime.read(lambda tx: clocks_of(tx, case.case_id))
    row = next(row for row in rows if row.key == "K2")
    return row.started_on.isoformat(), row.due.isoformat()


def test_the_day_of_acceptance_is_put_right_beside_the_entry_and_the_time_judged_anew(
    contest: Contest, clock
) -> None:
    case = entered(contest, clock)
    assert decision(case) == ("2026-03-10", "2026-05-09")
    correct(case, "2026-03-05")
    assert case.case.accepted_on == date(2026, 3, 5)
    assert decision(case) == ("2026-03-05", "2026-05-06")
    told = {row.event: row.fields for row in case.history}
    assert told["accept"]["from"] == "routed", "the entry stays"
    assert (told["corrected"]["old"], told["corrected"]["new"]) == ("2026-03-10", "2026-03-05")
    moved = told["clock_moved"]
    assert (moved["clock"], moved["old"], moved["new"]) == ("K2", "2026-05-09", "2026-05-06")
    steps = [step.event for step in case.look().steps]
    assert steps[-2:] == ["corrected", "clock_moved"]
    rows = case.runtime.read(lambda tx: clocks_of(tx, case.case_id))
    was = next(row.params["was"] for row in rows if row.key == "K2")
    assert was == [["2026-03-12", "2026-05-09"]], "what it was is public beside what it is"


def test_a_later_day_never_makes_timely_what_was_late(contest: Contest, clock) -> None:
    case = entered(contest, clock)
    clock.set("2026-05-12")
    correct(case, "2026-03-12")
    assert case.case.accepted_on == date(2026, 3, 12)
    assert decision(case) == ("2026-03-10", "2026-05-09")
    other = entered(contest, clock, "2026-05-13", "2026-05-14")
    correct(other, "2026-05-14")
    assert decision(other)[0] == "2026-05-14", "its time is not over"


def test_a_day_put_right_twice_counts_as_if_it_had_been_put_right_at_once(
    contest: Contest, clock
) -> None:
    case = entered(contest, clock)
    clock.set("2026-05-12")
    correct(case, "2026-03-12")  # moves nothing: the time was over
    correct(case, "2026-03-05")
    assert decision(case) == ("2026-03-05", "2026-05-06")


def test_an_earlier_day_may_make_an_answer_late(contest: Contest, clock) -> None:
    case = entered(contest, clock)
    clock.set("2026-05-09")
    case.answer()
    correct(case, "2026-03-03")
    row = next(
        r for r in case.runtime.read(lambda tx: clocks_of(tx, case.case_id)) if r.key == "K2"
    )
    assert row.due < row.stopped_on


def test_corrections_have_limits_and_are_the_holders_alone(contest: Contest, clock) -> None:
    case = entered(contest, clock)
    for on, why in (("2026-03-01", "accepted_before_delivery"), ("2026-03-13", "after_entry")):
        with pytest.raises(BadInput, match=why):
            correct(case, on)
    with pytest.raises(NotAllowed):
        correct(case, "2026-03-05", Role.SUPERVISOR)
    with pytest.raises(NotFound):
        correct(case, "2026-03-05", Role.OFFICER, WUHAN)


def test_the_own_number_is_put_right_for_the_desk_alone(contest: Contest, clock) -> None:
    kit, who = contest.runtime, contest.county[COUNTY, Role.OFFICER]

    def number(text: str) -> None:
        given = {"number": text, "reason": "漏了", "version": contest.case.version}
        act(kit, correcting.correct_number, kit.vault, who, contest.ref, **given)

    number("武教信 7 号")
    assert contest.case.own_number == "武教信 7 号"
    with pytest.raises(BadInput, match="correction_changes_nothing"):
        number(" 武教信 7 号 ")
    assert "number_corrected" in contest.happened
    assert "number_corrected" not in {step.event for step in contest.look().steps}


def reviewed(contest: Contest, clock) -> None:
    """The second review was asked for on 31 March."""
    contest.answer()
    contest.send(Sent.REVIEW)
    contest.slot()
    contest.opine(WUHAN, Opinion.UPHOLD)
    clock.set("2026-03-31")
    contest.send(Sent.SECOND_REVIEW)
    contest.slot()


def hear(contest: Contest, first: str, last: str, at: str = HUBEI) -> None:
    kit, who = contest.runtime, contest.county[at, Role.OFFICER]
    days = {"first": date.fromisoformat(first), "last": date.fromisoformat(last)}
    given = {**days, "version": contest.case.version}
    act(kit, correcting.leave_out_hearing, kit.pack, who, contest.ref, **given)


def test_days_of_a_hearing_move_the_date_of_the_second_review_and_are_explained(
    contest: Contest, clock
) -> None:
    reviewed(contest, clock)
    before = {t.due.key: t.due for t in contest.look().timers}["K9"]
    assert before.due == date(2026, 4, 30)
    clock.set("2026-04-20")
    hear(contest, "2026-04-16", "2026-04-17")
    hear(contest, "2026-04-20", "2026-04-20")
    after = {t.due.key: t.due for t in contest.look().timers}["K9"]
    assert (after.raw_due, after.due) == (date(2026, 5, 3), date(2026, 5, 6))
    assert "hearing_days" in [step.code for step in after.trace]
    moves = [row.fields for row in contest.history if row.event == "clock_moved"]
    assert [(one["old"], one["new"]) for one in moves] == [("2026-04-30", "2026-05-06")]
    with pytest.raises(BadInput, match="hearing_twice"):
        hear(contest, "2026-04-17", "2026-04-18")


def test_only_whoever_reviews_leaves_out_days_and_never_when_it_is_late(
    contest: Contest, clock
) -> None:
    reviewed(contest, clock)
    clock.set("2026-04-20")
    with pytest.raises(NotAllowed):
        hear(contest, "2026-04-16", "2026-04-17", COUNTY)
    clock.set("2026-05-08")
    with pytest.raises(BadInput, match="hearing_too_late"):
        hear(contest, "2026-04-16", "2026-04-17")
