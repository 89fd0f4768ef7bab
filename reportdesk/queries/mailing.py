"""What a member sees of their own mail and calendar, and what the calendar's address gives."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from reportdesk.domain.actors import READS_CASES, Actor, Role
from reportdesk.domain.case import Stage
from reportdesk.domain.errors import NotFound
from reportdesk.domain.mailing import READERS, MailChoice, unspared
from reportdesk.packs.schema import Pack
from reportdesk.queries.access import visible_to
from reportdesk.queries.selection import OPTIONAL
from reportdesk.storage.case import Case
from reportdesk.storage.clock import Clock
from reportdesk.storage.db import Tx
from reportdesk.storage.history import History
from reportdesk.storage.mailing import choice_of, choices_of, feed_of, find_feed, secret_hash
from reportdesk.storage.staff import ACTIVE, Account, members

ID_LENGTH = 26


@dataclass(frozen=True, slots=True)
class Mailing:
    """One member's choice; ``kept`` are kinds they get although they turned them off."""

    choice: MailChoice
    kept: tuple[str, ...]
    feed_since: date | None


@dataclass(frozen=True, slots=True)
class FeedDate:
    """One date of an authority's own: no school, practice or word of anybody."""

    ref: str
    number: int
    """Which clock of the case."""
    key: str
    kind: str
    due: date
    started_on: date
    provisional: bool
    sequence: int
    """Grows with every event of the case that names this clock."""


def mailing(tx: Tx, actor: Actor, kinds: Sequence[str]) -> Mailing:
    """A member's choice, with those of ``kinds`` that nobody else who may get them would."""
    own = choice_of(tx, actor.account_id)
    roles = READERS if actor.role in READERS else (actor.role,)
    able = members(tx, actor.authority_id, [role.value for role in roles])
    others = choices_of(tx, [one.id for one in able if one.id != actor.account_id])
    feed = feed_of(tx, actor.account_id)
    kept = unspared(own, list(others.values()), kinds)
    return Mailing(own, tuple(kept), feed.made_on if feed else None)


def feed_dates(tx: Tx, pack: Pack, token: str) -> list[FeedDate]:
    """The running clocks of the authority of whoever made this address.

    Raises NotFound alike for an address that never was, was taken back, or whose owner left.
    """
    actor = _owner(tx, token)
    rows = (
        select(Case.ref, Clock)
        .join(Case, Case.case_id == Clock.case_id)
        .where(
            visible_to(actor),
            Case.stage != Stage.MERGED.value,
            Clock.authority_id == actor.authority_id,
            Clock.stopped_on.is_(None),
            Clock.key.not_in(OPTIONAL),
        )
        .order_by(Clock.due, Case.ref, Clock.number)
    )
    found = tx.session.execute(rows).all()
    named = _named(tx, [clock.case_id for _, clock in found])
    return [
        FeedDate(
            ref=ref,
            number=clock.number,
            key=clock.key,
            kind=clock.kind,
            due=clock.due,
            started_on=clock.started_on,
            provisional=pack.calendar.provisional(clock.due),
            sequence=max(named.get((clock.case_id, clock.key), 1) - 1, 0),
        )
        for ref, clock in found
    ]


def _owner(tx: Tx, token: str) -> Actor:
    """Who made the address, if they may still open cases; their secret is compared in full."""
    row = find_feed(tx, token[:ID_LENGTH])
    given = secret_hash(token[ID_LENGTH:])
    known = hmac.compare_digest(row.secret_hash if row else bytes(len(given)), given)
    account = tx.session.get(Account, row.account_id) if row and known else None
    if account is None or account.state != ACTIVE or Role(account.role) not in READS_CASES:
        raise NotFound("feed")
    return Actor(account.id, account.authority_id, Role(account.role))


def _named(tx: Tx, case_ids: Sequence[str]) -> dict[tuple[str, str], int]:
    """How many events of each case name each clock: its start, and every change of its date."""
    clock = History.fields["clock"].as_string()
    rows = (
        select(History.case_id, clock, func.count())
        .where(History.case_id.in_(case_ids), clock.is_not(None))
        .group_by(History.case_id, clock)
    )
    return {(case_id, key): count for case_id, key, count in tx.session.execute(rows)}
