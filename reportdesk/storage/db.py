"""Engines, and the one place where a transaction begins, commits, retries or rolls back."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import CursorResult, Engine, Result, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from reportdesk.domain.errors import Busy, Unavailable

T = TypeVar("T")

ATTEMPTS = 12
PATIENCE = 10.0
"""Seconds that one unit of work may wait for others altogether; somebody waits for the page."""
RETRIED = {"40001", "40P01"}
MISSING = {"42P01"}
FULL = {"53100"}
"""PostgreSQL's code for a full disk."""


@dataclass(frozen=True, slots=True)
class Tx:
    """One unit of work: a session, and one instant for the whole of it."""

    session: Session
    now: datetime

    @property
    def today(self) -> date:
        """The calendar day of ``now`` (the clock is already in Asia/Shanghai)."""
        return self.now.date()


def count_of(result: Result[Any]) -> int:
    """How many rows an update or delete touched."""
    return result.rowcount if isinstance(result, CursorResult) else 0


class Database:
    """A database behind two calls: ``run`` writes and ``read`` does not."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self.readers = self.engine.execution_options(readonly=True)

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.engine.dialect.name

    def run(self, work: Callable[[Tx], T], now: datetime) -> T:
        """Call ``work`` inside one serialisable transaction and commit.

        A serialisation failure, a deadlock or a locked SQLite file is retried from the start, so
        ``work`` must have no effect outside the database that cannot be repeated. Raises
        Busy("database_busy") when others were in the way all the time, Unavailable("storage_full")
        when nothing more can be written, and Unavailable("schema_missing") without tables.
        """
        until = time.monotonic() + PATIENCE
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with Session(self.engine, expire_on_commit=False) as session:
                    result = work(Tx(session, now))
                    session.commit()
                    return result
            except DatabaseError as error:
                if _is_unprepared(error):
                    raise Unavailable("schema_missing") from error
                if _is_full(error):
                    raise Unavailable("storage_full") from error
                if not _retryable(error):
                    raise
                if attempt == ATTEMPTS or time.monotonic() >= until:
                    raise Busy("database_busy") from error
                _pause(attempt)
        raise AssertionError("the last attempt either returns or raises")

    def read(self, work: Callable[[Tx], T], now: datetime) -> T:
        """Call ``work`` and roll back whatever it did."""
        with Session(self.readers, expire_on_commit=False) as session:
            try:
                return work(Tx(session, now))
            except DatabaseError as error:
                if _is_unprepared(error):
                    raise Unavailable("schema_missing") from error
                raise
            finally:
                session.expunge_all()  # what was read stays readable after the transaction
                session.rollback()

    def checkpoint(self) -> None:
        """After shredding: fold SQLite's write-ahead log back and empty it."""
        if self.dialect == "sqlite":
            bare = self.engine.raw_connection()  # a transaction of our own would lock it out
            try:
                bare.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                bare.close()

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def _retryable(error: DatabaseError) -> bool:
    """Whether the same work may succeed when simply done again."""
    state = getattr(error.orig, "sqlstate", None)
    return state in RETRIED or "database is locked" in str(error.orig)


def _is_full(error: DatabaseError) -> bool:
    """Whether the disk under the database has no room left."""
    state = getattr(error.orig, "sqlstate", None)
    return state in FULL or "database or disk is full" in str(error.orig)


def _is_unprepared(error: DatabaseError) -> bool:
    """Whether a table is missing: the schema was never made, or is another version's."""
    state = getattr(error.orig, "sqlstate", None)
    return state in MISSING or "no such table" in str(error.orig)


def _pause(attempt: int) -> None:
    """Wait a few random milliseconds, longer each time, so that rivals part."""
    from_now = random.uniform(0.002, 0.01) * attempt  # noqa: S311 -- back-off jitter, not a secret
    time.sleep(from_now)


def _engine(url: str) -> Engine:
    """An engine with the durability and isolation the project promises."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = create_engine(address, connect_args={"timeout": PATIENCE})
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
        return engine
    return create_engine(address, isolation_level="SERIALIZABLE", pool_pre_ping=True)


def _sqlite_connect(connection: Any, _record: object) -> None:
    """Durable, checked and zeroed on delete; transactions are begun by us (see below)."""
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        f"busy_timeout={int(PATIENCE * 1000)}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Any) -> None:
    """A writer takes the lock at once, so that it never fails half-way for want of it."""
    readonly = connection.get_execution_options().get("readonly", False)
    connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")
