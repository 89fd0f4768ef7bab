"""The long forms of what the suite checks in short: ``make soak-clocks``.

Histories are numbered: ``--first`` goes on where another run ended. Each process has a database
of its own; whatever differs is printed, and the exit code says so.
"""

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from config import load_settings
from reportdesk.runtime import Runtime
from reportdesk.settings import Settings
from reportdesk.vault.kdf import Work
from reportdesk.vault.keys import SiteKeys
from tests.databases import SqliteMaker
from tests.fakes import FixedClock
from tests.models.by_rules import differs
from tests.models.comparing import Stage
from tests.models.machine import Desk
from tests.models.marching import March, apart, draw
from tests.models.worker import Guard

STEPS_A_RUN = 50
DAYS_A_KILL = 12


def site(folder: Path) -> Settings:
    """A development site on a fresh SQLite database in a folder."""
    url = SqliteMaker(folder).create(folder)
    made = load_settings(
        {
            "REPORTDESK_ENV": "development",
            "REPORTDESK_INSTANCE": str(folder / "instance"),
            "REPORTDESK_DATABASE_URL": url,
            "REPORTDESK_FAST_ARGON2": "1",
            "REPORTDESK_OPERATOR_NAME": "Soak",
            "REPORTDESK_OPERATOR_CONTACT": "soak@example.org",
        }
    )
    SiteKeys.init(made.keys, Work.of(made))
    return made


def world(folder: Path) -> Stage:
    """A founded world in a folder."""
    clock = FixedClock()
    return Stage.build(Runtime(site(folder), clock=clock), clock)


def histories(seeds: range) -> list[list[str]]:
    """Play these histories at the desk; what differed."""
    with tempfile.TemporaryDirectory(prefix="reportdesk-soak-") as name:
        stage = world(Path(name))
        return [found for seed in seeds if (found := stage.play(seed))]


def by_rules(seeds: range) -> list[list[str]]:
    """Play these histories by the rules alone; what differed."""
    return [found for seed in seeds if (found := differs(seed))]


def spread(play, first: int, count: int, cores: int, chunk: int) -> list[list[str]]:
    """Play so many histories on all cores, and tell how far it is."""
    began, found = time.monotonic(), []
    parts = [range(at, min(at + chunk, first + count)) for at in range(first, first + count, chunk)]
    with multiprocessing.get_context("spawn").Pool(cores) as pool:
        for part, differing in zip(parts, pool.imap(play, parts), strict=True):
            found += differing
            for lines in differing:
                print(*lines, sep="\n")
            seconds = time.monotonic() - began
            done = part.stop - first
            print(f"{play.__name__}: {done} of {count}, {len(found)} differ, {seconds:.0f} s")
            sys.stdout.flush()
    return found


def machine(steps: int) -> None:
    """So many steps of anybody doing anything; raises when a promise breaks."""
    with tempfile.TemporaryDirectory(prefix="reportdesk-soak-") as name:
        run = type("Machine", (Desk,), {"world": world(Path(name))})
        once = settings(
            max_examples=max(1, steps // STEPS_A_RUN),
            stateful_step_count=STEPS_A_RUN,
            deadline=None,
            derandomize=False,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        began = time.monotonic()
        run_state_machine_as_test(run, settings=once)
        print(f"machine: {run.steps} steps, {time.monotonic() - began:.0f} s")
        for act, count in sorted(run.done.items()):
            print(f"  {act}: {count}")


def processes(days: int, seed: int) -> bool:
    """Two processes killed again and again over so many days; whether their log is the one."""
    with tempfile.TemporaryDirectory(prefix="reportdesk-soak-") as name:
        folder = Path(name)
        maker, plan, began = SqliteMaker(folder), draw(seed, days, max(6, days // 25)), time.time()

        def march(name: str, **more) -> March:
            own = folder / name
            own.mkdir()
            made = apart(site_of(maker, own), maker.create(own), own)
            return March(made, own / "files", plan, **more).run()

        alone = march("alone", processes=0)
        killed = march("killed", kills=days // DAYS_A_KILL, faster=60)
        same = killed.log == alone.log and set(killed.letters) == set(alone.letters)
        rows = {name: len(rows) for name, rows in alone.log.items()}
        print(f"processes: {days} days, {killed.killed} killed, same log: {same}, {rows}")
        print(f"  letters {len(alone.letters)}, twice at a death {killed.doubled}")
        plan.days[:] = plan.days[:60]
        for guard, slow in ((Guard.LEASE, 0.02), (Guard.NOTHING, 0.02)):
            control = march(guard.value, guard=guard, slow=slow, faster=1)
            print(f"  60 days with {guard.value}: {control.doubled} letters left twice")
        print(f"  {time.time() - began:.0f} s")
        return same


def site_of(maker: SqliteMaker, folder: Path) -> Settings:
    """Settings whose paths are replaced anyway."""
    return load_settings(
        {
            "REPORTDESK_ENV": "development",
            "REPORTDESK_INSTANCE": str(folder / "instance"),
            "REPORTDESK_DATABASE_URL": f"sqlite:///{folder / 'none.sqlite'}",
            "REPORTDESK_FAST_ARGON2": "1",
        }
    )


def main() -> int:
    """0 when nothing differed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=100_000, help="by the rules alone")
    parser.add_argument("--played", type=int, default=5_000, help="at the desk, on a database")
    parser.add_argument("--first", type=int, default=0, help="number of the first history")
    parser.add_argument("--steps", type=int, default=20_000)
    parser.add_argument("--days", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1, help="of the days")
    parser.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    told = parser.parse_args()
    found = spread(by_rules, told.first, told.histories, told.cores, 5_000)
    found += spread(histories, told.first, told.played, told.cores, 250)
    if told.steps:
        machine(told.steps)
    same = processes(told.days, told.seed) if told.days else True
    return 1 if found or not same else 0


if __name__ == "__main__":
    sys.exit(main())
