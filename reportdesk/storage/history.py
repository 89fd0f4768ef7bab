"""History rows, and the only place where a decided action reaches a case."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Date, ForeignKey, Integer, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from reportdesk.domain.case import Action, Stage
from reportdesk.storage.base import Base
from reportdesk.storage.case import Case
from reportdesk.storage.columns import Id, Json, case_table
from reportdesk.storage.db import Tx


class History(Base):
    """What happened to a case, in order; exact codes and dates, never free text."""

    __tablename__ = "history"
    __table_args__ = (case_table(reporter=True),)

    case_id: Mapped[str] = mapped_column(ForeignKey("case.case_id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    on: Mapped[date] = mapped_column(Date)
    """Day the event took effect (an acceptance date may be earlier than its entry)."""
    entered_on: Mapped[date] = mapped_column(Date)
    event: Mapped[str] = mapped_column(String(40))
    """An :class:`Action` value, or ``filed``, ``delivered``, ``message``, ``rung_fired`` …"""
    party: Mapped[str] = mapped_column(String(12))
    authority_id: Mapped[str | None] = mapped_column(String(40))
    account_id: Mapped[str | None] = mapped_column(Id)
    """The member of staff, for colleagues only; never public."""
    stage: Mapped[str] = mapped_column(String(20))
    """Stage after the event."""
    fields: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    report_id: Mapped[str | None] = mapped_column(Id)


def record(
    tx: Tx,
    case: Case,
    event: str,
    *,
    party: str,
    on: date | None = None,
    authority_id: str | None = None,
    account_id: str | None = None,
    report_id: str | None = None,
    **fields: Any,
) -> History:
    """Append one event to the case's history, numbered after the last."""
    last = tx.session.scalar(
        select(func.max(History.number)).where(History.case_id == case.case_id)
    )
    row = History(
        case_id=case.case_id,
        number=(last or 0) + 1,
        on=on or tx.today,
        entered_on=tx.today,
        event=event,
        party=party,
        authority_id=authority_id,
        account_id=account_id,
        stage=case.stage,
        fields=fields,
        report_id=report_id,
    )
    tx.session.add(row)
    tx.session.flush()
    return row


def move(
    tx: Tx,
    case: Case,
    action: Action,
    to: Stage,
    *,
    party: str,
    on: date | None = None,
    authority_id: str | None = None,
    account_id: str | None = None,
    report_id: str | None = None,
    **fields: Any,
) -> History:
    """Set the stage a rule decided, grow the version, and append the event."""
    fields["from"] = case.stage
    case.stage = to.value
    case.version += 1
    return record(
        tx,
        case,
        action.value,
        party=party,
        on=on,
        authority_id=authority_id,
        account_id=account_id,
        report_id=report_id,
        **fields,
    )


def events(tx: Tx, case_id: str) -> list[History]:
    """The history of a case, oldest first."""
    rows = select(History).where(History.case_id == case_id).order_by(History.number)
    return list(tx.session.scalars(rows))


def told_of(tx: Tx, case_id: str, event: str) -> frozenset[str]:
    """Ids of the authorities that an event in the case's history names."""
    rows = select(History.authority_id).where(History.case_id == case_id, History.event == event)
    return frozenset(one for one in tx.session.scalars(rows) if one)


def named_by(tx: Tx, case_id: str, kinds: Collection[str]) -> list[str]:
    """The authorities that events of these kinds name, oldest first."""
    rows = select(History.authority_id).where(
        History.case_id == case_id, History.event.in_(kinds), History.authority_id.is_not(None)
    )
    return [one for one in tx.session.scalars(rows.order_by(History.number)) if one]


def happened(tx: Tx, case_id: str, event: str, *, on: date | None = None) -> bool:
    """Whether an event is in the case's history, of any day or of one."""
    rows = select(History.number).where(History.case_id == case_id, History.event == event)
    if on is not None:
        rows = rows.where(History.on == on)
    return tx.session.scalar(rows.limit(1)) is not None
