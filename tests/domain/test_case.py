"""The lifecycle: what the table promises, and random walks through it that keep the promises."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from config import ROOT
from reportdesk.domain.actors import PARTIES_OF, Party, Role
from reportdesk.domain.case import (
    LIFECYCLE,
    OPEN,
    WAITS_ON,
    Action,
    Stage,
    Transition,
    Waits,
    actions_for,
    after,
    transition,
)
from reportdesk.domain.clocks import clocks_replaced_by, clocks_started_by, clocks_stopped_by
from reportdesk.domain.errors import NotAllowed, Stale
from reportdesk.domain.lifecycle_page import page
from reportdesk.packs.loader import load_pack

actions = st.sampled_from(list(Action))
stages = st.sampled_from(list(Stage))
parties = st.sampled_from(list(Party))
PACK = load_pack("cn-xinfang-2022")

OWED = "routed registered accepted investigating needs_info"
SPECIFIED = {
    ("register", "officer", "routed", "registered"),
    ("return", "officer", "routed registered", "returned"),
    ("reassign", "platform", "returned", "routed"),
    ("accept", "officer", "routed registered", "accepted"),
    ("decline", "officer", "routed registered", "declined"),
    ("investigate", "officer", "accepted", "investigating"),
    ("ask", "officer", "accepted investigating", "needs_info"),
    ("reply", "reporter", "needs_info", "investigating"),
    ("go_on", "system", "needs_info", "investigating"),
    ("resume", "officer", "needs_info", "investigating"),
    ("extend", "head", "accepted investigating", ""),
    ("answer", "officer", "routed registered accepted investigating redo", "answered"),
    ("correct", "system", "answered", "correcting"),
    ("close", "system", "answered correcting", "closed"),
    ("dispute", "reporter", "answered correcting", "redo"),
    ("ask_review", "reporter", "answered correcting declined", "review1"),
    ("give_opinion", "supervisor", "review1", "answered"),
    ("send_back", "supervisor", "review1", "redo"),
    ("ask_second_review", "reporter", "answered correcting", "review2"),
    ("give_final_opinion", "supervisor", "review2", "closed"),
    ("demand", "superior", f"{OWED} correcting redo", ""),
    ("report_up", "officer", f"{OWED} correcting redo", ""),
    ("accept_report", "superior", f"{OWED} correcting redo", ""),
    ("return_report", "superior", f"{OWED} correcting redo", ""),
    ("drop_demand", "superior", f"{OWED} correcting redo", ""),
    ("order_acceptance", "superior", "routed registered", "accepted"),
    ("take_over", "superior", OWED, ""),
    ("transfer", "superior", OWED, "routed"),
}
"""Section 3 of the lifecycle specification, written down once more by hand; an objection is open
also while promised measures are carried out (decision 0009), and what a superior may do about
lateness is decision 0016."""


def test_the_table_says_what_the_specification_says():
    found = {
        (
            row.action.value,
            row.party.value,
            " ".join(stage.value for stage in Stage if stage in row.sources),
            row.to.value if row.to else "",
        )
        for row in LIFECYCLE
        if row.action not in {Action.WITHDRAW, Action.MERGE, Action.UNMERGE}
    }
    assert {(*row[:2], " ".join(sorted(row[2].split())), row[3]) for row in found} == {
        (*row[:2], " ".join(sorted(row[2].split())), row[3]) for row in SPECIFIED
    }


def test_every_open_case_can_be_withdrawn_and_merged():
    for stage in OPEN:
        assert after(Action.WITHDRAW, stage, Party.REPORTER) is Stage.WITHDRAWN
        assert after(Action.MERGE, stage, Party.OFFICER) is Stage.MERGED


@given(actions, stages)
def test_a_stage_and_an_action_name_one_row_at_most(action, stage):
    rows = [row for row in LIFECYCLE if row.action is action and stage in row.sources]
    assert len(rows) <= 1
    assert transition(action, stage) is (rows[0] if rows else None)


@given(actions, stages, parties)
def test_what_the_table_does_not_have_is_refused(action, stage, party):
    row = transition(action, stage)
    if row is not None and row.party is party:
        assert after(action, stage, party) is (row.to or stage)
    else:
        with pytest.raises(NotAllowed):
            after(action, stage, party)


@given(actions, stages, stages, parties)
def test_a_form_made_for_another_stage_is_stale_whatever_it_asks(action, stage, seen, party):
    if stage is not seen:
        with pytest.raises(Stale) as refused:
            after(action, stage, party, expected=seen)
        assert refused.value.params == {"expected": seen.value, "stage": stage.value}


@given(st.sampled_from(list(Role)), stages)
def test_a_role_is_offered_exactly_what_it_may_do(role, stage):
    offered = set(actions_for(role, stage))
    for action in Action:
        row = transition(action, stage)
        allowed = row is not None and row.party in PARTIES_OF[role]
        assert (action in offered) is allowed


def test_time_alone_never_ends_or_refuses_a_case_without_an_answer():
    by_itself = [row for row in LIFECYCLE if row.party is Party.SYSTEM]
    assert {row.action for row in by_itself} == {Action.GO_ON, Action.CORRECT, Action.CLOSE}
    for row in by_itself:
        if row.to is Stage.CLOSED:
            assert row.sources == {Stage.ANSWERED, Stage.CORRECTING}


def test_the_platform_only_finds_another_authority():
    assert [row.action for row in LIFECYCLE if row.party is Party.PLATFORM] == [Action.REASSIGN]


def test_nobody_waits_on_somebody_who_cannot_move():
    movers = {
        Waits.AUTHORITY: {Party.OFFICER, Party.HEAD},
        Waits.REPORTER: {Party.REPORTER, Party.OFFICER},
        Waits.PLATFORM: {Party.PLATFORM},
        Waits.SUPERIOR: {Party.SUPERVISOR},
    }
    for stage in OPEN - {Stage.CORRECTING}:
        parties_here = {
            row.party
            for row in LIFECYCLE
            if stage in row.sources and row.action not in {Action.WITHDRAW, Action.MERGE}
        }
        assert parties_here & movers[WAITS_ON[stage]], stage


def test_every_event_of_the_table_is_heard_by_a_clock():
    for row in LIFECYCLE:
        for event in row.events:
            heard = clocks_started_by(event, PACK.clocks) + clocks_stopped_by(event, PACK.clocks)
            assert heard, f"{row.action}: no clock hears {event}"


def test_the_printed_page_is_current():
    written = (ROOT / "docs" / "case-lifecycle.md").read_text(encoding="utf-8")
    assert written == page(), (
        "Run: .venv/bin/python -m reportdesk.domain.lifecycle_page > docs/case-lifecycle.md"
    )


@dataclass(frozen=True)
class Walker:
    """A case on its way: where it stands, which clocks run, and what happened to it."""

    stage: Stage = Stage.ROUTED
    clocks: frozenset[str] = frozenset({"K1", "K1b"})
    level: int = 0
    answered: bool = False
    disputed: bool = False

    def possible(self) -> list[Transition]:
        """Rows open now; what the table leaves to facts (level, one dispute) is decided here."""
        barred = {Action.UNMERGE}
        barred |= {Action.ASK_REVIEW} if self.level else {Action.ASK_SECOND_REVIEW}
        barred |= {Action.DISPUTE} if self.disputed else set()
        return [row for row in LIFECYCLE if self.stage in row.sources and row.action not in barred]

    def step(self, row: Transition) -> "Walker":
        """The case after one row, its clocks having heard it."""
        clocks = self.clocks
        for event in row.events:
            started = set(clocks_started_by(event, PACK.clocks)) - {"K5"}
            ended = {
                *clocks_stopped_by(event, PACK.clocks),
                *clocks_replaced_by(event, PACK.clocks),
            }
            clocks = clocks - ended | started
        return Walker(
            stage=after(row.action, self.stage, row.party),
            clocks=clocks,
            level=self.level or int(row.action is Action.GIVE_OPINION),
            answered=self.answered or row.action in {Action.ANSWER, Action.GIVE_OPINION},
            disputed=self.disputed or row.action is Action.DISPUTE,
        )

    def check(self) -> None:
        """What holds for every case, however it came here."""
        if self.stage is Stage.CLOSED:
            assert self.answered
        if self.stage in {Stage.WITHDRAWN, Stage.CLOSED}:
            assert not self.clocks
        if self.stage in {Stage.ROUTED, Stage.REGISTERED}:
            assert "K1" in self.clocks
        if self.stage in {Stage.ACCEPTED, Stage.INVESTIGATING, Stage.NEEDS_INFO}:
            assert self.clocks & {"K2", "K3"}
        own = {Stage.RETURNED: "K0", Stage.REDO: "K6", Stage.REVIEW1: "K7", Stage.REVIEW2: "K9"}
        if self.stage in own:
            assert own[self.stage] in self.clocks


def test_every_way_a_case_can_go_keeps_the_promises():
    seen, waiting = {Walker()}, [Walker()]
    while waiting:
        here = waiting.pop()
        here.check()
        for row in here.possible():
            there = here.step(row)
            if there not in seen:
                seen.add(there)
                waiting.append(there)
    assert {walker.stage for walker in seen} == set(Stage)


class Crowd(RuleBasedStateMachine):
    """Anybody tries anything in any order; only what the table has happens."""

    def __init__(self) -> None:
        super().__init__()
        self.case = Walker()

    @rule(action=actions, party=parties)
    def somebody_tries(self, action: Action, party: Party) -> None:
        row = transition(action, self.case.stage)
        if row is None or row.party is not party:
            with pytest.raises(NotAllowed):
                after(action, self.case.stage, party)

    @precondition(lambda self: self.case.possible())
    @rule(data=st.data())
    def somebody_acts(self, data: st.DataObject) -> None:
        before = self.case
        self.case = before.step(data.draw(st.sampled_from(before.possible())))
        assert before.stage in OPEN | {Stage.DECLINED, Stage.MERGED}

    @invariant()
    def the_promises_hold(self) -> None:
        self.case.check()


TestCrowd = Crowd.TestCase
TestCrowd.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
