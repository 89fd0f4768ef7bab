"""A new case at the desk: registered, accepted, declined, returned, assigned."""

from datetime import date

import pytest
from sqlalchemy import delete, func, select

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor, Role
from reportdesk.domain.case import Stage
from reportdesk.domain.errors import BadInput, NotAllowed, NotFound, Stale, Unavailable
from reportdesk.domain.taxonomy import DeclineReason, ReturnReason
from reportdesk.queries import health
from reportdesk.services import reading, reminders, triage
from reportdesk.storage.audit import Audit, first_break
from reportdesk.storage.clock import clocks_of, running
from reportdesk.storage.history import events
from reportdesk.storage.outbox import Outbox
from tests.builders import (
    HUBEI,
    MOE,
    WUHAN,
    act,
    case,
    file_case,
    found_nation,
    key_authority,
    version,
)


@pytest.fixture
def desk(runtime):
    """A keyed authority and a case at it, filed on Monday 2 March 2026."""
    found_nation(runtime)
    officer, colleague, head = key_authority(runtime, HUBEI)
    return runtime, officer, colleague, head, file_case(runtime)


def clock_keys(runtime, holder, ref):
    return {
        row.key: row
        for row in runtime.read(lambda tx: running(tx, case(runtime, holder, ref).case_id))
    }


def test_registering_keeps_the_authoritys_own_number_and_moves_the_case(desk):
    runtime, officer, _, _, ref = desk
    act(
        runtime,
        triage.register,
        runtime.pack,
        officer.actor,
        ref,
        own_number=" 鄂教信〔2026〕17号 ",
        version=1,
    )
    found = case(runtime, officer, ref)
    assert (found.stage, found.own_number, found.version) == ("registered", "鄂教信〔2026〕17号", 2)


def test_accepting_stops_the_notice_clock_and_starts_sixty_days(desk, clock):
    runtime, officer, _, _, ref = desk
    clock.set("2026-03-17")
    act(runtime, triage.accept, runtime.pack, officer.actor, ref, on=date(2026, 3, 17), version=1)
    found, clocks = case(runtime, officer, ref), clock_keys(runtime, officer, ref)
    assert found.stage == Stage.ACCEPTED
    assert found.accepted_on == date(2026, 3, 17)
    assert set(clocks) == {"K2"}
    assert clocks["K2"].due == date(2026, 5, 18)
    assert clocks["K2"].kind == "statutory"


def test_an_acceptance_may_be_entered_later_than_it_happened_and_both_days_are_kept(desk, clock):
    runtime, officer, _, _, ref = desk
    clock.set("2026-03-20")
    act(runtime, triage.accept, runtime.pack, officer.actor, ref, on=date(2026, 3, 10), version=1)
    row = runtime.read(lambda tx: events(tx, case(runtime, officer, ref).case_id))
    accepted = next(one for one in row if one.event == "accept")
    assert (accepted.on, accepted.entered_on) == (date(2026, 3, 10), date(2026, 3, 20))
    assert clock_keys(runtime, officer, ref)["K2"].started_on == date(2026, 3, 10)


@pytest.mark.parametrize("on", [date(2026, 3, 1), date(2026, 3, 3)])
def test_an_acceptance_lies_between_delivery_and_today(desk, on):
    runtime, officer, _, _, ref = desk
    with pytest.raises(BadInput) as refused:
        act(runtime, triage.accept, runtime.pack, officer.actor, ref, on=on, version=1)
    assert refused.value.field == "on"


def test_an_acceptance_replaces_the_time_that_was_only_presumed(desk, clock):
    runtime, officer, _, _, ref = desk
    clock.set("2026-03-20")
    case_id = case(runtime, officer, ref).case_id
    act(runtime, reminders.sweep, runtime.vault, runtime.pack, case_id)
    assert clock_keys(runtime, officer, ref)["K2"].kind == "guideline"
    act(
        runtime,
        triage.accept,
        runtime.pack,
        officer.actor,
        ref,
        on=date(2026, 3, 20),
        version=version(runtime, officer, ref),
    )
    clocks = [c for c in runtime.read(lambda tx: clocks_of(tx, case_id)) if c.key == "K2"]
    assert [c.stopped_on is None for c in clocks] == [False, True]
    assert clocks[1].kind == "statutory"


def test_declining_tells_the_reporters_why_and_starts_their_right_to_a_review(desk):
    runtime, officer, _, _, ref = desk
    act(
        runtime,
        triage.decline,
        runtime.vault,
        runtime.pack,
        officer,
        ref,
        reason=DeclineReason.IN_COURT_OR_ARBITRATION,
        text="请向仲裁委提出。",
        version=1,
    )
    found, clocks = case(runtime, officer, ref), clock_keys(runtime, officer, ref)
    opened = act(runtime, reading.read, runtime.vault, officer, ref)
    assert found.stage == Stage.DECLINED
    assert found.ended_on == date(2026, 3, 2)
    assert set(clocks) == {"K4"}
    assert clocks["K4"].authority_id is None
    assert [m.text for m in opened.messages] == ["请向仲裁委提出。"]
    assert [n.kind for n in opened.notes] == ["decline"]


def returned(runtime, officer, ref, **changes):
    given = {
        "reason": ReturnReason.OTHER_LEVEL,
        "competent_id": WUHAN,
        "text": "学校由武汉市举办。",
        "version": version(runtime, officer, ref),
        **changes,
    }
    act(runtime, triage.return_, runtime.vault, runtime.pack, officer, ref, **given)


def test_a_return_names_the_competent_body_and_leaves_the_case_with_the_platform(desk):
    runtime, officer, _, _, ref = desk
    platform, _ = key_authority(runtime, PLATFORM_AUTHORITY)
    returned(runtime, officer, ref)
    found = case(runtime, platform, ref)
    last = [e for e in runtime.read(lambda tx: events(tx, found.case_id)) if e.event == "return"]
    letters = runtime.read(lambda tx: list(tx.session.scalars(select(Outbox))))
    assert (found.stage, found.returns) == (Stage.RETURNED, 1)
    assert last[0].fields == {
        "reason": "other_level",
        "competent": WUHAN,
        "late": False,
        "from": "routed",
    }
    assert ("platform", "returned") in {(row.authority_id, row.kind) for row in letters}
    assert set(clock_keys(runtime, platform, ref)) == {"K0"}
    with pytest.raises(NotFound):
        case(runtime, officer, ref)


def test_the_platform_cannot_read_what_a_returned_case_holds(desk):
    runtime, officer, _, _, ref = desk
    platform, _ = key_authority(runtime, PLATFORM_AUTHORITY)
    returned(runtime, officer, ref)
    assert act(runtime, reading.read, runtime.vault, platform, ref) is None


def test_a_return_after_the_time_to_object_is_marked_late(desk, clock):
    runtime, officer, _, _, ref = desk
    platform, _ = key_authority(runtime, PLATFORM_AUTHORITY)
    clock.set("2026-03-10")
    returned(runtime, officer, ref)
    found = runtime.read(lambda tx: events(tx, case(runtime, platform, ref).case_id))
    assert next(e for e in found if e.event == "return").fields["late"] is True


def test_a_return_waits_until_the_platform_desk_has_two_people(desk):
    runtime, officer, _, _, ref = desk
    with pytest.raises(Unavailable):
        returned(runtime, officer, ref)
    assert case(runtime, officer, ref).stage == Stage.ROUTED


def test_a_return_needs_a_body_that_exists_and_is_another(desk):
    runtime, officer, _, _, ref = desk
    key_authority(runtime, PLATFORM_AUTHORITY)
    for named in ("edu-999999", HUBEI):
        with pytest.raises(BadInput) as refused:
            returned(runtime, officer, ref, competent_id=named)
        assert refused.value.field == "competent"


def test_a_case_is_assigned_to_a_colleague_who_acts_and_to_nobody_else(desk):
    runtime, officer, colleague, _, ref = desk
    stranger, _ = key_authority(runtime, MOE, Role.OFFICER, Role.OFFICER)
    now = version(runtime, officer, ref)
    name = colleague.actor.account_id
    act(runtime, triage.assign, officer.actor, ref, account_id=name, version=now)
    assert case(runtime, officer, ref).assigned_to == name
    with pytest.raises(BadInput):
        act(
            runtime,
            triage.assign,
            officer.actor,
            ref,
            account_id=stranger.actor.account_id,
            version=now + 1,
        )


def test_a_form_made_before_the_case_moved_is_refused(desk):
    runtime, officer, colleague, _, ref = desk
    act(runtime, triage.register, runtime.pack, officer.actor, ref, own_number="", version=1)
    with pytest.raises(Stale):
        act(
            runtime,
            triage.accept,
            runtime.pack,
            colleague.actor,
            ref,
            on=date(2026, 3, 2),
            version=1,
        )


def test_for_another_authority_the_case_does_not_exist(desk):
    runtime, _, _, _, ref = desk
    for stranger in key_authority(runtime, MOE, Role.OFFICER, Role.SUPERVISOR):
        with pytest.raises(NotFound):
            act(
                runtime,
                triage.accept,
                runtime.pack,
                stranger.actor,
                ref,
                on=date(2026, 3, 2),
                version=1,
            )


def test_a_supervisor_of_the_authority_reads_but_does_not_act(desk):
    runtime, officer, _, _, ref = desk
    supervisor = Actor(officer.actor.account_id, HUBEI, Role.SUPERVISOR)
    with pytest.raises(NotAllowed):
        act(runtime, triage.accept, runtime.pack, supervisor, ref, on=date(2026, 3, 2), version=1)


def test_every_act_stands_in_an_unbroken_record(desk):
    runtime, officer, _, _, ref = desk
    act(runtime, triage.register, runtime.pack, officer.actor, ref, own_number="", version=1)
    act(runtime, reading.read, runtime.vault, officer, ref)
    rows = runtime.read(
        lambda tx: [
            (row.act, row.case_ref)
            for row in tx.session.scalars(select(Audit).where(Audit.authority_id == HUBEI))
        ]
    )
    assert [("register", ref), ("read", ref)] == rows[-2:]
    assert runtime.read(lambda tx: first_break(tx, HUBEI)) is None


@pytest.mark.parametrize("everything", [False, True])
def test_rows_cut_off_the_end_of_the_record_are_missed(desk, everything):
    runtime, officer, _, _, ref = desk
    act(runtime, triage.register, runtime.pack, officer.actor, ref, own_number="", version=1)
    last = runtime.read(
        lambda tx: tx.session.scalar(
            select(func.max(Audit.number)).where(Audit.authority_id == HUBEI)
        )
    )
    first = 1 if everything else last
    cut = delete(Audit).where(Audit.authority_id == HUBEI, Audit.number >= first)
    runtime.write(lambda tx: tx.session.execute(cut))
    assert runtime.read(lambda tx: first_break(tx, HUBEI)) == first
    assert HUBEI in runtime.read(health.broken_records)
