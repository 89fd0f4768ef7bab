"""Files of a report: its reporter's, the authority's, and what is left of deleted ones."""

from collections.abc import Collection

from sqlalchemy import select

from reportdesk.storage.db import Tx
from reportdesk.storage.report import Attachment, Report


def files_of(tx: Tx, report: Report) -> list[Attachment]:
    """Every file of its reporter, oldest first, those the desk may not see yet included."""
    return [row for row in _attached(tx, report) if row.sender is None and row.sealed]


def sent_files(tx: Tx, report: Report) -> list[Attachment]:
    """Every file that an authority sent to the reporter, oldest first."""
    return [row for row in _attached(tx, report) if row.sender is not None]


def erased_files(tx: Tx, report: Report) -> list[Attachment]:
    """What remains of files that the reporter deleted: number and day."""
    return [row for row in _attached(tx, report) if not row.sealed]


def _attached(tx: Tx, report: Report) -> list[Attachment]:
    """Every file both ways."""
    rows = select(Attachment).where(
        Attachment.case_id == report.case_id, Attachment.report_id == report.report_id
    )
    return list(tx.session.scalars(rows.order_by(Attachment.number)))


def blobs_in_use(tx: Tx, names: Collection[str]) -> set[str]:
    """Which of these blobs filed attachments hold."""
    return set(tx.session.scalars(select(Attachment.blob).where(Attachment.blob.in_(names))))
