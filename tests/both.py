"""Runs the suite on SQLite and on PostgreSQL and fails unless both tell the same story.

``python -m tests.both [pytest arguments]``; the last line counts both runs together.
"""

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

DATABASES = ("sqlite", "postgresql")
WORKERS = "2"


@dataclass(frozen=True)
class Outcome:
    """What one run of pytest reported, by name of test."""

    passed: frozenset[str]
    failed: frozenset[str]
    skipped: frozenset[str]
    status: int

    @classmethod
    def read(cls, report: Path, status: int) -> "Outcome":
        """Read a JUnit file; a run that died early left none and counts as nothing passed."""
        groups: dict[str, set[str]] = {"passed": set(), "failed": set(), "skipped": set()}
        cases = ElementTree.parse(report).iter("testcase") if report.exists() else ()
        for case in cases:
            kinds = {child.tag for child in case}
            group = (
                "failed"
                if kinds & {"failure", "error"}
                else "skipped"
                if "skipped" in kinds
                else "passed"
            )
            groups[group].add(f"{case.get('classname')}::{case.get('name')}")
        return cls(*(frozenset(groups[name]) for name in ("passed", "failed", "skipped")), status)


def run(database: str, arguments: list[str], folder: Path) -> Outcome:
    """One run of pytest on ``database``."""
    report = folder / f"{database}.xml"
    started = time.monotonic()
    print(f"== the suite on {database} ==", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", WORKERS, "--dist=worksteal"]
    status = subprocess.call(
        [*command, f"--database={database}", f"--junitxml={report}", *arguments]
    )
    print(f"== {database}: {time.monotonic() - started:.0f} s ==", flush=True)
    return Outcome.read(report, status)


def disagreements(one: Outcome, other: Outcome) -> list[str]:
    """Why two runs do not count as one green suite; empty when they do."""
    found = []
    for database, outcome in zip(DATABASES, (one, other), strict=True):
        if outcome.status:
            found.append(f"{database}: pytest ended with code {outcome.status}")
        if not outcome.passed:
            found.append(f"{database}: no test passed")
        found += [f"{database}: skipped {name}" for name in sorted(outcome.skipped)]
        found += [f"{database}: failed {name}" for name in sorted(outcome.failed)]
    if not (one.failed or other.failed):
        only = sorted(one.passed ^ other.passed)
        found += [f"passed on one database only: {name}" for name in only]
    return found


def main(arguments: list[str]) -> int:
    """Both runs, their comparison and the closing line; 0 only when all is well."""
    with tempfile.TemporaryDirectory(prefix="reportdesk-both-") as folder:
        one, other = (run(database, arguments, Path(folder)) for database in DATABASES)
    found = disagreements(one, other)
    for line in found:
        print(line)
    passed = len(one.passed) + len(other.passed)
    failed = len(one.failed) + len(other.failed) or bool(found)
    print(f"{passed} passed, {int(failed)} failed", flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
