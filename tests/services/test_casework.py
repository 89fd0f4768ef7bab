"""Work on an accepted case: progress, questions, one extension, messages, notes, proof."""

from datetime import date

import pytest

from reportdesk.domain.case import Stage
from reportdesk.domain.errors import BadInput, NotAllowed, NotFound
from reportdesk.domain.taxonomy import ExtensionReason
from reportdesk.services import casework, reading
from reportdesk.storage.clock import running
from reportdesk.storage.history import events
from tests.builders import (
    HUBEI,
    MOE,
    accept,
    act,
    case,
    file_case,
    found_nation,
    key_authority,
    version,
)


@pytest.fixture
def desk(runtime, clock):
    """A case accepted on Tuesday 17 March 2026: its decision is due on Monday 18 May."""
    found_nation(runtime)
    officer, colleague, head = key_authority(runtime, HUBEI)
    ref = file_case(runtime)
    clock.set("2026-03-17")
    accept(runtime, officer, ref)
    return runtime, officer, colleague, head, ref


def clocks(runtime, holder, ref):
    found = runtime.read(lambda tx: running(tx, case(runtime, holder, ref).case_id))
    return {row.key: row for row in found}


def opened(runtime, holder, ref):
    return act(runtime, reading.read, runtime.vault, holder, ref)


def ask(runtime, officer, ref, text="通知是在哪个群里发的？", report=None):
    now = version(runtime, officer, ref)
    act(
        runtime,
        casework.ask,
        runtime.vault,
        runtime.pack,
        officer,
        ref,
        text=text,
        report=report,
        version=now,
    )


def extend(runtime, head, ref, until, reason=ExtensionReason.COMPLEX_FACTS):
    now = version(runtime, head, ref)
    act(
        runtime,
        casework.extend,
        runtime.vault,
        runtime.pack,
        head,
        ref,
        reason=reason,
        until=until,
        text="涉及多个班级。",
        version=now,
    )


def test_investigating_keeps_a_note_on_what_is_done_first(desk):
    runtime, officer, _, _, ref = desk
    now = version(runtime, officer, ref)
    act(
        runtime,
        casework.investigate,
        runtime.vault,
        runtime.pack,
        officer,
        ref,
        text="已调取通知和合同。",
        version=now,
    )
    note = opened(runtime, officer, ref).notes[0]
    found = runtime.read(lambda tx: events(tx, case(runtime, officer, ref).case_id))
    assert case(runtime, officer, ref).stage == Stage.INVESTIGATING
    assert (note.kind, note.text) == ("progress", "已调取通知和合同。")
    assert found[note.event - 1].event == "investigate"


def test_a_question_reaches_the_reporters_and_the_time_to_decide_goes_on(desk):
    runtime, officer, _, _, ref = desk
    ask(runtime, officer, ref)
    message = opened(runtime, officer, ref).messages[0]
    assert case(runtime, officer, ref).stage == Stage.NEEDS_INFO
    assert (message.kind, message.mine) == ("question", True)
    assert set(clocks(runtime, officer, ref)) == {"K2", "K6b"}


def test_going_on_without_the_reply_ends_the_wait(desk):
    runtime, officer, _, _, ref = desk
    ask(runtime, officer, ref)
    now = version(runtime, officer, ref)
    act(runtime, casework.resume, runtime.pack, officer, ref, version=now)
    assert case(runtime, officer, ref).stage == Stage.INVESTIGATING
    assert set(clocks(runtime, officer, ref)) == {"K2"}


def test_a_question_can_be_for_one_reporter_only_when_there_is_such_a_report(desk):
    runtime, officer, _, _, ref = desk
    with pytest.raises(BadInput) as refused:
        ask(runtime, officer, ref, report=9)
    assert refused.value.field == "report"
    ask(runtime, officer, ref, report=1)
    assert len(opened(runtime, officer, ref).messages) == 1


def test_the_head_extends_once_and_a_rest_day_rolls_on(desk):
    runtime, _, _, head, ref = desk
    extend(runtime, head, ref, date(2026, 6, 13))
    clock = clocks(runtime, head, ref)["K3"]
    assert (clock.raw_due, clock.due) == (date(2026, 6, 13), date(2026, 6, 15))
    assert case(runtime, head, ref).extension_days == 28
    assert "K2" not in clocks(runtime, head, ref)
    with pytest.raises(NotAllowed) as refused:
        extend(runtime, head, ref, date(2026, 6, 14))
    assert refused.value.code == "extended_before"


@pytest.mark.parametrize(
    ("until", "code"),
    [
        (date(2026, 5, 18), "extension_too_short"),
        (date(2026, 6, 16), "extension_too_long"),
    ],
)
def test_an_extension_lies_after_the_due_date_and_within_thirty_days_of_the_count(
    desk, until, code
):
    runtime, _, _, head, ref = desk
    with pytest.raises(BadInput) as refused:
        extend(runtime, head, ref, until)
    assert (refused.value.field, refused.value.code) == ("until", code)


def test_the_longest_extension_is_ninety_days_from_acceptance(desk):
    runtime, _, _, head, ref = desk
    extend(runtime, head, ref, date(2026, 6, 15))
    assert clocks(runtime, head, ref)["K3"].due == date(2026, 6, 15)


def test_only_the_head_extends(desk):
    runtime, officer, _, _, ref = desk
    with pytest.raises(NotAllowed) as refused:
        extend(runtime, officer, ref, date(2026, 6, 1))
    assert refused.value.code == "not_your_step"


def test_a_message_reaches_the_reporters_and_leaves_open_forms_valid(desk):
    runtime, officer, colleague, _, ref = desk
    before = version(runtime, officer, ref)
    act(runtime, casework.send, runtime.vault, officer, ref, text="我们会直接向学校核实。")
    found = opened(runtime, colleague, ref).messages
    assert [m.text for m in found] == ["我们会直接向学校核实。"]
    assert version(runtime, officer, ref) == before


def test_a_note_is_for_colleagues_and_no_message_to_anybody(desk):
    runtime, officer, colleague, _, ref = desk
    act(runtime, casework.note, runtime.vault, officer, ref, text="周三去学校。")
    found = opened(runtime, colleague, ref)
    assert [n.text for n in found.notes] == ["周三去学校。"]
    assert found.messages == ()


def test_strangers_write_neither_messages_nor_notes(desk):
    runtime, _, _, _, ref = desk
    stranger = key_authority(runtime, MOE)[0]
    for use_case in (casework.send, casework.note):
        with pytest.raises(NotFound):
            act(runtime, use_case, runtime.vault, stranger, ref, text="？")
