"""Work on an accepted case: progress, questions, extension, messages and notes."""

from datetime import date

from reportdesk.domain.access import Relation, may_note, may_write, relation
from reportdesk.domain.case import Action
from reportdesk.domain.clock_rules import Unit
from reportdesk.domain.counting import Days
from reportdesk.domain.errors import BadInput, Conflict, NotAllowed
from reportdesk.domain.supervising import OWN_NOTE
from reportdesk.domain.taxonomy import ClockKey, ExtensionReason
from reportdesk.packs.loader import Pack
from reportdesk.storage.acts import (
    carry_out,
    facts_of,
    leave_trace,
    reach,
    take,
    wraps_open_to,
)
from reportdesk.storage.answer import annotate, drop_draft
from reportdesk.storage.audit import log
from reportdesk.storage.case import Case
from reportdesk.storage.clock import Clock, running
from reportdesk.storage.db import Tx
from reportdesk.storage.outbox import notify
from reportdesk.storage.report import Report, post, reports_of, wraps_for
from reportdesk.vault.holder import Holder
from reportdesk.vault.opened import open_case
from reportdesk.vault.vault import Vault


def investigate(
    tx: Tx, vault: Vault, pack: Pack, holder: Holder, ref: str, *, text: str, version: int
) -> None:
    """Begin to look into it, with a note on what is done first."""
    actor = holder.actor
    case, row = take(tx, actor, ref, Action.INVESTIGATE, version)
    opened = open_case(vault, holder, case.case_id, wraps_for(tx, case.case_id, actor.authority_id))
    event = carry_out(tx, pack, actor, case, row)
    annotate(tx, case.case_id, actor.account_id, "progress", opened.seal_note(text), event.number)


def ask(
    tx: Tx,
    vault: Vault,
    pack: Pack,
    holder: Holder,
    ref: str,
    *,
    text: str,
    report: int | None,
    version: int,
) -> None:
    """Ask the reporters a question, or the one of report number ``report``.

    The wait starts; the time to decide goes on.
    """
    actor = holder.actor
    case, row = take(tx, actor, ref, Action.ASK, version)
    opened = open_case(vault, holder, case.case_id, wraps_for(tx, case.case_id, actor.authority_id))
    only = _addressee(tx, case, report)
    carry_out(tx, pack, actor, case, row, report=report)
    post(tx, case.case_id, actor.authority_id, "question", opened.letter(text), only)


def resume(tx: Tx, pack: Pack, holder: Holder, ref: str, *, version: int) -> None:
    """Stop waiting for the reply and go on with what is there."""
    case, row = take(tx, holder.actor, ref, Action.RESUME, version)
    carry_out(tx, pack, holder.actor, case, row)


def extend(
    tx: Tx,
    vault: Vault,
    pack: Pack,
    holder: Holder,
    ref: str,
    *,
    reason: ExtensionReason,
    until: date,
    text: str,
    version: int,
) -> None:
    """Extend the time to decide, once, up to a day that the head of the authority names.

    Only before it is over. ``until`` lies after the present due date and within the pack's limit,
    counted from the due date before it rolled; a rest day rolls on.
    """
    actor = holder.actor
    case, row = take(tx, actor, ref, Action.EXTEND, version)
    clock = decision_clock(tx, case)
    if clock is None:
        raise NotAllowed("nothing_to_extend", action=row.action.value)
    if clock.due < tx.today:
        raise NotAllowed("extension_too_late", action=row.action.value)
    days = _days(pack, clock, until)
    opened = open_case(vault, holder, case.case_id, wraps_for(tx, case.case_id, actor.authority_id))
    case.extension_days = days
    event = carry_out(
        tx,
        pack,
        actor,
        case,
        row,
        since=clock.started_on,
        extension_days=days,
        reason=reason.value,
        until=until.isoformat(),
    )
    annotate(tx, case.case_id, actor.account_id, "extension", opened.seal_note(text), event.number)


def _days(pack: Pack, clock: Clock, until: date) -> int:
    """Days that an extension adds; raises BadInput when it adds none or more than allowed."""
    if until <= clock.due:
        raise BadInput("until", "extension_too_short", due=clock.due.isoformat())
    rule = pack.clocks[ClockKey.EXTENSION]
    days = Days(pack.calendar).until(rule.unit, clock.raw_due, until)
    cap = rule.cap or 0
    if days > cap:
        working = "_working" if rule.unit is Unit.WORKING else ""
        raise BadInput("until", f"extension_too_long{working}", most=cap)
    return days


def send(
    tx: Tx, vault: Vault, holder: Holder, ref: str, *, text: str, report: int | None = None
) -> None:
    """Write to the reporters, or to the one of report number ``report``."""
    actor = holder.actor
    case = reach(tx, actor, ref)
    if not may_write(actor, facts_of(tx, case)):
        raise NotAllowed("not_your_step", action="message")
    opened = open_case(vault, holder, case.case_id, wraps_for(tx, case.case_id, actor.authority_id))
    only = _addressee(tx, case, report)
    if not post(tx, case.case_id, actor.authority_id, "message", opened.letter(text), only):
        raise Conflict("nobody_to_write_to")
    leave_trace(tx, actor, case, "message", moves=False, report=report)


def note(tx: Tx, vault: Vault, holder: Holder, ref: str, *, text: str, own: bool = False) -> None:
    """Leave a note for colleagues; reporters and the public never see it.

    Of a superior the holder's staff read it too, or with ``own`` only the writer's colleagues; what
    the holder notes is for whoever supervises it as well.
    """
    actor = holder.actor
    case = reach(tx, actor, ref)
    facts = facts_of(tx, case)
    if not may_note(actor, facts):
        raise NotAllowed("not_your_step", action="note")
    kind = OWN_NOTE if own and relation(actor, facts) is not Relation.HOLDER else "note"
    opened = open_case(vault, holder, case.case_id, wraps_open_to(tx, actor, case))
    annotate(tx, case.case_id, actor.account_id, kind, opened.seal_note(text))
    log(tx, actor.authority_id, actor.account_id, "note", case.ref)


def send_back(
    tx: Tx, vault: Vault, pack: Pack, holder: Holder, ref: str, *, text: str, version: int
) -> None:
    """Instead of an opinion on the merits: have the case worked on again, with instructions.

    The authority below and those who asked for the review read them; an opinion begun is dropped.
    """
    actor = holder.actor
    case, row = take(tx, actor, ref, Action.SEND_BACK, version)
    opened = open_case(vault, holder, case.case_id, wraps_open_to(tx, actor, case))
    drop_draft(tx, case.case_id)
    event = carry_out(tx, pack, actor, case, row)
    sealed = opened.seal_note(text)
    annotate(tx, case.case_id, actor.account_id, "instructions", sealed, event.number)
    letter = opened.letter(text)
    post(tx, case.case_id, actor.authority_id, "message", letter, among=opened.reports)
    notify(tx, case.authority_id, "redo_asked", f"sent_back:{case.case_id}:{event.number}")


def decision_clock(tx: Tx, case: Case) -> Clock | None:
    """The running time to decide, before any extension."""
    clocks = [row for row in running(tx, case.case_id) if row.key == ClockKey.DECISION]
    return clocks[0] if clocks else None


def _addressee(tx: Tx, case: Case, number: int | None) -> str | None:
    """Id of the report with a number, or None for all; raises BadInput when it is not there."""
    if number is None:
        return None
    for row in reports_of(tx, case.case_id):
        if _answers(row) and row.number == number:
            return row.report_id
    raise BadInput("report", "no_such_report")


def _answers(row: Report) -> bool:
    """Whether a report's filer can still be written to."""
    return row.visible and not row.withdrawn
