"""A draft answer: what it lacks, what it may not say, and that sealing loses nothing."""

from dataclasses import replace
from datetime import date

import pytest

from reportdesk.domain.answer import (
    LONGEST_REPLY,
    AnswerDraft,
    Answered,
    Promised,
    unmet,
)
from reportdesk.domain.taxonomy import Answer, Finding, Measure, Question

TODAY = date(2026, 4, 9)
WHOLE = AnswerDraft(
    finding=Finding.PARTLY,
    sheet={question: Answered(Answer.NO, "已核实") for question in Question},
    measures=(Promised(Measure.STOP_COLLECTION), Promised(Measure.DELETE_DATA, TODAY)),
    reply="已停止。",
    legal_basis="第十三条",
    public_title="要求学生录音",
    public_summary="已停止。",
)


def faults(draft):
    return {fault.field: fault.code for fault in draft.faults(TODAY)}


def test_a_whole_answer_has_no_faults():
    assert faults(WHOLE) == {}


def test_an_empty_draft_lacks_everything_the_page_asks_for():
    found = faults(AnswerDraft())
    assert set(found) == {
        "finding",
        *(question.value for question in Question),
        "measures",
        "reply",
        "legal_basis",
        "public_title",
        "public_summary",
    }


def test_not_known_is_an_answer():
    sheet = {**WHOLE.sheet, Question.UNDER_14: Answered(Answer.UNKNOWN)}
    assert faults(replace(WHOLE, sheet=sheet)) == {}


def test_no_measure_stands_alone():
    both = (Promised(Measure.NONE), Promised(Measure.STOP_COLLECTION))
    assert faults(replace(WHOLE, measures=both)) == {"measures": "measures_contradict"}


def test_nobody_promises_a_day_that_is_over():
    late = (Promised(Measure.DELETE_DATA, date(2026, 4, 8)),)
    assert faults(replace(WHOLE, measures=late)) == {"delete_data_by": "promise_past"}


@pytest.mark.parametrize("field", ["reply", "legal_basis", "public_title", "public_summary"])
def test_blank_is_missing(field):
    assert faults(replace(WHOLE, **{field: " \n"})) == {field: f"{field}_missing"}


def test_lengths_count_even_while_drafting():
    long = replace(WHOLE, reply="字" * (LONGEST_REPLY + 1))
    assert [fault.field for fault in long.lengths()] == ["reply"]


def test_what_was_sealed_comes_back_as_it_was():
    for draft in (WHOLE, AnswerDraft(), AnswerDraft(measures=(Promised(Measure.NONE),))):
        again = AnswerDraft.of(draft.plain())
        assert again.plain() == draft.plain()


def test_what_students_asked_for_and_nothing_meets_is_named():
    assert unmet(["stop", "pay"], ["stop_collection", "fine"]) == ["pay"]


def test_nobody_promises_a_day_that_is_years_away():
    for by in (date(2029, 1, 1), date.max):
        draft = replace(WHOLE, measures=(Promised(Measure.DELETE_DATA, by),))
        assert faults(draft) == {"delete_data_by": "promise_far"}
