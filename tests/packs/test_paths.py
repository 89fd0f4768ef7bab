"""Every way a case can go: which clocks run in which stage, started and stopped by the pack."""

from collections import deque
from collections.abc import Mapping

import pytest

from reportdesk.domain.case import LIFECYCLE, Action, Stage, Transition
from reportdesk.domain.clock_rules import (
    ClockRule,
    clocks_replaced_by,
    clocks_started_by,
    clocks_stopped_by,
)
from reportdesk.packs.loader import load_pack

S = Stage
RUN: Mapping[tuple[Stage, int], tuple[set[str], ...]] = {
    (S.ROUTED, 0): ({"K1", "K1b"},),
    (S.REGISTERED, 0): ({"K1", "K1b"},),
    (S.RETURNED, 0): ({"K0"},),
    (S.ACCEPTED, 0): ({"K2"}, {"K3"}),
    (S.INVESTIGATING, 0): ({"K2"}, {"K3"}),
    (S.NEEDS_INFO, 0): ({"K2", "K6b"}, {"K3", "K6b"}),
    (S.ANSWERED, 0): ({"K4"},),
    (S.CORRECTING, 0): ({"K4"},),
    (S.ANSWERED, 1): ({"K8"},),
    (S.CORRECTING, 1): ({"K8"},),
    (S.REDO, 0): ({"K6"},),
    (S.REVIEW1, 0): ({"K7"},),
    (S.REVIEW2, 1): ({"K9"},),
    (S.DECLINED, 0): ({"K4"},),
    (S.CLOSED, 0): (set(),),
    (S.CLOSED, 1): (set(),),
    (S.CLOSED, 2): (set(),),
    (S.WITHDRAWN, 0): (set(),),
    (S.WITHDRAWN, 1): (set(),),
}
"""What runs where, but for promised measures, whose clocks outlive the rest."""
LEFT_ASIDE = frozenset({Action.MERGE, Action.UNMERGE})
"""The clocks of a merged case go on unseen."""
Case = tuple[Stage, int, bool, frozenset[str]]
"""Stage, level, whether it was disputed, and the clocks that run."""


def heard(
    row: Transition, clocks: frozenset[str], rules: Mapping[str, ClockRule]
) -> frozenset[str]:
    live = set(clocks)
    for event in row.events:
        live -= {*clocks_stopped_by(event, rules), *clocks_replaced_by(event, rules)}
        live |= {
            key for key in clocks_started_by(event, rules) if rules[key].days or rules[key].cap
        }
    return frozenset(live)


def possible(row: Transition, case: Case) -> bool:
    stage, level, disputed, clocks = case
    if stage not in row.sources or row.action in LEFT_ASIDE:
        return False
    if row.action is Action.ASK_SECOND_REVIEW:
        return level == 1
    if row.action is Action.ASK_REVIEW:
        return level == 0
    if row.action is Action.DISPUTE:
        return level == 0 and not disputed
    return row.action is not Action.EXTEND or "K2" in clocks


def follow(row: Transition, case: Case, rules: Mapping[str, ClockRule]) -> Case:
    stage, level, disputed, clocks = case
    after = {Action.ANSWER: 0, Action.GIVE_OPINION: 1, Action.GIVE_FINAL_OPINION: 2}
    again = disputed or row.action is Action.DISPUTE
    return row.to or stage, after.get(row.action, level), again, heard(row, clocks, rules)


@pytest.fixture(scope="module")
def reachable() -> set[Case]:
    """Every state that a delivered case can come to."""
    rules = load_pack("cn-xinfang-2022").clocks
    first: Case = (S.ROUTED, 0, False, frozenset(clocks_started_by("delivered", rules)))
    seen, waiting = {first}, deque([first])
    while waiting:
        case = waiting.popleft()
        for row in LIFECYCLE:
            if possible(row, case) and (found := follow(row, case, rules)) not in seen:
                seen.add(found)
                waiting.append(found)
    return seen


def test_in_every_stage_that_can_be_reached_exactly_its_clocks_run(reachable) -> None:
    wrong = {
        (stage.value, level, tuple(sorted(clocks)))
        for stage, level, _, clocks in reachable
        if set(clocks) - {"K5"} not in RUN.get((stage, level), ())
    }
    assert wrong == set()


def test_every_stage_but_the_merged_one_is_reached(reachable) -> None:
    assert {stage for stage, *_ in reachable} == set(Stage) - {Stage.MERGED}
