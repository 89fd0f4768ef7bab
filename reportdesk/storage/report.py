"""A report: one filing, private and sealed, and the keys that open it."""

from collections.abc import Callable, Collection
from datetime import date

from sqlalchemy import (
    Boolean,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    delete,
    func,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from reportdesk.storage.base import Base
from reportdesk.storage.columns import Id, case_table, reporter_table
from reportdesk.storage.db import Tx
from reportdesk.storage.merging import gathered
from reportdesk.storage.wrap import WrapRow as WrapRow  # what opens a case


class Report(Base):
    """What one person filed; only dates, codes of form and ciphertext."""

    __tablename__ = "report"
    __table_args__ = (Index(None, "filed_on"), case_table(reporter=True))

    case_id: Mapped[str] = mapped_column(ForeignKey("case.case_id"), primary_key=True)
    report_id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[int] = mapped_column(Integer)
    """1, 2, 3 … within the case."""
    filed_on: Mapped[date] = mapped_column(Date)
    salt: Mapped[bytes] = mapped_column(LargeBinary(32))
    """Mixed into the reporter's key pair."""
    reporter_public: Mapped[bytes] = mapped_column(LargeBinary(32))
    shred_id: Mapped[str] = mapped_column(String(64))
    """Name of the shred key in its own store."""
    questionnaire: Mapped[str] = mapped_column(String(64))
    """Hash of the pack whose questions were answered."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """Everything typed or ticked beyond the plain columns of the case, as JSON
    (:meth:`reportdesk.domain.filing.Filing.private`) sealed for the row ``report_id``."""
    case_key: Mapped[bytes] = mapped_column(LargeBinary)
    """The case's own content key, wrapped under this report's key for the row ``report_id``."""
    awaits_case_key: Mapped[bool] = mapped_column(Boolean, default=False)
    """``case_key`` is one of its own: the report joined a case that nobody has opened since."""
    parent_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    """While its case is merged: the key of the case that governs, wrapped like ``case_key``."""
    joined: Mapped[bool] = mapped_column(Boolean, default=False)
    """It joined a case that another report had opened."""
    last_seen: Mapped[bytes | None] = mapped_column(LargeBinary)
    """How far the reporter looked (:class:`reportdesk.domain.own.Seen`), sealed for the row
    ``report_id``."""
    sealed_next: Mapped[bytes | None] = mapped_column(LargeBinary)
    """``sealed`` without the contact, which takes its place in the next slot."""
    erased_on: Mapped[date | None] = mapped_column(Date)
    """The day on which that was asked for, until it is done."""
    receipt_confirmed: Mapped[bool] = mapped_column(Boolean, default=False)
    """The last group was typed back: the receipt is shown no more."""
    withdrawn: Mapped[bool] = mapped_column(Boolean, default=False)
    destroyed_on: Mapped[date | None] = mapped_column(Date)
    """Its shred key is gone, and everything sealed with it; number and day of filing stay."""
    visible: Mapped[bool] = mapped_column(Boolean, default=False)
    demo: Mapped[bool] = mapped_column(Boolean, default=False)


class ReceiptLookup(Base):
    """Look-up value of a receipt to its report: the one small table that crosses shards."""

    __tablename__ = "receipt_lookup"
    __table_args__ = (reporter_table(),)

    scheme: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    case_id: Mapped[str] = mapped_column(Id)
    report_id: Mapped[str] = mapped_column(Id)


class ReportKey(Base):
    """One wrap of a report's content key for one holder."""

    __tablename__ = "report_key"
    __table_args__ = (
        ForeignKeyConstraint(
            ["case_id", "report_id"], ["report.case_id", "report.report_id"], ondelete="CASCADE"
        ),
        case_table(reporter=True),
    )

    case_id: Mapped[str] = mapped_column(Id, primary_key=True)
    report_id: Mapped[str] = mapped_column(Id, primary_key=True)
    holder: Mapped[str] = mapped_column(String(40), primary_key=True)
    """``reporter``, ``custodian``, or an authority id."""
    layer: Mapped[str] = mapped_column(String(10), primary_key=True)
    """``open`` for the holder, ``ladder`` while still under the site's escalation key."""
    key_version: Mapped[int] = mapped_column(Integer, default=1)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)


class Message(Base):
    """One message between a reporter and whoever holds the case, sealed under the report's key."""

    __tablename__ = "message"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "report_id"], ["report.case_id", "report.report_id"]),
        UniqueConstraint("case_id", "report_id", "once"),
        case_table(reporter=True),
    )

    case_id: Mapped[str] = mapped_column(Id, primary_key=True)
    report_id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    on: Mapped[date] = mapped_column(Date)
    sender: Mapped[str] = mapped_column(String(40))
    """``reporter`` or an authority id; never a person."""
    kind: Mapped[str] = mapped_column(String(20))
    """Of staff ``message``, ``question`` or ``answer``; of a reporter a
    :class:`~reportdesk.domain.following.Sent` value."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """JSON ``{text}`` under the report's key, for the row ``report_id/number``."""
    once: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    """Keyed digest of the reporter's message, under a random value of its form alone: the same
    message is taken once. None for staff."""
    visible: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether the desk may show it yet; a message of staff is visible at once."""


class Attachment(Base):
    """One sealed file of a report; its name and key are inside ``sealed``."""

    __tablename__ = "attachment"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "report_id"], ["report.case_id", "report.report_id"]),
        case_table(reporter=True),
    )

    case_id: Mapped[str] = mapped_column(Id, primary_key=True)
    report_id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    on: Mapped[date] = mapped_column(Date)
    blob: Mapped[str] = mapped_column(String(80))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """JSON ``{name, type, size, key, removed, original}`` under the report's key, for the row
    ``report_id/number``; ``key`` is the file's own in hex; ``original``: it was not cleaned."""
    visible: Mapped[bool] = mapped_column(Boolean, default=False)
    sender: Mapped[str | None] = mapped_column(String(40))
    """The authority that sent it to the reporter; None for the reporter's own."""
    message: Mapped[int | None] = mapped_column(Integer)
    """The message that an authority's file came with."""
    erased_on: Mapped[date | None] = mapped_column(Date)
    """The day on which its reporter asked for its deletion. From the next slot on ``sealed`` is
    empty and with it the file's key is gone; then the blob, whose name becomes empty too."""


REPORTER = "reporter"
"""Sender of a reporter's messages and holder of the reporter's own wrap."""
CUSTODIAN = "custodian"
"""Holder of the platform custodian's wrap."""
OPEN, LADDER = "open", "ladder"
"""Layers of a wrap: ready for its holder, or still under the site's escalation key."""
ASKED = "asked"
"""Layer of a wrap given with a request that waits for the slot: until then it counts nowhere."""


def reports_of(tx: Tx, case_id: str) -> list[Report]:
    """Every report of a case, in the order of their numbers."""
    rows = select(Report).where(Report.case_id == case_id).order_by(Report.number)
    return list(tx.session.scalars(rows))


def all_reports(tx: Tx, case_id: str) -> list[Report]:
    """Every report that a case speaks for: its own, then those of the cases merged into it."""
    return [row for one in gathered(tx, case_id) for row in reports_of(tx, one)]


def messages_of(tx: Tx, report: Report) -> list[Message]:
    """Every message of a report, oldest first, those the desk may not see yet included."""
    rows = select(Message).where(
        Message.case_id == report.case_id, Message.report_id == report.report_id
    )
    return list(tx.session.scalars(rows.order_by(Message.number)))


def next_number(tx: Tx, kind: type[Message] | type[Attachment], report: Report) -> int:
    """The number of the next message or file of a report."""
    mine = (kind.case_id == report.case_id, kind.report_id == report.report_id)
    last = tx.session.scalar(select(func.max(kind.number)).where(*mine))
    return (last or 0) + 1


def wraps_for(tx: Tx, case_id: str, holder: str) -> list[WrapRow]:
    """What one holder was given of a case and of those merged into it: one wrap a report, if
    possible an open one."""
    rows = (
        select(ReportKey, Report)
        .join(
            Report,
            (Report.case_id == ReportKey.case_id) & (Report.report_id == ReportKey.report_id),
        )
        .where(ReportKey.case_id.in_(gathered(tx, case_id)))
        .where(ReportKey.holder == holder, ReportKey.layer != ASKED)
        .order_by(Report.case_id != case_id, Report.number, ReportKey.layer)
    )
    found = {
        report.report_id: WrapRow(
            report.report_id,
            key.layer,
            key.wrapped,
            key.key_version,
            report.shred_id,
            *_case_key(report, case_id),
        )
        for key, report in tx.session.execute(rows)
    }
    return list(found.values())


def _case_key(report: Report, case_id: str) -> tuple[bytes, bool]:
    """The key of a case under one report's, and whether the report still waits for it."""
    if report.case_id == case_id:
        return report.case_key, report.awaits_case_key
    return report.parent_key or b"", report.parent_key is None


def post(
    tx: Tx,
    case_id: str,
    sender: str,
    kind: str,
    seal: Callable[[str, int], bytes],
    only: str | None = None,
    *,
    among: Collection[str] | None = None,
) -> int:
    """Add a message of staff to each report that was not withdrawn, or to ``only`` that one; those
    of cases merged into this one are among them.

    ``among`` are the reports whose keys the sender has, all by default. ``seal`` gets a report's id
    and the message's number; returns how many reports got one.
    """
    reports = [
        row
        for row in all_reports(tx, case_id)
        if not row.withdrawn
        and only in {None, row.report_id}
        and (among is None or row.report_id in among)
    ]
    for row in reports:
        number = next_number(tx, Message, row)
        tx.session.add(
            Message(
                case_id=row.case_id,
                report_id=row.report_id,
                number=number,
                on=tx.today,
                sender=sender,
                kind=kind,
                sealed=seal(row.report_id, number),
                visible=True,
            )
        )
    tx.session.flush()
    return len(reports)


def drop_wraps(
    tx: Tx, report: Report, *, keep: tuple[str, ...] = (), only: str | None = None
) -> None:
    """Remove the wraps of a report's key: of one holder, or of all but those to keep."""
    whose = ReportKey.holder.not_in(keep) if only is None else ReportKey.holder == only
    mine = (ReportKey.case_id == report.case_id, ReportKey.report_id == report.report_id)
    tx.session.execute(delete(ReportKey).where(*mine, whose))


def give_key(tx: Tx, report: Report, holder: str, layer: str, version: int, wrapped: bytes) -> None:
    """Add one wrap of a report's key."""
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
    tx.session.flush()
