"""Sealed values: what stands in a column, and what is sealed to a key pair.

Every sealed value starts with a version byte. Texts are padded first (512 bytes at least, then
Padmé: Nikitin et al., PoPETs 2019), so that a length says little about a sentence.
"""

import secrets
from collections.abc import Iterable

from nacl import bindings
from nacl.exceptions import CryptoError

from reportdesk.domain.errors import Unavailable
from reportdesk.vault.kdf import KEY_BYTES
from reportdesk.vault.keypair import KeyPair

VERSION = b"\x01"
TEXT_FLOOR = 512
"""Bytes; no padded text is shorter."""

_NONCE_BYTES = bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES


class CannotOpen(Unavailable):
    """A sealed value does not open: another key, another row or column, damaged, or shredded."""

    def __init__(self) -> None:
        super().__init__("cannot_open")


def padme(length: int) -> int:
    """The bucket of a length: at most 12 % longer, and few different lengths exist."""
    exponent = length.bit_length() - 1
    free_bits = exponent - exponent.bit_length()
    if free_bits <= 0:
        return length
    mask = (1 << free_bits) - 1
    return (length + mask) & ~mask


def pad(data: bytes, floor: int = TEXT_FLOOR) -> bytes:
    """``data`` with ISO/IEC 7816-4 padding up to its bucket, never below ``floor`` bytes."""
    return bindings.sodium_pad(data, padme(max(len(data) + 1, floor)))


def unpad(padded: bytes) -> bytes:
    """What :func:`pad` was given; raises CannotOpen when there is no padding."""
    try:
        return bindings.sodium_unpad(padded, len(padded))
    except CryptoError:
        raise CannotOpen from None


def aead_seal(key: bytes, data: bytes, context: Iterable[str]) -> bytes:
    """Version, nonce and XChaCha20-Poly1305 of ``data``, bound to ``context``; no padding."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(
        data, _associated(VERSION, context), nonce, key
    )
    return VERSION + nonce + sealed


def aead_open(key: bytes, blob: bytes, context: Iterable[str]) -> bytes:
    """What :func:`aead_seal` was given; raises CannotOpen for any other key or context."""
    body = _body(blob)
    try:
        return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
            body[_NONCE_BYTES:], _associated(blob[:1], context), body[:_NONCE_BYTES], key
        )
    except (CryptoError, ValueError):  # ValueError: shorter than a nonce and a tag
        raise CannotOpen from None


def seal(key: bytes, data: bytes, *, table: str, row: str, column: str) -> bytes:
    """Pad and seal one column of one row; it opens nowhere else."""
    return aead_seal(key, pad(data), ("column", table, row, column))


def open_sealed(key: bytes, blob: bytes, *, table: str, row: str, column: str) -> bytes:
    """The content of one column of one row; raises CannotOpen when it was moved or changed."""
    return unpad(aead_open(key, blob, ("column", table, row, column)))


def seal_to(public: bytes, data: bytes, *, purpose: str = "") -> bytes:
    """Pad and seal to a public key; only its private key opens it, and only for ``purpose``."""
    label = purpose.encode()
    return _box(public, pad(bytes([len(label)]) + label + data))


def open_box(keypair: KeyPair, blob: bytes, *, purpose: str = "") -> bytes:
    """What :func:`seal_to` was given for the same purpose; raises CannotOpen otherwise."""
    label = purpose.encode()
    head = bytes([len(label)]) + label
    data = unpad(_unbox(keypair, blob))
    if not data.startswith(head):
        raise CannotOpen
    return data[len(head) :]


def wrap_key(public: bytes, key: bytes, shred_key: bytes) -> bytes:
    """A content key for one reader: sealed to the reader, then sealed under the shred key.

    Both are needed, so destroying the shred key ends every copy of the wrap, backups included.
    """
    return aead_seal(shred_key, _box(public, key), ("wrap",))


def unwrap_key(keypair: KeyPair, blob: bytes, shred_key: bytes) -> bytes:
    """The content key of a wrap; raises CannotOpen for another reader or shred key."""
    key = _unbox(keypair, aead_open(shred_key, blob, ("wrap",)))
    if len(key) != KEY_BYTES:
        raise CannotOpen
    return key


def wrap_ladder(public: bytes, key: bytes, shred_key: bytes, escalation_key: bytes) -> bytes:
    """A wrap for an authority further up: useless until its rung fires and the site lifts it."""
    return aead_seal(escalation_key, wrap_key(public, key, shred_key), ("ladder",))


def lift_ladder(blob: bytes, escalation_key: bytes) -> bytes:
    """The ordinary wrap inside a ladder wrap; raises CannotOpen under another escalation key."""
    return aead_open(escalation_key, blob, ("ladder",))


def _box(public: bytes, data: bytes) -> bytes:
    """Version and libsodium sealed box, unpadded."""
    return VERSION + bindings.crypto_box_seal(data, public)


def _unbox(keypair: KeyPair, blob: bytes) -> bytes:
    """What :func:`_box` was given."""
    body = _body(blob)
    try:
        return bindings.crypto_box_seal_open(body, keypair.public, keypair.private)
    except (CryptoError, ValueError, TypeError):  # the latter two: shorter than an empty box
        raise CannotOpen from None


def _body(blob: bytes) -> bytes:
    """A sealed value without its version byte; raises CannotOpen for an unknown version."""
    if blob[:1] != VERSION:
        raise CannotOpen
    return blob[1:]


def _associated(version: bytes, context: Iterable[str]) -> bytes:
    """Associated data in which no two contexts look alike: every part carries its length."""
    parts = [part.encode() for part in context]
    return version + b"".join(len(part).to_bytes(4, "big") + part for part in parts)
