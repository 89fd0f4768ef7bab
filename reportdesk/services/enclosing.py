"""A message of staff with a file for the reporters, sealed under each report's own key."""

from reportdesk.domain.access import may_write
from reportdesk.domain.errors import BadInput, Conflict, NotAllowed
from reportdesk.domain.filing import AttachedFile
from reportdesk.storage.acts import facts_of, leave_trace, reach
from reportdesk.storage.attached import blobs_in_use
from reportdesk.storage.db import Tx
from reportdesk.storage.report import (
    Attachment,
    Message,
    Report,
    all_reports,
    next_number,
    post,
    wraps_for,
)
from reportdesk.vault.holder import Holder
from reportdesk.vault.opened import OpenedCase, open_case, seal_attachment
from reportdesk.vault.vault import Vault


def send(
    tx: Tx,
    vault: Vault,
    holder: Holder,
    ref: str,
    *,
    text: str,
    file: AttachedFile,
    report: int | None = None,
) -> None:
    """Write to the reporters, or to the one of report number ``report``, with a stored file.

    A file that was sent already is not sent again: a second press of the button changes nothing.
    Raises BadInput for a report that cannot be written to and for a file that is gone.
    """
    actor = holder.actor
    case = reach(tx, actor, ref)
    if not may_write(actor, facts_of(tx, case)):
        raise NotAllowed("not_your_step", action="message")
    if blobs_in_use(tx, [file.blob]):
        return
    if not vault.has_file(file.blob):
        raise BadInput("file", "file_missing")
    opened = open_case(vault, holder, case.case_id, wraps_for(tx, case.case_id, actor.authority_id))
    chosen = [
        row
        for row in all_reports(tx, case.case_id)
        if row.visible and not row.withdrawn and row.report_id in opened.reports
        if report is None or (row.case_id, row.number) == (case.case_id, report)
    ]
    if not chosen:
        raise BadInput("report", "no_such_report") if report else Conflict("nobody_to_write_to")
    for row in chosen:
        _deliver(tx, opened, row, actor.authority_id, text, file)
    leave_trace(tx, actor, case, "message", moves=False, report=report, files=1)


def _deliver(
    tx: Tx, opened: OpenedCase, row: Report, sender: str, text: str, file: AttachedFile
) -> None:
    """One report's copy: the message, and under its number what opens the file."""
    message = next_number(tx, Message, row)
    post(tx, row.case_id, sender, "message", opened.letter(text), row.report_id)
    number, key = next_number(tx, Attachment, row), opened.reports[row.report_id]
    sealed = seal_attachment(opened.vault, key, row.report_id, number, file.private())
    tx.session.add(
        Attachment(
            case_id=row.case_id,
            report_id=row.report_id,
            number=number,
            on=tx.today,
            blob=file.blob,
            sealed=sealed,
            visible=True,
            sender=sender,
            message=message,
        )
    )
    tx.session.flush()
