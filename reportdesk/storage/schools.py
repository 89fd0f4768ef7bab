"""Known schools as records: who is there, a new row, and a change that keeps the former name."""

from typing import Any

from sqlalchemy import select

from reportdesk.domain.school_matching import Named
from reportdesk.domain.school_names import normal_name
from reportdesk.packs.pinyin import initials, sort_key
from reportdesk.storage.db import Tx
from reportdesk.storage.register import School, SchoolName

SHIPPED, MINISTRY, ENTERED, DEMO = "shipped", "ministry", "entered", "demo"
"""Where a row came from (``School.source``)."""


class KnownSchools:
    """Every school of the register with its former names."""

    def __init__(self, tx: Tx) -> None:
        self.schools = {row.id: row for row in tx.session.scalars(select(School))}
        self.former: dict[str, set[str]] = {}
        for row in tx.session.scalars(select(SchoolName)):
            self.former.setdefault(row.school_id, set()).add(row.name_normal)

    def named(self, school: School) -> Named:
        """``school`` as matching sees it."""
        names = {school.name_normal} | self.former.get(school.id, set())
        return Named(school.id, school.division_code[:2], school.division_code, frozenset(names))


def new_school(
    values: dict[str, Any], key: str, source: str, *, demo: bool = False
) -> dict[str, Any]:
    """A complete row for a school nobody knew."""
    name = values["name"]
    return {
        "moe_code": None,
        **values,
        "id": key,
        "name_normal": normal_name(name),
        "initials": initials(name),
        "sort_key": sort_key(name),
        "source": source,
        "demo": demo,
    }


def set_school(tx: Tx, row: School, values: dict[str, Any]) -> None:
    """Set columns; a former name is kept, and a name that returns is former no more."""
    if values["name"] != row.name:
        known = tx.session.get(SchoolName, (row.id, row.name))
        if known is None:
            tx.session.add(
                SchoolName(
                    school_id=row.id,
                    name=row.name,
                    name_normal=row.name_normal,
                    valid_to=tx.today,
                )
            )
        else:
            known.valid_to = tx.today
        row.name_normal = normal_name(values["name"])
        row.initials = initials(values["name"])
        row.sort_key = sort_key(values["name"])
    for column, value in values.items():
        setattr(row, column, value)
