"""Use case of rating an answer: no actor; whoever has the receipt is the reporter."""

from reportdesk.domain.errors import BadInput, NotAllowed
from reportdesk.domain.following import WITHDRAWALS, Sent, mark
from reportdesk.domain.taxonomy import Solved
from reportdesk.packs.schema import Pack
from reportdesk.settings import Settings
from reportdesk.storage.arrival import message_arrives, rating_arrives
from reportdesk.storage.case import Case, governing
from reportdesk.storage.db import Tx
from reportdesk.storage.rating import keep
from reportdesk.storage.remedies import newest_answer, rated
from reportdesk.storage.report import Report, messages_of
from reportdesk.storage.reporter import add_message, own_report, sent_before
from reportdesk.vault.follower import Follower, open_own
from reportdesk.vault.opened import seal_message
from reportdesk.vault.vault import Vault

MOST_SATISFIED = 5


def rate(
    tx: Tx,
    vault: Vault,
    pack: Pack,
    settings: Settings,
    me: Follower,
    *,
    answer: int,
    solved: Solved,
    satisfied: int,
    pressed: bool,
    once: bytes,
) -> None:
    """Rate the newest answer, or change what was said; it counts from the next slot on.

    ``pressed`` also sends a message of pressure without words, once for each ``once``. Raises
    BadInput for a number outside 1 to 5, and NotAllowed after the window, after a withdrawal, or
    when ``answer`` is not the newest any more.
    """
    if not 1 <= satisfied <= MOST_SATISFIED:
        raise BadInput("satisfied", "satisfied_missing")
    report, wrap = own_report(tx, me.case_id, me.report_id)
    key = open_own(vault, report, wrap.wrapped, me).reports[report.report_id]
    _check_open(tx, pack, report, answer)
    row = keep(tx, report, answer, solved, satisfied)
    once = mark(once, Sent.PRESSURE, "", [str(answer)])
    if pressed and not sent_before(tx, report, once):
        message = add_message(
            tx,
            report,
            Sent.PRESSURE.value,
            lambda number: seal_message(vault, key, report.report_id, number, ""),
            once,
        )
        if settings.slots_at_once:
            message_arrives(tx, pack, message)
    if settings.slots_at_once:
        rating_arrives(tx, row)


def _check_open(tx: Tx, pack: Pack, report: Report, answer: int) -> None:
    """Raises NotAllowed when this answer cannot be rated now."""
    case = governing(tx, tx.session.get_one(Case, report.case_id))
    newest, now = newest_answer(tx, case.case_id), rated(tx, pack, case, report)
    gone = report.withdrawn or any(row.kind in WITHDRAWALS for row in messages_of(tx, report))
    if gone or now is None or not now.open or newest is None or newest.number != answer:
        raise NotAllowed("nothing_to_send", kind="rating")
