"""Staff accounts, their keys, and their sessions."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import (
    Boolean,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    delete,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from reportdesk.domain.actors import KEYED
from reportdesk.storage.base import Base
from reportdesk.storage.columns import Id, Instant, case_table
from reportdesk.storage.db import Tx, count_of
from reportdesk.storage.mailing import forget_member

SETUP, WAITING, ACTIVE, ENDED = "setup", "waiting", "active", "ended"
"""States of an account: the recovery code was not typed back yet; a colleague has yet to hand over
the authority's key; in use; access ended."""


class Account(Base):
    """One member of staff; the private key opens with their password or recovery code only."""

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    login: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    authority_id: Mapped[str] = mapped_column(ForeignKey("authority.id"), index=True)
    role: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped_private: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped_recovery: Mapped[bytes] = mapped_column(LargeBinary)
    totp_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    totp_last: Mapped[int] = mapped_column(Integer, default=0)
    """Last time step used, so that a code works once."""
    failures: Mapped[int] = mapped_column(Integer, default=0)
    blocked_until: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    invited_by: Mapped[str | None] = mapped_column(Id)
    """The colleague who invited them and so may not admit them; None for the command line."""
    demo: Mapped[bool] = mapped_column(Boolean, default=False)


class Invitation(Base):
    """A way in, deleted when the account it made is in use; only the hash of its token is kept."""

    __tablename__ = "invitation"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    login: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(80))
    authority_id: Mapped[str] = mapped_column(ForeignKey("authority.id"))
    role: Mapped[str] = mapped_column(String(12))
    expires_at: Mapped[datetime] = mapped_column(Instant)
    invited_by: Mapped[str | None] = mapped_column(Id)


class AuthorityKey(Base):
    """A version of an authority's public key; the newest is used for new wraps."""

    __tablename__ = "authority_key"

    authority_id: Mapped[str] = mapped_column(ForeignKey("authority.id"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    created_at: Mapped[datetime] = mapped_column(Instant)


class AuthorityKeyMember(Base):
    """An authority's private key, sealed to one keyed member."""

    __tablename__ = "authority_key_member"

    authority_id: Mapped[str] = mapped_column(ForeignKey("authority.id"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    sealed_private: Mapped[bytes] = mapped_column(LargeBinary)


class CustodianKey(Base):
    """The platform custodian's public key."""

    __tablename__ = "custodian_key"

    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    created_at: Mapped[datetime] = mapped_column(Instant)


class CustodianShare(Base):
    """The custodian's private key sealed under two platform officers in turn."""

    __tablename__ = "custodian_share"

    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    first_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    second_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class StaffSession(Base):
    """A signed-in browser; the staff key is sealed under a key only the cookie holds."""

    __tablename__ = "staff_session"

    id_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    sealed_key: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)


class Handover(Base):
    """A re-seal through the custodian: asked for, opened by one platform officer, done by another.

    ``half`` is the custodian's private key still sealed to ``second_id`` after the first officer
    took their own layer away; it is emptied when done.
    """

    __tablename__ = "handover"
    __table_args__ = (case_table(reporter=False),)

    case_id: Mapped[str] = mapped_column(Id, primary_key=True)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    to_authority_id: Mapped[str] = mapped_column(ForeignKey("authority.id"))
    why: Mapped[str] = mapped_column(String(20))
    """``returned``, ``late_key``, ``transfer`` or ``routing_complaint``."""
    first_id: Mapped[str | None] = mapped_column(Id)
    second_id: Mapped[str | None] = mapped_column(Id)
    half: Mapped[bytes | None] = mapped_column(LargeBinary)
    begun_at: Mapped[datetime | None] = mapped_column(Instant)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    done_at: Mapped[datetime | None] = mapped_column(Instant)


ACTIVE_MEMBERS = 2
"""An authority is active, and may hold cases, with this many keyed members."""


def newest_key(tx: Tx, authority_id: str) -> AuthorityKey | None:
    """The authority's key for new wraps, or None when it was never keyed."""
    rows = select(AuthorityKey).where(AuthorityKey.authority_id == authority_id)
    return tx.session.scalar(rows.order_by(AuthorityKey.version.desc()).limit(1))


def keyed_members(tx: Tx, authority_id: str) -> int:
    """How many active members can open the authority's newest key."""
    key = newest_key(tx, authority_id)
    if key is None:
        return 0
    count = (
        select(func.count())
        .select_from(AuthorityKeyMember)
        .join(Account, Account.id == AuthorityKeyMember.account_id)
        .where(
            AuthorityKeyMember.authority_id == authority_id,
            AuthorityKeyMember.version == key.version,
            Account.state == ACTIVE,
        )
    )
    return tx.session.scalar(count) or 0


def is_active(tx: Tx, authority_id: str) -> bool:
    """Whether the authority may hold cases: two keyed members."""
    return keyed_members(tx, authority_id) >= ACTIVE_MEMBERS


def anybody_active(tx: Tx) -> bool:
    """Whether any authority, or the platform desk, may hold cases."""
    keyed = tx.session.scalars(select(AuthorityKey.authority_id).distinct())
    return any(is_active(tx, authority_id) for authority_id in keyed)


def custodian(tx: Tx) -> CustodianKey | None:
    """The custodian's newest public key."""
    return tx.session.scalar(select(CustodianKey).order_by(CustodianKey.version.desc()).limit(1))


def active_keyed(tx: Tx, authority_id: str) -> list[Account]:
    """Active members of an authority whose role receives its key."""
    return members(tx, authority_id, [role.value for role in KEYED])


def colleagues(tx: Tx, authority_id: str) -> list[Account]:
    """Everybody of an authority whose access has not ended, by name."""
    rows = select(Account).where(Account.authority_id == authority_id, Account.state != ENDED)
    return list(tx.session.scalars(rows.order_by(Account.name)))


def members(tx: Tx, authority_id: str, roles: Iterable[str]) -> list[Account]:
    """Active members of an authority with one of these roles."""
    rows = select(Account).where(
        Account.authority_id == authority_id,
        Account.state == ACTIVE,
        Account.role.in_(list(roles)),
    )
    return list(tx.session.scalars(rows.order_by(Account.id)))


def names_of(tx: Tx, account_ids: Collection[str]) -> dict[str, str]:
    """Names of members by id, also of those whose access has ended."""
    rows = select(Account).where(Account.id.in_(account_ids))
    return {row.id: row.name for row in tx.session.scalars(rows)}


def account_of(tx: Tx, login: str) -> Account | None:
    """The account of a login, given in lower case without spaces around it."""
    return tx.session.scalar(select(Account).where(Account.login == login))


def drop_access(tx: Tx, account_id: str) -> None:
    """Delete a member's sessions, calendar address and everything that was sealed to them."""
    shares = or_(CustodianShare.first_id == account_id, CustodianShare.second_id == account_id)
    for rows in (
        delete(StaffSession).where(StaffSession.account_id == account_id),
        delete(AuthorityKeyMember).where(AuthorityKeyMember.account_id == account_id),
        delete(CustodianShare).where(shares),
    ):
        tx.session.execute(rows)
    forget_member(tx, account_id)
    tx.session.flush()


def drop_invitations_of(tx: Tx, login: str, authority_id: str) -> None:
    """Delete whatever ways in an authority gave to one person."""
    rows = delete(Invitation).where(
        Invitation.login == login, Invitation.authority_id == authority_id
    )
    tx.session.execute(rows)


def drop_invitations(tx: Tx, before: datetime) -> int:
    """Delete invitations that expired before an instant, used or not: they name people."""
    return count_of(tx.session.execute(delete(Invitation).where(Invitation.expires_at < before)))
