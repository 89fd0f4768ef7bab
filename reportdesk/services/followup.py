"""Use cases of following: entering with a receipt, looking, writing, withdrawing.

No function here takes an actor; whoever has the receipt is the reporter. What they write reaches
the desk in the next fixed slot (:mod:`reportdesk.storage.arrival`).
"""

from collections.abc import Callable, Sequence
from functools import partial

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.asked_others import stage_seen, steps_seen, timers_seen
from reportdesk.domain.case import Stage
from reportdesk.domain.errors import BadInput, NotAllowed, NotFound
from reportdesk.domain.filing import AttachedFile
from reportdesk.domain.following import (
    OBJECTIONS,
    REVIEWS,
    Following,
    Letter,
    Sent,
    longest,
    mark,
    may_send,
    shown,
    withdrawing,
)
from reportdesk.domain.joining import steps_for_joiner, timers_for_joiner
from reportdesk.domain.rejudging import moves_seen
from reportdesk.packs.schema import Pack
from reportdesk.settings import Settings
from reportdesk.storage.answer import CaseAnswer
from reportdesk.storage.arrival import message_arrives
from reportdesk.storage.attached import files_of
from reportdesk.storage.case import Case, governing
from reportdesk.storage.db import Tx
from reportdesk.storage.followed import (
    answered,
    answered_before,
    earlier_of,
    merged_away,
    papers,
    steps_before,
    steps_of,
    timers,
)
from reportdesk.storage.plan import authority_name
from reportdesk.storage.questionnaire import kept
from reportdesk.storage.remedies import (
    above,
    newest_answer,
    rated,
    remedies_of,
    running_review,
    taker,
)
from reportdesk.storage.report import (
    ASKED,
    REPORTER,
    Report,
    give_key,
    messages_of,
)
from reportdesk.storage.reporter import (
    add_files,
    add_message,
    drop_asked,
    follow_receipt,
    move_receipt,
    own_report,
    sent_before,
)
from reportdesk.storage.retention import kept_for
from reportdesk.storage.staff import newest_key
from reportdesk.vault.envelope import CannotOpen
from reportdesk.vault.follower import Follower as Follower  # the pages carry it
from reportdesk.vault.follower import open_own
from reportdesk.vault.opened import OpenedCase, seal_attachment, seal_message
from reportdesk.vault.receipts import ReceiptSecrets
from reportdesk.vault.vault import Vault

WORDED = frozenset({Sent.REPLY, Sent.ADDITION, *OBJECTIONS})
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
    letters = _letters(tx, opened, report)
    joined = report.joined or merged_away(tx, report)
    steps = steps_seen(shown(steps_of(tx, case, report)), letters)
    clocks = timers_seen(timers(tx, pack, case), letters)
    if joined:
        steps = steps_for_joiner(steps)
        clocks = timers_for_joiner(clocks, steps)
    steps = moves_seen(steps, clocks, steps_seen(shown(steps_before(tx, case, report)), letters))
    reviewer = running_review(tx, case)
    return Following(
        ref=case.ref,
        stage=stage_seen(Stage(case.stage), letters),
        holder=authority_name(tx, case.authority_id),
        direct=case.authority_id != PLATFORM_AUTHORITY,
        filed_on=report.filed_on,
        arrived=report.visible,
        joined=joined,
        withdrawn=report.withdrawn or withdrawing(letters),
        decline_reason=case.decline_reason,
        timers=clocks,
        steps=steps,
        letters=letters,
        asked=kept(tx, [report.questionnaire]).get(report.questionnaire),
        own_sheet=opened.report(report.report_id, report.sealed)["sheet"],
        answers=answered(tx, case, report, partial(_reply, opened)),
        remedies=remedies_of(tx, pack, case, letters),
        rated=rated(tx, pack, case, report),
        closure=case.closure_reason,
        above=tuple(authority_name(tx, one) for one in above(tx, case)),
        reviewer=authority_name(tx, reviewer) if reviewer else None,
        papers=papers(tx, case),
        review_kept=reviewer == PLATFORM_AUTHORITY,
        earlier=earlier_of(tx, case, report),
        before=answered_before(tx, case, report),
        kept=kept_for(tx, pack, case, report),
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
    questions: Sequence[str] = (),
    about: int | None = None,
) -> bool:
    """Add to the report, reply, object, or withdraw; False when the same was taken before.

    ``once`` is the form's own random value. Files that the report has are not added again.
    ``questions`` are those of the sheet that an objection is about, ``about`` the number of the
    newest answer when it was begun. Raises BadInput for a text or file that cannot be taken, and
    NotAllowed when this cannot be sent now, also because there is a newer answer.
    """
    report, opened = _open(tx, vault, me)
    once = mark(once, kind, text.strip(), [*(one.blob for one in files), *questions])
    if sent_before(tx, report, once):
        return False
    files = _new(tx, report, files)
    _check(vault, kind, text, files)
    case = governing(tx, tx.session.get_one(Case, report.case_id))
    letters = _letters(tx, opened, report)
    _check_open(tx, pack, case, report, kind, letters, about)
    key, at_once = opened.reports[report.report_id], settings.slots_at_once
    seal = partial(_seal, vault, key, report.report_id, text.strip(), questions)
    message = add_message(tx, report, kind.value, seal, once)
    if kind in REVIEWS:
        _give_key(tx, vault, case, report, key)
    sealers = [(one.blob, _sealer(vault, key, report.report_id, one)) for one in files]
    add_files(tx, report, sealers, visible=at_once)
    if at_once:
        message_arrives(tx, pack, message)
    return True


def _seal(
    vault: Vault, key: bytes, report_id: str, text: str, questions: Sequence[str], number: int
) -> bytes:
    """One message of the reporter, once its number is known."""
    return seal_message(vault, key, report_id, number, text, questions)


def _check_open(
    tx: Tx,
    pack: Pack,
    case: Case,
    report: Report,
    kind: Sent,
    letters: Sequence[Letter],
    about: int | None,
) -> None:
    """Raises NotAllowed when the reporter cannot send this to the case as it is now."""
    remedies = remedies_of(tx, pack, case, letters)
    newest = newest_answer(tx, case.case_id)
    open_now = [one.kind for one in remedies if one.refusal is None]
    if kind in OBJECTIONS and about not in {None, newest.number if newest else 0}:
        open_now = []
    may = may_send(Stage(case.stage), letters, withdrawn=report.withdrawn, objections=open_now)
    if kind not in may:
        raise NotAllowed("nothing_to_send", kind=kind.value)


def _give_key(tx: Tx, vault: Vault, case: Case, report: Report, key: bytes) -> None:
    """Seal the report for whoever will review: the reporter's own act, with the reporter's key.

    It counts when the request reaches them.
    """
    to = running_review(tx, case) or taker(tx, above(tx, case))
    public = newest_key(tx, to)
    if to == PLATFORM_AUTHORITY or public is None:
        return
    drop_asked(tx, report, to)
    wrapped = vault.wrap(key, public.public_key, report.shred_id)
    give_key(tx, report, to, ASKED, public.version, wrapped)


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
    report, wrap = own_report(tx, me.case_id, me.report_id)
    top = governing(tx, tx.session.get_one(Case, report.case_id))
    return report, open_own(vault, report, wrap.wrapped, me, top.case_id)


def _reply(opened: OpenedCase, row: CaseAnswer) -> str | None:
    """What an answer says; None for a report that was not given the key of the case yet."""
    try:
        return str(opened.answer(row.number, row.sealed)["reply"])
    except CannotOpen:
        return None


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
            questions=opened.questions(report.report_id, row.number, row.sealed)
            if row.kind in OBJECTIONS
            else (),
        )
        for row in messages_of(tx, report)
    )
