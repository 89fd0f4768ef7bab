"""People who join an authority and sign in as real staff do, with password and one-time code."""

from dataclasses import dataclass

import pyotp

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Role
from reportdesk.runtime import Runtime
from reportdesk.services import accounts, signin
from reportdesk.storage.staff import Account
from reportdesk.vault.holder import Holder
from tests.builders import HUBEI, found_nation
from tests.fakes import FixedClock

PASSWORD = "correct horse battery"
HALF_MINUTE = 30


@dataclass
class Person:
    """One account with all its secrets."""

    login: str
    account_id: str
    secret: str
    recovery_code: str
    password: str = PASSWORD


class Office:
    """The small nation of the tests, and the ways in and out of its offices."""

    def __init__(self, runtime: Runtime, clock: FixedClock) -> None:
        self.runtime, self.clock = runtime, clock
        found_nation(runtime)

    def invite(self, login: str, role: Role = Role.OFFICER, at: str = HUBEI, actor=None) -> str:
        return self.runtime.write(
            lambda tx: accounts.invite(
                tx, actor, login=login, name=f"name of {login}", authority_id=at, role=role
            )
        )

    def begin(self, token: str, *, password: str = PASSWORD, code: str | None = None) -> Person:
        """Join with an invitation; the recovery code was not typed back yet."""
        secret, kit = pyotp.random_base32(), self.runtime
        joined = kit.write(
            lambda tx: accounts.join(
                tx,
                kit.vault,
                token,
                password=password,
                totp_secret=secret,
                code=code or pyotp.TOTP(secret).at(self.clock()),
                demo=False,
            )
        )
        login = self.account(joined.account_id).login
        return Person(login, joined.account_id, secret, joined.recovery_code, password)

    def confirm(self, person: Person, typed: str | None = None) -> str:
        kit = self.runtime
        code = typed or person.recovery_code
        return kit.write(
            lambda tx: accounts.confirm_recovery(tx, kit.vault, person.account_id, code)
        )

    def join(
        self, login: str, role: Role = Role.OFFICER, at: str = HUBEI, invited_by=None
    ) -> Person:
        """Invitation, account and recovery code typed back; then a fresh one-time code is due."""
        person = self.begin(self.invite(login, role, at, invited_by))
        self.confirm(person)
        self.clock.advance(seconds=HALF_MINUTE)
        return person

    def code(self, person: Person) -> str:
        return pyotp.TOTP(person.secret).at(self.clock())

    def sign_in(self, person: Person, *, password: str | None = None, code: str | None = None):
        """A cookie, or None; afterwards the next one-time code is due."""
        kit = self.runtime
        account = kit.read(lambda tx: signin.credentials(tx, person.login))
        pair = signin.check(kit.vault, account, password or person.password)
        name, digits = account.id if account else None, code or self.code(person)
        cookie = kit.write(lambda tx: signin.sign_in(tx, kit.vault, name, pair, digits))
        self.clock.advance(seconds=HALF_MINUTE)
        return cookie

    def member(self, cookie: str) -> signin.Member:
        return self.runtime.read(lambda tx: signin.resume(tx, self.runtime.vault, cookie))

    def holder(self, person: Person) -> Holder:
        return self.member(self.sign_in(person)).holder

    def admit(self, holder: Holder, person: Person) -> None:
        kit = self.runtime
        kit.write(lambda tx: accounts.admit(tx, kit.vault, holder, person.account_id))

    def end(self, holder: Holder, person: Person) -> None:
        kit = self.runtime
        kit.write(lambda tx: accounts.end(tx, kit.vault, holder.actor, person.account_id))

    def account(self, account_id: str) -> Account:
        return self.runtime.read(lambda tx: tx.session.get_one(Account, account_id))

    def platform(self, *logins: str) -> list[Person]:
        """Officers of the platform desk, the first of whom admits the others."""
        people = [self.join(login, Role.PLATFORM, PLATFORM_AUTHORITY) for login in logins]
        holder = self.holder(people[0])
        for other in people[1:]:
            self.admit(holder, other)
        return people
