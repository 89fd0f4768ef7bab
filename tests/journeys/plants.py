"""Words planted on purpose in each place and each disguise, to prove that the search finds them."""

import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from reportdesk.storage.registry import METADATA
from tests.journeys.leaks import disguises
from tests.journeys.site import Site

WORD = "金丝雀-control-bdfgkl"
HOLD_OPEN = """
import sys, tempfile, time
file = tempfile.TemporaryFile()
file.write(sys.stdin.buffer.read())
file.flush()
time.sleep(60)
"""


@contextmanager
def planted(site: Site) -> Iterator[dict[str, str]]:
    """A word by the name of the place where the search must find it."""
    files = {
        "instance/planted": site.instance / "planted",
        "instance/outbox/planted.eml": site.instance / "outbox" / "planted.eml",
        "tmp/planted": site.temp / "planted",
        "output/99-jobs.txt": site.output / "99-jobs.txt",
    }
    words = {name: f"{WORD}-{number}" for number, name in enumerate(files)}
    for name, path in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"before\0" + words[name].encode() + b"\0after")
    words["output/server.txt"] = f"{WORD}-line"
    with (site.output / "server.txt").open("a") as output:
        output.write(f"GET /report/?q={WORD}-line\n")
    words["rows of job_run"] = f"{WORD}-row"
    _row(site, words["rows of job_run"])
    for kind in ("open", "environ", "cmdline"):
        words[f"caught/{kind}-"] = f"{WORD}-in-{kind}"
    holding = _hold_open(
        site, *(words[f"caught/{kind}-"] for kind in ("open", "environ", "cmdline"))
    )
    try:
        yield words
    finally:
        holding.kill()
        holding.wait()
        for path in files.values():
            path.unlink()


@contextmanager
def disguised(site: Site) -> Iterator[None]:
    """One file with the word in every disguise, and one with it compressed in three ways."""
    everything = b"\0\0".join(disguises(WORD).values())
    plain, packed = site.instance / "disguised", site.instance / "packed"
    plain.write_bytes(everything)
    bare = zlib.compressobj(wbits=31)
    gzipped = bare.compress(f"{WORD}-gzip".encode() * 9) + bare.flush()
    packed.write_bytes(b"\0" + zlib.compress(f"{WORD}-zlib".encode() * 9) + b"\0" + gzipped)
    try:
        yield
    finally:
        plain.unlink()
        packed.unlink()


def _row(site: Site, word: str) -> None:
    """A row of a table that no page shows."""
    row = {"job": "control", "slot": word, "token": 0, "finished_at": datetime.now(UTC), "done": 0}
    site.insert(METADATA.tables["job_run"], row)


def _hold_open(site: Site, word: str, variable: str, argument: str) -> subprocess.Popen[bytes]:
    """A process with a nameless file, a variable and an argument, once the watcher saw it."""
    command = [sys.executable, "-c", HOLD_OPEN, argument]
    environment = {**site.environment, "PLANTED": variable}
    process = subprocess.Popen(
        command, env=environment, start_new_session=True, stdin=subprocess.PIPE
    )
    site.watcher.groups.add(process.pid)
    assert process.stdin is not None
    process.stdin.write(word.encode())
    process.stdin.close()
    site.watcher.wait_for(word.encode())
    return process
