"""Opening what is sealed in a case: every look and every download is written into the record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from reportdesk.domain.access import may_open
from reportdesk.domain.answer import AnswerDraft
from reportdesk.domain.errors import NotAllowed, NotFound
from reportdesk.domain.following import OBJECTIONS
from reportdesk.domain.opened import FileView as FileView  # the pages show them
from reportdesk.domain.opened import MessageView as MessageView
from reportdesk.domain.opened import ReportView as ReportView
from reportdesk.domain.questionnaire import Questionnaire
from reportdesk.storage.acts import facts_of, reach, wraps_open_to
from reportdesk.storage.answer import draft_of, measures_of, notes_of
from reportdesk.storage.attached import erased_files, files_of, sent_files
from reportdesk.storage.audit import log
from reportdesk.storage.case import Case
from reportdesk.storage.db import Tx
from reportdesk.storage.excerpt import excerpt_of, standing_offers
from reportdesk.storage.handover import keep_for_custodian
from reportdesk.storage.joining import share_case_key
from reportdesk.storage.questionnaire import kept
from reportdesk.storage.report import (
    Attachment,
    Report,
    all_reports,
    messages_of,
    reports_of,
)
from reportdesk.vault.envelope import CannotOpen
from reportdesk.vault.holder import Holder
from reportdesk.vault.opened import OpenedCase, open_if_given
from reportdesk.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class NoteView:
    """A colleague's note; ``event`` is the history number it explains."""

    event: int | None
    kind: str
    account_id: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class DraftView:
    """The answer being written."""

    number: int
    writer: str
    at: datetime
    submitted: bool
    sent_back: str | None
    draft: AnswerDraft


@dataclass(frozen=True, slots=True)
class ProofView:
    """A proof that does not count yet; ``back`` is why it was given back, None while it waits."""

    measure: int
    writer: str
    on: date
    text: str
    back: str | None

    @property
    def waits(self) -> bool:
        """Whether it waits for the second person."""
        return self.back is None


@dataclass(frozen=True, slots=True)
class OfferView:
    """An excerpt that a reporter offers; who proposed it, and whether a second one approved."""

    report: int
    number: int
    text: str
    proposed_by: str | None
    approved: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything sealed in a case that this session can open."""

    reports: tuple[ReportView, ...]
    messages: tuple[MessageView, ...]
    notes: tuple[NoteView, ...]
    draft: DraftView | None
    proofs: tuple[ProofView, ...]
    offers: tuple[OfferView, ...] = ()


def read(tx: Tx, vault: Vault, holder: Holder, ref: str) -> Opened | None:
    """Open a case and log that it was read; None when its contents wait to be handed over.

    Reports older than the platform's custodian key are sealed to it on the way.
    """
    case = reach(tx, holder.actor, ref)
    opened = _open(tx, vault, holder, case)
    if opened is None:
        return None
    log(tx, holder.actor.authority_id, holder.actor.account_id, "read", case.ref)
    share_case_key(tx, case.case_id, opened)
    found = all_reports(tx, case.case_id)
    if all(row.report_id in opened.reports for row in found if row.destroyed_on is None):
        keep_for_custodian(tx, case.case_id, opened.wrap_for)
    reports = [row for row in found if row.visible and row.report_id in opened.reports]
    asked = kept(tx, {row.questionnaire for row in reports})
    messages = [m for report in reports for m in _messages(tx, opened, report)]
    return Opened(
        reports=tuple(_report(tx, opened, one, asked.get(one.questionnaire)) for one in reports),
        messages=tuple(sorted(messages, key=lambda m: (m.on, m.of or "", m.report, m.number))),
        notes=tuple(_notes(tx, opened, case, holder)),
        draft=_draft(tx, opened, case, holder),
        proofs=tuple(_proofs(tx, opened, case, holder)),
        offers=tuple(_offers(tx, opened, case, holder)),
    )


def download(
    tx: Tx, vault: Vault, holder: Holder, ref: str, report: int, number: int
) -> tuple[FileView, Iterator[bytes]]:
    """One attachment with its decrypted content; logged. Raises NotFound."""
    actor = holder.actor
    case = reach(tx, actor, ref)
    opened = _open(tx, vault, holder, case)
    if opened is None:
        raise NotAllowed("not_keyed")
    row, file = _find(tx, case, report, number)
    if row.report_id not in opened.reports:
        raise NotFound("file")
    log(tx, actor.authority_id, actor.account_id, "download", case.ref, f"file {report}/{number}")
    sealed = opened.attachment(row.report_id, number, file.sealed)
    return _file(opened, row, file), vault.read_file(file.blob, bytes.fromhex(sealed["key"]))


def _open(tx: Tx, vault: Vault, holder: Holder, case: Case) -> OpenedCase | None:
    """The case's keys, as far as this authority was given them and may use them now."""
    if not may_open(holder.actor, facts_of(tx, case)):
        return None
    return open_if_given(vault, holder, case.case_id, wraps_open_to(tx, holder.actor, case))


def _find(tx: Tx, case: Case, report: int, number: int) -> tuple[Report, Attachment]:
    """A report's attachment, both open to the desk; raises NotFound."""
    for row in reports_of(tx, case.case_id):
        if row.number == report and row.visible and not row.withdrawn:
            for file in files_of(tx, row):
                if file.number == number and file.visible:
                    return row, file
    raise NotFound("file")


def _report(tx: Tx, opened: OpenedCase, row: Report, asked: Questionnaire | None) -> ReportView:
    """One report; of a withdrawn one only that it was there."""
    of = _merged(tx, opened, row)
    if row.withdrawn:
        return ReportView(row.number, row.filed_on, True, {}, (), of=of)
    files = [_file(opened, row, file) for file in files_of(tx, row) if file.visible]
    content = opened.report(row.report_id, row.sealed)
    erased = tuple((one.number, one.erased_on) for one in erased_files(tx, row) if one.erased_on)
    return ReportView(row.number, row.filed_on, False, content, tuple(files), asked, erased, of)


def _merged(tx: Tx, opened: OpenedCase, row: Report) -> str | None:
    """The reference of a report's case, when that was merged into the one being read."""
    if row.case_id == opened.case_id:
        return None
    return tx.session.get_one(Case, row.case_id).ref


def _file(opened: OpenedCase, row: Report, file: Attachment) -> FileView:
    """One attachment without its key."""
    sealed = opened.attachment(row.report_id, file.number, file.sealed)
    return FileView(
        report=row.number,
        number=file.number,
        name=sealed["name"],
        type=sealed["type"],
        size=sealed["size"],
        removed=tuple(sealed["removed"]),
        original=bool(sealed.get("original")),
    )


def _messages(tx: Tx, opened: OpenedCase, row: Report) -> Iterator[MessageView]:
    """The messages of one report that the desk may see yet."""
    sent: dict[int | None, list[str]] = {}
    for file in sent_files(tx, row):
        sent.setdefault(file.message, []).append(_file(opened, row, file).name)
    for message in messages_of(tx, row):
        if message.visible:
            yield MessageView(
                report=row.number,
                number=message.number,
                on=message.on,
                sender=message.sender,
                kind=message.kind,
                text=opened.message(row.report_id, message.number, message.sealed),
                files=tuple(sent.get(message.number, ())),
                questions=opened.questions(row.report_id, message.number, message.sealed)
                if message.kind in OBJECTIONS
                else (),
                of=_merged(tx, opened, row),
            )


def _notes(tx: Tx, opened: OpenedCase, case: Case, holder: Holder) -> Iterator[NoteView]:
    """Notes and reasons of colleagues."""
    for row in notes_of(tx, case.case_id, holder.actor.authority_id):
        try:
            text = opened.note(row.number, row.sealed)
        except CannotOpen:  # under the key of the case, or of a report, that was not given here
            continue
        yield NoteView(row.history_number, row.kind, row.account_id, row.at, text)


def _draft(tx: Tx, opened: OpenedCase, case: Case, holder: Holder) -> DraftView | None:
    """The answer being written, for those who write it."""
    row = draft_of(tx, case.case_id)
    if row is None or row.authority_id != holder.actor.authority_id:
        return None
    back = opened.sent_back(row.number, row.sent_back_reason) if row.sent_back_reason else None
    return DraftView(
        number=row.number,
        writer=row.drafted_by,
        at=row.drafted_at,
        submitted=row.submitted,
        sent_back=back,
        draft=AnswerDraft.of(opened.answer(row.number, row.sealed)),
    )


def _proofs(tx: Tx, opened: OpenedCase, case: Case, holder: Holder) -> Iterator[ProofView]:
    """Proofs that a second person did not accept yet, for the authority that holds the case."""
    if case.authority_id != holder.actor.authority_id:
        return
    for row in measures_of(tx, case.case_id):
        if row.proposed is not None and row.evidence_by is not None:
            proof = opened.proof(row.number, row.proposed)
            back = None if row.proposed_waits else proof.get("back", "")
            on = date.fromisoformat(proof["on"])
            yield ProofView(row.number, row.evidence_by, on, proof["text"], back)


def _offers(tx: Tx, opened: OpenedCase, case: Case, holder: Holder) -> Iterator[OfferView]:
    """Excerpts that reporters offer, for the authority that holds the case."""
    if case.authority_id != holder.actor.authority_id:
        return
    for report, message in standing_offers(tx, case.case_id):
        if report.report_id in opened.reports:
            row = excerpt_of(tx, message)
            text = opened.message(report.report_id, message.number, message.sealed)
            by, approved = (row.proposed_by, row.text is not None) if row else (None, False)
            yield OfferView(report.number, message.number, text, by, approved)
