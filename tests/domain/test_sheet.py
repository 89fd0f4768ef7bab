"""Several question sheets as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.domain.sheet import differs, left_open, merged, said
from reportdesk.domain.taxonomy import Answer, Question

CODES = st.lists(st.sampled_from([answer.value for answer in Answer]))


@pytest.mark.parametrize(
    ("given_answers", "expected"),
    [
        ([], Answer.UNKNOWN),
        (["unknown", "unknown"], Answer.UNKNOWN),
        (["unknown", "no"], Answer.NO),
        (["yes", "yes"], Answer.YES),
        (["yes", "no"], Answer.PARTLY),
        (["yes", "partly"], Answer.PARTLY),
    ],
)
def test_several_answers_come_to_one(given_answers, expected):
    assert merged(given_answers) is expected


@given(CODES)
def test_who_does_not_know_changes_nothing_and_order_neither(answers):
    assert merged(answers) is merged([*reversed(answers), "unknown"])


@given(st.lists(st.dictionaries(st.sampled_from(list(Question)), st.sampled_from(list(Answer)))))
def test_every_question_is_answered_for_however_many_sheets(sheets):
    given_sheets = [
        {q.value: {"a": a.value, "w": ""} for q, a in sheet.items()} for sheet in sheets
    ]
    found = said(given_sheets)
    assert list(found) == list(Question)
    for question, entry in found.items():
        assert sum(entry.counts.values()) == sum(question in sheet for sheet in sheets)


def test_words_are_kept_and_empty_ones_left_out():
    sheets = [
        {"compulsory": {"a": "yes", "w": " 群里点名 "}},
        {"compulsory": {"a": "yes", "w": " "}},
    ]
    assert said(sheets)[Question.COMPULSORY].words == ("群里点名",)


def test_two_sides_differ_only_when_both_claim_to_know():
    assert differs(Answer.YES, Answer.NO)
    assert not differs(Answer.YES, Answer.YES)
    assert not differs(Answer.YES, Answer.UNKNOWN)
    assert not differs(None, Answer.NO)


def test_an_answer_leaves_open_what_it_does_not_know_contradicts_or_has_not_done():
    own = {question.value: {"a": "unknown", "w": ""} for question in Question}
    own["compulsory"]["a"] = "yes"
    theirs = {question.value: {"a": "yes", "w": ""} for question in Question}
    assert left_open(own, theirs) == ()
    theirs["compulsory"]["a"] = "partly"
    theirs["could_refuse"]["a"] = "no"
    theirs["data_deleted"]["a"] = "partly"
    del theirs["under_14"]
    assert left_open(own, theirs) == (
        Question.COMPULSORY,
        Question.UNDER_14,
        Question.DATA_DELETED,
    )


def test_what_a_reporter_was_not_asked_is_open_only_where_something_is_still_to_do():
    theirs = {"under_14": {"a": "unknown", "w": ""}, "data_deleted": {"a": "no", "w": ""}}
    asked = {question.value: {"a": "unknown", "w": ""} for question in Question}
    assert Question.UNDER_14 in left_open(asked, theirs)
    assert left_open({}, theirs) == (Question.DATA_DELETED,)
