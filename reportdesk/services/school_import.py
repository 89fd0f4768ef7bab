"""The ministry's list of higher-education institutions, taken into the register.

All or nothing, and repeating it finds nothing to do. With ``dry_run`` it only compares.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select

from reportdesk.domain.errors import NotFound
from reportdesk.domain.register_changes import (
    Change,
    ChangeKind,
    Columns,
    Difference,
    Table,
    compare_row,
)
from reportdesk.domain.school_matching import Named, Pair, match_names
from reportdesk.domain.school_names import normal_name
from reportdesk.packs.ministry_list import ListedSchool
from reportdesk.storage.columns import new_id
from reportdesk.storage.db import Tx
from reportdesk.storage.register import Division, School
from reportdesk.storage.schools import MINISTRY, SHIPPED, KnownSchools, new_school, set_school

OUTSIDE_LIST = "min-military"
"""Military schools are never in the ministry's list, so their absence says nothing."""
SCHOOLS = Columns(Table.SCHOOLS, "name", "division_code")

Values = dict[str, Any]


def import_schools(
    tx: Tx, listed: Sequence[ListedSchool], *, accept_likely: bool = False, dry_run: bool = False
) -> tuple[Difference, list[Pair]]:
    """Bring the institutions of higher education to the ministry's list.

    A school is recognised by its code, else by its name within the province. Renamings that only
    likeness suggests are returned (pairs of present name and listed name) and taken for true only
    with ``accept_likely``; otherwise the old row is closed and the listed school is a new one. A
    school that is not in the list any more is closed, never deleted, and can still be found; a list
    of some provinces says nothing of the others.
    """
    plan = _Import(tx, listed, accept_likely)
    if not dry_run:
        plan.write(tx)
    likely = [
        Pair(plan.schools[p.known].name, plan.listed[p.listed].name, likely=True)
        for p in plan.likely
    ]
    return Difference(tuple(plan.changes), {Table.SCHOOLS: len(listed)}), likely


class _Import:
    """The ministry's list beside the register: who is who, and what follows."""

    def __init__(self, tx: Tx, listed: Sequence[ListedSchool], accept_likely: bool) -> None:
        if tx.session.scalar(select(Division.code).limit(1)) is None:
            raise NotFound("register_empty")
        known = KnownSchools(tx)
        self.schools = known.schools
        self.listed = {school.moe_code: school for school in listed}
        self.likely: list[Pair] = []
        self.match = self._match(known, accept_likely)
        self.changes: list[Change] = []
        self.inserts: list[Values] = []
        self.updates: dict[str, Values] = {}
        for code, school in self.listed.items():
            self._want(code, school)
        provinces = {school.province[:2] for school in listed}
        self.gone = [
            row
            for row in self.schools.values()
            if row.source in {SHIPPED, MINISTRY}
            and row.valid_to is None
            and row.supervisor_id != OUTSIDE_LIST
            and row.division_code[:2] in provinces
            and row.id not in self.match.values()
        ]
        self.changes += [
            Change(ChangeKind.GONE, Table.SCHOOLS, row.id, row.name) for row in self.gone
        ]

    def _match(self, known: KnownSchools, accept_likely: bool) -> dict[str, str]:
        """School ids by the codes of the list."""
        match = {
            row.moe_code: row.id
            for row in self.schools.values()
            if row.moe_code is not None and row.moe_code in self.listed
        }
        candidates = [
            known.named(row)
            for row in self.schools.values()
            if row.moe_code is None and not row.demo and row.supervisor_id != OUTSIDE_LIST
        ]
        wanted = [
            Named(code, s.province[:2], s.division, frozenset({normal_name(s.name)}))
            for code, s in self.listed.items()
            if code not in match
        ]
        pairs = match_names(candidates, wanted)
        self.likely = [pair for pair in pairs if pair.likely]
        sure = pairs if accept_likely else [pair for pair in pairs if not pair.likely]
        return match | {pair.listed: pair.known for pair in sure}

    def _want(self, code: str, school: ListedSchool) -> None:
        """One institution of the list."""
        values = _listed_values(code, school)
        if code not in self.match:
            key = new_id()
            self.inserts.append(new_school(values, key, MINISTRY))
            self.changes.append(Change(ChangeKind.NEW, Table.SCHOOLS, key, school.name))
            return
        row = self.schools[self.match[code]]
        before = {column: getattr(row, column) for column in values}
        changes = compare_row(SCHOOLS, row.id, before, values)
        if changes:
            self.changes += changes
            self.updates[row.id] = values

    def write(self, tx: Tx) -> None:
        """Insert, set and close."""
        if self.inserts:
            tx.session.execute(insert(School), self.inserts)
        for key, values in self.updates.items():
            set_school(tx, self.schools[key], values)
        for row in self.gone:
            row.valid_to = tx.today
        tx.session.flush()


def _listed_values(code: str, school: ListedSchool) -> Values:
    """Columns that the ministry's list decides."""
    return {
        "moe_code": code,
        "name": school.name,
        "kind": school.kind.value,
        "ownership": school.ownership.value,
        "run_by": school.run_by.value,
        "supervisor": school.supervisor,
        "supervisor_id": school.supervisor_id,
        "division_code": school.division,
        "source": MINISTRY,
        "valid_to": None,
    }
