"""Random histories: the model and the real use cases tell the same life, day by day."""

import ast
from pathlib import Path

import pytest

from reportdesk.runtime import Runtime
from tests.fakes import FixedClock
from tests.models import clockwork, days, histories
from tests.models.by_rules import differs
from tests.models.clockwork import LENGTH
from tests.models.comparing import Stage

BY_RULES = 2_000
SEEDS = range(25)


@pytest.fixture
def stage(runtime: Runtime, clock: FixedClock) -> Stage:
    return Stage.build(runtime, clock)


@pytest.mark.parametrize("module", [clockwork, days, histories])
def test_the_model_imports_nothing_of_the_project(module) -> None:
    tree = ast.parse(Path(module.__file__).read_text())
    named = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    named |= {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    ours = {name for name in named if name.partition(".")[0] in {"reportdesk", "tests", "config"}}
    assert ours <= {"tests.models.clockwork", "tests.models.days"}


def test_two_thousand_histories_by_the_rules_are_those_of_the_model() -> None:
    assert [found for seed in range(BY_RULES) if (found := differs(seed))] == []


def test_histories_played_at_the_desk_are_those_of_the_model(stage: Stage) -> None:
    for seed in SEEDS:
        assert stage.play(seed) == []


def test_a_clock_of_another_length_does_not_go_unseen(stage: Stage, monkeypatch) -> None:
    monkeypatch.setitem(LENGTH, "K1", (16, "calendar"))
    assert any("clock 2 K1" in line for line in stage.play(0))
    assert any("K1" in line for line in differs(0))
