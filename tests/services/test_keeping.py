"""What reporters delete: gone from the desk in a slot, destroyed, and nothing else is touched."""

import dataclasses
from datetime import date

import pytest
from sqlalchemy import select

from reportdesk.domain.filing import AttachedFile
from reportdesk.domain.filing_parts import Story
from reportdesk.domain.own import Seen
from reportdesk.domain.taxonomy import Asked
from reportdesk.runtime import Runtime
from reportdesk.services import delivery, followup, keeping, reading, retention
from reportdesk.storage.history import History, events
from reportdesk.storage.report import Attachment, Report
from tests.filings import HUBEI, MOE, a_filing, file_one, give_keys, load_places, school_id

CONTACT = "微信 canary-wechat"


@pytest.fixture
def holder(runtime: Runtime):
    load_places(runtime)
    return give_keys(runtime, HUBEI, MOE)[HUBEI]


def stored(runtime: Runtime, text: bytes, name: str) -> AttachedFile:
    kept = runtime.vault.store_file([text], date(2026, 3, 2))
    return AttachedFile(kept.blob_name, kept.key.hex(), name, "text/plain", kept.size, ())


@pytest.fixture
def filed(runtime: Runtime, holder):
    story = Story((Asked.STOP,), "每天录。", CONTACT)
    files = [stored(runtime, b"one", "一.txt"), stored(runtime, b"two", "二.txt")]
    filing = a_filing(school_id(runtime), story=story)
    return file_one(runtime, filing, files=files)


def slot(runtime: Runtime) -> None:
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))
    runtime.write(lambda tx: retention.drop_erased(tx, runtime.vault))


def enter(runtime: Runtime, filed) -> followup.Follower:
    known = runtime.vault.lookups(filed[0], "following")
    return runtime.write(lambda tx: followup.enter(tx, runtime.vault, known))


def erase(runtime: Runtime, me, *, contact=False, files=()) -> tuple[str, ...]:
    return runtime.write(
        lambda tx: keeping.erase(
            tx, runtime.vault, runtime.settings, me, contact=contact, files=files
        )
    )


def own(runtime: Runtime, me):
    return runtime.read(lambda tx: keeping.look(tx, runtime.vault, me))


def seen_by_staff(runtime: Runtime, holder, filed):
    ref = filed[1].ref
    return runtime.write(lambda tx: reading.read(tx, runtime.vault, holder, ref)).reports[0]


def blobs(runtime: Runtime) -> int:
    return len(list(runtime.settings.blobs.rglob("*-*")))


def rows(runtime: Runtime, kind):
    return runtime.read(lambda tx: list(tx.session.scalars(select(kind))))


def test_a_contact_leaves_the_desk_in_the_next_slot_and_is_not_in_the_row(
    runtime: Runtime, holder, filed, clock
) -> None:
    slot(runtime)
    me = enter(runtime, filed)
    before = rows(runtime, Report)[0].sealed
    assert own(runtime, me).contact
    clock.set("2026-03-05")
    erase(runtime, me, contact=True)
    assert not own(runtime, me).contact
    assert seen_by_staff(runtime, holder, filed).content["contact"] == CONTACT
    clock.set("2026-03-06")
    slot(runtime)
    content = seen_by_staff(runtime, holder, filed).content
    assert (content["contact"], content["contact_erased"]) == ("", "2026-03-05")
    assert content["story"] == "每天录。"
    [row] = rows(runtime, Report)
    assert row.sealed != before
    assert (row.sealed_next, row.erased_on) == (None, None)
    happened = runtime.read(lambda tx: events(tx, me.case_id))
    assert [(e.event, e.on) for e in happened][-1] == ("contact_erased", date(2026, 3, 5))


def test_a_contact_that_no_desk_saw_goes_at_once_and_without_a_word(
    runtime: Runtime, holder, filed
) -> None:
    erase(runtime, enter(runtime, filed), contact=True)
    slot(runtime)
    content = seen_by_staff(runtime, holder, filed).content
    assert content["contact"] == ""
    assert "contact_erased" not in content
    assert "contact_erased" not in [e.event for e in rows(runtime, History)]


def test_one_file_is_destroyed_and_the_other_stays(runtime: Runtime, holder, filed, clock) -> None:
    slot(runtime)
    me = enter(runtime, filed)
    clock.set("2026-03-05")
    assert erase(runtime, me, files={1}) == ()
    assert [file.erased_on for file in own(runtime, me).files] == [date(2026, 3, 5), None]
    assert blobs(runtime) == 2
    slot(runtime)
    assert blobs(runtime) == 1
    report = seen_by_staff(runtime, holder, filed)
    assert [file.name for file in report.files] == ["二.txt"]
    assert report.erased == ((1, date(2026, 3, 5)),)
    gone = min(rows(runtime, Attachment), key=lambda row: row.number)
    assert (gone.sealed, gone.blob) == (b"", "")
    assert [file.name for file in own(runtime, me).files] == ["二.txt"]


def test_files_that_no_desk_saw_leave_no_row(runtime: Runtime, filed) -> None:
    me = enter(runtime, filed)
    dropped = erase(runtime, me, files={1, 2})
    assert len(dropped) == 2
    assert rows(runtime, Attachment) == []
    assert own(runtime, me).files == ()


def test_twice_is_once(runtime: Runtime, holder, filed, clock) -> None:
    slot(runtime)
    me = enter(runtime, filed)
    for day in ("2026-03-05", "2026-03-06"):
        clock.set(day)
        erase(runtime, me, contact=True, files={1, 2, 99})
    slot(runtime)
    slot(runtime)
    erase(runtime, me, contact=True, files={1, 2})
    slot(runtime)
    told = [e.event for e in rows(runtime, History) if "erased" in e.event]
    assert told == ["contact_erased", "files_erased"]
    assert seen_by_staff(runtime, holder, filed).content["contact_erased"] == "2026-03-05"
    assert not own(runtime, me).erasable


def test_after_a_crash_between_key_and_blob_the_next_sweep_ends_it(runtime: Runtime, filed) -> None:
    slot(runtime)
    erase(runtime, enter(runtime, filed), files={1, 2})
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))
    assert [row.sealed for row in rows(runtime, Attachment)] == [b"", b""]
    assert blobs(runtime) == 2
    assert runtime.write(lambda tx: retention.drop_erased(tx, runtime.vault)) == 2
    assert blobs(runtime) == 0
    assert runtime.write(lambda tx: retention.drop_erased(tx, runtime.vault)) == 0


def test_in_the_demonstration_it_is_gone_at_once(runtime: Runtime, holder, filed) -> None:
    slot(runtime)
    runtime.settings = dataclasses.replace(runtime.settings, slots_at_once=True)
    erase(runtime, enter(runtime, filed), contact=True, files={1})
    report = seen_by_staff(runtime, holder, filed)
    assert report.content["contact"] == ""
    assert len(report.files) == 1


def test_another_report_of_the_case_keeps_its_files(runtime: Runtime, filed) -> None:
    other = file_one(runtime, a_filing(school_id(runtime)), files=[stored(runtime, b"x", "他.txt")])
    slot(runtime)
    erase(runtime, enter(runtime, filed), contact=True, files={1, 2})
    slot(runtime)
    assert [file.name for file in own(runtime, enter(runtime, other)).files] == ["他.txt"]


def test_how_far_somebody_looked_is_sealed_for_them_and_only_grows(runtime: Runtime, filed) -> None:
    me = enter(runtime, filed)
    assert own(runtime, me).seen is None
    for seen in (Seen(me.case_id, 4, 2), Seen(me.case_id, 2, 1)):
        runtime.write(lambda tx, seen=seen: keeping.remember(tx, runtime.vault, me, seen))
    assert own(runtime, me).seen == Seen(me.case_id, 4, 2)
    sealed = rows(runtime, Report)[0].last_seen
    assert len(sealed) > 500
