"""Use cases of the fixed slots: what reporters wrote reaches the desk, and digests leave."""

from dataclasses import dataclass

from sqlalchemy import select, update

from reportdesk.domain.actors import Role
from reportdesk.packs.schema import Pack
from reportdesk.storage.arrival import arrive_all
from reportdesk.storage.db import Tx
from reportdesk.storage.outbox import Outbox
from reportdesk.storage.register import Authority
from reportdesk.storage.staff import Account

READERS = (Role.OFFICER, Role.HEAD, Role.PLATFORM)
"""Who gets a digest that names no role."""


@dataclass(frozen=True, slots=True)
class Digest:
    """One letter to one member; ``kinds`` say what waits at the desk, never about whom."""

    to: str
    authority: str
    kinds: tuple[str, ...]
    name: str
    """The same for every attempt, so that a repeated send is the same letter."""
    rows: tuple[str, ...]


def show_waiting(tx: Tx, pack: Pack) -> int:
    """Let everything filed or written since the last slot reach the desk, all at once."""
    return arrive_all(tx, pack, slot=f":{tx.now:%H}")


def digests(tx: Tx) -> list[Digest]:
    """One letter for every member somebody has news for; nothing is marked yet."""
    rows: dict[tuple[str, str | None], list[Outbox]] = {}
    waiting = select(Outbox).where(Outbox.state == "waiting")
    for row in tx.session.scalars(waiting.order_by(Outbox.id)):
        rows.setdefault((row.authority_id, row.role), []).append(row)
    letters: list[Digest] = []
    for (authority_id, role), group in sorted(rows.items(), key=lambda item: str(item[0])):
        authority = tx.session.get_one(Authority, authority_id).name
        kinds = tuple(sorted({row.kind for row in group}))
        ids = tuple(row.id for row in group)
        for login in _addresses(tx, authority_id, role):
            letters.append(Digest(login, authority, kinds, f"{ids[0]}-{len(letters)}", ids))
    return letters


def _addresses(tx: Tx, authority_id: str, role: str | None) -> list[str]:
    """Active members with the role; when nobody has it, those who read new cases."""
    members = select(Account.login).where(
        Account.authority_id == authority_id, Account.state == "active"
    )
    wanted = [role] if role else [reader.value for reader in READERS]
    found = list(tx.session.scalars(members.where(Account.role.in_(wanted)).order_by(Account.id)))
    if found or role is None:
        return found
    return list(tx.session.scalars(members.where(Account.role.in_([r.value for r in READERS]))))


def mark_sent(tx: Tx, ids: tuple[str, ...]) -> int:
    """Note that these letters left today."""
    sent = (
        update(Outbox)
        .where(Outbox.id.in_(ids), Outbox.state == "waiting")
        .values(state="sent", sent_on=tx.today, attempts=Outbox.attempts + 1)
    )
    return int(getattr(tx.session.execute(sent), "rowcount", 0))


def mark_failed(tx: Tx, ids: tuple[str, ...]) -> None:
    """Count one more attempt; the next slot tries again."""
    tx.session.execute(
        update(Outbox).where(Outbox.id.in_(ids)).values(attempts=Outbox.attempts + 1)
    )
