"""Use cases of the fixed slots: what reporters wrote reaches the desk, and digests leave."""

from collections.abc import Iterable
from dataclasses import dataclass

from reportdesk.domain.calendar import Calendar
from reportdesk.domain.mailing import READERS, is_attempt, is_quiet, recipients
from reportdesk.packs.schema import Pack
from reportdesk.storage.arrival import arrive_all
from reportdesk.storage.db import Tx
from reportdesk.storage.erasing import erase_waiting
from reportdesk.storage.excerpt import forget_taken_back
from reportdesk.storage.mailing import choices_of
from reportdesk.storage.outbox import GIVEN_UP, SENT, WAITING, Outbox, waiting
from reportdesk.storage.register import Authority
from reportdesk.storage.staff import Account, members

MOST_ATTEMPTS = 14
"""Slots in which a letter is tried: a week."""


@dataclass(frozen=True, slots=True)
class Digest:
    """One letter to one member; ``kinds`` say what waits at the desk, never about whom."""

    member: str
    to: str
    authority: str
    kinds: tuple[str, ...]
    rows: tuple[str, ...]

    @property
    def name(self) -> str:
        """The same when the same letter is sent again after a crash."""
        return f"{self.rows[0]}-{self.member}"


def show_waiting(tx: Tx, pack: Pack) -> int:
    """Let all that was filed, written or deleted since the last slot reach the desk at once."""
    arrived = arrive_all(tx, pack, slot=f":{tx.now:%H}")
    return arrived + erase_waiting(tx) + forget_taken_back(tx)


def address(tx: Tx, calendar: Calendar) -> None:
    """Decide who gets each waiting letter, and count the attempt.

    A letter that reached some keeps the others for the next slot. One that reached nobody yet finds
    new readers when those it was meant for left; where nobody is there it waits until somebody
    joins. It is given up after a week of slots that left nobody out
    (:func:`~reportdesk.domain.mailing.is_attempt`).
    """
    for row in waiting(tx):
        _readdress(tx, row)
        chosen = list(choices_of(tx, row.owed or ()).values())
        if row.state != WAITING or not is_attempt(chosen, tx.now, calendar):
            continue
        row.attempts += 1
        if row.attempts > MOST_ATTEMPTS:
            row.state = GIVEN_UP
    tx.session.flush()


def _readdress(tx: Tx, row: Outbox) -> None:
    """Who is owed a letter today; it is done with when all who are still here have had it."""
    able = [member.id for member in _addressees(tx, row)]
    left = [one for one in row.owed or () if one in able]
    if left or row.sent_on is None:
        row.owed = left or recipients(choices_of(tx, able), row.kind) or None
    else:
        row.owed, row.state = [], SENT


def digests(tx: Tx, calendar: Calendar) -> list[Digest]:
    """One letter for every member somebody has news for and who does not want quiet now.

    Nothing is marked yet.
    """
    news: dict[str, list[Outbox]] = {}
    for row in waiting(tx):
        for member_id in _awake(tx, row.owed or (), calendar):
            news.setdefault(member_id, []).append(row)
    return [_digest(tx, member_id, rows) for member_id, rows in sorted(news.items())]


def mark_sent(tx: Tx, digest: Digest) -> None:
    """Note that a member's letter left today."""
    for row_id in digest.rows:
        row = tx.session.get_one(Outbox, row_id)
        row.owed = [member_id for member_id in row.owed or () if member_id != digest.member]
        row.sent_on = tx.today
        if not row.owed:
            row.state = SENT


def _awake(tx: Tx, member_ids: Iterable[str], calendar: Calendar) -> list[str]:
    """Those who do not want quiet at this moment; the letters of the others wait for a slot."""
    chosen = choices_of(tx, member_ids)
    return [one for one, choice in chosen.items() if not is_quiet(choice, tx.now, calendar)]


def _addressees(tx: Tx, row: Outbox) -> list[Account]:
    """Active members with the letter's role; when nobody has it, those who read new cases."""
    named = members(tx, row.authority_id, [row.role]) if row.role else []
    return named or members(tx, row.authority_id, [role.value for role in READERS])


def _digest(tx: Tx, member_id: str, rows: Iterable[Outbox]) -> Digest:
    """All of one member's news in one letter."""
    member = tx.session.get_one(Account, member_id)
    authority = tx.session.get_one(Authority, member.authority_id).name
    known = sorted(rows, key=lambda row: row.id)
    kinds = tuple(sorted({row.kind for row in known}))
    return Digest(member_id, member.login, authority, kinds, tuple(row.id for row in known))
