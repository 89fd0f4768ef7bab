"""What the merging rule looks at of a case, read from its rows."""

from reportdesk.domain.case import Stage
from reportdesk.domain.merging import Matter
from reportdesk.storage.answer import answers_of
from reportdesk.storage.case import Case
from reportdesk.storage.clock import running
from reportdesk.storage.db import Tx
from reportdesk.storage.handover import is_waiting


def matter_of(tx: Tx, case: Case) -> Matter:
    """One case as the rule sees it."""
    return Matter(
        stage=Stage(case.stage),
        school=case.school_id,
        division=case.division_code,
        kind=case.school_kind,
        practice=case.practice,
        since=case.period_from,
        until=case.period_to,
        dues=tuple((row.key, row.due) for row in running(tx, case.case_id) if row.authority_id),
        answered=any(row.approved_on is not None for row in answers_of(tx, case.case_id)),
        waits=is_waiting(tx, case.case_id),
        kept_from=case.reason_params.get("skipped"),
    )
