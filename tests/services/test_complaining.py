"""A reporter says that the case went to the wrong body, and the platform decides."""

from datetime import date

import pytest

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.case import Stage
from reportdesk.domain.errors import BadInput, NotAllowed, NotFound
from reportdesk.domain.taxonomy import RouteReason
from reportdesk.queries.complaints import complaints
from reportdesk.services import complaining, reading, referral
from reportdesk.storage.clock import running
from tests.builders import (
    HUBEI,
    WUHAN,
    XIANGYANG,
    accept,
    act,
    case,
    file_case,
    found_nation,
    key_authority,
    version,
)


@pytest.fixture
def doubt(runtime):
    """The province and the platform have people; the reporter doubts the route."""
    found_nation(runtime)
    officer, *_ = key_authority(runtime, HUBEI)
    first, second = key_authority(runtime, PLATFORM_AUTHORITY)
    ref = file_case(runtime, wrong_route="应该归市里管")
    return runtime, officer, first, second, ref


def correct(runtime, platform, ref, target=WUHAN):
    now = version(runtime, platform, ref)
    act(
        runtime,
        complaining.correct,
        runtime.pack,
        platform.actor,
        ref,
        target_id=target,
        version=now,
    )


def confirm(runtime, platform, ref):
    now, why = version(runtime, platform, ref), RouteReason.LAW_NAMES_IT
    act(runtime, complaining.confirm, platform.actor, ref, reason=why, version=now)


def listed(runtime, platform):
    return [row.ref for row in runtime.read(lambda tx: complaints(tx, platform.actor))]


def test_the_complaint_is_listed_until_it_is_decided_once(doubt):
    runtime, officer, first, _, ref = doubt
    assert listed(runtime, first) == [ref]
    assert listed(runtime, officer) == []
    confirm(runtime, first, ref)
    assert listed(runtime, first) == []
    with pytest.raises(NotAllowed):
        confirm(runtime, first, ref)
    with pytest.raises(NotAllowed):
        correct(runtime, first, ref)
    assert case(runtime, officer, ref).authority_id == HUBEI


def test_a_corrected_route_leaves_the_former_body_without_it_and_goes_through_two_officers(
    doubt, clock
):
    runtime, officer, first, second, ref = doubt
    wuhan, *_ = key_authority(runtime, WUHAN)
    clock.set("2026-03-03")
    correct(runtime, first, ref)
    with pytest.raises(NotFound):
        case(runtime, officer, ref)
    found = case(runtime, first, ref)
    clocks = runtime.read(lambda tx: running(tx, found.case_id))
    assert [(row.key, row.authority_id) for row in clocks] == [("K0", PLATFORM_AUTHORITY)]
    assert (found.stage, found.ladder, found.returns) == (Stage.ROUTED, [HUBEI], 0)
    given = {"authority_id": WUHAN, "second_id": second.actor.account_id}
    act(runtime, referral.begin, runtime.vault, first, **given)
    act(runtime, referral.complete, runtime.vault, runtime.pack, second, authority_id=WUHAN)
    now = case(runtime, wuhan, ref)
    assert (now.authority_id, now.delivered_on) == (WUHAN, date(2026, 3, 3))
    assert act(runtime, reading.read, runtime.vault, wuhan, ref).reports


def test_what_an_authority_began_to_act_on_is_not_taken_from_it(doubt):
    runtime, officer, first, _, ref = doubt
    accept(runtime, officer, ref)
    with pytest.raises(NotAllowed) as refused:
        correct(runtime, first, ref)
    assert refused.value.code == "route_acted_on"
    confirm(runtime, first, ref)


def test_without_people_anywhere_the_platform_keeps_it_and_writes_a_letter(doubt):
    runtime, _, first, _, ref = doubt
    correct(runtime, first, ref, XIANGYANG)
    found = case(runtime, first, ref)
    assert (found.authority_id, found.target_id) == (PLATFORM_AUTHORITY, XIANGYANG)


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("edu-999999", "no_such_authority"),
        (PLATFORM_AUTHORITY, "no_such_authority"),
        (HUBEI, "target_is_the_same"),
    ],
)
def test_the_corrected_target_is_another_real_one(doubt, target, code):
    runtime, _, first, _, ref = doubt
    with pytest.raises(BadInput) as refused:
        correct(runtime, first, ref, target)
    assert refused.value.code == code


def test_others_decide_nothing(doubt):
    runtime, officer, _, _, ref = doubt
    with pytest.raises(NotAllowed):
        confirm(runtime, officer, ref)
