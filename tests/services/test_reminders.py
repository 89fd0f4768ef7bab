"""A case left alone: what each day brings, once, in the order of days, and to whom."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from reportdesk.domain.actors import Role
from reportdesk.domain.answer import Promised
from reportdesk.domain.case import Stage
from reportdesk.domain.errors import NotFound
from reportdesk.domain.following import Sent
from reportdesk.domain.taxonomy import Measure
from reportdesk.runtime import Runtime
from reportdesk.services import casework, delivery, followup, leadership, reminders
from reportdesk.storage.acts import reach
from reportdesk.storage.case import Case
from reportdesk.storage.clock import hear, running
from reportdesk.storage.report import ReportKey, reports_of
from reportdesk.vault.envelope import CannotOpen
from tests.builders import (
    HUBEI,
    WUHAN,
    a_draft,
    accept,
    accept_proof,
    act,
    answer,
    propose,
    version,
)
from tests.county import COUNTY, County, found_county
from tests.fakes import FixedClock
from tests.filings import a_filing, file_one, once

FILED = date(2026, 3, 2)
DUE = date(2026, 3, 17)
OFFICER, HEAD, SUPERVISOR = Role.OFFICER, Role.HEAD, Role.SUPERVISOR


@pytest.fixture
def county(runtime: Runtime) -> County:
    return found_county(runtime)


def on_day(county: County, clock: FixedClock, case_id: str, day: date | str) -> int:
    clock.set(day)
    return county.sweep(case_id)


def test_the_four_dates_of_a_case_left_alone(county: County, clock: FixedClock) -> None:
    case_id = county.file()
    assert on_day(county, clock, case_id, DUE) == 2  # two reminders, nothing else
    assert county.names(case_id)[-1] == (DUE, "rung_fired")

    on_day(county, clock, case_id, DUE + timedelta(days=1))
    assert county.names(case_id)[-4:] == [
        (date(2026, 3, 18), "notice_overdue"),
        (DUE, "clock_started"),
        (date(2026, 3, 18), "rung_fired"),
        (date(2026, 3, 18), "rung_fired"),
    ]
    assert county.rungs(case_id)[-1] == ("K1", "S1", date(2026, 3, 18), COUNTY)
    assert (COUNTY, "overdue", "supervisor") in county.letters()

    on_day(county, clock, case_id, DUE + timedelta(days=16))
    assert county.rungs(case_id)[-1] == ("K1", "S2", date(2026, 4, 2), WUHAN)
    assert (WUHAN, "rung", "supervisor") in county.letters()

    on_day(county, clock, case_id, DUE + timedelta(days=31))
    assert county.rungs(case_id)[-1] == ("K1", "S3", date(2026, 4, 17), HUBEI)
    assert (HUBEI, "rung", "supervisor") in county.letters()

    on_day(county, clock, case_id, DUE + timedelta(days=46))
    assert county.rungs(case_id)[-1] == ("K1", "S4", date(2026, 5, 2), None)


def test_the_presumed_acceptance_is_a_guideline_from_the_first_clocks_date(
    county: County, clock: FixedClock
) -> None:
    case_id = county.file()
    on_day(county, clock, case_id, "2026-03-25")
    assert county.case(case_id).presumed_on == DUE
    assert county.case(case_id).accepted_on is None
    clocks = {row.key: row for row in county.runtime.read(lambda tx: running(tx, case_id))}
    assert (clocks["K2"].kind, clocks["K2"].started_on) == ("guideline", DUE)


def test_nothing_happens_twice_however_often_one_looks(county: County, clock: FixedClock) -> None:
    case_id = county.file()
    on_day(county, clock, case_id, "2026-05-10")
    before, letters = county.names(case_id), county.letters()
    assert county.sweep(case_id) == 0
    assert county.sweep(case_id) == 0
    assert (county.names(case_id), county.letters()) == (before, letters)


def test_a_superior_sees_the_case_from_its_rung_on_and_nobody_else_does(
    county: County, clock: FixedClock
) -> None:
    case_id = county.file()
    ref = county.case(case_id).ref
    city, province = county[WUHAN, SUPERVISOR], county[HUBEI, SUPERVISOR]

    def sees(who) -> bool:
        try:
            return county.runtime.read(lambda tx: reach(tx, who.actor, ref)).ref == ref
        except NotFound:
            return False

    seen = []
    for day in (DUE + timedelta(days=1), DUE + timedelta(days=16), DUE + timedelta(days=31)):
        on_day(county, clock, case_id, day)
        seen.append((sees(city), sees(province)))
    assert seen == [(False, False), (True, False), (True, True)]


def wraps(county: County, case_id: str, authority_id: str) -> dict[str, ReportKey]:
    """The wraps of the one report for an authority, by layer."""

    def find(tx):
        rows = select(ReportKey).where(
            ReportKey.case_id == case_id, ReportKey.holder == authority_id
        )
        return {row.layer: row for row in tx.session.scalars(rows)}

    return county.runtime.read(find)


def opens(county: County, holder, case_id: str, wrap: ReportKey) -> bool:
    (report,) = county.runtime.read(lambda tx: reports_of(tx, case_id))
    try:
        holder.open_report(county.runtime.vault, wrap.wrapped, wrap.key_version, report.shred_id)
    except CannotOpen:
        return False
    return True


def test_a_superior_can_open_the_report_from_its_rung_on_and_only_it_can(
    county: County, clock: FixedClock
) -> None:
    case_id = county.file()
    on_day(county, clock, case_id, DUE + timedelta(days=15))
    sealed = wraps(county, case_id, WUHAN)
    assert set(sealed) == {"ladder"}
    assert not opens(county, county[WUHAN, OFFICER], case_id, sealed["ladder"])

    on_day(county, clock, case_id, DUE + timedelta(days=16))
    lifted = wraps(county, case_id, WUHAN)["open"]
    assert opens(county, county[WUHAN, SUPERVISOR], case_id, lifted)
    assert not opens(county, county[HUBEI, SUPERVISOR], case_id, lifted)
    assert not opens(county, county[COUNTY, OFFICER], case_id, lifted)
    assert set(wraps(county, case_id, HUBEI)) == {"ladder"}


def test_what_is_sealed_for_a_superior_after_its_rung_opens_too(
    county: County, clock: FixedClock
) -> None:
    case_id, kit = county.file(), county.runtime
    on_day(county, clock, case_id, DUE + timedelta(days=16))
    was = wraps(county, case_id, WUHAN)["open"]

    def take_back(tx) -> None:
        key = (was.case_id, was.report_id, WUHAN, "open")
        tx.session.delete(tx.session.get_one(ReportKey, key))

    kit.write(take_back)  # as if the platform desk had sealed it for the city only now
    on_day(county, clock, case_id, DUE + timedelta(days=17))
    assert opens(county, county[WUHAN, OFFICER], case_id, wraps(county, case_id, WUHAN)["open"])
    assert set(wraps(county, case_id, HUBEI)) == {"ladder"}


@pytest.mark.parametrize("every", [1, 2, 7, 13, 30])
def test_catching_up_after_downtime_writes_the_history_that_daily_work_writes(
    county: County, clock: FixedClock, every: int
) -> None:
    daily, late = county.file(), county.file()
    for days in range(0, 141, every):
        on_day(county, clock, daily, FILED + timedelta(days=days))
    for case_id in (daily, late):
        on_day(county, clock, case_id, FILED + timedelta(days=140))

    def story(case_id: str):
        return [
            (row.number, row.on, row.event, row.party, row.authority_id, row.stage, row.fields)
            for row in county.history(case_id)
        ]

    assert story(daily) == story(late)
    assert county.rungs(daily) == county.rungs(late)
    assert any(rung[:2] == ("K2", "S4") for rung in county.rungs(late))


def test_history_after_a_long_silence_stands_in_the_order_of_days(
    county: County, clock: FixedClock
) -> None:
    case_id = county.file()
    on_day(county, clock, case_id, "2026-07-20")
    days = [on for on, event in county.names(case_id) if event != "clock_started"]
    assert days == sorted(days)
    assert len(county.rungs(case_id)) == 14


def test_a_question_without_reply_does_not_hold_the_case_up_for_ever(
    county: County, clock: FixedClock
) -> None:
    case_id, officer = county.file(), county[COUNTY, OFFICER]
    ref, kit = county.case(case_id).ref, county.runtime
    accept(kit, officer, ref)
    ask(county, ref)
    on_day(county, clock, case_id, "2026-04-01")
    assert county.case(case_id).stage == Stage.NEEDS_INFO
    on_day(county, clock, case_id, "2026-04-02")
    assert county.case(case_id).stage == Stage.INVESTIGATING
    assert county.names(case_id)[-1] == (date(2026, 4, 2), "go_on")


def ask(county: County, ref: str) -> None:
    kit, officer = county.runtime, county[COUNTY, OFFICER]
    now = version(kit, officer, ref)
    act(
        kit,
        casework.ask,
        kit.vault,
        kit.pack,
        officer,
        ref,
        text="哪一天？",
        report=None,
        version=now,
    )


def test_a_reply_in_time_counts_even_while_it_waits_for_the_slot(
    county: County, clock: FixedClock
) -> None:
    kit = county.runtime
    receipt, filed = file_one(kit, a_filing())
    county.runtime.write(lambda tx: reminders.sweep(tx, kit.vault, kit.pack, filed.case_id))
    slot(county)
    accept(kit, county[COUNTY, OFFICER], filed.ref)
    ask(county, filed.ref)
    clock.set("2026-04-01")
    me = kit.write(
        lambda tx: followup.enter(tx, kit.vault, kit.vault.lookups(receipt, "following"))
    )
    kit.write(
        lambda tx: followup.send(
            tx, kit.vault, kit.pack, kit.settings, me, Sent.REPLY, "周一", once=once()
        )
    )
    on_day(county, clock, filed.case_id, "2026-04-02")
    assert county.case(filed.case_id).stage == Stage.NEEDS_INFO
    slot(county)
    on_day(county, clock, filed.case_id, "2026-04-03")
    assert (date(2026, 4, 1), "reply") in county.names(filed.case_id)
    assert "go_on" not in {event for _, event in county.names(filed.case_id)}


def slot(county: County) -> None:
    county.runtime.write(lambda tx: delivery.show_waiting(tx, county.runtime.pack))


def answered(county: County, clock: FixedClock, *promised: Promised) -> str:
    """A case answered on 16 March; returns its id."""
    case_id = county.file()
    ref, kit = county.case(case_id).ref, county.runtime
    accept(kit, county[COUNTY, OFFICER], ref)
    clock.set("2026-03-16")
    answer(kit, county[COUNTY, OFFICER], county[COUNTY, HEAD], ref, a_draft(*promised))
    return case_id


def test_an_answer_nobody_objects_to_ends_the_case_the_day_after_the_window(
    county: County, clock: FixedClock
) -> None:
    case_id = answered(county, clock)
    on_day(county, clock, case_id, "2026-04-15")
    assert county.case(case_id).stage == Stage.ANSWERED
    on_day(county, clock, case_id, "2026-06-30")
    case = county.case(case_id)
    assert (case.stage, case.closure_reason, case.ended_on) == (
        Stage.CLOSED,
        "no_objection",
        date(2026, 4, 16),
    )
    assert county.names(case_id)[-1] == (date(2026, 4, 16), "close")
    assert not county.runtime.read(lambda tx: running(tx, case_id))


def test_a_promise_without_proof_keeps_the_case_open_and_climbs_two_rungs(
    county: County, clock: FixedClock
) -> None:
    case_id = answered(county, clock, Promised(Measure.DELETE_DATA, date(2026, 5, 8)))
    on_day(county, clock, case_id, "2026-09-30")
    assert county.case(case_id).stage == Stage.CORRECTING
    assert (date(2026, 4, 16), "window_over") in county.names(case_id)
    assert [(rung[1], rung[3]) for rung in county.rungs(case_id) if rung[0] == "K5"] == [
        ("S1", COUNTY),
        ("S2", WUHAN),
    ]


def test_the_proof_of_the_last_promise_ends_the_case_on_the_day_it_is_accepted(
    county: County, clock: FixedClock
) -> None:
    case_id = answered(county, clock, Promised(Measure.DELETE_DATA, date(2026, 5, 8)))
    ref, kit, officer = county.case(case_id).ref, county.runtime, county[COUNTY, OFFICER]
    on_day(county, clock, case_id, "2026-05-01")
    clock.set("2026-05-06")
    propose(kit, officer, ref, on=date(2026, 5, 5))
    accept_proof(kit, county[COUNTY, HEAD], ref)
    assert case_id in kit.read(reminders.cases_due)
    on_day(county, clock, case_id, "2026-05-07")
    case = county.case(case_id)
    assert (case.stage, case.ended_on) == (Stage.CLOSED, date(2026, 5, 6))


def test_a_proof_before_the_window_is_over_does_not_shorten_the_window(
    county: County, clock: FixedClock
) -> None:
    case_id = answered(county, clock, Promised(Measure.DELETE_DATA, date(2026, 5, 8)))
    ref, kit, officer = county.case(case_id).ref, county.runtime, county[COUNTY, OFFICER]
    propose(kit, officer, ref, on=date(2026, 3, 16))
    accept_proof(kit, county[COUNTY, HEAD], ref)
    on_day(county, clock, case_id, "2026-04-15")
    assert county.case(case_id).stage == Stage.CORRECTING
    on_day(county, clock, case_id, "2026-04-16")
    assert county.case(case_id).ended_on == date(2026, 4, 16)


def test_a_merged_case_follows_its_parent_and_escalates_nothing(
    county: County, clock: FixedClock
) -> None:
    case_id = county.file()

    def merge(tx) -> None:
        tx.session.get_one(Case, case_id).stage = Stage.MERGED.value

    county.runtime.write(merge)
    assert on_day(county, clock, case_id, "2026-06-01") == 0
    assert county.rungs(case_id) == []


def test_a_second_delivery_has_its_own_presumption(county: County, clock: FixedClock) -> None:
    case_id, kit = county.file(), county.runtime
    on_day(county, clock, case_id, "2026-03-18")

    def send_again(tx) -> None:
        case = tx.session.get_one(Case, case_id)
        hear(tx, case, kit.pack, ("returned", "redelivered"), tx.today)

    clock.set("2026-03-23")
    kit.write(send_again)
    on_day(county, clock, case_id, "2026-04-09")
    overdue = [on for on, event in county.names(case_id) if event == "notice_overdue"]
    assert overdue == [date(2026, 3, 18), date(2026, 4, 8)]
    assert county.case(case_id).presumed_on == date(2026, 4, 7)


def due_today(county: County) -> list[str]:
    kit = county.runtime
    return kit.read(reminders.cases_due)


def test_who_is_late_is_looked_at_on_the_days_of_the_rungs_alone(
    county: County, clock: FixedClock
) -> None:
    case_id, looked = county.file(), []
    for day in (*range(11, 18), *range(30, 33), *range(45, 48), *range(60, 63)):
        clock.set(FILED + timedelta(days=day))
        if case_id in due_today(county):
            looked.append(day)
            county.sweep(case_id)
        assert case_id not in due_today(county)
    # new; reminders; presumed acceptance and the first rung; S2, S3, S4 and the decision's first
    assert looked == [11, 12, 15, 16, 31, 46, 61]


def test_whatever_is_not_looked_at_has_nothing_to_be_done(
    county: County, clock: FixedClock
) -> None:
    promise = Promised(Measure.DELETE_DATA, date(2026, 5, 8))
    cases = [county.file(), answered(county, clock, promise), county.file()]
    accept(county.runtime, county[COUNTY, OFFICER], county.case(cases[2]).ref)
    for day in range(20, 180, 8):
        clock.set(FILED + timedelta(days=day))
        for case_id in sorted(set(cases) - set(due_today(county))):
            assert county.sweep(case_id) == 0, (case_id, clock().date())
        for case_id in due_today(county):
            county.sweep(case_id)
    assert len(county.rungs(cases[0])) > 7


def found_due(county: County, clock: FixedClock, case_id: str, day: date | str) -> bool:
    kit = county.runtime
    clock.set(day)
    return case_id in kit.read(reminders.cases_due)


def test_a_rung_missed_while_nobody_kept_time_is_found_although_an_earlier_one_fired(
    county: County, clock: FixedClock
) -> None:
    case_id = county.file()
    on_day(county, clock, case_id, "2026-03-20")  # S1 fired; then the jobs stand still
    clock.set("2026-04-20")
    accept(county.runtime, county[COUNTY, OFFICER], county.case(case_id).ref)
    assert found_due(county, clock, case_id, "2026-04-21")
    county.sweep(case_id)
    missed = [("K1", "S2", date(2026, 4, 2), WUHAN), ("K1", "S3", date(2026, 4, 17), HUBEI)]
    assert county.rungs(case_id)[-2:] == missed
    assert not found_due(county, clock, case_id, "2026-04-21")


def test_a_case_that_its_last_proof_ended_closes_also_after_a_year_without_jobs(
    county: County, clock: FixedClock
) -> None:
    case_id, kit = county.file(), county.runtime
    ref, writer, second = county.case(case_id).ref, county[COUNTY, OFFICER], county[COUNTY, HEAD]
    accept(kit, writer, ref)
    answer(kit, writer, second, ref, a_draft(Promised(Measure.DELETE_DATA, date(2026, 3, 20))))
    on_day(county, clock, case_id, "2026-04-20")  # the window is over
    kit.write(lambda tx: leadership.done(tx, "sweep", "2026-04-20T10", 1, 1))
    clock.set("2026-04-21")
    propose(kit, writer, ref, on=date(2026, 4, 21))
    accept_proof(kit, second, ref)
    assert found_due(county, clock, case_id, "2027-06-01")
    county.sweep(case_id)
    assert county.case(case_id).ended_on == date(2026, 4, 21)
