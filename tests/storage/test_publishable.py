"""What publication is told of a case that went through a redo and reviews."""

from datetime import date

import pytest

from reportdesk.domain.case import Stage
from reportdesk.domain.following import Sent
from reportdesk.domain.public_clocks import Book, public_clocks
from reportdesk.domain.public_time import View, public_events, public_stage
from reportdesk.domain.taxonomy import Measure, Opinion, ReturnReason
from reportdesk.services import triage
from reportdesk.storage.case import Case
from reportdesk.storage.publishable import facts_of
from tests import builders
from tests.builders import HUBEI, WUHAN, Promised
from tests.county import COUNTY, found_county
from tests.filings import a_filing, file_one
from tests.reviews import Contest, found_contest


@pytest.fixture
def contest(runtime, clock) -> Contest:
    found = found_contest(runtime)
    clock.set("2026-03-16")
    found.answer(draft=builders.a_draft(Promised(Measure.DELETE_DATA, date(2026, 5, 8))))
    return found


def found_late(runtime) -> Contest:
    """A report that nobody at the county ever took on."""
    contest = Contest(runtime, found_county(runtime))
    receipt, filed = file_one(runtime, a_filing())
    contest.receipts, contest.ref, contest.case_id = [receipt], filed.ref, filed.case_id
    contest.slot()
    return contest


def give_back(contest: Contest) -> None:
    kit, officer = contest.runtime, contest.people(COUNTY)[0]
    given = {"reason": ReturnReason.OTHER_LEVEL, "competent_id": HUBEI, "text": "不归我们管"}
    now = builders.version(kit, officer, contest.ref)
    builders.act(
        kit, triage.return_, kit.vault, kit.pack, officer, contest.ref, **given, version=now
    )


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


@pytest.mark.parametrize("swept", [True, False])
def test_the_public_never_sees_a_rung_that_no_sweep_fired(runtime, clock, swept: bool) -> None:
    """A county is late, and gives the case back."""
    found = found_late(runtime)
    clock.set("2026-05-20")
    if swept:
        found.sweep()
    give_back(found)
    found.sweep()
    (notice,) = (one for one in facts(found).clocks if one.key == "K1")
    told = {row.fields["rung"] for row in found.history if row.event == "rung_fired"}
    pack = runtime.pack
    book = Book(pack.clocks, pack.calendar, pack.ladder)
    shown = public_clocks([notice], View(date(2026, 6, 8)), book)[0].rungs
    assert {one.rung.value for one in shown} == ({"S1", "S2", "S3"} if swept else set())
    assert {one.rung.value for one in shown} <= told
