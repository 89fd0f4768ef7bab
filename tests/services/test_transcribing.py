"""What an authority without accounts answers on paper, entered by one officer and compared by
another."""

from datetime import date

import pytest

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.answer import Promised
from reportdesk.domain.case import Stage
from reportdesk.domain.clocks import standing
from reportdesk.domain.errors import BadInput, Conflict, NotAllowed, NotFound, Unfinished
from reportdesk.domain.following import Sent
from reportdesk.domain.official import Content, Reply
from reportdesk.domain.taxonomy import Measure
from reportdesk.services import reminders
from reportdesk.storage.official import replies_of
from reportdesk.storage.wiping import wipe_papers
from tests.builders import (
    HUBEI,
    MOE,
    SCHOOL_ID,
    WUHAN,
    a_draft,
    add_member,
    file_case,
    found_nation,
    key_authority,
)
from tests.filings import a_filing, file_one
from tests.mailbag import Mailbag
from tests.reviews import Contest


@pytest.fixture
def bag(runtime, clock):
    """A letter reached the province, which has no people here, on 2 March."""
    found_nation(runtime)
    first, second = key_authority(runtime, PLATFORM_AUTHORITY)
    bag = Mailbag(runtime, first, second, file_case(runtime))
    bag.deliver()
    return bag


def stopped(bag):
    return {row.key: (row.stopped_on, row.authority_id) for row in bag.clocks() if row.stopped_on}


def live(bag):
    return {(row.key, row.started_on, row.authority_id) for row in bag.running()}


ACCEPTS = Content(accepted_on=date(2026, 3, 5))


def test_acceptance_on_paper_starts_the_decision_on_its_day_and_ends_the_notice_on_arrival(
    bag, clock
):
    clock.set("2026-03-12")
    bag.reply(Reply.ACCEPT, ACCEPTS, received=date(2026, 3, 9))
    assert stopped(bag)["K1"] == (date(2026, 3, 9), HUBEI)
    assert live(bag) == {("K2", date(2026, 3, 5), HUBEI)}
    assert (bag.case.stage, bag.case.accepted_on) == (Stage.ACCEPTED, date(2026, 3, 5))
    event = bag.history()[-2]
    assert (event.event, event.party, event.authority_id, event.account_id) == (
        "accept",
        "officer",
        HUBEI,
        None,
    )
    assert (event.fields["document"], event.fields["received"]) == (
        "鄂教信〔2026〕3号",
        "2026-03-09",
    )


def test_until_a_second_officer_compared_it_nothing_changes_and_nobody_else_can_read_it(bag):
    before = live(bag)
    bag.enter(Reply.ACCEPT, Content(accepted_on=bag.today))
    (row,) = bag.runtime.read(lambda tx: replies_of(tx, bag.case.case_id))
    assert b"accepted_on" not in (row.sealed or b"")
    assert (live(bag), bag.case.stage) == (before, Stage.ROUTED)
    with pytest.raises(NotAllowed) as refused:
        bag.approve(bag.first)
    assert refused.value.code == "second_person_needed"
    bag.approve()
    assert bag.case.stage == Stage.ACCEPTED
    assert bag.runtime.read(lambda tx: replies_of(tx, bag.case.case_id))[0].sealed is None


def test_an_authority_is_not_late_because_the_platform_was_slow(bag, clock):
    clock.set("2026-03-25")
    kit, case_id = bag.runtime, bag.case.case_id
    kit.write(lambda tx: reminders.sweep(tx, kit.vault, kit.pack, case_id))
    bag.reply(Reply.ACCEPT, Content(accepted_on=date(2026, 3, 16)), received=date(2026, 3, 17))
    notice = next(row for row in bag.clocks() if row.key == "K1")
    assert standing(notice.due, notice.stopped_on, bag.today).code == "met"
    assert live(bag) == {("K2", date(2026, 3, 16), HUBEI)}
    assert all(row.stopped_on >= row.started_on for row in bag.clocks() if row.stopped_on)


def test_an_answer_stops_the_decision_on_arrival_and_opens_the_window_when_it_can_be_read(
    bag, clock
):
    bag.reply(Reply.ACCEPT, Content(accepted_on=bag.today))
    clock.set("2026-04-10")
    promised = Promised(Measure.DELETE_DATA, date(2026, 4, 20))
    answer = a_draft(promised, Promised(Measure.STOP_COLLECTION))
    bag.reply(Reply.ANSWER, Content(answer=answer), received=date(2026, 4, 3))
    assert stopped(bag)["K2"] == (date(2026, 4, 3), HUBEI)
    assert live(bag) == {("K4", date(2026, 4, 10), None), ("K5", date(2026, 4, 3), HUBEI)}
    assert bag.case.stage == Stage.CORRECTING
    (row,) = bag.answers()
    assert (row.authority_id, row.document, row.sealed) == (HUBEI, "鄂教信〔2026〕3号", b"")
    assert row.levers == [bag.case.lever]


def test_a_proof_on_paper_stops_the_promise_on_arrival_and_is_public(bag, clock):
    promised = Promised(Measure.DELETE_DATA, date(2026, 4, 20))
    bag.reply(Reply.ANSWER, Content(answer=a_draft(promised)))
    clock.set("2026-04-22")
    proof = Content(measure=1, done_on=date(2026, 4, 17), words="删除证明，公司盖章")
    with pytest.raises(BadInput):
        bag.enter(Reply.PROOF, Content(measure=7, done_on=date(2026, 4, 17), words="x"))
    bag.reply(Reply.PROOF, proof, received=date(2026, 4, 20))
    assert stopped(bag)["K5"] == (date(2026, 4, 20), HUBEI)
    with pytest.raises(BadInput):
        bag.enter(Reply.PROOF, proof)
    assert bag.history()[-1].fields["document"] == "鄂教信〔2026〕3号"


def test_an_answer_before_acceptance_is_accepted_on_the_day_it_arrived(bag, clock):
    clock.set("2026-03-10")
    bag.reply(Reply.ANSWER, Content(answer=a_draft()), received=date(2026, 3, 9))
    assert bag.case.accepted_on == date(2026, 3, 9)
    assert bag.case.stage == Stage.ANSWERED


def test_a_refusal_and_a_return_on_paper(bag, clock):
    clock.set("2026-03-12")
    told = Content(reason="other_level", competent_id=WUHAN, words="由武汉市举办")
    bag.reply(Reply.RETURN, told, received=date(2026, 3, 11))
    assert (bag.case.stage, bag.case.returns) == (Stage.RETURNED, 1)
    assert live(bag) == {("K0", date(2026, 3, 12), PLATFORM_AUTHORITY)}
    event = next(row for row in bag.history() if row.event == "return")
    assert event.fields["late"] is True
    assert bag.letters()[-1].state == "replaced"


def test_a_refusal_on_paper_says_why_and_leaves_the_way_to_a_review(bag):
    with pytest.raises(Unfinished) as lacking:
        bag.enter(Reply.DECLINE, Content())
    assert {fault.field for fault in lacking.value.faults} == {"words", "reason"}
    bag.reply(Reply.DECLINE, Content(reason="not_this_authority", words="不归本厅管"))
    assert bag.case.stage == Stage.DECLINED
    assert live(bag) == {("K4", date(2026, 3, 2), None)}


def test_what_the_paper_said_beside_its_codes_goes_with_the_contents_of_the_case(bag):
    bag.reply(Reply.DECLINE, Content(reason="not_this_authority", words="不归本厅管"))
    ids = [bag.case.case_id]
    (reply,) = bag.runtime.read(lambda tx: replies_of(tx, *ids))
    assert reply.words
    bag.runtime.write(lambda tx: wipe_papers(tx, ids))
    (gone,) = bag.runtime.read(lambda tx: replies_of(tx, *ids))
    assert (gone.words, gone.sealed) == (None, None)
    assert (gone.number, gone.kind, gone.state) == (reply.number, reply.kind, reply.state)


def test_an_extension_on_paper_must_have_come_in_time(bag, clock):
    bag.reply(Reply.ACCEPT, Content(accepted_on=bag.today))
    clock.set("2026-05-20")
    more = Content(reason="complex_facts", until=date(2026, 5, 25), words="人数多")
    with pytest.raises(NotAllowed) as refused:
        bag.reply(Reply.EXTEND, more, received=date(2026, 5, 19))
    assert refused.value.code == "extension_too_late"
    bag.give_back()
    bag.reply(Reply.EXTEND, more, received=date(2026, 4, 29), dated=date(2026, 4, 28))
    (clock_row,) = bag.running()
    assert (clock_row.key, clock_row.due, clock_row.authority_id) == (
        "K3",
        date(2026, 5, 25),
        HUBEI,
    )


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"received": date(2026, 3, 3)}, "received_on"),
        ({"received": date(2026, 3, 1)}, "received_on"),
        ({"received": date(2026, 3, 2), "dated": date(2026, 3, 3)}, "dated_on"),
        ({"dated": date(2026, 2, 27)}, "dated_on"),
        ({"number": " "}, "number"),
        ({"number": "号" * 61}, "number"),
    ],
)
def test_a_document_that_cannot_be_is_refused(bag, days, field):
    with pytest.raises(BadInput) as refused:
        bag.enter(Reply.ACCEPT, Content(accepted_on=bag.today), **days)
    assert refused.value.field == field


def test_acceptance_lies_between_the_letters_arrival_and_the_papers(bag):
    for day in (None, date(2026, 3, 1), date(2026, 3, 3)):
        with pytest.raises(BadInput) as refused:
            bag.enter(Reply.ACCEPT, Content(accepted_on=day))
        assert refused.value.field == "accepted_on"


def test_one_document_waits_at_a_time_and_a_copy_that_does_not_fit_is_entered_anew(bag):
    bag.enter(Reply.ACCEPT, Content(accepted_on=bag.today))
    with pytest.raises(Conflict):
        bag.enter(Reply.ACCEPT, Content(accepted_on=bag.today))
    bag.give_back()
    with pytest.raises(NotFound):
        bag.approve()
    bag.reply(Reply.ACCEPT, Content(accepted_on=bag.today))
    assert sorted(row.state for row in bag.replies()) == ["counts", "refused"]


def test_nothing_is_recorded_before_the_letter_arrived(bag):
    other = Mailbag(bag.runtime, bag.first, bag.second, file_case(bag.runtime))
    other.write()
    other.send()
    with pytest.raises(Conflict) as refused:
        other.enter(Reply.ACCEPT, Content(accepted_on=bag.today))
    assert refused.value.code == "letter_not_arrived"


def test_what_the_case_cannot_take_any_more_is_refused_at_the_second_look(bag, clock):
    bag.enter(Reply.ACCEPT, Content(accepted_on=bag.today))
    third = add_member(bag.runtime, PLATFORM_AUTHORITY, bag.first.actor.role)
    before = bag.version
    bag.approve()
    with pytest.raises(NotFound):
        bag.approve(third)
    with pytest.raises(NotAllowed):
        bag.enter(Reply.DECLINE, Content(reason="not_this_authority", words="x"))
    assert bag.version > before


@pytest.mark.parametrize(
    ("act", "stage"), [(Sent.WITHDRAWAL, Stage.WITHDRAWN), (Sent.REVIEW, Stage.REVIEW1)]
)
def test_a_proof_that_waits_counts_no_more_once_the_reporter_moved_the_case(runtime, act, stage):
    found_nation(runtime)
    first, second = key_authority(runtime, PLATFORM_AUTHORITY)
    receipt, filed = file_one(runtime, a_filing(SCHOOL_ID))
    reporter = Contest(runtime, None, filed.ref, filed.case_id, [receipt])
    reporter.slot()
    bag = Mailbag(runtime, first, second, filed.ref)
    bag.deliver()
    promised = Promised(Measure.DELETE_DATA, date(2026, 4, 20))
    bag.reply(Reply.ANSWER, Content(answer=a_draft(promised)))
    bag.enter(Reply.PROOF, Content(measure=1, done_on=bag.today, words="删除证明"))
    reporter.send(act)
    reporter.slot()
    assert bag.case.stage == stage
    with pytest.raises(NotAllowed):
        bag.approve()
    assert "evidence" not in [row.event for row in bag.history()]


def test_what_whoever_stands_in_was_answered_is_not_the_platforms_to_copy(runtime):
    found_nation(runtime)
    officer, head, *_ = key_authority(runtime, MOE)
    clerk, _ = key_authority(runtime, PLATFORM_AUTHORITY)
    theirs = Mailbag(runtime, officer, head, file_case(runtime, wrong_route="应该归市里管"))
    theirs.deliver()
    assert theirs.case.authority_id == MOE
    doubted = Mailbag(runtime, clerk, officer, theirs.ref)
    with pytest.raises(NotAllowed) as refused:
        doubted.enter(Reply.DECLINE, Content(reason="not_this_authority", words="不归我们"))
    assert refused.value.code == "not_your_step"


def test_a_review_is_no_matter_of_the_authority_that_decided(bag):
    with pytest.raises(NotAllowed):
        bag.enter(Reply.OPINION, Content(answer=a_draft()))


def test_lateness_after_a_letter_stands_with_the_authority(bag, clock):
    bag.reply(Reply.ACCEPT, Content(accepted_on=bag.today))
    clock.advance(days=90)
    kit, case_id = bag.runtime, bag.case.case_id
    kit.write(lambda tx: reminders.sweep(tx, kit.vault, kit.pack, case_id))
    assert {row.authority_id for row in bag.running()} == {HUBEI}
