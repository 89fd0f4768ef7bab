"""What a reporter's own requests look up and add: nothing here is reached from the desk."""

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import select

from reportdesk.domain.errors import NotFound
from reportdesk.storage.columns import new_id
from reportdesk.storage.db import Tx
from reportdesk.storage.report import (
    ASKED,
    OPEN,
    REPORTER,
    Attachment,
    Message,
    ReceiptLookup,
    Report,
    ReportKey,
    drop_wraps,
    next_number,
)

Seal = Callable[[int], bytes]
"""Seals one message or file, given its number."""


def find_report(tx: Tx, values: Iterable[tuple[str, bytes]]) -> tuple[ReceiptLookup, Report] | None:
    """The report behind a receipt; ``values`` are (scheme, look-up value), all of them asked."""
    found = [
        row
        for scheme, value in values
        if (row := tx.session.get(ReceiptLookup, (scheme, value))) is not None
    ]
    report = tx.session.get(Report, (found[0].case_id, found[0].report_id)) if found else None
    return (found[0], report) if report is not None else None


def follow_receipt(
    tx: Tx, values: Iterable[tuple[str, bytes]]
) -> tuple[ReceiptLookup, Report, ReportKey] | None:
    """The report behind a receipt and its reporter's wrap, by as many statements if there is none.

    Nothing is left out for an unknown receipt, which looks for rows under ids that nobody has.
    """
    found = [
        row
        for scheme, value in values
        if (row := tx.session.get(ReceiptLookup, (scheme, value))) is not None
    ]
    owner = (found[0].case_id, found[0].report_id) if found else (new_id(), new_id())
    report = tx.session.get(Report, owner)
    wrap = tx.session.get(ReportKey, (*owner, REPORTER, OPEN))
    return (found[0], report, wrap) if found and report and wrap else None


def wrap_of(tx: Tx, report: Report, holder: str, layer: str = OPEN) -> ReportKey | None:
    """The wrap of a report's key for one holder."""
    return tx.session.get(ReportKey, (report.case_id, report.report_id, holder, layer))


def drop_asked(tx: Tx, report: Report, holder: str) -> None:
    """Remove what an earlier request that still waits gave; the new one gives its own."""
    asked = wrap_of(tx, report, holder, ASKED)
    if asked is not None:
        tx.session.delete(asked)
        tx.session.flush()


def take_key(tx: Tx, report: Report, holder: str) -> bool:
    """Let a wrap that the reporter gave with a request count; whether the holder has one now."""
    asked = wrap_of(tx, report, holder, ASKED)
    if asked is not None:
        version, wrapped = asked.key_version, asked.wrapped
        drop_wraps(tx, report, only=holder)
        give_key(tx, report, holder, wrapped, version=version)
    return wrap_of(tx, report, holder) is not None


def own_report(tx: Tx, case_id: str, report_id: str) -> tuple[Report, ReportKey]:
    """A reporter's report with their own wrap; raises NotFound when it is gone."""
    report = tx.session.get(Report, (case_id, report_id))
    wrap = wrap_of(tx, report, REPORTER) if report else None
    if report is None or wrap is None:
        raise NotFound("receipt_unknown")
    return report, wrap


def sent_before(tx: Tx, report: Report, once: bytes) -> bool:
    """Whether a message made by the same form was already taken."""
    row = select(Message.number).where(
        Message.case_id == report.case_id,
        Message.report_id == report.report_id,
        Message.once == once,
    )
    return tx.session.scalar(row) is not None


def add_message(
    tx: Tx, report: Report, kind: str, seal: Seal, once: bytes, *, visible: bool = False
) -> Message:
    """Add one message of the reporter; the desk sees it when it arrives."""
    number = next_number(tx, Message, report)
    row = Message(
        case_id=report.case_id,
        report_id=report.report_id,
        number=number,
        on=tx.today,
        sender=REPORTER,
        kind=kind,
        sealed=seal(number),
        once=once,
        visible=visible,
    )
    tx.session.add(row)
    tx.session.flush()
    return row


def add_files(tx: Tx, report: Report, files: Sequence[tuple[str, Seal]], *, visible: bool) -> None:
    """Add stored files, each a blob name and the sealer of what is known about it."""
    first = next_number(tx, Attachment, report)
    for number, (blob, seal) in enumerate(files, start=first):
        tx.session.add(
            Attachment(
                case_id=report.case_id,
                report_id=report.report_id,
                number=number,
                on=tx.today,
                blob=blob,
                sealed=seal(number),
                visible=visible,
            )
        )
    tx.session.flush()


def give_key(
    tx: Tx, report: Report, holder: str, wrapped: bytes, *, layer: str = OPEN, version: int = 1
) -> None:
    """Add one wrap of the report's key."""
    tx.session.add(
        ReportKey(
            case_id=report.case_id,
            report_id=report.report_id,
            holder=holder,
            layer=layer,
            key_version=version,
            wrapped=wrapped,
        )
    )


def move_receipt(
    tx: Tx,
    report: Report,
    lookup: ReceiptLookup,
    value: tuple[str, bytes],
    public: bytes,
    wrapped: bytes,
) -> None:
    """Move a report to a newer receipt scheme: its look-up value, key pair and wrap."""
    tx.session.delete(lookup)
    tx.session.add(
        ReceiptLookup(
            scheme=value[0],
            value=value[1],
            case_id=report.case_id,
            report_id=report.report_id,
        )
    )
    report.reporter_public = public
    own = wrap_of(tx, report, REPORTER)
    if own is not None:
        own.wrapped = wrapped
    tx.session.flush()
