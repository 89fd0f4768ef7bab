"""Proof of a measure: written by one person, public and counted once a second one accepts it."""

from datetime import date

from reportdesk.domain.access import may_write
from reportdesk.domain.errors import BadInput, Conflict, NotAllowed, NotFound
from reportdesk.storage.acts import expect, facts_of, leave_trace, reach, require_second_person
from reportdesk.storage.answer import CaseMeasure, measures_of
from reportdesk.storage.case import Case
from reportdesk.storage.clock import promise_clocks, stop
from reportdesk.storage.db import Tx
from reportdesk.storage.outbox import notify
from reportdesk.storage.report import wraps_for
from reportdesk.vault.holder import Holder
from reportdesk.vault.opened import OpenedCase, open_case
from reportdesk.vault.vault import Vault


def propose(
    tx: Tx,
    vault: Vault,
    holder: Holder,
    ref: str,
    *,
    measure: int,
    on: date,
    evidence: str,
    version: int,
) -> None:
    """Hand a second person what proves a measure, in words meant for the public.

    ``measure`` is its number in the case, ``on`` the day it was done. The words stay sealed and the
    promise's clock goes on until :func:`accept`. Raises BadInput for a day outside filing to today.
    """
    case, row = _open_measure(tx, holder, ref, measure, version)
    if row.proposed_waits:
        raise Conflict("proof_submitted")
    if not case.filed_on <= on <= tx.today:
        raise BadInput("on", "proved_on_impossible_day")
    proof = {"on": on.isoformat(), "text": evidence.strip()}
    row.proposed = _opened(tx, vault, holder, case).seal_proof(measure, proof)
    row.proposed_waits, row.evidence_by = True, holder.actor.account_id
    leave_trace(tx, holder.actor, case, "proof_drafted", measure=row.code, number=measure)
    once = f"proof:{case.case_id}:{measure}:{case.version}"
    notify(tx, holder.actor.authority_id, "proof", once)


def accept(tx: Tx, vault: Vault, holder: Holder, ref: str, *, measure: int, version: int) -> None:
    """Let a colleague's proof count: it becomes public, and its clock stops today.

    The day on which the measure was done, which its writer names, is shown beside it.

    The accepting person is another account with another key, whose session opens the words.
    """
    case, row = _waiting(tx, holder, ref, measure, version)
    require_second_person(tx, row.evidence_by or "", holder.actor, holder.staff.public)
    proof = _opened(tx, vault, holder, case).proof(measure, row.proposed or b"")
    row.evidence_on, row.evidence = date.fromisoformat(proof["on"]), proof["text"]
    row.evidence_accepted_by = holder.actor.account_id
    row.proposed, row.proposed_waits = None, False
    stop(tx, "evidence_accepted", tx.today, promise_clocks(tx, case.case_id, measure))
    leave_trace(tx, holder.actor, case, "evidence", measure=row.code, number=measure)


def give_back(
    tx: Tx,
    vault: Vault,
    holder: Holder,
    ref: str,
    *,
    measure: int,
    reason: str,
    version: int,
) -> None:
    """Return a proof with a reason; its writer may take it back too. Its words are kept."""
    case, row = _waiting(tx, holder, ref, measure, version)
    opened = _opened(tx, vault, holder, case)
    proof = opened.proof(measure, row.proposed or b"")
    row.proposed = opened.seal_proof(measure, {**proof, "back": reason.strip()})
    row.proposed_waits = False
    leave_trace(tx, holder.actor, case, "proof_returned", measure=row.code, number=measure)


def _open_measure(
    tx: Tx, holder: Holder, ref: str, measure: int, version: int
) -> tuple[Case, CaseMeasure]:
    """A measure that nothing proves yet, for somebody who works on its case."""
    case = reach(tx, holder.actor, ref)
    expect(case, version)
    if not may_write(holder.actor, facts_of(tx, case)):
        raise NotAllowed("not_your_step", action="evidence")
    row = next((m for m in measures_of(tx, case.case_id) if m.number == measure), None)
    if row is None:
        raise NotFound("measure")
    if row.evidence_on is not None:
        raise Conflict("measure_proved")
    return case, row


def _waiting(
    tx: Tx, holder: Holder, ref: str, measure: int, version: int
) -> tuple[Case, CaseMeasure]:
    """A measure whose proof waits for the second person."""
    case, row = _open_measure(tx, holder, ref, measure, version)
    if not row.proposed_waits:
        raise NotFound("proof")
    return case, row


def _opened(tx: Tx, vault: Vault, holder: Holder, case: Case) -> OpenedCase:
    """The case's keys, as far as this authority was given them."""
    wraps = wraps_for(tx, case.case_id, holder.actor.authority_id)
    return open_case(vault, holder, case.case_id, wraps)
