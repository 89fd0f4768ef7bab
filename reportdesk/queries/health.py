"""What the doctor asks of the database."""

from sqlalchemy import func, select

from reportdesk.storage import audit
from reportdesk.storage.case import Case
from reportdesk.storage.db import Tx
from reportdesk.storage.outbox import GIVEN_UP, WAITING, Outbox
from reportdesk.storage.register import Authority, Division, School
from reportdesk.storage.staff import Account, AuthorityKey, is_active


def answers(tx: Tx) -> bool:
    """Whether the database answers a question that reads no row."""
    return tx.session.scalar(select(1)) == 1


def register_counts(tx: Tx) -> dict[str, int]:
    """Rows of the register by kind."""
    return {
        name: tx.session.scalar(select(func.count()).select_from(row)) or 0
        for name, row in (("divisions", Division), ("authorities", Authority), ("schools", School))
    }


def active_authorities(tx: Tx) -> list[str]:
    """Authorities that may hold cases."""
    keyed = tx.session.scalars(select(AuthorityKey.authority_id).distinct())
    return sorted(name for name in keyed if is_active(tx, name))


def broken_records(tx: Tx) -> dict[str, int]:
    """Authorities whose record of acts does not chain, with the first broken row."""
    found = {name: audit.first_break(tx, name) for name in audit.authorities(tx)}
    return {name: row for name, row in found.items() if row is not None}


def backlog(tx: Tx) -> dict[str, int]:
    """What waits: letters not sent, cases not yet shown to the desk."""
    letters = select(func.count()).select_from(Outbox).where(Outbox.state == WAITING)
    hidden = select(func.count()).select_from(Case).where(Case.visible.is_(False))
    return {"letters": tx.session.scalar(letters) or 0, "cases": tx.session.scalar(hidden) or 0}


def is_demonstration(tx: Tx) -> bool:
    """Whether anything of the demonstration stands in this database."""
    marked = (
        select(Case.case_id).where(Case.demo),
        select(Account.id).where(Account.demo),
        select(School.id).where(School.demo),
    )
    return any(tx.session.scalar(rows.limit(1)) is not None for rows in marked)


def letters_given_up(tx: Tx) -> int:
    """Letters that did not reach everybody within a week."""
    lost = select(func.count()).select_from(Outbox).where(Outbox.state == GIVEN_UP)
    return tx.session.scalar(lost) or 0


def accounts(tx: Tx) -> int:
    """How many accounts there are."""
    return tx.session.scalar(select(func.count()).select_from(Account)) or 0


def case_version(tx: Tx, ref: str) -> int:
    """The version of a case, which every act on it must name; raises NoResultFound."""
    return tx.session.scalars(select(Case.version).where(Case.ref == ref)).one()
