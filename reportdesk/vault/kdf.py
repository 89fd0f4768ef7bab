"""How keys are derived: Argon2id for what a person types, HKDF for what is already random."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Self

from nacl import bindings

from reportdesk.settings import Settings

KEY_BYTES = 32
SALT_BYTES = bindings.crypto_pwhash_SALTBYTES
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Work:
    """What one Argon2id derivation costs; the default is the real one (64 MiB, three passes).

    ``memlimit`` is in bytes. :meth:`fast` is for tests and a constructor argument, never a default.
    """

    opslimit: int = 3
    memlimit: int = 64 * MIB

    @classmethod
    def fast(cls) -> Self:
        """The cheapest derivation that libsodium allows."""
        return cls(
            opslimit=bindings.crypto_pwhash_argon2id_OPSLIMIT_MIN,
            memlimit=bindings.crypto_pwhash_argon2id_MEMLIMIT_MIN,
        )

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The work factor of a deployment.

        Raises ValueError when a production deployment asks for the fast one, should the check of
        the settings ever be bypassed.
        """
        if not settings.fast_argon2:
            return cls()
        if settings.production:
            raise ValueError("fast derivations are refused in production")
        return cls.fast()

    def weaker_than(self, other: "Work") -> bool:
        """Whether this costs an attacker less than ``other``, in passes or in memory."""
        return self.opslimit < other.opslimit or self.memlimit < other.memlimit

    def stretch(self, secret: bytes, salt: bytes) -> bytes:
        """32 bytes from a typed secret and a 16-byte salt, with Argon2id."""
        return bindings.crypto_pwhash_alg(
            KEY_BYTES,
            secret,
            salt,
            self.opslimit,
            self.memlimit,
            bindings.crypto_pwhash_ALG_ARGON2ID13,
        )


def hkdf(secret: bytes, *, salt: bytes, info: bytes, length: int = KEY_BYTES) -> bytes:
    """HKDF with SHA-256 (RFC 5869): ``length`` bytes, at most 8160."""
    root = hmac.digest(salt, secret, hashlib.sha256)
    block, output = b"", b""
    for counter in range(1, -(-length // 32) + 1):
        block = hmac.digest(root, block + info + bytes([counter]), hashlib.sha256)
        output += block
    return output[:length]
