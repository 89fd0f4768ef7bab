"""Alembic's entry point: one connection, our metadata, numbered revisions."""

from collections.abc import Iterable
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import MigrationScript
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from config import load_settings
from reportdesk.storage.columns import Instant
from reportdesk.storage.db import Database
from reportdesk.storage.registry import METADATA


def engine() -> Engine:
    """The caller's engine (``reportdesk db upgrade``, tests), else that of the settings."""
    given: Engine | None = context.config.attributes.get("engine")
    return Database(load_settings().database_url).engine if given is None else given


def number(
    _migrating: MigrationContext, _revision: str | Iterable[Any], scripts: list[MigrationScript]
) -> None:
    """Name a new revision by the next number, so that files sort in the order they run.

    When nothing changed, none is written.
    """
    scripts[:] = [s for s in scripts if s.upgrade_ops is None or not s.upgrade_ops.is_empty()]
    for script in scripts:
        head = ScriptDirectory.from_config(context.config).get_current_head()
        script.rev_id = f"{int(head or 0) + 1:04d}"


def render(kind: str, value: object, _autogen: AutogenContext) -> str | Literal[False]:
    """Spell our column types in plain SQLAlchemy: a migration never imports the models."""
    if kind == "type" and isinstance(value, Instant):
        return "sa.DateTime(timezone=True)"
    return False


def references(connection: Connection, *, checked: bool) -> None:
    """Let SQLite check references, or not: it changes a table by copying it and dropping the old.

    Takes effect between transactions only, hence past SQLAlchemy, which would begin one.
    """
    if connection.dialect.name == "sqlite":
        plain: Any = connection.connection.dbapi_connection
        plain.execute(f"PRAGMA foreign_keys={'ON' if checked else 'OFF'}")


def whole(connection: Connection) -> None:
    """Raises RuntimeError, which takes everything back, when a row refers to one that is gone."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            tables = ", ".join(sorted({row[0] for row in broken}))
            raise RuntimeError(f"rows of {tables} refer to rows that are gone; nothing was changed")


with engine().connect() as connection:
    references(connection, checked=False)
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        compare_type=True,
        render_as_batch=connection.dialect.name == "sqlite",
        process_revision_directives=number,
        render_item=render,
        transactional_ddl=True,  # of SQLite too, since transactions are begun by us
    )
    try:
        with context.begin_transaction():
            context.run_migrations()
            whole(connection)
    finally:
        connection.rollback()  # what was not committed; without it the line below says nothing
        references(connection, checked=True)
