"""A case at a county bureau with an answer, and what its reporters then ask for."""

from dataclasses import dataclass, field

from reportdesk.domain.actors import Role
from reportdesk.domain.answer import AnswerDraft
from reportdesk.domain.filing_parts import Story
from reportdesk.domain.following import Following, Sent
from reportdesk.domain.taxonomy import Asked, Opinion, Solved
from reportdesk.runtime import Runtime
from reportdesk.services import casework, delivery, followup, intake, rating
from reportdesk.storage.case import Case
from reportdesk.storage.db import Tx
from reportdesk.storage.history import History, events
from reportdesk.vault.holder import Holder
from tests import builders
from tests.builders import HUBEI, WUHAN
from tests.county import COUNTY, County, found_county
from tests.filings import a_filing, file_one, once


@dataclass
class Contest:
    """One case, its reporters' receipts, and its offices."""

    runtime: Runtime
    county: County
    ref: str = ""
    case_id: str = ""
    receipts: list[str] = field(default_factory=list)

    def enter(self, number: int = 0) -> followup.Follower:
        known = self.runtime.vault.lookups(self.receipts[number], "following")
        return self.runtime.write(lambda tx: followup.enter(tx, self.runtime.vault, known))

    def look(self, number: int = 0) -> Following:
        kit, me = self.runtime, self.enter(number)
        return kit.write(lambda tx: followup.look(tx, kit.vault, kit.pack, me))

    def send(self, kind: Sent, text: str = "不对", number: int = 0, **more) -> bool:
        kit, me = self.runtime, self.enter(number)
        given = {"once": once(), **more}
        return kit.write(
            lambda tx: followup.send(tx, kit.vault, kit.pack, kit.settings, me, kind, text, **given)
        )

    def rate(self, solved: Solved, number: int = 0, **more) -> None:
        kit, me = self.runtime, self.enter(number)
        newest = len(self.look(number).answers)
        given = {"answer": newest, "satisfied": 3, "pressed": False, "once": once(), **more}
        kit.write(
            lambda tx: rating.rate(
                tx, kit.vault, kit.pack, kit.settings, me, solved=solved, **given
            )
        )

    def slot(self) -> int:
        kit = self.runtime
        return kit.write(lambda tx: delivery.show_waiting(tx, kit.pack))

    def join(self, story: str = "我也是", *, opened: bool = True) -> None:
        """Another reporter of the same case, with the case's key as the first one's.

        Unless the holder ``opened`` the case since, the report waits for that key.
        """
        kit, me = self.runtime, self.enter()
        receipt = kit.vault.draw_receipt()
        known = kit.vault.lookups(receipt, "filing")
        filing = a_filing(story=Story((Asked.STOP,), story, ""))

        def work(tx: Tx) -> None:
            _, first = followup._open(tx, kit.vault, me)
            case = tx.session.get_one(Case, self.case_id)
            report, secret = intake._report(
                tx, kit.vault, kit.pack, case, filing, known, joins=True
            )
            if opened:
                report.case_key = kit.vault.wrap_inner(secret.key, first.key, report.report_id)
                report.awaits_case_key = False
            readers = [case.authority_id, *case.ladder]
            intake._hand_out_keys(tx, kit.vault, readers, report, secret)

        kit.write(work)
        self.receipts.append(receipt)
        self.slot()

    def people(self, at: str) -> tuple[Holder, Holder]:
        """A writer and a second person of an authority."""
        return self.county[at, Role.OFFICER], self.county[at, Role.HEAD]

    def answer(self, at: str = COUNTY, draft: AnswerDraft | None = None) -> None:
        builders.answer(self.runtime, *self.people(at), self.ref, draft)

    def opine(self, at: str = WUHAN, opinion: Opinion = Opinion.CORRECT, **changes) -> None:
        self.answer(at, builders.a_draft(opinion=opinion, **changes))

    def send_back(self, at: str = WUHAN, text: str = "请查清谁收了钱") -> None:
        kit, holder = self.runtime, self.people(at)[0]
        now = builders.version(kit, holder, self.ref)
        builders.act(
            kit, casework.send_back, kit.vault, kit.pack, holder, self.ref, text=text, version=now
        )

    def sweep(self) -> int:
        return self.county.sweep(self.case_id)

    @property
    def case(self) -> Case:
        return self.county.case(self.case_id)

    @property
    def history(self) -> list[History]:
        return self.runtime.read(lambda tx: events(tx, self.case_id))

    @property
    def happened(self) -> list[str]:
        return [row.event for row in self.history]


def found_contest(runtime: Runtime, *keyed: str, platform: bool = True) -> Contest:
    """A report filed with the county, accepted and not yet answered."""
    contest = Contest(runtime, found_county(runtime, *keyed, platform=platform))
    receipt, filed = file_one(runtime, a_filing())
    contest.receipts, contest.ref, contest.case_id = [receipt], filed.ref, filed.case_id
    contest.slot()
    builders.accept(runtime, contest.county[COUNTY, Role.OFFICER], contest.ref)
    return contest


__all__ = ["COUNTY", "HUBEI", "WUHAN", "Contest", "found_contest"]
