"""What is entered late ends what waited for it on the day of entry; downtime forgives nothing."""

from datetime import date

import pytest

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Role
from reportdesk.domain.answer import Promised
from reportdesk.domain.errors import NotAllowed, NotFound
from reportdesk.domain.following import Sent
from reportdesk.domain.taxonomy import ExtensionReason, Measure
from reportdesk.queries.caseload import caseload
from reportdesk.queries.selection import Filters, View
from reportdesk.runtime import Runtime
from reportdesk.services import casework, delivery, followup, reading, reminders
from reportdesk.storage.clock import clocks_of, running
from tests.builders import (
    HUBEI,
    MOE,
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

OFFICER, HEAD, SUPERVISOR = Role.OFFICER, Role.HEAD, Role.SUPERVISOR


@pytest.fixture
def county(runtime: Runtime) -> County:
    return found_county(runtime)


def clocks(county: County, case_id: str, key: str) -> list[tuple[date, date | None, str | None]]:
    rows = county.runtime.read(lambda tx: clocks_of(tx, case_id))
    return [(row.started_on, row.stopped_on, row.stopped_by) for row in rows if row.key == key]


def test_an_acceptance_dated_back_leaves_the_notice_as_late_as_it_was(
    county: County, clock: FixedClock
) -> None:
    case_id = county.file()
    ref, officer = county.case(case_id).ref, county[COUNTY, OFFICER]
    clock.set("2026-04-20")
    county.sweep(case_id)
    accept(county.runtime, officer, ref, on=date(2026, 3, 3))
    assert clocks(county, case_id, "K1") == [(date(2026, 3, 2), date(2026, 4, 20), "accepted")]
    assert clocks(county, case_id, "K2") == [
        (date(2026, 3, 17), date(2026, 4, 20), "accepted"),
        (date(2026, 3, 3), None, None),
    ]


def test_what_nobody_swept_before_a_late_acceptance_is_still_recorded_once(
    county: County, clock: FixedClock
) -> None:
    case_id = county.file()
    ref, officer, kit = county.case(case_id).ref, county[COUNTY, OFFICER], county.runtime
    clock.set("2026-04-20")
    accept(kit, officer, ref)
    assert case_id in kit.read(reminders.cases_due)
    letters = county.letters()
    county.sweep(case_id)
    assert (date(2026, 3, 18), "notice_overdue") in county.names(case_id)
    assert [rung for key, rung, *_ in county.rungs(case_id) if key == "K1"] == ["S1", "S2", "S3"]
    assert county.letters() == letters  # nobody is told to hurry what is done
    assert county.sweep(case_id) == 0
    assert case_id not in kit.read(reminders.cases_due)


def test_no_time_is_added_once_it_is_over(county: County, clock: FixedClock) -> None:
    case_id = county.file()
    ref, officer, kit = county.case(case_id).ref, county[COUNTY, OFFICER], county.runtime
    accept(kit, officer, ref)
    clock.set("2026-05-28")
    with pytest.raises(NotAllowed, match="extension_too_late"):
        act(
            kit,
            casework.extend,
            kit.vault,
            kit.pack,
            county[COUNTY, HEAD],
            ref,
            reason=ExtensionReason.COMPLEX_FACTS,
            until=date(2026, 5, 31),
            text="还在查",
            version=version(kit, officer, ref),
        )


def test_a_proof_written_late_keeps_its_promise_late(county: County, clock: FixedClock) -> None:
    case_id = county.file()
    ref, officer, kit = county.case(case_id).ref, county[COUNTY, OFFICER], county.runtime
    accept(kit, officer, ref)
    promised = Promised(Measure.DELETE_DATA, date(2026, 3, 4))
    answer(kit, officer, county[COUNTY, HEAD], ref, a_draft(promised))
    clock.set("2026-05-06")
    propose(kit, officer, ref, on=date(2026, 3, 4))
    accept_proof(kit, county[COUNTY, HEAD], ref)
    assert clocks(county, case_id, "K5") == [
        (date(2026, 3, 2), date(2026, 5, 6), "evidence_accepted")
    ]
    county.sweep(case_id)
    assert county.case(case_id).ended_on == date(2026, 5, 6)


def test_whoever_stands_in_for_a_body_without_staff_has_its_clocks(
    runtime: Runtime, clock: FixedClock
) -> None:
    county = found_county(runtime, HUBEI, MOE)
    case_id = county.file()
    case = county.case(case_id)
    assert (case.authority_id, case.delivered_on) == (HUBEI, date(2026, 3, 2))
    assert case.target_id != HUBEI
    live = runtime.read(lambda tx: running(tx, case_id))
    assert {(row.key, row.authority_id) for row in live} == {("K1", HUBEI), ("K1b", HUBEI)}
    clock.set("2026-04-02")
    county.sweep(case_id)
    assert county.rungs(case_id)[-1][1] == "S2"


def pressed(county: County) -> tuple[str, str]:
    """A case whose reporter says they are under pressure; its id and reference."""
    kit = county.runtime
    receipt, filed = file_one(kit, a_filing())
    known = kit.vault.lookups(receipt, "following")
    me = kit.write(lambda tx: followup.enter(tx, kit.vault, known))
    act(
        kit,
        followup.send,
        kit.vault,
        kit.pack,
        kit.settings,
        me,
        Sent.PRESSURE,
        "系里找我谈话",
        once=once(),
    )
    kit.write(lambda tx: delivery.show_waiting(tx, kit.pack))
    return filed.case_id, county.case(filed.case_id).ref


def test_who_is_told_of_pressure_sees_the_case_without_its_words(county: County) -> None:
    kit, told = county.runtime, county[WUHAN, SUPERVISOR]
    _, ref = pressed(county)
    assert (WUHAN, "retaliation", "supervisor") in county.letters()
    shown = kit.read(lambda tx: caseload(tx, told.actor, View.ALL, Filters(), 1))
    assert [row.ref for row in shown.rows] == [ref]
    assert act(kit, reading.read, kit.vault, told, ref) is None
    with pytest.raises(NotAllowed):
        act(kit, casework.note, kit.vault, told, ref, text="过问")
    with pytest.raises(NotFound):
        act(kit, reading.read, kit.vault, county[HUBEI, SUPERVISOR], ref)


def test_pressure_reaches_the_platform_when_nobody_above_has_staff(
    runtime: Runtime, clock: FixedClock
) -> None:
    county = found_county(runtime, HUBEI)
    pressed(county)
    assert (PLATFORM_AUTHORITY, "retaliation", "platform") in county.letters()
