"""A case that a letter belongs to, and the two members who write, send and compare."""

from dataclasses import dataclass
from datetime import date

from reportdesk.domain.correspondence import Way
from reportdesk.domain.official import Content, Document, Reply
from reportdesk.queries.correspondence import letters_to_do
from reportdesk.runtime import Runtime
from reportdesk.services import corresponding, transcribing
from reportdesk.storage.answer import CaseAnswer, answers_of
from reportdesk.storage.case import Case
from reportdesk.storage.clock import Clock, clocks_of, running
from reportdesk.storage.correspondence import OfficialLetter, letters_of
from reportdesk.storage.history import History, events
from reportdesk.storage.official import OfficialReply, replies_of
from reportdesk.vault.holder import Holder
from tests import builders


@dataclass
class Mailbag:
    """One case and who works on its letters."""

    runtime: Runtime
    first: Holder
    second: Holder
    ref: str

    @property
    def case(self) -> Case:
        return builders.case(self.runtime, self.first, self.ref)

    @property
    def version(self) -> int:
        return self.case.version

    @property
    def today(self) -> date:
        return self.runtime.clock().date()

    def write(self, code: str | None = None, *, made_for: int | None = None) -> str:
        """Write the letter; returns the reference that stands on it."""
        code = code or self.runtime.vault.draw_reference()
        builders.act(
            self.runtime,
            corresponding.write,
            self.runtime.pack,
            self.first.actor,
            self.ref,
            lookup=self.runtime.vault.reference_lookup(code),
            version=made_for or self.version,
        )
        return code

    def send(self, on: date | None = None, way: Way = Way.REGISTERED_POST) -> None:
        kit = self.runtime
        builders.act(
            kit,
            corresponding.send,
            kit.pack,
            self.first.actor,
            self.ref,
            on=on or self.today,
            way=way,
            tracking="",
            version=self.version,
        )

    def arrive(self, on: date | None = None) -> None:
        kit = self.runtime
        builders.act(
            kit,
            corresponding.arrive,
            kit.pack,
            self.first.actor,
            self.ref,
            on=on or self.today,
            version=self.version,
        )

    def deliver(self) -> None:
        """Written, sent and arrived today."""
        self.write()
        self.send()
        self.arrive()

    def tell(
        self, code: str, *, arrived: date | None = None, office: str = "", phone: str = ""
    ) -> None:
        kit = self.runtime
        builders.act(
            kit,
            corresponding.tell,
            kit.vault,
            kit.vault.reference_lookup(code),
            arrived=arrived,
            office=office,
            phone=phone,
        )

    def enter(
        self,
        reply: Reply,
        content: Content,
        *,
        number: str = "鄂教信〔2026〕3号",
        dated: date | None = None,
        received: date | None = None,
    ) -> None:
        """One officer copies a document that arrived today, or on a day."""
        kit, came = self.runtime, received or self.today
        builders.act(
            kit,
            transcribing.enter,
            kit.vault,
            self.first,
            self.ref,
            reply=reply,
            document=Document(number, dated or came, came),
            content=content,
            version=self.version,
        )

    def approve(self, by: Holder | None = None) -> None:
        """Another compares it with the paper."""
        kit, holder = self.runtime, by or self.second
        builders.act(
            kit, transcribing.approve, kit.vault, kit.pack, holder, self.ref, version=self.version
        )

    def give_back(self) -> None:
        kit, now = self.runtime, self.version
        builders.act(
            kit, transcribing.give_back, kit.vault, self.second, self.ref, reason="错", version=now
        )

    def reply(self, reply: Reply, content: Content, **days: date) -> None:
        self.enter(reply, content, **days)
        self.approve()

    def replies(self) -> list[OfficialReply]:
        return self.runtime.read(lambda tx: replies_of(tx, self.case.case_id))

    def answers(self) -> list[CaseAnswer]:
        return self.runtime.read(lambda tx: answers_of(tx, self.case.case_id))

    def letters(self) -> list[OfficialLetter]:
        return self.runtime.read(lambda tx: letters_of(tx, self.case.case_id))

    def running(self) -> list[Clock]:
        return self.runtime.read(lambda tx: running(tx, self.case.case_id))

    def clocks(self) -> list[Clock]:
        return self.runtime.read(lambda tx: clocks_of(tx, self.case.case_id))

    def history(self) -> list[History]:
        return self.runtime.read(lambda tx: events(tx, self.case.case_id))

    def todo(self) -> list[str]:
        rows = self.runtime.read(lambda tx: letters_to_do(tx, self.first.actor))
        return [row.letter.todo.value for row in rows]
