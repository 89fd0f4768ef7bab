"""Staff sessions: the unlocked key lies on the server, sealed under what only the cookie holds.

The server stores a hash of the cookie. Database, disk and key files together open no session.
"""

import base64
import hashlib
import secrets
from typing import NamedTuple

from reportdesk.domain.errors import Expired
from reportdesk.vault.envelope import CannotOpen, aead_open, aead_seal
from reportdesk.vault.kdf import hkdf
from reportdesk.vault.keypair import KeyPair

_COOKIE_BYTES = 32


class OpenedSession(NamedTuple):
    """The cookie for the browser; the hash and the sealed key for the server."""

    cookie_value: str
    id_hash: bytes
    sealed_key: bytes


def open_session(keypair: KeyPair, site_key: bytes) -> OpenedSession:
    """Seal an unlocked key for one session; ``site_key`` is the site's session key."""
    cookie = base64.urlsafe_b64encode(secrets.token_bytes(_COOKIE_BYTES)).decode().rstrip("=")
    context = ("session", keypair.public.hex())
    sealed = aead_seal(_key(cookie, site_key), keypair.private, context)
    return OpenedSession(cookie, session_hash(cookie), sealed)


def resume(cookie_value: str, sealed_key: bytes, public: bytes, site_key: bytes) -> KeyPair:
    """The unlocked key of a session; raises Expired("session") when the cookie does not open it."""
    try:
        private = aead_open(_key(cookie_value, site_key), sealed_key, ("session", public.hex()))
    except CannotOpen:
        raise Expired("session") from None
    return KeyPair(public, private)


def session_hash(cookie_value: str) -> bytes:
    """32 bytes by which the server finds a session; they do not lead back to the cookie."""
    return hashlib.sha256(b"reportdesk session id\0" + cookie_value.encode()).digest()


def _key(cookie_value: str, site_key: bytes) -> bytes:
    """The key of a session's seal, from the cookie and the site's session key together."""
    return hkdf(cookie_value.encode(), salt=site_key, info=b"reportdesk session key")
