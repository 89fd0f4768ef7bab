"""Following: the receipt opens the report, writing reaches the desk once, withdrawing ends it."""

import dataclasses
from datetime import date

import pytest
from sqlalchemy import select

from reportdesk.domain.case import Action, Stage
from reportdesk.domain.errors import BadInput, NotAllowed, NotFound
from reportdesk.domain.filing import AttachedFile
from reportdesk.domain.following import LONGEST_MESSAGE, Following, Sent
from reportdesk.runtime import Runtime
from reportdesk.services import delivery, followup, keeping
from reportdesk.storage.case import Case
from reportdesk.storage.clock import hear, running
from reportdesk.storage.history import events, move, record
from reportdesk.storage.outbox import Outbox
from reportdesk.storage.report import Message, Report, post
from reportdesk.vault.kdf import Work
from reportdesk.vault.keys import Kind, SiteKeys
from reportdesk.vault.opened import seal_message
from reportdesk.vault.vault import Vault
from tests.filings import HUBEI, MOE, a_filing, file_one, give_keys, load_places, once, school_id


@pytest.fixture(autouse=True)
def _places(runtime: Runtime) -> None:
    load_places(runtime)
    give_keys(runtime, HUBEI, MOE)


@pytest.fixture
def filed(runtime: Runtime):
    """A receipt and what it filed, at the desk already."""
    receipt, filed = file_one(runtime, a_filing(school_id(runtime)))
    slot(runtime)
    return receipt, filed


def slot(runtime: Runtime) -> int:
    return runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))


def enter(runtime: Runtime, receipt: str) -> followup.Follower:
    known = runtime.vault.lookups(receipt, "following")
    return runtime.write(lambda tx: followup.enter(tx, runtime.vault, known))


def look(runtime: Runtime, me: followup.Follower) -> Following:
    return runtime.write(lambda tx: followup.look(tx, runtime.vault, runtime.pack, me))


def send(runtime: Runtime, me, kind: Sent, text: str = "", *, value=None, files=()) -> bool:
    return runtime.write(
        lambda tx: followup.send(
            tx,
            runtime.vault,
            runtime.pack,
            runtime.settings,
            me,
            kind,
            text,
            once=value or once(),
            files=files,
        )
    )


def staff_write(runtime: Runtime, me: followup.Follower, kind: str, text: str) -> None:
    """A message of the authority, sealed as the desk seals it."""

    def work(tx):
        _, opened = followup._open(tx, runtime.vault, me)
        key = opened.reports[me.report_id]
        post(
            tx,
            me.case_id,
            HUBEI,
            kind,
            lambda report_id, number: seal_message(runtime.vault, key, report_id, number, text),
        )

    runtime.write(work)


def ask(runtime: Runtime, me: followup.Follower) -> None:
    """The case waits for the reporter."""

    def work(tx):
        case = tx.session.get_one(Case, me.case_id)
        move(tx, case, Action.ASK, Stage.NEEDS_INFO, party="officer", authority_id=HUBEI)
        hear(tx, case, runtime.pack, ("question",), tx.today)

    runtime.write(work)
    staff_write(runtime, me, "question", "通知发在哪里？")


def case_of(runtime: Runtime, me: followup.Follower) -> Case:
    return runtime.read(lambda tx: tx.session.get_one(Case, me.case_id))


def happened(runtime: Runtime, me: followup.Follower) -> list[str]:
    return runtime.read(lambda tx: [row.event for row in events(tx, me.case_id)])


def test_a_receipt_opens_its_own_report_and_shows_how_it_stands(runtime: Runtime, filed) -> None:
    receipt, done = filed
    view = look(runtime, enter(runtime, receipt))
    assert view.ref == done.ref
    assert view.stage is Stage.ROUTED
    assert view.holder[0] == "湖北省教育厅"
    assert [timer.due.key for timer in view.timers] == ["K1b", "K1"]
    assert [step.event for step in view.steps] == ["filed", "delivered"]
    assert view.own_sheet["compulsory"]["w"] == "群里点名催交"


def test_an_unknown_receipt_and_a_destroyed_report_answer_alike(runtime: Runtime, filed) -> None:
    with pytest.raises(NotFound) as unknown:
        enter(runtime, runtime.vault.draw_receipt())
    receipt, done = filed

    def shred(tx):
        report = tx.session.get_one(Report, (done.case_id, done.report_id))
        runtime.vault.shred(report.shred_id)

    runtime.write(shred)
    with pytest.raises(NotFound) as destroyed:
        enter(runtime, receipt)
    assert unknown.value.code == destroyed.value.code == "receipt_unknown"


def test_a_row_moves_to_the_newest_receipt_scheme_at_the_next_visit(
    runtime: Runtime, filed
) -> None:
    receipt, done = filed
    old = runtime.vault.lookups(receipt, "following")[0]
    SiteKeys.load(runtime.settings.keys).rotate(Kind.RECEIPT, work=Work.fast())
    runtime.vault = Vault.open(runtime.settings)
    me = enter(runtime, receipt)
    assert look(runtime, me).ref == done.ref
    newest = runtime.vault.lookups(receipt, "following")[0]
    assert newest.scheme_id != old.scheme_id
    assert look(runtime, enter(runtime, receipt)).ref == done.ref


def test_an_addition_waits_for_the_slot_and_then_reaches_the_desk(runtime: Runtime, filed) -> None:
    me = enter(runtime, filed[0])
    assert send(runtime, me, Sent.ADDITION, "又催了一次")
    [letter] = look(runtime, me).letters
    assert (letter.text, letter.waits, letter.sender) == ("又催了一次", True, None)
    assert "added" not in happened(runtime, me)
    assert slot(runtime) == 1
    assert "added" in happened(runtime, me)
    assert not look(runtime, me).letters[0].waits
    letters = runtime.read(lambda tx: list(tx.session.scalars(select(Outbox.kind))))
    assert sorted(letters) == ["new_message", "new_report"]


def test_the_same_form_sends_once(runtime: Runtime, filed) -> None:
    me, value = enter(runtime, filed[0]), once()
    assert send(runtime, me, Sent.ADDITION, "一次", value=value)
    assert not send(runtime, me, Sent.ADDITION, "一次", value=value)
    assert len(look(runtime, me).letters) == 1


def test_another_text_of_the_same_form_is_another_message(runtime: Runtime, filed) -> None:
    me, value = enter(runtime, filed[0]), once()
    assert send(runtime, me, Sent.ADDITION, "第一稿", value=value)
    assert send(runtime, me, Sent.ADDITION, "第二稿", value=value)
    assert not send(runtime, me, Sent.ADDITION, "第一稿 ", value=value)
    assert [letter.text for letter in look(runtime, me).letters] == ["第一稿", "第二稿"]


def test_what_is_stored_to_take_a_message_once_tells_nothing_of_it(runtime: Runtime, filed) -> None:
    me = enter(runtime, filed[0])
    for _ in range(2):
        send(runtime, me, Sent.ADDITION, "同一句话")
    marks = runtime.read(lambda tx: list(tx.session.scalars(select(Message.once))))
    assert len(set(marks)) == 2


def test_a_reply_moves_the_case_on_the_day_it_was_written(runtime: Runtime, filed, clock) -> None:
    me = enter(runtime, filed[0])
    ask(runtime, me)
    assert look(runtime, me).question.text == "通知发在哪里？"
    clock.set("2026-03-05")
    send(runtime, me, Sent.REPLY, "班级群里")
    view = look(runtime, me)
    assert view.stage is Stage.NEEDS_INFO
    assert view.question is None
    clock.set("2026-03-06")
    slot(runtime)
    assert look(runtime, me).stage is Stage.INVESTIGATING
    keys = runtime.read(lambda tx: [row.key for row in running(tx, me.case_id)])
    assert "K6b" not in keys
    [reply] = [
        row for row in runtime.read(lambda tx: events(tx, me.case_id)) if row.event == "reply"
    ]
    assert reply.on == date(2026, 3, 5)


def test_a_reply_without_a_question_is_refused(runtime: Runtime, filed) -> None:
    with pytest.raises(NotAllowed):
        send(runtime, enter(runtime, filed[0]), Sent.REPLY, "什么？")


def test_an_empty_message_is_refused_but_a_file_alone_is_enough(runtime: Runtime, filed) -> None:
    me = enter(runtime, filed[0])
    with pytest.raises(BadInput):
        send(runtime, me, Sent.ADDITION, "  ")
    with pytest.raises(BadInput):
        send(runtime, me, Sent.ADDITION, "长" * (LONGEST_MESSAGE + 1))
    stored = runtime.vault.store_file([b"x"], runtime.clock().date())
    file = AttachedFile(stored.blob_name, stored.key.hex(), "截图.png", "image/png", 1, ())
    assert send(runtime, me, Sent.ADDITION, "", files=[file])
    mine = runtime.read(lambda tx: keeping.look(tx, runtime.vault, me))
    assert [one.name for one in mine.files] == ["截图.png"]


def test_withdrawing_the_last_report_ends_the_case_and_its_clocks(runtime: Runtime, filed) -> None:
    me = enter(runtime, filed[0])
    send(runtime, me, Sent.WITHDRAWAL)
    assert look(runtime, me).withdrawn
    assert case_of(runtime, me).stage == Stage.ROUTED
    slot(runtime)
    case = case_of(runtime, me)
    assert (case.stage, case.reports) == (Stage.WITHDRAWN, 0)
    assert runtime.read(lambda tx: running(tx, me.case_id)) == []
    assert "retaliation_flag" not in happened(runtime, me)
    with pytest.raises(NotAllowed):
        send(runtime, me, Sent.ADDITION, "还有")


def test_the_case_goes_on_while_another_report_stands(runtime: Runtime, filed) -> None:
    me = enter(runtime, filed[0])

    def join(tx):
        tx.session.get_one(Case, me.case_id).reports = 2

    runtime.write(join)
    send(runtime, me, Sent.WITHDRAWAL)
    slot(runtime)
    case = case_of(runtime, me)
    assert (case.stage, case.reports) == (Stage.ROUTED, 1)
    assert look(runtime, me).withdrawn


@pytest.mark.parametrize("kind", [Sent.WITHDRAWAL_TOLD, Sent.PRESSURE])
def test_being_pressed_is_told_to_the_supervisor_above(runtime: Runtime, filed, kind) -> None:
    me = enter(runtime, filed[0])
    send(runtime, me, kind, "系里找我谈话")
    slot(runtime)
    assert "retaliation_flag" in happened(runtime, me)
    letters = runtime.read(
        lambda tx: [(m.authority_id, m.kind, m.role) for m in tx.session.scalars(select(Outbox))]
    )
    assert (MOE, "retaliation", "supervisor") in letters
    assert look(runtime, me).withdrawn is (kind is Sent.WITHDRAWAL_TOLD)


def test_in_the_demonstration_everything_arrives_at_once(runtime: Runtime, filed) -> None:
    runtime.settings = dataclasses.replace(runtime.settings, slots_at_once=True)
    me = enter(runtime, filed[0])
    send(runtime, me, Sent.WITHDRAWAL)
    assert case_of(runtime, me).stage == Stage.WITHDRAWN


def test_a_reporter_sees_neither_other_reports_nor_who_at_the_desk_acted(
    runtime: Runtime, filed
) -> None:
    me = enter(runtime, filed[0])

    def others(tx):
        case = tx.session.get_one(Case, me.case_id)
        record(tx, case, "added", party="reporter", report_id="somebody else")
        record(tx, case, "message", party="officer", authority_id=HUBEI, report=7)

    runtime.write(others)
    assert [step.event for step in look(runtime, me).steps] == ["filed", "delivered"]


def test_messages_of_the_authority_can_be_read_with_the_receipt(runtime: Runtime, filed) -> None:
    me = enter(runtime, filed[0])
    staff_write(runtime, me, "message", "已经受理。")
    [letter] = look(runtime, me).letters
    assert (letter.sender[0], letter.text) == ("湖北省教育厅", "已经受理。")


def test_a_reporters_rows_hold_no_word_of_theirs(runtime: Runtime, filed) -> None:
    me = enter(runtime, filed[0])
    send(runtime, me, Sent.ADDITION, "CANARY-某某")
    rows = runtime.read(lambda tx: list(tx.session.scalars(select(Message.sealed))))
    assert all(b"CANARY" not in sealed for sealed in rows)
