"""What was never filed, and what is spent, is forgotten; what is filed stays."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from reportdesk.domain.actors import Role
from reportdesk.domain.errors import Expired
from reportdesk.domain.filing import AttachedFile
from reportdesk.runtime import Runtime
from reportdesk.services import accounts, leadership, retention
from reportdesk.storage.job import JobRun
from reportdesk.storage.outbox import Outbox, notify
from reportdesk.storage.staff import Invitation
from tests.builders import HUBEI, SCHOOL_ID, found_nation, key_authority
from tests.fakes import FixedClock
from tests.filings import a_filing, file_one


def upload(runtime: Runtime) -> AttachedFile:
    stored = runtime.vault.store_file([b"picture"], runtime.clock().date())
    return AttachedFile(stored.blob_name, stored.key.hex(), "a.jpg", "image/jpeg", stored.size, ())


def drop(runtime: Runtime) -> int:
    return runtime.read(lambda tx: retention.drop_unfiled(tx, runtime.vault))


def blobs(runtime: Runtime) -> int:
    return len([path for path in runtime.settings.blobs.rglob("*") if path.is_file()])


def test_an_attachment_that_was_never_filed_goes_after_two_dates_and_not_before(
    runtime: Runtime, clock: FixedClock
) -> None:
    upload(runtime)
    for _ in range(2):
        clock.advance(days=1)
        assert drop(runtime) == 0
    clock.advance(days=1)
    assert drop(runtime) == 1
    assert blobs(runtime) == 0


def test_a_filed_attachment_stays(runtime: Runtime, clock: FixedClock) -> None:
    found_nation(runtime)
    key_authority(runtime, HUBEI)
    kept = upload(runtime)
    upload(runtime)
    file_one(runtime, a_filing(SCHOOL_ID), files=[kept])
    clock.advance(days=30)
    assert drop(runtime) == 1
    assert b"".join(runtime.vault.read_file(kept.blob, bytes.fromhex(kept.key))) == b"picture"


def test_many_unfiled_attachments_go_at_once(
    runtime: Runtime, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 3)
    for _ in range(8):
        upload(runtime)
    clock.advance(days=3)
    assert drop(runtime) == 8


def test_what_a_form_carried_cannot_be_opened_once_its_key_is_destroyed(
    runtime: Runtime, clock: FixedClock
) -> None:
    vault = runtime.vault
    token = vault.seal_state("walk", {"a": 1}, clock())
    forever = timedelta(days=365)
    clock.advance(days=1)
    runtime.read(lambda tx: retention.drop_form_keys(tx, vault))
    assert vault.open_state("walk", token, clock(), forever) == {"a": 1}
    clock.advance(days=1)
    assert runtime.read(lambda tx: retention.drop_form_keys(tx, vault)) == 1
    with pytest.raises(Expired):
        vault.open_state("walk", token, clock(), forever)


def test_papers_of_the_office_go_when_they_are_of_no_more_use(
    runtime: Runtime, clock: FixedClock
) -> None:
    found_nation(runtime)

    def fill(tx) -> None:
        accounts.invite(
            tx, None, login="a@example.org", name="a", authority_id=HUBEI, role=Role.OFFICER
        )
        leadership.done(tx, "sweep", "2026-03-02", 1, 0)
        notify(tx, HUBEI, "new_report", "one")
        tx.session.scalar(select(Outbox)).state = "sent"
        notify(tx, HUBEI, "new_report", "two")

    def counts(tx) -> list[int]:
        return [
            tx.session.scalar(select(func.count()).select_from(row))
            for row in (Invitation, Outbox, JobRun)
        ]

    runtime.write(fill)
    left = []
    for days in (1, 7, 60):
        clock.advance(days=days)
        runtime.write(retention.drop_spent)
        left.append(runtime.read(counts))
    assert left == [[1, 2, 1], [0, 2, 1], [0, 1, 0]]  # a letter that waits is kept
