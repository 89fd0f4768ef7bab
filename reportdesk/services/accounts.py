"""Use cases on staff accounts: invite, join, prove the recovery code, admit, end."""

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from reportdesk.domain.actors import KEYED, PLATFORM_AUTHORITY, Actor, Role
from reportdesk.domain.errors import BadInput, Expired, NotAllowed, NotFound
from reportdesk.storage.audit import log
from reportdesk.storage.columns import new_id
from reportdesk.storage.db import Tx
from reportdesk.storage.register import Authority
from reportdesk.storage.staff import (
    ACTIVE,
    ENDED,
    SETUP,
    WAITING,
    Account,
    AuthorityKey,
    AuthorityKeyMember,
    CustodianKey,
    CustodianShare,
    Invitation,
    account_of,
    active_keyed,
    custodian,
    drop_access,
    drop_invitations_of,
    keyed_members,
    newest_key,
)
from reportdesk.vault.holder import AUTHORITY_PURPOSE, TOTP_PURPOSE, Holder
from reportdesk.vault.onetime import fitting_step
from reportdesk.vault.vault import Vault

INVITATION_DAYS = 7
SHORTEST_PASSWORD = 12
MAIL = r"\s*[!-?A-~]+@[!-?A-~]+\.[!-?A-~]+\s*"  # others need SMTPUTF8
STAFF_MANAGERS = frozenset({Role.HEAD, Role.ADMIN, Role.PLATFORM})
"""Roles that may invite colleagues and end their access, within their own authority."""
PLATFORM_ROLES = (Role.PLATFORM, Role.AUDITOR, Role.ADMIN)
AUTHORITY_ROLES = (Role.OFFICER, Role.HEAD, Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Joined:
    """A new account; the recovery code is shown once and must be typed back."""

    account_id: str
    recovery_code: str = field(repr=False)


def roles_at(authority_id: str) -> tuple[Role, ...]:
    """The roles that members of an authority can have."""
    return PLATFORM_ROLES if authority_id == PLATFORM_AUTHORITY else AUTHORITY_ROLES


def invite(
    tx: Tx, actor: Actor | None, *, login: str, name: str, authority_id: str, role: Role
) -> str:
    """Make a one-time way in and return its token; only the token's hash is kept.

    An earlier invitation of the same person, or an account they never finished, ends with it.
    ``actor`` is None for the command line. Raises NotFound for an unknown authority, NotAllowed
    when the actor may not invite there, and BadInput for a login that is taken or no address.
    """
    own = actor is None or (actor.authority_id == authority_id and actor.role in STAFF_MANAGERS)
    if not own:
        raise NotAllowed("invite_own_authority_only")
    if tx.session.get(Authority, authority_id) is None:
        raise NotFound("authority", id=authority_id)
    if role not in roles_at(authority_id):
        raise BadInput("role", "role_not_here")
    if not re.fullmatch(MAIL, login):
        raise BadInput("login", "login_no_address")
    login = login.strip().lower()
    _free(tx, login, authority_id)
    token = secrets.token_urlsafe(32)
    tx.session.add(
        Invitation(
            token_hash=_hash(token),
            login=login,
            name=name.strip(),
            authority_id=authority_id,
            role=role.value,
            expires_at=tx.now + timedelta(days=INVITATION_DAYS),
            invited_by=actor.account_id if actor else None,
        )
    )
    who = actor.account_id if actor else "command line"
    log(tx, authority_id, who, "invite", detail=role.value)
    return token


def _free(tx: Tx, login: str, authority_id: str) -> None:
    """End what an earlier invitation left behind; raises BadInput when the login is in use."""
    known = account_of(tx, login)
    if known is not None and (known.state != SETUP or known.authority_id != authority_id):
        raise BadInput("login", "login_taken")
    if known is not None:
        _wipe(tx, known)
    drop_invitations_of(tx, login, authority_id)


def invitation(tx: Tx, token: str) -> Invitation:
    """The open invitation behind a token; raises Expired alike for used, old and unknown ones."""
    row = tx.session.get(Invitation, _hash(token))
    if row is None or row.expires_at < tx.now:
        raise Expired("invitation")
    known = account_of(tx, row.login)
    if known is not None and known.state != SETUP:
        raise Expired("invitation")
    return row


def join(
    tx: Tx, vault: Vault, token: str, *, password: str, totp_secret: str, code: str, demo: bool
) -> Joined:
    """Turn an invitation into an account in state ``setup``.

    Until the recovery code is typed back the same invitation may be used again and replaces what
    it made before, so that a reload or a closed window locks nobody out. Raises BadInput for a
    short password or a code that does not fit the secret.
    """
    row = invitation(tx, token)
    if len(password) < SHORTEST_PASSWORD:
        raise BadInput("password", "password_short", least=SHORTEST_PASSWORD)
    step = fitting_step(totp_secret, code, tx.now)
    if step is None:
        raise BadInput("code", "totp_wrong")
    keys = vault.new_staff(password)
    account = account_of(tx, row.login) or Account(id=new_id(), login=row.login)
    account.name, account.authority_id, account.role = row.name, row.authority_id, row.role
    account.state, account.created_at, account.demo = SETUP, tx.now, demo
    account.invited_by = row.invited_by
    account.public_key, account.salt = keys.public, keys.salt
    account.wrapped_private = keys.wrapped_private
    account.wrapped_recovery = keys.wrapped_recovery
    sealed = vault.seal_to(keys.public, totp_secret.encode(), purpose=TOTP_PURPOSE)
    account.totp_sealed, account.totp_last = sealed, step
    tx.session.add(account)
    tx.session.flush()
    log(tx, account.authority_id, account.id, "join", detail=account.role)
    return Joined(account.id, keys.recovery_code)


def confirm_recovery(tx: Tx, vault: Vault, account_id: str, typed: str) -> str:
    """Check the recovery code typed back; returns the account's state.

    The first keyed member of an authority makes its key, also when all who had one left; others
    wait until a keyed colleague admits them. Raises BadInput when the code is mistyped or
    another's, and Expired when the account was ended. The invitation ends here.
    """
    account = tx.session.get(Account, account_id)
    if account is None or account.state == ENDED:
        raise Expired("invitation")
    try:
        vault.unlock_recovery(typed, account.wrapped_recovery, account.public_key)
    except NotAllowed:
        raise BadInput("recovery_code", "recovery_wrong") from None
    if account.state != SETUP:
        return account.state
    drop_invitations_of(tx, account.login, account.authority_id)
    account.state = ACTIVE
    if Role(account.role) in KEYED:
        _let_in(tx, vault, account)
    log(tx, account.authority_id, account.id, "recovery_confirmed", detail=account.state)
    return account.state


def _let_in(tx: Tx, vault: Vault, account: Account) -> None:
    """Let a new keyed member wait for a colleague, or make a key when no colleague has one.

    After the first key only the command line can bring the first member in again: else whoever
    manages accounts could end everybody and hold the next key alone.
    """
    key = newest_key(tx, account.authority_id)
    if keyed_members(tx, account.authority_id) or (key and account.invited_by):
        account.state = WAITING
        return
    tx.session.flush()
    _new_authority_key(tx, vault, account.authority_id, (key.version if key else 0) + 1)


def admit(tx: Tx, vault: Vault, holder: Holder, account_id: str) -> None:
    """Hand the authority's keys to a waiting colleague, after comparing fingerprints; once.

    Whoever invited them cannot admit them: two persons stand behind every keyed member. Raises
    NotAllowed for that, and when the holder has no key; NotFound for another authority's.
    """
    actor = holder.actor
    account = _colleague(tx, actor, account_id)
    if account.state != WAITING:
        return
    if account.invited_by == actor.account_id:
        raise NotAllowed("inviter_cannot_admit")
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
    account.state = ACTIVE
    tx.session.flush()
    log(tx, actor.authority_id, actor.account_id, "admit", detail=account.id)
    if account.authority_id == PLATFORM_AUTHORITY:
        _new_custodian(tx, vault)


def end(tx: Tx, vault: Vault, actor: Actor, account_id: str) -> None:
    """End a colleague's access at once and rotate the authority's key among those who stay.

    Their sessions and every key sealed to them go; their login is free for a new invitation.
    """
    account = _colleague(tx, actor, account_id)
    if actor.role not in STAFF_MANAGERS or account.id == actor.account_id:
        raise NotAllowed("end_colleagues_only")
    if account.state == ENDED:
        return
    had_key = account.state == ACTIVE and Role(account.role) in KEYED
    if had_key and len(active_keyed(tx, account.authority_id)) == 1:
        raise NotAllowed("last_keyed_member")
    _wipe(tx, account)
    key = newest_key(tx, account.authority_id)
    if key is not None and had_key and active_keyed(tx, account.authority_id):
        _new_authority_key(tx, vault, account.authority_id, key.version + 1)
        if account.authority_id == PLATFORM_AUTHORITY:
            _new_custodian(tx, vault)
    log(tx, actor.authority_id, actor.account_id, "end_access", detail=account.id)


def _colleague(tx: Tx, actor: Actor, account_id: str) -> Account:
    """An account of the actor's own authority; raises NotFound alike for others' and unknown."""
    account = tx.session.get(Account, account_id)
    if account is None or account.authority_id != actor.authority_id:
        raise NotFound("account")
    return account


def _wipe(tx: Tx, account: Account) -> None:
    """End an account and destroy what its password or recovery code could still open."""
    account.state, account.login = ENDED, f"{ENDED} {account.id}"
    account.salt = account.wrapped_private = account.wrapped_recovery = b""
    account.totp_sealed = b""
    drop_access(tx, account.id)


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
