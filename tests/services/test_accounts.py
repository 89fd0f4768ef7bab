"""Joining, proving the recovery code, admitting and ending: what a colleague would notice."""

import pyotp
import pytest

from reportdesk.domain.actors import Actor, Role
from reportdesk.domain.errors import BadInput, Expired, NotAllowed, NotFound
from reportdesk.services import accounts, signin
from reportdesk.storage.register import Authority, Division
from reportdesk.storage.staff import Account, active_keyed, custodian, is_active, newest_key

PASSWORD = "correct horse battery"
HUBEI = "edu-420000"


@pytest.fixture(autouse=True)
def _authorities(runtime):
    def fill(tx):
        tx.session.add(
            Division(code="420000", name="湖北省", name_en="Hubei", level="province", covered=True)
        )
        tx.session.flush()
        for name, kind in ((HUBEI, "education"), ("platform", "platform")):
            tx.session.add(
                Authority(
                    id=name,
                    kind=kind,
                    name=name,
                    name_en=name,
                    division_code="420000",
                    level="province",
                    name_verified=True,
                )
            )

    runtime.write(fill)


def _join(runtime, login, *, role=Role.OFFICER, authority=HUBEI, secret=None):
    """An account whose recovery code was typed back; returns (account id, TOTP secret, code)."""
    secret = secret or pyotp.random_base32()
    token = runtime.write(
        lambda tx: accounts.invite(
            tx, None, login=login, name=login, authority_id=authority, role=role
        )
    )
    joined = runtime.write(
        lambda tx: accounts.join(
            tx,
            runtime.vault,
            token,
            password=PASSWORD,
            totp_secret=secret,
            code=pyotp.TOTP(secret).at(runtime.clock()),
            demo=False,
        )
    )
    runtime.write(
        lambda tx: accounts.confirm_recovery(
            tx, runtime.vault, joined.account_id, joined.recovery_code
        )
    )
    return joined.account_id, secret, joined.recovery_code


def _sign_in(runtime, login, secret, *, password=PASSWORD, code=None):
    account = runtime.read(lambda tx: signin.credentials(tx, login))
    pair = signin.check(runtime.vault, account, password)
    digits = code or pyotp.TOTP(secret).at(runtime.clock())
    name = account.id if account else None
    return runtime.write(lambda tx: signin.sign_in(tx, runtime.vault, name, pair, digits))


def _member(runtime, cookie):
    return runtime.read(lambda tx: signin.resume(tx, runtime.vault, cookie))


def _state(runtime, account_id):
    return runtime.read(lambda tx: tx.session.get(Account, account_id).state)


def test_the_first_member_makes_the_authoritys_key_and_the_second_waits_for_a_colleague(runtime):
    first, secret, _ = _join(runtime, "one@example.org")
    second, other, _ = _join(runtime, "two@example.org")
    assert (_state(runtime, first), _state(runtime, second)) == ("active", "waiting")
    assert not runtime.read(lambda tx: is_active(tx, HUBEI))

    holder = _member(runtime, _sign_in(runtime, "one@example.org", secret)).holder
    runtime.write(lambda tx: accounts.admit(tx, runtime.vault, holder, second))

    assert runtime.read(lambda tx: is_active(tx, HUBEI))
    theirs = _member(runtime, _sign_in(runtime, "two@example.org", other)).holder
    assert theirs.authority[1].private == holder.authority[1].private


def test_an_invitation_works_once_and_not_after_seven_days(runtime, clock):
    def invite(login):
        return runtime.write(
            lambda tx: accounts.invite(
                tx, None, login=login, name="x", authority_id=HUBEI, role=Role.OFFICER
            )
        )

    token = invite("late@example.org")
    runtime.read(lambda tx: accounts.invitation(tx, token))
    clock.advance(days=7, seconds=1)
    with pytest.raises(Expired):
        runtime.read(lambda tx: accounts.invitation(tx, token))
    with pytest.raises(Expired):
        runtime.read(lambda tx: accounts.invitation(tx, "no such token"))


def test_a_short_password_and_a_wrong_code_name_their_field(runtime):
    token = runtime.write(
        lambda tx: accounts.invite(
            tx, None, login="a@example.org", name="a", authority_id=HUBEI, role=Role.OFFICER
        )
    )
    secret = pyotp.random_base32()
    for password, code, field in (("short", "000000", "password"), (PASSWORD, "1", "code")):
        with pytest.raises(BadInput) as refused:
            runtime.write(
                lambda tx, password=password, code=code: accounts.join(
                    tx,
                    runtime.vault,
                    token,
                    password=password,
                    totp_secret=secret,
                    code=code,
                    demo=False,
                )
            )
        assert refused.value.field == field


def test_another_recovery_code_does_not_open_the_account(runtime):
    secret = pyotp.random_base32()
    _, _, foreign = _join(runtime, "one@example.org")
    token = runtime.write(
        lambda tx: accounts.invite(
            tx, None, login="two@example.org", name="b", authority_id=HUBEI, role=Role.OFFICER
        )
    )
    joined = runtime.write(
        lambda tx: accounts.join(
            tx,
            runtime.vault,
            token,
            password=PASSWORD,
            totp_secret=secret,
            code=pyotp.TOTP(secret).at(runtime.clock()),
            demo=False,
        )
    )
    with pytest.raises(BadInput):
        runtime.write(
            lambda tx: accounts.confirm_recovery(tx, runtime.vault, joined.account_id, foreign)
        )
    assert _state(runtime, joined.account_id) == "setup"


def test_a_one_time_code_is_refused_the_second_time(runtime, clock):
    _, secret, _ = _join(runtime, "one@example.org")
    code = pyotp.TOTP(secret).at(clock())
    assert _sign_in(runtime, "one@example.org", secret, code=code)
    assert _sign_in(runtime, "one@example.org", secret, code=code) is None
    clock.advance(minutes=1)
    assert _sign_in(runtime, "one@example.org", secret)


def test_wrong_passwords_block_the_account_longer_each_time_and_a_good_one_clears(runtime, clock):
    from reportdesk.domain.errors import Busy

    _, secret, _ = _join(runtime, "one@example.org")
    for _ in range(5):
        assert _sign_in(runtime, "one@example.org", secret, password="wrong" * 4) is None
    with pytest.raises(Busy) as blocked:
        _sign_in(runtime, "one@example.org", secret)
    assert blocked.value.retry_after <= 61
    clock.advance(minutes=1, seconds=1)
    assert _sign_in(runtime, "one@example.org", secret)


def test_an_unknown_login_costs_a_derivation_too(runtime, monkeypatch):
    spent = []
    monkeypatch.setattr(runtime.vault, "burn", spent.append)
    assert signin.check(runtime.vault, None, "whatever it was") is None
    assert spent == ["whatever it was"]


def test_a_session_ends_after_thirty_idle_minutes_and_after_twelve_hours(runtime, clock):
    _, secret, _ = _join(runtime, "one@example.org")
    cookie = _sign_in(runtime, "one@example.org", secret)
    clock.advance(minutes=29)
    session = _member(runtime, cookie).session
    runtime.write(lambda tx: signin.touch(tx, session))
    clock.advance(minutes=29)
    _member(runtime, cookie)
    clock.advance(minutes=2)
    with pytest.raises(Expired):
        _member(runtime, cookie)


def test_signing_out_everywhere_ends_every_browser(runtime, clock):
    _, secret, _ = _join(runtime, "one@example.org")
    first = _sign_in(runtime, "one@example.org", secret)
    clock.advance(minutes=1)
    second = _sign_in(runtime, "one@example.org", secret)
    member = _member(runtime, second)
    runtime.write(lambda tx: signin.sign_out(tx, member, everywhere=True))
    for cookie in (first, second):
        with pytest.raises(Expired):
            _member(runtime, cookie)


def test_a_recovery_code_sets_a_new_password_and_ends_old_sessions(runtime, clock):
    _, secret, code = _join(runtime, "one@example.org")
    cookie = _sign_in(runtime, "one@example.org", secret)
    clock.advance(minutes=1)
    account = runtime.read(lambda tx: signin.credentials(tx, "one@example.org"))
    pair = signin.unlock_with_code(runtime.vault, account, code)
    digits = pyotp.TOTP(secret).at(clock())
    assert runtime.write(
        lambda tx: signin.recover(tx, runtime.vault, account.id, pair, digits, "another password!")
    )
    with pytest.raises(Expired):
        _member(runtime, cookie)
    clock.advance(minutes=1)
    assert _sign_in(runtime, "one@example.org", secret) is None
    clock.advance(minutes=1)
    assert _sign_in(runtime, "one@example.org", secret, password="another password!")


def test_ending_access_is_at_once_and_rotates_the_authoritys_key(runtime):
    first, secret, _ = _join(runtime, "head@example.org", role=Role.HEAD)
    second, other, _ = _join(runtime, "two@example.org")
    holder = _member(runtime, _sign_in(runtime, "head@example.org", secret)).holder
    runtime.write(lambda tx: accounts.admit(tx, runtime.vault, holder, second))
    cookie = _sign_in(runtime, "two@example.org", other)
    runtime.write(lambda tx: accounts.end(tx, runtime.vault, holder.actor, second))
    with pytest.raises(Expired):
        _member(runtime, cookie)
    assert runtime.read(lambda tx: newest_key(tx, HUBEI).version) == 2
    assert [a.id for a in runtime.read(lambda tx: active_keyed(tx, HUBEI))] == [first]


def test_nobody_invites_or_ends_at_another_authority(runtime):
    stranger = Actor("x" * 26, "platform", Role.PLATFORM)
    account, _, _ = _join(runtime, "one@example.org")
    with pytest.raises(NotAllowed):
        runtime.write(
            lambda tx: accounts.invite(
                tx, stranger, login="n@example.org", name="n", authority_id=HUBEI, role=Role.HEAD
            )
        )
    with pytest.raises(NotFound):
        runtime.write(lambda tx: accounts.end(tx, runtime.vault, stranger, account))


def test_two_platform_officers_make_the_custodian_key(runtime):
    _, secret, _ = _join(runtime, "p1@example.org", role=Role.PLATFORM, authority="platform")
    second, _, _ = _join(runtime, "p2@example.org", role=Role.PLATFORM, authority="platform")
    assert runtime.read(custodian) is None
    holder = _member(runtime, _sign_in(runtime, "p1@example.org", secret)).holder
    runtime.write(lambda tx: accounts.admit(tx, runtime.vault, holder, second))
    assert runtime.read(lambda tx: custodian(tx).version) == 1
