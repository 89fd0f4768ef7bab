"""Schemas come up to date once, and say when they are not."""

from pathlib import Path

from sqlalchemy import text

from config import MIGRATIONS
from reportdesk.storage import migrate
from reportdesk.storage.db import Database


def test_an_empty_database_is_told_apart_and_brought_up_to_date(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new.sqlite'}")
    assert migrate.problems(database, MIGRATIONS)
    migrate.upgrade(database, MIGRATIONS)
    assert migrate.problems(database, MIGRATIONS) == []
    database.dispose()


def test_migrating_twice_changes_nothing(database: Database) -> None:
    migrate.upgrade(database, MIGRATIONS)
    assert migrate.problems(database, MIGRATIONS) == []


def test_a_table_that_went_missing_is_named(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("DROP TABLE job_run"))
    assert any("job_run" in line for line in migrate.problems(database, MIGRATIONS))
