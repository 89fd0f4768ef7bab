"""Use cases of forgetting: unfiled attachments, spent form keys, and papers of the office."""

from datetime import timedelta
from itertools import islice

from sqlalchemy import select

from reportdesk.domain.abuse import DROPPED_DAYS, Apart
from reportdesk.domain.following import Sent
from reportdesk.settings import Settings
from reportdesk.storage.attached import blobs_in_use, files_of
from reportdesk.storage.db import Tx
from reportdesk.storage.erasing import drop_blobs
from reportdesk.storage.handover import forget_halves
from reportdesk.storage.job import drop_runs
from reportdesk.storage.outbox import drop_sent
from reportdesk.storage.report import Report
from reportdesk.storage.staff import drop_invitations
from reportdesk.storage.suspected import Suspected, erase, unheard
from reportdesk.vault.copies import prune
from reportdesk.vault.vault import Vault

UNFILED = timedelta(days=2)
KEPT = timedelta(days=60)
"""How long letters that left, and notes of finished jobs, are of use to operators."""
HALF_OPEN = timedelta(hours=24)
"""How long a custodian key that one officer opened waits for the second."""
AT_ONCE = 500
"""Names asked for in one query."""


def drop_unfiled(tx: Tx, vault: Vault) -> int:
    """Delete attachments older than two dates that no filed report names; returns how many.

    A form that could still file them is gone by then: its key was destroyed.
    """
    old, dropped = vault.files_before(tx.today - UNFILED), 0
    while names := list(islice(old, AT_ONCE)):
        for name in sorted(set(names) - blobs_in_use(tx, names)):
            vault.drop_file(name)
            dropped += 1
    return dropped


def drop_erased(tx: Tx, vault: Vault) -> int:
    """Remove the blobs of files that reporters deleted; their keys are gone already."""
    return drop_blobs(tx, vault.drop_file)


def drop_form_keys(tx: Tx, vault: Vault) -> int:
    """Destroy the form keys from before yesterday: what was carried under them is gone."""
    return vault.sweep_form_keys(tx.today)


def drop_copies(tx: Tx, settings: Settings) -> int:
    """Destroy the copies of shred keys that are 30 days old."""
    return prune(settings.shred_copies, tx.today)


def drop_spent(tx: Tx) -> int:
    """Delete expired invitations, letters that left long ago, old notes of jobs, stale halves."""
    papers = drop_invitations(tx, tx.now) + drop_sent(tx, tx.today - KEPT)
    return papers + drop_runs(tx, tx.now - KEPT) + forget_halves(tx, tx.now - HALF_OPEN)


def destroy_dropped(tx: Tx, vault: Vault) -> int:
    """Destroy some of the suspected filings that were dropped long ago; returns how many.

    One whose writer came back stays, however long the line for the next slots is.

    The shred key first: what a failure leaves behind opens for nobody and is removed next time.
    """
    before = tx.today - timedelta(days=DROPPED_DAYS)
    rows = select(Suspected).where(
        Suspected.state == Apart.DROPPED.value, Suspected.decided_on < before, ~unheard(tuple(Sent))
    )
    old = [(row.case_id, row.report_id) for row in tx.session.scalars(rows.limit(AT_ONCE))]
    for key in old:
        report = tx.session.get_one(Report, key)
        vault.shred(report.shred_id)
        for file in files_of(tx, report):
            vault.drop_file(file.blob)
        erase(tx, report)
    return len(old)
