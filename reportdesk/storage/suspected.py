"""Filings that wait apart because something suggests that nobody wrote them."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    ForeignKeyConstraint,
    Index,
    SQLColumnExpression,
    String,
    and_,
    case,
    cast,
    delete,
    exists,
    func,
    select,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from reportdesk.domain.abuse import Apart, By, Suspicion
from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.following import Sent
from reportdesk.packs.schema import Pack
from reportdesk.storage.base import Base
from reportdesk.storage.case import Case
from reportdesk.storage.columns import Id, case_table
from reportdesk.storage.db import Tx
from reportdesk.storage.outbox import notify
from reportdesk.storage.plan import started
from reportdesk.storage.rating import Rating
from reportdesk.storage.report import Attachment, Message, ReceiptLookup, Report


class Suspected(Base):
    """One filing apart: why, where it stands, and until when somebody has to decide."""

    __tablename__ = "suspected"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "report_id"], ["report.case_id", "report.report_id"]),
        Index(None, "state", "filed_on"),
        case_table(reporter=True),
    )

    case_id: Mapped[str] = mapped_column(Id, primary_key=True)
    report_id: Mapped[str] = mapped_column(Id, primary_key=True)
    reason: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    """An :class:`~reportdesk.domain.abuse.Apart` value."""
    filed_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    """Last day of the dispatch clock; undecided after it, the filing passes by itself."""
    decided_on: Mapped[date | None] = mapped_column(Date)
    visible: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether the queue may show it yet (fixed slots, like everything of a reporter)."""


UNPASSED = tuple(state.value for state in Apart if state is not Apart.PASSED)
"""States in which nothing of a filing reaches an authority."""


def apart(record: type[Report | Message | Attachment | Rating]) -> ColumnElement[bool]:
    """Whether a row belongs to a filing that waits apart."""
    return exists().where(
        Suspected.case_id == record.case_id,
        Suspected.report_id == record.report_id,
        Suspected.state.in_(UNPASSED),
    )


def unseen() -> ColumnElement[bool]:
    """Whether nobody has seen a case because the filing that opened it waits apart."""
    waits = exists().where(Suspected.case_id == Case.case_id, Suspected.state.in_(UNPASSED))
    return and_(Case.visible.is_(False), waits)


def cases_apart(tx: Tx) -> set[str]:
    """Ids of the cases that nobody has seen."""
    waits = select(Suspected.case_id).where(Suspected.state.in_(UNPASSED))
    rows = select(Case.case_id).where(Case.case_id.in_(waits), Case.visible.is_(False))
    return set(tx.session.scalars(rows))


def filed_today(tx: Tx, school_id: str | None, division: str) -> tuple[int, int]:
    """Today's filings that were never suspected: about one school, and on the whole site.

    Schools that are not in the register count together, place by place.
    """
    never = ~exists().where(
        Suspected.case_id == Report.case_id, Suspected.report_id == Report.report_id
    )
    today = select(func.count()).select_from(Report).where(Report.filed_on == tx.today, never)
    about = today.join(Case, Case.case_id == Report.case_id)
    if school_id is None:
        about = about.where(Case.school_id.is_(None), Case.division_code == division)
    else:
        about = about.where(Case.school_id == school_id)
    return tx.session.scalar(about) or 0, tx.session.scalar(today) or 0


def set_apart(tx: Tx, pack: Pack, report: Report, reason: Suspicion, *, visible: bool) -> None:
    """Let a filing that was just made wait apart; one letter a day tells the platform desk.

    Undecided when its dispatch clock has run out, it passes by itself.
    """
    due_on = max(due.due for due in started(pack, tx.today, delivered=False))
    tx.session.add(
        Suspected(
            case_id=report.case_id,
            report_id=report.report_id,
            reason=reason.value,
            state=Apart.WAITING.value,
            filed_on=report.filed_on,
            due_on=due_on,
            visible=visible,
        )
    )
    notify(tx, PLATFORM_AUTHORITY, "suspected", f"suspected:{tx.today}")


def unheard(kinds: Collection[Sent]) -> ColumnElement[bool]:
    """Whether the writer of a filing sent something of these kinds that no slot has taken yet."""
    return exists().where(
        Message.case_id == Suspected.case_id,
        Message.report_id == Suspected.report_id,
        Message.visible.is_(False),
        Message.kind.in_([kind.value for kind in kinds]),
    )


def gravity() -> ColumnElement[int]:
    """How much speaks against a filing, as a number."""
    grave = {reason.value: -number for number, reason in enumerate(Suspicion)}
    return case(grave, value=Suspected.reason, else_=0)


def is_apart(tx: Tx, report: Report) -> bool:
    """Whether a report waits apart."""
    row = standing_of(tx, report.case_id, report.report_id)
    return row is not None and row.state in UNPASSED


def standing_of(tx: Tx, case_id: str, report_id: str) -> Suspected | None:
    """How a filing stands apart; None for one that never did."""
    return tx.session.get(Suspected, (case_id, report_id))


def key_of(by: By) -> SQLColumnExpression[str]:
    """What a filing's group is called: a code, a day, or an id with a letter for its kind."""
    place = case(
        (Case.school_id.is_(None), "d:" + Case.division_code + ":" + Case.school_kind),
        else_="s:" + Case.school_id,
    )
    keys: dict[By, SQLColumnExpression[str]] = {
        By.PLACE: place,
        By.REASON: Suspected.reason,
        By.DAY: cast(Suspected.filed_on, String),
        By.TARGET: Case.target_id,
        By.ALL: cast("", String),
    }
    return keys[by]


def in_group(by: By, key: str) -> ColumnElement[bool]:
    """The filings of one group; the case has to be joined."""
    return true() if by is By.ALL else key_of(by) == key


def erase(tx: Tx, report: Report) -> None:
    """Delete a report's rows, and its case when no other report belongs to it."""
    others = select(Report.report_id).where(
        Report.case_id == report.case_id, Report.report_id != report.report_id
    )
    alone = tx.session.scalar(others.limit(1)) is None
    case_id, report_id = report.case_id, report.report_id
    tx.session.execute(delete(ReceiptLookup).where(ReceiptLookup.report_id == report_id))
    for table in reversed(Base.metadata.sorted_tables):
        if not table.info.get("case"):
            continue
        if alone:
            tx.session.execute(table.delete().where(table.c.case_id == case_id))
        elif "report_id" in table.c:
            mine = (table.c.case_id == case_id, table.c.report_id == report_id)
            tx.session.execute(table.delete().where(*mine))
    tx.session.expire_all()
