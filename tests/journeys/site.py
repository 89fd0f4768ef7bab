"""A whole site as it is really served: own folder, own database, own processes, own staff."""

import contextlib
import os
import secrets
import signal
import subprocess
import threading
import time
from collections.abc import Iterable
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyotp
from sqlalchemy import Table, create_engine, select

from benchmarks.instance import COMMAND
from benchmarks.soak import fetch, free_port
from config import load_settings
from reportdesk.cli.demo_cast import Cast, Person
from reportdesk.packs.register import load_register
from reportdesk.runtime import Runtime
from reportdesk.services import register
from reportdesk.storage.registry import METADATA
from reportdesk.vault.kdf import Work
from reportdesk.vault.keys import SiteKeys
from tests.journeys.relay import HOST, Relay
from tests.journeys.watcher import Watcher
from tests.journeys.words import Words

FORWARDED = "203.0.113.9"
"""What a proxy in front would say about the client."""
LETTERS = "bcdfghjklmnpqrstvwxz"
REGISTER = frozenset({"division", "authority", "school", "school_name"})
Rows = dict[str, frozenset[tuple[object, ...]]]


class Neutral(BaseHTTPRequestHandler):
    """The neutral page to which leaving leads."""

    def do_GET(self) -> None:
        """Weather, as anybody might look at; remembers what a proxy would have said."""
        self.server.forwarded = self.headers["X-Forwarded-For"]
        body = "<!DOCTYPE html><title>天气</title><h1>今天多云</h1>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


class Site:
    """Commands, processes and folders of one site; ``canaries`` are the words nobody may find."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder, self.database_url = folder, database_url
        self.instance, self.temp = folder / "instance", folder / "tmp"
        self.output, self.caught = folder / "output", folder / "caught"
        for place in (self.instance, self.temp, self.output, self.caught):
            place.mkdir(exist_ok=True)
        self.words = Words("zh")
        self.stem = _letters(10)
        self.canaries: list[str] = []
        self.private: list[str] = []
        """What only a reporter has: digits of receipts, salts of proofs."""
        self.reporter_rows: list[tuple[str, tuple[object, ...]]] = []
        self.reporter_lines: list[str] = []
        self.steps: dict[str, int] = {}
        port = free_port()
        self.relay = Relay(port)
        self.neutral = ThreadingHTTPServer((HOST, 0), Neutral)
        threading.Thread(target=self.neutral.serve_forever, daemon=True).start()
        self.address = f"http://{HOST}:{self.relay.port}"
        self.environment = {
            **{name: text for name, text in os.environ.items() if "REPORTDESK" not in name},
            "TMPDIR": str(self.temp),
            "REPORTDESK_INSTANCE": str(self.instance),
            "REPORTDESK_DATABASE_URL": database_url,
            "REPORTDESK_FAST_ARGON2": "1",
            "REPORTDESK_TRUSTED_PROXIES": "1",
            "REPORTDESK_PORT": str(port),
            "REPORTDESK_SITE_URL": self.address,
            "REPORTDESK_LEAVE_URL": f"http://{HOST}:{self.neutral.server_port}/",
        }
        self.people = self._prepare()
        self._engine = create_engine(database_url)
        self.server = self._serve(port)
        self.watcher = Watcher(self.server.pid, self.temp, self.caught)

    def _prepare(self) -> dict[str, Person]:
        """Keys, the national register and the staff of the demonstration, made by use cases."""
        settings = load_settings(self.environment)
        SiteKeys.init(settings.keys, Work.of(settings))
        runtime = Runtime(settings)
        runtime.write(lambda tx: register.load(tx, load_register()))
        cast = Cast(settings, runtime.clock() - timedelta(days=1))
        cast.assemble()
        runtime.db.dispose()
        cast.runtime.db.dispose()
        return cast.people

    def _serve(self, port: int) -> subprocess.Popen[bytes]:
        """The server as an operator starts it."""
        with (self.output / "server.txt").open("wb") as output:
            server = subprocess.Popen(
                [COMMAND, "serve"],
                env=self.environment,
                start_new_session=True,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        for _ in range(600):
            with contextlib.suppress(OSError):
                fetch(port, "/healthz")
                return server
            if server.poll() is not None:
                break
            time.sleep(0.1)
        server.kill()
        raise RuntimeError(f"the server did not start:\n{self.said()}")

    def stop(self) -> None:
        """End every process."""
        self.stop_server()
        self.relay.stop()
        self.neutral.shutdown()
        self.neutral.server_close()
        self._engine.dispose()

    def stop_server(self) -> None:
        """End the server, as Ctrl-C does; nothing happens when it has ended."""
        if self.server.poll() is None:
            self.watcher.stop()
            os.killpg(self.server.pid, signal.SIGTERM)
            self.server.wait(30)

    def begin(self, *words: str) -> subprocess.Popen[bytes]:
        """Start ``reportdesk`` with these words; what it says goes to a file of its own."""
        number = len(list(self.output.iterdir()))
        with (self.output / f"{number:03}-{words[0]}.txt").open("wb") as output:
            return subprocess.Popen(
                [COMMAND, *words], env=self.environment, stdout=output, stderr=subprocess.STDOUT
            )

    def command(self, *words: str) -> str:
        """Run ``reportdesk`` with these words, which must succeed; returns what it said."""
        process = self.begin(*words)
        status = process.wait(120)
        said = sorted(self.output.glob(f"*-{words[0]}.txt"))[-1].read_text()
        assert status == 0, f"reportdesk {' '.join(words)}: {said}"
        return said

    def jobs_at(self, day: date) -> None:
        """Run the jobs as if it were ``day``, by two processes at the same time."""
        words = ("jobs", "once", "--now", day.isoformat())
        rivals = [self.begin(*words), self.begin(*words)]
        assert [rival.wait(120) for rival in rivals] == [0, 0]

    def letters(self, to: str) -> list[str]:
        """Bodies of the letters that left for this login."""
        found = []
        for path in sorted((self.instance / "outbox").glob("*.eml")):
            letter = message_from_bytes(path.read_bytes(), policy=default)
            if letter["To"] == f"{to}@example.org":
                found.append(letter.get_content())
        return found

    def canary(self, place: str) -> str:
        """What to type at ``place``: a word that begins with this site's own ``stem``."""
        if place not in self.canaries:
            self.canaries.append(place)
        return f"金丝雀{self.stem}{self.canaries.index(place):02}"

    def code(self, secret: str) -> str:
        """A one-time code that was not used yet; waits when all that fit now were."""
        now = int(time.time()) // 30
        step = max(now - 1, self.steps.get(secret, 0) + 1)
        while step > int(time.time()) // 30 + 1:
            time.sleep(0.5)
        self.steps[secret] = step
        return pyotp.TOTP(secret).at(step * 30)

    def rows(self, *, register: bool = False) -> Rows:
        """Every row, as the harness sees it; those of the register only when asked for."""
        with self._engine.connect() as connection:
            return {
                name: frozenset(map(_plain, connection.execute(select(table))))
                for name, table in METADATA.tables.items()
                if register or name not in REGISTER
            }

    def said(self) -> str:
        """What the server said until now."""
        return (self.output / "server.txt").read_text()

    def insert(self, table: Table, row: dict[str, object]) -> None:
        """A row of the harness's own."""
        with self._engine.begin() as connection:
            connection.execute(table.insert().values(row))

    def note_reporter(self, before: Rows, said: str) -> None:
        """Remember what changed since ``before``, when a reporter alone acted."""
        for name, rows in self.rows().items():
            self.reporter_rows += [(name, row) for row in rows - before[name]]
        self.reporter_lines += self.said()[len(said) :].splitlines()

    def age_sessions(self) -> None:
        """Let every staff session idle for 31 minutes: the clock of the server is real."""
        table = METADATA.tables["staff_session"]
        with self._engine.begin() as connection:
            for row in connection.execute(select(table)).all():
                aged = row.seen_at - timedelta(minutes=31)
                connection.execute(
                    table.update().where(table.c.id_hash == row.id_hash).values(seen_at=aged)
                )


def _letters(count: int) -> str:
    """Random consonants, which spell nothing."""
    return "".join(secrets.choice(LETTERS) for _ in range(count))


def _plain(row: Iterable[object]) -> tuple[object, ...]:
    """A row that can be compared and kept: lists and objects as their text."""
    return tuple(repr(one) if isinstance(one, list | dict) else one for one in row)
