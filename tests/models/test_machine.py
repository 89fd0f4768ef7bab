"""Whatever anybody does: no step outside the table, no clock lost, nothing twice."""

from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from reportdesk.runtime import Runtime
from tests.fakes import FixedClock
from tests.models.comparing import Stage
from tests.models.machine import Desk

RUNS, STEPS = 16, 30


def test_the_desk_keeps_its_promises_through_random_acts(
    runtime: Runtime, clock: FixedClock
) -> None:
    world = Stage.build(runtime, clock)
    machine = type("Machine", (Desk,), {"world": world})
    once = settings(
        max_examples=RUNS, stateful_step_count=STEPS, deadline=None, phases=[Phase.generate]
    )
    run_state_machine_as_test(machine, settings=once)
    acted = {name for name in machine.done if "refused" not in name}
    assert len(acted) > 7, acted  # enough happened to mean something
