"""Keeping the register: the shipped edition, and schools entered by hand.

Loading is all or nothing and can be repeated: it compares first, and a second run finds nothing to
do. With ``dry_run`` it only compares. No row is ever deleted.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import insert, select, update

from reportdesk.domain.errors import Conflict, NotFound
from reportdesk.domain.register_changes import (
    Change,
    ChangeKind,
    Columns,
    Difference,
    Table,
    compare_row,
    successors,
)
from reportdesk.domain.school_names import normal_name
from reportdesk.domain.taxonomy import Ownership, RunBy, SchoolKind
from reportdesk.packs.register import Register
from reportdesk.packs.register_rows import SchoolRow
from reportdesk.packs.supervisors import Supervisors
from reportdesk.storage.columns import new_id
from reportdesk.storage.db import Tx
from reportdesk.storage.register import Authority, Division, School
from reportdesk.storage.schools import DEMO, ENTERED, SHIPPED, KnownSchools, new_school, set_school

DIVISIONS = Columns(Table.DIVISIONS, "name", "parent_code")
AUTHORITIES = Columns(Table.AUTHORITIES, "name", "division_code")
SCHOOLS = Columns(Table.SCHOOLS, "name", "division_code")

Values = dict[str, Any]


def load(tx: Tx, register: Register, *, dry_run: bool = False) -> Difference:
    """Bring divisions, authorities and shipped schools to the edition in ``register``.

    Leaves alone what people entered: confirmed names, contacts, and schools that the ministry's
    list has upgraded or closed.
    """
    divisions = _divisions(tx, register)
    authorities = _authorities(tx, register, divisions.heirs)
    schools = _Shipped(tx, register)
    if not dry_run:
        divisions.write(tx, Division)
        authorities.write(tx, Authority)
        schools.write(tx)
        _follow(tx, divisions.heirs)
    return Difference(
        (*divisions.changes, *authorities.changes, *schools.changes),
        {
            Table.DIVISIONS: len(register.divisions),
            Table.AUTHORITIES: len(register.authorities),
            Table.SCHOOLS: len(register.schools),
        },
    )


class _Sheet:
    """One table of an edition: what to insert, what to set, and the printed difference."""

    def __init__(
        self,
        columns: Columns,
        existing: Mapping[str, Any],
        wanted: Mapping[str, Values],
        kept: Iterable[str] = (),
    ) -> None:
        self.existing = existing
        self.inserts: list[Values] = []
        self.updates: dict[str, Values] = {}
        self.changes: list[Change] = []
        for key, values in wanted.items():
            self._want(columns, key, values)
        kept = set(kept)
        self.gone = [
            key
            for key, row in existing.items()
            if key not in wanted and key not in kept and row.valid_to is None
        ]
        self.heirs = successors(
            {key: existing[key].name for key in self.gone},
            {c.key: c.name for c in self.changes if c.kind is ChangeKind.NEW},
        )
        self.changes += [
            Change(ChangeKind.GONE, columns.table, key, existing[key].name) for key in self.gone
        ]

    def _want(self, columns: Columns, key: str, values: Values) -> None:
        """One row of the edition: new, different or as it was."""
        row = self.existing.get(key)
        if row is None:
            name = str(values[columns.name])
            self.changes.append(Change(ChangeKind.NEW, columns.table, key, name))
            self.inserts.append(values)
            return
        wanted = {**values, "valid_to": None, "successor": None}
        before = {column: getattr(row, column) for column in wanted}
        changes = compare_row(columns, key, before, wanted)
        if changes:
            self.changes += changes
            self.updates[key] = wanted

    def write(self, tx: Tx, record: type[Division] | type[Authority]) -> None:
        """Insert, set and close; parents come before children in ``inserts``."""
        if self.inserts:
            tx.session.execute(insert(record), self.inserts)
        for code, values in self.updates.items():
            for column, value in values.items():
                setattr(self.existing[code], column, value)
        for code in self.gone:
            self.existing[code].valid_to = tx.today
            self.existing[code].successor = self.heirs.get(code)
        tx.session.flush()


def _divisions(tx: Tx, register: Register) -> _Sheet:
    """The sheet of divisions, provinces first."""
    order = {"province": 0, "city": 1, "county": 2}
    wanted = {
        row.code: {
            "code": row.code,
            "name": row.name,
            "name_en": register.english[row.code],
            "level": row.level.value,
            "parent_code": row.parent,
            "covered": row.covered,
        }
        for row in sorted(register.divisions, key=lambda row: (order[row.level], row.code))
    }
    existing = {row.code: row for row in tx.session.scalars(select(Division))}
    return _Sheet(DIVISIONS, existing, wanted)


def _authorities(tx: Tx, register: Register, heirs: Mapping[str, str]) -> _Sheet:
    """The sheet of authorities; a name a person confirmed is not overwritten by a derived one."""
    existing = {row.id: row for row in tx.session.scalars(select(Authority))}
    wanted: dict[str, Values] = {}
    for row in register.authorities:
        values: Values = {
            "id": row.id,
            "kind": row.kind.value,
            "name": row.name,
            "name_en": row.name_en,
            "division_code": row.division_code,
            "level": row.level.value,
            "parent_id": row.parent_id,
            "name_verified": row.name_verified,
        }
        known = existing.get(row.id)
        if known is not None and known.name_verified and not row.name_verified:
            values.update(name=known.name, name_en=known.name_en, name_verified=True)
        wanted[row.id] = values
    sheet = _Sheet(AUTHORITIES, existing, wanted, [k for k, row in existing.items() if row.entered])
    for key in sheet.gone:
        prefix, _, code = key.partition("-")
        if code in heirs:
            sheet.heirs[key] = f"{prefix}-{heirs[code]}"
    return sheet


def _follow(tx: Tx, heirs: Mapping[str, str]) -> None:
    """Schools of a division that was renumbered move to its new code."""
    for old, new in heirs.items():
        tx.session.execute(
            update(School).where(School.division_code == old).values(division_code=new)
        )


class _Shipped:
    """The shipped schools: matched by name and province, and only while nobody upgraded them."""

    def __init__(self, tx: Tx, register: Register) -> None:
        known = KnownSchools(tx)
        self.schools = known.schools
        self.inserts: list[Values] = []
        self.updates: dict[str, Values] = {}
        self.changes: list[Change] = []
        by_name = {
            (named.province, name): row
            for row in known.schools.values()
            if not row.demo
            for named in [known.named(row)]
            for name in named.names
        }
        supervisors = Supervisors(register)
        found = set()
        for shipped in register.schools:
            name = normal_name(shipped.name)
            row = by_name.get((shipped.division[:2], name))
            values = _shipped_values(shipped, register, supervisors)
            if row is None:
                key = new_id()
                self.inserts.append(new_school(values, key, SHIPPED))
                self.changes.append(Change(ChangeKind.NEW, Table.SCHOOLS, key, shipped.name))
                continue
            found.add(row.id)
            if row.source == SHIPPED and row.valid_to is None:
                before = {column: getattr(row, column) for column in values}
                changes = compare_row(SCHOOLS, row.id, before, values)
                self.changes += changes
                if changes:
                    self.updates[row.id] = values
        self.gone = [
            row
            for row in self.schools.values()
            if row.source == SHIPPED and row.valid_to is None and row.id not in found
        ]
        self.changes += [
            Change(ChangeKind.GONE, Table.SCHOOLS, row.id, row.name) for row in self.gone
        ]

    def write(self, tx: Tx) -> None:
        """Insert, set and close."""
        if self.inserts:
            tx.session.execute(insert(School), self.inserts)
        for key, values in self.updates.items():
            set_school(tx, self.schools[key], values)
        for row in self.gone:
            row.valid_to = tx.today
        tx.session.flush()


def _shipped_values(row: SchoolRow, register: Register, supervisors: Supervisors) -> Values:
    """Columns that the shipped files decide."""
    text = register.supervisors.get(row.name)
    above = supervisors.of_shipped(text, row.division[:2] + "0000")
    return {
        "name": row.name,
        "kind": row.kind.value,
        "ownership": row.ownership.value,
        "run_by": above.run_by.value,
        "supervisor": text,
        "supervisor_id": above.authority_id,
        "division_code": row.division,
    }


def add_school(
    tx: Tx,
    *,
    name: str,
    division_code: str,
    kind: SchoolKind,
    ownership: Ownership,
    run_by: RunBy = RunBy.UNKNOWN,
    supervisor_id: str | None = None,
    demo: bool = False,
) -> str:
    """Enter one school by hand and return its id; again with the same name and place, the same id.

    Raises NotFound for a division that is not in force and Conflict when the school of that name
    is known with another kind.
    """
    division = tx.session.get(Division, division_code)
    if division is None or division.valid_to is not None:
        raise NotFound("division", division=division_code)
    known = tx.session.scalar(
        select(School).where(
            School.name_normal == normal_name(name), School.division_code == division_code
        )
    )
    if known is not None:
        if known.kind != kind:
            raise Conflict("school_known", name=name, kind=known.kind)
        return known.id
    values: Values = {
        "name": name,
        "kind": kind.value,
        "ownership": ownership.value,
        "run_by": run_by.value,
        "supervisor": None,
        "supervisor_id": supervisor_id,
        "division_code": division_code,
    }
    key, source = new_id(), DEMO if demo else ENTERED
    tx.session.execute(insert(School), [new_school(values, key, source, demo=demo)])
    return key
