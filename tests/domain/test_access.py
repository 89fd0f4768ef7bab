"""Who may read and who may act: the whole table of roles and authorities."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.domain.access import (
    CaseFacts,
    Relation,
    barred,
    decide,
    may_draft,
    may_lift,
    may_note,
    may_open,
    may_write,
    open_actions,
    relation,
)
from reportdesk.domain.actors import PLATFORM_AUTHORITY, READS_CASES, Actor, Role
from reportdesk.domain.case import Action, Stage, actions_for
from reportdesk.domain.errors import NotAllowed, NotFound

OURS, ABOVE, TOP, OTHER = "edu-420100", "edu-420000", "edu-100000", "edu-430000"
CASE = CaseFacts(stage=Stage.ROUTED, holder=OURS, visible=True, ladder=(ABOVE, TOP))

OF_REVIEWS = (Action.GIVE_OPINION, Action.SEND_BACK, Action.GIVE_FINAL_OPINION)

roles = st.sampled_from(list(Role))
stages = st.sampled_from(list(Stage))
authorities = st.sampled_from([OURS, ABOVE, TOP, OTHER, PLATFORM_AUTHORITY])


def who(role=Role.OFFICER, authority=OURS):
    return Actor("somebody", authority, role)


@pytest.mark.parametrize("role", list(Role))
def test_of_the_holding_authority_those_read_whose_role_reads_cases(role):
    expected = Relation.HOLDER if role in READS_CASES else None
    assert relation(who(role), CASE) is expected


def test_a_case_that_has_not_reached_the_desk_is_not_there_for_anybody():
    assert relation(who(), replace(CASE, visible=False)) is None


def test_a_superior_reads_from_its_rung_on_and_not_before():
    assert relation(who(authority=ABOVE), CASE) is None
    fired = replace(CASE, reached=frozenset({ABOVE}))
    assert relation(who(authority=ABOVE), fired) is Relation.SUPERIOR
    assert relation(who(authority=TOP), fired) is None


def test_a_rung_of_another_ladder_opens_nothing():
    moved = replace(CASE, ladder=(TOP,), reached=frozenset({ABOVE}))
    assert relation(who(authority=ABOVE), moved) is None


@pytest.mark.parametrize("role", list(Role))
def test_a_superior_reads_and_takes_notes_but_takes_no_step(role):
    fired = replace(CASE, reached=frozenset({ABOVE}))
    actor = who(role, ABOVE)
    assert open_actions(actor, fired) == ()
    assert not may_write(actor, fired)
    assert may_note(actor, fired) is (role in READS_CASES)


@given(roles, stages)
def test_the_holders_buttons_are_those_of_the_lifecycle(role, stage):
    facts = replace(CASE, stage=stage)
    possible = actions_for(role, stage) if role in READS_CASES else ()
    closed = {*OF_REVIEWS, Action.REPORT_UP}  # nobody reviews, and nobody demanded a report
    assert open_actions(who(role), facts) == tuple(a for a in possible if a not in closed)


@pytest.mark.parametrize("role", list(Role))
def test_whoever_was_asked_for_a_review_gives_an_opinion_and_nobody_else_does(role):
    asked = replace(CASE, reviewers=frozenset({ABOVE}), reviewer=ABOVE)
    works = role in {Role.OFFICER, Role.HEAD, Role.SUPERVISOR}
    first, second = replace(asked, stage=Stage.REVIEW1), replace(asked, stage=Stage.REVIEW2)
    assert open_actions(who(role, ABOVE), first) == (OF_REVIEWS[:2] if works else ())
    assert open_actions(who(role, ABOVE), second) == (OF_REVIEWS[2:] if works else ())
    for facts, authority in product((first, second), (OURS, TOP, OTHER, PLATFORM_AUTHORITY)):
        assert not set(open_actions(who(role, authority), facts)) & set(OF_REVIEWS)


def test_a_review_lets_read_what_the_askers_gave_and_lifts_no_other_seal():
    asked = replace(CASE, stage=Stage.REVIEW1, reviewers=frozenset({ABOVE}), reviewer=ABOVE)
    assert relation(who(authority=ABOVE), asked) is Relation.REVIEWER
    assert may_open(who(authority=ABOVE), asked)
    assert not may_lift(who(authority=ABOVE), asked)
    assert may_lift(who(authority=ABOVE), replace(asked, reached=frozenset({ABOVE})))
    assert not may_write(who(authority=ABOVE), asked)


def test_a_case_in_redo_cannot_be_returned_or_declined():
    steps = open_actions(who(), replace(CASE, stage=Stage.REDO))
    assert steps == (Action.ANSWER, Action.MERGE)


@given(roles, authorities, stages, st.sampled_from(list(Action)))
def test_a_button_is_drawn_exactly_when_the_step_is_decided(role, authority, stage, action):
    facts = replace(CASE, stage=stage, reached=frozenset({ABOVE}))
    actor = who(role, authority)
    if action in open_actions(actor, facts):
        assert decide(actor, facts, action).action is action
    else:
        with pytest.raises((NotFound, NotAllowed)):
            decide(actor, facts, action)


@given(roles, stages, st.sampled_from(list(Action)))
def test_for_strangers_a_case_does_not_exist_whatever_they_try(role, stage, action):
    with pytest.raises(NotFound):
        decide(who(role, OTHER), replace(CASE, stage=stage), action)


def test_a_unit_assigned_after_a_dispute_may_not_return_the_case():
    assert Action.RETURN in open_actions(who(), CASE)
    again = replace(CASE, returns=1)
    assert Action.RETURN not in open_actions(who(), again)
    with pytest.raises(NotAllowed) as refused:
        decide(who(), again, Action.RETURN)
    assert refused.value.code == "returned_before"


def test_a_decision_is_extended_once_by_the_head_while_its_time_runs():
    accepted = replace(CASE, stage=Stage.ACCEPTED)
    assert Action.EXTEND in open_actions(who(Role.HEAD), accepted)
    assert Action.EXTEND not in open_actions(who(Role.OFFICER), accepted)
    assert barred(Action.EXTEND, replace(accepted, extended=True)) == "extended_before"
    assert barred(Action.EXTEND, replace(accepted, decision_runs=False)) == "nothing_to_extend"


def test_the_platform_desk_reassigns_what_was_returned_and_nothing_else():
    held = CaseFacts(stage=Stage.RETURNED, holder=PLATFORM_AUTHORITY, visible=True)
    actor = who(Role.PLATFORM, PLATFORM_AUTHORITY)
    assert open_actions(actor, held) == (Action.REASSIGN,)
    for stage in set(Stage) - {Stage.RETURNED}:
        assert open_actions(actor, replace(held, stage=stage)) == ()
    assert relation(actor, CASE) is None


def test_drafting_is_open_while_an_answer_can_follow():
    drafting = {stage for stage in Stage if may_draft(who(), replace(CASE, stage=stage))}
    assert drafting == {
        Stage.ROUTED,
        Stage.REGISTERED,
        Stage.ACCEPTED,
        Stage.INVESTIGATING,
        Stage.NEEDS_INFO,
        Stage.REDO,
    }
    for role, stage in product({Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN}, Stage):
        assert not may_draft(who(role), replace(CASE, stage=stage))
