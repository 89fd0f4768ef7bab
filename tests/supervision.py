"""A case that its county let lie until somebody above may act, and what they then do."""

from dataclasses import dataclass
from datetime import date

from reportdesk.domain.actors import Role
from reportdesk.domain.supervising import Demand
from reportdesk.runtime import Runtime
from reportdesk.services import casework, delivery, supervising, taking_over
from reportdesk.storage.case import Case
from reportdesk.storage.clock import Clock, clocks_of
from reportdesk.storage.supervision import demands_of
from reportdesk.vault.holder import Holder
from tests.builders import HUBEI, WUHAN, version
from tests.county import COUNTY, County, found_county
from tests.fakes import FixedClock
from tests.filings import a_filing, file_one

REACHED = "2026-04-02"
"""The second rung of a case filed on 2 March that nobody decided to take on."""


@dataclass
class Late:
    """One late case, and those who may do something about it."""

    county: County
    clock: FixedClock
    ref: str
    case_id: str
    receipt: str

    @property
    def runtime(self) -> Runtime:
        return self.county.runtime

    @property
    def case(self) -> Case:
        return self.county.case(self.case_id)

    @property
    def demands(self) -> tuple[Demand, ...]:
        return self.runtime.read(lambda tx: demands_of(tx, self.case))

    def who(self, at: str = WUHAN, role: Role = Role.SUPERVISOR) -> Holder:
        return self.county[at, role]

    def on(self, day: date | str) -> None:
        """The day comes, and what time does to the case is done."""
        self.clock.set(day)
        self.county.sweep(self.case_id)

    def clocks(self, *, running: bool = True) -> list[Clock]:
        rows = self.runtime.read(lambda tx: clocks_of(tx, self.case_id))
        return [row for row in rows if not running or row.stopped_on is None]

    def act(self, use_case, who: Holder | None = None, *, now: int | None = None, **named):
        """Take a step as its page does: with the version that this member saw."""
        kit, who = self.runtime, who or self.who()
        now = version(kit, who, self.ref) if now is None else now
        given = {
            supervising.accept_report: (kit.pack, who.actor),
            supervising.drop_demand: (kit.pack, who.actor),
        }.get(use_case, (kit.vault, kit.pack, who))
        return kit.write(lambda tx: use_case(tx, *given, self.ref, version=now, **named))

    def demand(
        self, until: date | str, who: Holder | None = None, text: str = "请写明进展"
    ) -> None:
        day = date.fromisoformat(str(until))
        self.act(supervising.demand, who, until=day, text=text)

    def report(self, number: int = 1, text: str = "已约谈学校") -> None:
        officer = self.who(COUNTY, Role.OFFICER)
        self.act(supervising.report_up, officer, number=number, text=text)

    def order(self, who: Holder | None = None) -> None:
        self.act(supervising.order_acceptance, who, text="请即受理")

    def take_over(self, who: Holder | None = None) -> None:
        self.act(taking_over.take_over, who, text="市里来办")

    def transfer(self, target: str, who: Holder | None = None) -> None:
        self.act(taking_over.transfer, who, target_id=target, text="由该机关办理")

    def note(self, who: Holder, text: str, *, own: bool) -> None:
        kit = self.runtime
        kit.write(lambda tx: casework.note(tx, kit.vault, who, self.ref, text=text, own=own))


def a_late_case(
    runtime: Runtime, clock: FixedClock, *keyed: str, until: str = REACHED, **changes
) -> Late:
    """A report that the county let lie until ``until``."""
    county = found_county(runtime, *keyed)
    receipt, filed = file_one(runtime, a_filing(**changes))
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))
    late = Late(county, clock, filed.ref, filed.case_id, receipt)
    late.on(until)
    return late


__all__ = ["COUNTY", "HUBEI", "REACHED", "WUHAN", "Late", "a_late_case"]
