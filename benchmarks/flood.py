"""``make flood``: file 5,000 suspected reports, and time the desk, the queue and the slot then.

The receipts' expensive derivation is done once: it is the same for every filing, and bounded by
its own slots. Ends with exit code 1 when an authority got one of them, or more than one letter
left.
"""

import argparse
import dataclasses
import secrets
import time
from collections.abc import Callable
from itertools import cycle
from typing import TypeVar

from sqlalchemy import select

from benchmarks.instance import demonstration
from config import load_settings
from reportdesk.domain.abuse import Apart, By, Decision, Suspicion
from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor, Role
from reportdesk.queries import suspected as queue
from reportdesk.queries.caseload import caseload
from reportdesk.runtime import Runtime
from reportdesk.services import delivery, intake, reminders, suspected
from reportdesk.storage.outbox import Outbox
from tests.filings import COLLEGE, HUBEI, a_filing, school_id

T = TypeVar("T")
OFFICER = Actor("officer", HUBEI, Role.OFFICER)
PLATFORM = Actor("platform", PLATFORM_AUTHORITY, Role.PLATFORM)


def timed(name: str, work: Callable[[], T]) -> T:
    """Print how long a piece of work took."""
    started = time.perf_counter()
    result = work()
    print(f"{name:<44}{(time.perf_counter() - started) * 1000:>10.1f} ms", flush=True)
    return result


def at_desk(runtime: Runtime) -> int:
    """Cases of the province."""
    return runtime.read(lambda tx: caseload(tx, OFFICER)).total


def fill(runtime: Runtime, count: int) -> None:
    """File so many reports that are suspected for one reason or another."""
    known = runtime.vault.lookups(runtime.vault.draw_receipt(), "filing")
    filing, reasons = a_filing(school_id(runtime)), list(Suspicion)
    for _, reason in zip(range(count), cycle(reasons), strict=False):
        receipt = [dataclasses.replace(one, lookup=secrets.token_bytes(32)) for one in known]
        runtime.write(
            lambda tx, receipt=receipt, reason=reason: intake.file(
                tx,
                runtime.vault,
                runtime.pack,
                runtime.settings,
                filing,
                receipt,
                suspected=reason,
            )
        )


def look(runtime: Runtime) -> None:
    """Time what people and jobs do while all of them wait."""
    read, write, pack = runtime.read, runtime.write, runtime.pack
    for by in By:
        timed(
            f"queue, {by.value}",
            lambda by=by: read(lambda tx: queue.groups(tx, Apart.WAITING, by, 1)),
        )
    timed(
        "one page of all", lambda: read(lambda tx: queue.entries(tx, Apart.WAITING, By.ALL, "", 1))
    )
    timed("the desk's list of a province", lambda: at_desk(runtime))
    timed("slot", lambda: write(lambda tx: delivery.show_waiting(tx, pack)))
    timed("hourly look for dates", lambda: read(reminders.cases_due))


def main() -> None:
    """File, look, and drop all with one decision."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--filings", type=int, default=5000)
    count = parser.parse_args().filings
    with demonstration() as environment:
        runtime = Runtime(load_settings(environment))
        before = timed(f"the desk's list before ({COLLEGE})", lambda: at_desk(runtime))
        timed(f"filing {count}", lambda: fill(runtime, count))
        look(runtime)
        letters = runtime.read(
            lambda tx: list(tx.session.scalars(select(Outbox).where(Outbox.kind == "suspected")))
        )
        reached = at_desk(runtime) - before
        timed(
            "dropping all",
            lambda: runtime.write(
                lambda tx: suspected.decide(tx, PLATFORM, Decision.DROP, By.ALL, "", expected=count)
            ),
        )
        runtime.db.dispose()
        print(f"reached the authority: {reached}; letters: {len(letters)}")
        if reached or len(letters) != 1:
            raise SystemExit(1)


if __name__ == "__main__":
    main()
