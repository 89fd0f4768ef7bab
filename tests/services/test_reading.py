"""Opening what is sealed: who can, what they see, and that it is written down."""

from datetime import date

import pytest
from sqlalchemy import select

from reportdesk.domain.actors import Role
from reportdesk.domain.errors import NotAllowed, NotFound
from reportdesk.domain.filing import AttachedFile
from reportdesk.services import answering, delivery, reading, reminders
from reportdesk.storage.audit import Audit
from reportdesk.storage.report import Report
from reportdesk.vault.holder import Holder
from tests.builders import (
    HUBEI,
    MOE,
    a_draft,
    accept,
    act,
    case,
    file_case,
    found_nation,
    key_authority,
    version,
)


@pytest.fixture
def nation(runtime):
    found_nation(runtime)
    officer, colleague, head = key_authority(runtime, HUBEI)
    return runtime, officer, colleague, head


def attached(runtime, content=b"a picture"):
    stored = runtime.vault.store_file([content], runtime.clock().date())
    return AttachedFile(
        stored.blob_name, stored.key.hex(), "通知.png", "image/png", stored.size, ("location",)
    )


def acts(runtime, authority):
    rows = select(Audit).where(Audit.authority_id == authority).order_by(Audit.number)
    return runtime.read(
        lambda tx: [(row.act, row.case_ref, row.detail) for row in tx.session.scalars(rows)]
    )


def test_every_member_of_the_authority_opens_the_case_with_a_key_of_their_own(nation):
    runtime, officer, colleague, head = nation
    ref = file_case(runtime)
    for member in (officer, colleague, head):
        found = act(runtime, reading.read, runtime.vault, member, ref)
        assert found.reports[0].content["story"] == "每天录 30 分钟对话。"
        assert found.reports[0].content["collector"]["company"] == "示例声库"
    assert [row[0] for row in acts(runtime, HUBEI)] == ["read"] * 3


def test_a_colleague_without_the_authoritys_key_opens_nothing(nation):
    runtime, officer, _, _ = nation
    ref = file_case(runtime)
    waiting = Holder(officer.actor, officer.staff, {})
    with pytest.raises(NotAllowed) as refused:
        act(runtime, reading.read, runtime.vault, waiting, ref)
    assert refused.value.code == "not_keyed"


def test_a_report_that_waits_for_its_slot_is_not_there(nation):
    runtime, officer, _, _ = nation
    ref = file_case(runtime)

    def hide(tx):
        tx.session.scalars(select(Report)).one().visible = False

    runtime.write(hide)
    assert act(runtime, reading.read, runtime.vault, officer, ref).reports == ()
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))
    assert len(act(runtime, reading.read, runtime.vault, officer, ref).reports) == 1


def test_a_withdrawn_report_shows_that_it_was_there_and_no_word_of_it(nation):
    runtime, officer, _, _ = nation
    ref = file_case(runtime, files=[attached(runtime)])

    def withdraw(tx):
        tx.session.scalars(select(Report)).one().withdrawn = True

    runtime.write(withdraw)
    found = act(runtime, reading.read, runtime.vault, officer, ref).reports[0]
    assert (found.withdrawn, found.content, found.files) == (True, {}, ())
    with pytest.raises(NotFound):
        act(runtime, reading.download, runtime.vault, officer, ref, 1, 1)


def test_an_attachment_comes_back_as_it_was_sent_and_the_download_is_logged(nation):
    runtime, officer, _, _ = nation
    ref = file_case(runtime, files=[attached(runtime, b"x" * 100_000)])
    listed = act(runtime, reading.read, runtime.vault, officer, ref).reports[0].files[0]
    assert (listed.name, listed.removed) == ("通知.png", ("location",))
    found, chunks = act(runtime, reading.download, runtime.vault, officer, ref, 1, 1)
    assert b"".join(chunks) == b"x" * 100_000
    assert found.size == 100_000
    assert acts(runtime, HUBEI)[-1] == ("download", ref, "file 1/1")


def test_there_is_no_attachment_with_another_number(nation):
    runtime, officer, _, _ = nation
    ref = file_case(runtime, files=[attached(runtime)])
    for report, number in ((1, 2), (2, 1)):
        with pytest.raises(NotFound):
            act(runtime, reading.download, runtime.vault, officer, ref, report, number)


def test_a_superior_opens_the_case_from_its_rung_on_but_never_the_draft(nation, clock):
    runtime, officer, _, _ = nation
    ministry, *_ = key_authority(runtime, MOE, Role.SUPERVISOR, Role.OFFICER)
    ref = file_case(runtime)
    accept(runtime, officer, ref)
    now = version(runtime, officer, ref)
    act(runtime, answering.save, runtime.vault, officer, ref, draft=a_draft(), version=now)
    with pytest.raises(NotFound):
        act(runtime, reading.read, runtime.vault, ministry, ref)
    clock.set(date(2026, 5, 31))
    case_id = case(runtime, officer, ref).case_id
    runtime.write(lambda tx: reminders.sweep(tx, runtime.vault, runtime.pack, case_id))
    found = act(runtime, reading.read, runtime.vault, ministry, ref)
    assert found.reports[0].content["story"] == "每天录 30 分钟对话。"
    assert found.draft is None
    assert acts(runtime, MOE) == [("read", ref, "")]
