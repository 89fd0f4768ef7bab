"""The list of cases: whose they are, in which order, how many, and under which clock."""

from dataclasses import replace
from datetime import date

import pytest

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Role
from reportdesk.domain.filing_parts import What
from reportdesk.domain.taxonomy import Measure, Practice
from reportdesk.queries.caseload import PAGE, caseload
from reportdesk.queries.selection import Band, Filters, View
from reportdesk.services import casework, reminders, triage
from tests.builders import (
    HUBEI,
    MOE,
    SCHOOL_ID,
    WUHAN,
    Promised,
    a_draft,
    accept,
    act,
    add_member,
    answer,
    case,
    file_case,
    found_nation,
    key_authority,
    version,
)
from tests.filings import a_filing, file_one


@pytest.fixture
def nation(runtime):
    found_nation(runtime)
    officer, colleague, head = key_authority(runtime, HUBEI)
    return runtime, officer, colleague, head


def look(runtime, holder, view=View.ALL, page=1, **filters):
    return runtime.read(lambda tx: caseload(tx, holder.actor, view, Filters(**filters), page))


def refs(found):
    return [row.ref for row in found.rows]


def sweep(runtime, holder, *references):
    for ref in references:
        case_id = case(runtime, holder, ref).case_id
        runtime.write(lambda tx, one=case_id: reminders.sweep(tx, runtime.vault, runtime.pack, one))


def test_cases_stand_in_the_order_of_the_date_that_binds_the_authority(nation, clock):
    runtime, officer, _, _ = nation
    first = file_case(runtime)
    clock.set("2026-03-10")
    second = file_case(runtime)
    accept(runtime, officer, first)
    clock.set("2026-03-20")
    found = look(runtime, officer)
    assert refs(found) == [second, first]
    assert [row.next.key for row in found.rows] == ["K1", "K2"]
    assert found.totals == {Band.OVERDUE: 0, Band.SOON: 1, Band.LATER: 1}


def test_a_late_case_comes_first_and_says_how_late(nation, clock):
    runtime, officer, _, _ = nation
    late = file_case(runtime)
    clock.set("2026-03-20")
    fresh = file_case(runtime)
    found = look(runtime, officer)
    assert refs(found) == [late, fresh]
    assert (found.rows[0].band, found.rows[0].next.standing.days) == (Band.OVERDUE, 3)


def test_not_objecting_to_ones_competence_is_no_lateness(nation, clock):
    runtime, officer, _, _ = nation
    file_case(runtime)
    clock.set("2026-03-12")
    row = look(runtime, officer).rows[0]
    assert (row.next.key, row.band) == ("K1", Band.SOON)


def test_a_case_that_waits_on_the_reporter_still_shows_the_authoritys_own_date(nation):
    runtime, officer, _, _ = nation
    ref = file_case(runtime)
    accept(runtime, officer, ref)
    asked = {"text": "？", "report": None, "version": version(runtime, officer, ref)}
    act(runtime, casework.ask, runtime.vault, runtime.pack, officer, ref, **asked)
    row = look(runtime, officer, View.WAITING).rows[0]
    assert (row.next.key, row.next.waits) == ("K2", False)


def test_after_the_answer_only_the_reporters_window_is_left_and_it_binds_nobody(nation):
    runtime, officer, colleague, _ = nation
    ref = file_case(runtime)
    accept(runtime, officer, ref)
    answer(runtime, officer, colleague, ref)
    row = look(runtime, officer).rows[0]
    assert (row.next.key, row.next.waits, row.band) == ("K4", True, Band.LATER)


def test_a_promise_is_the_next_date_of_an_answered_case(nation):
    runtime, officer, colleague, _ = nation
    ref = file_case(runtime)
    accept(runtime, officer, ref)
    draft = a_draft(Promised(Measure.DELETE_DATA, date(2026, 3, 6)))
    answer(runtime, officer, colleague, ref, draft)
    row = look(runtime, officer).rows[0]
    assert (row.next.key, row.next.kind, row.band) == ("K5", "committed", Band.SOON)


def test_views_count_what_they_show(nation, clock):
    runtime, officer, colleague, _ = nation
    mine, late, ended = file_case(runtime), file_case(runtime), file_case(runtime)
    given = {"account_id": officer.actor.account_id, "version": 1}
    act(runtime, triage.assign, officer.actor, mine, **given)
    accept(runtime, officer, mine)
    answer(runtime, officer, colleague, ended)
    clock.set("2026-04-20")
    sweep(runtime, officer, ended)
    found = look(runtime, officer)
    assert found.counts[View.ALL] == 2
    for view in View:
        assert look(runtime, officer, view).total == found.counts[view], view
    assert refs(look(runtime, officer, View.MINE)) == [mine]
    assert refs(look(runtime, officer, View.OVERDUE)) == [late]
    assert refs(look(runtime, officer, View.ENDED)) == [ended]
    assert refs(look(runtime, officer, View.UNASSIGNED)) == [late]


@pytest.mark.parametrize(
    ("filters", "hits"),
    [
        ({"q": "示范职业"}, 1),
        ({"q": "%"}, 0),
        ({"q": "别的学校"}, 0),
        ({"practice": "voice_recording"}, 1),
        ({"practice": "other"}, 0),
        ({"stage": "routed"}, 1),
        ({"stage": "accepted"}, 0),
        ({"clock": "later"}, 1),
        ({"clock": "overdue"}, 0),
        ({"assignee": "none"}, 1),
        ({"assignee": "somebody"}, 0),
        ({"practice": "voice_recording", "stage": "closed"}, 0),
    ],
)
def test_filters_narrow_the_list_and_its_totals(nation, filters, hits):
    runtime, officer, _, _ = nation
    file_case(runtime)
    found = look(runtime, officer, **filters)
    assert (len(found.rows), found.total) == (hits, hits)


def test_a_reference_is_found_as_people_type_it(nation):
    runtime, officer, _, _ = nation
    ref = file_case(runtime)
    file_case(runtime)
    for typed in (ref, ref.lower(), ref.replace("-", ""), ref[:4]):
        assert ref in refs(look(runtime, officer, q=typed)), typed
    assert refs(look(runtime, officer, q=ref)) == [ref]


def test_nobody_sees_another_authoritys_cases(nation):
    runtime, officer, _, _ = nation
    file_case(runtime)
    platform, _ = key_authority(runtime, PLATFORM_AUTHORITY)
    city, *_ = key_authority(runtime, WUHAN)
    for stranger in (platform, city, key_authority(runtime, MOE)[0]):
        found = look(runtime, stranger)
        assert (found.rows, found.total, found.counts[View.ALL]) == ((), 0, 0)
    for role in (Role.AUDITOR, Role.ADMIN):
        assert look(runtime, add_member(runtime, HUBEI, role)).rows == ()
    assert len(look(runtime, add_member(runtime, HUBEI, Role.SUPERVISOR)).rows) == 1
    assert len(look(runtime, officer).rows) == 1


def test_a_superior_sees_a_late_case_from_its_rung_on(nation, clock):
    runtime, officer, _, _ = nation
    ministry, *_ = key_authority(runtime, MOE)
    ref = file_case(runtime)
    clock.set("2026-04-01")
    sweep(runtime, officer, ref)
    assert look(runtime, ministry).rows == ()
    clock.set("2026-04-02")
    sweep(runtime, officer, ref)
    found = look(runtime, ministry, View.SUPERVISED)
    assert [(row.ref, row.ours) for row in found.rows] == [(ref, False)]
    assert found.counts[View.UNASSIGNED] == 0


def test_a_long_list_comes_in_pages_without_losing_a_case(nation):
    runtime, officer, _, _ = nation
    filed = {file_case(runtime) for _ in range(PAGE + 2)}
    first, second = look(runtime, officer), look(runtime, officer, page=2)
    assert (len(first.rows), len(second.rows)) == (PAGE, 2)
    assert {*refs(first), *refs(second)} == filed
    assert (second.first, second.page, second.pages) == (PAGE + 1, 2, 2)
    assert look(runtime, officer, page=99).page == 2
    assert first.totals == second.totals


def test_the_soonest_date_and_how_many_are_due_then(nation, clock):
    runtime, officer, _, _ = nation
    file_case(runtime)
    file_case(runtime)
    clock.set("2026-03-03")
    file_case(runtime)
    found = look(runtime, officer)
    assert (found.soonest, found.due_then) == (date(2026, 3, 17), 2)


def test_a_case_that_has_not_reached_the_desk_is_not_listed(nation):

    runtime, officer, _, _ = nation
    what = replace(a_filing().what, practice=Practice.OTHER, practice_note="别的")
    assert isinstance(what, What)
    file_one(runtime, a_filing(SCHOOL_ID, what=what))
    assert look(runtime, officer).total == 0
