"""Brings a database to the schema of the models, and says what is missing."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from reportdesk.storage.db import Database
from reportdesk.storage.registry import METADATA


def upgrade(database: Database, folder: Path, *, to: str = "head") -> None:
    """Run every migration under ``folder`` that ``database`` has not seen, in one transaction.

    ``to`` names an older revision to stop at. Raises RuntimeError, with nothing changed, when a row
    of SQLite refers to one that is gone.
    """
    command.upgrade(_config(database, folder), to)


def problems(database: Database, folder: Path) -> list[str]:
    """One line for each way the database differs from the newest migration or from the models."""
    head = ScriptDirectory.from_config(_config(database, folder)).get_current_head()
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        current = context.get_current_revision()
        if current != head:
            return [f"revision {current or 'none'}, newest is {head or 'none'}"]
        return [str(difference) for difference in compare_metadata(context, METADATA)]


def _config(database: Database, folder: Path) -> Config:
    """Alembic's options without a file: where the scripts are, and our engine."""
    config = Config(attributes={"engine": database.engine})
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    return config
