"""An authority gets its first people: what was kept for it is handed over, at whatever stage."""

from datetime import date

import pytest

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Role
from reportdesk.domain.case import Stage
from reportdesk.domain.errors import NotFound
from reportdesk.domain.official import Content, Reply
from reportdesk.queries import handover
from reportdesk.services import reading, referral
from reportdesk.storage.case import Case
from reportdesk.storage.handover import late_cases
from tests.builders import HUBEI, a_draft, act, case, file_case, found_nation, key_authority
from tests.mailbag import Mailbag
from tests.supervision import COUNTY, WUHAN, a_late_case


@pytest.fixture
def kept(runtime, clock):
    """Three cases that the platform keeps for the province: new, accepted on paper, answered."""
    found_nation(runtime)
    first, second = key_authority(runtime, PLATFORM_AUTHORITY)
    bags = [Mailbag(runtime, first, second, file_case(runtime)) for _ in range(3)]
    for bag in bags[1:]:
        bag.deliver()
    clock.set("2026-03-04")
    bags[1].reply(Reply.ACCEPT, Content(accepted_on=date(2026, 3, 3)))
    bags[2].reply(Reply.ANSWER, Content(answer=a_draft()))
    clock.set("2026-03-09")
    return runtime, first, second, bags


def hand_over(runtime, first, second, authority=HUBEI):
    name = second.actor.account_id
    act(runtime, referral.begin, runtime.vault, first, authority_id=authority, second_id=name)
    return act(
        runtime, referral.complete, runtime.vault, runtime.pack, second, authority_id=authority
    )


def test_three_cases_at_three_stages_are_handed_over_and_go_on_as_they_were(kept):
    runtime, first, second, bags = kept
    before = [{(r.key, r.due, r.authority_id) for r in bag.running()} for bag in bags]
    officer, *_ = key_authority(runtime, HUBEI)
    assert hand_over(runtime, first, second) == 3
    found = [case(runtime, officer, bag.ref) for bag in bags]
    assert [(one.stage, one.authority_id) for one in found] == [
        (Stage.ROUTED, HUBEI),
        (Stage.ACCEPTED, HUBEI),
        (Stage.ANSWERED, HUBEI),
    ]
    for bag in bags:
        bag.first = officer
    after = [{(r.key, r.due, r.authority_id) for r in bag.running()} for bag in bags]
    assert after[1:] == before[1:]
    assert {(key, owner) for key, _, owner in after[0]} == {("K1", HUBEI), ("K1b", HUBEI)}
    assert found[0].delivered_on == date(2026, 3, 9)
    for bag in bags:
        assert act(runtime, reading.read, runtime.vault, officer, bag.ref).reports
        assert {letter.lookup for letter in bag.letters()} <= {None}


def test_progress_is_seen_on_both_sides(kept):
    runtime, first, second, _ = kept
    officer, *_ = key_authority(runtime, HUBEI)
    (row,) = runtime.read(lambda tx: handover.waiting(tx, first.actor))
    assert (row.done, row.total) == (0, 3)
    coming = runtime.read(lambda tx: handover.coming(tx, officer.actor))
    assert (coming.done, coming.total, coming.begun) == (0, 3, False)
    hand_over(runtime, first, second)
    assert runtime.read(lambda tx: handover.coming(tx, officer.actor)) is None


def test_a_refusal_is_handed_over_for_its_review_and_what_ended_stays(kept):
    runtime, _, _, bags = kept
    told = Content(reason="not_this_authority", words="向市里反映")
    bags[0].deliver()
    bags[0].reply(Reply.DECLINE, told)
    key_authority(runtime, HUBEI)
    late = runtime.read(lambda tx: {one.ref for one in late_cases(tx, HUBEI)})
    assert late == {bag.ref for bag in bags}
    ended = case(runtime, bags[1].first, bags[1].ref).case_id

    def close(tx):
        tx.session.get_one(Case, ended).stage = Stage.WITHDRAWN.value

    runtime.write(close)
    assert bags[1].ref not in runtime.read(lambda tx: {one.ref for one in late_cases(tx, HUBEI)})


def test_a_document_that_waits_is_of_no_use_after_the_handover(kept):
    runtime, first, second, bags = kept
    bags[1].enter(Reply.ANSWER, Content(answer=a_draft()))
    officer, *_ = key_authority(runtime, HUBEI)
    hand_over(runtime, first, second)
    with pytest.raises(Exception, match="case"):
        bags[1].approve()
    assert case(runtime, officer, bags[1].ref).stage == Stage.ACCEPTED


def test_who_watched_the_stand_in_for_its_lateness_does_not_read_what_begins_anew(runtime, clock):
    late = a_late_case(runtime, clock, WUHAN, HUBEI)
    assert late.case.authority_id == WUHAN, "the city stands in"
    above = late.who(HUBEI)
    assert act(runtime, reading.read, runtime.vault, above, late.ref) is not None
    act(runtime, reading.read, runtime.vault, late.who(role=Role.OFFICER), late.ref)
    late.county.key(COUNTY)
    first, second = late.county.everybody[PLATFORM_AUTHORITY]
    named = {"authority_id": COUNTY, "second_id": second.actor.account_id}
    act(runtime, referral.begin, runtime.vault, first, **named)
    act(runtime, referral.complete, runtime.vault, runtime.pack, second, authority_id=COUNTY)
    late.county.sweep(late.case_id)
    assert late.case.authority_id == COUNTY
    with pytest.raises(NotFound):
        act(runtime, reading.read, runtime.vault, above, late.ref)
