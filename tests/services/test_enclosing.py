"""Files from the authority: sealed for each report, sent once, read by that report alone."""

from datetime import date

import pytest
from sqlalchemy import select

from reportdesk.domain.errors import BadInput, NotFound
from reportdesk.domain.filing import AttachedFile
from reportdesk.runtime import Runtime
from reportdesk.services import delivery, enclosing, followup, keeping, reading
from reportdesk.storage.report import Attachment, Message
from tests.filings import HUBEI, MOE, a_filing, file_one, give_keys, load_places, school_id

CONTENT = b"%PDF canary of the bureau"


@pytest.fixture
def holder(runtime: Runtime):
    load_places(runtime)
    return give_keys(runtime, HUBEI, MOE)[HUBEI]


@pytest.fixture
def filed(runtime: Runtime, holder):
    found = file_one(runtime, a_filing(school_id(runtime)))
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))
    return found


def a_file(runtime: Runtime) -> AttachedFile:
    kept = runtime.vault.store_file([CONTENT], date(2026, 3, 2))
    return AttachedFile(kept.blob_name, kept.key.hex(), "回执.pdf", "application/pdf", 25, ())


def send(runtime: Runtime, holder, filed, file, report=None) -> None:
    ref = filed[1].ref
    runtime.write(
        lambda tx: enclosing.send(
            tx, runtime.vault, holder, ref, text="见文件", file=file, report=report
        )
    )


def me(runtime: Runtime, filed) -> followup.Follower:
    known = runtime.vault.lookups(filed[0], "following")
    return runtime.write(lambda tx: followup.enter(tx, runtime.vault, known))


def fetch(runtime: Runtime, who, number: int) -> bytes:
    _, chunks = runtime.read(lambda tx: keeping.fetch(tx, runtime.vault, who, number))
    return b"".join(chunks)


def test_the_reporter_reads_the_file_with_its_message(runtime: Runtime, holder, filed) -> None:
    send(runtime, holder, filed, a_file(runtime))
    who = me(runtime, filed)
    [file] = runtime.read(lambda tx: keeping.look(tx, runtime.vault, who)).received
    view = runtime.read(lambda tx: followup.look(tx, runtime.vault, runtime.pack, who))
    assert (file.name, file.letter) == ("回执.pdf", view.letters[0].number)
    assert fetch(runtime, who, file.number) == CONTENT
    opened = runtime.write(lambda tx: reading.read(tx, runtime.vault, holder, filed[1].ref))
    assert opened.messages[0].files == ("回执.pdf",)
    assert opened.reports[0].files == ()


def test_another_report_fetches_nothing(runtime: Runtime, holder, filed) -> None:
    other = file_one(runtime, a_filing(school_id(runtime)))
    send(runtime, holder, filed, a_file(runtime))
    with pytest.raises(NotFound):
        fetch(runtime, me(runtime, other), 1)


def test_pressing_twice_sends_once(runtime: Runtime, holder, filed) -> None:
    file = a_file(runtime)
    for _ in range(2):
        send(runtime, holder, filed, file)
    assert len(runtime.read(lambda tx: list(tx.session.scalars(select(Message))))) == 1


def test_what_is_gone_or_for_nobody_is_refused(runtime: Runtime, holder, filed) -> None:
    file = a_file(runtime)
    with pytest.raises(BadInput):
        send(runtime, holder, filed, file, report=7)
    runtime.vault.drop_file(file.blob)
    with pytest.raises(BadInput):
        send(runtime, holder, filed, file)
    assert runtime.read(lambda tx: list(tx.session.scalars(select(Attachment)))) == []


def test_a_reporter_deletes_only_what_they_sent(runtime: Runtime, holder, filed) -> None:
    send(runtime, holder, filed, a_file(runtime))
    who = me(runtime, filed)
    runtime.write(
        lambda tx: keeping.erase(
            tx, runtime.vault, runtime.settings, who, contact=True, files={1, 2, 3}
        )
    )
    assert fetch(runtime, who, 1) == CONTENT
