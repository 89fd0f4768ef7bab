"""Suspected filings wait apart, and leave the queue by a decision, by their writer, or by time."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from reportdesk.domain.abuse import PASSED_A_SLOT, Apart, By, Decision, Suspicion
from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor, Role
from reportdesk.domain.errors import Conflict, NotAllowed, NotFound
from reportdesk.domain.following import Sent
from reportdesk.domain.joining import PublicMatter
from reportdesk.jobs import work
from reportdesk.queries import suspected as queue
from reportdesk.queries.caseload import caseload
from reportdesk.services import delivery, followup, intake, reminders, retention, suspected, triage
from reportdesk.storage.audit import Audit, first_break
from reportdesk.storage.base import Base
from reportdesk.storage.case import Case
from reportdesk.storage.clock import clocks_of
from reportdesk.storage.outbox import Outbox
from reportdesk.storage.publishable import cases_by_id
from reportdesk.storage.report import Report
from reportdesk.storage.suspected import Suspected
from tests.filings import HUBEI, MOE, a_filing, give_keys, load_places, once, school_id

FILED = date(2026, 3, 2)
DUE = date(2026, 3, 5)


@pytest.fixture
def site(runtime):
    load_places(runtime)
    runtime.people = give_keys(runtime, HUBEI, MOE, PLATFORM_AUTHORITY)
    return runtime


def suspect(site, reason: Suspicion | None = Suspicion.BURST, school: bool = True, **changes):
    """File one; returns its receipt and what was filed."""
    receipt = site.vault.draw_receipt()
    known = site.vault.lookups(receipt, "filing")
    filing = a_filing(school_id(site) if school else None, **changes)
    filed = site.write(
        lambda tx: intake.file(
            tx, site.vault, site.pack, site.settings, filing, known, suspected=reason
        )
    )
    return receipt, filed


def slot(site) -> None:
    """What the job of the fixed slot does, without its letters."""
    site.write(suspected.show_waiting)
    site.write(lambda tx: suspected.let_go(tx, site.pack))
    while site.write(lambda tx: suspected.pass_on(tx, site.pack, slot=":09")):
        pass
    site.write(lambda tx: delivery.show_waiting(tx, site.pack))


def decide(site, decision: Decision, count: int, by: By = By.ALL, key: str = "", only=None) -> int:
    actor = site.people[PLATFORM_AUTHORITY].actor
    return site.write(
        lambda tx: suspected.decide(tx, actor, decision, by, key, expected=count, only=only)
    )


def at_desk(site, authority: str = HUBEI) -> int:
    actor = site.people[authority].actor
    return site.read(lambda tx: caseload(tx, actor)).total


def counts(site) -> dict[str, int]:
    return {state.value: n for state, n in site.read(queue.counts).items() if n}


def letters(site) -> list[tuple[str, str]]:
    rows = site.read(lambda tx: list(tx.session.scalars(select(Outbox))))
    return sorted((row.authority_id, row.kind) for row in rows)


def write_back(site, receipt: str, kind: Sent, text: str = "是我写的") -> None:
    known = site.vault.lookups(receipt, "following")
    me = site.write(lambda tx: followup.enter(tx, site.vault, known))
    site.write(
        lambda tx: followup.send(
            tx, site.vault, site.pack, site.settings, me, kind, text, once=once()
        )
    )


def row_of(site, filed) -> Suspected:
    return site.read(lambda tx: tx.session.get_one(Suspected, (filed.case_id, filed.report_id)))


def clocks(site, filed) -> dict[str, tuple[str | None, bool]]:
    rows = site.read(lambda tx: clocks_of(tx, filed.case_id))
    return {row.key: (row.authority_id, row.stopped_on is None) for row in rows}


def test_a_suspected_report_is_filed_like_any_other_and_reaches_nobody(site) -> None:
    receipt, filed = suspect(site)
    assert filed.fresh
    assert filed.apart
    slot(site)
    assert at_desk(site) == at_desk(site, MOE) == at_desk(site, PLATFORM_AUTHORITY) == 0
    for authority in (HUBEI, PLATFORM_AUTHORITY):
        actor = site.people[authority].actor
        with pytest.raises(NotFound):
            site.write(
                lambda tx, actor=actor: triage.accept(
                    tx, site.pack, actor, filed.ref, version=1, on=FILED
                )
            )
    known = site.vault.lookups(receipt, "following")
    me = site.write(lambda tx: followup.enter(tx, site.vault, known))
    assert me.report_id == filed.report_id, "its receipt works as always"


def test_control_the_same_report_unsuspected_reaches_the_authority(site) -> None:
    _, filed = suspect(site, None)
    slot(site)
    assert at_desk(site) == 1
    assert not filed.apart


def test_only_the_platforms_own_clock_runs_while_it_waits(site, clock) -> None:
    _, filed = suspect(site)
    assert clocks(site, filed) == {"K0": (PLATFORM_AUTHORITY, True)}
    slot(site)
    clock.set("2026-03-04")
    decide(site, Decision.RELEASE, 1)
    assert clocks(site, filed) == {"K0": (PLATFORM_AUTHORITY, True)}
    slot(site)
    after = clocks(site, filed)
    assert after["K0"] == (PLATFORM_AUTHORITY, False)
    assert after["K1"] == (HUBEI, True)
    notice = next(
        row for row in site.read(lambda tx: clocks_of(tx, filed.case_id)) if row.key == "K1"
    )
    assert notice.started_on == date(2026, 3, 4), "the authority's time begins when it gets it"
    assert at_desk(site) == 1


def test_the_queue_shows_nothing_before_the_slot(site) -> None:
    suspect(site)
    assert counts(site) == {}, "a new line in the queue would tell the time of filing"
    slot(site)
    assert counts(site) == {"waiting": 1}


def test_a_flood_causes_one_letter_and_none_to_the_authority(site) -> None:
    for _ in range(12):
        suspect(site)
    slot(site)
    assert letters(site) == [(PLATFORM_AUTHORITY, "suspected")]


def test_a_group_is_passed_on_or_dropped_at_once_and_every_act_is_recorded(site) -> None:
    for reason in (Suspicion.TRAP, Suspicion.TRAP, Suspicion.SCHOOL):
        suspect(site, reason)
    suspect(site, Suspicion.TRAP, school=False)
    slot(site)
    places = site.read(lambda tx: queue.groups(tx, Apart.WAITING, By.PLACE, 1))
    assert sorted(group.count for group in places.rows) == [1, 3]
    reasons = site.read(lambda tx: queue.groups(tx, Apart.WAITING, By.REASON, 1))
    assert {group.code: group.count for group in reasons.rows} == {"trap": 3, "school": 1}
    assert decide(site, Decision.DROP, 3, By.REASON, "trap") == 3
    assert decide(site, Decision.RELEASE, 1, By.REASON, "school") == 1
    assert counts(site) == {"dropped": 3, "released": 1}
    slot(site)
    assert counts(site) == {"dropped": 3}
    assert at_desk(site) == 1
    acts = site.read(lambda tx: list(tx.session.scalars(select(Audit).order_by(Audit.number))))
    assert [(row.act, row.detail) for row in acts] == [
        ("suspected_drop", "3 reason trap"),
        ("suspected_release", "1 reason school"),
    ]
    assert site.read(lambda tx: first_break(tx, PLATFORM_AUTHORITY)) is None


@pytest.mark.parametrize("by", By)
def test_whatever_they_are_put_together_by_a_group_holds_what_it_counts(site, by: By) -> None:
    suspect(site, Suspicion.FAST)
    suspect(site, Suspicion.SITE, school=False)
    slot(site)
    found = site.read(lambda tx: queue.groups(tx, Apart.WAITING, by, 1))
    for group in found.rows:
        inside = site.read(lambda tx, key=group.key: queue.entries(tx, Apart.WAITING, by, key, 1))
        assert inside.total == len(inside.rows) == group.count
    assert sum(group.count for group in found.rows) == 2


def test_chosen_ones_alone_are_decided_and_dropping_can_be_taken_back(site) -> None:
    _, first = suspect(site)
    suspect(site)
    slot(site)
    decide(site, Decision.DROP, 1, only=[first.report_id])
    assert counts(site) == {"waiting": 1, "dropped": 1}
    decide(site, Decision.RESTORE, 1, only=[first.report_id])
    assert counts(site) == {"waiting": 2}


def test_a_decision_about_another_number_than_was_shown_is_not_taken(site) -> None:
    suspect(site)
    slot(site)
    suspect(site)
    slot(site)
    with pytest.raises(Conflict, match="queue_moved"):
        decide(site, Decision.DROP, 1)
    decide(site, Decision.DROP, 2)
    with pytest.raises(Conflict, match="queue_moved"):
        decide(site, Decision.DROP, 2)


@pytest.mark.parametrize(
    ("authority", "role"),
    [(HUBEI, Role.OFFICER), (HUBEI, Role.PLATFORM), (PLATFORM_AUTHORITY, Role.AUDITOR)],
)
def test_nobody_else_decides(site, authority: str, role: Role) -> None:
    suspect(site)
    slot(site)
    actor = Actor("somebody", authority, role)
    with pytest.raises(NotAllowed):
        site.write(lambda tx: suspected.decide(tx, actor, Decision.DROP, By.ALL, "", expected=1))


def test_silence_drops_nothing_but_lets_only_a_few_pass_in_each_slot(site, clock) -> None:
    for _ in range(PASSED_A_SLOT + 3):
        suspect(site)
    slot(site)
    clock.set(DUE)
    slot(site)
    assert at_desk(site) == 0, "on the last day somebody may still decide"
    clock.set(DUE + timedelta(days=1))
    slot(site)
    assert at_desk(site) == PASSED_A_SLOT
    slot(site)
    assert at_desk(site) == PASSED_A_SLOT + 3


@pytest.mark.parametrize("dropped", [False, True])
def test_who_comes_back_and_writes_is_heard_in_the_next_slot(site, clock, dropped: bool) -> None:
    receipt, filed = suspect(site, Suspicion.TRAP)
    suspect(site)
    slot(site)
    if dropped:
        decide(site, Decision.DROP, 2)
    write_back(site, receipt, Sent.ADDITION)
    assert at_desk(site) == 0
    clock.set("2026-03-03")
    slot(site)
    assert at_desk(site) == 1
    case = site.read(lambda tx: tx.session.get_one(Case, filed.case_id))
    assert case.delivered_on == date(2026, 3, 3)
    assert ("new_message" in {kind for _, kind in letters(site)}) is True


def test_pressure_reaches_the_supervisor_in_the_next_slot_even_from_the_queue(site) -> None:
    receipt, _ = suspect(site)
    slot(site)
    write_back(site, receipt, Sent.PRESSURE, "班主任查手机")
    slot(site)
    assert (MOE, "retaliation") in letters(site)


def test_what_its_writer_takes_back_ends_unseen(site) -> None:
    receipt, filed = suspect(site)
    slot(site)
    write_back(site, receipt, Sent.WITHDRAWAL, "")
    slot(site)
    slot(site)
    assert counts(site) == {}
    case = site.read(lambda tx: tx.session.get_one(Case, filed.case_id))
    assert (case.stage, case.visible, case.reports) == ("withdrawn", False, 0)
    assert at_desk(site) == 0
    assert (HUBEI, "new_message") not in letters(site)


def test_nothing_that_waits_is_publishable_or_swept(site, clock) -> None:
    _, filed = suspect(site)
    _, plain = suspect(site, None)
    slot(site)
    assert set(site.read(cases_by_id)) == {plain.case_id}
    clock.set("2026-06-01")
    assert filed.case_id not in site.read(reminders.cases_due)
    slot(site)
    assert set(site.read(cases_by_id)) == {plain.case_id, filed.case_id}


def test_who_wrote_back_on_the_last_day_is_heard_and_not_destroyed(site, clock) -> None:
    receipt, _ = suspect(site)
    slot(site)
    decide(site, Decision.DROP, 1)
    clock.set(FILED + timedelta(days=30))
    slot(site)
    write_back(site, receipt, Sent.ADDITION)
    clock.set(FILED + timedelta(days=31))
    assert site.write(lambda tx: retention.destroy_dropped(tx, site.vault)) == 0
    slot(site)
    assert at_desk(site) == 1


def test_a_flood_that_writes_back_does_not_bury_who_is_silent(site, clock) -> None:
    flood = [suspect(site, Suspicion.TRAP)[0] for _ in range(PASSED_A_SLOT)]
    _, silent = suspect(site, Suspicion.SCHOOL)
    slot(site)
    for receipt in flood:
        write_back(site, receipt, Sent.ADDITION)
    clock.set(DUE + timedelta(days=1))
    slot(site)
    assert row_of(site, silent).state == Apart.PASSED
    assert at_desk(site) == PASSED_A_SLOT


def test_those_with_the_least_against_them_pass_first(site, clock) -> None:
    for _ in range(PASSED_A_SLOT):
        suspect(site, Suspicion.TRAP)
    clock.set("2026-03-03")
    _, later = suspect(site, Suspicion.SITE)
    slot(site)
    clock.set(row_of(site, later).due_on + timedelta(days=1))
    slot(site)
    assert row_of(site, later).state == Apart.PASSED
    assert at_desk(site) == PASSED_A_SLOT


def test_what_was_dropped_is_destroyed_after_thirty_days_with_every_row(site, clock) -> None:
    receipt, filed = suspect(site)
    _, kept = suspect(site, None)
    slot(site)
    decide(site, Decision.DROP, 1)
    shred = site.read(
        lambda tx: tx.session.get_one(Report, (filed.case_id, filed.report_id)).shred_id
    )
    clock.set(FILED + timedelta(days=30))
    assert site.write(lambda tx: retention.destroy_dropped(tx, site.vault)) == 0
    clock.set(FILED + timedelta(days=31))
    assert site.write(lambda tx: retention.destroy_dropped(tx, site.vault)) == 1
    assert site.write(lambda tx: retention.destroy_dropped(tx, site.vault)) == 0

    def rest(tx) -> set[str]:
        tables = [table for table in Base.metadata.sorted_tables if "case_id" in table.c]
        return {
            table.name
            for table in tables
            if tx.session.scalar(
                select(func.count()).select_from(table).where(table.c.case_id == filed.case_id)
            )
        }

    assert site.read(rest) == set()
    assert site.read(lambda tx: tx.session.get(Case, kept.case_id)) is not None
    with pytest.raises(NotFound):
        site.vault.wrap(b"\0" * 32, b"\0" * 32, shred)
    with pytest.raises(NotFound):
        site.write(
            lambda tx: followup.enter(tx, site.vault, site.vault.lookups(receipt, "following"))
        )


def test_filings_of_today_are_counted_by_school_and_without_suspected_ones(site, clock) -> None:
    for reason in (None, None, Suspicion.BURST):
        suspect(site, reason)
    suspect(site, None, school=False)
    listed, unlisted = a_filing(school_id(site)).where, a_filing(None).where
    assert site.read(lambda tx: queue.filed_today(tx, listed)) == (2, 3)
    assert site.read(lambda tx: queue.filed_today(tx, unlisted)) == (1, 3)
    clock.set("2026-03-03")
    assert site.read(lambda tx: queue.filed_today(tx, listed)) == (0, 0)


def test_the_job_of_the_slot_does_all_of_it(site, clock) -> None:
    class Now:
        runtime = site

        def write(self, use_case):
            return site.write(use_case)

    suspect(site)
    assert work.deliver(Now()) > 0
    assert counts(site) == {"waiting": 1}
    clock.set("2026-03-06")
    work.deliver(Now())
    assert at_desk(site) == 1


def test_a_suspected_report_joins_no_case_of_others(site) -> None:
    _, opened = suspect(site, None)
    slot(site)
    case = site.read(lambda tx: tx.session.get_one(Case, opened.case_id))
    matter = PublicMatter(case.ref, case.practice, "2026-03", case.school_id)
    known = site.vault.lookups(site.vault.draw_receipt(), "filing")
    filing = a_filing(school_id(site))

    def file(reason):
        return site.write(
            lambda tx: intake.file(
                tx, site.vault, site.pack, site.settings, filing, known, (), matter, reason
            )
        )

    fake = file(Suspicion.BURST)
    assert not fake.joined
    assert fake.case_id != opened.case_id
    slot(site)
    assert site.read(lambda tx: tx.session.get_one(Case, opened.case_id)).reports == 1
    known = site.vault.lookups(site.vault.draw_receipt(), "filing")
    assert file(None).case_id == opened.case_id, "the control joins"
