"""The daily work of forgetting by schedule: holds that end, warnings, destruction."""

import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from reportdesk.domain.errors import Conflict
from reportdesk.jobs.term import Term
from reportdesk.services import destroying, retention

if TYPE_CHECKING:
    from reportdesk.storage.db import Tx

K = TypeVar("K", tuple[str], tuple[str, str])
log = logging.getLogger(__name__)


def retain(term: Term) -> int:
    """Report by report and case by case, one transaction a step; a crash between two loses nothing.

    What fails is logged by the internal id of its case and left to the next day.
    """
    kit, done = term.runtime, term.write(destroying.end_holds)
    done += _each(term, lambda tx: destroying.withdrawn_due(tx, kit.pack), _destroy_withdrawn)
    done += _each(term, lambda tx: [(one,) for one in destroying.cases_due(tx)], _advance)
    term.write(lambda tx: retention.drop_erased(tx, kit.vault))
    done += kit.read(lambda tx: retention.drop_copies(tx, kit.settings))
    kit.db.checkpoint()  # what was destroyed is not to linger in the write-ahead log
    return done


def _each(term: Term, due: "Callable[[Tx], Iterable[K]]", work: Callable[[Term, K], int]) -> int:
    """Work on all that is due, a part at a time; returns how many things were done."""
    failed: set[K] = set()
    done = 0
    while some := set(term.runtime.read(due)) - failed:
        for one in sorted(some):
            try:
                done += work(term, one)
            except Exception as error:  # one broken case must not hold up the others
                if isinstance(error, Conflict) and error.code == "not_leader":
                    raise
                log.error("retention of case %s failed: %s", one[0], type(error).__name__)
                failed.add(one)
                term.left.append(one[0])
    return done


def _destroy_withdrawn(term: Term, key: tuple[str, str]) -> int:
    """One withdrawn report in one fenced transaction."""
    vault = term.runtime.vault
    return term.write(lambda tx: destroying.destroy_withdrawn(tx, vault, key))


def _advance(term: Term, key: tuple[str]) -> int:
    """The next step of one case, and the one that must follow at once; how many counted."""
    case_id = key[0]
    did = _step(term, case_id)
    if did is destroying.Did.BEGUN:
        did = _step(term, case_id)
    return int(did is not destroying.Did.LOOKED)


def _step(term: Term, case_id: str) -> destroying.Did:
    """One step in one fenced transaction."""
    kit = term.runtime
    return term.write(lambda tx: destroying.advance(tx, kit.vault, kit.pack, case_id))
