"""Reviews that the platform keeps: whom the letter goes to, and what its sending changes."""

from reportdesk.domain.access import REVIEWS
from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.case import Stage
from reportdesk.domain.ladders import superiors_of
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.storage.acts import ASKED_FOR_REVIEW, BY_LETTER
from reportdesk.storage.case import Case
from reportdesk.storage.clock import running
from reportdesk.storage.db import Tx
from reportdesk.storage.history import named_by, record
from reportdesk.storage.staff import is_active

OPINIONS = frozenset({ClockKey.REVIEW_OPINION, ClockKey.SECOND_REVIEW_OPINION})


def superior_by_letter(tx: Tx, case: Case) -> str | None:
    """The authority above that a kept review goes to by letter; None when people here take it."""
    asked = named_by(tx, case.case_id, ASKED_FOR_REVIEW)
    if Stage(case.stage) not in REVIEWS or not asked:
        return None
    if asked[-1] != PLATFORM_AUTHORITY:
        return None if is_active(tx, asked[-1]) else asked[-1]
    below = next((one for one in reversed(asked) if one != PLATFORM_AUTHORITY), None)
    superiors = superiors_of(below or case.authority_id, case.ladder)
    found = superiors[0] if superiors else None
    return None if found is None or is_active(tx, found) else found


def give_by_letter(tx: Tx, case: Case, to: str) -> None:
    """The review is that authority's from now on, and so is its clock, which goes on as it was."""
    asked = named_by(tx, case.case_id, ASKED_FOR_REVIEW)
    if asked and asked[-1] == to:
        return
    record(tx, case, BY_LETTER, party="platform", authority_id=to)
    for clock in running(tx, case.case_id):
        if clock.key in OPINIONS:
            clock.authority_id = to
    tx.session.flush()
