"""Use cases on staff accounts: invite, join, prove the recovery code, admit, end."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

import pyotp
from sqlalchemy import select

from reportdesk.domain.actors import KEYED, PLATFORM_AUTHORITY, Actor, Role
from reportdesk.domain.errors import BadInput, Conflict, Expired, NotAllowed, NotFound
from reportdesk.storage.audit import log
from reportdesk.storage.columns import new_id
from reportdesk.storage.db import Tx
from reportdesk.storage.register import Authority
from reportdesk.storage.staff import (
    Account,
    AuthorityKey,
    AuthorityKeyMember,
    CustodianKey,
    CustodianShare,
    Invitation,
    StaffSession,
    active_keyed,
    custodian,
    newest_key,
)
from reportdesk.vault.holder import AUTHORITY_PURPOSE, TOTP_PURPOSE, Holder
from reportdesk.vault.vault import Vault

INVITATION_DAYS = 7
SHORTEST_PASSWORD = 12
STAFF_MANAGERS = frozenset({Role.HEAD, Role.ADMIN, Role.PLATFORM})
"""Roles that may invite colleagues and end their access, within their own authority."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A new account; the recovery code is shown once and must be typed back."""

    account_id: str
    recovery_code: str = field(repr=False)


def invite(
    tx: Tx, actor: Actor | None, *, login: str, name: str, authority_id: str, role: Role
) -> str:
    """Make a one-time way in and return its token; only the token's hash is kept.

    ``actor`` is None for the command line. Raises NotFound for an unknown authority, NotAllowed
    when the actor may not invite there, and BadInput when the login is taken.
    """
    if actor is not None and (
        actor.role not in STAFF_MANAGERS or actor.authority_id != authority_id
    ):
        raise NotAllowed("invite_own_authority_only")
    if tx.session.get(Authority, authority_id) is None:
        raise NotFound("authority", id=authority_id)
    if (role is Role.PLATFORM) != (authority_id == PLATFORM_AUTHORITY) and role is not Role.ADMIN:
        raise BadInput("role", "role_not_here")
    login = login.strip().lower()
    if tx.session.scalar(select(Account.id).where(Account.login == login)) is not None:
        raise BadInput("login", "login_taken")
    token = secrets.token_urlsafe(32)
    tx.session.add(
        Invitation(
            token_hash=_hash(token),
            login=login,
            name=name.strip(),
            authority_id=authority_id,
            role=role.value,
            expires_at=tx.now + timedelta(days=INVITATION_DAYS),
            used=False,
        )
    )
    who = actor.account_id if actor else "command line"
    log(tx, authority_id, who, "invite", detail=role.value)
    return token


def invitation(tx: Tx, token: str) -> Invitation:
    """The open invitation behind a token; raises Expired alike for used, old and unknown ones."""
    row = tx.session.get(Invitation, _hash(token))
    if row is None or row.used or row.expires_at < tx.now:
        raise Expired("invitation")
    return row


def join(
    tx: Tx, vault: Vault, token: str, *, password: str, totp_secret: str, code: str, demo: bool
) -> Joined:
    """Turn an invitation into an account in state ``setup``.

    Raises BadInput for a short password or a code that does not fit the secret.
    """
    row = invitation(tx, token)
    if len(password) < SHORTEST_PASSWORD:
        raise BadInput("password", "password_short", least=SHORTEST_PASSWORD)
    if not pyotp.TOTP(totp_secret).verify(code, for_time=tx.now, valid_window=1):
        raise BadInput("code", "totp_wrong")
    keys = vault.new_staff(password)
    account = Account(
        id=new_id(),
        login=row.login,
        name=row.name,
        authority_id=row.authority_id,
        role=row.role,
        state="setup",
        public_key=keys.public,
        salt=keys.salt,
        wrapped_private=keys.wrapped_private,
        wrapped_recovery=keys.wrapped_recovery,
        totp_sealed=vault.seal_to(keys.public, totp_secret.encode(), purpose=TOTP_PURPOSE),
        created_at=tx.now,
        demo=demo,
    )
    tx.session.add(account)
    row.used = True
    tx.session.flush()
    log(tx, account.authority_id, account.id, "join", detail=account.role)
    return Joined(account.id, keys.recovery_code)


def confirm_recovery(tx: Tx, vault: Vault, account_id: str, typed: str) -> str:
    """Check the recovery code typed back; returns the account's new state.

    The first keyed member of an authority makes its key; later ones wait until a keyed colleague
    admits them. Raises BadInput when the code is mistyped or another's.
    """
    account = tx.session.get(Account, account_id)
    if account is None or account.state != "setup":
        raise Conflict("already_confirmed")
    try:
        vault.unlock_recovery(typed, account.wrapped_recovery, account.public_key)
    except NotAllowed:
        raise BadInput("recovery_code", "recovery_wrong") from None
    if Role(account.role) not in KEYED:
        account.state = "active"
    elif newest_key(tx, account.authority_id) is None:
        account.state = "active"
        tx.session.flush()
        _new_authority_key(tx, vault, account.authority_id, 1)
    else:
        account.state = "waiting"
    log(tx, account.authority_id, account.id, "recovery_confirmed", detail=account.state)
    return account.state


def admit(tx: Tx, vault: Vault, holder: Holder, account_id: str) -> None:
    """Hand the authority's keys to a waiting colleague, after comparing fingerprints.

    Raises NotAllowed when the holder has no key to hand over, NotFound for another authority's.
    """
    account = tx.session.get(Account, account_id)
    actor = holder.actor
    if account is None or account.authority_id != actor.authority_id or account.state != "waiting":
        raise NotFound("account")
    if not holder.authority:
        raise NotAllowed("not_keyed")
    for version, pair in holder.authority.items():
        sealed = vault.seal_to(account.public_key, pair.private, purpose=AUTHORITY_PURPOSE)
        tx.session.add(
            AuthorityKeyMember(
                authority_id=account.authority_id,
                version=version,
                account_id=account.id,
                sealed_private=sealed,
            )
        )
    account.state = "active"
    tx.session.flush()
    log(tx, actor.authority_id, actor.account_id, "admit", detail=account.id)
    if account.authority_id == PLATFORM_AUTHORITY:
        _new_custodian(tx, vault)


def end(tx: Tx, vault: Vault, actor: Actor, account_id: str) -> None:
    """End a colleague's access at once and rotate the authority's key among those who stay."""
    account = tx.session.get(Account, account_id)
    if account is None or account.authority_id != actor.authority_id:
        raise NotFound("account")
    if actor.role not in STAFF_MANAGERS or account.id == actor.account_id:
        raise NotAllowed("end_colleagues_only")
    account.state = "ended"
    for session in tx.session.scalars(
        select(StaffSession).where(StaffSession.account_id == account.id)
    ):
        tx.session.delete(session)
    tx.session.flush()
    key = newest_key(tx, account.authority_id)
    if key is not None and active_keyed(tx, account.authority_id):
        _new_authority_key(tx, vault, account.authority_id, key.version + 1)
    if account.authority_id == PLATFORM_AUTHORITY:
        _new_custodian(tx, vault)
    log(tx, actor.authority_id, actor.account_id, "end_access", detail=account.id)


def _new_authority_key(tx: Tx, vault: Vault, authority_id: str, version: int) -> None:
    """Make a key for the authority and seal it to every active keyed member."""
    pair = vault.new_keypair()
    tx.session.add(
        AuthorityKey(
            authority_id=authority_id, version=version, public_key=pair.public, created_at=tx.now
        )
    )
    tx.session.flush()
    for member in active_keyed(tx, authority_id):
        sealed = vault.seal_to(member.public_key, pair.private, purpose=AUTHORITY_PURPOSE)
        tx.session.add(
            AuthorityKeyMember(
                authority_id=authority_id,
                version=version,
                account_id=member.id,
                sealed_private=sealed,
            )
        )
    tx.session.flush()


def _new_custodian(tx: Tx, vault: Vault) -> None:
    """Make a custodian key for the platform's officers of today; needs two of them.

    Reports sealed to an earlier custodian key stay open to the pairs of that time.
    """
    officers = {member.id: member.public_key for member in active_keyed(tx, PLATFORM_AUTHORITY)}
    if len(officers) < 2:
        return
    last = custodian(tx)
    version = (last.version if last else 0) + 1
    pair = vault.new_keypair()
    tx.session.add(CustodianKey(version=version, public_key=pair.public, created_at=tx.now))
    tx.session.flush()
    for (first, second), sealed in vault.split_custodian(pair.private, officers).items():
        tx.session.add(
            CustodianShare(version=version, first_id=first, second_id=second, sealed=sealed)
        )
    tx.session.flush()


def _hash(token: str) -> bytes:
    """What is stored of an invitation's token."""
    return hashlib.sha256(b"invitation\0" + token.encode()).digest()
