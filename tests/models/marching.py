"""Some days at the desk, acted by hand and kept by job processes; and the log that they leave."""

import multiprocessing
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select

from reportdesk.jobs.leader import round_
from reportdesk.jobs.work import JOBS
from reportdesk.runtime import Runtime
from reportdesk.settings import Settings
from reportdesk.storage.case import Case
from reportdesk.storage.clock import Clock, RungFired
from reportdesk.storage.db import Tx
from reportdesk.storage.history import History as Row
from reportdesk.storage.job import JobRun
from reportdesk.storage.outbox import Outbox
from reportdesk.vault.kdf import Work
from reportdesk.vault.keys import SiteKeys
from tests.fakes import SHANGHAI, FixedClock
from tests.models import worker
from tests.models.clockwork import DAY, Life
from tests.models.histories import CITY, COUNTY, PROVINCE, possibilities
from tests.models.play import Play, found_world
from tests.models.worker import Guard, Postbox, write_file

PATIENCE = 60.0
FIRST = date(2026, 1, 12)
NOON, EVENING = "10", "16"
NOT_ACTED = {"withdraw", "join"}
"""Acts that end a case before much happened to it, or need another one on the same day."""
QUIET = 2
"""Days at the end on which nobody acts."""
IDS = re.compile(r"\b[0-9a-hjkmnp-tv-z]{26}\b")
Act = tuple[int, str, dict[str, Any]]


@dataclass
class Plan:
    """What people do on each day, drawn by the model; ``lives`` is where it ends."""

    days: list[tuple[date, list[Act]]]
    lives: list[Life]


def draw(seed: int, days: int, cases: int, busy: float = 0.5) -> Plan:
    """A plan for so many cases, which are filed in the first third of the days."""
    random, lives, plan = Random(seed), [], []
    filed = sorted(random.randrange(max(1, days // 3)) for _ in range(cases))
    for number in range(days):
        day, acts = FIRST + number * DAY, []
        for life in lives:
            life.sweep(day)
        if lives and number < days - QUIET and random.random() < busy:
            which = random.randrange(len(lives))
            found = [
                act for act in possibilities(lives[which], day, random) if act[0] not in NOT_ACTED
            ]
            if found:
                name, given = random.choice(found)
                _act(lives, which, name, day, given)
                acts.append((which, name, given))
        for _ in range(filed.count(number)):
            lives.append(Life(day, COUNTY, (CITY, PROVINCE)))
            lives[-1].file(day, "r1")
            acts.append((len(lives) - 1, "file", {"report": "r1"}))
        for life in lives:
            life.sweep(day)
        plan.append((day, acts))
    return Plan(plan, lives)


def _act(lives: list[Life], which: int, name: str, day: date, given: dict[str, Any]) -> None:
    """One act; what two officers hand over is all that waits for an authority."""
    touched = [one for one in lives if one.waits_for] if name == "hand_over" else [lives[which]]
    for life in touched:
        getattr(life, name)(day, **given)


@dataclass
class March:
    """One run of a plan on one database; the jobs are kept by processes, or by this one."""

    settings: Settings
    folder: Path
    plan: Plan
    guard: Guard = Guard.LEASE
    processes: int = 2
    slow: float = 0.0
    faster: int = 100
    jobs: frozenset[str] = frozenset({"sweep", "deliver", "tidy"})
    seed: int = 1
    kills: int = 0
    killed: int = 0
    plays: list[Play] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = FixedClock()
        self.kit = Runtime(self.settings, clock=self.clock)
        self.clock.set(FIRST)
        self.county = found_world(self.kit)
        self.random = Random(self.seed)
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(["tests.models.worker"])
        self.folder.mkdir()
        self.started = time.time()
        self.workers: list[Any] = []

    def run(self) -> "March":
        """Every day of the plan, in turn."""
        self.folder.joinpath("day").write_text(worker.EPOCH.isoformat())
        deaths = set(self.random.sample(range(len(self.plan.days)), self.kills))
        if self.processes:
            self.workers = [self._begin() for _ in range(self.processes)]
        else:
            self.kit.mailer = Postbox(self.folder, self.clock, self.slow)
        try:
            for number, (day, acts) in enumerate(self.plan.days):
                self._day(day, acts, dies=number in deaths)
        finally:
            write_file(self.folder / "day", worker.END)
            for one in self.workers:
                one.kill()
                one.join()
            self.kit.db.dispose()
        return self

    def _day(self, day: date, acts: list[Act], *, dies: bool) -> None:
        """The jobs of the morning where somebody acts, the acts, the jobs of the evening."""
        if acts:
            self._keep(day, NOON, dies=False)
        for which, name, given in acts:
            self.clock.set(day)
            if name == "file":
                self.plays.append(Play(self.kit, self.county, delivers=False))
            known = {k: v for k, v in given.items() if k not in {"to", "above"}}
            getattr(self.plays[which], name)(**known)
        self._keep(day, EVENING, dies=dies)

    def _keep(self, day: date, hour: str, *, dies: bool) -> None:
        """Let the jobs of an hour be done."""
        instant = datetime.fromisoformat(f"{day}T{hour}:00:00").replace(tzinfo=SHANGHAI)
        if not self.processes:
            self.clock.instant = instant
            jobs = [job for job in JOBS if job.name in self.jobs]
            finished = round_(self.kit, "alone", jobs, machine_time=self.clock)
            assert finished is not None
            assert not finished.failed
            return
        kind = self.random.choice(("before", "after", "outside"))
        if dies and kind != "outside":
            write_file(self.folder / "fuse", f"{self.random.randint(1, 9)} {kind}")
        write_file(self.folder / "day", instant.isoformat())
        if dies and kind == "outside":
            time.sleep(self.random.random() * 0.05)
            self.random.choice(self.workers).kill()
        self._wait(instant.isoformat())

    def _wait(self, instant: str) -> None:
        """Until some process finished the round; whoever died is followed by another."""
        done, end = self.folder / "done", time.monotonic() + PATIENCE
        while not (done.exists() and done.read_text() == instant):
            self._bury()
            assert time.monotonic() < end, f"no process finished {instant}"
            time.sleep(worker.PAUSE)
        self._bury()

    def _bury(self) -> None:
        """Start a new process for each that is dead."""
        for number, one in enumerate(self.workers):
            if not one.is_alive():
                self.killed += 1
                self.workers[number] = self._begin()

    def _begin(self) -> Any:
        given = (self.settings, self.folder, self.started, self.guard)
        given += (self.slow, self.faster, self.jobs)
        process = self.context.Process(target=worker.run, args=given, daemon=True)
        process.start()
        return process

    # What is left

    @property
    def log(self) -> dict[str, list[str]]:
        """Everything that happened, without what is drawn at random."""
        return Runtime(self.settings, clock=self.clock).read(
            lambda tx: {name: sorted(self._plain(tx, rows)) for name, rows in _tables(tx)}
        )

    def _plain(self, tx: Tx, rows: Iterator[tuple[Any, ...]]) -> Iterator[str]:
        """Rows as words, each random id replaced by what it names, or struck out."""
        names = {play.case_id: f"case {number}" for number, play in enumerate(self.plays)}
        names |= self.people
        names |= {
            one.report_id: f"{name} of {number}"
            for number, play in enumerate(self.plays)
            for name, one in play.followers.items()
        }
        for row in rows:
            yield IDS.sub(lambda found: names.get(found[0], "…"), " | ".join(map(str, row)))

    @property
    def letters(self) -> Counter[str]:
        """How often each letter left: slot, addressee and subject."""
        sent, people = self.folder / "sent", self.people
        text = sent.read_text() if sent.exists() else ""
        return Counter(IDS.sub(lambda found: people[found[0]], text).splitlines())

    @property
    def people(self) -> dict[str, str]:
        """Every account by its place."""
        return {
            one.actor.account_id: f"{authority}/{number}"
            for authority, members in self.county.everybody.items()
            for number, one in enumerate(members)
        }

    @property
    def doubled(self) -> int:
        """Letters that left more than once."""
        return sum(count - 1 for count in self.letters.values())


def _tables(tx: Tx) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """The rows that a run of jobs writes."""
    wanted: dict[str, tuple[Any, ...]] = {
        "cases": (Case.case_id, Case.stage, Case.version, Case.ended_on, Case.presumed_on),
        "history": (
            *(Row.case_id, Row.number, Row.on, Row.entered_on, Row.event, Row.party),
            *(Row.authority_id, Row.stage, Row.fields),
        ),
        "clocks": (
            *(Clock.case_id, Clock.number, Clock.key, Clock.kind, Clock.started_on, Clock.due),
            *(Clock.stopped_on, Clock.stopped_by, Clock.authority_id),
        ),
        "rungs": (RungFired.case_id, RungFired.clock_number, RungFired.rung, RungFired.on),
        "outbox": (Outbox.once, Outbox.on, Outbox.kind, Outbox.role, Outbox.state, Outbox.sent_on),
        "runs": (JobRun.job, JobRun.slot),
    }
    for name, columns in wanted.items():
        yield name, [tuple(row) for row in tx.session.execute(select(*columns))]


def apart(settings: Settings, url: str, folder: Path) -> Settings:
    """A site of its own: another database, other keys, other folders."""
    instance = folder / "instance"
    own = replace(
        settings,
        database_url=url,
        instance=instance,
        keys=instance / "keys",
        blobs=instance / "blobs",
        shreds=instance / "shreds",
        releases=instance / "releases",
    )
    SiteKeys.init(own.keys, Work.of(own))
    return own
