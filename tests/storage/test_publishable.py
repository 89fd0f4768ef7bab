"""What publication is told of a case that went through a redo and reviews."""

from datetime import date

import pytest

from reportdesk.domain.case import Stage
from reportdesk.domain.following import Sent
from reportdesk.domain.public_time import View, public_events, public_stage
from reportdesk.domain.taxonomy import Measure, Opinion
from reportdesk.storage.case import Case
from reportdesk.storage.publishable import facts_of
from tests import builders
from tests.builders import HUBEI, WUHAN, Promised
from tests.reviews import Contest, found_contest


@pytest.fixture
def contest(runtime, clock) -> Contest:
    found = found_contest(runtime)
    clock.set("2026-03-16")
    found.answer(draft=builders.a_draft(Promised(Measure.DELETE_DATA, date(2026, 5, 8))))
    return found


def facts(contest: Contest):
    def find(tx):
        case = tx.session.get_one(Case, contest.case_id)
        return facts_of(tx, [case], demonstration=False)[contest.case_id]

    return contest.runtime.read(find)


def seen_on(contest: Contest, day: str) -> Stage:
    """The stage that a release of this day shows."""
    view = View(date.fromisoformat(day))
    return public_stage(public_events(facts(contest).events, view))


def test_asking_for_a_review_changes_nothing_in_public_before_its_month_is_over(contest) -> None:
    contest.send(Sent.REVIEW)
    contest.slot()
    assert seen_on(contest, "2026-03-30") is Stage.CORRECTING
    assert seen_on(contest, "2026-03-31") is Stage.REVIEW1


def test_an_opinion_is_the_newest_answer_and_takes_back_no_promise(contest, clock) -> None:
    contest.send(Sent.REVIEW)
    contest.slot()
    clock.set("2026-03-30")
    contest.opine(
        WUHAN,
        Opinion.CORRECT,
        measures=(Promised(Measure.PAY_OR_REFUND),),
        public_summary="复查后应当补发。",
    )
    found = facts(contest)
    assert (found.answer.level, found.answer.authority_id) == (1, WUHAN)
    assert (found.answer.first_on, found.answer.approved_on) == (
        date(2026, 3, 16),
        date(2026, 3, 30),
    )
    assert [m.code for m in found.measures] == [Measure.DELETE_DATA, Measure.PAY_OR_REFUND]
    assert found.answer.summary == "复查后应当补发。"


def test_upholding_without_measures_leaves_those_of_the_answer(contest) -> None:
    contest.send(Sent.REVIEW)
    contest.slot()
    contest.opine(WUHAN, Opinion.UPHOLD, measures=(Promised(Measure.NONE),))
    assert [m.code for m in facts(contest).measures] == [Measure.DELETE_DATA]


def test_a_draft_of_an_opinion_and_grounds_are_told_to_nobody(contest) -> None:
    contest.send(Sent.REVIEW, "CANARY-理由")
    contest.slot()
    contest.send_back(text="CANARY-要求")
    assert "CANARY" not in repr(facts(contest))
    assert facts(contest).answer.level == 0


def test_the_end_of_the_procedure_is_the_day_of_the_last_opinion(contest, clock) -> None:
    for kind, at in ((Sent.REVIEW, WUHAN), (Sent.SECOND_REVIEW, HUBEI)):
        contest.send(kind)
        contest.slot()
        contest.opine(at)
    last = public_events(facts(contest).events, View(date(2026, 3, 16)))[-1]
    assert (last.event, last.stage, last.when) == (
        "give_final_opinion",
        "closed",
        "2026-03-16",
    )
