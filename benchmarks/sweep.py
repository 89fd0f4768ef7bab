"""The hourly sweep at 10,000 and at 1,000,000 open cases, with the same 1,000 due.

A few cases of every kind are made by the use cases, then copied by the database. What is due is
swept case by case, as the job does; both sizes are measured in one run, and their ratio counts.
Ends with exit code 1 when the larger one takes more than one and a half times as long.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Integer, Table, cast, insert, literal, select, text
from sqlalchemy import String as Text

from benchmarks.late import found_cases
from config import load_settings
from reportdesk.runtime import Runtime
from reportdesk.services import reminders
from reportdesk.storage.case import Case
from reportdesk.storage.clock import Clock, RungFired
from reportdesk.storage.history import History
from reportdesk.storage.report import Report, ReportKey
from reportdesk.vault.kdf import Work
from reportdesk.vault.keys import SiteKeys
from tests.databases import PostgresMaker, Server, SqliteMaker
from tests.fakes import FixedClock

DUE, SMALL, LARGE, MOST = 1_000, 10_000, 1_000_000, 1.5
OPEN_TABLES: tuple[type, ...] = (Case, Clock, History, RungFired)
"""What is copied of a case that nothing happens to; its reports are never read."""
DUE_TABLES: tuple[type, ...] = (*OPEN_TABLES, Report, ReportKey)
PART = 50
"""Cases swept in one turn."""
FIRST = 10_000_000
"""Numbers of copies, all of eight digits."""


def copy(runtime: Runtime, case_ids: dict[str, str], tables: tuple[type, ...], count: int) -> None:
    """So many copies of the cases, as many of each, under ids that begin with its letter."""
    each = count // len(case_ids)
    for letter, case_id in case_ids.items():
        for first in range(FIRST, FIRST + each, 50_000):
            last = min(first + 50_000, FIRST + each)
            runtime.write(
                lambda tx, first=first, last=last, case_id=case_id, letter=letter: [
                    tx.session.execute(_copies(kind.__table__, case_id, letter, first, last))
                    for kind in tables
                ]
            )


def _copies(table: Table, case_id: str, letter: str, first: int, last: int):
    """One table's rows of a case, once for each number."""
    numbers = select(literal(first, Integer).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < last - 1))
    digits = cast(numbers.c.n, Text)
    changed = {
        "case_id": literal(case_id[:17]).concat(letter).concat(digits),
        "ref": literal(letter).concat(digits),
    }
    columns = [changed.get(column.name, column).label(column.name) for column in table.columns]
    rows = select(*columns).select_from(table.join(numbers, text("true")))
    names = [column.name for column in table.columns]
    return insert(table).from_select(names, rows.where(table.c.case_id == case_id))


class Swept:
    """One site on the day of the sweep, and what looking and sweeping cost there."""

    def __init__(self, runtime: Runtime, clock: FixedClock, cases: int) -> None:
        self.runtime, self.cases, self.looking, self.sweeping = runtime, cases, 0.0, 0.0
        late, waiting = found_cases(runtime, clock)
        copy(runtime, dict(zip("ABC", late, strict=True)), DUE_TABLES, DUE)
        copy(runtime, dict(zip("DEFGHJ", waiting, strict=True)), OPEN_TABLES, cases - DUE)
        if runtime.db.dialect == "postgresql":
            runtime.write(lambda tx: tx.session.execute(text("ANALYZE")))

    def look(self) -> list[str]:
        """The cases that are due."""
        started = time.perf_counter()
        found = self.runtime.read(reminders.cases_due)
        self.looking += time.perf_counter() - started
        return found

    def sweep(self, case_ids: list[str]) -> None:
        """These cases, each in its own transaction."""
        kit, started = self.runtime, time.perf_counter()
        for one in case_ids:
            kit.write(lambda tx, one=one: reminders.sweep(tx, kit.vault, kit.pack, one))
        self.sweeping += time.perf_counter() - started

    @property
    def line(self) -> str:
        """Both figures."""
        return (
            f"{self.cases:>9} open: found in {self.looking:.3f} s, swept in {self.sweeping:.1f} s"
        )


def measure(sites: list[Swept]) -> float:
    """How many times as long the second site takes as the first.

    They are swept in turns, part by part, so that whatever else the machine does slows both.
    """
    found = [one.look() for one in sites]
    for first in range(0, max(map(len, found)), PART):
        for one, due in zip(sites, found, strict=True):
            one.sweep(due[first : first + PART])
    left = [len(one.runtime.read(reminders.cases_due)) for one in sites]
    print(f"due {[len(due) for due in found]}, afterwards {left}")
    for one in sites:
        print(one.line, flush=True)
    small, large = (one.looking + one.sweeping for one in sites)
    return large / small


@contextmanager
def site(maker: SqliteMaker | PostgresMaker) -> Iterator[tuple[Runtime, FixedClock]]:
    """A site of its own in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="reportdesk-sweep-") as folder:
        url = maker.create(Path(folder))
        environment = {
            "REPORTDESK_ENV": "development",
            "REPORTDESK_INSTANCE": folder,
            "REPORTDESK_DATABASE_URL": url,
            "REPORTDESK_FAST_ARGON2": "1",
            "REPORTDESK_OPERATOR_NAME": "Benchmark",
            "REPORTDESK_OPERATOR_CONTACT": "operator@example.org",
        }
        settings, clock = load_settings(environment), FixedClock()
        SiteKeys.init(settings.keys, Work.of(settings))
        runtime = Runtime(settings, clock=clock)
        yield runtime, clock
        runtime.db.dispose()
        maker.drop(url)


def compare(name: str, maker: SqliteMaker | PostgresMaker, large: int) -> float:
    """The ratio of the two sizes on one kind of database."""
    print(f"== {name} ==", flush=True)
    with site(maker) as one, site(maker) as other:
        ratio = measure([Swept(*one, SMALL), Swept(*other, large)])
    print(f"{name}: {large} open cases take {ratio:.2f} times as long as {SMALL}", flush=True)
    return ratio


def main() -> None:
    """Both sizes, on both databases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", type=int, default=LARGE)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    asked = parser.parse_args()
    ratios = []
    if asked.database != "postgresql":
        with tempfile.TemporaryDirectory(prefix="reportdesk-sweep-") as folder:
            ratios.append(compare("SQLite", SqliteMaker(Path(folder)), asked.large))
    if asked.database != "sqlite":
        server = Server()
        try:
            maker = PostgresMaker(server.url("NAME"), "bench")
            ratios.append(compare("PostgreSQL", maker, asked.large))
        finally:
            server.stop()
    if max(ratios) > MOST:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
