"""After the journeys: what a thief, a log or a forgotten file would tell. Last on purpose."""

import time

import pytest

from tests.journeys.leaks import at_rest, disguises, search, times_in_rows, TIME_OF_DAY
from tests.journeys.relay import CLIENT
from tests.journeys.site import FORWARDED
from tests.journeys.thief import Thief


@pytest.fixture(scope="module")
def told(story):
    """The site after everything happened on it."""
    story.everything()
    return story.site


def test_raw_bytes_hold_no_word_and_no_address_of_a_reporter(told) -> None:
    assert len(told.canaries) > 20
    assert search(at_rest(told), told.stem, CLIENT, FORWARDED) == []
