"""Schemas come up to date once, and say when they are not."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    text,
)

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


VALUES = {Integer: 1, Boolean: False, LargeBinary: b"x", JSON: {}, Float: 1.0}
VALUES |= {Date: date(2026, 3, 2), DateTime: datetime(2026, 3, 2, tzinfo=UTC), String: "x"}
BEFORE_JOINING = "0003"


def a_row(table: Table) -> dict[str, object]:
    """The same value in every column of a type, so that references find what they refer to."""
    found = {}
    for column in table.columns:
        kind = next(one for one in VALUES if isinstance(column.type, one))
        found[column.name] = VALUES[kind]
    return found


def test_an_older_database_with_rows_in_every_table_keeps_all_of_them(databases, tmp_path) -> None:
    database = Database(databases.empty(tmp_path))
    migrate.upgrade(database, MIGRATIONS, to=BEFORE_JOINING)
    old = MetaData()
    old.reflect(database.engine)
    tables = [table for table in old.sorted_tables if table.name != "alembic_version"]
    with database.engine.begin() as connection:
        for table in tables:
            connection.execute(table.insert().values(a_row(table)))
    migrate.upgrade(database, MIGRATIONS)
    assert migrate.problems(database, MIGRATIONS) == []
    with database.engine.connect() as connection:
        for table in tables:
            count = f'SELECT count(*) FROM "{table.name}"'
            assert connection.execute(text(count)).scalar_one() == 1, table.name
        if database.dialect == "sqlite":
            assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
    database.dispose()
    databases.drop(database.url)


def test_a_row_that_refers_to_nothing_stops_the_migration_and_changes_nothing(
    tmp_path: Path,
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'broken.sqlite'}")
    migrate.upgrade(database, MIGRATIONS, to=BEFORE_JOINING)
    raw = database.engine.raw_connection()
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute("INSERT INTO school_name VALUES ('gone', 'x', 'x', NULL, '2026-03-02')")
    raw.commit()
    raw.close()
    with pytest.raises(RuntimeError, match="school_name"):
        migrate.upgrade(database, MIGRATIONS)
    newest = max(path.name[:4] for path in (MIGRATIONS / "versions").glob("0*.py"))
    assert migrate.problems(database, MIGRATIONS) == [f"revision 0003, newest is {newest}"]
    database.dispose()
