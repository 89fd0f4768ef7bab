"""Use cases of what stays in a reporter's hands: how far they looked, contact, files.

No function here takes an actor; whoever has the receipt is the reporter.
"""

from collections.abc import Collection, Iterator
from typing import Any

from reportdesk.domain.errors import NotFound
from reportdesk.domain.own import Own, OwnFile, ReceivedFile, Seen
from reportdesk.settings import Settings
from reportdesk.storage.attached import files_of, sent_files
from reportdesk.storage.case import Case, governing
from reportdesk.storage.db import Tx
from reportdesk.storage.erasing import erase_files, erase_waiting, replace_content
from reportdesk.storage.report import Attachment, Report
from reportdesk.storage.reporter import own_report
from reportdesk.vault.follower import Follower, open_own
from reportdesk.vault.opened import OpenedCase, open_seen, seal_report, seal_seen
from reportdesk.vault.vault import Vault


def look(tx: Tx, vault: Vault, me: Follower) -> Own:
    """What the reporter may take back or fetch, and how far they looked before; writes nothing."""
    report, opened = _open(tx, vault, me)
    key = opened.reports[report.report_id]
    waits = report.sealed_next is not None
    return Own(
        case=governing(tx, tx.session.get_one(Case, report.case_id)).case_id,
        seen=open_seen(vault, key, report.report_id, report.last_seen),
        contact=not waits and bool(_content(opened, report)["contact"]),
        contact_erased_on=report.erased_on if waits else None,
        files=tuple(
            OwnFile(row.number, _known(opened, report, row)["name"], row.on, row.erased_on)
            for row in files_of(tx, report)
        ),
        received=tuple(
            ReceivedFile(row.number, row.message or 0, known["name"], known["size"])
            for row in sent_files(tx, report)
            for known in [_known(opened, report, row)]
        ),
    )


def remember(tx: Tx, vault: Vault, me: Follower, seen: Seen) -> None:
    """Note, sealed for the reporter alone, how far they were shown the case."""
    report, opened = _open(tx, vault, me)
    key = opened.reports[report.report_id]
    before = open_seen(vault, key, report.report_id, report.last_seen)
    grown = before.grown(seen) if before else seen
    if grown != before:
        report.last_seen = seal_seen(vault, key, report.report_id, grown)


def erase(
    tx: Tx,
    vault: Vault,
    settings: Settings,
    me: Follower,
    *,
    contact: bool,
    files: Collection[int],
) -> tuple[str, ...]:
    """Delete the contact, and the files of these numbers; what is gone already stays gone.

    What a desk may have seen goes in the next slot. Returns names of blobs that nothing refers to
    any more, to be removed once this is committed.
    """
    report, opened = _open(tx, vault, me)
    if contact and report.sealed_next is None and (known := _content(opened, report))["contact"]:
        left = {**known, "contact": ""}
        if report.visible:
            left["contact_erased"] = tx.today.isoformat()
        key = opened.reports[report.report_id]
        replace_content(tx, report, seal_report(vault, key, report.report_id, left))
    blobs = erase_files(tx, [row for row in files_of(tx, report) if row.number in files])
    if settings.slots_at_once:
        erase_waiting(tx)
    return blobs


def fetch(tx: Tx, vault: Vault, me: Follower, number: int) -> tuple[ReceivedFile, Iterator[bytes]]:
    """A file that the authority sent, with its content; raises NotFound("file")."""
    report, opened = _open(tx, vault, me)
    row = next((row for row in sent_files(tx, report) if row.number == number), None)
    if row is None:
        raise NotFound("file")
    known = _known(opened, report, row)
    received = ReceivedFile(number, row.message or 0, known["name"], known["size"])
    return received, vault.read_file(row.blob, bytes.fromhex(known["key"]))


def _open(tx: Tx, vault: Vault, me: Follower) -> tuple[Report, OpenedCase]:
    """The reporter's own report, opened; raises NotFound when it is gone."""
    report, wrap = own_report(tx, me.case_id, me.report_id)
    try:
        return report, open_own(vault, report, wrap.wrapped, me)
    except NotFound:
        raise NotFound("receipt_unknown") from None


def _content(opened: OpenedCase, report: Report) -> dict[str, Any]:
    """What the reporter typed and ticked."""
    return opened.report(report.report_id, report.sealed)


def _known(opened: OpenedCase, report: Report, row: Attachment) -> dict[str, Any]:
    """Name, size and key of a file."""
    return opened.attachment(report.report_id, row.number, row.sealed)
