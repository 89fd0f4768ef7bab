"""What is new since somebody looked: events, letters, another case, another device."""

from datetime import date

from reportdesk.domain.case import Stage
from reportdesk.domain.following import Letter, Step
from reportdesk.domain.own import Seen, news, seen_now

DAY = date(2026, 3, 2)
NAME = ("某局", "Bureau")


def step(number: int, event: str) -> Step:
    return Step(number, event, DAY, Stage.ROUTED, NAME, {})


def letter(number: int, kind: str = "message", sender=NAME) -> Letter:
    return Letter(number, DAY, kind, sender, "字", False)


STEPS = [step(1, "filed"), step(2, "delivered"), step(3, "message"), step(4, "accept")]
LETTERS = [letter(1), letter(2, "addition", None), letter(3)]


def test_the_first_visit_has_no_news() -> None:
    assert news(None, "a", STEPS, LETTERS) is None


def test_events_and_letters_after_the_last_look_are_news() -> None:
    found = news(Seen("a", 2, 1), "a", STEPS, LETTERS)
    assert [one.event for one in found.steps] == ["accept"]
    assert [one.number for one in found.letters] == [3]
    assert not found.moved


def test_nothing_new_is_empty_news() -> None:
    found = news(seen_now("a", STEPS, LETTERS), "a", STEPS, LETTERS)
    assert found is not None
    assert not found


def test_what_the_reporter_did_is_no_news() -> None:
    own = [step(5, "added"), step(6, "contact_erased"), step(7, "report_withdrawn")]
    assert not news(Seen("a", 4, 3), "a", [*STEPS, *own], [*LETTERS, letter(4, "addition", None)])


def test_an_answer_is_told_once_by_its_event() -> None:
    found = news(Seen("a", 4, 3), "a", [*STEPS, step(5, "answer")], [*LETTERS, letter(4, "answer")])
    assert [one.event for one in found.steps] == ["answer"]
    assert found.letters == ()


def test_after_a_merger_the_other_case_counts_anew() -> None:
    found = news(Seen("a", 9, 1), "b", STEPS, LETTERS)
    assert found.moved
    assert [one.number for one in found.letters] == [3]


def test_an_older_note_tells_letters_by_their_events() -> None:
    found = news(Seen("", 2, None), "a", STEPS, LETTERS)
    assert [one.event for one in found.steps] == ["message", "accept"]
    assert found.letters == ()


def test_an_older_page_on_another_device_takes_nothing_back() -> None:
    assert Seen("a", 5, 3).grown(Seen("a", 4, 4)) == Seen("a", 5, 4)
    assert Seen("a", 5, 3).grown(Seen("b", 1, 3)) == Seen("b", 1, 3)
