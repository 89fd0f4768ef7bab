"""A machine's clock that leaps between two rounds loses nothing and doubles nothing."""

from datetime import date, datetime, time, timedelta

import pytest

from reportdesk.jobs.leader import round_
from reportdesk.jobs.work import JOBS
from reportdesk.services import leadership
from tests.county import County, found_county
from tests.fakes import SHANGHAI, FixedClock

FILED = date(2026, 3, 2)
QUIET = [job for job in JOBS if job.name != "publish"]


@pytest.fixture
def county(runtime) -> County:
    return found_county(runtime)


def at(day: date, hour: int = 16) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=SHANGHAI)


def keep(county: County, clock: FixedClock, instant: datetime):
    clock.instant = instant
    return round_(county.runtime, "me", QUIET, machine_time=clock)


def told(county: County, case_id: str) -> list[tuple]:
    """The whole history, but for the day on which the jobs wrote it."""
    return [(row.number, row.on, row.event, row.fields) for row in county.history(case_id)]


def test_an_hour_back_doubles_nothing_and_the_work_goes_on_when_the_clock_is_right(
    county: County, clock: FixedClock
) -> None:
    case_id = county.file()
    keep(county, clock, at(date(2026, 3, 18)))
    before, letters = told(county, case_id), county.letters()
    assert keep(county, clock, at(date(2026, 3, 18), 15)) is None
    assert (told(county, case_id), county.letters()) == (before, letters)
    keep(county, clock, at(date(2026, 4, 2)))
    assert [rung for _, rung, _, _ in county.rungs(case_id)][-1] == "S2"


def test_a_year_ahead_is_believed_when_somebody_says_so_and_writes_what_rounds_in_time_write(
    county: County, clock: FixedClock
) -> None:
    jumped = county.file()
    keep(county, clock, at(FILED))
    later = at(FILED + timedelta(days=365))
    assert keep(county, clock, later) is None
    assert county.rungs(jumped) == []
    county.runtime.write(lambda tx: leadership.believe(tx, later))
    assert keep(county, clock, later) is not None
    history = told(county, jumped)
    assert keep(county, clock, later + timedelta(hours=1)) is not None
    assert told(county, jumped) == history

    clock.instant = at(FILED, 10)
    in_time = county.file()
    county.runtime.write(lambda tx: leadership.believe(tx, at(FILED)))
    for number in range(0, 366, 5):
        clock.instant = at(FILED + timedelta(days=number))
        county.sweep(in_time)
    assert told(county, in_time) == history
