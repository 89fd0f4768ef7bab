"""The answer of an authority: drafted by one person, counted once a second one approves it."""

from typing import Any

from reportdesk.domain.access import LEVELS, decide, drafting
from reportdesk.domain.actors import Actor
from reportdesk.domain.answer import AnswerDraft
from reportdesk.domain.case import Action
from reportdesk.domain.errors import Conflict, NotAllowed, NotFound, Unfinished
from reportdesk.domain.sheet import public_answers
from reportdesk.domain.taxonomy import ClosureReason
from reportdesk.packs.loader import Pack
from reportdesk.storage.acts import (
    carry_out,
    deliver,
    expect,
    facts_of,
    leave_trace,
    reach,
    require_second_person,
    wraps_open_to,
)
from reportdesk.storage.answer import CaseAnswer, draft_of
from reportdesk.storage.audit import log
from reportdesk.storage.case import Case
from reportdesk.storage.db import Tx
from reportdesk.storage.outbox import notify
from reportdesk.storage.promising import promise_measures
from reportdesk.storage.rating import next_answer
from reportdesk.storage.remedies import newest_answer
from reportdesk.storage.report import all_reports, post
from reportdesk.vault.holder import Holder
from reportdesk.vault.opened import OpenedCase, open_case
from reportdesk.vault.vault import Vault


def save(
    tx: Tx, vault: Vault, holder: Holder, ref: str, *, draft: AnswerDraft, version: int
) -> int:
    """Keep an unfinished answer, sealed; it stops no clock. Returns the answer's number.

    Raises Conflict("draft_submitted") while a second person has it.
    """
    case, opened = _workable(tx, vault, holder, ref, version)
    row = _keep(tx, opened, holder.actor, case, draft)
    log(tx, holder.actor.authority_id, holder.actor.account_id, "draft", case.ref)
    case.version += 1
    return row.number


def submit(
    tx: Tx, vault: Vault, holder: Holder, ref: str, *, draft: AnswerDraft, version: int
) -> None:
    """Keep the answer and hand it to a second person.

    Raises Unfinished with what it lacks, and NotAllowed while the case cannot be answered.
    """
    case, opened = _workable(tx, vault, holder, ref, version)
    action = _writing(tx, holder.actor, case)
    decide(holder.actor, facts_of(tx, case), action)
    faults = draft.faults(tx.today, LEVELS[action])
    if faults:
        raise Unfinished(faults)
    row = _keep(tx, opened, holder.actor, case, draft)
    row.submitted, row.sent_back_reason = True, None
    leave_trace(tx, holder.actor, case, "drafted", answer=row.number)
    once = f"approval:{case.case_id}:{row.number}:{case.version}"
    notify(tx, holder.actor.authority_id, "approval", once)


def send_back(tx: Tx, vault: Vault, holder: Holder, ref: str, *, reason: str, version: int) -> None:
    """Give a submitted draft back with a reason; its writer may take it back too."""
    case, row = _submitted(tx, holder, ref, version)
    opened = _opened(tx, vault, holder, case)
    row.submitted = False
    row.sent_back_reason = opened.seal_sent_back(row.number, reason)
    leave_trace(tx, holder.actor, case, "draft_returned", answer=row.number)


def approve(tx: Tx, vault: Vault, pack: Pack, holder: Holder, ref: str, *, version: int) -> None:
    """Let a submitted answer count: it reaches every reporter and stops the time to decide.

    The approver is another account with another key than the writer, and their own session opens
    the draft. A case answered before acceptance is accepted the same day. The public text is
    approved with it. Promises start their clocks and the case goes on as being corrected; promises
    of an earlier answer stand. The opinion of a review counts in the same way and reaches those
    whose reports this authority can open; the others read it under the key of the case.
    """
    actor = holder.actor
    case, row = _submitted(tx, holder, ref, version)
    action = _writing(tx, actor, case)
    step = decide(actor, facts_of(tx, case), action)
    require_second_person(tx, row.drafted_by, actor, holder.staff.public)
    opened = _opened(tx, vault, holder, case)
    draft = AnswerDraft.of(opened.answer(row.number, row.sealed))
    faults = draft.faults(tx.today, LEVELS[action])
    if faults:
        raise Unfinished(faults)
    facts: dict[str, Any] = {
        "answer": row.number,
        "finding": draft.finding.value if draft.finding else None,
    }
    facts |= _take_stand(tx, pack, case, action, draft)
    _publish(tx, opened, case, row, draft, actor)
    carry_out(tx, pack, actor, case, step, **facts)
    promise_measures(tx, pack, case, row.number, draft.measures, tx.today)
    letter = opened.letter(draft.reply)
    post(tx, case.case_id, actor.authority_id, "answer", letter, among=opened.reports)


def _writing(tx: Tx, actor: Actor, case: Case) -> Action:
    """Whether the actor writes the answer or the opinion of a review."""
    action = drafting(actor, facts_of(tx, case))
    if action is None:
        raise NotAllowed("not_your_step", action=Action.ANSWER.value)
    return action


def _opened(tx: Tx, vault: Vault, holder: Holder, case: Case) -> OpenedCase:
    """The case's keys, as far as the holder's authority may use them now."""
    return open_case(vault, holder, case.case_id, wraps_open_to(tx, holder.actor, case))


def _take_stand(
    tx: Tx, pack: Pack, case: Case, action: Action, draft: AnswerDraft
) -> dict[str, Any]:
    """What an answer or opinion changes in the case, and what the history says of it."""
    case.level = LEVELS[action]
    if action is Action.ANSWER:
        at_once = _accept_at_once(tx, pack, case)
        case.answered_on = tx.today
        return {"at_once": at_once}
    if action is Action.GIVE_FINAL_OPINION:
        case.ended_on, case.closure_reason = tx.today, ClosureReason.PROCEDURE_ENDED.value
    return {"opinion": draft.opinion.value if draft.opinion else None}


def _workable(
    tx: Tx, vault: Vault, holder: Holder, ref: str, version: int
) -> tuple[Case, OpenedCase]:
    """A case whose answer the holder may write, opened."""
    case = reach(tx, holder.actor, ref)
    expect(case, version)
    _writing(tx, holder.actor, case)
    return case, _opened(tx, vault, holder, case)


def _keep(tx: Tx, opened: OpenedCase, actor: Actor, case: Case, draft: AnswerDraft) -> CaseAnswer:
    """The case's open draft with this content; whoever saved it last is its writer."""
    row, level = draft_of(tx, case.case_id), LEVELS[_writing(tx, actor, case)]
    if row is not None and row.submitted:
        raise Conflict("draft_submitted")
    number = row.number if row else next_answer(tx, case.case_id)
    if row is None:
        row = CaseAnswer(case_id=case.case_id, number=number, submitted=False)
        tx.session.add(row)
    row.authority_id, row.level = actor.authority_id, level
    row.drafted_by, row.drafted_at = actor.account_id, tx.now
    row.sealed = opened.seal_answer(number, draft.plain())
    tx.session.flush()
    return row


def _submitted(tx: Tx, holder: Holder, ref: str, version: int) -> tuple[Case, CaseAnswer]:
    """A case and its submitted draft; raises NotFound when nothing was submitted."""
    case = reach(tx, holder.actor, ref)
    expect(case, version)
    _writing(tx, holder.actor, case)
    row = draft_of(tx, case.case_id)
    if row is None or not row.submitted or row.authority_id != holder.actor.authority_id:
        raise NotFound("draft")
    return case, row


def _accept_at_once(tx: Tx, pack: Pack, case: Case) -> bool:
    """An answer before acceptance records acceptance of the same day; whether it did."""
    if case.accepted_on is not None:
        return False
    if case.delivered_on is None:
        deliver(tx, pack, case, tx.today)
    case.accepted_on = tx.today
    return True


def _publish(
    tx: Tx, opened: OpenedCase, case: Case, row: CaseAnswer, draft: AnswerDraft, actor: Actor
) -> None:
    """Fill the plain fields, which the public may read, from the draft and the reports.

    A review keeps what the students say as it stood with the answer: it opens the reports of those
    who asked, and a change would tell which they are.
    """
    before = newest_answer(tx, case.case_id) if row.level else None
    contents = [
        opened.report(report.report_id, report.sealed)
        for report in all_reports(tx, case.case_id)
        if report.visible and not report.withdrawn and report.report_id in opened.reports
    ]
    row.approved_by, row.approved_at, row.approved_on = actor.account_id, tx.now, tx.today
    row.finding = draft.finding.value if draft.finding else None
    row.sheet = draft.plain_sheet()
    row.opinion = draft.opinion.value if row.level and draft.opinion else None
    row.students = public_answers([content["sheet"] for content in contents])
    row.asked, row.levers = _union(contents, "asked"), _union(contents, "levers")
    if before is not None:
        row.students, row.asked, row.levers = before.students, before.asked, before.levers
    row.legal_basis = draft.legal_basis.strip()
    row.public_title = draft.public_title.strip()
    row.public_summary = draft.public_summary.strip()


def _union(contents: list[dict[str, Any]], name: str) -> list[str]:
    """Codes that any report ticked, in the order of first mention."""
    return list(dict.fromkeys(code for content in contents for code in content[name]))
