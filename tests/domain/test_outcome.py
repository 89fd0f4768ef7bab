"""The headline outcome: one word for a case, derived each time."""

from itertools import product

import pytest

from reportdesk.domain.case import Stage
from reportdesk.domain.outcome import ACCOUNTABILITY, headline
from reportdesk.domain.taxonomy import DeclineReason, Finding, Measure, Outcome

ANSWERED = Stage.ANSWERED


def test_a_case_without_an_answer_has_no_outcome_until_it_is_late():
    assert headline(Stage.ACCEPTED, None) is None
    assert headline(Stage.ACCEPTED, None, overdue=True) is Outcome.NO_RESPONSE


@pytest.mark.parametrize(
    ("finding", "outcome"),
    [
        (Finding.PARTLY, Outcome.PARTLY),
        (Finding.UNSUBSTANTIATED, Outcome.UNSUBSTANTIATED),
        (Finding.NOT_VERIFIABLE, Outcome.NOT_VERIFIABLE),
        (Finding.MISUNDERSTANDING_EXPLAINED, Outcome.EXPLAINED),
    ],
)
def test_a_finding_other_than_confirmed_is_the_outcome(finding, outcome):
    assert headline(ANSWERED, finding, [Measure.STOP_COLLECTION]) is outcome


def test_a_confirmed_matter_is_corrected_when_something_was_done():
    assert headline(ANSWERED, Finding.CONFIRMED, [Measure.STOP_COLLECTION]) is Outcome.CORRECTED


@pytest.mark.parametrize("measure", sorted(ACCOUNTABILITY))
def test_somebody_held_to_account_is_said_first(measure):
    measures = [Measure.STOP_COLLECTION, measure]
    assert headline(ANSWERED, Finding.CONFIRMED, measures) is Outcome.ACCOUNTABILITY


def test_a_promise_without_proof_is_still_pending():
    found = headline(Stage.CORRECTING, Finding.CONFIRMED, [Measure.DELETE_DATA], measures_open=True)
    assert found is Outcome.CORRECTION_PENDING


@pytest.mark.parametrize("measures", [[], [Measure.NONE]])
def test_confirmed_and_nothing_done_is_never_called_corrected(measures):
    assert headline(ANSWERED, Finding.CONFIRMED, measures) is Outcome.CORRECTION_PENDING


def test_a_withdrawn_case_is_withdrawn_whatever_was_found():
    for finding in (None, *Finding):
        assert headline(Stage.WITHDRAWN, finding) is Outcome.WITHDRAWN


def test_a_declined_case_is_out_of_jurisdiction_only_when_that_was_the_reason():
    foreign = headline(Stage.DECLINED, None, decline_reason=DeclineReason.NOT_THIS_AUTHORITY)
    assert foreign is Outcome.OUT_OF_JURISDICTION
    assert headline(Stage.DECLINED, None, decline_reason=DeclineReason.NO_FACTS) is (
        Outcome.NOT_VERIFIABLE
    )


def test_an_outcome_never_claims_more_than_was_found():
    good = {Outcome.CORRECTED, Outcome.ACCOUNTABILITY}
    for finding, measure in product([None, *Finding], Measure):
        if headline(ANSWERED, finding, [measure]) in good:
            assert finding is Finding.CONFIRMED
            assert measure is not Measure.NONE
