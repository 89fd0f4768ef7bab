"""What a reporter deletes: destroyed at once while no desk has seen it, else in the next slot.

Were it gone from the desk at once, its going would tell at what time of day the reporter came.
"""

from collections.abc import Callable, Iterable
from datetime import date

from sqlalchemy import select

from reportdesk.storage.case import Case
from reportdesk.storage.db import Tx
from reportdesk.storage.history import record
from reportdesk.storage.report import REPORTER, Attachment, Report

GONE = b""
"""What is left of a file's name and key."""


def replace_content(tx: Tx, report: Report, sealed: bytes) -> None:
    """Put the report without its contact in the place of the one with it."""
    if report.visible:
        report.sealed_next, report.erased_on = sealed, tx.today
    else:
        report.sealed = sealed
    tx.session.flush()


def erase_files(tx: Tx, files: Iterable[Attachment]) -> tuple[str, ...]:
    """Mark files for the next slot; those that no desk has seen go at once, and their blobs may.

    Returns the names of those blobs.
    """
    blobs = []
    for row in files:
        if row.visible:
            row.erased_on = row.erased_on or tx.today
        else:
            blobs.append(row.blob)
            tx.session.delete(row)
    tx.session.flush()
    return tuple(blobs)


def erase_waiting(tx: Tx) -> int:
    """Everything reporters deleted since the last slot; returns how many acts."""
    return _contents(tx) + _files(tx)


def erased_blobs(tx: Tx) -> list[Attachment]:
    """Rows whose key is gone and whose blob is still there."""
    rows = select(Attachment).where(Attachment.erased_on.is_not(None), Attachment.blob != "")
    return [row for row in tx.session.scalars(rows) if not row.sealed]


def drop_blobs(tx: Tx, drop: Callable[[str], None]) -> int:
    """Remove those blobs, which nothing opens any more; may be repeated. Returns how many."""
    rows = erased_blobs(tx)
    for row in rows:
        drop(row.blob)
        row.blob = ""
    tx.session.flush()
    return len(rows)


def _contents(tx: Tx) -> int:
    """Contacts."""
    reports = list(tx.session.scalars(select(Report).where(Report.sealed_next.is_not(None))))
    for report in reports:
        report.sealed, report.sealed_next = report.sealed_next or report.sealed, None
        _note(tx, report, "contact_erased", report.erased_on or tx.today)
        report.erased_on = None
    tx.session.flush()
    return len(reports)


def _files(tx: Tx) -> int:
    """Files; one event for all that a report lost."""
    rows = select(Attachment).where(Attachment.erased_on.is_not(None))
    waiting = [row for row in tx.session.scalars(rows) if row.sealed]
    owners = dict.fromkeys((row.case_id, row.report_id) for row in waiting)
    for row in waiting:
        row.sealed = GONE
    for case_id, report_id in owners:
        mine = [row for row in waiting if row.report_id == report_id]
        report = tx.session.get_one(Report, (case_id, report_id))
        days = [row.erased_on for row in mine if row.erased_on]
        _note(tx, report, "files_erased", max(days), len(mine))
    tx.session.flush()
    return len(owners)


def _note(tx: Tx, report: Report, event: str, on: date, count: int = 1) -> None:
    """Append an event on the day it was asked for."""
    case, mine = tx.session.get_one(Case, report.case_id), report.report_id
    record(tx, case, event, party=REPORTER, on=on, report_id=mine, count=count)
