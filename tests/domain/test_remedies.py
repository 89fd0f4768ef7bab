"""Who may still object to an answer: the whole small table, and walks through a case's life."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from reportdesk.domain.actors import Party
from reportdesk.domain.case import ANSWERS, Action, Stage, after
from reportdesk.domain.following import OBJECTIONS, Sent
from reportdesk.domain.remedies import ACTIONS, BEGUN, Objecting, refusal

TODAY = date(2026, 3, 16)
ANSWERED = Objecting(stage=Stage.ANSWERED, level=0, today=TODAY, until=TODAY)
WINDOW = timedelta(days=30)


@pytest.mark.parametrize("kind", sorted(OBJECTIONS))
def test_the_last_day_is_open_and_the_day_after_is_not(kind):
    level = 1 if kind is Sent.SECOND_REVIEW else 0
    facts = replace(ANSWERED, level=level)
    assert refusal(kind, facts) is None
    late = replace(facts, today=TODAY + timedelta(days=1))
    assert refusal(kind, late) == "remedy_over"
    assert refusal(kind, replace(facts, lapsed=True)) == "remedy_over"
    assert refusal(kind, replace(facts, until=None)) == "remedy_over"
    assert refusal(kind, replace(facts, sent={kind})) == "remedy_sent"


def test_each_objection_belongs_to_its_stages_and_level():
    possible = {
        (kind, stage, level)
        for kind, stage, level in product(OBJECTIONS, Stage, (0, 1, 2))
        if refusal(kind, replace(ANSWERED, stage=stage, level=level)) is None
    }
    assert possible == {
        *((Sent.DISPUTE, stage, 0) for stage in ANSWERS),
        *((Sent.REVIEW, stage, 0) for stage in (*ANSWERS, Stage.DECLINED, Stage.REVIEW1)),
        *((Sent.SECOND_REVIEW, stage, 1) for stage in (*ANSWERS, Stage.REVIEW2)),
    }


def test_a_redo_is_once_a_case_but_others_may_join_the_one_that_runs():
    assert refusal(Sent.DISPUTE, replace(ANSWERED, disputed=True)) == "remedy_redone"
    running = replace(ANSWERED, stage=Stage.REDO, disputed=True, by_dispute=True)
    assert refusal(Sent.DISPUTE, running) is None
    sent_back = replace(running, by_dispute=False)
    assert refusal(Sent.DISPUTE, sent_back) == "remedy_not_yet"


def test_without_anybody_above_only_the_redo_is_left():
    alone = replace(ANSWERED, superior=False)
    assert refusal(Sent.REVIEW, alone) == "remedy_no_superior"
    assert refusal(Sent.DISPUTE, alone) is None


def test_others_join_the_last_review_although_nobody_stands_above_it():
    last = replace(ANSWERED, stage=Stage.REVIEW2, level=1, superior=False)
    assert refusal(Sent.SECOND_REVIEW, last) is None
    assert refusal(Sent.SECOND_REVIEW, replace(last, sent={Sent.SECOND_REVIEW})) == "remedy_sent"


class Contest(RuleBasedStateMachine):
    """An answered case: reporters object, authorities answer, time passes, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.facts = replace(ANSWERED, until=TODAY + WINDOW)
        self.redoes = self.reviews = self.finals = 0

    @precondition(lambda self: self.facts.stage is not Stage.CLOSED)
    @rule(kind=st.sampled_from(sorted(OBJECTIONS)))
    def somebody_objects(self, kind: Sent) -> None:
        if refusal(kind, self.facts) is not None or self.facts.joins(kind):
            return
        stage = after(ACTIONS[kind], self.facts.stage, Party.REPORTER)
        assert stage is BEGUN[kind]
        self.redoes += kind is Sent.DISPUTE
        redo = kind is Sent.DISPUTE
        self.facts = replace(
            self.facts, stage=stage, disputed=self.facts.disputed or redo, by_dispute=redo
        )

    @precondition(lambda self: self.facts.stage is Stage.REDO)
    @rule()
    def it_is_answered_again(self) -> None:
        stage = after(Action.ANSWER, self.facts.stage, Party.OFFICER)
        self.facts = replace(self.facts, stage=stage, until=self.facts.today + WINDOW)

    @precondition(lambda self: self.facts.stage is Stage.REVIEW1)
    @rule(upheld=st.booleans())
    def the_superior_decides(self, upheld: bool) -> None:
        action = Action.GIVE_OPINION if upheld else Action.SEND_BACK
        stage = after(action, self.facts.stage, Party.SUPERVISOR)
        self.reviews += upheld
        self.facts = replace(
            self.facts,
            stage=stage,
            level=int(upheld),
            by_dispute=False,
            until=self.facts.today + WINDOW,
        )

    @precondition(lambda self: self.facts.stage is Stage.REVIEW2)
    @rule()
    def the_last_word(self) -> None:
        stage = after(Action.GIVE_FINAL_OPINION, self.facts.stage, Party.SUPERVISOR)
        self.finals += 1
        self.facts = replace(self.facts, stage=stage, level=2)

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.facts = replace(self.facts, today=self.facts.today + timedelta(days=days))
        over = self.facts.until is not None and self.facts.today > self.facts.until
        if over and self.facts.stage in ANSWERS:
            self.facts = replace(
                self.facts, stage=after(Action.CLOSE, self.facts.stage, Party.SYSTEM)
            )

    @invariant()
    def nothing_happens_twice(self) -> None:
        assert self.redoes <= 1
        assert self.reviews <= 1
        assert self.finals <= 1
        if self.facts.stage is Stage.CLOSED:
            open_now = [kind for kind in OBJECTIONS if refusal(kind, self.facts) is None]
            assert open_now == []
        if self.facts.level:
            assert refusal(Sent.DISPUTE, self.facts) == "remedy_not_yet"
            assert refusal(Sent.REVIEW, self.facts) == "remedy_not_yet"


TestContest = Contest.TestCase
TestContest.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
