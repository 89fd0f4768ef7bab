"""A report that joins a case of others: who can open it, what it sees, and that nothing tells."""

import dataclasses
from datetime import date

import pytest
from sqlalchemy import select

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.answer import Promised
from reportdesk.domain.case import Action, Stage
from reportdesk.domain.filing import Filing
from reportdesk.domain.filing_parts import Involved, Running
from reportdesk.domain.following import Sent
from reportdesk.domain.joining import PublicMatter
from reportdesk.domain.taxonomy import Measure, Practice, RunBy, SchoolKind
from reportdesk.runtime import Runtime
from reportdesk.services import attesting, casework, delivery, followup, intake, reading
from reportdesk.storage.case import Case
from reportdesk.storage.clock import clocks_of
from reportdesk.storage.history import events, move
from reportdesk.storage.outbox import Outbox
from reportdesk.storage.report import reports_of
from tests.builders import (
    HUBEI,
    MOE,
    SCHOOL_ID,
    a_draft,
    accept,
    act,
    answer,
    file_case,
    found_nation,
    key_authority,
    version,
)
from tests.filings import a_filing, once

FILED, LATER = "2026-03-02", "2026-05-20"
PROMISE = Promised(Measure.DELETE_DATA, date(2026, 9, 1))


@pytest.fixture
def officers(runtime: Runtime):
    """The province with its officers, the ministry above, the platform beside."""
    found_nation(runtime)
    key_authority(runtime, MOE)
    key_authority(runtime, PLATFORM_AUTHORITY)
    return key_authority(runtime, HUBEI)


@pytest.fixture
def ref(runtime: Runtime, clock, officers) -> str:
    """A case that was answered with a promise, and that has a note of a colleague."""
    ref = file_case(runtime)
    clock.set("2026-03-10")
    accept(runtime, officers[0], ref)
    kit = runtime
    act(runtime, casework.note, kit.vault, officers[0], ref, text="先看通知")
    answer(runtime, officers[0], officers[1], ref, a_draft(PROMISE))
    clock.set(LATER)
    return ref


def matter(ref: str, **changes: str | None) -> PublicMatter:
    given = {"practice": "voice_recording", "month": "2026-03", "school": SCHOOL_ID, **changes}
    return PublicMatter(ref, **given)


def join(runtime: Runtime, ref: str, filing: Filing | None = None, **changes: str | None):
    """File from the page of a public case: (receipt, what was filed)."""
    receipt = runtime.vault.draw_receipt()
    known = runtime.vault.lookups(receipt, "filing")
    filing = filing or a_filing(SCHOOL_ID)
    return receipt, runtime.write(
        lambda tx: intake.file(
            tx,
            runtime.vault,
            runtime.pack,
            runtime.settings,
            filing,
            known,
            (),
            matter(ref, **changes),
        )
    )


def arrive(runtime: Runtime) -> None:
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))


def case_of(runtime: Runtime, ref: str) -> Case:
    return runtime.read(lambda tx: tx.session.scalars(select(Case).where(Case.ref == ref)).one())


def history(runtime: Runtime, ref: str) -> list[str]:
    case = case_of(runtime, ref)
    return [row.event for row in runtime.read(lambda tx: events(tx, case.case_id))]


def look(runtime: Runtime, receipt: str):
    known = runtime.vault.lookups(receipt, "following")
    me = runtime.write(lambda tx: followup.enter(tx, runtime.vault, known))
    return me, runtime.write(lambda tx: followup.look(tx, runtime.vault, runtime.pack, me))


def test_a_report_about_the_same_matter_joins_and_starts_no_clock(runtime, ref, officers) -> None:
    before = runtime.read(lambda tx: clocks_of(tx, case_of(runtime, ref).case_id))
    _, filed = join(runtime, ref)
    assert (filed.ref, filed.joined, filed.delivered) == (ref, True, True)
    arrive(runtime)
    after = runtime.read(lambda tx: clocks_of(tx, filed.case_id))
    assert [(c.key, c.due, c.stopped_on) for c in after] == [
        (c.key, c.due, c.stopped_on) for c in before
    ]
    assert runtime.read(lambda tx: [r.number for r in reports_of(tx, filed.case_id)]) == [1, 2]


def test_until_it_arrives_nothing_about_the_case_tells_of_it(runtime, ref, officers) -> None:
    told = history(runtime, ref)
    join(runtime, ref)
    case = case_of(runtime, ref)
    assert (case.reports, history(runtime, ref)) == (1, told)
    opened = act(runtime, reading.read, runtime.vault, officers[0], ref)
    assert [report.number for report in opened.reports] == [1]
    arrive(runtime)
    assert case_of(runtime, ref).reports == 2
    assert history(runtime, ref) == [*told, "joined"]


def test_the_holder_opens_both_reports_and_the_notes_afterwards_through_either(
    runtime, ref, officers
) -> None:
    _, filed = join(runtime, ref)
    arrive(runtime)
    opened = act(runtime, reading.read, runtime.vault, officers[0], ref)
    assert [report.content["story"] for report in opened.reports] == ["每天录 30 分钟对话。"] * 2
    assert [note.text for note in opened.notes if note.event is None] == ["先看通知"]
    first, second = runtime.read(lambda tx: reports_of(tx, filed.case_id))
    assert not second.awaits_case_key
    runtime.vault.shred(first.shred_id)
    opened = act(runtime, reading.read, runtime.vault, officers[0], ref)
    assert [report.number for report in opened.reports] == [2]
    assert "先看通知" in [note.text for note in opened.notes]


def test_a_message_to_one_report_reaches_that_one_alone(runtime, ref, officers) -> None:
    receipt, _ = join(runtime, ref)
    arrive(runtime)
    kit = runtime
    act(
        runtime,
        casework.send,
        kit.vault,
        officers[0],
        ref,
        text="请补充日期",
        report=2,
    )
    _, mine = look(runtime, receipt)
    assert [letter.text for letter in mine.letters] == ["请补充日期"]


def test_who_joined_sees_acts_of_the_authority_but_no_day_of_anothers_filing(
    runtime, ref, officers
) -> None:
    receipt, _ = join(runtime, ref)
    arrive(runtime)
    _, mine = look(runtime, receipt)
    assert mine.ref == ref
    assert mine.answers
    shown = {step.event for step in mine.steps}
    assert {"accept", "answer", "joined"} <= shown
    assert not shown & {"filed", "delivered", "notice_overdue"}
    assert "K4" in {timer.due.key for timer in mine.timers}
    days = {step.on for step in mine.steps} | {timer.due.start for timer in mine.timers}
    assert date.fromisoformat(FILED) not in days


def test_withdrawing_one_leaves_the_case_to_the_other(runtime, ref, officers) -> None:
    receipt, filed = join(runtime, ref)
    arrive(runtime)
    me, _ = look(runtime, receipt)
    kit = runtime
    act(
        runtime,
        followup.send,
        kit.vault,
        kit.pack,
        kit.settings,
        me,
        Sent.WITHDRAWAL,
        "",
        once=once(),
    )
    arrive(runtime)
    case = case_of(runtime, ref)
    assert (case.reports, case.stage) == (1, "correcting")
    assert runtime.read(lambda tx: [r.withdrawn for r in reports_of(tx, filed.case_id)]) == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("filing", "public"),
    [
        ({"school": None}, {}),
        ({"practice": Practice.FACE_OR_VIDEO}, {}),
        ({"since": "2027-05"}, {"month": "2026-03"}),
        ({"involved": True}, {}),
        ({}, {"school": None}),
    ],
)
def test_another_matter_is_a_case_of_its_own(runtime, clock, ref, officers, filing, public) -> None:
    clock.set("2027-06-01")
    _, filed = join(runtime, ref, changed(**filing), **public)
    assert filed.ref != ref
    assert not filed.joined
    assert case_of(runtime, filed.ref).linked_id is None


def changed(*, school=SCHOOL_ID, practice=None, since=None, involved=False) -> Filing:
    """A filing that differs from the case in one thing."""
    filing = a_filing(school)
    elsewhere = dataclasses.replace(
        filing.where, county=None, kind=SchoolKind.HIGHER_VOCATIONAL, run_by=RunBy.PROVINCE
    )
    what = dataclasses.replace(
        filing.what,
        practice=practice or filing.what.practice,
        since=since or filing.what.since,
    )
    who = dataclasses.replace(filing.who, involved=Involved.YES if involved else Involved.NO)
    where = filing.where if school else elsewhere
    return dataclasses.replace(filing, what=what, who=who, where=where)


def test_a_case_whose_school_is_not_public_is_never_joined_but_pointed_to(
    runtime, ref, officers
) -> None:
    _, filed = join(runtime, ref, school=None)
    assert "said_same" in history(runtime, filed.ref)
    assert "said_same" not in history(runtime, ref)


def test_new_facts_about_an_ended_case_open_a_linked_one(runtime, clock, ref, officers) -> None:
    old = case_of(runtime, ref)
    runtime.write(lambda tx: setattr(tx.session.get_one(Case, old.case_id), "stage", "closed"))
    _, filed = join(runtime, ref)
    assert case_of(runtime, filed.ref).linked_id == old.case_id
    assert case_of(runtime, filed.ref).stage == "routed"


def test_a_merged_case_leads_to_the_one_that_goes_on(runtime, ref, officers) -> None:
    child = file_case(runtime)
    parent = case_of(runtime, ref)

    def merge(tx) -> None:
        row = tx.session.get_one(Case, case_of(runtime, child).case_id)
        row.stage, row.parent_id = "merged", parent.case_id

    runtime.write(merge)
    assert join(runtime, child)[1].ref == ref


def test_an_unknown_or_withheld_case_is_not_joined(runtime, ref, officers) -> None:
    assert not join(runtime, "0000-0000")[1].joined
    case = case_of(runtime, ref)
    runtime.write(
        lambda tx: setattr(tx.session.get_one(Case, case.case_id), "visibility", "withheld")
    )
    assert not join(runtime, ref)[1].joined


def test_a_receipt_joins_once(runtime, ref, officers) -> None:
    receipt, filed = join(runtime, ref)
    known = runtime.vault.lookups(receipt, "filing")
    again = runtime.write(
        lambda tx: intake.file(
            tx,
            runtime.vault,
            runtime.pack,
            runtime.settings,
            a_filing(SCHOOL_ID),
            known,
            (),
            matter(ref),
        )
    )
    assert (again.report_id, again.fresh, again.joined) == (filed.report_id, False, True)
    assert len(runtime.read(lambda tx: reports_of(tx, filed.case_id))) == 2


def test_whoever_holds_the_case_is_told_once(runtime, ref, officers) -> None:
    arrive(runtime)
    for _ in range(3):
        join(runtime, ref)
    arrive(runtime)
    rows = runtime.read(
        lambda tx: list(tx.session.scalars(select(Outbox).where(Outbox.kind == "new_report")))
    )
    assert len([row for row in rows if row.authority_id == HUBEI]) == 2


def own_period(runtime: Runtime, ref: str):
    """A joined report whose months differ from those of the report that opened the case."""
    filing = a_filing(SCHOOL_ID)
    what = dataclasses.replace(filing.what, since="2026-04", running=Running.NO, until="2026-05")
    return join(runtime, ref, dataclasses.replace(filing, what=what))


def attested(runtime: Runtime, receipt: str) -> attesting.FiledReport:
    """What the proof of the report behind a receipt is made of."""
    me, _ = look(runtime, receipt)
    return runtime.read(
        lambda tx: attesting.filed(tx, runtime.vault, me.case_id, me.report_id, me.private)
    )


def test_a_proof_of_a_joined_report_has_its_own_months_and_not_anothers(
    runtime, ref, officers
) -> None:
    receipt, filed = own_period(runtime, ref)
    case = case_of(runtime, filed.ref)
    assert (case.period_from, case.period_to) == ("2025-11", None)
    own = attested(runtime, receipt)
    assert (own.since, own.until) == ("2026-04", "2026-05")


def test_the_desk_opens_the_months_of_each_report(runtime, ref, officers) -> None:
    own_period(runtime, ref)
    arrive(runtime)
    opened = act(runtime, reading.read, runtime.vault, officers[0], ref)
    said = [(one.content["since"], one.content["until"]) for one in opened.reports]
    assert said == [("2025-11", None), ("2026-04", "2026-05")]


def test_who_was_merged_into_a_case_learns_no_day_of_anothers_filing(
    runtime, clock, ref, officers
) -> None:
    receipt, own = file_with_receipt(runtime)
    parent = case_of(runtime, ref)
    text = "请第一位补充日期"
    act(runtime, casework.send, runtime.vault, officers[0], ref, text=text, report=1)

    def merge(tx) -> None:
        row = tx.session.get_one(Case, own.case_id)
        row.stage, row.parent_id = "merged", parent.case_id

    runtime.write(merge)
    _, mine = look(runtime, receipt)
    assert (mine.ref, mine.joined) == (ref, True), "so that the page says why a day is not said"
    assert "answer" in {step.event for step in mine.steps}
    assert "message" not in {step.event for step in mine.steps}, "it went to another's report 1"
    days = {step.on for step in mine.steps} | {timer.due.start for timer in mine.timers}
    assert date.fromisoformat(FILED) not in days


def file_with_receipt(runtime: Runtime):
    """A report with a case of its own: (receipt, what was filed)."""
    receipt = runtime.vault.draw_receipt()
    kit, known = runtime, runtime.vault.lookups(receipt, "filing")
    filing = a_filing(SCHOOL_ID)
    return receipt, runtime.write(
        lambda tx: intake.file(tx, kit.vault, kit.pack, kit.settings, filing, known)
    )


def test_a_proof_names_the_platform_for_who_joined_a_returned_case(
    runtime, clock, ref, officers
) -> None:
    case = case_of(runtime, ref)

    def give_back(tx) -> None:
        row = tx.session.get_one(Case, case.case_id)
        row.authority_id = PLATFORM_AUTHORITY
        move(tx, row, Action.RETURN, Stage.RETURNED, party="officer", authority_id=HUBEI)

    runtime.write(give_back)
    receipt, filed = join(runtime, ref)
    assert filed.joined
    assert attested(runtime, receipt).authority == PLATFORM_AUTHORITY


def test_who_was_not_asked_sees_neither_the_question_to_another_nor_its_reply(
    runtime, clock, officers
) -> None:
    clock.set("2026-03-02")
    first = runtime.vault.draw_receipt()
    known = runtime.vault.lookups(first, "filing")
    kit = runtime
    filing = a_filing(SCHOOL_ID)
    filed = runtime.write(
        lambda tx: intake.file(tx, kit.vault, kit.pack, kit.settings, filing, known)
    )
    arrive(runtime)
    clock.set("2026-03-10")
    accept(runtime, officers[0], filed.ref)
    second, _ = join(runtime, filed.ref)
    arrive(runtime)
    now = version(runtime, officers[0], filed.ref)
    words = {"text": "是哪一天通知的？", "report": 2, "version": now}
    act(runtime, casework.ask, kit.vault, kit.pack, officers[0], filed.ref, **words)
    _, mine = look(runtime, first)
    me, asked = look(runtime, second)
    assert (mine.stage, asked.stage) == (Stage.INVESTIGATING, Stage.NEEDS_INFO)
    assert "K6b" not in {timer.due.key for timer in mine.timers}
    clock.set("2026-03-12")
    seal = {"once": once()}
    runtime.write(
        lambda tx: followup.send(
            tx, kit.vault, kit.pack, kit.settings, me, Sent.REPLY, "三月三日", **seal
        )
    )
    assert look(runtime, second)[1].stage is Stage.NEEDS_INFO
    arrive(runtime)
    assert look(runtime, second)[1].stage is Stage.INVESTIGATING
    after = look(runtime, first)[1]
    assert (after.stage, after.steps) == (mine.stage, mine.steps)
    assert [timer.due for timer in after.timers] == [timer.due for timer in mine.timers]
