"""Guards on the tables: what they may hold, and that migrations make exactly them."""

import ast
import re

from sqlalchemy import Date, DateTime, ForeignKeyConstraint, Interval, Table, Time, text

from config import MIGRATIONS
from reportdesk.storage import migrate
from reportdesk.storage.db import Database
from reportdesk.storage.registry import METADATA
from tests.architecture.tree import tree

TABLES = METADATA.sorted_tables
ACROSS_SHARDS = {
    "receipt_lookup": "finds the case from a receipt",
    "released_case": "belongs to the release ledger",
}
MOMENTS = (DateTime, Time, Interval)


def of_reporters(table: Table) -> bool:
    return bool(table.info.get("reporter"))


def of_a_case(table: Table) -> bool:
    return bool(table.info.get("case"))


def test_migrations_make_exactly_the_tables_of_the_models(database: Database) -> None:
    problems = migrate.problems(database, MIGRATIONS)
    assert not problems, f'Run: make migration NAME="what changed"\n{problems}'


def test_migrations_are_numbered_without_gaps_and_never_import_the_models() -> None:
    versions = sorted((MIGRATIONS / "versions").glob("*.py"))
    numbers = [int(path.name[:4]) for path in versions]
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", path.name) for path in versions)
    assert numbers == list(range(1, len(versions) + 1)), "Number migrations 0001, 0002, …"
    for path in versions:
        for node in ast.walk(tree(path)):
            module = getattr(node, "module", "") or ""
            assert not (isinstance(node, ast.ImportFrom) and module.startswith("reportdesk")), (
                f"{path.name} must keep working when the models change: spell types with sa.*"
            )


def test_rows_of_a_reporters_request_know_days_and_never_times() -> None:
    found = [
        f"{table.name}.{column.name}"
        for table in TABLES
        if of_reporters(table)
        for column in table.columns
        if isinstance(getattr(column.type, "impl", column.type), MOMENTS)
        or column.server_default is not None
    ]
    assert not found, f"Use Date: a time of day tells who was online when: {found}"
    assert any(
        isinstance(column.type, Date)
        for table in TABLES
        if of_reporters(table)
        for column in table.c
    )


def test_rows_of_a_reporters_request_keep_no_order_of_arrival(database: Database) -> None:
    """SQLite numbers rows in order of arrival unless a table is WITHOUT ROWID."""
    reporters = {table.name for table in TABLES if of_reporters(table)}
    declared = {t.name for t in TABLES if t.dialect_options["sqlite"]["with_rowid"] is False}
    assert reporters <= declared, (
        f"Use case_table(reporter=True) or sqlite_with_rowid=False: {reporters - declared}"
    )
    if database.dialect == "sqlite":
        with database.engine.connect() as connection:
            rows = connection.execute(text("SELECT name, wr FROM pragma_table_list")).all()
        made = {row.name for row in rows if row.wr}
        assert reporters <= made, f"The migration forgot sqlite_with_rowid: {reporters - made}"


def test_no_table_counts_upwards(database: Database) -> None:
    counting = [table.name for table in TABLES if table.autoincrement_column is not None]
    assert not counting, f"Use new_id(), or autoincrement=False on a number we set: {counting}"
    if database.dialect == "postgresql":
        with database.engine.connect() as connection:
            sequences = connection.execute(text("SELECT sequencename FROM pg_sequences")).all()
        assert not sequences, f"A migration made sequences: {sequences}"


def test_everything_of_a_case_lives_beside_it() -> None:
    for table in TABLES:
        if not of_a_case(table):
            stray = "case_id" in table.c and table.name not in ACROSS_SHARDS
            assert not stray, f"{table.name} has a case_id: declare it with case_table()"
            continue
        assert "case_id" in table.primary_key.columns, f"{table.name}: key it by case_id first"
        for constraint in table.foreign_key_constraints:
            assert _stays_on_the_shard(constraint), (
                f"{table.name} → {constraint.referred_table.name}: carry case_id in the foreign key"
            )


def _stays_on_the_shard(constraint: ForeignKeyConstraint) -> bool:
    return not of_a_case(constraint.referred_table) or "case_id" in constraint.column_keys
