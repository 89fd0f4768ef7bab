"""A late case changes hands: whose it is then, which dates run, and who can open it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Role
from reportdesk.domain.case import Stage
from reportdesk.domain.errors import BadInput, Conflict, NotAllowed, NotFound
from reportdesk.domain.supervising import DemandState
from reportdesk.domain.taxonomy import ReturnReason
from reportdesk.queries import published
from reportdesk.queries.access import visible_to
from reportdesk.release.reader import Releases
from reportdesk.services import (
    answering,
    delivery,
    followup,
    merging,
    publication,
    reading,
    referral,
    triage,
)
from reportdesk.storage.acts import reach
from reportdesk.storage.answer import draft_of
from reportdesk.storage.case import Case
from reportdesk.storage.clock import running
from reportdesk.storage.history import events
from reportdesk.storage.report import ReportKey, reports_of
from reportdesk.vault.envelope import CannotOpen
from tests.builders import MOE, XIANGYANG, a_draft, accept, act, answer, version
from tests.filings import a_filing, file_one
from tests.published import SECRET
from tests.supervision import COUNTY, HUBEI, REACHED, WUHAN, Late, a_late_case

OFFICER, HEAD, SUPERVISOR = Role.OFFICER, Role.HEAD, Role.SUPERVISOR
STORY = "每天录 30 分钟对话。"
EXPECTED = [
    ("K1", "S1", date(2026, 3, 18), COUNTY),
    ("K1", "S2", date(2026, 4, 2), WUHAN),
    ("K10", "S1", date(2026, 4, 16), COUNTY),
    ("K1", "S3", date(2026, 4, 17), HUBEI),
    ("K10", "S2", date(2026, 5, 1), WUHAN),
    ("K1", "S4", date(2026, 5, 2), None),
    ("K1", "S1", date(2026, 5, 3), WUHAN),
    ("K1", "S2", date(2026, 5, 18), HUBEI),
    ("K2", "S1", date(2026, 5, 19), WUHAN),
    ("K1", "S3", date(2026, 6, 2), HUBEI),
    ("K2", "S2", date(2026, 6, 3), HUBEI),
    ("K1", "S4", date(2026, 6, 17), None),
    ("K2", "S3", date(2026, 6, 18), HUBEI),
    ("K2", "S4", date(2026, 7, 3), None),
]
"""The county's lateness until 2 May, when the city took the case; then the city's own."""


@pytest.fixture
def late(runtime, clock) -> Late:
    return a_late_case(runtime, clock, COUNTY, WUHAN, HUBEI, XIANGYANG)


def keys(late: Late) -> dict[tuple[str, str], ReportKey]:
    rows = select(ReportKey).where(ReportKey.case_id == late.case_id)
    found = late.runtime.read(lambda tx: list(tx.session.scalars(rows)))
    return {(row.holder, row.layer): row for row in found}


def opens_any(late: Late, who, stolen: list[ReportKey]) -> bool:
    """Whether somebody's keys open one of these wraps, whatever the rules say."""
    (report,) = late.runtime.read(lambda tx: reports_of(tx, late.case_id))
    for row in stolen:
        try:
            who.open_report(late.runtime.vault, row.wrapped, row.key_version, report.shred_id)
        except CannotOpen:
            continue
        return True
    return False


def reads(late: Late, who) -> str:
    opened = act(late.runtime, reading.read, late.runtime.vault, who, late.ref)
    return opened.reports[0].content["story"]


def listed(late: Late, who) -> list[str]:
    """The cases that exist for somebody's list."""
    rows = select(Case.ref).where(visible_to(who.actor))
    return late.runtime.read(lambda tx: list(tx.session.scalars(rows)))


# Taking over


def test_the_superior_is_the_holder_and_every_date_stays(late):
    before = {row.key: (row.started_on, row.due) for row in late.clocks()}
    late.take_over()
    case = late.case
    assert (case.authority_id, case.target_id, case.ladder) == (WUHAN, WUHAN, [HUBEI])
    assert (case.stage, case.assigned_to, case.filed_on) == (
        Stage.ROUTED,
        None,
        date(2026, 3, 2),
    )
    now = {row.key: (row.started_on, row.due) for row in late.clocks()}
    assert now == {key: before[key] for key in ("K1", "K2")}
    assert {row.authority_id for row in late.clocks()} == {WUHAN}
    ended = [row for row in late.clocks(running=False) if row.stopped_by == "taken_over"]
    assert {(row.key, row.authority_id) for row in ended} == dict.fromkeys(
        (("K1", COUNTY), ("K1b", COUNTY), ("K2", COUNTY))
    ).keys()


def test_a_decision_that_runs_keeps_its_day_under_the_superior(late):
    accept(late.runtime, late.who(COUNTY, OFFICER), late.ref)
    late.on("2026-06-17")  # accepted on 2 April, due on 1 June: 16 days over
    late.take_over()
    (clock,) = late.clocks()
    assert (clock.key, clock.due, clock.authority_id) == ("K2", date(2026, 6, 1), WUHAN)
    assert (late.case.stage, late.case.accepted_on) == (Stage.ACCEPTED, date(2026, 4, 2))
    answer(late.runtime, late.who(role=OFFICER), late.who(role=HEAD), late.ref)
    (gone,) = [row for row in late.clocks(running=False) if row.number == clock.number]
    assert (gone.stopped_by, late.case.stage) == ("answered", Stage.ANSWERED)


def test_who_was_late_cannot_open_the_case_and_no_key_of_it_is_left(late):
    county = late.who(COUNTY, OFFICER)
    assert reads(late, county) == STORY
    was_theirs = keys(late)[COUNTY, "open"]
    assert opens_any(late, county, [was_theirs])  # the control
    late.take_over()
    with pytest.raises(NotFound):
        reads(late, county)
    left = keys(late)
    assert set(left) == {
        ("reporter", "open"),
        ("custodian", "open"),
        (WUHAN, "open"),
        (HUBEI, "ladder"),
    }
    assert not opens_any(late, county, list(left.values()))
    assert opens_any(late, late.who(role=OFFICER), list(left.values()))
    assert reads(late, late.who(role=OFFICER)) == STORY


def test_the_reporter_reads_on_and_answers_the_new_holder(late):
    kit = late.runtime
    late.take_over()
    known = kit.vault.lookups(late.receipt, "following")
    me = kit.write(lambda tx: followup.enter(tx, kit.vault, known))
    seen = kit.write(lambda tx: followup.look(tx, kit.vault, kit.pack, me))
    assert seen.holder[0] == "武汉市教育局"
    assert "take_over" in [step.event for step in seen.steps]
    assert sum(timer.due.key == "K2" and timer.stopped_on is None for timer in seen.timers) == 1


def test_what_the_one_before_drafted_and_whom_it_gave_the_case_do_not_go_along(late):
    kit, county = late.runtime, late.who(COUNTY, OFFICER)
    now = version(kit, county, late.ref)
    named = {"account_id": county.actor.account_id, "version": now}
    act(kit, triage.assign, county.actor, late.ref, **named)
    now = version(kit, county, late.ref)
    act(kit, answering.save, kit.vault, county, late.ref, draft=a_draft(), version=now)
    late.take_over()
    assert late.case.assigned_to is None
    assert kit.read(lambda tx: draft_of(tx, late.case_id)) is None


def test_both_get_a_letter_and_open_demands_end(late):
    late.demand("2026-04-10")
    late.take_over()
    letters = late.county.letters()
    assert (COUNTY, "taken_away", None) in letters
    assert late.demands[0].state is DemandState.ENDED
    assert not [row for row in late.clocks() if row.key == "K10"]


def test_it_is_taken_over_once_and_whoever_took_it_gives_it_back_to_nobody(late):
    late.take_over()
    with pytest.raises(NotAllowed) as refused:
        late.take_over()
    assert refused.value.code == "not_your_step"
    kit, city = late.runtime, late.who(role=OFFICER)
    now = version(kit, city, late.ref)
    with pytest.raises(NotAllowed) as refused:
        act(
            kit,
            triage.return_,
            kit.vault,
            kit.pack,
            city,
            late.ref,
            reason=triage.ReturnReason.OTHER_LEVEL,
            competent_id=COUNTY,
            text="",
            version=now,
        )
    assert refused.value.code == "taken_over_before"


def test_rungs_climb_the_new_holders_own_ladder_from_the_day_it_took_over(runtime, clock):
    late = a_late_case(runtime, clock, COUNTY, WUHAN, HUBEI, MOE)
    late.take_over()
    for day in range(1, 50):
        late.on(date(2026, 4, 2) + timedelta(days=day))
    notice = [rung[1:] for rung in late.county.rungs(late.case_id) if rung[0] == "K1"]
    own = [rung for rung in notice if rung[1] > date(2026, 4, 2)]
    assert own == [
        ("S1", date(2026, 4, 3), WUHAN),
        ("S2", date(2026, 4, 18), HUBEI),
        ("S3", date(2026, 5, 3), HUBEI),
        ("S4", date(2026, 5, 18), None),
    ]
    late.take_over(late.who(HUBEI))
    assert (late.case.authority_id, late.case.ladder) == (HUBEI, [])


def test_a_report_that_was_never_sealed_for_the_superior_keeps_the_case_where_it_is(late):
    def lose(tx):
        for layer in ("open", "ladder"):
            row = tx.session.get(ReportKey, (late.case_id, report.report_id, WUHAN, layer))
            if row is not None:
                tx.session.delete(row)

    (report,) = late.runtime.read(lambda tx: reports_of(tx, late.case_id))
    late.runtime.write(lose)
    with pytest.raises((Conflict, NotAllowed)):
        late.take_over()
    assert late.case.authority_id == COUNTY


# Transfer


def test_a_transferred_case_begins_anew_with_its_new_holder_and_its_age_goes_on(late):
    late.transfer(XIANGYANG)
    case = late.case
    assert (case.authority_id, case.target_id, case.ladder) == (XIANGYANG, XIANGYANG, [HUBEI])
    assert (case.stage, case.delivered_on, case.accepted_on) == (
        Stage.ROUTED,
        date(2026, 4, 2),
        None,
    )
    assert case.filed_on == date(2026, 3, 2)
    started = {row.key: (row.authority_id, row.started_on) for row in late.clocks()}
    assert started == dict.fromkeys(("K1", "K1b"), (XIANGYANG, date(2026, 4, 2)))
    assert reads(late, late.who(XIANGYANG, OFFICER)) == STORY
    assert {("new_report" in str(one), one[0]) for one in late.county.letters()} >= {
        (False, COUNTY)
    }


def test_after_a_transfer_neither_the_late_one_nor_the_superior_opens_it(late):
    late.transfer(XIANGYANG)
    left = keys(late)
    assert set(left) == {
        ("reporter", "open"),
        ("custodian", "open"),
        (XIANGYANG, "open"),
        (HUBEI, "ladder"),
    }
    for who in (late.who(COUNTY, OFFICER), late.who()):
        with pytest.raises(NotFound):
            late.runtime.read(lambda tx, who=who: reach(tx, who.actor, late.ref))
        assert not opens_any(late, who, list(left.values()))


def test_after_a_transfer_no_lateness_of_those_before_opens_the_case_to_anybody_above(late):
    for day in ("2026-04-17", "2026-04-20"):
        late.on(day)
    assert reads(late, late.who(HUBEI)) == STORY  # its rung fired for the county's lateness
    accept(late.runtime, late.who(COUNTY, OFFICER), late.ref)
    late.on("2026-07-10")
    late.transfer(XIANGYANG)
    with pytest.raises(NotFound):
        reads(late, late.who(HUBEI))
    assert listed(late, late.who(HUBEI)) == []
    late.on("2026-08-15")
    assert reads(late, late.who(HUBEI)) == STORY
    assert listed(late, late.who(HUBEI)) == [late.ref]


def test_what_is_sealed_for_those_above_opens_at_their_rung_again(late):
    late.transfer(XIANGYANG)
    late.on("2026-05-03")
    assert [rung for rung in late.county.rungs(late.case_id) if rung[1] == "S2"][-1] == (
        *("K1", "S2", date(2026, 5, 3), HUBEI),
    )
    assert reads(late, late.who(HUBEI)) == STORY


@pytest.mark.parametrize(
    ("target", "code"),
    [
        (COUNTY, "target_holds_it"),
        (WUHAN, "target_is_you"),
        (HUBEI, "target_is_above"),
        (PLATFORM_AUTHORITY, "no_such_authority"),
        ("edu-999999", "no_such_authority"),
    ],
)
def test_a_case_is_not_given_to_itself_upwards_or_to_nobody(late, target, code):
    with pytest.raises(BadInput) as refused:
        late.transfer(target)
    assert (refused.value.field, refused.value.code) == ("target", code)
    assert late.case.authority_id == COUNTY


def test_a_case_is_not_given_to_the_accused_nor_to_whoever_had_it_before(late):
    def accuse(tx):
        case = tx.session.get_one(type(late.case), late.case_id)
        case.reason_params = {**case.reason_params, "skipped": XIANGYANG}

    late.runtime.write(accuse)
    with pytest.raises(BadInput) as refused:
        late.transfer(XIANGYANG)
    assert refused.value.code == "target_is_involved"
    late.take_over()
    late.on("2026-04-18")
    with pytest.raises(BadInput) as refused:
        late.transfer(COUNTY, late.who(HUBEI))
    assert refused.value.code == "target_had_it"


def test_a_returned_case_does_not_go_back_to_whoever_lost_it_for_being_late(late):
    late.transfer(XIANGYANG)
    officer, platform = late.who(XIANGYANG, OFFICER), late.county.everybody[PLATFORM_AUTHORITY][0]
    given = {"reason": ReturnReason.OTHER_REGION, "competent_id": COUNTY, "text": "在武昌。"}
    late.act(triage.return_, officer, **given)
    now = version(late.runtime, platform, late.ref)
    for target in (COUNTY, XIANGYANG):
        with pytest.raises(BadInput) as refused:
            act(
                late.runtime,
                referral.reassign,
                platform.actor,
                late.ref,
                target_id=target,
                version=now,
            )
        assert refused.value.code == "target_had_it"


def test_where_the_target_has_no_staff_the_first_above_it_that_has_stands_in(runtime, clock):
    late = a_late_case(runtime, clock, COUNTY, WUHAN, HUBEI)
    late.transfer(XIANGYANG)
    assert (late.case.authority_id, late.case.target_id) == (HUBEI, XIANGYANG)
    assert reads(late, late.who(HUBEI, OFFICER)) == STORY


def test_where_nobody_there_has_staff_the_platform_keeps_the_case_unopened(runtime, clock):
    late = a_late_case(runtime, clock, COUNTY, WUHAN, MOE)
    late.transfer(XIANGYANG)
    desk = late.who(PLATFORM_AUTHORITY, Role.PLATFORM)
    assert (late.case.authority_id, late.case.delivered_on) == (PLATFORM_AUTHORITY, None)
    assert [row.key for row in late.clocks()] == ["K0"]
    assert act(runtime, reading.read, runtime.vault, desk, late.ref) is None
    assert set(keys(late)) == {("reporter", "open"), ("custodian", "open")}


# Catching up


@pytest.mark.parametrize("every", [1, 40])
def test_after_downtime_a_case_that_changed_hands_has_the_same_story(runtime, clock, every):
    late = a_late_case(runtime, clock, COUNTY, WUHAN, HUBEI, MOE)
    late.demand("2026-04-15")
    first = date.fromisoformat(REACHED)
    gone = 0
    for taken, days in ((False, 30), (True, 100)):
        for day in range(gone + 1, gone + days + 1):
            late.clock.set(first + timedelta(days=day))
            if day % every == 0:
                late.county.sweep(late.case_id)
        gone += days
        if not taken:
            late.take_over()
    late.county.sweep(late.case_id)
    climbed = [rung for rung in late.county.rungs(late.case_id) if not rung[1].startswith("S0")]
    assert climbed == EXPECTED
    days = [(row.event, row.on) for row in late.county.history(late.case_id)]
    assert ("take_over", date(2026, 5, 2)) in days
    assert late.county.sweep(late.case_id) == 0


def test_a_demanded_day_that_passed_during_downtime_is_late_from_its_own_day(late):
    late.demand("2026-04-10")
    late.on("2026-07-11")
    fired = [rung[1:3] for rung in late.county.rungs(late.case_id) if rung[0] == "K10"]
    assert (
        fired
        == [
            ("S0_before", date(2026, 4, 7)),
            ("S0_due", date(2026, 4, 10)),
            ("S0_after", date(2026, 4, 11)),
            ("S1", date(2026, 4, 11)),
            ("S2", date(2026, 4, 26)),
        ]
        or fired
    )
    rows = late.runtime.read(lambda tx: events(tx, late.case_id))
    told = [row.on for row in rows if row.event == "rung_fired"]
    assert told == sorted(told)


def test_a_case_under_review_merged_or_withdrawn_takes_no_step_of_a_superior(late):
    for stage in (Stage.REVIEW1, Stage.REVIEW2, Stage.MERGED, Stage.WITHDRAWN, Stage.RETURNED):

        def put(tx, stage=stage):
            tx.session.get_one(type(late.case), late.case_id).stage = stage.value

        late.runtime.write(put)
        for step in (late.take_over, lambda: late.transfer(XIANGYANG), late.order):
            with pytest.raises(NotAllowed) as refused:
                step()
            assert refused.value.code == "action_not_open", stage


def test_the_public_record_says_who_was_late_until_the_day_a_superior_took_the_case(late, clock):
    kit = late.runtime
    late.take_over()
    late.on("2026-05-20")
    chosen = replace(kit.settings, release_at_once=True)
    publication.build(kit.read, kit.write, chosen, kit.pack, SECRET)
    release = Releases(kit.settings.releases).newest()
    row = release.case(late.ref)
    assert (row["authority"], row["taken_from"], row["stage"]) == (WUHAN, COUNTY, "routed")
    notices = [one for one in row["clocks"] if one["key"] == "K1"]
    assert {(one["standing"], one["stopped"]) for one in notices} == {
        ("missed", "2026-04"),
        ("overdue", None),
    }
    assert published.authority(release, COUNTY).taken == (late.ref,)
    assert published.authority(release, WUHAN).taken == ()


def test_what_was_merged_into_the_case_changes_hands_with_it(late):
    kit, county = late.runtime, late.who(COUNTY, OFFICER)
    _, child = file_one(kit, a_filing())
    kit.write(lambda tx: delivery.show_waiting(tx, kit.pack))
    now = version(kit, county, child.ref)
    named = {"into": late.ref, "reason": "同一件事", "version": now}
    act(kit, merging.merge, kit.vault, kit.pack, county, child.ref, **named)
    late.take_over()
    opened = act(kit, reading.read, kit.vault, late.who(role=OFFICER), late.ref)
    assert len(opened.reports) == 2
    rows = select(ReportKey.holder).where(ReportKey.case_id == child.case_id)
    readers = set(kit.read(lambda tx: list(tx.session.scalars(rows))))
    assert readers == {"reporter", "custodian", WUHAN, HUBEI}
    for ref in (late.ref, child.ref):
        with pytest.raises(NotFound):
            act(kit, reading.read, kit.vault, county, ref)
    dates = kit.read(lambda tx: running(tx, child.case_id))
    assert {(row.key, row.authority_id) for row in dates} == {("K1", WUHAN)}
