"""Use cases of destroying by schedule: announce, begin, destroy; each step may be repeated.

The order makes a crash harmless. Once a case is marked as begun there is no way back; then each
report's shred key goes, which ends every wrap, also those in old backups of the database; then
wraps, sealed values and receipts in one transaction; then the blobs, whose keys are gone already.
"""

from datetime import timedelta
from enum import StrEnum

from sqlalchemy import delete

from reportdesk.domain.retention import next_look
from reportdesk.domain.taxonomy import Outcome
from reportdesk.packs.schema import Pack
from reportdesk.storage.case import Case, governing
from reportdesk.storage.db import Tx
from reportdesk.storage.history import record
from reportdesk.storage.hold import over
from reportdesk.storage.outbox import notify
from reportdesk.storage.report import Report
from reportdesk.storage.retention import (
    Retention,
    alone_carries_the_key,
    destroyed_shreds,
    due_cases,
    group_of,
    is_over,
    plan_of,
    plan_row,
    reports_in,
    withdrawn_reports,
)
from reportdesk.storage.staff import Handover
from reportdesk.storage.wiping import wipe_papers, wipe_report
from reportdesk.vault.vault import Vault

AT_ONCE = 50
"""Cases, or withdrawn reports, in one round of work."""
SYSTEM = "system"
"""The party that history names for what the schedule does."""


class Did(StrEnum):
    """What one step did to a case."""

    LOOKED = "looked"
    WARNED = "warned"
    BEGUN = "begun"
    DESTROYED = "destroyed"


def cases_due(tx: Tx) -> list[str]:
    """Some of the cases to look at today."""
    return due_cases(tx, AT_ONCE)


def advance(tx: Tx, vault: Vault, pack: Pack, case_id: str) -> Did:
    """One step for one case; after ``BEGUN`` call again at once."""
    case = tx.session.get_one(Case, case_id)
    row = plan_row(tx, case_id) or _new_row(tx, case_id)
    if row.begun_on is not None and row.destroyed_on is None:
        return _destroy(tx, vault, case, row)
    plan = plan_of(tx, pack, case)
    row.outcome, row.due_on = (plan.outcome, plan.due) if plan else (None, None)
    did = Did.LOOKED
    if plan is None:
        row.warned_on = None
    elif row.warned_on is None and tx.today >= plan.warn_on:
        did = _warn(tx, pack, case, row)
    elif row.warned_on is not None and tx.today >= plan.due:
        row.begun_on = row.look_on = tx.today
        tx.session.flush()
        return Did.BEGUN
    row.look_on = next_look(plan, row.warned_on, tx.today)
    tx.session.flush()
    return did


def _new_row(tx: Tx, case_id: str) -> Retention:
    """The row of a case that is looked at for the first time."""
    row = Retention(case_id=case_id, look_on=tx.today)
    tx.session.add(row)
    return row


def _warn(tx: Tx, pack: Pack, case: Case, row: Retention) -> Did:
    """Tell the holder; reporters read it on their pages. Late warnings move the day, never less."""
    row.warned_on = tx.today
    tx.session.flush()
    plan = plan_of(tx, pack, case)
    if plan is not None:
        row.due_on = plan.due
        due, event = plan.due.isoformat(), "destruction_announced"
        record(tx, case, event, party=SYSTEM, due=due, rule=plan.outcome)
    notify(tx, case.authority_id, "retention", f"retention:{case.authority_id}:{tx.today}")
    return Did.WARNED


def _destroy(tx: Tx, vault: Vault, case: Case, row: Retention) -> Did:
    """Keys first; what a crash leaves behind opens for nobody and is emptied next time."""
    group = group_of(tx, case)
    reports = reports_in(tx, group)
    for report in reports:
        vault.shred(report.shred_id)
    for report in reports:
        wipe_report(tx, report)
    ids = [one.case_id for one in group]
    wipe_papers(tx, ids)
    undone = delete(Handover).where(Handover.case_id.in_(ids), Handover.done_at.is_(None))
    tx.session.execute(undone)
    for one in group:
        one.version += 1
        record(tx, one, "content_destroyed", party=SYSTEM, rule=row.outcome)
    row.destroyed_on, row.look_on = tx.today, None
    tx.session.flush()
    return Did.DESTROYED


def withdrawn_due(tx: Tx, pack: Pack) -> list[tuple[str, str]]:
    """Some of the reports that were withdrawn long enough ago, by case and report."""
    before = tx.today - timedelta(days=pack.retention[Outcome.WITHDRAWN.value].days)
    return withdrawn_reports(tx, before, AT_ONCE)


def destroy_withdrawn(tx: Tx, vault: Vault, key: tuple[str, str]) -> int:
    """Destroy what a reporter withdrew long enough ago, also while its case goes on.

    No hold keeps it. Returns 1, or 0 when it went or is needed since.
    """
    report = tx.session.get_one(Report, key)
    if report.destroyed_on is not None or alone_carries_the_key(tx, *key):
        return 0
    vault.shred(report.shred_id)
    wipe_report(tx, report)
    case, rule = tx.session.get_one(Case, report.case_id), Outcome.WITHDRAWN.value
    who = report.report_id
    record(tx, case, "report_destroyed", party=SYSTEM, report_id=who, rule=rule)
    _end_when_empty(tx, governing(tx, case))
    return 1


def _end_when_empty(tx: Tx, case: Case) -> None:
    """Where no report is left, nothing that is sealed opens any more: let the rest follow."""
    row = plan_row(tx, case.case_id) or _new_row(tx, case.case_id)
    if row.begun_on is None and is_over(case) and not reports_in(tx, group_of(tx, case)):
        row.outcome, row.due_on = Outcome.WITHDRAWN.value, tx.today
        row.begun_on = row.look_on = tx.today
    tx.session.flush()


def end_holds(tx: Tx) -> int:
    """Note the legal holds that ended by themselves; returns how many."""
    found = over(tx)
    for row in found:
        row.ended_on = row.until + timedelta(days=1)
        if row.put_on is not None:
            case = tx.session.get_one(Case, row.case_id)
            record(tx, case, "hold_ended", party=SYSTEM, on=row.ended_on, reason=row.reason)
    tx.session.flush()
    return len(found)


def destroy_again(tx: Tx, vault: Vault) -> int:
    """Destroy the shred keys of all that was destroyed before: after a restore they may be back."""
    names = destroyed_shreds(tx)
    for name in names:
        vault.shred(name)
    return len(names)
