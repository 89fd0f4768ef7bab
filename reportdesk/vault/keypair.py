"""X25519 key pairs."""

from dataclasses import dataclass, field
from typing import Self

from nacl import bindings


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A public and a private key of 32 bytes each; the private one is never shown."""

    public: bytes
    private: bytes = field(repr=False)

    @classmethod
    def new(cls) -> Self:
        """A random pair."""
        return cls(*bindings.crypto_box_keypair())

    @classmethod
    def from_seed(cls, seed: bytes) -> Self:
        """The pair that a 32-byte secret always yields."""
        return cls(*bindings.crypto_box_seed_keypair(seed))

    @classmethod
    def of_private(cls, private: bytes) -> Self:
        """The pair of a private key."""
        return cls(bindings.crypto_scalarmult_base(private), private)
