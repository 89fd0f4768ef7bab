"""The two ways to a proof of filing: from the receipt page, and from the page of a case."""

from collections.abc import Mapping

from flask import Response

from reportdesk.domain.errors import BadInput, Busy, Unavailable
from reportdesk.services import followup, intake
from reportdesk.web.context import read, runtime, write
from reportdesk.web.report import proof, receipt, sending
from reportdesk.web.report.visit import Visit
from reportdesk.web.report.walk import Walk

RECEIPT_STEP, WRITING_STEP = "receipt", "compose"


def pressed(given: Mapping[str, str]) -> Response:
    """A button that leads to the proof, or one of its own page.

    Raises Expired, BadInput, and NotFound for a report that is gone.
    """
    step, token = given.get("step", ""), given.get("state", "")
    if step == proof.PURPOSE:
        return proof.pressed(given)
    if step == RECEIPT_STEP:
        return _from_receipt(Walk.open(token))
    visit = Visit.open(token)
    if step == WRITING_STEP:
        sending.take_text(visit)
    return proof.show(proof.Asked(visit.me, proof.FOLLOWING), visit.seal())


def _from_receipt(carried: Walk) -> Response:
    """The receipt opens the proof as it opens the report, until it was typed back."""
    site, filed = runtime(), carried.filed
    if filed is None:
        raise BadInput("state", "tampered")
    if read(lambda tx: intake.is_confirmed(tx, filed["case"], filed["report"])):
        return receipt.already(carried)
    try:
        known = site.vault.lookups(carried.receipt, "following")
        me = write(lambda tx: followup.enter(tx, site.vault, known))
    except (Busy, Unavailable) as error:
        return sending.waiting(receipt.show(carried, held_up=error), error)
    return proof.show(proof.Asked(me.carried(), proof.RECEIPT), carried.seal())
