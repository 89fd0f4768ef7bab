"""The search for what a site must not keep: words in disguise, addresses, and times of day."""

import base64
import re
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from pathlib import Path
from urllib.parse import quote

import psycopg

from tests.journeys.site import Site

TIME_OF_DAY = re.compile(r"(?<!\d)([01]\d|2[0-3]):[0-5]\d(?!\d)")
PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08|PK\x03\x04")
ZIP_HEAD = 30
MOST_INFLATED = 32 * 1024**2
DAY = 86_400
Place = tuple[str, bytes]


def disguises(text: str) -> dict[str, bytes]:
    """The bytes of a text in each way it may have been written down."""
    raw = text.encode()
    found = {name: text.encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")}
    for shift in range(3):
        found[f"base64+{shift}"] = _base64_core(raw, shift)
    found["base32"] = base64.b32encode(raw)[: len(raw) * 8 // 5]
    found["hex"], found["HEX"] = raw.hex().encode(), raw.hex().upper().encode()
    found["percent"] = quote(text, safe="").encode()
    found["percent of every byte"] = "".join(f"%{byte:02X}" for byte in raw).encode()
    found["escaped"] = "".join(f"\\u{ord(sign):04x}" for sign in text).encode()
    return found


def _base64_core(raw: bytes, shift: int) -> bytes:
    """The signs of base64 that depend on ``raw`` alone when ``shift`` bytes stand before it."""
    first, last = -(-shift * 8 // 6), (shift + len(raw)) * 8 // 6
    return base64.b64encode(bytes(shift) + raw)[first:last]


def search(places: Iterable[Place], *texts: str) -> list[str]:
    """Where any of these texts stands, in words for a failing test; empty when nowhere."""
    needles = [(text, how, raw) for text in texts for how, raw in disguises(text).items()]
    found = []
    for name, content in (layer for place in places for layer in layers(*place)):
        for text, how, raw in needles:
            if (at := content.find(raw)) >= 0:
                around = content[max(at - 30, 0) : at + 60]
                found.append(f"{text!r} as {how} in {name}: {around!r}")
    return found


def layers(name: str, content: bytes) -> Iterator[Place]:
    """The bytes themselves, then whatever is compressed in them."""
    yield name, content
    for inflated in unpacked(content):
        yield f"{name}, unpacked", inflated


def unpacked(content: bytes) -> Iterator[bytes]:
    """Every compressed stream that begins somewhere in these bytes, inflated."""
    for match in PACKED.finditer(content):
        start, window = match.start(), 47  # zlib or gzip, told apart by their heads
        if match.group() == b"PK\x03\x04":
            start, window = _behind_zip_head(content, match.start()), -15
        try:
            inflated = zlib.decompressobj(window).decompress(content[start:], MOST_INFLATED)
        except zlib.error:
            continue
        if inflated:
            yield inflated


def _behind_zip_head(content: bytes, start: int) -> int:
    """Where the data of a member begins: behind its name and its extra field."""
    name = int.from_bytes(content[start + 26 : start + 28], "little")
    extra = int.from_bytes(content[start + 28 : start + 30], "little")
    return start + ZIP_HEAD + name + extra


def at_rest(site: Site) -> Iterator[Place]:
    """Everything a site has left behind: folders, rows, output, files caught while open."""
    for folder in (site.instance, site.temp, site.output, site.caught):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield str(path.relative_to(site.folder)), path.read_bytes()
            yield "a file's name", str(path.relative_to(site.folder)).encode()
    for table, rows in site.rows(register=True).items():
        yield f"rows of {table}", b"\n".join(_raw(row) for row in rows)
    if site.database_url.startswith("postgresql"):
        yield from _postgres_files(site.database_url)


def _raw(row: Iterable[object]) -> bytes:
    """A row as bytes; binary values as they are."""
    return b"|".join(one if isinstance(one, bytes) else str(one).encode() for one in row)


def _postgres_files(url: str) -> Iterator[Place]:
    """The files of one database, after a checkpoint, and the server's log."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        row = connection.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchone()
    assert row is not None
    data = Path(row[0])
    for path in (*sorted((data / "base" / str(row[1])).iterdir()), data / "log"):
        yield f"PostgreSQL {path.name}", path.read_bytes()


def times_in_rows(rows: Iterable[tuple[str, tuple[object, ...]]], now: float) -> list[str]:
    """Values of these rows that say at what time of day something happened around ``now``."""
    return [f"{table}: {value!r}" for table, row in rows for value in row if _is_time(value, now)]


def _is_time(value: object, now: float) -> bool:
    """An instant, a clock time in a text, or seconds (or thousandths of them) since 1970."""
    if isinstance(value, datetime | time):
        return True
    if isinstance(value, str):
        return TIME_OF_DAY.search(value) is not None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return any(abs(value / unit - now) < DAY for unit in (1, 1_000, 1_000_000, 10**9))
    return False
