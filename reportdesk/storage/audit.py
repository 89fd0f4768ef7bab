"""The append-only record of every read, download and act of staff, chained by hashes."""

import hashlib
import json
from datetime import datetime

from sqlalchemy import Integer, LargeBinary, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from reportdesk.storage.base import Base
from reportdesk.storage.columns import Instant
from reportdesk.storage.db import Tx

GENESIS = b"\x00" * 32


class Audit(Base):
    """One act of a member of staff; each row holds the hash of the one before it."""

    __tablename__ = "audit"

    authority_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    account_id: Mapped[str] = mapped_column(String(40))
    act: Mapped[str] = mapped_column(String(40))
    case_ref: Mapped[str | None] = mapped_column(String(9))
    detail: Mapped[str] = mapped_column(String(200), default="")
    """Codes and numbers only, such as ``file 2``; never content."""
    before: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditHead(Base):
    """Where the chain of an authority ends, so that rows cut off its end are missed."""

    __tablename__ = "audit_head"

    authority_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(Integer)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


def digest(row: Audit) -> bytes:
    """SHA-256 over the row's values and the hash of the row before it."""
    values = [
        row.authority_id,
        row.number,
        row.at.timestamp(),
        row.account_id,
        row.act,
        row.case_ref,
        row.detail,
        row.before.hex(),
    ]
    return hashlib.sha256(json.dumps(values).encode()).digest()


def log(
    tx: Tx, authority_id: str, account_id: str, act: str, ref: str | None = None, detail: str = ""
) -> None:
    """Append one act to the chain of ``authority_id``."""
    last = tx.session.scalar(
        select(Audit)
        .where(Audit.authority_id == authority_id)
        .order_by(Audit.number.desc())
        .limit(1)
    )
    row = Audit(
        authority_id=authority_id,
        number=(last.number if last else 0) + 1,
        at=tx.now,
        account_id=account_id,
        act=act,
        case_ref=ref,
        detail=detail,
        before=last.hash if last else GENESIS,
    )
    row.hash = digest(row)
    head = AuditHead(authority_id=authority_id, number=row.number, hash=row.hash)
    tx.session.add(row)
    tx.session.merge(head)
    tx.session.flush()


def first_break(tx: Tx, authority_id: str) -> int | None:
    """Number of the first row that is broken or missing, or None when the chain is whole."""
    before, expected = GENESIS, 1
    rows = select(Audit).where(Audit.authority_id == authority_id).order_by(Audit.number)
    for row in tx.session.scalars(rows):
        if row.number != expected or row.before != before or row.hash != digest(row):
            return expected
        before, expected = row.hash, expected + 1
    head = tx.session.get(AuditHead, authority_id, populate_existing=True)
    ends = (head.number + 1, head.hash) if head else (1, GENESIS)
    return None if ends == (expected, before) else expected


def authorities(tx: Tx) -> list[str]:
    """Every authority that has a chain, or had one."""
    rows = tx.session.scalars(select(Audit.authority_id).group_by(Audit.authority_id))
    return sorted({*rows, *tx.session.scalars(select(AuditHead.authority_id))})


def length(tx: Tx, authority_id: str) -> int:
    """Rows in one chain."""
    count = select(func.count()).where(Audit.authority_id == authority_id)
    return tx.session.scalar(count) or 0
