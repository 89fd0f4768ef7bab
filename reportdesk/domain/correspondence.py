"""Letters to an authority without accounts: who gets one, and where a letter stands.

Source: lifecycle specification, sections 3 and 4. The platform's own clock (K0) ends when a letter
left; the clocks of the authority start on the day on which it arrived, because nobody can act on
what is still on its way.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from reportdesk.domain.access import REVIEWS, CaseFacts
from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor, Role
from reportdesk.domain.case import OPEN, Stage
from reportdesk.domain.errors import BadInput

REFERENCE_DAYS = timedelta(days=90)
"""How long the reference on a letter may be used."""
UNDER_WAY_DAYS = timedelta(days=7)
"""After that somebody asks the carrier, or sends the letter again."""


class Purpose(StrEnum):
    """What a letter asks of the authority."""

    REFERRAL = "referral"
    """To deal with the case: 转送函."""
    REVIEW = "review"
    """To review what another decided: a reporter asked for it."""


class Way(StrEnum):
    """How a letter went."""

    REGISTERED_POST = "registered_post"
    COURIER = "courier"
    MESSENGER = "messenger"
    BY_HAND = "by_hand"
    OFFICIAL_NETWORK = "official_network"


class State(StrEnum):
    """Where a letter stands."""

    MADE = "made"
    UNDER_WAY = "under_way"
    RECEIVED = "received"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whom a letter goes to, and what it asks."""

    purpose: Purpose
    authority_id: str


def addressed(
    actor: Actor, facts: CaseFacts, target: str, superior: str | None
) -> Addressed | None:
    """The letter that this actor can write in this case now, or None.

    The platform writes to the authority whose case it holds, and for a review that it keeps to the
    authority above whoever decided (``superior``); whoever stands in for an authority writes to it
    while nothing was done. A returned case has no authority to write to yet.
    """
    if facts.stage in REVIEWS and actor.role is Role.PLATFORM:
        kept = PLATFORM_AUTHORITY in facts.reviewers and superior is not None
        return Addressed(Purpose.REVIEW, superior) if kept and superior else None
    works = actor.role in {Role.PLATFORM, Role.OFFICER, Role.HEAD}
    if not works or actor.authority_id != facts.holder or facts.holder == target:
        return None
    at_platform = facts.holder == PLATFORM_AUTHORITY
    fitting = OPEN - {Stage.RETURNED} - frozenset(REVIEWS) if at_platform else {Stage.ROUTED}
    return Addressed(Purpose.REFERRAL, target) if facts.stage in fitting else None


def check_sent(made: date, sent: date, today: date) -> None:
    """Raises BadInput unless the letter left between the day it was made and today."""
    if not made <= sent <= today:
        raise BadInput("on", "letter_sent_on_impossible_day", first=made.isoformat())


def check_received(sent: date, received: date, today: date) -> None:
    """Raises BadInput unless the letter arrived between the day it left and today."""
    if not sent <= received <= today:
        raise BadInput("on", "letter_received_on_impossible_day", first=sent.isoformat())
