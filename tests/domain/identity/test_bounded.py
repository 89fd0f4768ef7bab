"""No text stops the interpreter: how much work a rule can do at one place is counted, not timed."""

import re._constants as constants
import re._parser as parser
from typing import Any

import pytest

from reportdesk.domain.identity.kinds import Finder
from reportdesk.domain.identity.search import FINDERS, PASSES

MOST_OF_A_RULE, MOST_OF_ALL = 10_000, 100_000
"""Steps from one place of a text; a step looks at one sign."""
LONGEST_FIND = 500


class UnboundedError(Exception):
    """A repetition without an upper limit."""


def cost(parsed: Any) -> tuple[int, int]:
    """In how many ways a pattern can go on behind itself, and its steps, at most.

    Every way of the parts before is a reason to try the parts behind once more. What is possessive
    or atomic gives nothing back: one way, however much it looked at.
    """
    ways, steps = 1, 0
    for part in parsed:
        more, spent = of_part(*part)
        steps += ways * spent
        ways *= more
    return ways, steps


def of_part(kind: Any, given: Any) -> tuple[int, int]:
    """The same for one part."""
    if kind in {constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT}:
        low, high, inner = given
        if high is constants.MAXREPEAT:
            raise UnboundedError
        ways, steps = cost(inner)
        if kind is constants.POSSESSIVE_REPEAT:
            return 1, high * steps + 1
        return sum(ways**n for n in range(low, high + 1)), sum(ways**n for n in range(high)) * steps
    if kind is constants.BRANCH:
        found = [cost(one) for one in given[1]]
        return sum(ways for ways, _ in found), sum(steps for _, steps in found)
    if kind is constants.SUBPATTERN:
        return cost(given[3])
    if kind is constants.ATOMIC_GROUP:
        return 1, cost(given)[1]
    if kind in {constants.ASSERT, constants.ASSERT_NOT}:
        return 1, cost(given[1])[1]
    return 1, 1


def steps(pattern: str, flags: int = 0) -> int:
    return cost(parser.parse(pattern, flags))[1]


def of_rule(rule: Finder) -> int:
    return steps(rule.pattern.pattern, rule.pattern.flags)


def test_the_count_knows_what_is_dear() -> None:
    assert steps("abc") == 3
    assert steps("(?:a|bc)d") == 3 + 2
    assert steps("a{0,9}b") == 9 + 10
    assert steps("a{0,9}+b") == 10 + 1
    assert steps("(?:a{1,9}){1,9}b") > 10_000_000
    with pytest.raises(UnboundedError):
        steps(r"(?:a|\s*)b")


def test_no_rule_does_much_work_at_one_place() -> None:
    dear = {rule.pattern.pattern[:60]: of_rule(rule) for rule in FINDERS}
    assert not {what: count for what, count in dear.items() if count > MOST_OF_A_RULE}
    assert PASSES * sum(dear.values()) < PASSES * MOST_OF_ALL


def test_no_find_is_longer_than_an_address() -> None:
    widths = [
        parser.parse(rule.pattern.pattern, rule.pattern.flags).getwidth()[1] for rule in FINDERS
    ]
    assert max(widths) <= LONGEST_FIND
