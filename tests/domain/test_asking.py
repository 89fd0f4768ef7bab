"""Conditions of questions: what speaks for and against asking."""

import pytest

from reportdesk.domain.asking import Condition, Filled
from reportdesk.domain.filing import Filing
from reportdesk.domain.filing_parts import Reply, Sheet
from reportdesk.domain.questionnaire import Questionnaire
from reportdesk.domain.sheet import public_answers
from reportdesk.domain.taxonomy import Answer, Question
from tests.filings import a_filing

CHILDREN = Condition({"school_kind": ("primary", "other"), "running": ("yes",)})


def facts(**said: str) -> dict[str, frozenset[str]]:
    return {name: frozenset(codes.split()) for name, codes in said.items()}


@pytest.mark.parametrize(
    ("said", "asked", "certain"),
    [
        ({"school_kind": "primary", "running": "yes"}, True, True),
        ({"school_kind": "undergraduate", "running": "yes"}, False, False),
        ({"school_kind": "primary", "running": "no"}, False, False),
        ({"school_kind": "other"}, True, False),
        ({}, True, False),
    ],
)
def test_what_is_not_known_leaves_no_question_out_and_answers_none(said, asked, certain) -> None:
    assert CHILDREN.may_hold(facts(**said)) is asked
    assert CHILDREN.holds(facts(**said)) is certain


def test_one_of_several_levers_is_enough() -> None:
    graded = Condition({"lever": ("credit", "course_grade")})
    assert graded.holds(facts(lever="verbal_threat credit"))
    assert not graded.holds(facts(lever="verbal_threat"))


def test_a_questionnaire_keeps_its_conditions_and_one_without_keeps_its_old_hash() -> None:
    words = {"under_14": ("有没有", "Was anybody")}
    plain = Questionnaire(words, {})
    choosy = Questionnaire(words, {}, {"under_14": CHILDREN})
    helpful = Questionnaire(words, {}, {}, {"under_14": Filled(Answer.YES, CHILDREN)})
    assert set(plain.content()) == {"questions", "choices"}
    assert len({one.hash for one in (plain, choosy, helpful)}) == 3
    for one in (plain, choosy, helpful):
        assert Questionnaire.of(one.content()) == one


def not_asked() -> Filing:
    replies = {Question.COMPULSORY: Reply(Answer.YES, "催交")}
    return a_filing(sheet=Sheet(replies, left_out=frozenset({Question.UNDER_14})))


def test_what_was_not_asked_is_not_sealed_and_what_was_not_answered_is_not_known() -> None:
    masked = not_asked().with_texts({"compulsory_words": "●"})
    sealed = masked.private()["sheet"]
    assert "under_14" not in sealed
    assert sealed["compulsory"] == {"a": "yes", "w": "●"}
    assert sealed["data_deleted"] == {"a": "unknown", "w": ""}


def test_the_public_reads_no_answer_where_nobody_was_asked() -> None:
    asked, left_out = a_filing().private()["sheet"], not_asked().private()["sheet"]
    assert "under_14" not in public_answers([left_out])
    assert public_answers([left_out, asked])["under_14"] == "unknown"
    assert public_answers([])["under_14"] == "unknown"
