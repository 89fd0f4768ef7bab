"""A part of the national register, authorities with keys, and a filing: what students need."""

import dataclasses
import secrets
from functools import cache

from sqlalchemy import select

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor, Role
from reportdesk.domain.filing import Filing
from reportdesk.domain.filing_parts import (
    Involved,
    Reply,
    Running,
    Sheet,
    Story,
    What,
    Where,
    Who,
)
from reportdesk.domain.taxonomy import (
    Answer,
    Asked,
    Filer,
    Lever,
    Ownership,
    Practice,
    Question,
    RunBy,
    SchoolKind,
    Scope,
)
from reportdesk.packs.register import Register, load_register
from reportdesk.runtime import Runtime
from reportdesk.services import register
from reportdesk.storage.db import Tx
from reportdesk.storage.register import School
from reportdesk.storage.staff import Account, AuthorityKey, AuthorityKeyMember
from reportdesk.vault.holder import Holder
from reportdesk.vault.keypair import KeyPair

HUBEI = "edu-420000"
MOE = "edu-100000"
COLLEGE = "武汉职业技术学院"
PLACES = ("11", "42", "81")
"""First digits of the divisions that tests know: Beijing, Hubei, Hong Kong."""


@cache
def _part() -> Register:
    """The shipped register, cut down to a few provinces."""
    whole = load_register()
    schools = tuple(row for row in whole.schools if row.division[:2] in PLACES)
    names = {row.name for row in schools}
    return dataclasses.replace(
        whole,
        divisions=tuple(row for row in whole.divisions if row.code[:2] in PLACES),
        fixed=tuple(row for row in whole.fixed if (row.division or "42")[:2] in PLACES),
        schools=schools,
        supervisors={name: text for name, text in whole.supervisors.items() if name in names},
    )


def load_places(runtime: Runtime) -> None:
    """Fill the register with a few provinces."""
    runtime.write(lambda tx: register.load(tx, _part()))


def give_keys(runtime: Runtime, *authorities: str, members: int = 2) -> dict[str, Holder]:
    """Make each authority active and return a signed-in officer of each."""

    def fill(tx: Tx) -> dict[str, Holder]:
        return {one: _officer(tx, runtime, one, members) for one in authorities}

    return runtime.write(fill)


def _officer(tx: Tx, runtime: Runtime, authority_id: str, members: int) -> Holder:
    """Keyed members of an authority; the first is returned."""
    pair = KeyPair.new()
    tx.session.add(
        AuthorityKey(
            authority_id=authority_id, version=1, public_key=pair.public, created_at=tx.now
        )
    )
    tx.session.flush()
    role = Role.PLATFORM if authority_id == PLATFORM_AUTHORITY else Role.OFFICER
    staff = [KeyPair.new() for _ in range(members)]
    for number, member in enumerate(staff):
        account_id = f"{authority_id}-{number}"
        tx.session.add(
            Account(
                id=account_id,
                login=f"{account_id}@example.org",
                name=account_id,
                authority_id=authority_id,
                role=role.value,
                state="active",
                public_key=member.public,
                salt=b"",
                wrapped_private=b"",
                wrapped_recovery=b"",
                totp_sealed=b"",
                created_at=tx.now,
            )
        )
        tx.session.flush()
        tx.session.add(
            AuthorityKeyMember(
                authority_id=authority_id, version=1, account_id=account_id, sealed_private=b""
            )
        )
    return Holder(Actor(f"{authority_id}-0", authority_id, role), staff[0], {1: pair})


def school_id(runtime: Runtime, name: str = COLLEGE) -> str:
    """Id of a school of the register."""
    return runtime.read(
        lambda tx: tx.session.scalars(select(School.id).where(School.name == name)).one()
    )


def a_filing(school: str | None = None, **changes: object) -> Filing:
    """What the student of a higher vocational college would file."""
    unlisted = Where(
        name="示范第一小学",
        province="420000",
        city="420100",
        county="420106",
        kind=SchoolKind.PRIMARY,
        ownership=Ownership.PUBLIC,
        run_by=RunBy.UNKNOWN,
    )
    filing = Filing(
        who=Who(Filer.STUDENT, Involved.NO),
        where=Where(school_id=school, run_by=RunBy.PROVINCE) if school else unlisted,
        what=What(
            practice=Practice.VOICE_RECORDING,
            levers=(Lever.COURSE_GRADE, Lever.RETAKE_THREAT),
            lever=Lever.RETAKE_THREAT,
            scope=Scope.GRADE,
            since="2025-11",
            running=Running.YES,
            company="示例声库",
        ),
        sheet=Sheet({Question.COMPULSORY: Reply(Answer.YES, "群里点名催交")}),
        story=Story((Asked.STOP, Asked.DELETE_DATA), "每天录 30 分钟对话。", ""),
        lang="zh",
    )
    return dataclasses.replace(filing, **changes)


def file_one(runtime: Runtime, filing: Filing, receipt: str | None = None, files=()):
    """File it and return (receipt, what was filed)."""
    from reportdesk.services import intake

    receipt = receipt or runtime.vault.draw_receipt()
    known = runtime.vault.lookups(receipt, "filing")
    filed = runtime.write(
        lambda tx: intake.file(
            tx, runtime.vault, runtime.pack, runtime.settings, filing, known, files
        )
    )
    return receipt, filed


def once() -> bytes:
    """A form's own random value."""
    return secrets.token_bytes(16)
