"""What a superior may do about lateness, and what it may not."""

from datetime import date

import pytest

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Role
from reportdesk.domain.case import Stage
from reportdesk.domain.errors import BadInput, Conflict, NotAllowed, NotFound, Stale
from reportdesk.domain.supervising import DemandState
from reportdesk.letters.letter import to_json
from reportdesk.queries.letters import letter
from reportdesk.services import reading, supervising, taking_over, triage
from tests.builders import MOE, XIANGYANG, accept, act, answer, version
from tests.supervision import COUNTY, HUBEI, REACHED, WUHAN, Late, a_late_case

OFFICER, HEAD, SUPERVISOR = Role.OFFICER, Role.HEAD, Role.SUPERVISOR


@pytest.fixture
def late(runtime, clock) -> Late:
    return a_late_case(runtime, clock)


def steps(late: Late):
    """Every step that presses the holder, by name."""
    return {
        "demand": lambda who=None: late.demand("2026-04-10", who),
        "order": late.order,
        "take over": late.take_over,
        "transfer": lambda who=None: late.transfer(XIANGYANG, who),
    }


# Demanding a report


def test_a_demand_starts_a_clock_of_the_holder_that_is_due_on_the_day_named(late):
    late.demand("2026-04-10", late.who(role=OFFICER))
    (clock,) = [row for row in late.clocks() if row.key == "K10"]
    assert (clock.authority_id, clock.due, clock.kind) == (COUNTY, date(2026, 4, 10), "policy")
    assert late.case.stage == Stage.ROUTED
    assert (COUNTY, "demand", None) in late.county.letters()


def test_a_day_on_a_weekend_rolls_as_every_date_does(late):
    late.demand("2026-04-11")
    (clock,) = [row for row in late.clocks() if row.key == "K10"]
    assert (clock.raw_due, clock.due) == (date(2026, 4, 11), date(2026, 4, 13))


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2026-04-01", "demand_too_soon"),
        ("2026-04-07", "demand_too_soon"),  # 6 April is a holiday: two working days
        ("2026-05-03", "demand_too_late"),
    ],
)
def test_the_day_leaves_three_working_days_and_no_more_than_thirty_days(late, day, code):
    with pytest.raises(BadInput) as refused:
        late.demand(day)
    assert (refused.value.field, refused.value.code) == ("until", code)
    assert not late.demands


@pytest.mark.parametrize("day", ["2026-04-08", "2026-05-02"])
def test_the_first_and_the_last_day_are_allowed(late, day):
    late.demand(day)
    assert late.demands[0].until == date.fromisoformat(day)


def test_the_report_stops_its_clock_and_reaches_the_superior(late):
    late.demand("2026-04-10", text="请写明为什么没有受理")
    late.report(text="已约谈学校，下周受理")
    assert not [row for row in late.clocks() if row.key == "K10"]
    assert late.demands[0].state is DemandState.REPORTED
    assert (WUHAN, "report_up", None) in late.county.letters()
    for who in (late.who(role=OFFICER), late.who(COUNTY, OFFICER)):
        opened = act(late.runtime, reading.read, late.runtime.vault, who, late.ref)
        told = {note.kind: note.text for note in opened.notes}
        assert told == {"demand": "请写明为什么没有受理", "report_up": "已约谈学校，下周受理"}


def test_a_report_can_be_accepted_or_sent_back_with_a_new_day(late):
    late.demand("2026-04-10")
    late.report()
    late.act(supervising.return_report, until=date(2026, 4, 15), text="没有写谁负责")
    (demand,) = late.demands
    assert (demand.state, demand.until) == (DemandState.WAITS, date(2026, 4, 15))
    late.report(text="由王某负责")
    late.act(supervising.accept_report)
    assert late.demands[0].state is DemandState.ACCEPTED
    late.demand("2026-04-20")
    assert [one.state for one in late.demands] == [DemandState.ACCEPTED, DemandState.WAITS]


def test_a_superior_has_one_demand_open_at_a_time_and_another_superior_its_own(late):
    late.demand("2026-04-30")
    with pytest.raises(NotAllowed) as refused:
        late.demand("2026-04-29")
    assert refused.value.code == "demand_open"
    late.on("2026-04-17")
    late.demand("2026-04-28", late.who(HUBEI))
    late.report(2)
    assert [one.state for one in late.demands] == [DemandState.WAITS, DemandState.REPORTED]
    with pytest.raises(NotAllowed):  # the city judges no report to the province
        late.act(supervising.accept_report)


def test_a_demand_can_be_withdrawn(late):
    late.demand("2026-04-10")
    late.act(supervising.drop_demand)
    assert late.demands[0].state is DemandState.DROPPED
    assert not [row for row in late.clocks() if row.key == "K10"]
    with pytest.raises(NotAllowed):
        late.report()


def test_the_answer_ends_a_demand(late):
    late.demand("2026-04-10")
    answer(late.runtime, late.who(COUNTY, OFFICER), late.who(COUNTY, HEAD), late.ref)
    assert late.demands[0].state is DemandState.ENDED


def test_a_report_is_given_once_and_to_a_demand_that_is_there(late):
    late.demand("2026-04-10")
    with pytest.raises(Conflict):
        late.report(2)
    late.report()
    with pytest.raises(NotAllowed) as refused:
        late.report()
    assert refused.value.code == "no_demand"


def test_a_late_report_climbs_to_the_own_supervisor_and_then_to_whoever_is_above(late):
    late.demand("2026-04-10")
    late.on("2026-04-11")
    late.on("2026-04-26")
    assert [rung[1:] for rung in late.county.rungs(late.case_id) if rung[0] == "K10"] == [
        ("S0_before", date(2026, 4, 7), COUNTY),
        ("S0_due", date(2026, 4, 10), COUNTY),
        ("S0_after", date(2026, 4, 11), COUNTY),
        ("S1", date(2026, 4, 11), COUNTY),
        ("S2", date(2026, 4, 26), WUHAN),
    ]


# Ordering acceptance


def test_an_order_accepts_the_case_from_its_day_and_the_missed_notice_stays(late):
    late.order()
    assert (late.case.stage, late.case.accepted_on) == (Stage.ACCEPTED, date(2026, 4, 2))
    by_key = {row.key: row for row in late.clocks(running=False) if row.kind != "policy"}
    assert (by_key["K1"].due, by_key["K1"].stopped_on) == (date(2026, 3, 17), date(2026, 4, 2))
    decision = next(row for row in late.clocks() if row.key == "K2")
    assert (decision.kind, decision.started_on) == ("statutory", date(2026, 4, 2))
    assert (decision.authority_id, decision.due) == (COUNTY, date(2026, 6, 1))
    assert late.case.presumed_on == date(2026, 3, 17)
    assert late.case.filed_on == date(2026, 3, 2)
    assert (COUNTY, "ordered", None) in late.county.letters()


def test_after_the_order_the_matter_is_within_time_and_every_step_closes(late):
    late.order()
    for name, step in steps(late).items():
        with pytest.raises(NotAllowed) as refused:
            step()
        open_as_ever = {"within_time", "action_not_open"}
        assert refused.value.code in open_as_ever, name
    opened = act(late.runtime, reading.read, late.runtime.vault, late.who(), late.ref)
    assert opened.reports[0].content["story"]


def test_a_case_that_was_declined_is_for_the_review_and_not_for_an_order(late):
    kit, officer = late.runtime, late.who(COUNTY, OFFICER)
    now = version(kit, officer, late.ref)
    act(
        kit,
        triage.decline,
        kit.vault,
        kit.pack,
        officer,
        late.ref,
        reason=triage.DeclineReason.NO_FACTS,
        text="没有事实",
        version=now,
    )
    with pytest.raises(NotAllowed) as refused:
        late.order()
    assert refused.value.code == "action_not_open"


# Who may, and when


@pytest.mark.parametrize("name", ["order", "take over", "transfer"])
def test_officers_of_the_superior_ask_for_reports_and_decide_nothing(late, name):
    with pytest.raises(NotAllowed) as refused:
        steps(late)[name](late.who(role=OFFICER))
    assert refused.value.code == "not_your_step"
    steps(late)[name](late.who(role=HEAD))  # the control


@pytest.mark.parametrize("name", ["demand", "order", "take over", "transfer"])
def test_nobody_acts_before_its_rung_nor_from_outside_the_ladder(runtime, clock, name):
    late = a_late_case(runtime, clock, COUNTY, WUHAN, HUBEI, XIANGYANG, MOE, until="2026-04-01")
    outsiders = [(at, SUPERVISOR) for at in (WUHAN, HUBEI, MOE, XIANGYANG)]
    outsiders += [(PLATFORM_AUTHORITY, Role.PLATFORM)]
    for at, role in outsiders:
        with pytest.raises(NotFound):
            steps(late)[name](late.who(at, role))
    late.on(REACHED)
    for at, role in outsiders[1:]:
        with pytest.raises(NotFound):
            steps(late)[name](late.who(at, role))
    with pytest.raises(NotAllowed):  # the holder about itself
        steps(late)[name](late.who(COUNTY, HEAD))
    steps(late)[name]()  # the control


@pytest.mark.parametrize("name", ["demand", "order", "take over", "transfer"])
def test_a_form_made_before_the_holder_acted_is_refused(late, name):
    seen = version(late.runtime, late.who(), late.ref)
    accept(late.runtime, late.who(COUNTY, OFFICER), late.ref)
    use_case, more = {
        "demand": (supervising.demand, {"until": date(2026, 4, 10)}),
        "order": (supervising.order_acceptance, {}),
        "take over": (taking_over.take_over, {}),
        "transfer": (taking_over.transfer, {"target_id": XIANGYANG}),
    }[name]
    with pytest.raises(Stale):
        late.act(use_case, now=seen, text="迟到", **more)
    with pytest.raises(NotAllowed):  # nor when it is made anew: the case is within time
        late.act(use_case, text="迟到", **more)
    assert late.case.authority_id == COUNTY


def test_the_accused_authority_on_the_ladder_never_acts(late):
    def accuse(tx):
        case = tx.session.get_one(type(late.case), late.case_id)
        case.reason_params = {**case.reason_params, "skipped": WUHAN}

    late.runtime.write(accuse)
    for name, step in steps(late).items():
        with pytest.raises(NotAllowed):
            step()
        assert late.case.authority_id == COUNTY, name


# The letter that goes out with a step


def sent(late: Late, who, number: int = 1, lang: str = "zh") -> str:
    """Every word of a letter, as this member reads it."""
    _, found = late.runtime.read(lambda tx: letter(tx, who.actor, late.ref, number, lang))
    return str(to_json(found))


@pytest.mark.parametrize(
    ("name", "asks"),
    [
        ("demand", "书面报告办理情况"),
        ("order", "决定受理并登记受理日期"),
        ("take over", "该事项改由本机关办理"),
        ("transfer", "移交本机关另行指定的单位"),
    ],
)
def test_each_step_sends_a_notice_of_what_is_late_and_what_is_asked_and_no_more(late, name, asks):
    late.note(late.who(), "不要让学校知道", own=True)
    steps(late)[name]()
    said = sent(late, late.who())  # also when the case itself has gone elsewhere
    for words in ("武汉市教育局", "武昌区教育局", "3月18日", "逾期16天", asks):
        assert words in said
    for words in ("每天录 30 分钟对话。", "不要让学校知道", "请写明进展", "市里来办"):
        assert words not in said
    assert sent(late, late.who(COUNTY, OFFICER)) == said
    assert "Wuchang" in sent(late, late.who(), lang="en")
    with pytest.raises(NotFound):
        sent(late, late.who(PLATFORM_AUTHORITY, Role.PLATFORM))


def test_the_notice_of_a_demand_names_its_day_as_it_rolled(late):
    late.demand("2026-04-11")
    assert "2026年4月13日" in sent(late, late.who())


# Notes


def test_a_superiors_note_is_for_the_holder_too_or_for_its_own_colleagues_alone(late):
    late.on("2026-04-17")
    late.note(late.who(), "请抓紧", own=False)
    late.note(late.who(), "考虑提级", own=True)

    def reads(at: str) -> list[str]:
        who = late.who(at, OFFICER)
        opened = act(late.runtime, reading.read, late.runtime.vault, who, late.ref)
        return [note.text for note in opened.notes]

    assert reads(WUHAN) == ["请抓紧", "考虑提级"]
    assert reads(COUNTY) == reads(HUBEI) == ["请抓紧"]


def test_a_note_of_the_holder_stays_open_to_whoever_supervises_it(late):
    late.note(late.who(COUNTY, OFFICER), "周三去学校", own=True)
    opened = act(late.runtime, reading.read, late.runtime.vault, late.who(), late.ref)
    assert [note.text for note in opened.notes] == ["周三去学校"]
