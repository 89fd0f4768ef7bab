"""A review that the platform keeps, because nobody above has people here, goes by letter."""

from datetime import date

import pytest

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.case import Stage
from reportdesk.domain.errors import NotAllowed
from reportdesk.domain.following import Sent
from reportdesk.domain.official import Content, Reply
from reportdesk.domain.taxonomy import Opinion
from reportdesk.services import answering, referral, reminders
from tests.builders import a_draft, act, version
from tests.mailbag import Mailbag
from tests.reviews import COUNTY, HUBEI, WUHAN, found_contest


@pytest.fixture
def review(runtime, clock):
    """The county answered, its reporter asks for a review, and nobody above has people."""
    contest = found_contest(runtime, COUNTY)
    contest.answer()
    contest.send(Sent.REVIEW)
    contest.slot()
    bag = Mailbag(runtime, *contest.county.everybody[PLATFORM_AUTHORITY], contest.ref)
    return contest, bag


def opinions(bag):
    return {(r.key, r.started_on, r.authority_id) for r in bag.running() if r.key in {"K7", "K9"}}


def test_the_clock_runs_from_the_request_and_is_the_superiors_once_the_letter_left(review, clock):
    _, bag = review
    assert opinions(bag) == {("K7", date(2026, 3, 2), PLATFORM_AUTHORITY)}
    clock.set("2026-03-04")
    bag.write()
    assert [row.authority_id for row in bag.letters()] == [WUHAN]
    bag.send()
    assert opinions(bag) == {("K7", date(2026, 3, 2), WUHAN)}
    bag.arrive()
    assert opinions(bag) == {("K7", date(2026, 3, 2), WUHAN)}


def test_the_reporter_sees_who_was_asked_by_letter(review):
    contest, bag = review
    assert contest.look().review_kept
    bag.deliver()
    seen = contest.look()
    assert (seen.review_kept, seen.reviewer[0]) == (False, "武汉市教育局")
    assert "review_by_letter" in [step.event for step in seen.steps]


def test_an_opinion_on_paper_ends_the_review_and_opens_the_second_one_to_the_next_above(
    review, clock
):
    contest, bag = review
    bag.deliver()
    clock.set("2026-03-20")
    answer = a_draft(opinion=Opinion.UPHOLD)
    bag.reply(Reply.OPINION, Content(answer=answer), received=date(2026, 3, 18))
    assert (contest.case.stage, contest.case.level) == (Stage.ANSWERED, 1)
    stopped = {row.key: row.stopped_on for row in bag.clocks()}
    assert stopped["K7"] == date(2026, 3, 18)
    newest = contest.look().answers[-1]
    assert (newest.authority[0], newest.opinion, newest.document) == (
        "武汉市教育局",
        "uphold",
        "鄂教信〔2026〕3号",
    )
    contest.send(Sent.SECOND_REVIEW)
    contest.slot()
    with pytest.raises(NotAllowed):  # the letter to whoever gave the first one is no letter to them
        bag.enter(Reply.OPINION, Content(answer=a_draft(opinion=Opinion.CORRECT)))
    bag.deliver()
    assert bag.letters()[-1].authority_id == HUBEI
    assert opinions(bag) == {("K9", date(2026, 3, 20), HUBEI)}
    final = a_draft(opinion=Opinion.CORRECT)
    bag.reply(Reply.OPINION, Content(answer=final))
    assert (contest.case.stage, contest.case.closure_reason) == (Stage.CLOSED, "procedure_ended")


def test_sent_back_on_paper_the_county_works_on_it_again(review):
    contest, bag = review
    bag.deliver()
    bag.reply(Reply.SEND_BACK, Content(words="请查清谁收了钱"))
    assert contest.case.stage == Stage.REDO
    assert {(r.key, r.authority_id) for r in bag.running()} == {("K6", COUNTY)}
    assert contest.look().papers[-1].words == "请查清谁收了钱"
    contest.answer()
    assert contest.case.stage == Stage.ANSWERED


def test_the_platform_itself_gives_no_opinion(review):
    contest, bag = review
    bag.deliver()
    kit, officer = bag.runtime, bag.first
    now = version(kit, officer, contest.ref)
    with pytest.raises(NotAllowed):
        act(kit, answering.submit, kit.vault, officer, contest.ref, draft=a_draft(), version=now)


def test_a_late_review_is_the_superiors_and_climbs_above_it(review, clock):
    contest, bag = review
    bag.deliver()
    clock.set("2026-04-20")
    kit = bag.runtime
    kit.write(lambda tx: reminders.sweep(tx, kit.vault, kit.pack, contest.case_id))
    climbed = {(rung, who) for key, rung, _, who in contest.county.rungs(contest.case_id)}
    assert ("S1", WUHAN) in climbed
    assert ("S2", HUBEI) in climbed


def test_a_superior_that_gets_people_meanwhile_takes_the_review_with_its_dates(review):
    contest, bag = review
    bag.deliver()
    contest.county.key(WUHAN)
    kit, second = bag.runtime, bag.second
    given = {"authority_id": WUHAN, "second_id": second.actor.account_id}
    act(kit, referral.begin, kit.vault, bag.first, **given)
    act(kit, referral.complete, kit.vault, kit.pack, second, authority_id=WUHAN)
    assert opinions(bag) == {("K7", date(2026, 3, 2), WUHAN)}
    assert bag.letters()[-1].lookup is None
    contest.opine()
    assert contest.case.level == 1


def test_the_accused_rung_is_asked_for_no_review(runtime):
    contest = found_contest(runtime, COUNTY)
    case_id = contest.case_id

    def accuse(tx):
        case = tx.session.get_one(type(contest.case), case_id)
        case.ladder = [one for one in case.ladder if one != WUHAN]
        case.reason_params = {**case.reason_params, "skipped": WUHAN}

    runtime.write(accuse)
    contest.answer()
    contest.send(Sent.REVIEW)
    contest.slot()
    bag = Mailbag(runtime, *contest.county.everybody[PLATFORM_AUTHORITY], contest.ref)
    bag.write()
    assert [row.authority_id for row in bag.letters()] == [HUBEI]
