"""Rates with their interval, and only from enough cases."""

from reportdesk.domain.rates import rate


def test_fewer_than_ten_cases_give_no_rate() -> None:
    assert rate(9, 9) is None
    assert rate(0, 0) is None


def test_the_example_of_the_specification() -> None:
    found = rate(18, 25)
    assert found is not None
    assert (found.percent, found.low, found.high) == (72, 52, 86)


def test_an_interval_never_leaves_the_possible_range() -> None:
    none, every = rate(0, 10), rate(10, 10)
    assert none is not None
    assert every is not None
    assert (none.low, every.high) == (0, 100)
    assert none.high < 50 < every.low
