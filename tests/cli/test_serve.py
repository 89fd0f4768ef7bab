"""``reportdesk serve`` as an operator runs it: pages, a quiet log, and an end of everything."""

import os
import re
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from urllib.error import HTTPError

import pytest

from reportdesk.runtime import Runtime
from reportdesk.storage.job import newest_runs
from tests.builders import HUBEI, found_nation, key_authority
from tests.processes import descendants, start, until

WORD = "secret-path-77"
MALFORMED = (
    b"GET / HTTP/9.9\r\n\r\n",
    f"{WORD} garbage\r\n\r\n".encode(),
    f"GET /{WORD} HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n".encode(),
    f"GET /%ff%fe/{WORD}\x00 HTTP/1.1\r\nHost: a\r\n\r\n".encode(),
    f"GET /{WORD}{'a' * 9000} HTTP/1.1\r\nHost: a\r\n\r\n".encode(),
    b"POST /report/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    f"GET / HTTP/1.1\r\nHost: a\r\nX-{WORD} x: 1\r\n\r\n".encode(),
    f"POST /desk/join/{WORD} HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nab".encode(),
)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Served:
    """A running server and the words it said."""

    def __init__(self, runtime: Runtime, *options: str) -> None:
        self.port = free_port()
        self.process = start(runtime.settings, "serve", *options, REPORTDESK_PORT=str(self.port))
        self.said = ""

    def status(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as one:
                return one.status
        except HTTPError as error:
            return error.code
        except OSError:
            return 0

    def up(self) -> bool:
        return until(lambda: self.process.poll() is not None or self.status("/healthz") == 200)

    def raw(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as one:
            one.sendall(request)
            one.shutdown(socket.SHUT_WR)
            return one.recv(64)

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            said, complained = self.process.communicate(timeout=40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        self.said = said + complained
        return self.process.returncode


@pytest.fixture
def office(runtime: Runtime) -> Runtime:
    found_nation(runtime)
    key_authority(runtime, HUBEI)
    return runtime


@pytest.fixture
def served(office: Runtime) -> Iterator[Served]:
    server = Served(office, "--with-jobs")
    assert server.up()
    yield server
    server.end(signal.SIGTERM)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_pages_runs_jobs_and_ends_with_all_it_started(
    served: Served, office: Runtime, how: signal.Signals
) -> None:
    answers = [served.status(path) for path in ("/", "/report/", "/follow/", "/desk/", "/none")]
    assert answers == [200, 200, 200, 401, 404]
    assert until(lambda: "tidy" in office.read(newest_runs))
    children = descendants(served.process.pid)
    assert len(children) >= 3  # the server, its worker, the jobs
    assert served.end(how) == 0
    assert until(lambda: not descendants(served.process.pid), 5)
    assert not [pid for pid in children if alive(pid)]
    assert "stopping" in served.said


def alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_malformed_requests_leave_no_line_at_all(served: Served) -> None:
    for request in MALFORMED:
        served.raw(request)
    assert served.status("/desk/") == 401
    served.end()
    assert served.said.splitlines() == [
        f"Reportdesk: http://127.0.0.1:{served.port}  (Ctrl-C stops)",
        "stopping",
    ]


def test_a_fault_of_a_page_is_logged_without_address_time_or_words(
    served: Served, office: Runtime
) -> None:
    with office.db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE staff_session RENAME COLUMN seen_at TO gone")
    served.raw(f"GET /desk/staff?q={WORD} HTTP/1.1\r\nHost: a\r\nCookie: desk=x\r\n\r\n".encode())
    served.end()
    lines = "\n".join(served.said.splitlines()[1:])  # the first names the server's own address
    assert re.search(r"unhandled \w+Error at \w+\.py:\d+", lines)
    assert not re.search(r"127\.0\.0\.1|\d\d:\d\d:\d\d|20\d\d-", lines)
    assert WORD not in served.said


def test_when_the_jobs_die_the_server_does_not_go_on_alone(served: Served) -> None:
    for pid in descendants(served.process.pid):
        if b"jobs" in command(pid):
            os.kill(pid, signal.SIGKILL)
    assert until(lambda: served.process.poll() is not None)
    assert served.end() == 1
    assert "a process ended by itself" in served.said
    assert served.status("/healthz") == 0


def command(pid: int) -> bytes:
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as line:
            return line.read()
    except FileNotFoundError:
        return b""


def test_a_port_in_use_is_said_and_ends_in_a_fault(office: Runtime) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        again = start(office.settings, "serve", REPORTDESK_PORT=str(taken.getsockname()[1]))
        _, complained = again.communicate(timeout=60)
    assert again.returncode == 1
    assert "Connection in use" in complained
