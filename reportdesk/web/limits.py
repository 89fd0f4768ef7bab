"""How much one network may send: buckets in the memory of this process, keyed so that no address
stays anywhere.

A bucket's name is a keyed digest of the network's prefix under a salt that nobody stores; it is
drawn anew every hour, and the one before is kept an hour longer so that levels carry over. What
comes from this machine itself (an onion service, a proxy that passes no address on) shares one wide
bucket of its own: it queues, and is never refused, because many people stand behind it.
"""

import hmac
import re
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import ParamSpec, cast
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, make_response, render_template, request

from reportdesk.domain.abuse import HOUR, Level, Rate, drawn
from reportdesk.domain.errors import BadInput
from reportdesk.runtime import Runtime
from reportdesk.settings import Settings
from reportdesk.web.uploads import SealedRequest

Given = ParamSpec("Given")
PAGE, FILING, RECEIPT, UPLOAD = "page", "filing", "receipt", "upload"
IPV4_BITS, IPV6_BITS = 24, 48
"""What one network is: as much as one customer gets, so that nobody draws a new bucket by taking
the next address."""
MOST = 20_000
"""Buckets in memory; the one that was unused longest makes room."""
WITH_PORT = re.compile(r"([\d.]+):\d+|\[([^\]]+)\](?::\d+)?")
OWN = b"own"
WIDER = 10
"""How many networks the bucket of this machine is worth."""
IN_LINE = 2
"""Threads that may wait for the own bucket; the others go on at once, so that the site answers."""
LONGEST_WAIT = 2.0
MEGABYTE = 2**20
LEAST_WAIT = 10
"""Seconds; a shorter wait is not worth a page of its own."""
NOT_KEPT = frozenset({"do", "lang"})
"""What the page that asks to wait says itself."""
EXTENSION = "reportdesk.limits"


class Limits:
    """The buckets of this process."""

    def __init__(
        self,
        rates: dict[str, Rate],
        clock: Callable[[], float],
        sleep: Callable[[float], None] = time.sleep,
        most: int = MOST,
    ) -> None:
        self._rates, self._clock, self._sleep, self._most = rates, clock, sleep, most
        self._levels: OrderedDict[tuple[str, bytes], Level] = OrderedDict()
        self._salts: list[tuple[int, bytes]] = []
        self._lock = threading.Lock()
        self._line = threading.BoundedSemaphore(IN_LINE)

    def __len__(self) -> int:
        """How many buckets are kept."""
        return len(self._levels)

    def take(self, kind: str, network: bytes | None, cost: float = 1) -> float:
        """Take from a network's bucket; returns the seconds that are missing, 0 when it was taken.

        ``network`` is None for what comes from this machine itself.
        """
        rate = self._rates[kind] if network else self._rates[kind] * WIDER
        with self._lock:
            now = self._clock()
            names = self._names(network, now)
            old = (self._levels.pop((kind, name), None) for name in names)
            known = [level for level in old if level is not None]
            level, missing = drawn(known[0] if known else None, rate, now, cost)
            self._levels[kind, names[0]] = level
            if len(self._levels) > self._most:
                self._levels.popitem(last=False)
        return missing

    def queue(self, seconds: float) -> None:
        """Wait for the own bucket, when few others do."""
        if self._line.acquire(blocking=False):
            try:
                self._sleep(min(seconds, LONGEST_WAIT))
            finally:
                self._line.release()

    def _names(self, network: bytes | None, now: float) -> list[bytes]:
        """What a network is called in this hour, and was called in the last."""
        if network is None:
            return [OWN]
        hour = int(now // HOUR)
        if not self._salts or self._salts[0][0] != hour:
            kept = [one for one in self._salts if one[0] == hour - 1]
            self._salts = [(hour, secrets.token_bytes(32)), *kept]
        return [hmac.digest(salt, network, "sha256") for _, salt in self._salts]


def network_of(address: str | None) -> bytes | None:
    """The prefix of an address; None for this machine and for what is no address."""
    try:
        found: IPv4Address | IPv6Address = ip_address(_alone(address or ""))
    except ValueError:
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if found.is_loopback or found.is_unspecified:
        return None
    bits = IPV4_BITS if isinstance(found, IPv4Address) else IPV6_BITS
    return ip_network((found, bits), strict=False).network_address.packed


def _alone(address: str) -> str:
    """The address without a port or zone; some proxies pass these on."""
    text = address.strip()
    with_port = WITH_PORT.fullmatch(text)
    return ((with_port[1] or with_port[2]) if with_port else text).partition("%")[0]


def visitor(settings: Settings) -> bytes | None:
    """The network that this request comes from, as the outermost trusted proxy saw it.

    Tor reaches this process without a proxy, so its visitors could write what a proxy would.
    """
    proxies, onion = settings.trusted_proxies, urlsplit(settings.onion_url).hostname
    if onion is not None and request.host.partition(":")[0] == onion:
        return None
    if not proxies:
        return network_of(request.remote_addr)
    passed = ",".join(request.headers.getlist("X-Forwarded-For")).split(",")
    return network_of(passed[-proxies]) if len(passed) >= proxies else None


def init_app(app: Flask, runtime: Runtime) -> None:
    """Give this process its buckets."""
    rates = _rates(runtime.settings)
    app.extensions[EXTENSION] = Limits(rates, lambda: runtime.clock().timestamp())


def _rates(settings: Settings) -> dict[str, Rate]:
    """The rates of the settings."""
    return {
        PAGE: Rate(settings.page_burst, settings.page_hourly),
        FILING: Rate(settings.filing_burst, settings.filing_hourly),
        RECEIPT: Rate(settings.receipt_burst, settings.receipt_hourly),
        UPLOAD: Rate(settings.upload_burst_mb, settings.upload_hourly_mb),
    }


def missing(kind: str, cost: float = 1) -> float:
    """Take from the visitor's bucket; the seconds that are missing, after queueing if need be."""
    limits: Limits = current_app.extensions[EXTENSION]
    settings: Settings = current_app.extensions["reportdesk.settings"]
    network = visitor(settings)
    seconds = limits.take(kind, network, cost)
    if network is None and kind != FILING:
        limits.queue(seconds) if seconds else None
        return 0.0
    return seconds


def unhurried(view: Callable[Given, Response]) -> Callable[Given, Response]:
    """Ask a network that sends too many forms to wait; what it typed stays on the page."""

    @wraps(view)
    def slowed(*args: Given.args, **kwargs: Given.kwargs) -> Response:
        arriving = cast("SealedRequest", request)
        seconds = missing(PAGE)
        if seconds:
            arriving.unwanted = BadInput("files", "files_hurried")
            return wait(seconds)
        megabytes = arriving.most // MEGABYTE
        if megabytes and missing(UPLOAD, megabytes):
            arriving.unwanted = BadInput("files", "files_hurried")
        return view(*args, **kwargs)

    return slowed


def wait(seconds: float) -> Response:
    """The page that asks to wait, with everything that was sent to it in its form."""
    whole = max(LEAST_WAIT, int(seconds) + 1)
    kept = [(name, text) for name, text in request.form.items(multi=True) if name not in NOT_KEPT]
    do = request.form.getlist("do")[-1:]
    html = render_template(
        "report/wait.html",
        seconds=whole,
        kept=kept,
        do=do[0] if do else None,
        files=any(one.filename for one in request.files.values()),
        action=request.endpoint,
    )
    response = make_response(html, 429)
    response.headers["Retry-After"] = str(whole)
    return response
