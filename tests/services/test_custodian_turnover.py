"""Officers of the platform come and go: what was sealed for them stays open to two."""

import pytest
from sqlalchemy import select

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Role
from reportdesk.domain.errors import Conflict, NotFound
from reportdesk.services import accounts, answering, reading, referral
from reportdesk.storage.report import CUSTODIAN, ReportKey
from reportdesk.storage.staff import CustodianShare
from tests.builders import (
    HUBEI,
    MOE,
    WUHAN,
    a_draft,
    act,
    add_member,
    file_case,
    found_nation,
    key_authority,
    version,
)
from tests.services.test_referral import give_back, hand_over, reassign


@pytest.fixture
def nation(runtime, clock):
    found_nation(runtime)
    officer, *_ = key_authority(runtime, HUBEI)
    first, second = key_authority(runtime, PLATFORM_AUTHORITY)
    return runtime, officer, first, second


def newcomer(runtime, first, second):
    """A third officer, for whom the custodian gets a new key as when somebody is admitted."""
    third = add_member(runtime, PLATFORM_AUTHORITY, Role.PLATFORM)
    runtime.write(lambda tx: accounts._new_custodian(tx, runtime.vault))
    return third


def custodian_versions(runtime):
    rows = select(ReportKey.key_version).where(ReportKey.holder == CUSTODIAN)
    return runtime.read(lambda tx: sorted(tx.session.scalars(rows)))


def pairs(runtime, version_):
    rows = select(CustodianShare.first_id, CustodianShare.second_id).where(
        CustodianShare.version == version_
    )
    return runtime.read(lambda tx: {tuple(row) for row in tx.session.execute(rows)})


def test_opening_a_case_seals_it_to_the_officers_of_today(nation):
    runtime, officer, first, second = nation
    ref = file_case(runtime)
    newcomer(runtime, first, second)
    assert custodian_versions(runtime) == [1]
    act(runtime, reading.read, runtime.vault, officer, ref)
    assert custodian_versions(runtime) == [2]


def test_one_case_that_a_pair_cannot_open_does_not_hold_up_the_others(nation):
    runtime, officer, first, second = nation
    old = file_case(runtime)
    give_back(runtime, officer, old)
    reassign(runtime, first, old)
    third = newcomer(runtime, first, second)
    new = file_case(runtime)
    give_back(runtime, officer, new)
    reassign(runtime, first, new)
    key_authority(runtime, WUHAN)
    assert hand_over(runtime, first, third) == (1, 1)
    with pytest.raises(Conflict, match="no_custodian_share"):
        hand_over(runtime, first, third)
    assert hand_over(runtime, first, second) == (1, 1)


def test_a_key_that_two_officers_opened_is_shared_with_whoever_came_later(nation):
    runtime, officer, first, second = nation
    ref = file_case(runtime)
    give_back(runtime, officer, ref)
    reassign(runtime, first, ref)
    third = newcomer(runtime, first, second)
    key_authority(runtime, WUHAN)
    assert (first.actor.account_id, third.actor.account_id) not in pairs(runtime, 1)
    hand_over(runtime, first, second)
    assert (first.actor.account_id, third.actor.account_id) in pairs(runtime, 1)
    assert (third.actor.account_id, second.actor.account_id) in pairs(runtime, 1)


def test_a_draft_does_not_follow_the_case_to_another_body(nation):
    runtime, officer, first, second = nation
    ref = file_case(runtime)
    now = version(runtime, officer, ref)
    act(runtime, answering.submit, runtime.vault, officer, ref, draft=a_draft(), version=now)
    give_back(runtime, officer, ref)
    reassign(runtime, first, ref)
    theirs, *_ = key_authority(runtime, WUHAN)
    hand_over(runtime, first, second)
    now = version(runtime, theirs, ref)
    with pytest.raises(NotFound):
        act(runtime, answering.approve, runtime.vault, runtime.pack, theirs, ref, version=now)
    act(runtime, answering.save, runtime.vault, theirs, ref, draft=a_draft(), version=now)


def test_a_handover_half_way_is_completed_though_the_case_was_opened_meanwhile(nation):
    runtime, officer, first, second = nation
    ref = file_case(runtime)
    key_authority(runtime, MOE)  # above, and keyed after the filing
    act(
        runtime,
        referral.begin,
        runtime.vault,
        first,
        authority_id=MOE,
        second_id=second.actor.account_id,
    )
    newcomer(runtime, first, second)
    act(runtime, reading.read, runtime.vault, officer, ref)
    assert custodian_versions(runtime) == [1]
    done = act(runtime, referral.complete, runtime.vault, runtime.pack, second, authority_id=MOE)
    assert done == 1
    act(runtime, reading.read, runtime.vault, officer, ref)
    assert custodian_versions(runtime) == [2]
