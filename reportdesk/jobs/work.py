"""The jobs themselves: each a name, a slot, and calls to use cases, one transaction apiece."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from reportdesk.jobs import slots
from reportdesk.mail.letters import letter
from reportdesk.runtime import Runtime
from reportdesk.services import delivery, leadership, publication, reminders, retention

if TYPE_CHECKING:
    from reportdesk.storage.db import Tx

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Timed work: ``run(runtime, token)`` returns how many things it did."""

    name: str
    slot: Callable[[Runtime, datetime], str]
    run: Callable[[Runtime, int], int]


def sweep(runtime: Runtime, token: int) -> int:
    """Lapses and rungs, case by case; a crash between two cases loses nothing."""
    done = 0
    for case_id in runtime.read(reminders.cases_due):
        done += _sweep_case(runtime, token, case_id)
    return done


def _sweep_case(runtime: Runtime, token: int, case_id: str) -> int:
    """One case in one fenced transaction; a broken case is logged and holds up no other."""

    def work(tx: "Tx") -> int:
        leadership.fence(tx, token)
        return reminders.sweep(tx, runtime.vault, runtime.pack, case_id)

    return runtime.write(work)


def deliver(runtime: Runtime, token: int) -> int:
    """Show what waited for the slot, then send one digest a member."""

    def show(tx: "Tx") -> int:
        leadership.fence(tx, token)
        return delivery.show_waiting(tx, runtime.pack)

    shown = runtime.write(show)
    sent: set[str] = set()
    for digest in runtime.read(delivery.digests):
        subject, body = letter(digest.kinds, digest.authority, runtime.settings)
        try:
            runtime.mailer.send(digest.to, subject, body, name=digest.name)
            sent.update(digest.rows)
        except OSError as error:
            log.warning("mail did not leave: %s", type(error).__name__)
            runtime.write(partial(delivery.mark_failed, ids=digest.rows))
    runtime.write(lambda tx: delivery.mark_sent(tx, tuple(sorted(sent))))
    return shown + len(sent)


def publish(runtime: Runtime, token: int) -> int:
    """Write the week's release."""

    def work(tx: "Tx") -> int:
        leadership.fence(tx, token)
        built = publication.build(tx, runtime.settings, runtime.pack, _secret(runtime))
        return built.cases

    return runtime.write(work)


def _secret(runtime: Runtime) -> bytes:
    """The publication secret, kept outside the database."""
    return runtime.vault.secret("publication")


def tidy(runtime: Runtime, token: int) -> int:
    """Forget unfiled attachments and spent form keys, and empty SQLite's write-ahead log."""

    def work(tx: "Tx") -> int:
        leadership.fence(tx, token)
        unfiled = retention.drop_unfiled(tx, runtime.vault)
        return unfiled + retention.drop_form_keys(tx, runtime.vault)

    dropped = runtime.write(work)
    runtime.db.checkpoint()
    return dropped


JOBS = (
    Job("sweep", lambda _, now: slots.daily(now), sweep),
    Job(
        "deliver",
        lambda kit, now: slots.delivery(now, at_once=kit.settings.slots_at_once),
        deliver,
    ),
    Job("publish", lambda _, now: slots.weekly(now), publish),
    Job("tidy", lambda _, now: slots.daily(now), tidy),
)
