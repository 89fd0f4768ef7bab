"""Column types and table options that several records share."""

import secrets
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import DateTime, Dialect, String
from sqlalchemy.types import JSON, TypeDecorator

SHANGHAI = ZoneInfo("Asia/Shanghai")
Json = JSON()
"""Portable JSON: lists and dictionaries of codes, never of what a reporter typed."""


def new_id() -> str:
    """A random 128-bit id, 26 characters; never ordered by time, because arrival is a secret."""
    alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
    number = secrets.randbits(130)
    return "".join(alphabet[(number >> shift) & 31] for shift in range(0, 130, 5))


Id = String(26)
"""Column type of :func:`new_id`."""


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored in UTC; only for acts of staff and of jobs, never of reporters."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Refuse a naive datetime and store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Give it back in Asia/Shanghai; SQLite's value is naive and UTC."""
        if value is None:
            return None
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(SHANGHAI)


def case_table(*, reporter: bool) -> dict[str, Any]:
    """Table options of a record that belongs to a case.

    ``reporter`` marks tables that a reporter's request writes: the guard test allows them Date
    columns only, and SQLite keeps them WITHOUT ROWID so that no order of arrival remains.
    """
    return {"info": {"case": True, "reporter": reporter}, "sqlite_with_rowid": not reporter}


def reporter_table() -> dict[str, Any]:
    """Table options of a record outside a case that a reporter's request writes."""
    return {"info": {"reporter": True}, "sqlite_with_rowid": False}
