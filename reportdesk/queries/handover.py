"""What waits to be sealed anew: by authority, and who could complete it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from reportdesk.domain.actors import Actor
from reportdesk.storage.case import Case
from reportdesk.storage.db import Tx
from reportdesk.storage.handover import (
    late_authorities,
    late_cases,
    open_handovers,
    seconds_for,
)
from reportdesk.storage.register import Authority
from reportdesk.storage.staff import Account, Handover


@dataclass(frozen=True, slots=True)
class Waiting:
    """The handovers to one authority.

    ``returned`` and ``late`` are references of cases that nobody has opened yet; ``begun`` those
    that ``first`` opened for ``second``; ``mine`` when the viewer is to complete them.
    """

    authority_id: str
    name: tuple[str, str]
    returned: tuple[str, ...]
    late: tuple[str, ...]
    begun: tuple[str, ...]
    first: str
    second: str
    mine: bool


def waiting(tx: Tx, actor: Actor) -> list[Waiting]:
    """Every authority that cases wait to be handed to."""
    rows = open_handovers(tx)
    wanted = sorted({row.to_authority_id for row in rows} | set(late_authorities(tx)))
    return [_waiting(tx, actor, one, rows) for one in wanted]


def seconds(tx: Tx, actor: Actor) -> list[tuple[str, str]]:
    """Id and name of the officers who can complete what this one opens."""
    return [(row.id, row.name) for row in seconds_for(tx, actor.account_id)]


def _waiting(tx: Tx, actor: Actor, authority_id: str, rows: list[Handover]) -> Waiting:
    """The handovers to one authority."""
    here = [row for row in rows if row.to_authority_id == authority_id]
    begun = [row for row in here if row.half is not None]
    authority = tx.session.get_one(Authority, authority_id)
    return Waiting(
        authority_id=authority_id,
        name=(authority.name, authority.name_en),
        returned=_refs(tx, [row.case_id for row in here if row.half is None]),
        late=tuple(case.ref for case in late_cases(tx, authority_id)),
        begun=_refs(tx, [row.case_id for row in begun]),
        first=_name(tx, begun[0].first_id if begun else None),
        second=_name(tx, begun[0].second_id if begun else None),
        mine=any(row.second_id == actor.account_id for row in begun),
    )


def _refs(tx: Tx, case_ids: Iterable[str]) -> tuple[str, ...]:
    """References of cases, in order."""
    rows = select(Case.ref).where(Case.case_id.in_(list(case_ids))).order_by(Case.ref)
    return tuple(tx.session.scalars(rows))


def _name(tx: Tx, account_id: str | None) -> str:
    """A colleague's name; empty for nobody."""
    row = tx.session.get(Account, account_id) if account_id else None
    return row.name if row else ""
