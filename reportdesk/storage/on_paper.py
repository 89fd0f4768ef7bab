"""What a paper document of an authority changes, once a second officer let it count."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportdesk.domain.access import LEVELS
from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor, Role
from reportdesk.domain.answer import AnswerDraft
from reportdesk.domain.case import Action, Stage, Transition
from reportdesk.domain.clock_rules import clocks_replaced_by, clocks_started_by, clocks_stopped_by
from reportdesk.domain.errors import BadInput, NotAllowed
from reportdesk.domain.official import Content, Document, Reply
from reportdesk.domain.taxonomy import ClockKey, ClosureReason
from reportdesk.packs.schema import Pack
from reportdesk.storage.answer import CaseAnswer, answers_of, measures_of
from reportdesk.storage.case import Case
from reportdesk.storage.clock import Clock, hear, promise_clocks, running, stop
from reportdesk.storage.correspondence import retire
from reportdesk.storage.db import Tx
from reportdesk.storage.history import History, move, record
from reportdesk.storage.outbox import notify
from reportdesk.storage.promising import promise_measures
from reportdesk.storage.remedies import newest_answer

ASKED_AGAIN = frozenset({ClockKey.REDO, ClockKey.REVIEW_OPINION, ClockKey.SECOND_REVIEW_OPINION})
"""Clocks that begin anew: nothing answers them that arrived before."""


@dataclass(frozen=True, slots=True)
class OnPaper:
    """A document that counts now: what it says, whose it is, who copied and who compared it."""

    reply: Reply
    document: Document
    content: Content
    authority_id: str
    entered_by: str
    actor: Actor

    @property
    def draft(self) -> AnswerDraft:
        """The answer or opinion that it is."""
        return self.content.answer or AnswerDraft()


def first_day(tx: Tx, case: Case) -> date:
    """The first day on which a document can have come that answers the case as it stands."""
    begun = [row.started_on for row in running(tx, case.case_id) if row.key in ASKED_AGAIN]
    return max([case.delivered_on or case.filed_on, *begun])


def take_effect(tx: Tx, pack: Pack, case: Case, row: Transition, paper: OnPaper) -> History:
    """Move the case by the document, in the authority's name, and let the clocks hear it.

    What waited for the authority ends on the day on which the paper arrived, or began if that is
    later; what follows begins today, but for the time to decide, which begins with acceptance.
    """
    facts = EFFECTS[paper.reply](tx, pack, case, paper)
    begins = facts.pop("on", tx.today)
    timing = {name: facts.pop(name) for name in ("since", "extension_days") if name in facts}
    event = move(
        tx,
        case,
        row.action,
        row.to or Stage(case.stage),
        party=row.party.value,
        on=begins,
        authority_id=paper.authority_id,
        document=paper.document.number.strip(),
        dated=paper.document.dated_on.isoformat(),
        received=paper.document.received_on.isoformat(),
        **facts,
    )
    end(tx, pack, case, row.events, paper.document.received_on)
    owner = None if paper.reply in {Reply.RETURN, Reply.SEND_BACK} else paper.authority_id
    hear(tx, case, pack, row.events, begins, owner=owner, **timing)
    if paper.content.answer is not None:
        received, measures = paper.document.received_on, paper.draft.measures
        promise_measures(tx, pack, case, facts["answer"], measures, received)
    if paper.reply is Reply.SEND_BACK and case.authority_id != PLATFORM_AUTHORITY:
        notify(tx, case.authority_id, "redo_asked", f"sent_back:{case.case_id}:{event.number}")
    return event


def prove(tx: Tx, case: Case, paper: OnPaper) -> History:
    """A measure was carried out: its clock stops on the day on which the proof arrived."""
    number, received = paper.content.measure, paper.document.received_on
    row = next(one for one in measures_of(tx, case.case_id) if one.number == number)
    row.evidence_on, row.evidence = paper.content.done_on, paper.content.words.strip()
    row.evidence_by, row.evidence_accepted_by = paper.entered_by, paper.actor.account_id
    for clock in promise_clocks(tx, case.case_id, number):
        stop(tx, "evidence_accepted", max(received, clock.started_on), [clock])
    case.version += 1
    return record(
        tx,
        case,
        "evidence",
        party="officer",
        authority_id=paper.authority_id,
        measure=row.code,
        number=number,
        document=paper.document.number.strip(),
        dated=paper.document.dated_on.isoformat(),
        received=received.isoformat(),
    )


def end(tx: Tx, pack: Pack, case: Case, events: tuple[str, ...], on: date) -> None:
    """Stop what the events end or begin anew on a day, but no clock before it began."""
    for event in events:
        ended = {
            *clocks_stopped_by(event, pack.clocks),
            *clocks_replaced_by(event, pack.clocks),
            *clocks_started_by(event, pack.clocks),
        } - {ClockKey.MEASURE}
        for clock in running(tx, case.case_id):
            if clock.key in ended:
                stop(tx, event, max(on, clock.started_on), [clock])


def _register(_tx: Tx, _pack: Pack, case: Case, paper: OnPaper) -> dict[str, Any]:
    """Entered under the authority's own number."""
    case.own_number = paper.content.own_number.strip()[:60] or None
    return {"on": paper.document.received_on}


def _accept(_tx: Tx, _pack: Pack, case: Case, paper: OnPaper) -> dict[str, Any]:
    """Taken on; the time to decide begins on the day that the document names."""
    case.accepted_on = paper.content.accepted_on
    return {"on": paper.content.accepted_on}


def _decline(tx: Tx, _pack: Pack, case: Case, paper: OnPaper) -> dict[str, Any]:
    """Not taken on."""
    _rest(tx, case, "declined", paper.document.received_on)
    case.decline_reason, case.ended_on = paper.content.reason, tx.today
    return {"reason": paper.content.reason}


def _return(tx: Tx, _pack: Pack, case: Case, paper: OnPaper) -> dict[str, Any]:
    """Another body's: the platform corrects the target; late when the time to object was over."""
    received = paper.document.received_on
    late = any(
        row.key == ClockKey.OBJECTION and row.due < received for row in running(tx, case.case_id)
    )
    _rest(tx, case, "returned", received)
    retire(tx, case.case_id)
    case.returns += 1
    case.authority_id, case.assigned_to = PLATFORM_AUTHORITY, None
    once = f"returned/{case.case_id}/{case.returns}"
    notify(tx, PLATFORM_AUTHORITY, "returned", once, role=Role.PLATFORM.value)
    competent = paper.content.competent_id
    return {"reason": paper.content.reason, "competent": competent, "late": late}


def _extend(tx: Tx, pack: Pack, case: Case, paper: OnPaper) -> dict[str, Any]:
    """More time, if the document came before the time was over and names a day that may be."""
    clock = next((c for c in running(tx, case.case_id) if c.key == ClockKey.DECISION), None)
    until = paper.content.until
    if clock is None or until is None:
        raise NotAllowed("nothing_to_extend", action=Action.EXTEND.value)
    if clock.due < paper.document.received_on:
        raise NotAllowed("extension_too_late", action=Action.EXTEND.value)
    days, cap = _added(clock, until), pack.clocks[ClockKey.EXTENSION].cap or 0
    if days > cap:
        raise BadInput("until", "extension_too_long", most=cap)
    case.extension_days = days
    return {
        "on": paper.document.received_on,
        "since": clock.started_on,
        "extension_days": days,
        "reason": paper.content.reason,
        "until": until.isoformat(),
    }


def _added(clock: Clock, until: date) -> int:
    """Days that an extension adds; raises BadInput when it adds none."""
    if until <= clock.due:
        raise BadInput("until", "extension_too_short", due=clock.due.isoformat())
    return (until - clock.raw_due).days


def _answer(tx: Tx, _pack: Pack, case: Case, paper: OnPaper) -> dict[str, Any]:
    """An answer: accepted on the day it arrived, where nobody said so before."""
    at_once = case.accepted_on is None
    case.accepted_on = case.accepted_on or paper.document.received_on
    case.level, case.answered_on = 0, tx.today
    number = _keep(tx, case, paper, 0)
    finding = paper.draft.finding
    return {"answer": number, "finding": finding.value if finding else None, "at_once": at_once}


def _opinion(tx: Tx, _pack: Pack, case: Case, paper: OnPaper) -> dict[str, Any]:
    """The opinion of a review; the second one ends the procedure."""
    final = case.stage == Stage.REVIEW2
    case.level = LEVELS[Action.GIVE_FINAL_OPINION if final else Action.GIVE_OPINION]
    if final:
        case.ended_on, case.closure_reason = tx.today, ClosureReason.PROCEDURE_ENDED.value
    number = _keep(tx, case, paper, case.level)
    draft = paper.draft
    return {
        "answer": number,
        "finding": draft.finding.value if draft.finding else None,
        "opinion": draft.opinion.value if draft.opinion else None,
    }


def _send_back(_tx: Tx, _pack: Pack, _case: Case, _paper: OnPaper) -> dict[str, Any]:
    """To be worked on again below."""
    return {}


def _rest(tx: Tx, case: Case, event: str, on: date) -> None:
    """Stop every clock of the authority, also a time to decide that was only presumed."""
    for clock in running(tx, case.case_id):
        if clock.authority_id:
            stop(tx, event, max(on, clock.started_on), [clock])


def _keep(tx: Tx, case: Case, paper: OnPaper, level: int) -> int:
    """Keep the answer in its plain columns; what students said stays sealed from the platform."""
    before, draft = newest_answer(tx, case.case_id), paper.draft
    number = len(answers_of(tx, case.case_id)) + 1
    row = CaseAnswer(
        case_id=case.case_id,
        number=number,
        authority_id=paper.authority_id,
        level=level,
        drafted_by=paper.entered_by,
        drafted_at=tx.now,
        submitted=True,
        sealed=b"",
        approved_by=paper.actor.account_id,
        approved_at=tx.now,
        approved_on=tx.today,
        finding=draft.finding.value if draft.finding else None,
        sheet=draft.plain_sheet(),
        opinion=draft.opinion.value if level and draft.opinion else None,
        students=before.students if before else {},
        asked=before.asked if before else [],
        levers=before.levers if before else [case.lever],
        legal_basis=draft.legal_basis.strip(),
        public_title=draft.public_title.strip(),
        public_summary=draft.public_summary.strip(),
        document=paper.document.number.strip(),
        document_on=paper.document.dated_on,
    )
    tx.session.add(row)
    tx.session.flush()
    return number


EFFECTS: Mapping[Reply, Callable[[Tx, Pack, Case, OnPaper], dict[str, Any]]] = {
    Reply.REGISTER: _register,
    Reply.ACCEPT: _accept,
    Reply.DECLINE: _decline,
    Reply.RETURN: _return,
    Reply.EXTEND: _extend,
    Reply.ANSWER: _answer,
    Reply.OPINION: _opinion,
    Reply.SEND_BACK: _send_back,
}
"""What each kind of document changes; ``on``, ``since`` and ``extension_days`` time the clocks."""
