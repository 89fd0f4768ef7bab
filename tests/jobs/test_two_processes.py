"""Two job processes that die again and again leave the log that one undisturbed process leaves."""

from dataclasses import replace

import pytest

from tests.models.comparing import different
from tests.models.marching import March, apart, draw
from tests.models.worker import Guard

DAYS, CASES, KILLS = 60, 6, 5


@pytest.fixture
def march(settings, databases, tmp_path):
    """Maker of runs, each on a site of its own."""
    urls = []

    def make(name: str, plan, **more) -> March:
        folder = tmp_path / name
        folder.mkdir()
        urls.append(databases.create(folder))
        return March(apart(settings, urls[-1], folder), folder / "files", plan, **more).run()

    yield make
    for url in urls:
        databases.drop(url)


def test_two_processes_that_are_killed_write_what_one_undisturbed_process_writes(march) -> None:
    plan = draw(1, DAYS, CASES)
    alone = march("alone", plan, processes=0)
    for life, play in zip(plan.lives, alone.plays, strict=True):
        assert different(life, play) == []
    killed = march("killed", plan, kills=KILLS)
    assert killed.killed >= KILLS
    assert killed.log == alone.log
    assert set(killed.letters) == set(alone.letters)


def test_without_a_lease_two_processes_send_letters_twice(march) -> None:
    plan = draw(1, 12, 3)
    letters = {"slow": 0.02, "faster": 1}
    assert march("guarded", plan, **letters).doubled == 0
    assert march("unguarded", plan, guard=Guard.NOTHING, **letters).doubled > 0


def test_a_log_that_lost_or_doubled_a_line_would_be_noticed(march) -> None:
    plan = draw(1, 6, 2)
    alone = march("alone", plan, processes=0)
    shorter = march("shorter", replace(plan, days=plan.days[:-1]), processes=0)
    assert alone.log != shorter.log
