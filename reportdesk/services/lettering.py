"""Writing a letter: whether the actor may, whether its words name somebody, then it is sent."""

from reportdesk.domain.actors import Actor
from reportdesk.domain.errors import BadInput, NotAllowed
from reportdesk.domain.identity import public_details
from reportdesk.domain.letter import LONGEST_ADDITION, LetterOrder
from reportdesk.domain.letter_rights import letters_for
from reportdesk.packs.loader import Pack
from reportdesk.storage.acts import expect, facts_of, reach
from reportdesk.storage.db import Tx
from reportdesk.storage.letter import issue_letter


def send_letter(
    tx: Tx, pack: Pack, actor: Actor, ref: str, order: LetterOrder, *, sure: bool, version: int
) -> int:
    """Send a letter about a case; returns its number in the case.

    ``sure`` says that the author looked at what may name somebody and means it. Raises NotFound,
    Stale, NotAllowed, and BadInput with what needs changing.
    """
    case = reach(tx, actor, ref)
    expect(case, version)
    if order.kind not in letters_for(actor, facts_of(tx, case)):
        raise NotAllowed("not_your_step", action="letter")
    if len(order.says) > LONGEST_ADDITION:
        raise BadInput("says", "too_long", most=LONGEST_ADDITION)
    if public_details(order.says) and not sure:
        raise BadInput("says", "letter_names_somebody")
    return issue_letter(tx, pack, actor, case, order).number
