"""What waits to be sealed anew: by authority, and who could complete it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor
from reportdesk.storage.case import Case
from reportdesk.storage.db import Tx
from reportdesk.storage.handover import (
    handed_to,
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
    that ``first`` opened for ``second``; ``mine`` when the viewer is to complete them; ``done`` is
    how many were handed over before.
    """

    authority_id: str
    name: tuple[str, str]
    returned: tuple[str, ...]
    late: tuple[str, ...]
    begun: tuple[str, ...]
    first: str
    second: str
    mine: bool
    done: int = 0

    @property
    def total(self) -> int:
        """All cases of the authority that were, or have to be, handed over."""
        return self.done + len({*self.returned, *self.late, *self.begun})


@dataclass(frozen=True, slots=True)
class Coming:
    """What an authority with new people is about to get: handed over so far, of how many.

    ``begun`` says that one officer opened the first layer and a second has to go on.
    """

    done: int
    total: int
    begun: bool


def coming(tx: Tx, actor: Actor) -> Coming | None:
    """The cases that wait to be handed to the actor's authority; None when there are none."""
    if actor.authority_id == PLATFORM_AUTHORITY:
        return None
    rows = open_handovers(tx, actor.authority_id)
    waits = {row.case_id for row in rows} | {
        case.case_id for case in late_cases(tx, actor.authority_id)
    }
    if not waits:
        return None
    done = handed_to(tx, actor.authority_id)
    return Coming(done, done + len(waits), any(row.half is not None for row in rows))


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
        done=handed_to(tx, authority_id),
    )


def _refs(tx: Tx, case_ids: Iterable[str]) -> tuple[str, ...]:
    """References of cases, in order."""
    rows = select(Case.ref).where(Case.case_id.in_(list(case_ids))).order_by(Case.ref)
    return tuple(tx.session.scalars(rows))


def _name(tx: Tx, account_id: str | None) -> str:
    """A colleague's name; empty for nobody."""
    row = tx.session.get(Account, account_id) if account_id else None
    return row.name if row else ""
