"""What an authority without accounts can answer on paper, and what the lifecycle makes of it.

The platform never sets a finding: it copies what a document says, two officers compare the copy
with the paper, and the document's number and date stand beside everything that came of it. The
clocks are the authority's: they stop on the day on which the paper arrived. What the document opens
for the reporter begins on the day on which the second officer lets it count, when they can read it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from reportdesk.domain.access import REVIEWS, CaseFacts, barred
from reportdesk.domain.actors import Party
from reportdesk.domain.answer import AnswerDraft
from reportdesk.domain.case import Action, Stage, transition
from reportdesk.domain.correspondence import Purpose
from reportdesk.domain.errors import BadInput
from reportdesk.domain.filing_parts import Fault
from reportdesk.domain.taxonomy import DeclineReason, ExtensionReason, ReturnReason

LONGEST_NUMBER = 60
LONGEST_WORDS = 2_000
LONGEST_PROOF = 300
"""Characters."""


class Stands(StrEnum):
    """Where a transcription stands."""

    WAITING = "waiting"
    COUNTS = "counts"
    REFUSED = "refused"


class Reply(StrEnum):
    """What a document says."""

    REGISTER = "register"
    ACCEPT = "accept"
    DECLINE = "decline"
    RETURN = "return"
    EXTEND = "extend"
    ANSWER = "answer"
    OPINION = "opinion"
    SEND_BACK = "send_back"
    PROOF = "proof"
    """That a promised measure was carried out; no step of the lifecycle."""


ANSWERING = frozenset({Reply.ANSWER, Reply.OPINION})
"""Documents with a finding, the question sheet and measures."""
OF_REVIEW = frozenset({Reply.OPINION, Reply.SEND_BACK})
WORDED = frozenset({Reply.DECLINE, Reply.RETURN, Reply.EXTEND, Reply.SEND_BACK, Reply.PROOF})
"""Documents that say why, in words."""
REASONS: Mapping[Reply, type[StrEnum]] = {
    Reply.DECLINE: DeclineReason,
    Reply.RETURN: ReturnReason,
    Reply.EXTEND: ExtensionReason,
}
PROVEN = frozenset({Stage.ANSWERED, Stage.CORRECTING})
"""Stages in which a promised measure is proven."""
PARTIES = frozenset({Party.OFFICER, Party.HEAD, Party.SUPERVISOR})


@dataclass(frozen=True, slots=True)
class Document:
    """A paper document: its own number, its date, and the day on which it arrived here."""

    number: str
    dated_on: date
    received_on: date

    def check(self, first: date, today: date) -> None:
        """Raises BadInput for a number or a day that cannot be.

        ``first`` is the day on which the authority had the case: nobody answers before that.
        """
        if not self.number.strip():
            raise BadInput("number", "document_number_missing")
        if len(self.number) > LONGEST_NUMBER:
            raise BadInput("number", "too_long", most=LONGEST_NUMBER)
        if not first <= self.received_on <= today:
            raise BadInput("received_on", "document_received_impossible", first=first.isoformat())
        if self.dated_on > self.received_on:
            raise BadInput("dated_on", "document_dated_after_receipt")
        if self.dated_on < first:
            raise BadInput("dated_on", "document_dated_before_case", first=first.isoformat())


@dataclass(frozen=True, slots=True)
class Content:
    """What one document says; which parts it has depends on the reply.

    ``words`` are what it says beside the codes: the reporter reads them, and so may everybody who
    may read the case. ``competent_id`` is None for a body that the register does not have.
    """

    own_number: str = ""
    accepted_on: date | None = None
    reason: str = ""
    competent_id: str | None = None
    until: date | None = None
    words: str = ""
    answer: AnswerDraft | None = None
    measure: int | None = None
    """Number of the measure that a proof is about."""
    done_on: date | None = None

    def faults(self, reply: Reply, document: Document, level: int) -> tuple[Fault, ...]:
        """What keeps it from being handed to the second officer.

        Promises are looked at as of the day on which the paper arrived.
        """
        most = LONGEST_PROOF if reply is Reply.PROOF else LONGEST_WORDS
        found = [Fault("words", "too_long", {"most": most})]
        found = found if len(self.words) > most else []
        if reply in WORDED and not self.words.strip():
            found.append(Fault("words", "document_words_missing"))
        if reply in REASONS and self.reason not in set(REASONS[reply]):
            found.append(Fault("reason", "document_reason_missing"))
        if reply in ANSWERING and self.answer is not None:
            faults = self.answer.faults(document.received_on, level)
            found += [fault for fault in faults if fault.field != "reply"]
        return tuple(found)

    def plain(self) -> dict[str, Any]:
        """As JSON values, for sealing."""
        return {
            "own_number": self.own_number,
            "accepted_on": self.accepted_on.isoformat() if self.accepted_on else None,
            "reason": self.reason,
            "competent_id": self.competent_id,
            "until": self.until.isoformat() if self.until else None,
            "words": self.words,
            "answer": self.answer.plain() if self.answer else None,
            "measure": self.measure,
            "done_on": self.done_on.isoformat() if self.done_on else None,
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Self:
        """What :meth:`plain` gave."""
        accepted, until, answer = plain["accepted_on"], plain["until"], plain["answer"]
        done = plain.get("done_on")
        return cls(
            own_number=plain["own_number"],
            accepted_on=date.fromisoformat(accepted) if accepted else None,
            reason=plain["reason"],
            competent_id=plain["competent_id"],
            until=date.fromisoformat(until) if until else None,
            words=plain["words"],
            answer=AnswerDraft.of(answer) if answer else None,
            measure=plain.get("measure"),
            done_on=date.fromisoformat(done) if done else None,
        )


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that counts, as the reporter reads it; the authority by its two names."""

    kind: str
    number: str
    dated_on: date
    received_on: date
    authority: tuple[str, str]
    words: str


def action_of(reply: Reply, stage: Stage) -> Action:
    """The action of the lifecycle that a document is."""
    if reply is Reply.OPINION:
        return REVIEWS.get(stage, Action.GIVE_OPINION)
    return Action(reply.value)


def replies_for(purpose: Purpose, facts: CaseFacts) -> tuple[Reply, ...]:
    """What a document of the addressed authority can say in the case as it stands."""
    reviewing = purpose is Purpose.REVIEW
    found = []
    for reply in Reply:
        if reply is Reply.PROOF:
            continue
        action = action_of(reply, facts.stage)
        row = transition(action, facts.stage)
        fits = row is not None and row.party in PARTIES and (reply in OF_REVIEW) == reviewing
        if fits and barred(action, facts) is None:
            found.append(reply)
    proving = not reviewing and facts.stage in PROVEN
    return (*found, *((Reply.PROOF,) if proving else ()))
