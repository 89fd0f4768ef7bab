"""Who may write which letter: the holder's people, superiors from a rung on, reviewers."""

from dataclasses import replace

import pytest

from reportdesk.domain.access import CaseFacts
from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor, Role
from reportdesk.domain.case import ENDED, Stage
from reportdesk.domain.letter import LetterKind
from reportdesk.domain.letter_rights import INQUIRING, Decided, letters_for

FACTS = CaseFacts(Stage.ACCEPTED, "county", visible=True, ladder=("city", "province"))
BESIDE = (LetterKind.DATA_REGULATOR, LetterKind.LABOUR)
NOTHING = Decided()


def may(at: str, role: Role, facts: CaseFacts = FACTS, decided: Decided = NOTHING):
    return letters_for(Actor("a", at, role), facts, decided)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD])
def test_the_holders_people_write_to_the_school_while_they_look_into_it(role: Role) -> None:
    for stage in Stage:
        found = may("county", role, replace(FACTS, stage=stage))
        assert (LetterKind.INQUIRY in found) is (stage in INQUIRING), stage
        assert (found == ()) is (stage in ENDED), stage


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN])
def test_others_at_the_holder_write_none(role: Role) -> None:
    assert may("county", role) == ()


def test_superiors_write_beside_the_case_from_a_rung_on() -> None:
    assert may("city", Role.OFFICER) == ()
    assert may("city", Role.OFFICER, replace(FACTS, reached=frozenset({"city"}))) == BESIDE
    told = replace(FACTS, told=frozenset({"city"}))
    assert may("city", Role.SUPERVISOR, told) == ()


def test_whoever_reviews_may_ask_the_school() -> None:
    asked = {"reviewers": frozenset({"city"}), "reviewer": "city"}
    assert may("city", Role.HEAD, replace(FACTS, stage=Stage.REVIEW1, **asked)) == (
        LetterKind.INQUIRY,
    )
    assert may("city", Role.HEAD, replace(FACTS, stage=Stage.ANSWERED, **asked)) == ()


def test_the_platform_informs_others_of_what_it_holds() -> None:
    held = replace(FACTS, holder=PLATFORM_AUTHORITY, stage=Stage.ROUTED)
    assert may(PLATFORM_AUTHORITY, Role.PLATFORM, held) == BESIDE
    assert may(PLATFORM_AUTHORITY, Role.PLATFORM) == ()


def test_each_authority_prints_its_own_decision_also_when_the_case_has_ended() -> None:
    decided = Decided(frozenset({(0, "county"), (1, "city")}), declined=True, extended=True)
    over = replace(FACTS, stage=Stage.CLOSED, reviewers=frozenset({"city"}))
    assert may("county", Role.SUPERVISOR, over, decided) == (
        LetterKind.DECISION,
        LetterKind.DECLINED,
        LetterKind.EXTENDED,
    )
    assert may("city", Role.OFFICER, over, decided) == (LetterKind.REVIEW,)
    assert may("province", Role.OFFICER, over, decided) == ()
