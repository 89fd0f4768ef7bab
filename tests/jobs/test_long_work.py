"""Work that is long between two transactions: its leader is not overtaken, a dead one is."""

from datetime import timedelta

import pytest

from reportdesk.jobs.leader import round_
from reportdesk.jobs.work import JOBS
from reportdesk.release import writer
from reportdesk.runtime import Runtime
from reportdesk.services import leadership
from tests.builders import found_nation
from tests.fakes import FixedClock

PUBLISH = [job for job in JOBS if job.name == "publish"]


def slowly(monkeypatch, meanwhile) -> None:
    """Let the files of a release take their time."""
    draft = writer.draft

    def slow(*args) -> str:
        meanwhile()
        return draft(*args)

    monkeypatch.setattr(writer, "draft", slow)


def test_a_release_that_takes_minutes_is_built_by_the_process_that_began(
    runtime: Runtime, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    found_nation(runtime)
    others = []

    def meanwhile() -> None:
        clock.advance(minutes=15)
        others.append(round_(runtime, "other", PUBLISH, machine_time=clock))

    slowly(monkeypatch, meanwhile)
    mine = round_(runtime, "me", PUBLISH, machine_time=clock)
    assert others == [None], "nobody builds the same release beside it"
    assert mine is not None
    assert mine.done == {"publish": 0}
    assert (runtime.settings.releases / "2026-W10.r1").is_dir()


def test_a_process_that_died_over_a_release_is_followed_after_twenty_minutes(
    runtime: Runtime, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    found_nation(runtime)
    others = []

    def meanwhile() -> None:
        others.append(round_(runtime, "other", [], machine_time=clock))
        clock.advance(minutes=20, seconds=1)
        others.append(round_(runtime, "other", [], machine_time=clock))

    slowly(monkeypatch, meanwhile)
    assert round_(runtime, "me", PUBLISH, machine_time=clock) is None
    assert others[0] is None
    assert others[1] is not None
    assert not (runtime.settings.releases / "2026-W10.r1").exists()


def test_other_work_is_followed_as_soon_as_before(runtime: Runtime, clock: FixedClock) -> None:
    lasts = {job.name: job.lasts for job in JOBS}
    assert lasts["sweep"] == lasts["deliver"] == timedelta(seconds=90)
    assert lasts["publish"] == lasts["redact"] == leadership.LONG
