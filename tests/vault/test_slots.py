import threading

import pytest

from reportdesk.domain.errors import Busy
from reportdesk.vault.slots import POOLS, Slots


def test_no_more_derivations_run_at_once_than_there_are_slots() -> None:
    slots = Slots(2, patience=0)
    with slots.take("filing"), slots.take("filing"), pytest.raises(Busy) as caught:
        slots.take("filing").__enter__()
    assert caught.value.retry_after > 0


def test_a_flood_of_filings_locks_nobody_else_out() -> None:
    slots = Slots(1, patience=0)
    with slots.take("filing"), slots.take("following"), slots.take("signin"):
        for pool in POOLS:
            with pytest.raises(Busy):
                slots.take(pool).__enter__()


def test_a_slot_is_free_again_after_success_and_after_failure() -> None:
    slots = Slots(1, patience=0)
    for _ in range(3):
        with slots.take("signin"):
            pass
        with pytest.raises(RuntimeError), slots.take("signin"):
            raise RuntimeError


def test_a_visitor_who_can_wait_gets_the_next_free_slot() -> None:
    slots = Slots(1, patience=60)
    served = threading.Event()

    def visitor() -> None:
        with slots.take("following"):
            served.set()

    with slots.take("following"):
        thread = threading.Thread(target=visitor)
        thread.start()
        assert not served.is_set()
    thread.join()
    assert served.is_set()


def test_a_pool_without_slots_is_a_mistake_at_start() -> None:
    with pytest.raises(ValueError, match="slot"):
        Slots(0)
