"""What merged cases share with the case that they follow: its holder, and what became of it."""

from reportdesk.domain.case import Action, Stage
from reportdesk.domain.supervising import MOVED
from reportdesk.storage.case import Case
from reportdesk.storage.clock import running
from reportdesk.storage.db import Tx
from reportdesk.storage.history import History, events, record
from reportdesk.storage.merging import gathered, line_of
from reportdesk.storage.supervision import take_clocks


def follow(tx: Tx, case: Case) -> None:
    """Let every case merged into this one go where it went: its holder, its target, its ladder.

    Its dates count on unseen, as the new holder's.
    """
    for case_id in gathered(tx, case.case_id)[1:]:
        one = tx.session.get_one(Case, case_id)
        if one.stage == Stage.MERGED:  # else closed: whoever answered it stays its authority
            go_with(tx, one, case)


def go_with(tx: Tx, case: Case, to: Case) -> None:
    """Put a case where another one is, its dates as they are."""
    owners = {row.authority_id for row in running(tx, case.case_id)} - {None}
    if case.authority_id != to.authority_id or owners - {to.authority_id}:
        take_clocks(tx, case, to.authority_id)
    if case.authority_id != to.authority_id:
        case.authority_id, case.assigned_to = to.authority_id, None
    case.target_id, case.ladder = to.target_id, list(to.ladder)
    tx.session.flush()


def keep_what_happened(tx: Tx, case: Case) -> None:
    """Before a merged case comes back: that it was returned, taken over or transferred meanwhile,
    together with those it followed, counts for it too."""
    for below, one in zip(line_of(tx, case), line_of(tx, case)[1:], strict=False):
        for row in _since(tx, one, below):
            if row.event == Action.RETURN:
                case.returns += 1
            elif row.event in MOVED:
                kept = record(
                    tx,
                    case,
                    row.event,
                    party=row.party,
                    on=row.on,
                    authority_id=row.authority_id,
                    account_id=row.account_id,
                    **row.fields,
                )
                kept.entered_on = row.entered_on  # whoever did it entered it then


def _since(tx: Tx, case: Case, child: Case) -> list[History]:
    """What happened to a case since it took this one in."""
    rows = events(tx, case.case_id)
    taken = [n for n, row in enumerate(rows) if row.fields.get("child") == child.ref]
    return rows[taken[-1] + 1 :] if taken else []
