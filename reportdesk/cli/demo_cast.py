"""The people of the demonstration: made by the same use cases as real staff, with a moved clock."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pyotp

from reportdesk.domain.actors import Role
from reportdesk.runtime import Runtime
from reportdesk.services import accounts, signin
from reportdesk.settings import Settings

if TYPE_CHECKING:
    from reportdesk.vault.holder import Holder

HUBEI, MOE, PLATFORM = "edu-420000", "edu-100000", "platform"
PEOPLE = (
    ("hubei-officer-1", "经办甲（演示）", HUBEI, Role.OFFICER),
    ("hubei-officer-2", "经办乙（演示）", HUBEI, Role.OFFICER),
    ("hubei-head", "负责人（演示）", HUBEI, Role.HEAD),
    ("hubei-supervisor", "监督人（演示）", HUBEI, Role.SUPERVISOR),
    ("moe-officer", "教育部经办（演示）", MOE, Role.OFFICER),
    ("moe-supervisor", "教育部监督人（演示）", MOE, Role.SUPERVISOR),
    ("platform-1", "平台甲（演示）", PLATFORM, Role.PLATFORM),
    ("platform-2", "平台乙（演示）", PLATFORM, Role.PLATFORM),
)
"""Key, name, authority and role; the first of an authority makes its key."""
WORDS = 4
SYLLABLES = [first + second for first in "bdfgklmnprst" for second in "aeiou"]


class MovableClock:
    """A clock the seeding sets by hand; it only ever moves forward within one day."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def __call__(self) -> datetime:
        """The instant it was set to."""
        return self.instant

    def pass_minutes(self, minutes: int = 1) -> None:
        """Let some minutes pass, so that a one-time code is fresh."""
        self.instant += timedelta(minutes=minutes)


@dataclass(frozen=True, slots=True)
class Person:
    """One demonstration account with everything needed to sign in as them."""

    key: str
    name: str
    authority_id: str
    role: Role
    login: str
    account_id: str
    password: str = field(repr=False)
    totp_secret: str = field(repr=False)
    recovery_code: str = field(repr=False)


class Cast:
    """Everybody who acts in the demonstration."""

    def __init__(self, settings: Settings, start: datetime) -> None:
        self.clock = MovableClock(start)
        self.runtime = Runtime(settings, clock=self.clock)
        self.people: dict[str, Person] = {}
        self.holders: dict[str, Holder] = {}

    def assemble(self) -> None:
        """Invite, join, prove the recovery code, and let the first admit the others."""
        for key, name, authority_id, role in PEOPLE:
            person = self._join(key, name, authority_id, role)
            self.people[key] = person
            first = next(p for p in self.people.values() if p.authority_id == authority_id)
            if first is not person:
                holder = self.holders[first.key]
                who = person.account_id
                vault = self.runtime.vault
                self.runtime.write(
                    partial(accounts.admit, vault=vault, holder=holder, account_id=who)
                )
            self.holders[key] = self._sign_in(person)

    def __getitem__(self, key: str) -> "Holder":
        """A person's keys and role."""
        return self.holders[key]

    def _join(self, key: str, name: str, authority_id: str, role: Role) -> Person:
        """One account, from invitation to proven recovery code."""
        kit, login = self.runtime, f"{key}@example.org"
        password, secret = _password(), pyotp.random_base32()
        token = kit.write(
            lambda tx: accounts.invite(
                tx, None, login=login, name=name, authority_id=authority_id, role=role
            )
        )
        joined = kit.write(
            lambda tx: accounts.join(
                tx,
                kit.vault,
                token,
                password=password,
                totp_secret=secret,
                code=pyotp.TOTP(secret).at(self.clock()),
                demo=True,
            )
        )
        code = joined.recovery_code
        kit.write(lambda tx: accounts.confirm_recovery(tx, kit.vault, joined.account_id, code))
        return Person(
            key, name, authority_id, role, login, joined.account_id, password, secret, code
        )

    def _sign_in(self, person: Person) -> "Holder":
        """What this person's session unlocks."""
        self.clock.pass_minutes()
        kit = self.runtime
        account = kit.read(lambda tx: signin.credentials(tx, person.login))
        pair = signin.check(kit.vault, account, person.password)
        digits = pyotp.TOTP(person.totp_secret).at(self.clock())
        cookie = kit.write(
            lambda tx: signin.sign_in(tx, kit.vault, person.account_id, pair, digits)
        )
        if cookie is None:
            raise RuntimeError(f"the demonstration could not sign in {person.key}")
        return kit.read(lambda tx: signin.resume(tx, kit.vault, cookie)).holder


def _password() -> str:
    """Easy to type, and random enough for a demonstration."""
    words = ["".join(secrets.choice(SYLLABLES) for _ in range(3)) for _ in range(WORDS)]
    return "-".join(words)
