"""What the desk shows about people: colleagues, and the record of acts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from reportdesk.domain.errors import NotFound
from reportdesk.storage import audit
from reportdesk.storage import staff as staff_rows
from reportdesk.storage.db import Tx

PAGE = 50


@dataclass(frozen=True, slots=True)
class Colleague:
    """One member as colleagues see them."""

    id: str
    name: str
    login: str
    role: str
    state: str
    public_key: bytes
    invited_by: str | None

    @property
    def waits(self) -> bool:
        """Whether a colleague has yet to hand over the authority's key."""
        return self.state == staff_rows.WAITING


@dataclass(frozen=True, slots=True)
class Act:
    """One row of the record."""

    number: int
    at: datetime
    account_id: str
    who: str | None
    """Name of the member; None when it was nobody's account."""
    act: str
    case_ref: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class Record:
    """A page of the record, newest first; ``broken_at`` is the first row that does not chain."""

    acts: tuple[Act, ...]
    page: int
    pages: int
    first: int
    """Which of all acts, newest first and counted from 1, is the first of this page."""
    total: int
    broken_at: int | None


def colleagues(tx: Tx, authority_id: str) -> list[Colleague]:
    """Members of an authority whose access has not ended; those who wait for the key first."""
    found = [
        Colleague(row.id, row.name, row.login, row.role, row.state, row.public_key, row.invited_by)
        for row in staff_rows.colleagues(tx, authority_id)
    ]
    return sorted(found, key=lambda one: not one.waits)


def colleague(tx: Tx, authority_id: str, account_id: str) -> Colleague:
    """One member of an authority; raises NotFound alike for other people's and unknown ones."""
    found = [one for one in colleagues(tx, authority_id) if one.id == account_id]
    if not found:
        raise NotFound("account")
    return found[0]


def record(tx: Tx, authority_id: str, page: int) -> Record:
    """One page of an authority's record of acts; pages count from 1, the last stands for more."""
    total = audit.length(tx, authority_id)
    pages = max(1, -(-total // PAGE))
    page = min(page, pages)
    rows = (
        select(audit.Audit)
        .where(audit.Audit.authority_id == authority_id)
        .order_by(audit.Audit.number.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    found = list(tx.session.scalars(rows))
    names = staff_rows.names_of(tx, {row.account_id for row in found})
    acts = tuple(
        Act(
            row.number,
            row.at,
            row.account_id,
            names.get(row.account_id),
            row.act,
            row.case_ref,
            row.detail,
        )
        for row in found
    )
    first = (page - 1) * PAGE + 1
    return Record(acts, page, pages, first, total, audit.first_break(tx, authority_id))
