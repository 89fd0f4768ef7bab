"""Token buckets, the least time of a filing, and what makes a filing wait apart."""

from hypothesis import given
from hypothesis import strategies as st

from reportdesk.domain.abuse import (
    HOUR,
    STEP,
    Level,
    Rate,
    Signs,
    Suspicion,
    drawn,
    step_of,
    suspicion,
    too_fast,
)

RATE = Rate(10, 60)
MOMENTS = st.lists(st.floats(0, 10 * HOUR), min_size=1, max_size=60)
FINE = Signs(trapped=False, fast=False, burst=False, at_school=0, at_site=0)


def test_a_new_bucket_gives_its_burst_and_then_says_how_long_to_wait() -> None:
    level, waits = None, []
    for _ in range(12):
        level, missing = drawn(level, RATE, 100.0)
        waits.append(missing)
    assert waits[:10] == [0.0] * 10
    assert waits[10:] == [60.0, 60.0], "a refusal takes nothing"
    assert drawn(level, RATE, 160.0)[1] == 0.0, "it says truly when there is something again"


def test_a_clock_that_was_put_back_neither_fills_nor_empties_a_bucket() -> None:
    level, _ = drawn(Level(0, 1000.0), RATE, 400.0)
    assert level.tokens == 0


def test_what_costs_more_than_a_bucket_holds_takes_a_full_one() -> None:
    level, missing = drawn(None, RATE, 0.0, cost=500)
    assert (level.tokens, missing) == (0, 0.0)


@given(MOMENTS)
def test_no_order_of_tries_gives_more_than_burst_and_inflow(
    moments: list[float],
) -> None:
    level, taken = None, 0
    for moment in moments:
        level, missing = drawn(level, RATE, moment)
        taken += not missing
    passed = max(moments) - moments[0]
    assert taken <= RATE.burst + passed * RATE.hourly / HOUR + 1e-6


@given(st.floats(0, 1e9), st.floats(0, 1e4), st.integers(0, 120))
def test_whoever_took_long_enough_is_never_too_fast(began: float, took: float, least: int) -> None:
    if took >= least:
        assert not too_fast(step_of(began), began + took, least)
    if took < least - STEP - 1:
        assert too_fast(step_of(began), began + took, least)


def test_the_gravest_reason_is_named_and_a_ceiling_lets_its_last_one_pass() -> None:
    def judged(**signs: object) -> Suspicion | None:
        given_signs = {**{name: getattr(FINE, name) for name in Signs.__slots__}, **signs}
        return suspicion(Signs(**given_signs), 100, 2000)

    assert judged() is None
    assert judged(at_school=99, at_site=1999) is None
    assert judged(at_school=100) is Suspicion.SCHOOL
    assert judged(at_site=2000) is Suspicion.SITE
    assert judged(burst=True, at_school=100) is Suspicion.BURST
    assert judged(trapped=True, fast=True, burst=True) is Suspicion.TRAP
