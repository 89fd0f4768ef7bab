"""The jobs themselves: each a name, a slot, and calls to use cases, one transaction apiece."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from reportdesk.domain.errors import Conflict
from reportdesk.domain.timetable import TIMETABLE, Slot, times_of
from reportdesk.jobs.rejudge import rejudge
from reportdesk.jobs.retain import retain
from reportdesk.jobs.term import Term
from reportdesk.mail.letters import letter
from reportdesk.mail.smtp import LetterRefusedError
from reportdesk.runtime import Runtime
from reportdesk.services import delivery, leadership, publication, reminders, retention, suspected

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Timed work: ``run(term)`` returns how many things it did, and may be repeated."""

    name: str
    run: Callable[[Term], int]

    @property
    def lasts(self) -> timedelta:
        """How long it may work before it writes again; then another process may take its place."""
        return leadership.LONG if self.name in LONG_JOBS else leadership.LASTS

    def slot(self, runtime: Runtime) -> Slot:
        """The newest slot that has begun."""
        return times_of(self.name, at_once=runtime.settings.slots_at_once)(runtime.clock())


def sweep(term: Term) -> int:
    """Dates by a new pack, then lapses and rungs, case by case.

    A crash between two cases loses nothing. A case that fails is logged by its internal id and left
    to the next hour.
    """
    kit, done = term.runtime, rejudge(term)
    for case_id in kit.read(reminders.cases_due):
        try:
            done += _sweep_case(term, case_id)
        except Exception as error:  # one broken case must not hold up the others
            if isinstance(error, Conflict) and error.code == "not_leader":
                raise
            log.error("sweep of case %s failed: %s", case_id, type(error).__name__)
            term.left.append(case_id)
    return done


def _sweep_case(term: Term, case_id: str) -> int:
    """One case in one fenced transaction."""
    kit = term.runtime
    return term.write(lambda tx: reminders.sweep(tx, kit.vault, kit.pack, case_id))


def deliver(term: Term) -> int:
    """Show what waited for the slot, then send one digest a member."""
    kit = term.runtime
    passed = _pass_suspected(term)
    shown = term.write(lambda tx: delivery.show_waiting(tx, kit.pack))
    term.write(lambda tx: retention.drop_erased(tx, kit.vault))
    kit.db.checkpoint()  # what was deleted is not to linger in the write-ahead log
    term.write(lambda tx: delivery.address(tx, kit.pack.calendar))
    return passed + shown + _send_digests(term)


def _pass_suspected(term: Term) -> int:
    """Show the queue what is new in it, and deliver what left it, a part at a time."""
    pack, slot = term.runtime.pack, f":{term.runtime.clock():%H}"
    done = term.write(suspected.show_waiting) + term.write(lambda tx: suspected.let_go(tx, pack))
    while passed := term.write(lambda tx: suspected.pass_on(tx, pack, slot=slot)):
        done += passed
    return done


def _send_digests(term: Term) -> int:
    """Letters that left. One address that fails waits for the next slot; a dead way out ends it."""
    kit, sent = term.runtime, 0
    for digest in kit.read(lambda tx: delivery.digests(tx, kit.pack.calendar)):
        subject, body = letter(digest.kinds, digest.authority, kit.settings)
        try:
            kit.mailer.send(digest.to, subject, body, name=digest.name)
        except LetterRefusedError:
            log.warning("a letter was refused")
            continue
        except OSError as error:
            log.warning("mail cannot leave: %s", type(error).__name__)
            break
        _note_sent(term, digest)
        sent += 1
    return sent


def _note_sent(term: Term, digest: delivery.Digest) -> None:
    """Remember at once that a letter left, so that no failure after it sends it twice."""
    term.write(lambda tx: delivery.mark_sent(tx, digest))


def publish(term: Term) -> int:
    """Write the week's release, unless somebody built it by hand already."""
    kit = term.runtime
    secret, keys = kit.vault.secret("publication"), kit.vault.proof_publics()
    try:
        built = publication.build(
            kit.read, term.write, kit.settings, kit.pack, secret, proof_keys=keys
        )
    except Conflict as refusal:
        if refusal.code != "release_exists":
            raise
        return 0
    return built.cases


def redact(term: Term) -> int:
    """Take what was withheld out of the releases; while somebody builds one, in the next hour."""
    kit = term.runtime
    try:
        return len(publication.redact(kit.read, term.write, kit.settings))
    except Conflict as refusal:
        if refusal.code != "release_building":
            raise
        return 0


def tidy(term: Term) -> int:
    """Forget unfiled attachments, spent form keys, old invitations and letters; empty the WAL."""
    kit = term.runtime
    unfiled = kit.read(lambda tx: retention.drop_unfiled(tx, kit.vault))
    keys = kit.read(lambda tx: retention.drop_form_keys(tx, kit.vault))
    spent = term.write(retention.drop_spent)
    spent += term.write(lambda tx: retention.drop_erased(tx, kit.vault))
    while dropped := term.write(lambda tx: retention.destroy_dropped(tx, kit.vault)):
        spent += dropped
    kit.db.checkpoint()
    return unfiled + keys + spent


RUN: Mapping[str, Callable[[Term], int]] = {
    "sweep": sweep,
    "deliver": deliver,
    "publish": publish,
    "redact": redact,
    "retain": retain,
    "tidy": tidy,
}
LONG_JOBS = frozenset({"publish", "redact"})
"""Jobs that read and write files for long between two transactions."""
JOBS = tuple(Job(name, RUN[name]) for name in TIMETABLE)
"""Every job of the timetable, in its order."""
