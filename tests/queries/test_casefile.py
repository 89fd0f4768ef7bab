"""The plain half of a case's page."""

from reportdesk.domain.access import Relation
from reportdesk.domain.case import Action
from reportdesk.queries.casefile import casefile
from reportdesk.queries.choosing import authority_names, colleagues_for, find_authorities
from tests.builders import HUBEI, WUHAN, accept, file_case, found_nation, key_authority


def look(runtime, holder, ref):
    return runtime.read(lambda tx: casefile(tx, runtime.pack, holder.actor, ref))


def test_it_names_the_people_of_ones_own_authority_only(runtime):
    found_nation(runtime)
    officer, colleague, head = key_authority(runtime, HUBEI)
    key_authority(runtime, WUHAN)
    found = look(runtime, officer, file_case(runtime))
    ours = {one.actor.account_id for one in (officer, colleague, head)}
    assert set(found.people) == ours


def test_it_says_what_may_be_done_and_how_the_authority_stands(runtime):
    found_nation(runtime)
    officer, _, head = key_authority(runtime, HUBEI)
    ref = file_case(runtime)
    assert look(runtime, officer, ref).relation is Relation.HOLDER
    assert Action.ACCEPT in look(runtime, officer, ref).actions
    accept(runtime, officer, ref)
    assert Action.EXTEND not in look(runtime, officer, ref).actions
    assert Action.EXTEND in look(runtime, head, ref).actions


def test_a_clock_comes_with_its_explanation(runtime):
    found_nation(runtime)
    officer, *_ = key_authority(runtime, HUBEI)
    lines = look(runtime, officer, file_case(runtime)).clocks
    notice = next(line for line in lines if line.key == "K1")
    assert (notice.due, notice.judged.due) == (notice.judged.due, notice.due)
    assert notice.started_by == "delivered"
    assert [line.optional for line in lines if line.key == "K1b"] == [True]


def test_authorities_are_found_by_part_of_their_name_in_either_language(runtime):
    found_nation(runtime)
    for typed in ("武汉", "wuhan"):
        found = runtime.read(lambda tx, text=typed: find_authorities(tx, text))
        assert [one for one, _ in found] == [WUHAN], typed
    assert runtime.read(lambda tx: find_authorities(tx, " ")) == []
    assert runtime.read(lambda tx: find_authorities(tx, "平台")) == []
    assert set(runtime.read(lambda tx: authority_names(tx, [HUBEI, "edu-9"]))) == {HUBEI}


def test_a_case_is_given_to_people_who_act_on_cases(runtime):
    found_nation(runtime)
    members = key_authority(runtime, HUBEI)
    found = runtime.read(lambda tx: colleagues_for(tx, members[0].actor))
    assert {one for one, _ in found} == {member.actor.account_id for member in members}
