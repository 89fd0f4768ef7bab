"""Use cases of forgetting: unfiled attachments and spent form keys."""

from datetime import timedelta

from reportdesk.storage.db import Tx
from reportdesk.storage.report import blobs_in_use
from reportdesk.vault.vault import Vault

UNFILED = timedelta(days=2)


def drop_unfiled(tx: Tx, vault: Vault) -> int:
    """Delete attachments older than two dates that no filed report names; returns how many."""
    used = blobs_in_use(tx)
    dropped = 0
    for name in list(vault.files_before(tx.today - UNFILED)):
        if name not in used:
            vault.drop_file(name)
            dropped += 1
    return dropped


def drop_form_keys(tx: Tx, vault: Vault) -> int:
    """Destroy the form keys from before yesterday: what was carried under them is gone."""
    return vault.sweep_form_keys(tx.today)
