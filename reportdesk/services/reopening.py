"""Taking up a closed case again, as a new one: by its authority, or by a reporter of it."""

from reportdesk.domain.access import Relation, relation
from reportdesk.domain.actors import PARTIES_OF, Party
from reportdesk.domain.case import Stage
from reportdesk.domain.errors import NotAllowed
from reportdesk.domain.joining import PublicMatter
from reportdesk.domain.reopening import ReopenReason
from reportdesk.packs.loader import Pack
from reportdesk.storage.acts import deliver, expect, facts_of, leave_trace, reach
from reportdesk.storage.answer import annotate
from reportdesk.storage.case import Case, governing
from reportdesk.storage.db import Tx
from reportdesk.storage.merging import standing_reports
from reportdesk.storage.opening import continue_case
from reportdesk.storage.report import all_reports, wraps_for
from reportdesk.storage.reporter import own_report
from reportdesk.vault.follower import Follower
from reportdesk.vault.holder import Holder
from reportdesk.vault.opened import OpenedCase, open_case
from reportdesk.vault.vault import Vault

AGAIN = frozenset({Stage.CLOSED, Stage.DECLINED})
"""Stages after which a reporter may begin a linked case."""


def reopen(
    tx: Tx,
    vault: Vault,
    pack: Pack,
    holder: Holder,
    ref: str,
    *,
    reason: ReopenReason,
    text: str,
    version: int,
) -> str:
    """Open a new case that goes on with a closed one; returns its reference.

    The closed one stays closed. Its reporters follow the new one, which has clocks of its own and
    answers them; they get its key. Raises NotAllowed while it is not closed, when that was done
    before, or when nobody is left to be answered.
    """
    actor = holder.actor
    case = reach(tx, actor, ref)
    expect(case, version)
    facts = facts_of(tx, case)
    if Party.OFFICER not in PARTIES_OF[actor.role] or relation(actor, facts) != Relation.HOLDER:
        raise NotAllowed("not_your_step", action="reopen")
    if case.stage != Stage.CLOSED:
        raise NotAllowed("action_not_open", action="reopen", stage=case.stage)
    if case.parent_id is not None:
        raise NotAllowed("reopened_before")
    if standing_reports(tx, case.case_id) <= 0:
        raise NotAllowed("reopen_nobody")
    wraps = wraps_for(tx, case.case_id, actor.authority_id)
    opened = open_case(vault, holder, case.case_id, wraps)
    made = continue_case(tx, pack, case)
    made_open = _hand_on(tx, vault, case, made, opened)
    event = leave_trace(tx, actor, made, "reopened", of=case.ref, reason=reason.value)
    annotate(
        tx, made.case_id, actor.account_id, "reopened", made_open.seal_note(text), event.number
    )
    deliver(tx, pack, made, tx.today)
    leave_trace(tx, actor, case, "continued", of=made.ref)
    return made.ref


def _hand_on(tx: Tx, vault: Vault, case: Case, made: Case, opened: OpenedCase) -> OpenedCase:
    """Let the reporters of a closed case follow the new one, whose key their reports get."""
    fresh = OpenedCase(vault, made.case_id, vault.new_key(), opened.reports)
    for report in all_reports(tx, case.case_id):
        if report.report_id in opened.reports:
            report.parent_key = fresh.wrap_case_key(report)
    case.parent_id = made.case_id
    tx.session.flush()
    return fresh


def again(tx: Tx, me: Follower) -> PublicMatter | None:
    """The ended matter of a reporter who files about it anew; None while it has not ended."""
    report, _ = own_report(tx, me.case_id, me.report_id)
    case = governing(tx, tx.session.get_one(Case, report.case_id))
    if Stage(case.stage) not in AGAIN or report.withdrawn:
        return None
    month = case.filed_on.isoformat()[:7]
    return PublicMatter(case.ref, case.practice, month, case.school_id, ended=True, own=True)
