"""Copies of the shred keys as an operator makes, counts and restores them."""

from datetime import timedelta

import pytest
from click.testing import CliRunner, Result

from reportdesk.cli.shreds import shreds
from reportdesk.domain.errors import NotFound
from tests.reviews import found_contest
from tests.services.test_destroying import CLOSED, YEAR, closed, job, row


def run(runtime, *words: str) -> Result:
    return CliRunner().invoke(shreds, words, obj=runtime)


def test_a_copy_a_day_and_none_older_than_thirty(runtime, clock) -> None:
    runtime.vault.new_report()
    assert run(runtime, "status").exit_code == 1
    assert run(runtime, "backup").exit_code == 0
    assert run(runtime, "status").exit_code == 0
    clock.advance(days=30)
    assert run(runtime, "status").exit_code == 1
    assert "1 old destroyed" in run(runtime, "backup").output
    assert run(runtime, "status").exit_code == 0


def test_the_daily_job_destroys_old_copies_that_a_forgotten_cron_job_left(runtime, clock) -> None:
    runtime.vault.new_report()
    run(runtime, "backup")
    clock.advance(days=30)
    assert job(runtime) == 1
    assert "no copy" in run(runtime, "status").output


def test_a_restored_copy_gives_nothing_back_that_was_destroyed(runtime, clock) -> None:
    contest = found_contest(runtime)
    clock.set("2026-03-03")
    contest.answer()
    closed(contest, clock)
    living = runtime.vault.new_report()
    job(runtime)
    clock.set(CLOSED + YEAR - timedelta(days=30))
    job(runtime)
    clock.advance(days=29)
    run(runtime, "backup")
    name = run(runtime, "status").output.split()[0]
    clock.advance(days=1)
    job(runtime)
    assert row(contest).destroyed_on == clock().date()
    runtime.vault.shred(living.shred_id)
    said = run(runtime, "restore", name)
    assert said.output.startswith("shreds: 2 put back; 1 of reports")
    assert runtime.vault.wrap(b"k" * 32, runtime.vault.new_keypair().public, living.shred_id)
    with pytest.raises(NotFound):
        contest.enter()
    clock.advance(days=30)
    assert run(runtime, "restore", name).exit_code == 1


def test_an_unknown_copy_is_refused_in_words(runtime) -> None:
    said = run(runtime, "restore", "20200101-00000000")
    assert said.exit_code == 1
    assert "no such copy" in said.output
