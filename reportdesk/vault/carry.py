"""What a student's form carries from page to page: sealed, dated, and gone with the day's key.

Nothing typed is stored on the server before filing. The state is never compressed: a secret
beside text that somebody else can influence would show in the length.
"""

import base64
import binascii
import json
from datetime import datetime, timedelta
from typing import Any

from reportdesk.domain.errors import BadInput, Expired
from reportdesk.vault.envelope import VERSION, CannotOpen, aead_open, aead_seal, pad, unpad
from reportdesk.vault.kdf import hkdf
from reportdesk.vault.keys import SiteKeys

_ID_BYTES = 4
"""Which form key was used, without saying the day: a hint, the seal itself decides."""


def seal_state(site: SiteKeys, purpose: str, data: dict[str, Any], now: datetime) -> str:
    """A form state as base64url text, sealed for one purpose under the form key of ``now``."""
    key = site.form_key(now.date())
    content = json.dumps({"t": int(now.timestamp()), "d": data}, ensure_ascii=False)
    sealed = aead_seal(key, pad(content.encode()), ("state", purpose))
    return base64.urlsafe_b64encode(VERSION + _key_id(key) + sealed).decode("ascii")


def open_state(
    site: SiteKeys, purpose: str, token: str, now: datetime, max_age: timedelta
) -> dict[str, Any]:
    """The data of a form state.

    Raises ``Expired("state_expired")`` when it is older than ``max_age`` or its form key is gone,
    and ``BadInput("state", "tampered")`` when it was changed or made for another purpose.
    """
    blob = _decode(token)
    key_id, sealed = blob[1 : 1 + _ID_BYTES], blob[1 + _ID_BYTES :]
    keys = [key for key in site.live_form_keys(now.date()) if _key_id(key) == key_id]
    if not keys:
        raise Expired("state_expired")
    try:
        content = json.loads(unpad(aead_open(keys[0], sealed, ("state", purpose))))
    except CannotOpen:
        raise BadInput("state", "tampered") from None
    if now.timestamp() - content["t"] > max_age.total_seconds():
        raise Expired("state_expired")
    data: dict[str, Any] = content["d"]
    return data


def _key_id(key: bytes) -> bytes:
    """A short name of a form key that says nothing about the key or its day."""
    return hkdf(key, salt=b"", info=b"reportdesk form key id", length=_ID_BYTES)


def _decode(token: str) -> bytes:
    """The bytes of a token; raises BadInput when it cannot be one of ours."""
    try:
        blob = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise BadInput("state", "tampered") from None
    if blob[:1] != VERSION:
        raise BadInput("state", "tampered")
    return blob
