"""Signing in, sessions, and the way back with a recovery code."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from reportdesk.domain.errors import BadInput, Expired
from reportdesk.runtime import Runtime
from reportdesk.services import signin
from reportdesk.storage.audit import Audit
from reportdesk.storage.staff import StaffSession
from tests.fakes import FixedClock
from tests.office import Office, Person


@pytest.fixture
def office(runtime: Runtime, clock: FixedClock) -> Office:
    return Office(runtime, clock)


@pytest.fixture
def person(office: Office) -> Person:
    return office.join("one@example.org")


def test_both_factors_open_a_session_and_one_alone_does_not(office: Office, person: Person) -> None:
    assert office.sign_in(person, password="wrong horse battery") is None
    assert office.sign_in(person, code="000000") is None
    assert office.member(office.sign_in(person)).name == "name of one@example.org"


def test_a_login_is_the_same_in_capitals_and_with_spaces(office: Office, person: Person) -> None:
    person.login = "  ONE@Example.org "
    assert office.sign_in(person)


def test_a_one_time_code_is_refused_the_second_time(
    office: Office, person: Person, clock: FixedClock
) -> None:
    code = office.code(person)
    assert office.sign_in(person, code=code)
    assert office.sign_in(person, code=code) is None
    assert office.sign_in(person)


def test_the_code_of_joining_does_not_sign_in(office: Office, clock: FixedClock) -> None:
    person = office.begin(office.invite("two@example.org"))
    office.confirm(person)
    assert office.sign_in(person) is None


def test_codes_may_be_typed_with_a_space_or_in_full_width_digits(
    office: Office, person: Person
) -> None:
    code = office.code(person)
    wide = code.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    assert office.sign_in(person, code=f"{wide[:3]} {wide[3:]}")


def test_an_account_that_was_not_finished_cannot_sign_in(office: Office) -> None:
    person = office.begin(office.invite("two@example.org"))
    office.clock.advance(minutes=1)
    assert office.sign_in(person) is None


def test_after_some_mistakes_an_account_is_blocked_longer_each_time(
    office: Office, person: Person, clock: FixedClock
) -> None:
    waits = []
    for _ in range(14):
        office.sign_in(person, password="wrong horse battery")
        blocked = office.account(person.account_id).blocked_until
        if blocked is not None:
            waits.append(blocked - clock() + timedelta(seconds=30))
            clock.instant = blocked + timedelta(seconds=1)
    minutes = [wait // timedelta(minutes=1) for wait in waits]
    assert minutes == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60]


def test_while_blocked_the_right_password_gets_the_same_answer(
    office: Office, person: Person, clock: FixedClock
) -> None:
    for _ in range(5):
        office.sign_in(person, password="wrong horse battery")
    assert office.sign_in(person) is None
    failures = office.account(person.account_id).failures
    assert failures == 5  # trying on while blocked makes it no longer
    clock.advance(minutes=1)
    assert office.sign_in(person)
    assert office.account(person.account_id).failures == 0


def test_a_hundred_mistakes_break_nothing(office: Office, person: Person) -> None:
    def many(tx) -> None:
        tx.session.get_one(type(office.account(person.account_id)), person.account_id).failures = 99

    office.runtime.write(many)
    assert office.sign_in(person, password="wrong horse battery") is None


@pytest.mark.parametrize("case", ["unknown", "blocked", "ended", "unfinished"])
def test_whoever_cannot_sign_in_costs_a_derivation_too(
    office: Office, person: Person, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    spent, kit = [], office.runtime
    monkeypatch.setattr(kit.vault, "burn", spent.append)
    if case == "blocked":
        for _ in range(5):
            office.sign_in(person, password="wrong horse battery")
    elif case in {"ended", "unfinished"}:

        def change(tx) -> None:
            row = signin.credentials(tx, person.login)
            row.state = "ended" if case == "ended" else "setup"

        kit.write(change)
    login = "nobody@example.org" if case == "unknown" else person.login
    account = kit.read(lambda tx: signin.credentials(tx, login))
    assert signin.check(kit.vault, account, "whatever it was") is None
    assert signin.unlock_with_code(kit.vault, account, person.recovery_code) is None
    assert spent == ["whatever it was", person.recovery_code]


def test_every_refusal_is_recorded_also_of_unknown_logins(office: Office, person: Person) -> None:
    office.sign_in(person, password="wrong horse battery")
    office.sign_in(Person("nobody@example.org", "", person.secret, ""))

    def refused(tx) -> list[tuple[str, str]]:
        rows = select(Audit).where(Audit.act == "sign_in_refused").order_by(Audit.authority_id)
        return [(row.authority_id, row.account_id) for row in tx.session.scalars(rows)]

    assert office.runtime.read(refused) == [
        ("edu-420000", person.account_id),
        ("platform", "unknown"),
    ]


def test_a_session_ends_after_thirty_idle_minutes(
    office: Office, person: Person, clock: FixedClock
) -> None:
    cookie = office.sign_in(person)
    clock.advance(minutes=29)
    found = office.member(cookie)
    assert found.touch_due
    office.runtime.write(lambda tx: signin.touch(tx, found.session))
    clock.advance(minutes=29)
    office.member(cookie)
    clock.advance(minutes=2)
    with pytest.raises(Expired):
        office.member(cookie)


def test_a_session_ends_after_twelve_hours_of_work(
    office: Office, person: Person, clock: FixedClock
) -> None:
    cookie = office.sign_in(person)
    for _ in range(24):
        session = office.member(cookie).session
        office.runtime.write(lambda tx, session=session: signin.touch(tx, session))
        clock.advance(minutes=29, seconds=58)
    session = office.member(cookie).session
    office.runtime.write(lambda tx: signin.touch(tx, session))
    clock.advance(minutes=2)
    with pytest.raises(Expired):
        office.member(cookie)


def test_old_sessions_are_forgotten_at_the_next_sign_in(
    office: Office, person: Person, clock: FixedClock
) -> None:
    office.sign_in(person)
    clock.advance(hours=25)
    office.sign_in(person)
    rows = office.runtime.read(lambda tx: list(tx.session.scalars(select(StaffSession))))
    assert len(rows) == 1


@pytest.mark.parametrize("everywhere", [False, True])
def test_signing_out_ends_this_browser_or_all(
    office: Office, person: Person, everywhere: bool
) -> None:
    first, second = office.sign_in(person), office.sign_in(person)
    found = office.member(second)
    office.runtime.write(lambda tx: signin.sign_out(tx, found, everywhere=everywhere))
    with pytest.raises(Expired):
        office.member(second)
    if everywhere:
        with pytest.raises(Expired):
            office.member(first)
    else:
        office.member(first)


def recover(office: Office, person: Person, code: str, password: str, digits: str = "") -> bool:
    kit = office.runtime
    account = kit.read(lambda tx: signin.credentials(tx, person.login))
    pair = signin.unlock_with_code(kit.vault, account, code)
    typed, name = digits or office.code(person), account.id if account else None
    done = kit.write(lambda tx: signin.recover(tx, kit.vault, name, pair, typed, password))
    office.clock.advance(seconds=30)
    return done


def test_a_recovery_code_sets_a_new_password_and_ends_old_sessions(
    office: Office, person: Person
) -> None:
    cookie = office.sign_in(person)
    assert recover(office, person, person.recovery_code, "another password!")
    with pytest.raises(Expired):
        office.member(cookie)
    assert office.sign_in(person) is None
    assert office.sign_in(person, password="another password!")


def test_a_recovery_code_without_the_second_factor_is_not_enough(
    office: Office, person: Person
) -> None:
    assert not recover(office, person, person.recovery_code, "another password!", "000000")
    assert office.sign_in(person)


def test_another_persons_recovery_code_is_refused_and_counted(
    office: Office, person: Person
) -> None:
    other = office.join("two@example.org")
    assert not recover(office, person, other.recovery_code, "another password!")
    assert office.account(person.account_id).failures == 1


@pytest.mark.parametrize("login", ["one@example.org", "nobody@example.org"])
def test_a_mistyped_recovery_code_is_named_whoevers_login_it_is(
    office: Office, person: Person, login: str
) -> None:
    code = person.recovery_code
    mistyped = code[:-1] + ("0" if code[-1] != "0" else "1")
    account = office.runtime.read(lambda tx: signin.credentials(tx, login))
    with pytest.raises(BadInput) as wrong:
        signin.unlock_with_code(office.runtime.vault, account, mistyped)
    assert wrong.value.field == "recovery_code"


def test_a_recovery_code_may_be_typed_in_groups(office: Office, person: Person) -> None:
    grouped = " ".join(office.runtime.vault.grouped_recovery(person.recovery_code))
    assert recover(office, person, grouped, "another password!")
