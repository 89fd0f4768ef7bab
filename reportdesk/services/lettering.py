"""Writing a letter: whether the actor may, whether its words name somebody, then it is sent."""

from dataclasses import replace

from reportdesk.domain.actors import Actor, Role
from reportdesk.domain.errors import BadInput, NotAllowed
from reportdesk.domain.identity import public_details
from reportdesk.domain.letter import LONGEST_ADDITION, PARALLEL, LetterKind, LetterOrder
from reportdesk.domain.letter_rights import letters_for
from reportdesk.packs.loader import Pack
from reportdesk.storage.acts import expect, facts_of, reach
from reportdesk.storage.case import Case
from reportdesk.storage.db import Tx
from reportdesk.storage.letter import decided, issue_letter
from reportdesk.storage.letter_facts import school_is_public


def send_letter(
    tx: Tx, pack: Pack, actor: Actor, ref: str, order: LetterOrder, *, sure: bool, version: int
) -> int:
    """Send a letter about a case; returns its number in the case. A school is written to elsewhere.

    ``sure`` says that the author looked at what may name somebody and means it. A body beside the
    case learns the school's name only where the public may, or where the order asks for it: its
    author then answers for the addressee's being bound to secrecy; the platform cannot. Raises
    NotFound, Stale, NotAllowed, and BadInput with what needs changing.
    """
    case = reach(tx, actor, ref)
    expect(case, version)
    open_kinds = letters_for(actor, facts_of(tx, case), decided(tx, case))
    if order.kind not in open_kinds or order.kind is LetterKind.INQUIRY:
        raise NotAllowed("not_your_step", action="letter")
    if len(order.says) > LONGEST_ADDITION:
        raise BadInput("says", "too_long", most=LONGEST_ADDITION)
    if public_details(order.says) and not sure:
        raise BadInput("says", "letter_names_somebody")
    if order.due is not None and order.due.on <= tx.today:
        raise BadInput("by", "letter_day_over")
    return issue_letter(tx, pack, actor, case, _discreet(tx, actor, case, order)).number


def _discreet(tx: Tx, actor: Actor, case: Case, order: LetterOrder) -> LetterOrder:
    """The order, with the school's name only as far as its addressee may learn it."""
    if order.kind not in PARALLEL:
        return order
    vouched = order.names_school and actor.role is not Role.PLATFORM
    return replace(order, names_school=vouched or school_is_public(tx, case))
