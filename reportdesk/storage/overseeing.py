"""How the platform desk reaches a case that it does not hold: by its reference, without content."""

from sqlalchemy import select

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor, Role
from reportdesk.domain.errors import NotAllowed, NotFound
from reportdesk.storage.case import Case
from reportdesk.storage.db import Tx


def overseen(tx: Tx, actor: Actor, ref: str) -> Case:
    """A case that the desk may show; raises NotAllowed outside the platform, and NotFound."""
    if actor.authority_id != PLATFORM_AUTHORITY or actor.role is not Role.PLATFORM:
        raise NotAllowed("not_your_step", action="withhold")
    case = tx.session.scalar(select(Case).where(Case.ref == ref.strip().upper()))
    if case is None or not case.visible:
        raise NotFound("case")
    return case
