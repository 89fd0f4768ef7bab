"""Joining, proving the recovery code, admitting and ending: what a colleague would notice."""

import pytest
from sqlalchemy import func, select

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor, Role
from reportdesk.domain.errors import BadInput, Expired, NotAllowed, NotFound
from reportdesk.runtime import Runtime
from reportdesk.services import accounts
from reportdesk.storage.staff import (
    Account,
    AuthorityKeyMember,
    CustodianShare,
    Invitation,
    active_keyed,
    custodian,
    is_active,
    newest_key,
)
from tests.builders import HUBEI, MOE
from tests.fakes import FixedClock
from tests.office import Office


@pytest.fixture
def office(runtime: Runtime, clock: FixedClock) -> Office:
    return Office(runtime, clock)


def state(office: Office, person) -> str:
    return office.account(person.account_id).state


def test_the_first_member_makes_the_authoritys_key_and_the_second_waits_for_a_colleague(
    office: Office, runtime: Runtime
) -> None:
    first, second = office.join("one@example.org"), office.join("two@example.org")
    assert (state(office, first), state(office, second)) == ("active", "waiting")
    assert not runtime.read(lambda tx: is_active(tx, HUBEI))

    holder = office.holder(first)
    office.admit(holder, second)

    assert runtime.read(lambda tx: is_active(tx, HUBEI))
    assert office.holder(second).authority[1].private == holder.authority[1].private


def test_an_invitation_is_open_for_seven_days(office: Office, clock: FixedClock) -> None:
    token = office.invite("late@example.org")
    clock.advance(days=7)
    office.runtime.read(lambda tx: accounts.invitation(tx, token))
    clock.advance(seconds=1)
    for closed in (token, "no such token"):
        with pytest.raises(Expired):
            office.runtime.read(lambda tx, closed=closed: accounts.invitation(tx, closed))


def test_an_invitation_is_over_once_the_recovery_code_was_typed_back(
    office: Office, runtime: Runtime
) -> None:
    token = office.invite("one@example.org")
    office.confirm(office.begin(token))
    with pytest.raises(Expired):
        office.begin(token)
    assert not runtime.read(lambda tx: list(tx.session.scalars(select(Invitation))))


def test_until_then_it_may_be_used_again_and_only_the_last_account_counts(office: Office) -> None:
    token = office.invite("one@example.org")
    lost = office.begin(token)
    again = office.begin(token, password="another password!")
    with pytest.raises(BadInput):
        office.confirm(again, lost.recovery_code)
    office.confirm(again)
    assert lost.account_id == again.account_id
    office.clock.advance(seconds=30)
    assert office.sign_in(again, password=lost.password) is None
    assert office.sign_in(again)


def test_typing_the_recovery_code_back_twice_is_no_mistake(office: Office) -> None:
    person = office.begin(office.invite("one@example.org"))
    assert [office.confirm(person), office.confirm(person)] == ["active", "active"]
    assert office.runtime.read(lambda tx: newest_key(tx, HUBEI).version) == 1


@pytest.mark.parametrize(
    ("given", "field"), [({"password": "short"}, "password"), ({"code": "000000"}, "code")]
)
def test_a_short_password_and_a_wrong_code_name_their_field(
    office: Office, given: dict[str, str], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        office.begin(office.invite("a@example.org"), **given)
    assert refused.value.field == field


def test_another_persons_recovery_code_does_not_open_the_account(office: Office) -> None:
    stranger = office.join("one@example.org")
    person = office.begin(office.invite("two@example.org"))
    with pytest.raises(BadInput):
        office.confirm(person, stranger.recovery_code)
    assert state(office, person) == "setup"


def test_a_new_invitation_replaces_an_account_that_was_never_finished(office: Office) -> None:
    first = office.begin(office.invite("one@example.org"))
    token = office.invite("one@example.org")
    with pytest.raises(Expired):
        office.confirm(first)
    assert office.confirm(office.begin(token)) == "active"


def test_a_new_invitation_ends_the_one_before(office: Office) -> None:
    first = office.invite("one@example.org")
    office.invite("One@example.org ")
    with pytest.raises(Expired):
        office.runtime.read(lambda tx: accounts.invitation(tx, first))


@pytest.mark.parametrize("login", ["one@example.org", " ONE@example.org"])
def test_an_address_in_use_is_not_invited_again(office: Office, login: str) -> None:
    office.join("one@example.org")
    with pytest.raises(BadInput, match="login_taken"):
        office.invite(login)


@pytest.mark.parametrize("login", ["", "one", "a@b", "a b@example.org", "a@example.org\nBcc: b"])
def test_what_is_no_address_is_not_invited(office: Office, login: str) -> None:
    with pytest.raises(BadInput, match="login_no_address"):
        office.invite(login)


@pytest.mark.parametrize(
    ("role", "at"),
    [(Role.PLATFORM, HUBEI), (Role.OFFICER, PLATFORM_AUTHORITY), (Role.HEAD, PLATFORM_AUTHORITY)],
)
def test_a_role_that_an_authority_has_not_is_refused(office: Office, role: Role, at: str) -> None:
    with pytest.raises(BadInput, match="role_not_here"):
        office.invite("a@example.org", role, at)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMIN])
def test_auditors_and_administrators_are_everywhere_and_get_no_key(
    office: Office, runtime: Runtime, role: Role
) -> None:
    for at in (HUBEI, PLATFORM_AUTHORITY):
        person = office.join(f"{at}@example.org", role, at)
        assert state(office, person) == "active"
        assert office.holder(person).authority == {}
        assert runtime.read(lambda tx, at=at: newest_key(tx, at)) is None


def test_nobody_invites_admits_or_ends_at_another_authority(office: Office) -> None:
    person = office.join("one@example.org")
    stranger = office.holder(office.join("p@example.org", Role.PLATFORM, PLATFORM_AUTHORITY))
    with pytest.raises(NotAllowed):
        office.invite("n@example.org", Role.HEAD, HUBEI, stranger.actor)
    for act in (office.end, office.admit):
        with pytest.raises(NotFound):
            act(stranger, person)


def test_an_officer_invites_and_ends_nobody(office: Office) -> None:
    person = office.join("one@example.org")
    other = office.join("two@example.org")
    holder = office.holder(person)
    with pytest.raises(NotAllowed):
        office.invite("n@example.org", actor=holder.actor)
    with pytest.raises(NotAllowed):
        office.end(holder, other)


def test_a_member_without_the_key_cannot_hand_it_over(office: Office) -> None:
    office.join("one@example.org")
    second, third = office.join("two@example.org"), office.join("three@example.org")
    with pytest.raises(NotAllowed, match="not_keyed"):
        office.admit(office.holder(second), third)


def two_members(office: Office):
    head = office.join("head@example.org", Role.HEAD)
    other = office.join("two@example.org")
    holder = office.holder(head)
    office.admit(holder, other)
    return head, holder, other


def test_admitting_twice_changes_nothing(office: Office, runtime: Runtime) -> None:
    _, holder, other = two_members(office)
    office.admit(holder, other)
    assert runtime.read(lambda tx: is_active(tx, HUBEI))


def test_ending_access_is_at_once_and_rotates_the_authoritys_key(
    office: Office, runtime: Runtime
) -> None:
    head, holder, other = two_members(office)
    cookie = office.sign_in(other)
    office.end(holder, other)
    office.end(holder, other)
    with pytest.raises(Expired):
        office.member(cookie)
    assert office.sign_in(other) is None
    assert runtime.read(lambda tx: newest_key(tx, HUBEI).version) == 2
    assert [a.id for a in runtime.read(lambda tx: active_keyed(tx, HUBEI))] == [head.account_id]


def test_nothing_stays_that_the_password_of_whoever_left_could_open(
    office: Office, runtime: Runtime
) -> None:
    _, holder, other = two_members(office)
    office.end(holder, other)
    row = office.account(other.account_id)
    assert (row.wrapped_private, row.wrapped_recovery, row.totp_sealed) == (b"", b"", b"")
    sealed = select(func.count()).where(AuthorityKeyMember.account_id == other.account_id)
    assert runtime.read(lambda tx: tx.session.scalar(sealed)) == 0


def test_whoever_left_may_be_invited_again_and_waits_like_anybody(office: Office) -> None:
    _, holder, other = two_members(office)
    office.end(holder, other)
    again = office.join("two@example.org")
    assert again.account_id != other.account_id
    assert state(office, again) == "waiting"
    office.admit(holder, again)
    assert set(office.holder(again).authority) == {1}


def test_ending_somebody_without_a_key_rotates_nothing(office: Office, runtime: Runtime) -> None:
    _, holder, _ = two_members(office)
    for login, role in (("a@example.org", Role.AUDITOR), ("w@example.org", Role.OFFICER)):
        office.end(holder, office.join(login, role))
    assert runtime.read(lambda tx: newest_key(tx, HUBEI).version) == 1


def test_nobody_ends_their_own_access(office: Office) -> None:
    head, holder, _ = two_members(office)
    with pytest.raises(NotAllowed):
        office.end(holder, head)


def test_the_last_member_with_a_key_cannot_be_ended(office: Office) -> None:
    admin = office.holder(office.join("admin@example.org", Role.ADMIN))
    last = office.join("one@example.org")
    with pytest.raises(NotAllowed, match="last_keyed_member"):
        office.end(admin, last)
    assert state(office, last) == "active"


def test_nobody_admits_whom_they_invited_themselves(office: Office, runtime: Runtime) -> None:
    head = office.holder(office.join("head@example.org", Role.HEAD))
    own = office.join("own@example.org", invited_by=head.actor)
    with pytest.raises(NotAllowed, match="inviter_cannot_admit"):
        runtime.write(lambda tx: accounts.admit(tx, runtime.vault, head, own.account_id))
    assert state(office, own) == "waiting"


def test_two_platform_officers_make_the_custodian_key_and_a_third_a_new_one(
    office: Office, runtime: Runtime
) -> None:
    first, second = office.platform("p1@example.org", "p2@example.org")
    assert runtime.read(lambda tx: custodian(tx).version) == 1
    office.admit(
        office.holder(first), office.join("p3@example.org", Role.PLATFORM, PLATFORM_AUTHORITY)
    )
    assert runtime.read(lambda tx: custodian(tx).version) == 2
    pairs = runtime.read(
        lambda tx: {(s.first_id, s.second_id) for s in tx.session.scalars(select(CustodianShare))}
    )
    assert (first.account_id, second.account_id) in pairs
    assert len(pairs) == 6


def test_members_of_another_authority_do_not_exist_for_a_stranger(office: Office) -> None:
    stranger = Actor("x" * 26, MOE, Role.HEAD)
    person = office.join("one@example.org")
    with pytest.raises(NotFound):
        office.runtime.write(
            lambda tx: accounts.end(tx, office.runtime.vault, stranger, person.account_id)
        )
    assert office.runtime.read(lambda tx: tx.session.get(Account, person.account_id)).state
