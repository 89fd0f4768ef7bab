"""Copies of the shred keys as an operator makes, counts and restores them."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportdesk.cli.shreds import shreds
from reportdesk.domain.errors import NotFound
from reportdesk.storage.report import reports_of
from reportdesk.vault import copies
from reportdesk.vault.disk import write_new
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


def test_a_copy_of_a_day_to_come_is_named_because_nothing_would_destroy_it_in_time(
    runtime, clock
) -> None:
    runtime.vault.new_report()
    clock.advance(days=400)
    run(runtime, "backup")
    clock.advance(days=-400)
    said = run(runtime, "status")
    assert (said.exit_code, "a day to come" in said.output) == (1, True)


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


def full(*_given: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_full_disk_is_told_in_words_and_keeps_no_old_copy_alive(
    runtime, clock, monkeypatch
) -> None:
    runtime.vault.new_report()
    run(runtime, "backup")
    clock.advance(days=30)
    monkeypatch.setattr(copies, "write_new", full)
    said = run(runtime, "backup")
    assert said.exit_code == 1
    assert "No space left on device" in said.output
    assert "1 old destroyed" in said.output
    assert list(runtime.settings.shred_copies.iterdir()) == []


def test_a_disk_that_fills_while_keys_are_put_back_leaves_none_of_what_was_destroyed(
    runtime, monkeypatch
) -> None:
    contest = found_contest(runtime)
    run(runtime, "backup")
    name = run(runtime, "status").output.split()[0]
    shred = runtime.read(lambda tx: reports_of(tx, contest.case_id))[0].shred_id

    def destroy(tx) -> None:
        reports_of(tx, contest.case_id)[0].destroyed_on = tx.today

    def then_full(path: Path, key: bytes) -> None:
        write_new(path, key)
        full()

    runtime.write(destroy)
    runtime.vault.shred(shred)
    monkeypatch.setattr(copies, "write_new", then_full)
    said = run(runtime, "restore", name)
    assert (said.exit_code, "run it again" in said.output) == (1, True)
    assert [path for path in runtime.settings.shreds.rglob("*") if path.is_file()] == []
