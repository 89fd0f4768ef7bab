"""The same acts as in the model, done by the real use cases on a real database.

Each act here has the name and the arguments of the model's. Staff act through their own accounts
and keys, reporters through their own receipts; the day is that of the runtime's clock.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Role
from reportdesk.domain.answer import Promised
from reportdesk.domain.filing_parts import Where
from reportdesk.domain.following import Sent
from reportdesk.domain.joining import PublicMatter
from reportdesk.domain.taxonomy import (
    DeclineReason,
    ExtensionReason,
    Measure,
    Opinion,
    Ownership,
    ReturnReason,
    RunBy,
    SchoolKind,
    Solved,
)
from reportdesk.runtime import Runtime
from reportdesk.services import (
    answering,
    casework,
    delivery,
    followup,
    intake,
    proving,
    rating,
    reading,
    referral,
    reminders,
    triage,
)
from reportdesk.storage.answer import measures_of
from reportdesk.storage.case import Case
from reportdesk.storage.clock import Clock, RungFired, clocks_of
from reportdesk.storage.db import Tx
from reportdesk.storage.joining import joinable
from reportdesk.storage.register import School
from reportdesk.storage.remedies import newest_answer, running_review
from reportdesk.vault.holder import Holder
from tests.builders import HUBEI, MOE, WUHAN, XIANGYANG, a_draft
from tests.county import COUNTY, County, found_county
from tests.filings import a_filing, once

T = TypeVar("T")
COUNTY_SCHOOL = "school-county"
ELSEWHERE = XIANGYANG
"""Whom the platform desk names after a return."""
MEASURES = (Measure.DELETE_DATA, Measure.RESTORE_GRADES, Measure.PAY_OR_REFUND)


class Rehearsal(Runtime):
    """A runtime whose use cases all run in one transaction, which is never kept."""

    session: Session

    def begin(self) -> None:
        """From here on nothing lasts."""
        self.session = Session(self.db.engine, expire_on_commit=False)

    def end(self) -> None:
        """Forget everything since :meth:`begin`."""
        self.session.rollback()
        self.session.close()

    def write(self, work: Callable[[Tx], T]) -> T:
        """One use case; a refusal leaves no trace."""
        with self.session.begin_nested():
            return work(Tx(self.session, self.clock()))

    def read(self, work: Callable[[Tx], T]) -> T:
        """One look."""
        return work(Tx(self.session, self.clock()))


def found_world(runtime: Runtime, *, keyed: bool = True) -> County:
    """Every rung and another city with staff, and a listed school; or the platform alone."""
    given = (COUNTY, WUHAN, HUBEI, MOE, ELSEWHERE) if keyed else (PLATFORM_AUTHORITY,)
    county = found_county(runtime, *given, platform=keyed)

    def fill(tx: Tx) -> None:
        tx.session.add(
            School(
                id=COUNTY_SCHOOL,
                name="武昌示范小学",
                name_normal="武昌示范小学",
                initials="wcsfxx",
                sort_key="wu chang",
                kind=SchoolKind.PRIMARY.value,
                ownership=Ownership.PUBLIC.value,
                run_by=RunBy.COUNTY.value,
                division_code="420106",
                source="demo",
                demo=True,
            )
        )

    runtime.write(fill)
    return county


@dataclass
class Play:
    """One case at the real desk."""

    kit: Runtime
    county: County
    case_id: str = ""
    ref: str = ""
    delivers: bool = True
    """Whether what reporters write reaches the desk at once, without a job."""
    poses: Holder | None = None
    """Who acts instead of whoever may."""
    behind: int = 0
    """How many versions ago the forms were made."""
    followers: dict[str, followup.Follower] = field(default_factory=dict)

    # What a test reads

    @property
    def case(self) -> Case:
        """The case as it is now."""
        return self.kit.read(lambda tx: tx.session.get_one(Case, self.case_id))

    @property
    def clocks(self) -> list[Clock]:
        """Every clock in the order of their start."""
        return self.kit.read(lambda tx: clocks_of(tx, self.case_id))

    @property
    def rungs(self) -> list[RungFired]:
        """Every rung that fired."""
        rows = select(RungFired).where(RungFired.case_id == self.case_id)
        return self.kit.read(lambda tx: list(tx.session.scalars(rows)))

    # Filing and the reporters

    def file(self, report: str) -> None:
        """The first report, which reaches the desk the same day."""
        self._file(report, None)

    def join(self, report: str) -> None:
        """Another report, from the public page of the case."""
        month = f"{self.case.filed_on:%Y-%m}"
        practice = self.case.practice
        self._file(report, PublicMatter(self.ref, practice, month, COUNTY_SCHOOL))
        self.read()

    def _file(self, report: str, matter: PublicMatter | None) -> None:
        kit = self.kit
        receipt = kit.vault.draw_receipt()
        known = kit.vault.lookups(receipt, "filing")
        filing = a_filing()
        what = replace(filing.what, since=f"{kit.clock():%Y-%m}")
        where = Where(school_id=COUNTY_SCHOOL, run_by=RunBy.COUNTY)
        filing = replace(filing, where=where, what=what)
        filed = kit.write(
            lambda tx: intake.file(tx, kit.vault, kit.pack, kit.settings, filing, known, (), matter)
        )
        if matter is None:
            self.case_id, self.ref = filed.case_id, filed.ref
        assert filed.case_id == self.case_id, "it opened a case of its own"
        following = kit.vault.lookups(receipt, "following")
        self.followers[report] = kit.write(lambda tx: followup.enter(tx, kit.vault, following))
        self.slot()

    def slot(self) -> None:
        """What reporters wrote reaches the desk."""
        if self.delivers:
            self.deliver()

    def deliver(self) -> None:
        """The fixed slot: what waits reaches the desk."""
        self.kit.write(lambda tx: delivery.show_waiting(tx, self.kit.pack))

    def can_join(self) -> bool:
        """Whether a report from the public page would join the case now."""
        practice = self.case.practice
        found = self.kit.read(lambda tx: joinable(tx, self.ref, COUNTY_SCHOOL, practice))
        return found is not None and found.case_id == self.case_id

    def send(self, report: str, kind: Sent, text: str = "不对") -> None:
        """A reporter writes; it waits for the slot."""
        kit, me = self.kit, self.followers[report]
        kit.write(
            lambda tx: followup.send(
                tx, kit.vault, kit.pack, kit.settings, me, kind, text, once=once()
            )
        )

    def reply(self, report: str) -> None:
        """A reporter answers the question."""
        self.send(report, Sent.REPLY)
        self.slot()

    def object(self, report: str) -> None:
        """A reporter says what the answer leaves open."""
        self.send(report, Sent.DISPUTE)
        self.slot()

    def ask_review(self, report: str) -> None:
        """A reporter asks the superior."""
        self.send(report, Sent.REVIEW)
        self.slot()

    def ask_second_review(self, report: str) -> None:
        """A reporter asks the superior's superior."""
        self.send(report, Sent.SECOND_REVIEW)
        self.slot()

    def withdraw(self, report: str) -> None:
        """A reporter leaves."""
        self.send(report, Sent.WITHDRAWAL, "")
        self.slot()

    def rate(self, report: str, *, content: bool) -> None:
        """A reporter rates the newest answer."""
        kit, me = self.kit, self.followers[report]
        newest = kit.read(lambda tx: newest_answer(tx, self.case_id))
        kit.write(
            lambda tx: rating.rate(
                tx,
                kit.vault,
                kit.pack,
                kit.settings,
                me,
                answer=newest.number if newest else 0,
                solved=Solved.YES if content else Solved.NO,
                satisfied=3,
                pressed=False,
                once=once(),
            )
        )
        self.slot()

    # Staff

    @property
    def version(self) -> int:
        """What a form made now would carry."""
        return self.case.version

    def officer(self) -> Holder:
        """An officer of whoever holds the case; of the platform where nobody has staff."""
        return self.member(self.case.authority_id)

    def member(self, at: str, role: Role = Role.OFFICER) -> Holder:
        """A member of an authority; the platform has officers of one role."""
        if self.poses is not None:
            return self.poses
        return self.county[at, Role.PLATFORM if at == PLATFORM_AUTHORITY else role]

    def reviewer(self) -> str:
        """Who reviews the case now."""
        return self.kit.read(lambda tx: running_review(tx, self.case)) or self.case.authority_id

    def do(self, use_case: Callable[..., T], *given: object, **named: object) -> T:
        """One use case of staff on this case, with a form made now."""
        named.setdefault("version", self.version - self.behind)
        return self.kit.write(lambda tx: use_case(tx, *given, self.ref, **named))

    def read(self) -> None:
        """Somebody of the holder opens the case, which gives newcomers its key."""
        kit, officer = self.kit, self.officer()
        kit.write(lambda tx: reading.read(tx, kit.vault, officer, self.ref))

    def register(self) -> None:
        """The authority takes note."""
        self.do(triage.register, self.kit.pack, self.officer().actor, own_number="")

    def accept(self, on: date) -> None:
        """The authority takes it on from a day."""
        self.do(triage.accept, self.kit.pack, self.officer().actor, on=on)

    def decline(self) -> None:
        """The authority does not take it on."""
        kit, reason = self.kit, next(iter(DeclineReason))
        self.do(triage.decline, kit.vault, kit.pack, self.officer(), reason=reason, text="理由")

    def give_back(self) -> None:
        """Another body is competent."""
        kit = self.kit
        self.do(
            triage.return_,
            kit.vault,
            kit.pack,
            self.officer(),
            reason=ReturnReason.OTHER_LEVEL,
            competent_id=ELSEWHERE,
            text="不归我们管",
        )

    def redirect(self) -> None:
        """The platform desk names another authority."""
        desk = self.county.everybody[PLATFORM_AUTHORITY][0]
        self.do(referral.reassign, desk.actor, target_id=ELSEWHERE)

    def hand_over(self) -> None:
        """Two officers of the platform seal it for the new authority."""
        kit, (first, second) = self.kit, self.county.everybody[PLATFORM_AUTHORITY]
        name = second.actor.account_id
        kit.write(
            lambda tx: referral.begin(tx, kit.vault, first, authority_id=ELSEWHERE, second_id=name)
        )
        kit.write(
            lambda tx: referral.complete(tx, kit.vault, kit.pack, second, authority_id=ELSEWHERE)
        )

    def dispatch(self) -> None:
        """The platform desk sends it by letter."""
        self.do(referral.dispatch, self.kit.pack, self.officer().actor)

    def investigate(self) -> None:
        """The authority begins to look into it."""
        kit = self.kit
        self.do(casework.investigate, kit.vault, kit.pack, self.officer(), text="先看通知")

    def ask(self) -> None:
        """The authority asks the reporters."""
        kit = self.kit
        self.do(casework.ask, kit.vault, kit.pack, self.officer(), text="哪一天", report=None)

    def resume(self) -> None:
        """The authority goes on without a reply."""
        self.do(casework.resume, self.kit.pack, self.officer())

    def extend(self, until: date) -> None:
        """The head extends the time to decide."""
        kit, head = self.kit, self.member(self.case.authority_id, Role.HEAD)
        reason = next(iter(ExtensionReason))
        self.do(casework.extend, kit.vault, kit.pack, head, reason=reason, until=until, text="复杂")

    def answer(self, promised: list[date]) -> None:
        """One writes the answer, another approves it."""
        self._answer(self.case.authority_id, promised)

    def decide_review(self, promised: list[date]) -> None:
        """The superior's opinion, by two people."""
        self._answer(self.reviewer(), promised, opinion=Opinion.CORRECT)

    def conclude(self) -> None:
        """The last opinion."""
        self._answer(self.reviewer(), [], opinion=Opinion.UPHOLD)

    def _answer(self, at: str, promised: list[date], **more: object) -> None:
        kit, taken = self.kit, zip(MEASURES, promised, strict=False)
        draft = a_draft(*(Promised(measure, by) for measure, by in taken), **more)
        writer, second = self.member(at), self.member(at, Role.HEAD)
        self.do(answering.submit, kit.vault, writer, draft=draft)
        self.do(answering.approve, kit.vault, kit.pack, second)

    def prove(self, item: int) -> None:
        """One proves the promise with this number, another accepts the proof."""
        kit, holder = self.kit, self.case.authority_id
        rows = kit.read(lambda tx: measures_of(tx, self.case_id))
        numbers = dict(enumerate((row.number for row in rows if row.promised_on), 1))
        number = numbers.get(item, 0)
        self.do(
            proving.propose,
            kit.vault,
            self.member(holder),
            measure=number,
            on=kit.clock().date(),
            evidence="证明",
        )
        second = self.member(holder, Role.HEAD)
        self.do(proving.accept, kit.vault, second, measure=number)

    def send_back(self) -> None:
        """The superior has it worked on again."""
        kit, superior = self.kit, self.member(self.reviewer())
        self.do(casework.send_back, kit.vault, kit.pack, superior, text="请查清")

    # The calendar

    def sweep(self) -> None:
        """The job's work on this day, if it finds the case due."""
        kit = self.kit
        if self.case_id in kit.read(reminders.cases_due):
            kit.write(lambda tx: reminders.sweep(tx, kit.vault, kit.pack, self.case_id))
