"""Letters to an authority without accounts, and the reference that each carries once."""

from datetime import date

import pytest
from sqlalchemy import select

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Role
from reportdesk.domain.correspondence import UNDER_WAY_DAYS
from reportdesk.domain.errors import BadInput, Conflict, NotAllowed, NotFound, Stale
from reportdesk.queries.correspondence import offices_asking
from reportdesk.services import corresponding, referral, reminders
from reportdesk.storage.audit import Audit
from reportdesk.storage.correspondence import OfficialLetter
from reportdesk.storage.history import events
from reportdesk.storage.outbox import Outbox
from tests.builders import HUBEI, WUHAN, accept, act, file_case, found_nation, key_authority
from tests.county import COUNTY, found_county
from tests.mailbag import Mailbag


@pytest.fixture
def bag(runtime, clock):
    """Only the platform has people; a case for the province waits for its letter."""
    found_nation(runtime)
    first, second = key_authority(runtime, PLATFORM_AUTHORITY)
    return Mailbag(runtime, first, second, file_case(runtime))


def keys(bag):
    return {(row.key, row.authority_id) for row in bag.running()}


def test_the_platforms_clock_ends_when_the_letter_leaves_and_the_authoritys_start_on_arrival(
    bag, clock
):
    bag.write()
    assert keys(bag) == {("K0", PLATFORM_AUTHORITY)}
    clock.set("2026-03-03")
    bag.send()
    assert keys(bag) == set()
    assert bag.case.delivered_on is None
    clock.set("2026-03-09")
    bag.arrive(date(2026, 3, 6))
    assert bag.case.delivered_on == date(2026, 3, 6)
    assert keys(bag) == {("K1", HUBEI), ("K1b", HUBEI)}
    assert {row.due for row in bag.running() if row.key == "K1"} == {date(2026, 3, 23)}


def test_a_letter_entered_late_ends_the_platforms_clock_on_the_day_of_entry(bag, clock):
    bag.write()
    clock.set("2026-03-10")
    bag.send(date(2026, 3, 3))
    assert [(row.key, row.stopped_on) for row in bag.clocks()] == [("K0", date(2026, 3, 10))]


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 3, 3)])
def test_a_letter_leaves_between_the_day_it_was_written_and_today(bag, day):
    bag.write()
    with pytest.raises(BadInput) as refused:
        bag.send(day)
    assert refused.value.code == "letter_sent_on_impossible_day"


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 3, 4)])
def test_a_letter_arrives_between_the_day_it_left_and_today(bag, day):
    bag.write()
    bag.send()
    with pytest.raises(BadInput) as refused:
        bag.arrive(day)
    assert refused.value.code == "letter_received_on_impossible_day"


def test_steps_out_of_their_order_are_refused(bag):
    with pytest.raises(Conflict):
        bag.send()
    bag.write()
    with pytest.raises(Conflict):
        bag.arrive()
    bag.send()
    with pytest.raises(Conflict):
        bag.send()
    bag.arrive()
    with pytest.raises(Conflict):
        bag.arrive()


def test_a_form_sent_twice_writes_one_letter_and_a_stale_one_none(bag):
    before = bag.version
    code = bag.write()
    bag.write(code, made_for=before)
    assert len(bag.letters()) == 1
    with pytest.raises(Stale):
        bag.write(made_for=before)


def test_written_again_the_earlier_reference_is_dead_and_the_new_letter_has_to_leave(bag):
    lost = bag.write()
    bag.send()
    found = bag.write()
    bag.tell(lost)
    assert [row.used_on for row in bag.letters()] == [None, None]
    bag.tell(found)
    assert [row.used_on for row in bag.letters()] == [None, date(2026, 3, 2)]
    assert [(row.number, row.replaced_on is None) for row in bag.letters()] == [
        (1, False),
        (2, True),
    ]
    with pytest.raises(Conflict):
        bag.arrive()


def test_only_a_keyed_hash_of_the_reference_is_kept_anywhere(bag):
    code = bag.write()
    row = bag.letters()[0]
    assert row.lookup == bag.runtime.vault.reference_lookup(code)
    said = bag.runtime.read(
        lambda tx: [
            *(str(vars(one)) for one in tx.session.scalars(select(Audit))),
            *(str(vars(one)) for one in events(tx, row.case_id)),
            str(vars(tx.session.get_one(OfficialLetter, (row.case_id, row.id)))),
        ]
    )
    assert not any(code in one for one in said)


def test_a_reference_is_good_once_and_for_ninety_days(bag, clock):
    code = bag.write()
    bag.send()
    clock.set("2026-06-01")
    bag.tell(code, arrived=date(2026, 3, 4))
    assert bag.letters()[0].used_on is None
    clock.set("2026-05-31")
    bag.tell(code, arrived=date(2026, 3, 4))
    assert (bag.letters()[0].told_on, bag.letters()[0].lookup) == (date(2026, 3, 4), None)
    bag.tell(code, arrived=date(2026, 3, 9))
    assert bag.letters()[0].told_on == date(2026, 3, 4)


def test_what_the_reference_says_starts_nothing_until_an_officer_checked_it(bag, clock):
    code = bag.write()
    bag.send()
    bag.tell(code, arrived=date(2026, 3, 2))
    assert keys(bag) == set()
    assert bag.todo() == ["check"]
    assert bag.case.version == 3
    bag.arrive()
    assert keys(bag) == {("K1", HUBEI), ("K1b", HUBEI)}


def test_who_asks_for_accounts_is_read_with_the_platforms_key_and_destroyed_after_the_call(bag):
    code = bag.write()
    bag.tell(code, office="法规处", phone="转 8021")
    (asking,) = bag.runtime.read(lambda tx: offices_asking(tx, bag.first.actor))
    assert "法规处".encode() not in asking.sealed
    vault = bag.runtime.vault
    said = corresponding.who_asks(vault, bag.second, asking.sealed, asking.version)
    assert said == {"office": "法规处", "phone": "转 8021"}
    act(bag.runtime, corresponding.call_back, bag.first.actor, bag.ref, number=asking.number)
    assert bag.letters()[0].wants is None
    assert bag.runtime.read(lambda tx: offices_asking(tx, bag.first.actor)) == []


def test_an_office_can_be_called_after_its_case_was_handed_over_to_it(bag):
    code = bag.write()
    bag.tell(code, office="法规处", phone="转 8021")
    key_authority(bag.runtime, HUBEI)
    name, kit = bag.second.actor.account_id, bag.runtime
    act(kit, referral.begin, kit.vault, bag.first, authority_id=HUBEI, second_id=name)
    act(kit, referral.complete, kit.vault, kit.pack, bag.second, authority_id=HUBEI)
    (asking,) = kit.read(lambda tx: offices_asking(tx, bag.first.actor))
    act(kit, corresponding.call_back, bag.first.actor, bag.ref, number=asking.number)
    assert kit.read(lambda tx: offices_asking(tx, bag.first.actor)) == []
    with pytest.raises(NotFound):
        act(kit, corresponding.call_back, bag.first.actor, bag.ref, number=9)


def test_an_unknown_reference_costs_the_same_work_and_leaves_no_trace(bag):
    bag.write()
    bag.tell(bag.runtime.vault.draw_reference(), office="谁", phone="1")
    assert [row.used_on for row in bag.letters()] == [None]
    mails = bag.runtime.read(lambda tx: list(tx.session.scalars(select(Outbox.kind))))
    assert "letter_told" not in mails


def test_who_stands_in_writes_to_the_authority_and_its_own_clocks_go_on(runtime):
    county = found_county(runtime, WUHAN)
    case_id = county.file()
    officer = county[WUHAN, Role.OFFICER]
    bag = Mailbag(runtime, officer, county[WUHAN, Role.HEAD], county.case(case_id).ref)
    before = keys(bag)
    bag.write()
    bag.send()
    bag.arrive()
    assert [row.authority_id for row in bag.letters()] == [COUNTY]
    assert keys(bag) == before == {("K1", WUHAN), ("K1b", WUHAN)}
    accept(runtime, officer, bag.ref)
    with pytest.raises(NotAllowed):
        bag.write()


def test_who_stands_in_hears_of_its_letter_and_the_platform_only_of_a_wish_for_accounts(runtime):
    county = found_county(runtime, WUHAN)
    officer = county[WUHAN, Role.OFFICER]
    for office, told in (("", {WUHAN}), ("法规处", {WUHAN, PLATFORM_AUTHORITY})):
        ref = county.case(county.file()).ref
        bag = Mailbag(runtime, officer, county[WUHAN, Role.HEAD], ref)
        code = bag.write()
        bag.send()
        bag.tell(code, arrived=bag.today, office=office, phone="8021")
        rows = runtime.read(lambda tx: list(tx.session.scalars(select(Outbox))))
        mine = [row for row in rows if row.once.startswith(f"letter_told:{bag.case.case_id}")]
        assert {row.authority_id for row in mine} == told


def test_others_write_no_letter(bag):
    kit = bag.runtime
    officer, *_ = key_authority(kit, WUHAN)
    with pytest.raises(NotFound):
        act(
            bag.runtime,
            corresponding.write,
            bag.runtime.pack,
            officer.actor,
            bag.ref,
            lookup=b"1" * 32,
            version=1,
        )


def test_a_letter_under_way_for_a_week_is_asked_about(bag, clock):
    bag.write()
    bag.send()
    clock.advance(days=UNDER_WAY_DAYS.days)
    assert bag.todo() == ["under_way"]
    clock.advance(days=1)
    assert bag.todo() == ["ask"]


def test_silence_after_a_letter_is_the_authoritys_and_never_the_platforms(bag, clock):
    bag.write()
    bag.send()
    bag.arrive()
    clock.set("2026-03-25")
    kit, case_id = bag.runtime, bag.case.case_id
    kit.write(lambda tx: reminders.sweep(tx, kit.vault, kit.pack, case_id))
    clocks = bag.clocks()
    assert ("K2", HUBEI) in {(row.key, row.authority_id) for row in clocks}
    assert {row.authority_id for row in clocks if row.key != "K0"} == {HUBEI}
