"""The answer: drafted by one, approved by another, and what then counts."""

from datetime import date

import pytest

from reportdesk.domain.answer import AnswerDraft
from reportdesk.domain.case import Stage
from reportdesk.domain.errors import Conflict, NotAllowed, NotFound, Stale
from reportdesk.domain.filing_parts import Reply, Sheet
from reportdesk.domain.taxonomy import Answer, Measure, Question
from reportdesk.services import answering, casework, reading
from reportdesk.storage.answer import answers_of, measures_of
from reportdesk.storage.clock import running
from reportdesk.storage.history import events
from tests.builders import (
    HUBEI,
    MOE,
    Promised,
    a_draft,
    accept,
    act,
    answer,
    case,
    file_case,
    found_nation,
    key_authority,
    version,
)


@pytest.fixture
def desk(runtime):
    """An accepted case; the student answered two questions of the sheet."""
    found_nation(runtime)
    officer, colleague, head = key_authority(runtime, HUBEI)
    replies = {
        Question.COMPULSORY: Reply(Answer.YES, "群里点名催交"),
        Question.PURPOSE_TOLD: Reply(Answer.PARTLY, "只说训练模型"),
    }
    ref = file_case(runtime, sheet=Sheet(replies))
    accept(runtime, officer, ref)
    return runtime, officer, colleague, head, ref


def step(runtime, use_case, holder, ref, **given):
    now = version(runtime, holder, ref)
    return act(runtime, use_case, runtime.vault, holder, ref, version=now, **given)


def approve(runtime, holder, ref):
    now = version(runtime, holder, ref)
    act(runtime, answering.approve, runtime.vault, runtime.pack, holder, ref, version=now)


def answers(runtime, holder, ref):
    return runtime.read(lambda tx: answers_of(tx, case(runtime, holder, ref).case_id))


def clock_keys(runtime, holder, ref):
    found = runtime.read(lambda tx: running(tx, case(runtime, holder, ref).case_id))
    return [row.key for row in found]


def test_an_unfinished_draft_is_kept_sealed_and_stops_nothing(desk):
    runtime, officer, colleague, _, ref = desk
    half = AnswerDraft(reply="先写到这里")
    assert step(runtime, answering.save, officer, ref, draft=half) == 1
    found = act(runtime, reading.read, runtime.vault, colleague, ref).draft
    assert (found.draft.reply, found.submitted, found.writer) == (
        "先写到这里",
        False,
        officer.actor.account_id,
    )
    row = answers(runtime, officer, ref)[0]
    assert (row.finding, row.public_summary, row.approved_on) == (None, None, None)
    assert clock_keys(runtime, officer, ref) == ["K2"]
    assert "先写到这里".encode() not in row.sealed


def test_a_draft_is_handed_on_only_when_nothing_is_missing(desk):
    runtime, officer, _, _, ref = desk
    with pytest.raises(answering.Unfinished) as refused:
        step(runtime, answering.submit, officer, ref, draft=AnswerDraft(reply="只有这句"))
    fields = [fault.field for fault in refused.value.faults]
    assert fields[0] == "finding"
    assert {"compulsory", "measures", "legal_basis", "public_title", "public_summary"} <= set(
        fields
    )
    assert "reply" not in fields


def test_the_writer_cannot_approve_their_own_answer(desk):
    runtime, officer, _, _, ref = desk
    step(runtime, answering.submit, officer, ref, draft=a_draft())
    with pytest.raises(NotAllowed) as refused:
        approve(runtime, officer, ref)
    assert refused.value.code == "second_person_needed"
    assert case(runtime, officer, ref).stage == Stage.ACCEPTED


def test_approval_by_a_second_person_makes_the_answer_count(desk):
    runtime, officer, colleague, _, ref = desk
    answer(runtime, officer, colleague, ref)
    found, row = case(runtime, officer, ref), answers(runtime, officer, ref)[0]
    assert (found.stage, found.answered_on) == (Stage.ANSWERED, date(2026, 3, 2))
    assert (row.drafted_by, row.approved_by) == (
        officer.actor.account_id,
        colleague.actor.account_id,
    )
    assert row.finding == "confirmed"
    assert row.students["compulsory"] == "yes"
    assert row.students["purpose_told"] == "partly"
    assert row.students["under_14"] == "unknown"
    assert row.asked == ["stop", "delete_data"]
    assert row.levers == ["course_grade", "retake_threat"]
    assert clock_keys(runtime, officer, ref) == ["K4"]


def test_the_words_of_students_do_not_become_plain_with_the_answer(desk):
    runtime, officer, colleague, _, ref = desk
    answer(runtime, officer, colleague, ref)
    assert "群里点名催交" not in str(answers(runtime, officer, ref)[0].students)


def test_every_reporter_gets_the_reply(desk):
    runtime, officer, colleague, _, ref = desk
    answer(runtime, officer, colleague, ref)
    messages = act(runtime, reading.read, runtime.vault, officer, ref).messages
    assert [(m.kind, m.text) for m in messages] == [("answer", a_draft().reply)]


def test_promised_measures_start_clocks_and_the_case_is_being_corrected(desk):
    runtime, officer, colleague, _, ref = desk
    draft = a_draft(
        Promised(Measure.STOP_COLLECTION),
        Promised(Measure.DELETE_DATA, date(2026, 4, 10)),
    )
    answer(runtime, officer, colleague, ref, draft)
    found = case(runtime, officer, ref)
    clocks = runtime.read(lambda tx: running(tx, found.case_id))
    promised = [(c.key, c.kind, c.due, c.params["measure"]) for c in clocks if c.key == "K5"]
    assert found.stage == Stage.CORRECTING
    assert promised == [("K5", "committed", date(2026, 4, 10), 2)]
    assert [m.code for m in runtime.read(lambda tx: measures_of(tx, found.case_id))] == [
        "stop_collection",
        "delete_data",
    ]


def test_an_answer_before_acceptance_accepts_the_case_the_same_day(runtime):
    found_nation(runtime)
    officer, colleague, _ = key_authority(runtime, HUBEI)
    ref = file_case(runtime)
    answer(runtime, officer, colleague, ref)
    found = case(runtime, officer, ref)
    row = [e for e in runtime.read(lambda tx: events(tx, found.case_id)) if e.event == "answer"]
    assert found.accepted_on == date(2026, 3, 2)
    assert row[0].fields["at_once"] is True
    assert clock_keys(runtime, officer, ref) == ["K4"]


def test_a_draft_sent_back_returns_to_its_writer_with_the_reason(desk):
    runtime, officer, colleague, _, ref = desk
    step(runtime, answering.submit, officer, ref, draft=a_draft())
    step(runtime, answering.send_back, colleague, ref, reason="依据不对")
    found = act(runtime, reading.read, runtime.vault, officer, ref).draft
    assert (found.submitted, found.sent_back) == (False, "依据不对")
    step(runtime, answering.submit, officer, ref, draft=a_draft(legal_basis="第二十九条"))
    assert act(runtime, reading.read, runtime.vault, officer, ref).draft.sent_back is None


def test_nobody_rewrites_what_a_second_person_is_reading(desk):
    runtime, officer, colleague, _, ref = desk
    step(runtime, answering.submit, officer, ref, draft=a_draft())
    with pytest.raises(Conflict):
        step(runtime, answering.save, colleague, ref, draft=a_draft(reply="换了"))


def test_an_approval_is_for_the_text_that_was_seen(desk):
    runtime, officer, colleague, _, ref = desk
    step(runtime, answering.submit, officer, ref, draft=a_draft())
    seen = version(runtime, colleague, ref)
    step(runtime, answering.send_back, officer, ref, reason="还要改")
    step(runtime, answering.submit, officer, ref, draft=a_draft(reply="换了"))
    with pytest.raises(Stale):
        act(runtime, answering.approve, runtime.vault, runtime.pack, colleague, ref, version=seen)


def test_while_a_question_waits_one_may_draft_but_not_hand_on(desk):
    runtime, officer, _, _, ref = desk
    step_ask = {"text": "哪个群？", "report": None, "version": version(runtime, officer, ref)}
    act(runtime, casework.ask, runtime.vault, runtime.pack, officer, ref, **step_ask)
    step(runtime, answering.save, officer, ref, draft=a_draft())
    with pytest.raises(NotAllowed):
        step(runtime, answering.submit, officer, ref, draft=a_draft())


def test_another_authority_neither_writes_nor_approves(desk):
    runtime, officer, _, _, ref = desk
    stranger = key_authority(runtime, MOE)[0]
    step(runtime, answering.submit, officer, ref, draft=a_draft())
    now = version(runtime, officer, ref)
    with pytest.raises(NotFound):
        act(runtime, answering.approve, runtime.vault, runtime.pack, stranger, ref, version=now)
