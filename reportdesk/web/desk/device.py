"""Browsers in which somebody signed in before: what strangers get wrong does not lock them out.

The cookie holds a random value and a signature of it with the login. It opens nothing: password
and one-time code are asked for all the same, and each such browser has a small limit of its own.
"""

import secrets
from collections import OrderedDict
from hashlib import sha256

from flask import Response, request
from itsdangerous import Signer

from reportdesk.web.context import runtime
from reportdesk.web.desk.throttle import Throttle

COOKIE = "desk_device"
SECONDS = 180 * 24 * 3600
"""How long a browser is remembered after a sign-in."""
MOST_KEPT = 1_000
"""Browsers with refusals that one process counts; the longest unused is forgotten first."""


def is_known(login: str) -> bool:
    """Whether this browser has signed in with ``login`` before."""
    nonce, _, signature = request.cookies.get(COOKIE, "").partition(".")
    named = _named(nonce, login)
    return bool(nonce) and _signer().verify_signature(named, signature.encode())


def remember(response: Response, login: str) -> None:
    """Let this browser be known for ``login`` from now on."""
    nonce = secrets.token_hex(16)
    response.set_cookie(
        COOKIE,
        f"{nonce}.{_signer().get_signature(_named(nonce, login)).decode()}",
        max_age=SECONDS,
        path="/desk",
        httponly=True,
        samesite="Strict",
        secure=runtime().settings.secure_cookies,
    )


def _named(nonce: str, login: str) -> bytes:
    """What is signed: a browser's random value and a login."""
    return f"{nonce}\0{login.strip().lower()}".encode()


def _signer() -> Signer:
    """Signs under the site's key for forms, apart from everything else signed with it."""
    return Signer(runtime().vault.secret("flask"), salt=b"desk device", digest_method=sha256)


class Limits:
    """The limit on refusals that counts for a request: of its browser, or of all strangers."""

    def __init__(self) -> None:
        self._strangers = Throttle()
        self._known: OrderedDict[str, Throttle] = OrderedDict()

    def of(self, *, known: bool) -> Throttle:
        """The bucket for this request."""
        if not known:
            return self._strangers
        cookie = request.cookies[COOKIE]
        bucket = self._known.pop(cookie, None) or Throttle(most=5.0, a_second=1 / 60)
        self._known[cookie] = bucket
        while len(self._known) > MOST_KEPT:
            self._known.popitem(last=False)
        return bucket
