"""What a reporter may send, and which question waits for them."""

from datetime import date

from reportdesk.domain.case import Stage
from reportdesk.domain.following import Letter, Sent, Step, may_send, open_question, shown

DAY = date(2026, 4, 8)


def letter(number: int, kind: str, mine: bool = False) -> Letter:
    return Letter(number, DAY, kind, None if mine else ("厅", "Department"), "…", False)


def step(event: str, **fields: object) -> Step:
    return Step(1, event, DAY, Stage.ROUTED, None, fields)


def test_a_question_waits_until_a_reply_follows_it() -> None:
    question = letter(1, "question")
    assert open_question([question]) == question
    assert open_question([question, letter(2, "addition", mine=True)]) == question
    assert open_question([question, letter(2, "reply", mine=True)]) is None
    again = letter(3, "question")
    assert open_question([question, letter(2, "reply", mine=True), again]) == again


def test_a_reply_is_open_only_while_the_case_waits_for_it() -> None:
    letters = [letter(1, "question")]
    assert Sent.REPLY in may_send(Stage.NEEDS_INFO, letters, withdrawn=False)
    assert Sent.REPLY not in may_send(Stage.INVESTIGATING, letters, withdrawn=False)
    assert Sent.REPLY not in may_send(Stage.NEEDS_INFO, [], withdrawn=False)


def test_nothing_can_be_sent_to_an_ended_case_or_after_withdrawing() -> None:
    assert may_send(Stage.CLOSED, [], withdrawn=False) == {Sent.EXCERPT}
    assert may_send(Stage.DECLINED, [], withdrawn=False) == frozenset()
    assert may_send(Stage.ROUTED, [], withdrawn=True) == frozenset()
    waiting = [letter(1, "withdrawal", mine=True)]
    assert may_send(Stage.ROUTED, waiting, withdrawn=False) == frozenset()
    assert Sent.WITHDRAWAL in may_send(Stage.ROUTED, [], withdrawn=False)


def test_bookkeeping_and_reminders_are_no_steps_of_the_case() -> None:
    steps = [
        step("accept"),
        step("clock_started"),
        step("drafted"),
        step("retaliation_flag"),
        step("rung_fired", rung="S0_due"),
        step("rung_fired", rung="S1"),
    ]
    assert [s.event for s in shown(steps)] == ["accept", "rung_fired"]
