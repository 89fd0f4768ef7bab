"""Excerpts that reporters offer for publication, and what two persons made of them."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Date, ForeignKeyConstraint, Integer, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from reportdesk.domain.following import WITHDRAWALS, Sent
from reportdesk.storage.base import Base
from reportdesk.storage.columns import Id, case_table
from reportdesk.storage.db import Tx
from reportdesk.storage.report import Message, Report

ABOUT = frozenset({Sent.EXCERPT, Sent.EXCERPT_BACK, *WITHDRAWALS})
"""Messages after which an earlier offer stands no more; a new offer takes its place."""


class Excerpt(Base):
    """A reporter's offer that one member of staff proposed; public once a second one approves."""

    __tablename__ = "excerpt"
    __table_args__ = (
        ForeignKeyConstraint(
            ["case_id", "report_id", "number"],
            ["message.case_id", "message.report_id", "message.number"],
        ),
        case_table(reporter=True),
    )

    case_id: Mapped[str] = mapped_column(Id, primary_key=True)
    report_id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    """Of the message that offers it."""
    proposed_by: Mapped[str] = mapped_column(Id)
    approved_by: Mapped[str | None] = mapped_column(Id)
    approved_on: Mapped[date | None] = mapped_column(Date)
    text: Mapped[str | None] = mapped_column(Text)
    """The reporter's words, plain once approved; empty again when they take them back."""


def standing_offers(tx: Tx, case_id: str, *, early: bool = False) -> list[tuple[Report, Message]]:
    """The offer of each report that stands and that the desk may see, oldest report first.

    ``early`` also heeds what waits for the slot: a release shows nothing that was taken back.
    """
    shown = [] if early else [Message.visible]
    rows = (
        select(Report, Message)
        .join(
            Message,
            (Message.case_id == Report.case_id) & (Message.report_id == Report.report_id),
        )
        .where(
            Report.case_id == case_id,
            Report.visible,
            Report.withdrawn.is_(False),
            Message.kind.in_([kind.value for kind in ABOUT]),
            *shown,
        )
        .order_by(Report.number, Message.number)
    )
    newest = {report.report_id: (report, message) for report, message in tx.session.execute(rows)}
    return [pair for pair in newest.values() if pair[1].kind == Sent.EXCERPT]


def excerpt_of(tx: Tx, message: Message) -> Excerpt | None:
    """What was made of an offer."""
    return tx.session.get(Excerpt, (message.case_id, message.report_id, message.number))


def public_excerpts(tx: Tx, case_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The approved excerpts whose offers stand, by case; texts alone, in an order of their own."""
    wanted = set(case_ids)
    rows = select(Excerpt.case_id).where(Excerpt.text.is_not(None)).distinct()
    found: dict[str, tuple[str, ...]] = {}
    for case_id in tx.session.scalars(rows):
        if case_id in wanted:
            texts = [_text(tx, message) for _, message in standing_offers(tx, case_id, early=True)]
            found[case_id] = tuple(sorted(text for text in texts if text))
    return {case_id: texts for case_id, texts in found.items() if texts}


def _text(tx: Tx, message: Message) -> str | None:
    """The plain words of an approved excerpt."""
    row = excerpt_of(tx, message)
    return row.text if row else None


def forget_taken_back(tx: Tx) -> int:
    """Destroy what was made of offers that stand no more; returns how many."""
    rows = list(tx.session.scalars(select(Excerpt)))
    kept = {
        (message.report_id, message.number)
        for case_id in {row.case_id for row in rows}
        for _, message in standing_offers(tx, case_id)
    }
    ended = [row for row in rows if (row.report_id, row.number) not in kept]
    for row in ended:
        tx.session.delete(row)
    tx.session.flush()
    return len(ended)
