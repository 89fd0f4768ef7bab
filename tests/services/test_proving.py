"""What proves a measure: one person writes it, a second one lets it count, then it is public."""

from datetime import date

import pytest

from reportdesk.domain.errors import BadInput, Conflict, NotAllowed, NotFound
from reportdesk.domain.taxonomy import Measure
from reportdesk.services import proving, reading
from reportdesk.storage.answer import measures_of
from reportdesk.storage.clock import clocks_of
from tests.builders import (
    HUBEI,
    MOE,
    Promised,
    a_draft,
    accept,
    accept_proof,
    act,
    answer,
    case,
    file_case,
    found_nation,
    key_authority,
    propose,
    version,
)

CANARY = "公司盖章的删除证明"


@pytest.fixture
def desk(runtime, clock):
    """A case answered on 17 March 2026 with two promises, on Thursday 9 April."""
    found_nation(runtime)
    officer, colleague, _ = key_authority(runtime, HUBEI)
    ref = file_case(runtime)
    clock.set("2026-03-17")
    accept(runtime, officer, ref)
    promised = (
        Promised(Measure.DELETE_DATA, date(2026, 4, 10)),
        Promised(Measure.PAY_OR_REFUND, date(2026, 4, 20)),
    )
    answer(runtime, officer, colleague, ref, a_draft(*promised))
    clock.set("2026-04-09")
    return runtime, officer, colleague, ref


def measures(runtime, officer, ref):
    case_id = case(runtime, officer, ref).case_id
    return runtime.read(lambda tx: measures_of(tx, case_id))


def proved(runtime, officer, ref):
    """Numbers of the measures whose clock a proof ended."""
    case_id = case(runtime, officer, ref).case_id
    rows = runtime.read(lambda tx: clocks_of(tx, case_id))
    return [row.params["measure"] for row in rows if row.stopped_by == "evidence_accepted"]


def opened(runtime, holder, ref):
    return act(runtime, reading.read, runtime.vault, holder, ref)


def give_back(runtime, holder, ref, reason="请附上编号"):
    act(
        runtime,
        proving.give_back,
        runtime.vault,
        holder,
        ref,
        measure=1,
        reason=reason,
        version=version(runtime, holder, ref),
    )


def test_words_of_one_person_alone_stop_no_clock_and_are_not_readable(desk):
    runtime, officer, _, ref = desk
    propose(runtime, officer, ref, on=date(2026, 4, 8), evidence=CANARY)
    row = measures(runtime, officer, ref)[0]
    assert (row.evidence_on, row.evidence) == (None, None)
    assert CANARY.encode() not in row.proposed
    assert proved(runtime, officer, ref) == []


def test_whoever_wrote_it_cannot_let_it_count(desk):
    runtime, officer, _, ref = desk
    propose(runtime, officer, ref, on=date(2026, 4, 8))
    with pytest.raises(NotAllowed, match="second_person_needed"):
        accept_proof(runtime, officer, ref)
    assert proved(runtime, officer, ref) == []


def test_a_second_person_stops_the_clock_of_that_measure_on_the_day_it_was_done(desk):
    runtime, officer, colleague, ref = desk
    propose(runtime, officer, ref, on=date(2026, 4, 8), evidence=CANARY)
    accept_proof(runtime, colleague, ref)
    assert proved(runtime, officer, ref) == [1]
    first, second = measures(runtime, officer, ref)
    assert (first.evidence_on, first.evidence) == (date(2026, 4, 8), CANARY)
    assert (first.proposed, second.evidence_on) == (None, None)
    with pytest.raises(Conflict, match="measure_proved"):
        propose(runtime, officer, ref, on=date(2026, 4, 9))


def test_a_proof_given_back_keeps_its_words_and_says_why(desk):
    runtime, officer, colleague, ref = desk
    propose(runtime, officer, ref, on=date(2026, 4, 8), evidence=CANARY)
    give_back(runtime, colleague, ref)
    (proof,) = opened(runtime, officer, ref).proofs
    assert (proof.text, proof.back, proof.waits) == (CANARY, "请附上编号", False)
    with pytest.raises(NotFound):
        accept_proof(runtime, colleague, ref)
    propose(runtime, officer, ref, on=date(2026, 4, 8), evidence=CANARY + "，编号 2026-031")
    accept_proof(runtime, colleague, ref)
    assert measures(runtime, officer, ref)[0].evidence.endswith("2026-031")


def test_while_a_proof_waits_nobody_writes_over_it(desk):
    runtime, officer, colleague, ref = desk
    propose(runtime, officer, ref, on=date(2026, 4, 8))
    with pytest.raises(Conflict, match="proof_submitted"):
        propose(runtime, colleague, ref, on=date(2026, 4, 9))


def test_proof_names_a_day_that_was_and_a_measure_that_is(desk):
    runtime, officer, _, ref = desk
    with pytest.raises(BadInput):
        propose(runtime, officer, ref, on=date(2026, 4, 10))
    with pytest.raises(NotFound):
        propose(runtime, officer, ref, measure=7, on=date(2026, 4, 8))


def test_a_superior_and_a_stranger_see_no_proof_that_waits(desk):
    runtime, officer, _, ref = desk
    stranger, *_ = key_authority(runtime, MOE)
    with pytest.raises(NotFound):
        propose(runtime, stranger, ref, on=date(2026, 4, 8))
    propose(runtime, officer, ref, on=date(2026, 4, 8))
    with pytest.raises(NotFound):
        accept_proof(runtime, stranger, ref)
