"""The key that signs proofs of filing: Ed25519, versioned, its private half in the key files only.

A proof must stay checkable for years, so a replaced key leaves its public half behind.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from nacl import bindings

from reportdesk.domain.errors import Unavailable
from reportdesk.vault.disk import write_new
from reportdesk.vault.keyfile import encode, read_key

_PUBLIC = re.compile(r"proof-([1-9][0-9]*)\.public")


def public_of(seed: bytes) -> bytes:
    """The public half of a 32-byte seed."""
    public, _ = bindings.crypto_sign_seed_keypair(seed)
    return bytes(public)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The present key and the public halves of earlier ones, newest first.

    ``seed`` is None on a site set up before there were proofs, until ``keys init`` adds one.
    """

    seed: bytes | None = field(default=None, repr=False)
    earlier: tuple[bytes, ...] = ()

    @property
    def publics(self) -> tuple[bytes, ...]:
        """Public halves of every key that ever signed, the present one first."""
        return (*([public_of(self.seed)] if self.seed else []), *self.earlier)

    def sign(self, message: bytes) -> bytes:
        """A signature of 64 bytes; raises Unavailable("no_proof_key")."""
        if self.seed is None:
            raise Unavailable("no_proof_key")
        _, private = bindings.crypto_sign_seed_keypair(self.seed)
        signed: bytes = bindings.crypto_sign(message, private)
        return signed[: bindings.crypto_sign_BYTES]


def signing_key(folder: Path, versions: list[int]) -> SigningKey:
    """The newest signing key, and the public halves of all before it."""
    seeds = {version: read_key(folder / f"proof-{version}") for version in versions}
    publics = {version: public_of(seed) for version, seed in seeds.items()}
    publics |= {version: read_key(_public(folder, version)) for version in _kept(folder)}
    newest = versions[0] if versions else None
    earlier = [publics[version] for version in sorted(publics, reverse=True) if version != newest]
    return SigningKey(seeds.get(newest) if newest else None, tuple(earlier))


def keep_publics(folder: Path, versions: list[int]) -> None:
    """Write down the public halves of signing keys that are about to be destroyed."""
    for version in versions:
        public = public_of(read_key(folder / f"proof-{version}"))
        with suppress(FileExistsError):
            write_new(_public(folder, version), encode("proof public", version, {}, public))


def next_version(folder: Path, versions: list[int]) -> int:
    """A version that no signing key ever had here."""
    return max([*versions, *_kept(folder)], default=0) + 1


def _kept(folder: Path) -> list[int]:
    """Versions of which only the public half is left."""
    found = (_PUBLIC.fullmatch(path.name) for path in folder.iterdir())
    return [int(match[1]) for match in found if match]


def _public(folder: Path, version: int) -> Path:
    """Where the public half of a replaced key is kept."""
    return folder / f"proof-{version}.public"
