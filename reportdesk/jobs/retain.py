"""The daily work of forgetting by schedule: holds that end, warnings, destruction."""

import logging

from reportdesk.domain.errors import Conflict
from reportdesk.jobs.term import Term
from reportdesk.services import destroying, retention

log = logging.getLogger(__name__)


def retain(term: Term) -> int:
    """Case by case, one transaction a step; a crash between two steps loses nothing.

    A case that fails is logged by its internal id and left to the next day.
    """
    kit, done = term.runtime, term.write(destroying.end_holds)
    while some := term.write(lambda tx: destroying.destroy_withdrawn(tx, kit.vault, kit.pack)):
        done += some
    failed: set[str] = set()
    while cases := set(kit.read(destroying.cases_due)) - failed:
        for case_id in sorted(cases):
            try:
                done += _advance(term, case_id)
            except Exception as error:  # one broken case must not hold up the others
                if isinstance(error, Conflict) and error.code == "not_leader":
                    raise
                log.error("retention of case %s failed: %s", case_id, type(error).__name__)
                failed.add(case_id)
                term.left.append(case_id)
    term.write(lambda tx: retention.drop_erased(tx, kit.vault))
    done += kit.read(lambda tx: retention.drop_copies(tx, kit.settings))
    kit.db.checkpoint()  # what was destroyed is not to linger in the write-ahead log
    return done


def _advance(term: Term, case_id: str) -> int:
    """The next step of one case, and the one that must follow at once; how many counted."""
    did = _step(term, case_id)
    if did is destroying.Did.BEGUN:
        did = _step(term, case_id)
    return int(did is not destroying.Did.LOOKED)


def _step(term: Term, case_id: str) -> destroying.Did:
    """One step in one fenced transaction."""
    kit = term.runtime
    return term.write(lambda tx: destroying.advance(tx, kit.vault, kit.pack, case_id))
