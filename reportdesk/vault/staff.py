"""Staff keys: a private key that only a password or a printed recovery code unwraps.

There is no stored password hash: checking a password is unwrapping the key.
"""

import secrets
import unicodedata
from dataclasses import dataclass, field

from reportdesk.domain.errors import BadInput, NotAllowed
from reportdesk.vault.digits import DigitCode
from reportdesk.vault.envelope import VERSION, CannotOpen, aead_open, aead_seal
from reportdesk.vault.kdf import MIB, SALT_BYTES, Work
from reportdesk.vault.keypair import KeyPair

RECOVERY = DigitCode(field="recovery_code", length=30, group=5)
"""28 random digits (93 bits) and 2 check digits; groups of five, so that it is no receipt."""
LONGEST_PASSWORD = 1024
"""Characters; longer ones are refused before any work is done on them."""

_COST_BYTES = 5
_MOST_MEMORY = 1024 * MIB


@dataclass(frozen=True, slots=True)
class PasswordWrap:
    """A private key under a password, with the salt that belongs to it."""

    salt: bytes = field(repr=False)
    wrapped_private: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class RecoveryWrap:
    """A recovery code, to be printed once and never stored, and the key under it."""

    recovery_code: str = field(repr=False)
    wrapped_recovery: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class StaffKeys:
    """Everything made for a new member; all but ``recovery_code`` is stored."""

    public: bytes
    salt: bytes = field(repr=False)
    wrapped_private: bytes = field(repr=False)
    recovery_code: str = field(repr=False)
    wrapped_recovery: bytes = field(repr=False)


def new_staff(password: str, work: Work) -> StaffKeys:
    """A new key pair under a password and under a fresh recovery code: two derivations."""
    pair = KeyPair.new()
    by_password = rewrap(pair, password, work)
    by_code = new_recovery(pair, work)
    return StaffKeys(
        public=pair.public,
        salt=by_password.salt,
        wrapped_private=by_password.wrapped_private,
        recovery_code=by_code.recovery_code,
        wrapped_recovery=by_code.wrapped_recovery,
    )


def rewrap(keypair: KeyPair, new_password: str, work: Work) -> PasswordWrap:
    """The same key under a new password; the recovery code stays valid."""
    salt = secrets.token_bytes(SALT_BYTES)
    return PasswordWrap(salt, _wrap(_normal(new_password), salt, keypair, work, "password"))


def new_recovery(keypair: KeyPair, work: Work) -> RecoveryWrap:
    """A fresh recovery code; storing its wrap ends the one before."""
    code = RECOVERY.draw()
    salt = secrets.token_bytes(SALT_BYTES)
    wrapped = _wrap(code.encode("ascii"), salt, keypair, work, "recovery")
    return RecoveryWrap(code, VERSION + salt + wrapped)


def unlock(password: str, salt: bytes, wrapped_private: bytes, public: bytes) -> KeyPair:
    """The key pair, when the password is right; raises NotAllowed("wrong_secret") when not."""
    return _unwrap(_normal(password), salt, wrapped_private, public, "password")


def unlock_recovery(code: str, wrapped_recovery: bytes, public: bytes) -> KeyPair:
    """The key pair from a typed recovery code.

    Raises ``BadInput("recovery_code", ...)`` for a typing error, found without a derivation, and
    NotAllowed("wrong_secret") for another code.
    """
    digits = RECOVERY.parse(code).encode("ascii")
    salt, wrapped = wrapped_recovery[1 : 1 + SALT_BYTES], wrapped_recovery[1 + SALT_BYTES :]
    return _unwrap(digits, salt, wrapped, public, "recovery")


def burn(password: str, work: Work) -> None:
    """The work of :func:`unlock` for an account that does not exist, so that both take as long."""
    work.stretch(_normal(password), bytes(SALT_BYTES))


def _wrap(secret: bytes, salt: bytes, pair: KeyPair, work: Work, label: str) -> bytes:
    """Version, cost, and the private key sealed under the stretched secret."""
    cost = bytes([work.opslimit]) + (work.memlimit // 1024).to_bytes(_COST_BYTES - 1, "big")
    context = ("staff", label, cost.hex(), pair.public.hex())
    return VERSION + cost + aead_seal(work.stretch(secret, salt), pair.private, context)


def _unwrap(secret: bytes, salt: bytes, blob: bytes, public: bytes, label: str) -> KeyPair:
    """What :func:`_wrap` was given; the cost is read from the blob and is part of its seal."""
    cost, sealed = blob[1 : 1 + _COST_BYTES], blob[1 + _COST_BYTES :]
    if blob[:1] != VERSION or len(cost) < _COST_BYTES:
        raise CannotOpen
    work = Work(opslimit=cost[0], memlimit=int.from_bytes(cost[1:], "big") * 1024)
    if work.memlimit > _MOST_MEMORY:
        raise CannotOpen
    try:
        key = work.stretch(secret, salt)
    except ValueError:  # a damaged row: no such cost, or no such salt
        raise CannotOpen from None
    try:
        private = aead_open(key, sealed, ("staff", label, cost.hex(), public.hex()))
    except CannotOpen:
        raise NotAllowed("wrong_secret") from None
    return KeyPair(public, private)


def _normal(password: str) -> bytes:
    """The bytes of a password; full-width letters of an input method count as plain ones."""
    if len(password) > LONGEST_PASSWORD:
        raise BadInput("password", "password_long", most=LONGEST_PASSWORD)
    return unicodedata.normalize("NFKC", password).encode()
