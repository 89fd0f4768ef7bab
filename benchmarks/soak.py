"""``make soak``: use one served site for a while and see whether anything keeps growing."""

import argparse
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.instance import COMMAND, PAGES, demonstration

HOST = "127.0.0.1"
PAUSE = 0.02  # seconds between requests: use, not a flood
MAX_GROWTH = 1.25  # of memory, from the first fifth of the time to the end
MAX_MORE_FILES = 10


@dataclass(frozen=True)
class Footprint:
    """What the server's processes hold: memory in MiB and open files."""

    memory: float
    files: int

    @classmethod
    def of(cls, group: int) -> "Footprint":
        """Sum over the processes of a process group."""
        memory = files = 0
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if os.getpgid(int(process.name)) != group:
                    continue
                pages = int((process / "statm").read_text().split()[1])
                memory += pages * os.sysconf("SC_PAGE_SIZE")
                files += len(list((process / "fd").iterdir()))
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                continue  # it ended while we looked
        return cls(memory / 2**20, files)


def free_port() -> int:
    """A port nobody uses."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def fetch(port: int, address: str) -> int:
    """Status of one page."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("GET", address)
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


def wait_until_up(port: int) -> None:
    """Until the server answers, for at most a minute."""
    for _ in range(120):
        try:
            fetch(port, "/healthz")
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError("the server did not start")


def use(port: int, group: int, seconds: float) -> tuple[Footprint, Footprint, int, int]:
    """Walk the pages until the time is up; footprint after a fifth and at the end, counts."""
    started, early, asked, broken = time.monotonic(), None, 0, 0
    while (passed := time.monotonic() - started) < seconds:
        broken += fetch(port, PAGES[asked % len(PAGES)]) >= 500
        asked += 1
        if early is None and passed > seconds / 5:
            early = Footprint.of(group)
        time.sleep(PAUSE)
    late = Footprint.of(group)
    return early or late, late, asked, broken


def main() -> int:
    """0 when memory and open files settled and no page broke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    minutes = parser.parse_args().minutes
    port = free_port()
    with demonstration() as environment:
        environment["REPORTDESK_PORT"] = str(port)
        server = subprocess.Popen(
            [COMMAND, "serve"],
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
        )
        try:
            wait_until_up(port)
            early, late, asked, broken = use(port, server.pid, minutes * 60)
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(30)
    print(f"{asked} pages in {minutes:g} min, {broken} broken")
    print(f"memory {early.memory:.0f} → {late.memory:.0f} MiB, files {early.files} → {late.files}")
    grew = late.memory > early.memory * MAX_GROWTH or late.files > early.files + MAX_MORE_FILES
    return 1 if grew or broken else 0


if __name__ == "__main__":
    sys.exit(main())
