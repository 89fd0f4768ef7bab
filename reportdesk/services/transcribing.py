"""What an authority without accounts answered on paper: entered by one, compared by another.

The platform never sets a finding. What counts is the document: its number and date stand beside
everything that came of it. The authority's clocks stop on the day on which the paper arrived; what
it opens for the reporter begins today. Until a second officer compared it, the copy is sealed to
the platform's key and changes nothing.
"""

import json
from dataclasses import dataclass

from reportdesk.domain.access import LEVELS, CaseFacts, barred
from reportdesk.domain.actors import PLATFORM_AUTHORITY, Role
from reportdesk.domain.case import transition
from reportdesk.domain.correspondence import Purpose, State
from reportdesk.domain.errors import BadInput, Conflict, NotAllowed, NotFound, Unfinished
from reportdesk.domain.official import Content, Document, Reply, Stands, action_of, replies_for
from reportdesk.packs.loader import Pack
from reportdesk.storage.acts import expect, facts_of, leave_trace, reach, require_second_person
from reportdesk.storage.answer import measures_of
from reportdesk.storage.audit import log
from reportdesk.storage.case import Case
from reportdesk.storage.columns import new_id
from reportdesk.storage.correspondence import OfficialLetter, current_letter
from reportdesk.storage.db import Tx
from reportdesk.storage.official import OfficialReply, waiting_reply
from reportdesk.storage.on_paper import OnPaper, first_day, prove, take_effect
from reportdesk.storage.outbox import notify
from reportdesk.storage.register import Authority
from reportdesk.storage.staff import newest_key
from reportdesk.vault.holder import Holder
from reportdesk.vault.vault import Vault

REPLY_PURPOSE, REFUSED_PURPOSE = "official reply", "official reply given back"
"""What is sealed to the platform's key; it opens for that purpose only."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A document as it was entered; ``mine`` when this session's member entered it."""

    reply: Reply
    document: Document
    content: Content
    entered_by: str
    mine: bool


def enter(
    tx: Tx,
    vault: Vault,
    holder: Holder,
    ref: str,
    *,
    reply: Reply,
    document: Document,
    content: Content,
    version: int,
) -> None:
    """Copy a document and hand it to a second officer; it changes nothing until then.

    Raises NotAllowed when the case cannot take such a document, Conflict while another waits,
    BadInput for a day that cannot be, and Unfinished with what it lacks.
    """
    case, letter = _replying(tx, holder, ref, version)
    facts = facts_of(tx, case)
    _require(reply, Purpose(letter.purpose), facts)
    if waiting_reply(tx, case.case_id) is not None:
        raise Conflict("reply_waits")
    document.check(first_day(tx, case), tx.today)
    _check(tx, case, reply, document, content)
    faults = content.faults(reply, document, _level(reply, facts))
    if faults:
        raise Unfinished(faults)
    row = _keep(tx, vault, holder, letter, reply, document, content)
    leave_trace(tx, holder.actor, case, "reply_entered", document=row.number)
    notify(tx, PLATFORM_AUTHORITY, "approval", f"reply:{row.id}", role=Role.PLATFORM.value)


def _keep(
    tx: Tx,
    vault: Vault,
    holder: Holder,
    letter: OfficialLetter,
    reply: Reply,
    document: Document,
    content: Content,
) -> OfficialReply:
    """Keep a copy, sealed to the platform's key."""
    key = newest_key(tx, PLATFORM_AUTHORITY)
    if key is None:
        raise NotAllowed("not_keyed")
    plain = json.dumps(content.plain(), ensure_ascii=False).encode()
    row = OfficialReply(
        case_id=letter.case_id,
        id=new_id(),
        letter_id=letter.id,
        kind=reply.value,
        number=document.number.strip(),
        dated_on=document.dated_on,
        received_on=document.received_on,
        sealed=vault.seal_to(key.public_key, plain, purpose=REPLY_PURPOSE),
        key_version=key.version,
        entered_by=holder.actor.account_id,
        entered_at=tx.now,
        state=Stands.WAITING.value,
    )
    tx.session.add(row)
    tx.session.flush()
    return row


def copied(tx: Tx, vault: Vault, holder: Holder, ref: str) -> Copied:
    """The document that waits for the second officer, opened; the look is logged."""
    case = reach(tx, holder.actor, ref)
    row, content = _waiting(tx, vault, holder, case)
    log(tx, holder.actor.authority_id, holder.actor.account_id, "reply_read", case.ref)
    mine = row.entered_by == holder.actor.account_id
    return Copied(Reply(row.kind), _document(row), content, row.entered_by, mine)


def give_back(tx: Tx, vault: Vault, holder: Holder, ref: str, *, reason: str, version: int) -> None:
    """The copy does not fit the paper, or its writer takes it back: it is entered anew."""
    case = reach(tx, holder.actor, ref)
    expect(case, version)
    row, _ = _waiting(tx, vault, holder, case)
    key = newest_key(tx, PLATFORM_AUTHORITY)
    public = key.public_key if key else holder.staff.public
    row.refused = vault.seal_to(public, reason.encode(), purpose=REFUSED_PURPOSE)
    row.state, row.sealed = Stands.REFUSED.value, None
    row.checked_by, row.checked_on = holder.actor.account_id, tx.today
    leave_trace(tx, holder.actor, case, "reply_refused", document=row.number)


def approve(tx: Tx, vault: Vault, pack: Pack, holder: Holder, ref: str, *, version: int) -> None:
    """Let a document count that a second officer compared with the paper.

    They are another account with another key than who entered it. Everything is looked at again,
    because the case may have moved meanwhile.
    """
    actor = holder.actor
    case, letter = _replying(tx, holder, ref, version)
    row, content = _waiting(tx, vault, holder, case)
    require_second_person(tx, row.entered_by, actor, holder.staff.public)
    reply, document, facts = Reply(row.kind), _document(row), facts_of(tx, case)
    _require(reply, Purpose(letter.purpose), facts)
    document.check(first_day(tx, case), tx.today)
    _check(tx, case, reply, document, content)
    paper = OnPaper(reply, document, content, letter.authority_id, row.entered_by, actor)
    step = None if reply is Reply.PROOF else transition(action_of(reply, facts.stage), facts.stage)
    event = take_effect(tx, pack, case, step, paper) if step else prove(tx, case, paper)
    row.state, row.sealed, row.event = Stands.COUNTS.value, None, event.number
    row.checked_by, row.checked_on = actor.account_id, tx.today
    row.words = content.words.strip() or None
    log(tx, actor.authority_id, actor.account_id, "reply_counts", case.ref, row.kind)


def _replying(tx: Tx, holder: Holder, ref: str, version: int) -> tuple[Case, OfficialLetter]:
    """A case of the platform and the letter that its authority answers; it must have arrived.

    A letter of whoever stands in, or of a time before the case went on, is not the platform's.
    """
    case = reach(tx, holder.actor, ref)
    expect(case, version)
    facts = facts_of(tx, case)
    purpose = _purpose(facts)
    letter = current_letter(tx, case.case_id, purpose)
    reviewing = purpose is Purpose.REVIEW
    keepers = facts.reviewers if reviewing else {facts.holder}
    asked = facts.reviewer if reviewing else case.target_id
    ours = holder.actor.role is Role.PLATFORM and PLATFORM_AUTHORITY in keepers
    if not ours or letter is None or letter.authority_id != asked:
        raise NotAllowed("not_your_step", action="reply_on_paper")
    if letter.state is not State.RECEIVED:
        raise Conflict("letter_not_arrived")
    return case, letter


def _purpose(facts: CaseFacts) -> Purpose:
    """Which letter of the case is being answered now."""
    reviewed = facts.reviewer is not None and facts.stage.value.startswith("review")
    return Purpose.REVIEW if reviewed else Purpose.REFERRAL


def _require(reply: Reply, purpose: Purpose, facts: CaseFacts) -> None:
    """Raises NotAllowed unless the case as it stands can take such a document."""
    if reply in replies_for(purpose, facts):
        return
    if reply is Reply.PROOF:
        raise NotAllowed("action_not_open", action="evidence", stage=facts.stage.value)
    action = action_of(reply, facts.stage)
    code = barred(action, facts) or "action_not_open"
    raise NotAllowed(code, action=action.value, stage=facts.stage.value)


def _level(reply: Reply, facts: CaseFacts) -> int:
    """The level of an answer or opinion; 0 for everything else."""
    return 0 if reply is Reply.PROOF else LEVELS.get(action_of(reply, facts.stage), 0)


def _check(tx: Tx, case: Case, reply: Reply, document: Document, content: Content) -> None:
    """Raises BadInput for parts of a document that contradict the case."""
    if reply is Reply.ACCEPT:
        first, on = case.delivered_on or case.filed_on, content.accepted_on
        if on is None or not first <= on <= document.received_on:
            raise BadInput("accepted_on", "document_accepted_impossible", first=first.isoformat())
    if reply is Reply.PROOF:
        open_now = {one.number for one in measures_of(tx, case.case_id) if not one.evidence_on}
        if content.measure not in open_now:
            raise BadInput("measure", "measure_proved")
        if content.done_on is None or content.done_on > document.received_on:
            raise BadInput("done_on", "proved_on_impossible_day")
    if reply is Reply.RETURN and content.competent_id is not None:
        if tx.session.get(Authority, content.competent_id) is None:
            raise BadInput("competent", "no_such_authority")
        if content.competent_id == case.target_id:
            raise BadInput("competent", "competent_is_itself")


def _waiting(tx: Tx, vault: Vault, holder: Holder, case: Case) -> tuple[OfficialReply, Content]:
    """The document that waits, opened with the platform's key; raises NotFound, NotAllowed."""
    row = waiting_reply(tx, case.case_id)
    if row is None or row.sealed is None or holder.actor.role is not Role.PLATFORM:
        raise NotFound("draft")
    pair = holder.authority.get(row.key_version)
    if pair is None:
        raise NotAllowed("not_keyed")
    return row, Content.of(json.loads(vault.open_box(pair, row.sealed, purpose=REPLY_PURPOSE)))


def _document(row: OfficialReply) -> Document:
    """The document's number and days."""
    return Document(row.number, row.dated_on, row.received_on)
