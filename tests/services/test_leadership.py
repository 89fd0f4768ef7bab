"""One leader at a time, and work begun under an ended term changes nothing."""

from datetime import datetime, timedelta

import pytest

from reportdesk.domain.errors import Conflict
from reportdesk.runtime import Runtime
from reportdesk.services import leadership
from reportdesk.storage.job import newest_runs
from tests.fakes import SHANGHAI

NOON = datetime(2026, 3, 2, 12, tzinfo=SHANGHAI)


def lead(runtime: Runtime, holder: str, seconds: int = 0) -> int | None:
    at = NOON + timedelta(seconds=seconds)
    return runtime.write(lambda tx: leadership.lead(tx, holder, at))


def keep(runtime: Runtime, token: int, seconds: int = 0) -> None:
    at = NOON + timedelta(seconds=seconds)
    runtime.write(lambda tx: leadership.keep(tx, token, at))


def test_while_one_leads_no_other_does(runtime: Runtime) -> None:
    assert lead(runtime, "one") == 1
    assert lead(runtime, "two") is None
    assert lead(runtime, "two", seconds=89) is None
    assert lead(runtime, "two", seconds=91) == 2


def test_a_process_whose_clock_is_a_moment_behind_does_not_take_the_lease(
    runtime: Runtime,
) -> None:
    assert lead(runtime, "one", seconds=3) == 1
    assert lead(runtime, "two", seconds=2) is None
    assert lead(runtime, "two") is None


def test_work_makes_the_lease_last(runtime: Runtime) -> None:
    token = lead(runtime, "one")
    keep(runtime, token, seconds=80)
    assert lead(runtime, "two", seconds=120) is None
    assert lead(runtime, "two", seconds=171) == 2


def test_whoever_slept_through_the_end_of_the_lease_changes_nothing(runtime: Runtime) -> None:
    old = lead(runtime, "one")
    lead(runtime, "two", seconds=91)
    with pytest.raises(Conflict, match="not_leader"):
        keep(runtime, old, seconds=92)


def test_each_term_has_its_own_token_also_for_the_same_process(runtime: Runtime) -> None:
    first = lead(runtime, "one")
    second = lead(runtime, "one", seconds=1)
    assert second == first + 1
    with pytest.raises(Conflict):
        keep(runtime, first)


def test_a_successor_need_not_wait_after_a_resignation(runtime: Runtime) -> None:
    token = lead(runtime, "one")
    runtime.write(lambda tx: leadership.resign(tx, token, NOON))
    assert lead(runtime, "two") == token + 1


def test_a_late_resignation_does_not_end_somebody_elses_term(runtime: Runtime) -> None:
    old = lead(runtime, "one")
    lead(runtime, "two", seconds=91)
    runtime.write(lambda tx: leadership.resign(tx, old, NOON + timedelta(seconds=92)))
    assert lead(runtime, "three", seconds=93) is None


def test_a_finished_slot_is_noted_once(runtime: Runtime) -> None:
    for count in (3, 5):
        runtime.write(lambda tx, count=count: leadership.done(tx, "sweep", "2026-03-02", 1, count))
    assert runtime.read(lambda tx: leadership.is_done(tx, "sweep", "2026-03-02"))
    assert not runtime.read(lambda tx: leadership.is_done(tx, "sweep", "2026-03-03"))
    assert runtime.read(newest_runs)["sweep"].slot == "2026-03-02"
