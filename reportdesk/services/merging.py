"""Merging a case into another about the same matter, and taking it out again."""

from collections.abc import Sequence
from dataclasses import replace

from reportdesk.domain.case import Action, Stage
from reportdesk.domain.errors import BadInput, Conflict, NotAllowed
from reportdesk.domain.merging import REVIEWED, refusal
from reportdesk.packs.loader import Pack
from reportdesk.storage.acts import carry_out, leave_trace, reach, take
from reportdesk.storage.answer import annotate
from reportdesk.storage.case import Case, governing
from reportdesk.storage.clock import look_again
from reportdesk.storage.companions import go_with, keep_what_happened
from reportdesk.storage.db import Tx
from reportdesk.storage.handover import is_waiting
from reportdesk.storage.history import events
from reportdesk.storage.joining import share_case_key
from reportdesk.storage.matter import matter_of
from reportdesk.storage.merging import standing_reports
from reportdesk.storage.report import Report, all_reports, wraps_for
from reportdesk.storage.retention import is_destroyed
from reportdesk.vault.holder import Holder
from reportdesk.vault.opened import OpenedCase, open_case
from reportdesk.vault.vault import Vault


def merge(
    tx: Tx,
    vault: Vault,
    pack: Pack,
    holder: Holder,
    ref: str,
    *,
    into: str,
    reason: str,
    version: int,
) -> None:
    """Let a case follow another of the same authority about the same matter.

    Its clocks count on unseen; its reporters are answered with those of the other case, whose key
    their reports get. Cases merged into it before follow with it. Raises BadInput("into", why) for
    a case that it cannot follow, NotFound for one that does not exist for the actor.
    """
    actor = holder.actor
    case, row = take(tx, actor, ref, Action.MERGE, version)
    parent = reach(tx, actor, into)
    if parent.case_id == case.case_id:
        raise BadInput("into", "merge_itself")
    if parent.authority_id != actor.authority_id:
        raise BadInput("into", "merge_other_authority")
    why = refusal(matter_of(tx, case), matter_of(tx, parent), tx.today)
    why = why or ("merge_continues" if case.reports == 0 else None)
    if why is not None:
        raise BadInput("into", why)
    opened, moved = _opened(tx, vault, holder, case), all_reports(tx, case.case_id)
    event = carry_out(tx, pack, actor, case, row, into=parent.ref)
    case.parent_id = parent.case_id
    annotate(tx, case.case_id, actor.account_id, "merge", opened.seal_note(reason), event.number)
    _share_anew(tx, vault, holder, parent, moved)
    leave_trace(tx, actor, parent, "took_in", child=case.ref)


def unmerge(
    tx: Tx, vault: Vault, pack: Pack, holder: Holder, ref: str, *, reason: str, version: int
) -> None:
    """Take a merged case out again: its stage, its clocks and its own followers are as before.

    It goes back to whoever holds the case that it followed. Raises NotAllowed when one of both
    would be left without any report, and while a handover of that case waits or a review goes on,
    which a reporter of either may have asked for; Conflict once the contents of both are going.
    """
    actor = holder.actor
    case, row = take(tx, actor, ref, Action.UNMERGE, version)
    parent, top = _parent(tx, case), governing(tx, case)
    if is_destroyed(tx, top):
        raise Conflict("destroying")
    if is_waiting(tx, top.case_id):
        raise NotAllowed("merge_waits", action=row.action.value)
    if Stage(top.stage) in REVIEWED:
        raise NotAllowed("unmerge_reviewed", action=row.action.value)
    left = standing_reports(tx, parent.case_id) - standing_reports(tx, case.case_id)
    if left <= 0 or standing_reports(tx, case.case_id) <= 0:
        raise NotAllowed("unmerge_leaves_none", action=row.action.value)
    keep_what_happened(tx, case)
    if case.authority_id != top.authority_id:
        go_with(tx, case, top)
    case.parent_id = None
    before = replace(row, to=_stage_before(tx, case))
    look_again(tx, case.case_id)
    event = carry_out(tx, pack, actor, case, before, out_of=parent.ref)
    opened = _share_anew(tx, vault, holder, case, all_reports(tx, case.case_id))
    annotate(tx, case.case_id, actor.account_id, "unmerge", opened.seal_note(reason), event.number)
    leave_trace(tx, actor, parent, "let_go", child=case.ref)


def _opened(tx: Tx, vault: Vault, holder: Holder, case: Case) -> OpenedCase:
    """A case's keys in the holder's session."""
    wraps = wraps_for(tx, case.case_id, holder.actor.authority_id)
    return open_case(vault, holder, case.case_id, wraps)


def _share_anew(
    tx: Tx, vault: Vault, holder: Holder, case: Case, moved: Sequence[Report]
) -> OpenedCase:
    """Give reports that moved with their case the key of the one they follow now, if any."""
    for report in moved:
        report.parent_key = None
    tx.session.flush()
    opened = _opened(tx, vault, holder, case)
    share_case_key(tx, case.case_id, opened)
    tx.session.flush()
    return opened


def _parent(tx: Tx, case: Case) -> Case:
    """The case that a merged one follows directly."""
    return tx.session.get_one(Case, case.parent_id)


def _stage_before(tx: Tx, case: Case) -> Stage:
    """Where the case stood when it was merged last."""
    merges = [row for row in events(tx, case.case_id) if row.event == Action.MERGE]
    return Stage(merges[-1].fields["from"])
