"""Rating an answer: once a report, changed while it may be, counted from the slot on."""

from datetime import date

import pytest
from sqlalchemy import select

from reportdesk.domain.actors import Role
from reportdesk.domain.case import Stage
from reportdesk.domain.errors import BadInput, NotAllowed
from reportdesk.domain.following import Sent
from reportdesk.domain.taxonomy import Measure, Opinion, Solved
from reportdesk.queries.casefile import casefile
from reportdesk.storage.outbox import Outbox
from reportdesk.storage.rating import Rating
from reportdesk.storage.report import messages_of, reports_of
from tests import builders
from tests.builders import Promised
from tests.county import COUNTY
from tests.filings import once
from tests.reviews import WUHAN, Contest, found_contest


@pytest.fixture
def contest(runtime, clock) -> Contest:
    """Answered on Monday 2026-03-16, so that the window ends on Wednesday 2026-04-15."""
    found = found_contest(runtime)
    clock.set("2026-03-16")
    found.answer()
    return found


def ratings(contest: Contest) -> list[tuple[str, int, bool]]:
    rows = contest.runtime.read(lambda tx: list(tx.session.scalars(select(Rating))))
    return [(row.solved, row.satisfied, row.visible) for row in rows]


def letters(contest: Contest) -> list[tuple[str, str]]:
    rows = contest.runtime.read(lambda tx: list(tx.session.scalars(select(Outbox))))
    return [(row.authority_id, row.kind) for row in rows]


def test_nothing_can_be_rated_before_an_answer(runtime) -> None:
    contest = found_contest(runtime)
    assert contest.look().rated is None
    with pytest.raises(NotAllowed):
        contest.rate(Solved.YES, answer=1)


def test_a_rating_waits_for_the_slot_and_can_be_changed(contest) -> None:
    contest.rate(Solved.NO, satisfied=1)
    assert ratings(contest) == [("no", 1, False)]
    assert "rated" not in contest.happened
    contest.slot()
    assert ratings(contest) == [("no", 1, True)]
    contest.rate(Solved.PARTLY, satisfied=4)
    said = contest.look().rated
    assert (said.solved, said.satisfied, said.until.due) == ("partly", 4, date(2026, 4, 15))
    contest.slot()
    assert ratings(contest) == [("partly", 4, True)]


def test_at_what_time_of_day_a_rating_is_changed_shows_nowhere_at_the_desk(contest) -> None:
    contest.rate(Solved.NO, satisfied=1)
    contest.slot()
    holder = contest.county[COUNTY, Role.OFFICER]

    def desk() -> object:
        kit = contest.runtime
        return kit.read(lambda tx: casefile(tx, kit.pack, holder.actor, contest.ref)).ratings

    before = desk()
    contest.rate(Solved.YES, satisfied=5)
    assert desk() == before
    contest.rate(Solved.PARTLY, satisfied=4)
    assert desk() == before
    contest.slot()
    assert desk().solved == {"partly": 1}


def test_a_change_of_mind_on_its_way_holds_the_closing_back(contest) -> None:
    contest.rate(Solved.YES)
    contest.slot()
    contest.rate(Solved.NO)
    contest.sweep()
    contest.slot()
    contest.sweep()
    assert contest.case.stage == Stage.ANSWERED


def test_the_last_day_counts_and_the_day_after_does_not(contest, clock) -> None:
    clock.set("2026-04-15")
    contest.rate(Solved.PARTLY)
    clock.set("2026-04-16")
    assert not contest.look().rated.open
    with pytest.raises(NotAllowed):
        contest.rate(Solved.YES)
    assert ratings(contest)[0][0] == "partly"


def test_a_window_that_ends_on_a_rest_day_rolls(runtime, clock) -> None:
    contest = found_contest(runtime)
    clock.set("2026-03-12")
    contest.answer()
    assert contest.look().rated.until.due == date(2026, 4, 13)
    clock.set("2026-04-13")
    contest.rate(Solved.PARTLY)


@pytest.mark.parametrize("wrong", [0, 6, -1])
def test_a_number_outside_one_to_five_is_refused(contest, wrong) -> None:
    with pytest.raises(BadInput):
        contest.rate(Solved.YES, satisfied=wrong)
    assert ratings(contest) == []


def test_an_answer_that_is_not_the_newest_is_not_rated(contest, clock) -> None:
    contest.send(Sent.DISPUTE)
    contest.slot()
    contest.answer()
    with pytest.raises(NotAllowed):
        contest.rate(Solved.NO, answer=1)
    contest.rate(Solved.NO)
    assert len(ratings(contest)) == 1


def test_being_punished_is_told_above_once_and_leaves_no_word_in_the_rating(contest) -> None:
    form = once()
    contest.rate(Solved.NO, pressed=True, once=form)
    contest.rate(Solved.NO, pressed=True, once=form)
    assert (WUHAN, "retaliation") not in letters(contest)
    contest.slot()
    assert letters(contest).count((WUHAN, "retaliation")) == 1
    assert contest.happened.count("retaliation_flag") == 1
    [report] = contest.runtime.read(lambda tx: reports_of(tx, contest.case_id))
    kinds = [row.kind for row in contest.runtime.read(lambda tx: messages_of(tx, report))]
    assert kinds == ["answer", "pressure"]


def test_confirming_ends_the_case_before_its_window_is_over(contest, clock) -> None:
    contest.rate(Solved.YES)
    contest.sweep()
    assert contest.case.stage == Stage.ANSWERED
    clock.set("2026-03-17")
    contest.slot()
    contest.sweep()
    case = contest.case
    assert (case.stage, case.closure_reason) == (Stage.CLOSED, "all_confirmed")
    assert case.ended_on == date(2026, 3, 16)


@pytest.mark.parametrize("said", [Solved.PARTLY, Solved.NO])
def test_anything_less_than_solved_ends_nothing(contest, said) -> None:
    contest.rate(said, satisfied=5)
    contest.slot()
    contest.sweep()
    assert contest.case.stage == Stage.ANSWERED


def test_one_confirmation_of_two_is_only_its_rating(contest) -> None:
    contest.join()
    contest.rate(Solved.YES)
    contest.slot()
    contest.sweep()
    assert contest.case.stage == Stage.ANSWERED
    contest.rate(Solved.YES, number=1)
    contest.slot()
    contest.sweep()
    assert contest.case.stage == Stage.CLOSED


def test_who_withdraws_is_not_waited_for(contest) -> None:
    contest.join()
    contest.rate(Solved.YES)
    contest.send(Sent.WITHDRAWAL, "", number=1)
    contest.slot()
    contest.sweep()
    assert contest.case.closure_reason == "all_confirmed"


def test_a_withdrawal_that_leaves_only_confirmations_closes_on_its_own_day(contest, clock) -> None:
    contest.join()
    contest.rate(Solved.YES)
    contest.slot()
    clock.advance(days=4)
    contest.sweep()
    contest.send(Sent.WITHDRAWAL, "", number=1)
    contest.slot()
    contest.sweep()
    assert contest.case.ended_on == clock().date()
    assert [row.on for row in contest.history] == sorted(row.on for row in contest.history)


def test_an_objection_on_its_way_holds_the_closing_back(contest) -> None:
    contest.join()
    contest.rate(Solved.YES)
    contest.rate(Solved.YES, number=1)
    contest.slot()
    contest.send(Sent.DISPUTE, "又开始录了", number=1)
    contest.sweep()
    assert contest.case.stage == Stage.ANSWERED
    contest.slot()
    contest.sweep()
    assert contest.case.stage == Stage.REDO


def test_a_promise_without_proof_outlasts_every_confirmation(runtime, clock) -> None:
    contest = found_contest(runtime)
    clock.set("2026-03-16")
    promised = Promised(Measure.DELETE_DATA, date(2026, 3, 20))
    contest.answer(draft=builders.a_draft(promised))
    contest.rate(Solved.YES)
    contest.slot()
    contest.sweep()
    assert contest.case.stage == Stage.CORRECTING
    officer, head = contest.people("edu-420106")
    builders.propose(runtime, officer, contest.ref, on=date(2026, 3, 16))
    builders.accept_proof(runtime, head, contest.ref)
    contest.sweep()
    assert contest.case.stage == Stage.CLOSED


def test_who_withdrew_rates_nothing(contest) -> None:
    contest.join()
    contest.send(Sent.WITHDRAWAL, "")
    with pytest.raises(NotAllowed):
        contest.rate(Solved.YES)


def test_the_last_opinion_can_be_rated_though_the_case_is_over(contest, clock) -> None:
    contest.send(Sent.REVIEW)
    contest.slot()
    contest.opine()
    contest.send(Sent.SECOND_REVIEW)
    contest.slot()
    contest.opine("edu-420000", Opinion.UPHOLD)
    assert contest.case.stage == Stage.CLOSED
    contest.rate(Solved.NO, pressed=True)
    contest.slot()
    assert ratings(contest) == [("no", 3, True)]
    assert "retaliation_flag" in contest.happened
