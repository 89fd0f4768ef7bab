"""What was filed reaches the desk all at once; every member gets one letter that says nothing."""

import pytest
from sqlalchemy import select

from reportdesk.domain.actors import Role
from reportdesk.domain.mailing import MailChoice, Wanted
from reportdesk.runtime import Runtime
from reportdesk.services import accounts, delivery, mailing
from reportdesk.storage.case import Case
from reportdesk.storage.outbox import Outbox, notify
from tests.builders import HUBEI, MOE, SCHOOL_ID, found_nation, key_authority
from tests.fakes import FixedClock
from tests.filings import a_filing, file_one


@pytest.fixture
def staff(runtime: Runtime):
    """Two officers, a head and a supervisor of one authority, by role."""
    found_nation(runtime)
    return key_authority(runtime, HUBEI, Role.OFFICER, Role.OFFICER, Role.HEAD, Role.SUPERVISOR)


def tell(runtime: Runtime, kind: str, role: Role | None = None, at: str = HUBEI) -> None:
    count = len(letters(runtime))
    runtime.write(lambda tx: notify(tx, at, kind, f"{kind}:{count}", role=role and role.value))


def letters(runtime: Runtime) -> list[Outbox]:
    return runtime.read(lambda tx: list(tx.session.scalars(select(Outbox).order_by(Outbox.kind))))


def addressed(runtime: Runtime) -> list[delivery.Digest]:
    runtime.write(lambda tx: delivery.address(tx, runtime.pack.calendar))
    return runtime.read(lambda tx: delivery.digests(tx, runtime.pack.calendar))


def send(runtime: Runtime, digest: delivery.Digest) -> None:
    runtime.write(lambda tx: delivery.mark_sent(tx, digest))


def test_everything_filed_since_the_last_slot_becomes_visible_together(
    runtime: Runtime, staff, clock: FixedClock
) -> None:
    for _ in range(3):
        file_one(runtime, a_filing(SCHOOL_ID))

    def seen() -> list[bool]:
        return runtime.read(lambda tx: list(tx.session.scalars(select(Case.visible))))

    assert seen() == [False] * 3
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))
    assert seen() == [True] * 3


def test_many_reports_of_one_slot_cause_one_letter_a_member(runtime: Runtime, staff) -> None:
    for _ in range(4):
        file_one(runtime, a_filing(SCHOOL_ID))
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))
    sent = addressed(runtime)
    assert {one.member for one in sent} == {one.actor.account_id for one in staff[:3]}
    assert [one.kinds for one in sent] == [("new_report",)] * 3


def test_a_member_gets_one_letter_about_everything(runtime: Runtime, staff) -> None:
    for kind in ("new_report", "reminder", "new_message"):
        tell(runtime, kind)
    tell(runtime, "overdue", Role.SUPERVISOR)
    kinds = {one.member: one.kinds for one in addressed(runtime)}
    officer, _, _, supervisor = (one.actor.account_id for one in staff)
    assert kinds[officer] == ("new_message", "new_report", "reminder")
    assert kinds[supervisor] == ("overdue",)


def test_without_a_supervisor_those_who_read_cases_are_told_once(runtime: Runtime) -> None:
    found_nation(runtime)
    key_authority(runtime, HUBEI)
    tell(runtime, "overdue", Role.SUPERVISOR)
    tell(runtime, "reminder")
    sent = addressed(runtime)
    assert len({one.member for one in sent}) == len(sent) == 3
    assert {one.kinds for one in sent} == {("overdue", "reminder")}


def test_a_letter_that_left_is_not_sent_again(runtime: Runtime, staff) -> None:
    tell(runtime, "new_report")
    for digest in addressed(runtime):
        send(runtime, digest)
    assert addressed(runtime) == []
    assert {(row.state, row.sent_on) for row in letters(runtime)} == {
        ("sent", runtime.clock().date())
    }


def test_only_those_whose_letter_did_not_leave_are_tried_in_the_next_slot(
    runtime: Runtime, staff
) -> None:
    tell(runtime, "new_report")
    first, *rest = addressed(runtime)
    send(runtime, first)
    assert {one.member for one in addressed(runtime)} == {one.member for one in rest}


def test_a_repeated_attempt_has_the_same_name(runtime: Runtime, staff) -> None:
    tell(runtime, "new_report")
    assert [one.name for one in addressed(runtime)] == [one.name for one in addressed(runtime)]


def test_a_letter_to_an_authority_without_members_waits_for_the_first(runtime: Runtime) -> None:
    found_nation(runtime)
    tell(runtime, "rung", Role.SUPERVISOR, at=MOE)
    for _ in range(20):
        assert addressed(runtime) == []
    key_authority(runtime, MOE, Role.SUPERVISOR)
    assert [one.kinds for one in addressed(runtime)] == [("rung",)]


def test_a_letter_that_never_leaves_is_given_up_after_a_week(runtime: Runtime, staff) -> None:
    tell(runtime, "new_report")
    for _ in range(delivery.MOST_ATTEMPTS):
        assert addressed(runtime)
    assert addressed(runtime) == []
    assert letters(runtime)[0].state == "given_up"


def test_nobody_who_left_gets_a_letter(runtime: Runtime, staff) -> None:
    tell(runtime, "new_report")
    addressed(runtime)
    head, gone = staff[2], staff[0].actor.account_id
    runtime.write(lambda tx: accounts.end(tx, runtime.vault, head.actor, gone))
    assert gone not in {one.member for one in addressed(runtime)}


def choose(runtime: Runtime, member, choice: MailChoice) -> None:
    runtime.write(lambda tx: mailing.choose(tx, member.actor, choice))


def test_when_the_only_one_who_wanted_a_letter_leaves_before_it_went_others_get_it(
    runtime: Runtime, staff
) -> None:
    officer, other, head, _ = staff
    for member in (other, head):
        choose(runtime, member, MailChoice(Wanted.NONE))
    tell(runtime, "new_report")
    assert [one.member for one in addressed(runtime)] == [officer.actor.account_id]
    runtime.write(lambda tx: accounts.end(tx, runtime.vault, head.actor, officer.actor.account_id))
    sent = addressed(runtime)
    assert {one.member for one in sent} == {one.actor.account_id for one in (other, head)}


def test_a_letter_that_some_had_is_done_with_when_the_others_left(runtime: Runtime, staff) -> None:
    tell(runtime, "new_report")
    officer, _, head, _ = staff
    for digest in addressed(runtime):
        if digest.member != officer.actor.account_id:
            send(runtime, digest)
    runtime.write(lambda tx: accounts.end(tx, runtime.vault, head.actor, officer.actor.account_id))
    assert addressed(runtime) == []
    assert letters(runtime)[0].state == "sent"


def test_a_long_holiday_of_one_gives_no_letter_up_that_bounces_at_another(
    runtime: Runtime, staff, clock: FixedClock
) -> None:
    rests = staff[1].actor.account_id
    choose(runtime, staff[1], MailChoice(rest_days=True))
    clock.set("2026-02-15")
    tell(runtime, "new_report")
    for day in range(15, 24):
        clock.set(f"2026-02-{day}")
        assert rests not in {one.member for one in [*addressed(runtime), *addressed(runtime)]}
    clock.set("2026-02-24")
    assert rests in {one.member for one in addressed(runtime)}
