"""Cases whose reporter thinks that they went to the wrong body, for the platform desk."""

from dataclasses import dataclass

from sqlalchemy import exists, select

from reportdesk.domain.actors import Actor, Role
from reportdesk.domain.case import OPEN, Stage
from reportdesk.queries.access import visible_to
from reportdesk.queries.choosing import Names, authority_names
from reportdesk.storage.case import Case
from reportdesk.storage.complaint import open_complaint
from reportdesk.storage.db import Tx
from reportdesk.storage.history import History


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint that nobody decided; ``correctable`` while no authority acted on the case."""

    ref: str
    target: Names
    stage: str
    month: str
    correctable: bool


def complaints(tx: Tx, actor: Actor) -> list[Complaint]:
    """The open complaints, by month and reference: the day would tell who complained."""
    if actor.role is not Role.PLATFORM:
        return []
    asked = exists().where(History.case_id == Case.case_id, History.event == "route_questioned")
    still = Case.stage.in_([stage.value for stage in OPEN])
    cases = tx.session.scalars(select(Case).where(visible_to(actor), asked, still)).all()
    found = [case for case in cases if open_complaint(tx, case.case_id)]
    names = authority_names(tx, {case.target_id for case in found})
    rows = [
        Complaint(
            ref=case.ref,
            target=names[case.target_id],
            stage=case.stage,
            month=case.filed_on.isoformat()[:7],
            correctable=case.stage == Stage.ROUTED,
        )
        for case in found
    ]
    return sorted(rows, key=lambda row: (row.month, row.ref))
