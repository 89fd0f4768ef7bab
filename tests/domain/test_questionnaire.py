"""A questionnaire as a value: what makes two of them one."""

from reportdesk.domain.questionnaire import Questionnaire
from reportdesk.packs.loader import load_pack
from reportdesk.packs.questionnaire import questionnaire
from tests.questionnaires import GONE, older

PACK = load_pack("cn-xinfang-2022")
NOW = questionnaire(PACK)


def test_the_same_questions_in_the_same_words_are_one_questionnaire() -> None:
    assert questionnaire(load_pack("cn-xinfang-2022")).hash == NOW.hash


def test_it_comes_back_from_its_content_with_order_and_words() -> None:
    again = Questionnaire.of(NOW.content())
    assert (again, again.hash) == (NOW, NOW.hash)
    assert list(again.questions) == [question.code.value for question in PACK.questions]


def test_other_words_another_order_or_number_make_another() -> None:
    items = list(NOW.questions.items())
    reordered = Questionnaire(dict(reversed(items)), NOW.choices)
    fewer = Questionnaire(dict(items[1:]), NOW.choices)
    reworded = Questionnaire({**NOW.questions, "compulsory": ("必须吗", "Must one")}, NOW.choices)
    assert len({one.hash for one in (NOW, reordered, fewer, reworded)}) == 4


def test_words_are_those_of_its_own_day() -> None:
    then = questionnaire(older(PACK))
    assert then.words("question", GONE) == ("多久做一次", "How often")
    assert then.words("answer", "sometimes") == ("有时候", "Sometimes")
    assert NOW.words("question", GONE) is None
    assert NOW.words("nothing", "at_all") is None
