"""The promises of a unit of work, on whichever database the suite runs."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text

from reportdesk.storage.db import Database, Tx
from reportdesk.storage.job import JobRun
from tests.fakes import FixedClock

ROW = {"job": "count", "token": 1, "done": 0}


def numbers(tx: Tx) -> int:
    return tx.session.scalar(select(func.count()).select_from(JobRun)) or 0


def append_next(tx: Tx) -> None:
    """Read how many there are and write one more, which two at once must not do alike."""
    row = {**ROW, "slot": str(numbers(tx)), "finished_at": tx.now}
    tx.session.execute(insert(JobRun).values(row))


def test_what_fails_half_way_leaves_nothing_behind(database: Database, clock: FixedClock) -> None:
    def half(tx: Tx) -> None:
        append_next(tx)
        raise LookupError("something else went wrong")

    with pytest.raises(LookupError):
        database.run(half, clock())
    assert database.read(numbers, clock()) == 0


def test_a_read_leaves_nothing_behind(database: Database, clock: FixedClock) -> None:
    database.read(numbers, clock())
    database.run(append_next, clock())
    assert database.read(numbers, clock()) == 1


def test_units_of_work_at_the_same_time_end_as_if_one_after_the_other(
    database: Database, clock: FixedClock
) -> None:
    failures: list[Exception] = []

    def many() -> None:
        try:
            for _ in range(5):
                database.run(append_next, clock())
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=many) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert database.read(numbers, clock()) == 15


def test_one_instant_holds_for_the_whole_unit_of_work(
    database: Database, clock: FixedClock
) -> None:
    def look(tx: Tx) -> tuple[object, object]:
        before = tx.now
        clock.advance(hours=20)
        return before, tx.now

    assert len(set(database.run(look, clock()))) == 1


def test_sqlite_is_durable_checked_and_wipes_what_it_deletes(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'own.sqlite'}")
    with database.engine.connect() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        answers = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in asked]
    database.dispose()
    assert answers == ["wal", 2, 1, 1]


def test_a_checkpoint_empties_sqlites_write_ahead_log(tmp_path: Path, clock: FixedClock) -> None:
    database = Database(f"sqlite:///{tmp_path / 'own.sqlite'}")
    database.run(lambda tx: tx.session.execute(text("CREATE TABLE seen (word TEXT)")), clock())
    log = tmp_path / "own.sqlite-wal"
    assert log.stat().st_size > 0
    database.checkpoint()
    assert log.stat().st_size == 0
    database.dispose()
