"""A small nation, authorities with keys, and cases at the desk: what staff need, in short words."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor, Role
from reportdesk.domain.answer import AnswerDraft, Answered, Promised
from reportdesk.domain.taxonomy import Answer, Finding, Measure, Question
from reportdesk.runtime import Runtime
from reportdesk.services import answering, delivery, proving, triage
from reportdesk.storage.acts import reach
from reportdesk.storage.case import Case
from reportdesk.storage.columns import new_id
from reportdesk.storage.db import Tx
from reportdesk.storage.register import Authority, Division, School
from reportdesk.storage.staff import (
    Account,
    AuthorityKey,
    AuthorityKeyMember,
    CustodianKey,
    CustodianShare,
    StaffSession,
)
from reportdesk.vault.holder import AUTHORITY_PURPOSE, Holder
from reportdesk.vault.keypair import KeyPair
from tests.filings import a_filing, file_one

T = TypeVar("T")
MOE, HUBEI, WUHAN, XIANGYANG = "edu-100000", "edu-420000", "edu-420100", "edu-420600"
SCHOOL = "示范职业技术学院"
SCHOOL_ID = "school-hubei"
TRIO = (Role.OFFICER, Role.OFFICER, Role.HEAD)

_KEYS: dict[str, KeyPair] = {}
"""Keys of the authorities of the present test, so that members can be added."""
_DIVISIONS = (
    ("420000", "湖北省", "Hubei", "province", None),
    ("420100", "武汉市", "Wuhan", "city", "420000"),
    ("420600", "襄阳市", "Xiangyang", "city", "420000"),
)
_AUTHORITIES = (
    (MOE, "education", "教育部", "Ministry of Education", None, "national", None),
    (HUBEI, "education", "湖北省教育厅", "Hubei Education", "420000", "province", MOE),
    (WUHAN, "education", "武汉市教育局", "Wuhan Education", "420100", "city", HUBEI),
    (XIANGYANG, "education", "襄阳市教育局", "Xiangyang Education", "420600", "city", HUBEI),
    (PLATFORM_AUTHORITY, "platform", "平台值守", "Platform desk", None, "platform", None),
)


def found_nation(runtime: Runtime) -> None:
    """A province with two cities, the ministry above, the platform beside, and one college."""

    def fill(tx: Tx) -> None:
        for code, name, name_en, level, parent in _DIVISIONS:
            row = Division(
                code=code, name=name, name_en=name_en, level=level, parent_code=parent, covered=True
            )
            tx.session.add(row)
            tx.session.flush()
        for one, kind, name, name_en, division, level, parent in _AUTHORITIES:
            row = Authority(
                id=one,
                kind=kind,
                name=name,
                name_en=name_en,
                division_code=division,
                level=level,
                parent_id=parent,
                name_verified=True,
            )
            tx.session.add(row)
            tx.session.flush()
        tx.session.add(
            School(
                id=SCHOOL_ID,
                name=SCHOOL,
                name_normal=SCHOOL,
                initials="sfzyjsxy",
                sort_key="shi fan",
                kind="higher_vocational",
                ownership="public",
                run_by="province",
                division_code="420100",
                source="demo",
                demo=True,
            )
        )

    runtime.write(fill)


def key_authority(runtime: Runtime, authority_id: str, *roles: Role) -> list[Holder]:
    """Give an authority a key and one signed-in member for each role (two officers and a head)."""
    if not roles:
        at_platform = authority_id == PLATFORM_AUTHORITY
        roles = (Role.PLATFORM, Role.PLATFORM) if at_platform else TRIO
    pair = _KEYS[authority_id] = KeyPair.new()

    def fill(tx: Tx) -> list[Holder]:
        key = AuthorityKey(
            authority_id=authority_id, version=1, public_key=pair.public, created_at=tx.now
        )
        tx.session.add(key)
        tx.session.flush()
        holders = [_member(tx, runtime, authority_id, role, pair) for role in roles]
        if authority_id == PLATFORM_AUTHORITY:
            _custodian(tx, runtime, holders)
        return holders

    return runtime.write(fill)


def add_member(runtime: Runtime, authority_id: str, role: Role) -> Holder:
    """One more member; those whose role is keyed get the authority's key from a colleague."""

    def fill(tx: Tx) -> Holder:
        return _member(tx, runtime, authority_id, role, _KEYS[authority_id])

    return runtime.write(fill)


def _member(tx: Tx, runtime: Runtime, authority_id: str, role: Role, authority: KeyPair) -> Holder:
    """One keyed member of an authority."""
    pair, account_id = KeyPair.new(), new_id()
    account = Account(
        id=account_id,
        login=f"{account_id}@example.org",
        name=f"{role.value}-{account_id[:4]}",
        authority_id=authority_id,
        role=role.value,
        state="active",
        public_key=pair.public,
        salt=b"",
        wrapped_private=b"",
        wrapped_recovery=b"",
        totp_sealed=b"",
        created_at=tx.now,
    )
    tx.session.add(account)
    tx.session.flush()
    sealed = runtime.vault.seal_to(pair.public, authority.private, purpose=AUTHORITY_PURPOSE)
    tx.session.add(
        AuthorityKeyMember(
            authority_id=authority_id, version=1, account_id=account_id, sealed_private=sealed
        )
    )
    return Holder(Actor(account_id, authority_id, role), pair, {1: authority})


def _custodian(tx: Tx, runtime: Runtime, officers: list[Holder]) -> None:
    """The platform's custodian key, shared between two officers at a time."""
    pair = KeyPair.new()
    tx.session.add(CustodianKey(version=1, public_key=pair.public, created_at=tx.now))
    tx.session.flush()
    publics = {one.actor.account_id: one.staff.public for one in officers}
    for (first, second), sealed in runtime.vault.split_custodian(pair.private, publics).items():
        tx.session.add(CustodianShare(version=1, first_id=first, second_id=second, sealed=sealed))


def sign_in(runtime: Runtime, holder: Holder) -> str:
    """A session of this member; returns the cookie's value."""
    opened = runtime.vault.open_session(holder.staff)

    def fill(tx: Tx) -> str:
        row = StaffSession(
            id_hash=opened.id_hash,
            account_id=holder.actor.account_id,
            sealed_key=opened.sealed_key,
            created_at=tx.now,
            seen_at=tx.now,
        )
        tx.session.add(row)
        return opened.cookie_value

    return runtime.write(fill)


def file_case(runtime: Runtime, files=(), **changes: object) -> str:
    """A student of the college files, and the report reaches the desk; returns the reference."""
    _, filed = file_one(runtime, a_filing(SCHOOL_ID, **changes), files=files)
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))
    return filed.ref


def act(runtime: Runtime, use_case: Callable[..., T], *args: object, **named: object) -> T:
    """Run one use case in a transaction of its own."""
    return runtime.write(lambda tx: use_case(tx, *args, **named))


def case(runtime: Runtime, holder: Holder, ref: str) -> Case:
    """The case as this member may see it."""
    return runtime.read(lambda tx: reach(tx, holder.actor, ref))


def version(runtime: Runtime, holder: Holder, ref: str) -> int:
    """What a form made now would carry."""
    return case(runtime, holder, ref).version


def accept(runtime: Runtime, holder: Holder, ref: str, on: date | None = None) -> None:
    """The authority takes the case on, today by default."""
    now = version(runtime, holder, ref)
    day = on or runtime.clock().date()
    runtime.write(
        lambda tx: triage.accept(tx, runtime.pack, holder.actor, ref, on=day, version=now)
    )


def a_draft(*promised: Promised, **changes: object) -> AnswerDraft:
    """A finished answer; without measures given it stopped the collection already."""
    given = {
        "finding": Finding.CONFIRMED,
        "sheet": {question: Answered(Answer.YES, "已核实") for question in Question},
        "measures": promised or (Promised(Measure.STOP_COLLECTION),),
        "reply": "经核实，情况属实。已要求学校**立即停止**。",
        "legal_basis": "《个人信息保护法》第十三条",
        "public_title": "要求学生每天录音，不做就重修",
        "public_summary": "学校要求学生上传录音并与成绩挂钩，现已停止。",
        **changes,
    }
    return AnswerDraft(**given)


def answer(
    runtime: Runtime, writer: Holder, approver: Holder, ref: str, draft: AnswerDraft | None = None
) -> None:
    """One member writes the answer and another approves it."""
    now = version(runtime, writer, ref)
    text = draft or a_draft()
    runtime.write(
        lambda tx: answering.submit(tx, runtime.vault, writer, ref, draft=text, version=now)
    )
    now = version(runtime, writer, ref)
    runtime.write(
        lambda tx: answering.approve(tx, runtime.vault, runtime.pack, approver, ref, version=now)
    )


def propose(
    runtime: Runtime,
    writer: Holder,
    ref: str,
    *,
    measure: int = 1,
    on: date,
    evidence: str = "删除证明，公司盖章",
) -> None:
    """One member writes what proves a measure."""
    now = version(runtime, writer, ref)
    runtime.write(
        lambda tx: proving.propose(
            tx, runtime.vault, writer, ref, measure=measure, on=on, evidence=evidence, version=now
        )
    )


def accept_proof(runtime: Runtime, second: Holder, ref: str, *, measure: int = 1) -> None:
    """A second member lets the proof count."""
    now = version(runtime, second, ref)
    runtime.write(
        lambda tx: proving.accept(tx, runtime.vault, second, ref, measure=measure, version=now)
    )
