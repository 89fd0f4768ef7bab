"""What is said of timed work: on time, late, failing, half done, waiting, asleep."""

from datetime import timedelta

import pytest

from reportdesk.jobs.leader import round_
from reportdesk.queries.timework import JobHealth, Timework, timework
from reportdesk.runtime import Runtime
from reportdesk.services import leadership
from tests.builders import found_nation
from tests.county import found_county
from tests.fakes import FixedClock
from tests.filings import a_filing, file_one


def look(runtime: Runtime) -> Timework:
    return runtime.read(lambda tx: timework(tx, at_once=False))


def job(runtime: Runtime, name: str) -> JobHealth:
    return next(one for one in look(runtime).jobs if one.name == name)


@pytest.fixture
def run(runtime: Runtime, clock: FixedClock):
    """One round at the clock's time."""
    found_nation(runtime)
    return lambda: round_(runtime, "me", machine_time=clock)


def test_before_the_first_round_nothing_is_sound(runtime: Runtime) -> None:
    found = look(runtime)
    assert (found.sound, found.seen_at) == (False, None)
    assert not any(one.sound for one in found.jobs)


def test_after_a_round_everything_is_on_time_until_a_slot_goes_by(
    runtime: Runtime, clock: FixedClock, run
) -> None:
    run()
    assert look(runtime).sound
    clock.advance(minutes=65)
    assert job(runtime, "sweep").late == timedelta()  # five minutes of grace
    assert look(runtime).asleep == timedelta(minutes=65)
    clock.advance(minutes=30)
    assert job(runtime, "sweep").late == timedelta(minutes=35)
    assert job(runtime, "tidy").late == timedelta()


def test_a_job_that_fails_is_not_sound_although_it_is_not_late_yet(runtime: Runtime, run) -> None:
    run()
    runtime.write(lambda tx: leadership.failed(tx, "tidy", "OSError"))
    assert not job(runtime, "tidy").sound
    assert not look(runtime).sound


def test_the_backlog_is_what_the_next_run_will_do(runtime: Runtime, clock: FixedClock) -> None:
    county = found_county(runtime)
    case_id = county.file()
    county.sweep(case_id)
    assert (job(runtime, "sweep").backlog, job(runtime, "tidy").backlog) == (0, None)
    clock.set("2026-03-18")
    assert job(runtime, "sweep").backlog == 1
    county.sweep(case_id)
    assert job(runtime, "sweep").backlog == 0
    waited = job(runtime, "deliver").backlog
    file_one(runtime, a_filing())
    assert job(runtime, "deliver").backlog == waited + 1
