"""Use cases of signing in: password, second factor, sessions, and the way back with a code.

Whoever tries gets the same answer after the same work, whether the login is unknown, blocked, or
its password or code is wrong.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor, Role
from reportdesk.domain.errors import Expired, NotAllowed
from reportdesk.storage.audit import log
from reportdesk.storage.db import Tx
from reportdesk.storage.register import Authority
from reportdesk.storage.staff import (
    ACTIVE,
    WAITING,
    Account,
    AuthorityKeyMember,
    StaffSession,
    account_of,
)
from reportdesk.vault.holder import AUTHORITY_PURPOSE, TOTP_PURPOSE, Holder
from reportdesk.vault.keypair import KeyPair
from reportdesk.vault.onetime import fitting_step
from reportdesk.vault.vault import Vault

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
TOUCH = timedelta(minutes=1)
FREE_FAILURES = 4
MOST_DOUBLINGS = 6
LONGEST_BLOCK = timedelta(hours=1)
SIGNS_IN = frozenset({ACTIVE, WAITING})
NOBODY = "unknown"
"""Who is recorded when a login does not exist or is blocked."""
REFUSED = "sign_in_refused"


@dataclass(frozen=True, slots=True)
class Member:
    """A signed-in browser: who acts, with which keys, and the names its pages show.

    ``touch_due`` says that the session's last use should be noted.
    """

    holder: Holder
    name: str
    authority: str
    authority_en: str
    role: Role
    state: str
    session: bytes
    public_key: bytes
    touch_due: bool

    @property
    def waits(self) -> bool:
        """Whether a colleague has yet to hand over the authority's key."""
        return self.state == WAITING


def credentials(tx: Tx, login: str, *, known: bool = False) -> Account | None:
    """The account of a login; None alike when there is none and while it is blocked.

    A block holds off strangers: not a browser that is ``known`` to have signed in before.
    """
    account = account_of(tx, login.strip().lower())
    blocked = account is not None and account.blocked_until and account.blocked_until > tx.now
    if blocked and not known:
        return None
    return account


def check(vault: Vault, account: Account | None, password: str) -> KeyPair | None:
    """Unwrap the key with a password, outside any transaction; as long for an unknown login."""
    if account is None or account.state not in SIGNS_IN:
        vault.burn(password)
        return None
    try:
        return vault.unlock(password, account.salt, account.wrapped_private, account.public_key)
    except NotAllowed:
        return None


def unlock_with_code(vault: Vault, account: Account | None, typed: str) -> KeyPair | None:
    """Unwrap the key with a recovery code, outside any transaction; as long for an unknown login.

    Raises BadInput for a typing error, whoever's login it is.
    """
    if account is None or account.state not in SIGNS_IN:
        vault.burn_recovery(typed)
        return None
    try:
        return vault.unlock_recovery(typed, account.wrapped_recovery, account.public_key)
    except NotAllowed:
        return None


def sign_in(
    tx: Tx,
    vault: Vault,
    account_id: str | None,
    pair: KeyPair | None,
    code: str,
    *,
    known: bool = False,
) -> str | None:
    """Check the second factor and open a session; returns its cookie, or None when refused.

    A refusal is recorded, so it must be committed: hence no exception. One in a ``known`` browser
    blocks nobody; its caller limits it.
    """
    account = _proven(tx, vault, account_id, pair, code, known=known)
    if account is None or pair is None:
        return None
    opened = vault.open_session(pair)
    tx.session.add(
        StaffSession(
            id_hash=opened.id_hash,
            account_id=account.id,
            sealed_key=opened.sealed_key,
            created_at=tx.now,
            seen_at=tx.now,
        )
    )
    tx.session.execute(delete(StaffSession).where(StaffSession.created_at < tx.now - 2 * ABSOLUTE))
    log(tx, account.authority_id, account.id, "sign_in")
    return opened.cookie_value


def recover(
    tx: Tx,
    vault: Vault,
    account_id: str | None,
    pair: KeyPair | None,
    code: str,
    password: str,
    *,
    known: bool = False,
) -> bool:
    """Set a new password after the recovery code and the second factor; False when refused."""
    account = _proven(tx, vault, account_id, pair, code, known=known)
    if account is None or pair is None:
        return False
    wrap = vault.rewrap(pair, password)
    account.salt, account.wrapped_private = wrap.salt, wrap.wrapped_private
    tx.session.execute(delete(StaffSession).where(StaffSession.account_id == account.id))
    log(tx, account.authority_id, account.id, "recover")
    return True


def resume(tx: Tx, vault: Vault, cookie: str) -> Member:
    """The member behind a cookie; raises Expired("session") when idle, old, ended or unknown."""
    row = tx.session.get(StaffSession, vault.session_hash(cookie))
    if row is None or tx.now - row.seen_at > IDLE or tx.now - row.created_at > ABSOLUTE:
        raise Expired("session")
    account = tx.session.get_one(Account, row.account_id)
    if account.state not in SIGNS_IN:
        raise Expired("session")
    pair = vault.resume(cookie, row.sealed_key, account.public_key)
    authority = tx.session.get_one(Authority, account.authority_id)
    role = Role(account.role)
    actor = Actor(account.id, account.authority_id, role)
    return Member(
        holder=Holder(actor, pair, _authority_keys(tx, vault, account, pair)),
        name=account.name,
        authority=authority.name,
        authority_en=authority.name_en,
        role=role,
        state=account.state,
        session=row.id_hash,
        public_key=account.public_key,
        touch_due=tx.now - row.seen_at > TOUCH,
    )


def touch(tx: Tx, session: bytes) -> None:
    """Note that a session is in use."""
    row = tx.session.get(StaffSession, session)
    if row is not None:
        row.seen_at = tx.now


def owner_of(tx: Tx, vault: Vault, cookie: str) -> bytes | None:
    """Public key of whoever an expired cookie belonged to, to seal an unfinished form for them."""
    row = tx.session.get(StaffSession, vault.session_hash(cookie))
    if row is None:
        return None
    return tx.session.get_one(Account, row.account_id).public_key


def sign_out(tx: Tx, member: Member, *, everywhere: bool = False) -> None:
    """End this session, or every session of the account."""
    actor = member.holder.actor
    rows = delete(StaffSession).where(StaffSession.account_id == actor.account_id)
    if not everywhere:
        rows = rows.where(StaffSession.id_hash == member.session)
    tx.session.execute(rows)
    log(tx, actor.authority_id, actor.account_id, "sign_out_all" if everywhere else "sign_out")


def _proven(
    tx: Tx,
    vault: Vault,
    account_id: str | None,
    pair: KeyPair | None,
    code: str,
    *,
    known: bool,
) -> Account | None:
    """The account when its key was unwrapped and the code fits; else the refusal is recorded."""
    account = tx.session.get(Account, account_id) if account_id else None
    if account is None:
        log(tx, PLATFORM_AUTHORITY, NOBODY, REFUSED)
        return None
    if pair is None or account.state not in SIGNS_IN or not _fits(tx, vault, account, pair, code):
        _count_failure(tx, account, known=known)
        return None
    account.failures, account.blocked_until = 0, None
    return account


def _fits(tx: Tx, vault: Vault, account: Account, pair: KeyPair, code: str) -> bool:
    """Whether a one-time code fits now and was not used before; remembers its time step."""
    secret = vault.open_box(pair, account.totp_sealed, purpose=TOTP_PURPOSE).decode()
    step = fitting_step(secret, code, tx.now, account.totp_last)
    if step is None:
        return False
    account.totp_last = step
    return True


def _count_failure(tx: Tx, account: Account, *, known: bool) -> None:
    """After four failures each further one blocks the account twice as long, up to an hour.

    Those in a known browser are recorded only.
    """
    account.failures += 0 if known else 1
    over = account.failures - FREE_FAILURES
    if over > 0 and not known:
        minutes = 2 ** min(over - 1, MOST_DOUBLINGS)
        account.blocked_until = tx.now + min(timedelta(minutes=minutes), LONGEST_BLOCK)
    log(tx, account.authority_id, account.id, REFUSED)


def _authority_keys(tx: Tx, vault: Vault, account: Account, pair: KeyPair) -> dict[int, KeyPair]:
    """Every version of the authority's key that this member was given."""
    rows = select(AuthorityKeyMember).where(
        AuthorityKeyMember.authority_id == account.authority_id,
        AuthorityKeyMember.account_id == account.id,
    )
    return {
        row.version: KeyPair.of_private(
            vault.open_box(pair, row.sealed_private, purpose=AUTHORITY_PURPOSE)
        )
        for row in tx.session.scalars(rows)
    }
