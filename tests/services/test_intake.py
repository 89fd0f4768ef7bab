"""Filing: where it goes, who can open it, which clocks start, and that it happens once."""

import dataclasses
import threading

import pytest
from sqlalchemy import func, select

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.errors import BadInput, NotFound, Unavailable
from reportdesk.domain.filing import AttachedFile
from reportdesk.domain.filing_parts import Involved, Story, Where, Who
from reportdesk.domain.routing import NotCovered
from reportdesk.domain.taxonomy import Filer, Ownership, RunBy, SchoolKind
from reportdesk.queries.access import visible_to
from reportdesk.runtime import Runtime
from reportdesk.services import delivery, intake, reading
from reportdesk.storage.attached import files_of
from reportdesk.storage.case import Case
from reportdesk.storage.clock import running
from reportdesk.storage.history import events
from reportdesk.storage.outbox import Outbox
from reportdesk.storage.report import (
    Attachment,
    Report,
    ReportKey,
    reports_of,
    wraps_for,
)
from reportdesk.storage.staff import CustodianKey
from reportdesk.vault.envelope import CannotOpen
from reportdesk.vault.keypair import KeyPair
from reportdesk.vault.opened import open_case
from tests.filings import HUBEI, MOE, a_filing, file_one, give_keys, load_places, school_id

COUNTY, CITY = "edu-420106", "edu-420100"


@pytest.fixture(autouse=True)
def _places(runtime: Runtime) -> None:
    load_places(runtime)


def planned(runtime: Runtime, where: Where, *, involved: bool = False) -> intake.Plan:
    return runtime.read(lambda tx: intake.plan(tx, runtime.pack, where, involved=involved))


def the_case(runtime: Runtime, filed: intake.Filed) -> Case:
    return runtime.read(lambda tx: tx.session.get_one(Case, filed.case_id))


def count(runtime: Runtime, table: type) -> int:
    return runtime.read(lambda tx: tx.session.scalar(select(func.count()).select_from(table)))


def keys(runtime: Runtime, filed: intake.Filed) -> dict[str, str]:
    def look(tx):
        rows = tx.session.scalars(select(ReportKey).where(ReportKey.case_id == filed.case_id))
        return {row.holder: row.layer for row in rows}

    return runtime.read(look)


def test_nobody_can_file_before_somebody_could_open_it(runtime: Runtime) -> None:
    assert not runtime.read(intake.is_open)
    with pytest.raises(Unavailable):
        planned(runtime, a_filing().where)
    give_keys(runtime, HUBEI, members=1)
    assert not runtime.read(intake.is_open)


def test_a_college_goes_to_its_province_and_its_clocks_start_today(runtime: Runtime) -> None:
    give_keys(runtime, HUBEI)
    _, filed = file_one(runtime, a_filing(school_id(runtime)))
    case = the_case(runtime, filed)
    assert (case.authority_id, case.target_id, case.ladder) == (HUBEI, HUBEI, [MOE])
    assert filed.direct
    clocks = runtime.read(
        lambda tx: [(c.key, c.due.isoformat()) for c in running(tx, case.case_id)]
    )
    assert clocks == [("K1b", "2026-03-09"), ("K1", "2026-03-17")]
    happened = runtime.read(lambda tx: [e.event for e in events(tx, case.case_id)])
    assert [e for e in happened if not e.startswith("clock")] == ["filed", "delivered"]


def test_a_keyed_superior_stands_in_until_the_target_can_open_cases(runtime: Runtime) -> None:
    give_keys(runtime, HUBEI)
    _, filed = file_one(runtime, a_filing())
    case = the_case(runtime, filed)
    assert (case.authority_id, case.target_id) == (HUBEI, COUNTY)
    assert (filed.direct, filed.delivered) == (False, True)
    assert case.delivered_on == case.filed_on
    clocks = runtime.read(lambda tx: {c.key for c in running(tx, case.case_id)})
    assert clocks == {"K1", "K1b"}


def test_the_platform_desk_holds_what_nobody_on_the_ladder_can_open(runtime: Runtime) -> None:
    give_keys(runtime, PLATFORM_AUTHORITY)
    plan = planned(runtime, a_filing().where)
    assert (plan.route.primary, plan.holder, plan.direct) == (COUNTY, PLATFORM_AUTHORITY, False)
    assert [due.key for due in plan.dues] == ["K0"]


def test_an_authority_that_is_involved_is_passed_over_and_gets_no_key(runtime: Runtime) -> None:
    give_keys(runtime, HUBEI, MOE)
    filing = a_filing(school_id(runtime), who=Who(Filer.STUDENT, Involved.YES))
    assert planned(runtime, filing.where, involved=True).route.primary == MOE
    _, filed = file_one(runtime, filing)
    assert the_case(runtime, filed).authority_id == MOE
    assert HUBEI not in keys(runtime, filed)


def test_a_school_of_the_ministry_whose_ministry_is_involved_goes_to_the_platform(
    runtime: Runtime,
) -> None:
    give_keys(runtime, MOE, PLATFORM_AUTHORITY)
    where = Where(
        name="示范大学",
        province="420000",
        kind=SchoolKind.UNDERGRADUATE,
        ownership=Ownership.PUBLIC,
        run_by=RunBy.MINISTRY,
    )
    plan = planned(runtime, where, involved=True)
    assert (plan.holder, plan.direct) == (PLATFORM_AUTHORITY, False)


def test_hong_kong_is_refused_before_anything_is_written(runtime: Runtime) -> None:
    give_keys(runtime, HUBEI, PLATFORM_AUTHORITY)
    with pytest.raises(NotCovered):
        planned(runtime, Where(name="某校", province="810000", kind=SchoolKind.OTHER))


def test_everybody_who_may_open_it_gets_a_wrap_and_nobody_else(runtime: Runtime) -> None:
    give_keys(runtime, HUBEI, MOE, CITY)
    keeper = KeyPair.new()
    runtime.write(
        lambda tx: tx.session.add(
            CustodianKey(version=1, public_key=keeper.public, created_at=tx.now)
        )
    )
    _, filed = file_one(runtime, a_filing(school_id(runtime)))
    assert keys(runtime, filed) == {
        "reporter": "open",
        HUBEI: "open",
        MOE: "ladder",
        "custodian": "open",
    }


def test_the_holder_reads_it_and_the_superior_cannot_before_its_rung(runtime: Runtime) -> None:
    holders = give_keys(runtime, HUBEI, MOE)
    filing = a_filing(school_id(runtime), wrong_route="应该归教育部")
    _, filed = file_one(runtime, filing)

    def read(tx):
        report = reports_of(tx, filed.case_id)[0]
        wraps = wraps_for(tx, filed.case_id, HUBEI)
        opened = open_case(runtime.vault, holders[HUBEI], filed.case_id, wraps)
        [superior] = wraps_for(tx, filed.case_id, MOE)
        with pytest.raises(CannotOpen):
            holders[MOE].open_report(
                runtime.vault, superior.wrapped, superior.version, superior.shred_id
            )
        return opened.report(report.report_id, report.sealed)

    assert runtime.read(read) == filing.private()


def test_a_doubted_route_is_told_to_the_platform_without_its_words(runtime: Runtime) -> None:
    give_keys(runtime, HUBEI, PLATFORM_AUTHORITY)
    _, filed = file_one(runtime, a_filing(school_id(runtime), wrong_route="归人社局"))
    happened = runtime.read(lambda tx: [e.event for e in events(tx, filed.case_id)])
    assert "route_questioned" in happened
    letters = runtime.read(
        lambda tx: [(m.authority_id, m.kind) for m in tx.session.scalars(select(Outbox))]
    )
    assert (PLATFORM_AUTHORITY, "routing_complaint") in letters


def test_the_platform_sees_a_doubted_case_without_its_contents_and_no_other(
    runtime: Runtime,
) -> None:
    holders = give_keys(runtime, HUBEI, PLATFORM_AUTHORITY)
    desk = holders[PLATFORM_AUTHORITY]
    _, doubted = file_one(runtime, a_filing(school_id(runtime), wrong_route="归人社局"))
    _, other = file_one(runtime, a_filing(school_id(runtime)))
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))
    assert runtime.write(lambda tx: reading.read(tx, runtime.vault, desk, doubted.ref)) is None
    with pytest.raises(NotFound):
        runtime.write(lambda tx: reading.read(tx, runtime.vault, desk, other.ref))
    listed = runtime.read(
        lambda tx: tx.session.scalars(select(Case.ref).where(visible_to(desk.actor))).all()
    )
    assert listed == [doubted.ref]


def test_the_same_receipt_files_once_and_says_so(runtime: Runtime) -> None:
    give_keys(runtime, HUBEI)
    receipt, first = file_one(runtime, a_filing(school_id(runtime)))
    _, again = file_one(runtime, a_filing(), receipt)
    assert first.fresh
    assert not again.fresh
    assert again.ref == first.ref
    assert count(runtime, Case) == count(runtime, Report) == 1
    runtime.write(lambda tx: intake.confirm(tx, first.case_id, first.report_id))
    assert file_one(runtime, a_filing(), receipt)[1].confirmed


def test_two_requests_at_the_same_moment_file_once(runtime: Runtime) -> None:
    give_keys(runtime, HUBEI)
    receipt, filing = runtime.vault.draw_receipt(), a_filing(school_id(runtime))
    together, refs, errors = threading.Barrier(2), [], []

    def press() -> None:
        together.wait()
        try:
            refs.append(file_one(runtime, filing, receipt)[1].ref)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(runtime, Report) == 1
    assert all(getattr(error, "code", None) == "already_filed" for error in errors)
    assert len(set(refs)) == 1


def test_a_filing_with_a_fault_is_refused_with_its_field(runtime: Runtime) -> None:
    give_keys(runtime, HUBEI)
    with pytest.raises(BadInput) as refused:
        file_one(runtime, a_filing(school_id(runtime), story=Story()))
    assert (refused.value.field, refused.value.code) == ("text", "story_missing")
    assert count(runtime, Case) == 0


def test_the_desk_sees_it_in_the_next_slot_unless_this_is_a_demonstration(
    runtime: Runtime,
) -> None:
    give_keys(runtime, HUBEI)
    _, quiet = file_one(runtime, a_filing(school_id(runtime)))
    assert not the_case(runtime, quiet).visible
    assert count(runtime, Outbox) == 0
    runtime.settings = dataclasses.replace(runtime.settings, slots_at_once=True)
    for _ in range(3):
        _, shown = file_one(runtime, a_filing(school_id(runtime)))
    assert the_case(runtime, shown).visible
    letters = runtime.read(lambda tx: list(tx.session.scalars(select(Outbox.kind))))
    assert letters == ["new_report"]


def test_files_come_along_sealed_under_the_report(runtime: Runtime) -> None:
    give_keys(runtime, HUBEI)
    stored = runtime.vault.store_file([b"picture"], runtime.clock().date())
    file = AttachedFile(stored.blob_name, stored.key.hex(), "截图.png", "image/png", 7, ())
    receipt, filed = file_one(runtime, a_filing(school_id(runtime)), files=[file])

    def read(tx):
        [row] = files_of(tx, tx.session.get_one(Report, (filed.case_id, filed.report_id)))
        return row.blob, "截图".encode() in row.sealed

    assert runtime.read(read) == (stored.blob_name, False)
    file_one(runtime, a_filing(school_id(runtime)), receipt, files=[file])
    assert count(runtime, Attachment) == 1


def test_a_file_that_was_swept_is_not_filed_as_if_it_were_there(runtime: Runtime) -> None:
    give_keys(runtime, HUBEI)
    stored = runtime.vault.store_file([b"picture"], runtime.clock().date())
    file = AttachedFile(stored.blob_name, stored.key.hex(), "截图.png", "image/png", 7, ())
    runtime.write(lambda tx: intake.discard(tx, runtime.vault, stored.blob_name))
    with pytest.raises(BadInput) as caught:
        file_one(runtime, a_filing(school_id(runtime)), files=[file])
    assert caught.value.code == "files_gone"
    assert count(runtime, Report) == 0


def test_references_are_public_and_say_nothing(runtime: Runtime) -> None:
    give_keys(runtime, HUBEI)
    refs = {file_one(runtime, a_filing(school_id(runtime)))[1].ref for _ in range(5)}
    assert len(refs) == 5
    assert all(len(ref) == 9 and ref[4] == "-" and not set(ref) & set("ILOU") for ref in refs)
