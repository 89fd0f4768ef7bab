"""An offered excerpt: two persons, the reporter's own words, gone when they take it back."""

import pytest
from sqlalchemy import select

from reportdesk.domain.errors import Conflict, NotAllowed, NotFound
from reportdesk.domain.following import Sent
from reportdesk.services import delivery, followup, quoting, reading
from reportdesk.storage.excerpt import Excerpt, public_excerpts
from tests.builders import HUBEI, SCHOOL_ID, found_nation, key_authority
from tests.filings import a_filing, file_one, once

WORDS = "我们每天都要录，不录就没有平时分。"


@pytest.fixture
def desk(runtime):
    """An offered excerpt at the desk: (runtime, officer, colleague, me, ref)."""
    found_nation(runtime)
    officer, colleague, _ = key_authority(runtime, HUBEI)
    receipt, filed = file_one(runtime, a_filing(SCHOOL_ID))
    known = runtime.vault.lookups(receipt, "following")
    me = runtime.write(lambda tx: followup.enter(tx, runtime.vault, known))
    say(runtime, me, Sent.EXCERPT, WORDS)
    slot(runtime)
    return runtime, officer, colleague, me, filed.ref


def say(runtime, me, kind, text=""):
    runtime.write(
        lambda tx: followup.send(
            tx, runtime.vault, runtime.pack, runtime.settings, me, kind, text, once=once()
        )
    )


def slot(runtime):
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))


def propose(runtime, holder, ref):
    runtime.write(lambda tx: quoting.propose(tx, holder, ref, report=1, number=1))


def approve(runtime, holder, ref):
    runtime.write(lambda tx: quoting.approve(tx, runtime.vault, holder, ref, report=1, number=1))


def public(runtime, me):
    return runtime.read(lambda tx: public_excerpts(tx, [me.case_id])).get(me.case_id, ())


def rows(runtime):
    return runtime.read(lambda tx: list(tx.session.scalars(select(Excerpt))))


def test_it_is_public_once_a_second_person_approves_and_not_before(desk) -> None:
    runtime, officer, colleague, me, ref = desk
    [offer] = runtime.write(lambda tx: reading.read(tx, runtime.vault, officer, ref)).offers
    assert (offer.text, offer.proposed_by, offer.approved) == (WORDS, None, False)
    with pytest.raises(NotFound):
        approve(runtime, colleague, ref)
    propose(runtime, officer, ref)
    assert [row.text for row in rows(runtime)] == [None]
    with pytest.raises(NotAllowed):
        approve(runtime, officer, ref)
    assert public(runtime, me) == ()
    approve(runtime, colleague, ref)
    assert public(runtime, me) == (WORDS,)
    for again in (propose, approve):
        with pytest.raises(Conflict):
            again(runtime, colleague, ref)


def test_taking_it_back_ends_it_before_the_slot_and_destroys_it_in_the_slot(desk) -> None:
    runtime, officer, colleague, me, ref = desk
    propose(runtime, officer, ref)
    approve(runtime, colleague, ref)
    say(runtime, me, Sent.EXCERPT_BACK)
    assert public(runtime, me) == ()
    assert runtime.write(lambda tx: reading.read(tx, runtime.vault, officer, ref)).offers
    slot(runtime)
    assert rows(runtime) == []
    assert not runtime.write(lambda tx: reading.read(tx, runtime.vault, officer, ref)).offers
    with pytest.raises(NotFound):
        propose(runtime, officer, ref)


@pytest.mark.parametrize("kind", [Sent.WITHDRAWAL, Sent.EXCERPT])
def test_a_withdrawal_or_another_excerpt_ends_the_first(desk, kind) -> None:
    runtime, officer, colleague, me, ref = desk
    propose(runtime, officer, ref)
    approve(runtime, colleague, ref)
    say(runtime, me, kind, "另一段")
    assert public(runtime, me) == ()
    slot(runtime)
    assert rows(runtime) == []


def test_staff_can_take_it_out_again(desk) -> None:
    runtime, officer, colleague, me, ref = desk
    propose(runtime, officer, ref)
    approve(runtime, colleague, ref)
    runtime.write(lambda tx: quoting.refuse(tx, officer, ref, report=1, number=1))
    assert public(runtime, me) == ()
