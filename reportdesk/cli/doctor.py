"""``reportdesk doctor``: is this deployment sound, and do its jobs keep time?"""

import shutil
from collections.abc import Callable, Iterator

import click

from reportdesk.domain.errors import DomainError
from reportdesk.jobs.work import JOBS
from reportdesk.packs.problems import PackError
from reportdesk.queries import health
from reportdesk.runtime import Runtime
from reportdesk.services import leadership
from reportdesk.vault.keys import KeyFileError, SiteKeys

LEAST_FREE = 2 * 1024**3
Check = tuple[str, bool, str]


@click.command()
@click.pass_obj
def doctor(runtime: Runtime) -> None:
    """Check keys, schema, register, pack, record of acts, jobs and disk; exit code 1 on a fault."""
    sound = True
    for check in (_keys, _schema, _pack, _register, _record, _jobs, _disk):
        for name, fine, words in _guarded(check, runtime):
            sound = sound and fine
            click.echo(f"{'ok  ' if fine else 'FAIL'}  {name}: {words}")
    if not sound:
        raise SystemExit(1)


def _guarded(check: Callable[[Runtime], Iterator[Check]], runtime: Runtime) -> Iterator[Check]:
    """A check that cannot even run is a fault of its own, named without its message."""
    try:
        yield from check(runtime)
    except Exception as error:  # the doctor must reach the next check
        yield check.__name__.strip("_"), False, type(error).__name__


def _keys(runtime: Runtime) -> Iterator[Check]:
    """Whether the key files can be used."""
    try:
        site = SiteKeys.load(runtime.settings.keys)
    except (KeyFileError, DomainError) as error:
        yield "keys", False, str(error)
        return
    yield "keys", True, f"{len(site.schemes)} receipt scheme(s)"


def _schema(runtime: Runtime) -> Iterator[Check]:
    """Whether the database has the newest schema."""
    problems = runtime.schema_problems()
    yield "schema", not problems, "; ".join(problems) or "newest"


def _pack(runtime: Runtime) -> Iterator[Check]:
    """Whether the pack loads."""
    try:
        yield "pack", True, f"{runtime.pack.stamp}, calendar {runtime.pack.calendar.version}"
    except PackError as error:
        yield "pack", False, str(error)


def _register(runtime: Runtime) -> Iterator[Check]:
    """Whether the national register is there, and whom a report could reach."""
    counts = runtime.read(health.register_counts)
    words = ", ".join(f"{name} {count}" for name, count in counts.items())
    yield "register", all(counts.values()), words
    active = runtime.read(health.active_authorities)
    yield "staff", bool(active), f"{len(active)} authorities with two keyed members"


def _record(runtime: Runtime) -> Iterator[Check]:
    """Whether every authority's record of acts is whole."""
    broken = runtime.read(health.broken_records)
    words = ", ".join(f"{where} at row {row}" for where, row in broken.items())
    yield "record of acts", not broken, words or "whole"


def _jobs(runtime: Runtime) -> Iterator[Check]:
    """When each job last finished, and what waits."""
    runs = runtime.read(leadership.last_runs)
    now = runtime.clock()
    for job in JOBS:
        slot, at = runs.get(job.name, ("never", None))
        due = job.slot(runtime, now)
        late = f"{(now - at).days} days ago" if at else "not yet"
        yield f"job {job.name}", slot == due, f"last slot {slot} ({late}), due {due}"
    for name, count in runtime.read(health.backlog).items():
        yield f"waiting {name}", True, str(count)


def _disk(runtime: Runtime) -> Iterator[Check]:
    """Whether there is room for attachments."""
    free = shutil.disk_usage(runtime.settings.instance).free
    yield "disk", free > LEAST_FREE, f"{free // 1024**2} MiB free"
