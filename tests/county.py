"""A case at a county bureau with a city and a province above it, and what time did to it."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Role
from reportdesk.runtime import Runtime
from reportdesk.services import delivery, reminders
from reportdesk.storage.case import Case
from reportdesk.storage.clock import RungFired
from reportdesk.storage.db import Tx
from reportdesk.storage.history import History, events
from reportdesk.storage.outbox import Outbox
from reportdesk.storage.register import Authority, Division
from reportdesk.vault.holder import Holder
from tests.builders import HUBEI, WUHAN, found_nation, key_authority
from tests.filings import a_filing, file_one

COUNTY = "edu-420106"
EVERYBODY = (Role.OFFICER, Role.OFFICER, Role.HEAD, Role.SUPERVISOR)


@dataclass
class County:
    """The nation of a test, and a signed-in member by authority and role."""

    runtime: Runtime
    staff: dict[str, dict[Role, Holder]] = field(default_factory=dict)
    everybody: dict[str, list[Holder]] = field(default_factory=dict)

    def key(self, authority_id: str, *roles: Role) -> None:
        holders = key_authority(self.runtime, authority_id, *roles)
        self.everybody[authority_id] = holders
        self.staff[authority_id] = {one.actor.role: one for one in holders}

    def __getitem__(self, at: tuple[str, Role]) -> Holder:
        return self.staff[at[0]][at[1]]

    def file(self) -> str:
        """A report about an unlisted primary school there; returns the case's id."""
        _, filed = file_one(self.runtime, a_filing())
        self.runtime.write(lambda tx: delivery.show_waiting(tx, self.runtime.pack))
        return filed.case_id

    def sweep(self, case_id: str) -> int:
        kit = self.runtime
        return kit.write(lambda tx: reminders.sweep(tx, kit.vault, kit.pack, case_id))

    def case(self, case_id: str) -> Case:
        return self.runtime.read(lambda tx: tx.session.get_one(Case, case_id))

    def history(self, case_id: str) -> list[History]:
        return self.runtime.read(lambda tx: events(tx, case_id))

    def names(self, case_id: str) -> list[tuple[date, str]]:
        """What happened and when, in the order it was written."""
        return [(row.on, row.event) for row in self.history(case_id)]

    def rungs(self, case_id: str) -> list[tuple[str, str, date, str | None]]:
        fired = select(RungFired).where(RungFired.case_id == case_id)
        order = (RungFired.on, RungFired.rung)
        rows = self.runtime.read(lambda tx: list(tx.session.scalars(fired.order_by(*order))))
        return [(row.key, row.rung, row.on, row.authority_id) for row in rows]

    def letters(self) -> list[tuple[str, str, str | None]]:
        """(authority, kind, role) of every letter that waits, new reports apart."""

        def find(tx: Tx) -> list[Outbox]:
            rows = select(Outbox).where(Outbox.kind != "new_report", Outbox.state == "waiting")
            return list(tx.session.scalars(rows))

        rows = self.runtime.read(find)
        return sorted(((row.authority_id, row.kind, row.role) for row in rows), key=str)


def found_county(runtime: Runtime, *keyed: str, platform: bool = True) -> County:
    """County, city and province, all keyed or those given, and the platform desk."""
    found_nation(runtime)

    def add(tx: Tx) -> None:
        tx.session.add(
            Division(
                code="420106",
                name="武昌区",
                name_en="Wuchang",
                level="county",
                parent_code="420100",
                covered=True,
            )
        )
        tx.session.flush()
        tx.session.add(
            Authority(
                id=COUNTY,
                kind="education",
                name="武昌区教育局",
                name_en="Wuchang Education",
                division_code="420106",
                level="county",
                parent_id=WUHAN,
                name_verified=True,
            )
        )

    runtime.write(add)
    county = County(runtime)
    for authority_id in keyed or (COUNTY, WUHAN, HUBEI):
        county.key(authority_id, *EVERYBODY)
    if platform:
        county.key(PLATFORM_AUTHORITY)
    return county
