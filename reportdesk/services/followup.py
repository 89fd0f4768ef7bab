"""Use cases of following: entering with a receipt, looking, writing, withdrawing.

No function here takes an actor; whoever has the receipt is the reporter. What they write reaches
the desk in the next fixed slot (:mod:`reportdesk.storage.arrival`).
"""

from collections.abc import Callable, Sequence

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.case import Stage
from reportdesk.domain.clocks import standing
from reportdesk.domain.errors import BadInput, NotAllowed, NotFound
from reportdesk.domain.filing import AttachedFile
from reportdesk.domain.following import (
    Answered,
    Following,
    Letter,
    Promise,
    Sent,
    Step,
    Timer,
    longest,
    mark,
    may_send,
    shown,
    withdrawing,
)
from reportdesk.domain.joining import steps_for_joiner, timers_for_joiner
from reportdesk.packs.schema import Pack
from reportdesk.settings import Settings
from reportdesk.storage.answer import answers_of, measures_of
from reportdesk.storage.arrival import message_arrives
from reportdesk.storage.attached import files_of
from reportdesk.storage.case import Case, governing
from reportdesk.storage.clock import clocks_of, judged
from reportdesk.storage.db import Tx
from reportdesk.storage.history import History, events
from reportdesk.storage.plan import authority_name
from reportdesk.storage.questionnaire import kept
from reportdesk.storage.report import REPORTER, Report, messages_of
from reportdesk.storage.reporter import (
    add_files,
    add_message,
    follow_receipt,
    move_receipt,
    sent_before,
    wrap_of,
)
from reportdesk.vault.follower import Follower as Follower  # the pages carry it
from reportdesk.vault.keypair import KeyPair
from reportdesk.vault.opened import OpenedCase, seal_attachment, seal_message
from reportdesk.vault.receipts import ReceiptSecrets
from reportdesk.vault.vault import Vault

WORDED = frozenset({Sent.REPLY, Sent.ADDITION})
"""What makes no sense without words or files."""


def enter(tx: Tx, vault: Vault, receipt: Sequence[ReceiptSecrets]) -> Follower:
    """The report behind a receipt, newest scheme first; a row of an older scheme moves to it.

    Raises NotFound("receipt_unknown"), also for a report that was destroyed; an unknown receipt
    costs the same look-ups and the same derivations as one whose report was destroyed.
    """
    found = follow_receipt(tx, [(str(one.scheme_id), one.lookup) for one in receipt])
    if found is None:
        vault.look_for_nothing(receipt[0])
        raise NotFound("receipt_unknown")
    lookup, report, wrap = found
    old = next(one for one in receipt if str(one.scheme_id) == lookup.scheme)
    pair = old.keypair(report.salt)
    try:
        key = vault.unwrap(wrap.wrapped, pair, report.shred_id)
    except NotFound:
        raise NotFound("receipt_unknown") from None
    newest = receipt[0]
    if newest is not old:
        pair = newest.keypair(report.salt)
        wrapped = vault.wrap(key, pair.public, report.shred_id)
        value = (str(newest.scheme_id), newest.lookup)
        move_receipt(tx, report, lookup, value, pair.public, wrapped)
    return Follower(report.case_id, report.report_id, pair.private)


def look(tx: Tx, vault: Vault, pack: Pack, me: Follower) -> Following:
    """Everything of the case that the reporter may see today; writes nothing."""
    report, opened = _open(tx, vault, me)
    case = governing(tx, tx.session.get_one(Case, report.case_id))
    steps = shown(_step(tx, row) for row in events(tx, case.case_id) if _mine(row, report))
    timers = _timers(tx, pack, case)
    if report.joined:
        steps = steps_for_joiner(steps)
        timers = timers_for_joiner(timers)
    letters = _letters(tx, opened, report)
    return Following(
        ref=case.ref,
        stage=Stage(case.stage),
        holder=authority_name(tx, case.authority_id),
        direct=case.authority_id != PLATFORM_AUTHORITY,
        filed_on=report.filed_on,
        arrived=report.visible,
        withdrawn=report.withdrawn or withdrawing(letters),
        decline_reason=case.decline_reason,
        timers=timers,
        steps=steps,
        letters=letters,
        asked=kept(tx, [report.questionnaire]).get(report.questionnaire),
        own_sheet=opened.report(report.report_id, report.sealed)["sheet"],
        answers=_answers(tx, case),
    )


def send(
    tx: Tx,
    vault: Vault,
    pack: Pack,
    settings: Settings,
    me: Follower,
    kind: Sent,
    text: str,
    *,
    once: bytes,
    files: Sequence[AttachedFile] = (),
) -> bool:
    """Add to the report, reply, or withdraw; False when the same message was taken before.

    ``once`` is the form's own random value. Files that the report has are not added again. Raises
    BadInput for a text or file that cannot be taken, and NotAllowed when this cannot be sent now.
    """
    report, opened = _open(tx, vault, me)
    once = mark(once, kind, text.strip(), [one.blob for one in files])
    if sent_before(tx, report, once):
        return False
    files = _new(tx, report, files)
    _check(vault, kind, text, files)
    case = governing(tx, tx.session.get_one(Case, report.case_id))
    letters = _letters(tx, opened, report)
    if kind not in may_send(Stage(case.stage), letters, withdrawn=report.withdrawn):
        raise NotAllowed("nothing_to_send", kind=kind.value)
    key, at_once = opened.reports[report.report_id], settings.slots_at_once
    message = add_message(
        tx,
        report,
        kind.value,
        lambda number: seal_message(vault, key, report.report_id, number, text.strip()),
        once,
    )
    sealers = [(one.blob, _sealer(vault, key, report.report_id, one)) for one in files]
    add_files(tx, report, sealers, visible=at_once)
    if at_once:
        message_arrives(tx, pack, message)
    return True


def _new(tx: Tx, report: Report, files: Sequence[AttachedFile]) -> list[AttachedFile]:
    """Those of the files that the report does not have yet."""
    there = {row.blob for row in files_of(tx, report)}
    return [one for one in files if one.blob not in there]


def _check(vault: Vault, kind: Sent, text: str, files: Sequence[AttachedFile]) -> None:
    """Raises BadInput for words that say nothing or too much, and for a file no longer stored."""
    if not text.strip() and not files and kind in WORDED:
        raise BadInput("text", "message_missing")
    if kind is Sent.EXCERPT and not text.strip():
        raise BadInput("text", "excerpt_missing")
    if len(text) > longest(kind):
        raise BadInput("text", "too_long", most=longest(kind))
    for one in files:
        if not vault.has_file(one.blob):
            raise BadInput("files", "files_gone", names=one.name)


def _sealer(
    vault: Vault, key: bytes, report_id: str, stored: AttachedFile
) -> Callable[[int], bytes]:
    """Seals what is known about one file once its number is known."""
    return lambda number: seal_attachment(vault, key, report_id, number, stored.private())


def _open(tx: Tx, vault: Vault, me: Follower) -> tuple[Report, OpenedCase]:
    """The reporter's own report, opened; raises NotFound when it is gone."""
    report = tx.session.get(Report, (me.case_id, me.report_id))
    if report is None:
        raise NotFound("receipt_unknown")
    key = _content_key(tx, vault, report, KeyPair.of_private(me.private))
    case_key = vault.unwrap_inner(key, report.case_key, report.report_id)
    return report, OpenedCase(vault, report.case_id, case_key, {report.report_id: key})


def _content_key(tx: Tx, vault: Vault, report: Report, pair: KeyPair) -> bytes:
    """The report's content key from the reporter's own wrap."""
    wrap = wrap_of(tx, report, REPORTER)
    if wrap is None:
        raise NotFound("receipt_unknown")
    return vault.unwrap(wrap.wrapped, pair, report.shred_id)


def _mine(row: History, report: Report) -> bool:
    """Whether an event is the case's, or this report's own, rather than another reporter's."""
    return row.report_id in {None, report.report_id} and row.fields.get("report") in {
        None,
        report.number,
    }


def _step(tx: Tx, row: History) -> Step:
    """One event as the page shows it."""
    name = authority_name(tx, row.authority_id) if row.authority_id else None
    return Step(row.number, row.event, row.on, Stage(row.stage), name, row.fields)


def _timers(tx: Tx, pack: Pack, case: Case) -> tuple[Timer, ...]:
    """The clocks with their standing: running ones first, soonest first, then the others."""
    rows = [row for row in clocks_of(tx, case.case_id) if row.stopped_on != row.started_on]
    rows.sort(key=lambda row: (row.stopped_on is not None, row.due, row.number))
    return tuple(
        Timer(
            due=judged(row, pack),
            standing=standing(row.due, row.stopped_on, tx.today),
            stopped_on=row.stopped_on,
            by=row.stopped_by,
            params=row.params,
        )
        for row in rows
    )


def _letters(tx: Tx, opened: OpenedCase, report: Report) -> tuple[Letter, ...]:
    """Every message of the report, opened, oldest first."""
    return tuple(
        Letter(
            number=row.number,
            on=row.on,
            kind=row.kind,
            sender=None if row.sender == REPORTER else authority_name(tx, row.sender),
            text=opened.message(report.report_id, row.number, row.sealed),
            waits=not row.visible,
        )
        for row in messages_of(tx, report)
    )


def _answers(tx: Tx, case: Case) -> tuple[Answered, ...]:
    """The answers that a second person approved."""
    measures = measures_of(tx, case.case_id)
    return tuple(
        Answered(
            authority=authority_name(tx, row.authority_id),
            on=row.approved_on,
            finding=row.finding,
            sheet=row.sheet or {},
            legal_basis=row.legal_basis or "",
            measures=tuple(
                Promise(m.code, m.promised_on, m.evidence_on, m.evidence)
                for m in measures
                if m.answer_number == row.number
            ),
        )
        for row in answers_of(tx, case.case_id)
        if row.approved_on is not None
    )
