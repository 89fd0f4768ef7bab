"""What the desk can choose from: colleagues to work on a case, authorities to name."""

from collections.abc import Iterable

from sqlalchemy import select

from reportdesk.domain.actors import Actor, Role
from reportdesk.storage.db import Tx
from reportdesk.storage.register import Authority
from reportdesk.storage.staff import Account

Names = tuple[str, str]
"""A name in Chinese and in English."""


def colleagues_for(tx: Tx, actor: Actor) -> list[tuple[str, str]]:
    """Id and name of the members a case can be given to."""
    rows = select(Account.id, Account.name).where(
        Account.authority_id == actor.authority_id,
        Account.state == "active",
        Account.role.in_([Role.OFFICER.value, Role.HEAD.value, Role.PLATFORM.value]),
    )
    return [(found, name) for found, name in tx.session.execute(rows.order_by(Account.name))]


def find_authorities(tx: Tx, text: str, limit: int = 12) -> list[tuple[str, Names]]:
    """Authorities in force whose name contains ``text``, shortest name first."""
    text = text.strip()
    if not text:
        return []
    named = Authority.name.contains(text, autoescape=True) | Authority.name_en.icontains(
        text, autoescape=True
    )
    rows = select(Authority).where(
        named, Authority.valid_to.is_(None), Authority.kind.in_(("education", "hr"))
    )
    found = sorted(tx.session.scalars(rows), key=lambda row: (len(row.name), row.id))
    return [(row.id, (row.name, row.name_en)) for row in found[:limit]]


def authority_names(tx: Tx, ids: Iterable[str]) -> dict[str, Names]:
    """Names of authorities by id; unknown ids are left out."""
    found = tx.session.scalars(select(Authority).where(Authority.id.in_(list(ids))))
    return {row.id: (row.name, row.name_en) for row in found}
