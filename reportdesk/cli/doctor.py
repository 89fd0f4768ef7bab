"""``reportdesk doctor``: is this deployment sound, and do its jobs keep time?"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import click

from reportdesk.domain.errors import DomainError
from reportdesk.domain.rulebook import Place
from reportdesk.packs.problems import PackError
from reportdesk.queries import health, timework
from reportdesk.release.reader import Releases
from reportdesk.runtime import Runtime
from reportdesk.services import rejudging
from reportdesk.vault.copies import LIFE, copies
from reportdesk.vault.keyfile import KeyFileError
from reportdesk.vault.keys import SiteKeys

LEAST_FREE = 2 * 1024**3
"""Bytes; less cannot take the files of a few reports."""
MINUTE = timedelta(minutes=1)
SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``remedy`` is what to run when it is not fine."""

    name: str
    fine: bool
    words: str
    remedy: str = ""

    def line(self) -> str:
        """As it is printed."""
        todo = "" if self.fine or not self.remedy else f"  ->  {self.remedy}"
        return f"{'ok  ' if self.fine else 'FAIL'}  {self.name}: {self.words}{todo}"


Check = Callable[[Runtime], Iterator[Finding]]


@click.command()
@click.pass_obj
def doctor(runtime: Runtime) -> None:
    """Check keys, schema, register, pack, record of acts, jobs and disk; exit code 1 on a fault."""
    found = [*_all(runtime, (_keys, _pack, _disk, _shreds, _database))]
    if found[-1].fine:
        found += _all(runtime, (_rules, _register, _record, _jobs))
    else:
        click.echo("      the register, the record of acts and the jobs need the database first")
    for finding in found:
        click.echo(finding.line())
    if not all(finding.fine for finding in found):
        raise SystemExit(1)


def _all(runtime: Runtime, checks: tuple[Check, ...]) -> Iterator[Finding]:
    """Every check; one that cannot even run is a fault of its own, named without its message."""
    for check in checks:
        try:
            yield from check(runtime)
        except Exception as error:  # the doctor must reach the next check
            yield Finding(check.__name__.strip("_"), False, type(error).__name__)


def _keys(runtime: Runtime) -> Iterator[Finding]:
    """Whether the key files can be used."""
    folder = runtime.settings.keys
    if not folder.is_dir():
        yield Finding("keys", False, f"no folder {folder}", "reportdesk keys init")
        return
    try:
        site = SiteKeys.load(folder)
    except (KeyFileError, DomainError) as error:
        yield Finding("keys", False, str(error), "reportdesk keys status")
        return
    yield Finding("keys", True, f"{len(site.schemes)} receipt scheme(s)")
    yield _proof_key(runtime, site)


def _proof_key(runtime: Runtime, site: SiteKeys) -> Finding:
    """Whether proofs of filing can be signed, and checked by what is published."""
    name, newest = "proof key", Releases(runtime.settings.releases).newest()
    if site.proof.seed is None:
        return Finding(name, False, "proofs of filing cannot be signed", "reportdesk keys init")
    published = newest.proof_keys if newest else site.proof.publics
    missing = len(set(site.proof.publics) - set(published))
    return Finding(name, True, "published with the next release" if missing else "published")


def _pack(runtime: Runtime) -> Iterator[Finding]:
    """Whether the pack loads."""
    try:
        words = f"{runtime.pack.stamp}, calendar {runtime.pack.calendar.version}"
    except PackError as error:
        yield Finding("pack", False, str(error), "reportdesk pack check")
        return
    yield Finding("pack", True, words)


def _rules(runtime: Runtime) -> Iterator[Finding]:
    """Whether dates are judged by this pack, or by a later one that another process brought."""
    place = runtime.read(lambda tx: rejudging.place(tx, runtime.pack))
    words = {
        Place.IN_FORCE: "in force",
        Place.NEW: "running dates are judged anew at the next sweep",
        Place.OLDER: f"{runtime.pack.stamp} is not later than the pack in force",
    }
    remedy = "raise the version in pack.yaml; docs/packs.md, Versions"
    yield Finding("rules", place is not Place.OLDER, words[place], remedy)


def _disk(runtime: Runtime) -> Iterator[Finding]:
    """Whether there is room for attachments."""
    folder = runtime.settings.instance
    there = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(there).free
    yield Finding("disk", free > LEAST_FREE, f"{free // 1024**2} MiB free", "make room")


def _shreds(runtime: Runtime) -> Iterator[Finding]:
    """Whether the store of shred keys has a copy, and none that is older than it may be."""
    found, today = copies(runtime.settings.shred_copies), runtime.clock().date()
    if not found:
        yield Finding("shred copies", True, "none yet; make one each day: reportdesk shreds backup")
        return
    old, newest = today - found[0].made_on, today - found[-1].made_on
    words = f"{len(found)}, newest {newest.days} days old, oldest {old.days}"
    yield Finding("shred copies", old < LIFE, words, "reportdesk shreds prune")


def _database(runtime: Runtime) -> Iterator[Finding]:
    """Whether the database is there and has the newest schema; looking does not create it."""
    remedy, url = "reportdesk db upgrade", runtime.settings.database_url
    if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).exists():
        yield Finding("database", False, "there is none yet", remedy)
        return
    problems = runtime.schema_problems()
    yield Finding("database", not problems, "; ".join(problems) or "newest schema", remedy)


def _register(runtime: Runtime) -> Iterator[Finding]:
    """Whether the national register is there, and whom a report could reach."""
    counts = runtime.read(health.register_counts)
    words = ", ".join(f"{name} {count}" for name, count in counts.items())
    yield Finding("register", all(counts.values()), words, "reportdesk register load")
    active = runtime.read(health.active_authorities)
    words = f"{len(active)} authorities with two keyed members"
    yield Finding("staff", bool(active), words, "reportdesk staff invite")


def _record(runtime: Runtime) -> Iterator[Finding]:
    """Whether every authority's record of acts is whole."""
    broken = runtime.read(health.broken_records)
    words = ", ".join(f"{where} at row {row}" for where, row in broken.items())
    remedy = "compare with a backup; somebody changed or deleted rows"
    yield Finding("record of acts", not broken, words or "whole", remedy)


def _jobs(runtime: Runtime) -> Iterator[Finding]:
    """Whether each job keeps time, what failed, and what waits.

    The demonstration is played with a clock of its own, which may be ahead of this one.
    """
    at_once = runtime.settings.slots_at_once
    found = runtime.read(lambda tx: timework.timework(tx, at_once=at_once))
    if found.held is not None:
        words = f"the machine's clock leapt {found.held.value}; last round {found.seen_at:%F %R}"
        yield Finding("clock", False, words, "set the clock, or reportdesk jobs believe-clock")
    for job in found.jobs:
        yield Finding(f"job {job.name}", job.sound, _job_words(job), "reportdesk jobs run")
    hidden = runtime.read(health.backlog)["cases"]
    yield Finding("waiting cases", True, f"{hidden} not shown to a desk yet")
    lost = runtime.read(health.letters_given_up)
    yield Finding("mail", not lost, f"{lost} letters given up", "look at REPORTDESK_SMTP_URL")


def _job_words(job: timework.JobHealth) -> str:
    """One job's last run, lateness, trouble and backlog, in one line."""
    last = f"{job.last.slot} ({job.last.done} done)" if job.last else "never"
    said = [f"last slot {last}, newest {job.slot}"]
    if job.late:
        said.append(f"late by {job.late // MINUTE} minutes")
    if job.trouble is not None:
        said.append(f"failed {job.trouble.times} times, last with {job.trouble.failure}")
    if job.last is not None and job.last.left:
        said.append(f"{job.last.left} left undone")
    if job.backlog is not None:
        said.append(f"{job.backlog} waiting")
    return ", ".join(said)
