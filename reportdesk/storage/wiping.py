"""Emptying what is sealed: every binary column of a case's tables, found by a walk over them.

A column that somebody adds later is emptied too, without a word here; so is a plain one that says
of itself that it goes (``info={"goes": True}``).
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import LargeBinary, Table, delete, update

from reportdesk.storage.base import Base
from reportdesk.storage.db import Tx
from reportdesk.storage.report import Attachment, ReceiptLookup, Report, ReportKey


def sealed_tables() -> list[Table]:
    """The tables of a case that have a column to empty."""
    return [
        table
        for table in Base.metadata.sorted_tables
        if table.info.get("case") and _empty_values(table)
    ]


def _empty_values(table: Table) -> dict[str, bytes | None]:
    """Column to empty -> what it holds then."""
    columns = (
        one for one in table.columns if isinstance(one.type, LargeBinary) or one.info.get("goes")
    )
    return {one.name: None if one.nullable else b"" for one in columns if not one.primary_key}


def wipe_report(tx: Tx, report: Report) -> None:
    """Everything sealed of one report, its wraps and its receipt; what is plain stays.

    The blobs of its files lose their keys here and are removed afterwards.
    """
    case_id, report_id = report.case_id, report.report_id
    lookup = ReceiptLookup.case_id == case_id, ReceiptLookup.report_id == report_id
    tx.session.execute(delete(ReceiptLookup).where(*lookup))
    wraps = ReportKey.case_id == case_id, ReportKey.report_id == report_id
    tx.session.execute(delete(ReportKey).where(*wraps))
    files = Attachment.case_id == case_id, Attachment.report_id == report_id
    unmarked = update(Attachment).where(*files, Attachment.erased_on.is_(None))
    tx.session.execute(unmarked.values(erased_on=tx.today))
    for table in sealed_tables():
        if "report_id" in table.c:
            _empty(tx, table, table.c.case_id == case_id, table.c.report_id == report_id)
    tx.session.expire_all()
    report.destroyed_on, report.erased_on, report.awaits_case_key = tx.today, None, False
    tx.session.flush()


def wipe_papers(tx: Tx, case_ids: Collection[str]) -> None:
    """Notes, drafts, proofs and whatever else is sealed in these cases beyond their reports."""
    for table in sealed_tables():
        _empty(tx, table, table.c.case_id.in_(case_ids))
    tx.session.expire_all()


def _empty(tx: Tx, table: Table, *where: Any) -> None:
    """Write nothing into these columns of some rows."""
    tx.session.execute(table.update().where(*where).values(**_empty_values(table)))
