"""The platform desk: a corrected target, and handing sealed cases over with two officers."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.case import Stage
from reportdesk.domain.errors import BadInput, Conflict, NotAllowed, NotFound, Unavailable
from reportdesk.domain.taxonomy import ReturnReason
from reportdesk.services import reading, referral, retention, triage
from reportdesk.storage.audit import Audit
from reportdesk.storage.clock import running
from reportdesk.storage.handover import late_authorities, open_handovers
from reportdesk.storage.report import ReportKey
from tests.builders import (
    HUBEI,
    MOE,
    WUHAN,
    XIANGYANG,
    act,
    case,
    file_case,
    found_nation,
    key_authority,
    version,
)


@pytest.fixture
def nation(runtime, clock):
    """The province and the platform are keyed; a case went to the province."""
    found_nation(runtime)
    officer, *_ = key_authority(runtime, HUBEI)
    first, second = key_authority(runtime, PLATFORM_AUTHORITY)
    return runtime, officer, first, second, file_case(runtime)


def give_back(runtime, officer, ref):
    now = version(runtime, officer, ref)
    act(
        runtime,
        triage.return_,
        runtime.vault,
        runtime.pack,
        officer,
        ref,
        reason=ReturnReason.OTHER_LEVEL,
        competent_id=WUHAN,
        text="由武汉市举办。",
        version=now,
    )


def reassign(runtime, platform, ref, target=WUHAN):
    now = version(runtime, platform, ref)
    act(runtime, referral.reassign, platform.actor, ref, target_id=target, version=now)


def hand_over(runtime, first, second, authority=WUHAN):
    name = second.actor.account_id
    begun = act(
        runtime,
        referral.begin,
        runtime.vault,
        first,
        authority_id=authority,
        second_id=name,
    )
    done = act(
        runtime, referral.complete, runtime.vault, runtime.pack, second, authority_id=authority
    )
    return begun, done


def holders(runtime, ref, platform):
    found = runtime.read(
        lambda tx: list(
            tx.session.scalars(
                select(ReportKey).where(ReportKey.case_id == case(runtime, platform, ref).case_id)
            )
        )
    )
    return {(row.holder, row.layer) for row in found}


def test_a_returned_case_reaches_another_authority_only_through_two_officers(nation, clock):
    runtime, officer, first, second, ref = nation
    wuhan, *_ = key_authority(runtime, WUHAN)
    give_back(runtime, officer, ref)
    reassign(runtime, first, ref)
    with pytest.raises(NotFound):
        case(runtime, wuhan, ref)
    clock.set("2026-03-04")
    assert hand_over(runtime, first, second) == (1, 1)
    found = case(runtime, wuhan, ref)
    assert (found.stage, found.authority_id, found.delivered_on) == (
        Stage.ROUTED,
        WUHAN,
        date(2026, 3, 4),
    )
    opened = act(runtime, reading.read, runtime.vault, wuhan, ref)
    assert opened.reports[0].content["story"] == "每天录 30 分钟对话。"
    assert [note.text for note in opened.notes] == ["由武汉市举办。"]


def test_after_the_handover_the_clocks_are_the_new_authoritys_and_the_old_wraps_are_gone(nation):
    runtime, officer, first, second, ref = nation
    wuhan, *_ = key_authority(runtime, WUHAN)
    give_back(runtime, officer, ref)
    reassign(runtime, first, ref)
    hand_over(runtime, first, second)
    clocks = runtime.read(lambda tx: running(tx, case(runtime, wuhan, ref).case_id))
    assert {(row.key, row.authority_id) for row in clocks} == {("K1", WUHAN), ("K1b", WUHAN)}
    assert case(runtime, wuhan, ref).ladder == [
        HUBEI,
    ]
    assert holders(runtime, ref, wuhan) == {
        ("reporter", "open"),
        ("custodian", "open"),
        (WUHAN, "open"),
        (HUBEI, "ladder"),
    }
    with pytest.raises(NotFound):
        case(runtime, officer, ref)


def test_until_then_the_dispatch_clock_runs_and_the_platform_holds_it(nation):
    runtime, officer, first, _, ref = nation
    key_authority(runtime, WUHAN)
    give_back(runtime, officer, ref)
    reassign(runtime, first, ref)
    found = case(runtime, first, ref)
    clocks = runtime.read(lambda tx: running(tx, found.case_id))
    assert (found.authority_id, found.target_id) == (PLATFORM_AUTHORITY, WUHAN)
    assert [row.key for row in clocks] == ["K0"]
    assert act(runtime, reading.read, runtime.vault, first, ref) is None


def test_one_officer_alone_opens_nothing(nation):
    runtime, officer, first, second, ref = nation
    key_authority(runtime, WUHAN)
    give_back(runtime, officer, ref)
    reassign(runtime, first, ref)
    alone = {"authority_id": WUHAN, "second_id": first.actor.account_id}
    with pytest.raises(Conflict):
        act(runtime, referral.begin, runtime.vault, first, **alone)
    name = second.actor.account_id
    act(runtime, referral.begin, runtime.vault, first, authority_id=WUHAN, second_id=name)
    done = act(runtime, referral.complete, runtime.vault, runtime.pack, first, authority_id=WUHAN)
    assert done == 0
    halves = json.loads(runtime.read(lambda tx: open_handovers(tx, WUHAN)[0].half))
    half = bytes.fromhex(halves["1"])
    with pytest.raises(Unavailable):
        runtime.vault.second_half(half, first.staff)
    assert runtime.vault.second_half(half, second.staff) is not None


def test_what_was_opened_can_be_called_off_and_the_half_key_is_gone(nation):
    runtime, officer, first, second, ref = nation
    key_authority(runtime, WUHAN)
    give_back(runtime, officer, ref)
    reassign(runtime, first, ref)
    name = second.actor.account_id
    act(runtime, referral.begin, runtime.vault, first, authority_id=WUHAN, second_id=name)
    assert act(runtime, referral.call_off, second, authority_id=WUHAN) == 1
    row = runtime.read(lambda tx: open_handovers(tx, WUHAN)[0])
    assert (row.half, row.first_id, row.second_id) == (None, None, None)
    assert hand_over(runtime, second, first) == (1, 1)


def test_a_half_key_left_lying_is_destroyed_after_a_day(nation, clock):
    runtime, officer, first, second, ref = nation
    key_authority(runtime, WUHAN)
    give_back(runtime, officer, ref)
    reassign(runtime, first, ref)
    name = second.actor.account_id
    act(runtime, referral.begin, runtime.vault, first, authority_id=WUHAN, second_id=name)
    clock.advance(hours=23)
    assert runtime.write(retention.drop_spent) == 0
    clock.advance(hours=2)
    assert runtime.write(retention.drop_spent) == 1
    assert runtime.read(lambda tx: open_handovers(tx, WUHAN)[0].half) is None


def test_every_use_of_the_custodians_key_is_logged_with_its_reason(nation):
    runtime, officer, first, second, ref = nation
    key_authority(runtime, WUHAN)
    give_back(runtime, officer, ref)
    reassign(runtime, first, ref)
    hand_over(runtime, first, second)
    rows = runtime.read(
        lambda tx: [
            (row.account_id, row.act, row.case_ref, row.detail)
            for row in tx.session.scalars(select(Audit).where(Audit.authority_id == "platform"))
        ]
    )
    assert rows[-2:] == [
        (first.actor.account_id, "handover_begun", ref, f"returned {WUHAN}"),
        (second.actor.account_id, "handover_done", ref, f"returned {WUHAN}"),
    ]


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("edu-999999", "no_such_authority"),
        (PLATFORM_AUTHORITY, "no_such_authority"),
        (HUBEI, "target_had_it"),
    ],
)
def test_a_corrected_target_is_a_real_one_and_not_who_returned_it(nation, target, code):
    runtime, officer, first, _, ref = nation
    give_back(runtime, officer, ref)
    with pytest.raises(BadInput) as refused:
        reassign(runtime, first, ref, target)
    assert (refused.value.field, refused.value.code) == ("target", code)


def test_the_second_authority_may_not_return_the_case_again(nation):
    runtime, officer, first, second, ref = nation
    wuhan, *_ = key_authority(runtime, WUHAN)
    give_back(runtime, officer, ref)
    reassign(runtime, first, ref)
    hand_over(runtime, first, second)
    with pytest.raises(NotAllowed) as refused:
        give_back(runtime, wuhan, ref)
    assert refused.value.code == "returned_before"


def test_an_authority_without_people_gets_its_case_once_it_has_them(nation):
    runtime, officer, first, second, ref = nation
    give_back(runtime, officer, ref)
    reassign(runtime, first, ref, XIANGYANG)
    assert runtime.read(lambda tx: open_handovers(tx)) == []  # who gave it back is no stand-in
    assert case(runtime, first, ref).delivered_on is None
    xiangyang, *_ = key_authority(runtime, XIANGYANG)
    assert runtime.read(late_authorities) == [XIANGYANG]
    assert hand_over(runtime, first, second, XIANGYANG) == (1, 1)
    found = case(runtime, xiangyang, ref)
    assert (found.authority_id, found.delivered_on) == (XIANGYANG, date(2026, 3, 2))
    assert act(runtime, reading.read, runtime.vault, xiangyang, ref) is not None


def test_a_rung_keyed_later_gets_a_key_for_its_rung_and_not_the_case(nation):
    runtime, officer, first, second, ref = nation
    before = version(runtime, officer, ref)
    ministry, *_ = key_authority(runtime, MOE)
    assert runtime.read(late_authorities) == [MOE]
    assert hand_over(runtime, first, second, MOE) == (1, 1)
    assert runtime.read(late_authorities) == []
    assert (MOE, "ladder") in holders(runtime, ref, officer)
    assert case(runtime, officer, ref).authority_id == HUBEI
    assert version(runtime, officer, ref) == before
    with pytest.raises(NotFound):
        case(runtime, ministry, ref)


def test_a_report_older_than_the_platforms_key_waits_until_somebody_opens_it(runtime):
    found_nation(runtime)
    officer, *_ = key_authority(runtime, HUBEI)
    ref = file_case(runtime)
    first, second = key_authority(runtime, PLATFORM_AUTHORITY)
    key_authority(runtime, MOE)
    with pytest.raises(Conflict) as refused:
        hand_over(runtime, first, second, MOE)
    assert refused.value.code == "nothing_to_hand_over"
    act(runtime, reading.read, runtime.vault, officer, ref)
    assert hand_over(runtime, first, second, MOE) == (1, 1)
    assert (MOE, "ladder") in holders(runtime, ref, officer)


def test_only_the_platform_desk_hands_over(nation):
    runtime, officer, _, _, _ = nation
    vault, pack, named = runtime.vault, runtime.pack, {"authority_id": WUHAN}
    with pytest.raises(NotAllowed):
        act(runtime, referral.begin, vault, officer, second_id="nobody", **named)
    with pytest.raises(NotAllowed):
        act(runtime, referral.complete, vault, pack, officer, **named)
    with pytest.raises(NotAllowed):
        act(runtime, referral.call_off, officer, **named)
