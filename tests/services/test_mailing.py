"""What members chose holds when letters leave; an address of a calendar is theirs alone."""

from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import select

from reportdesk.domain.actors import Role
from reportdesk.domain.errors import BadInput, NotAllowed, NotFound
from reportdesk.domain.mailing import MailChoice, Wanted
from reportdesk.queries.mailing import FeedDate, feed_dates, mailing
from reportdesk.runtime import Runtime
from reportdesk.services import accounts, delivery
from reportdesk.services.mailing import choose, end_feed, make_feed
from reportdesk.storage.audit import Audit
from reportdesk.storage.case import Case
from reportdesk.storage.clock import running
from reportdesk.storage.history import record
from reportdesk.storage.mailing import MailPreference, StaffFeed
from reportdesk.storage.outbox import Outbox, notify
from reportdesk.vault.holder import Holder
from tests.builders import (
    HUBEI,
    MOE,
    accept,
    act,
    answer,
    file_case,
    found_nation,
    key_authority,
)
from tests.fakes import FixedClock

URGENT, NONE = MailChoice(Wanted.URGENT), MailChoice(Wanted.NONE)


@pytest.fixture
def staff(runtime: Runtime) -> list[Holder]:
    """Two officers and a head."""
    found_nation(runtime)
    return key_authority(runtime, HUBEI)


def wish(runtime: Runtime, who: Holder, choice: MailChoice) -> None:
    runtime.write(lambda tx: choose(tx, who.actor, choice))


def tell(runtime: Runtime, kind: str) -> None:
    runtime.write(lambda tx: notify(tx, HUBEI, kind, f"{kind}:{runtime.clock()}"))


def leave(runtime: Runtime) -> dict[str, tuple[str, ...]]:
    """One slot: who gets a letter about what; it is sent."""
    calendar = runtime.pack.calendar
    runtime.write(lambda tx: delivery.address(tx, calendar))
    found = runtime.read(lambda tx: delivery.digests(tx, calendar))
    for one in found:
        runtime.write(lambda tx, one=one: delivery.mark_sent(tx, one))
    return {one.member: one.kinds for one in found}


def subscribe(runtime: Runtime, who: Holder) -> str:
    return runtime.write(lambda tx: make_feed(tx, who.actor))


def dates(runtime: Runtime, token: str) -> list[FeedDate]:
    return runtime.read(lambda tx: feed_dates(tx, runtime.pack, token))


def test_who_wants_only_what_is_urgent_gets_only_that(runtime: Runtime, staff) -> None:
    first, second, head = staff
    wish(runtime, first, URGENT)
    wish(runtime, head, NONE)
    tell(runtime, "new_report")
    tell(runtime, "overdue")
    assert leave(runtime) == {
        first.actor.account_id: ("overdue",),
        second.actor.account_id: ("new_report", "overdue"),
    }


def test_where_all_turned_a_kind_off_those_who_turned_off_least_get_it(
    runtime: Runtime, staff
) -> None:
    for one in staff:
        wish(runtime, one, URGENT)
    wish(runtime, staff[0], NONE)
    tell(runtime, "new_report")
    assert set(leave(runtime)) == {one.actor.account_id for one in staff[1:]}
    shown = runtime.read(lambda tx: mailing(tx, staff[1].actor, ["new_report", "overdue"]))
    assert shown.kept == ("new_report",)


def test_a_letter_in_quiet_hours_waits_for_the_next_slot_and_is_no_failed_attempt(
    runtime: Runtime, staff, clock: FixedClock
) -> None:
    first, *others = staff
    wish(runtime, first, MailChoice(quiet_from=8, quiet_until=12, rest_days=True))
    clock.set("2026-03-06", time(9))  # a Friday
    tell(runtime, "reminder")
    assert set(leave(runtime)) == {one.actor.account_id for one in others}
    attempts = runtime.read(lambda tx: tx.session.scalars(select(Outbox.attempts)).one())
    clock.set("2026-03-07", time(15))
    assert leave(runtime) == {}
    clock.set("2026-03-09", time(9))
    assert leave(runtime) == {}
    assert runtime.read(lambda tx: tx.session.scalars(select(Outbox.attempts)).one()) == attempts
    clock.set("2026-03-09", time(15))
    assert leave(runtime) == {first.actor.account_id: ("reminder",)}
    assert leave(runtime) == {}


def test_a_long_holiday_gives_no_letter_up(runtime: Runtime, staff, clock: FixedClock) -> None:
    for one in staff:
        wish(runtime, one, MailChoice(rest_days=True))
    clock.set("2026-02-15", time(9))
    tell(runtime, "overdue")
    for day in range(15, 24):  # the nine days of the Spring Festival
        for hour in (9, 15):
            clock.set(date(2026, 2, day), time(hour))
            assert leave(runtime) == {}
    clock.set("2026-02-24", time(9))
    assert len(leave(runtime)) == 3


def test_hours_that_leave_no_slot_are_refused_and_nothing_is_kept(runtime: Runtime, staff) -> None:
    with pytest.raises(BadInput):
        wish(runtime, staff[0], MailChoice(quiet_from=8, quiet_until=18))
    assert runtime.read(lambda tx: tx.session.scalars(select(MailPreference)).all()) == []


def test_a_calendar_shows_the_authoritys_own_running_dates_and_not_a_word_more(
    runtime: Runtime, staff, clock: FixedClock
) -> None:
    ref = file_case(runtime)
    token = subscribe(runtime, staff[0])
    (notice,) = dates(runtime, token)
    assert (notice.ref, notice.key, notice.due) == (ref, "K1", date(2026, 3, 17))
    accept(runtime, staff[0], ref)
    (decision,) = dates(runtime, token)
    assert decision.key == "K2"
    answer(runtime, staff[0], staff[1], ref)
    assert dates(runtime, token) == [], "the reporter's window is no date of the authority"


def test_a_case_that_has_not_reached_the_desk_is_not_in_the_calendar(runtime: Runtime, staff):
    ref = file_case(runtime)
    token = subscribe(runtime, staff[0])

    def hide(tx) -> None:
        tx.session.scalars(select(Case).where(Case.ref == ref)).one().visible = False

    assert dates(runtime, token)
    runtime.write(hide)
    assert dates(runtime, token) == []


def test_an_entry_grows_when_its_date_changes_and_only_then(runtime: Runtime, staff) -> None:
    ref = file_case(runtime)
    token = subscribe(runtime, staff[0])
    before = dates(runtime, token)
    assert dates(runtime, token) == before

    def postpone(tx) -> None:
        found = tx.session.scalars(select(Case).where(Case.ref == ref)).one()
        clock = next(one for one in running(tx, found.case_id) if one.key == "K1")
        clock.due = date(2026, 3, 18)
        record(tx, found, "clock_recomputed", party="system", clock="K1", due="2026-03-18")

    runtime.write(postpone)
    (after,) = dates(runtime, token)
    assert after == replace(before[0], due=date(2026, 3, 18), sequence=before[0].sequence + 1)


def test_another_authoritys_calendar_has_none_of_it(runtime: Runtime, staff) -> None:
    others = key_authority(runtime, MOE)
    file_case(runtime)
    assert dates(runtime, subscribe(runtime, others[0])) == []
    assert dates(runtime, subscribe(runtime, staff[0])), "control"


def test_an_address_ends_when_it_is_renewed_or_taken_back(runtime: Runtime, staff) -> None:
    first = subscribe(runtime, staff[0])
    second = subscribe(runtime, staff[0])
    colleague = subscribe(runtime, staff[1])
    with pytest.raises(NotFound):
        dates(runtime, first)
    dates(runtime, second)
    runtime.write(lambda tx: end_feed(tx, staff[0].actor))
    with pytest.raises(NotFound):
        dates(runtime, second)
    dates(runtime, colleague)
    kept = runtime.read(lambda tx: tx.session.scalars(select(StaffFeed)).one())
    assert colleague[26:].encode() not in kept.secret_hash
    acts = runtime.read(lambda tx: list(tx.session.scalars(select(Audit.act))))
    assert acts.count("feed_made") == 3
    assert acts.count("feed_ended") == 1


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-1], lambda t: "x" * len(t), lambda _: "", str.swapcase]
)
def test_any_other_address_is_unknown(runtime: Runtime, staff, spoil) -> None:
    token = subscribe(runtime, staff[0])
    with pytest.raises(NotFound):
        dates(runtime, spoil(token))


def test_an_address_ends_with_the_account(runtime: Runtime, staff) -> None:
    officer, _, head = staff
    token = subscribe(runtime, officer)
    wish(runtime, officer, URGENT)
    act(runtime, accounts.end, runtime.vault, head.actor, officer.actor.account_id)
    with pytest.raises(NotFound):
        dates(runtime, token)
    for row in (StaffFeed, MailPreference):
        assert runtime.read(lambda tx, row=row: tx.session.scalars(select(row)).all()) == []


def test_who_opens_no_case_gets_no_calendar(runtime: Runtime, staff) -> None:
    auditor = replace(staff[0].actor, role=Role.AUDITOR)
    with pytest.raises(NotAllowed):
        runtime.write(lambda tx: make_feed(tx, auditor))
