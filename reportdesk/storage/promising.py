"""The measures of an answer that counts, and the clocks of those promised for a day."""

from collections.abc import Iterable
from datetime import date

from reportdesk.domain.actors import Party
from reportdesk.domain.answer import Promised
from reportdesk.domain.case import Action, Stage, after
from reportdesk.packs.schema import Pack
from reportdesk.storage.answer import CaseMeasure, measures_of
from reportdesk.storage.case import Case
from reportdesk.storage.clock import promise
from reportdesk.storage.db import Tx
from reportdesk.storage.history import move


def promise_measures(
    tx: Tx, pack: Pack, case: Case, answer: int, measures: Iterable[Promised], on: date
) -> None:
    """Add the measures, numbered on through the case; promised ones start clocks on a day.

    One without a day that still waits for its proof is not listed twice when it is said again.
    """
    standing, taken = measures_of(tx, case.case_id), tuple(measures)
    said = {one.code for one in standing if one.promised_on is None and one.evidence_on is None}
    number = len(standing)
    for entry in taken:
        if entry.by is None and entry.measure.value in said:
            continue
        number += 1
        tx.session.add(
            CaseMeasure(
                case_id=case.case_id,
                answer_number=answer,
                number=number,
                code=entry.measure.value,
                promised_on=entry.by,
            )
        )
        tx.session.flush()
        if entry.by is not None:
            promise(tx, case, pack, on, entry.by, number)
    if any(entry.by for entry in taken):
        to = after(Action.CORRECT, Stage(case.stage), Party.SYSTEM)
        move(tx, case, Action.CORRECT, to, party=Party.SYSTEM.value)
