"""Use cases of one's own mail and calendar: which letters, when none, the calendar's address."""

import secrets

from reportdesk.domain.actors import READS_CASES, Actor
from reportdesk.domain.errors import NotAllowed
from reportdesk.domain.mailing import MailChoice, check
from reportdesk.storage.audit import log
from reportdesk.storage.columns import new_id
from reportdesk.storage.db import Tx
from reportdesk.storage.mailing import StaffFeed, drop_feed, keep_choice, secret_hash


def choose(tx: Tx, actor: Actor, choice: MailChoice) -> None:
    """Keep what a member wants by mail. Raises BadInput for hours that leave no slot free."""
    check(choice)
    keep_choice(tx, actor.account_id, choice)
    log(tx, actor.authority_id, actor.account_id, "mail_chosen", detail=choice.wanted.value)


def make_feed(tx: Tx, actor: Actor) -> str:
    """Make the member's calendar address, or a new one; the old one leads nowhere from now on.

    Returns the token that stands in the address; only the hash of its secret is kept. Raises
    NotAllowed for roles that open no case.
    """
    if actor.role not in READS_CASES:
        raise NotAllowed("not_for_role")
    drop_feed(tx, actor.account_id)
    feed_id, secret = new_id(), secrets.token_urlsafe(32)
    tx.session.add(
        StaffFeed(
            account_id=actor.account_id,
            id=feed_id,
            secret_hash=secret_hash(secret),
            made_on=tx.today,
        )
    )
    tx.session.flush()
    log(tx, actor.authority_id, actor.account_id, "feed_made")
    return feed_id + secret


def end_feed(tx: Tx, actor: Actor) -> None:
    """Take the member's calendar address back."""
    drop_feed(tx, actor.account_id)
    log(tx, actor.authority_id, actor.account_id, "feed_ended")
