"""What a reporter sees of their case, and what they may do: frozen values and their rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import blake2b
from typing import Any

from reportdesk.domain.case import OPEN, Stage
from reportdesk.domain.clocks import DueDate, Standing
from reportdesk.domain.letter import TOLD
from reportdesk.domain.official import Paper
from reportdesk.domain.questionnaire import Questionnaire
from reportdesk.domain.rated import Rated
from reportdesk.domain.retention import Kept
from reportdesk.domain.taxonomy import ClockKey

Name = tuple[str, str]
"""An authority's name, Chinese and English."""


class Sent(StrEnum):
    """What a reporter may send."""

    REPLY = "reply"
    ADDITION = "addition"
    PRESSURE = "pressure"
    """Somebody presses the reporter; whoever stands above is told."""
    WITHDRAWAL = "withdrawal"
    WITHDRAWAL_TOLD = "withdrawal_told"
    EXCERPT = "excerpt"
    """Own words that the public may read, once two of the staff approve."""
    EXCERPT_BACK = "excerpt_back"
    DISPUTE = "dispute"
    """The answer leaves questions open or has facts wrong: it is to be worked on again."""
    REVIEW = "review"
    SECOND_REVIEW = "second_review"


MARK_BYTES = 16
LONGEST_MESSAGE = 5_000
LONGEST_EXCERPT = 600
"""Characters."""
WITHDRAWALS = frozenset({Sent.WITHDRAWAL, Sent.WITHDRAWAL_TOLD})
REVIEWS = frozenset({Sent.REVIEW, Sent.SECOND_REVIEW})
OBJECTIONS = frozenset({Sent.DISPUTE, *REVIEWS})
"""What has a window and a rule of its own (:mod:`reportdesk.domain.remedies`)."""
SHOWN = frozenset(
    (
        *("filed", "delivered", "redelivered", "register", "return", "reassign", "accept"),
        *("decline", "investigate", "ask", "reply", "go_on", "resume", "extend", "answer"),
        *("correct", "evidence", "close", "dispute", "ask_review", "give_opinion", "send_back"),
        *("ask_second_review", "give_final_opinion", "withdraw", "merge", "unmerge"),
        *("notice_overdue", "rung_fired", "message", "added", "report_withdrawn", "rated"),
        *("joined", "clock_rejudged", "letter_issued"),
        *("demand", "report_up", "order_acceptance", "take_over", "transfer"),
        *("window_over", "review_passed_on", "dispatch", "review_by_letter", "reopened"),
        *("route_confirmed", "route_corrected", "corrected", "hearing", "clock_moved"),
        *("contact_erased", "files_erased", "excerpt_offered", "excerpt_back"),
        *("destruction_announced", "hold_put", "hold_ended", "withheld", "shown_again"),
    )
)
"""Events a reporter sees; the rest is bookkeeping, or somebody else's."""
ASKED = frozenset({"dispute", "ask_review", "ask_second_review"})
"""Events of objections."""
QUIET_RUNGS = frozenset({"S0_before", "S0_due", "S0_after"})
"""Reminders to the authority: no step of the case."""


@dataclass(frozen=True, slots=True)
class Step:
    """One event of the case; ``number`` grows, ``fields`` are the exact values of the history."""

    number: int
    event: str
    on: date
    stage: Stage
    authority: Name | None
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Letter:
    """One message; ``sender`` is None for the reporter's own, ``waits`` until the next slot."""

    number: int
    on: date
    kind: str
    sender: Name | None
    text: str
    waits: bool
    questions: tuple[str, ...] = ()
    """Of an objection: the questions of the sheet that it is about."""


@dataclass(frozen=True, slots=True)
class Timer:
    """One clock with its standing today; ``by`` is the event that stopped it."""

    due: DueDate
    standing: Standing
    stopped_on: date | None
    by: str | None
    params: Mapping[str, Any]
    number: int = 0
    """Of the clock within its case."""


@dataclass(frozen=True, slots=True)
class Promise:
    """One measure of an answer; its clock names its ``number``."""

    number: int
    code: str
    by: date | None
    done_on: date | None
    evidence: str | None


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer that counts; sheets are question -> ``{"a": code, "w": words}``."""

    authority: Name
    on: date
    finding: str | None
    sheet: Mapping[str, Mapping[str, str]]
    legal_basis: str
    measures: tuple[Promise, ...]
    number: int = 1
    level: int = 0
    """0 of the authority, 1 of a review, 2 of the second one."""
    opinion: str | None = None
    reply: str | None = None
    """What a review says, for a reporter to whom nobody could write it; of a paper document, what
    everybody reads."""
    document: str | None = None
    """Number of the paper document that the platform copied it from."""
    document_on: date | None = None


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way to object; ``refusal`` is the code of why it is not open, None when it is.

    ``until`` is the window's date; ``then`` is what its clock would be due if it were used today;
    ``to`` is who would take it, ``direct`` whether that body has staff here.
    """

    kind: Sent
    refusal: str | None
    until: DueDate | None
    then: DueDate
    to: Name | None = None
    direct: bool = True
    joins: bool = False
    """Whether others asked for it already, and these grounds would join theirs."""


@dataclass(frozen=True, slots=True)
class Following:
    """Everything the page shows."""

    ref: str
    stage: Stage
    holder: Name
    direct: bool
    """Whether an authority has it, rather than the platform, which passes it on."""
    filed_on: date
    arrived: bool
    """Whether staff can see the report yet."""
    joined: bool
    """Whether the case is one that others opened: the report joined it or was merged into it."""
    withdrawn: bool
    """Also while the withdrawal waits for the slot."""
    decline_reason: str | None
    timers: tuple[Timer, ...]
    steps: tuple[Step, ...]
    letters: tuple[Letter, ...]
    own_sheet: Mapping[str, Mapping[str, str]]
    asked: Questionnaire | None
    """Questions and choices as this report answered them; None where they were not kept."""
    answers: tuple[Answered, ...]
    remedies: tuple[Remedy, ...] = ()
    rated: Rated | None = None
    closure: str | None = None
    """Why the case ended, once it did."""
    above: tuple[Name, ...] = ()
    """Who stands above whoever decided last."""
    reviewer: Name | None = None
    """Who reviews it now."""
    papers: tuple[Paper, ...] = ()
    """Documents on paper that say something beside the answers."""
    review_kept: bool = False
    """Whether the platform desk keeps that review until somebody above has staff."""
    earlier: str | None = None
    """Reference of the ended case that this one goes on with."""
    before: tuple[Answered, ...] = ()
    """What was answered in that case, to a reporter of it."""
    kept: Kept | None = None
    """Until when it can be read, once the case ended or the report was withdrawn."""

    @property
    def again(self) -> bool:
        """Whether the reporter may begin a case that goes on with this ended one."""
        return self.stage in {Stage.CLOSED, Stage.DECLINED} and not self.withdrawn

    @property
    def question(self) -> Letter | None:
        """The question that waits for a reply."""
        return open_question(self.letters) if self.stage is Stage.NEEDS_INFO else None

    @property
    def may(self) -> frozenset[Sent]:
        """What the reporter may send now."""
        open_now = {remedy.kind for remedy in self.remedies if remedy.refusal is None}
        return may_send(self.stage, self.letters, withdrawn=self.withdrawn, objections=open_now)

    def remedy(self, kind: Sent) -> Remedy | None:
        """One way to object, if the case has it."""
        return next((remedy for remedy in self.remedies if remedy.kind is kind), None)


def longest(kind: Sent) -> int:
    """Characters that a message may have."""
    return LONGEST_EXCERPT if kind is Sent.EXCERPT else LONGEST_MESSAGE


def mark(once: bytes, kind: Sent, text: str, more: Iterable[str]) -> bytes:
    """What is stored of a message so that it is taken once; without ``once`` it tells nothing.

    ``once`` is a random value of the form, ``more`` are names of stored files and codes.
    """
    content = "\0".join([kind.value, text, *more]).encode()
    return blake2b(content, key=once, digest_size=MARK_BYTES).digest()


def open_question(letters: Sequence[Letter]) -> Letter | None:
    """The newest question that no reply of the reporter follows."""
    for letter in reversed(letters):
        if letter.sender is None and letter.kind == Sent.REPLY:
            return None
        if letter.kind == "question":
            return letter
    return None


def withdrawing(letters: Iterable[Letter]) -> bool:
    """Whether the reporter wrote that they withdraw."""
    return any(letter.kind in WITHDRAWALS for letter in letters)


def offered(letters: Sequence[Letter]) -> Letter | None:
    """The excerpt that the reporter offers for publication now."""
    told = [letter for letter in letters if letter.kind in {Sent.EXCERPT, Sent.EXCERPT_BACK}]
    return told[-1] if told and told[-1].kind == Sent.EXCERPT else None


def _about_excerpts(stage: Stage, letters: Sequence[Letter]) -> frozenset[Sent]:
    """An excerpt is offered while the case may still be published, and taken back at any time."""
    back = {Sent.EXCERPT_BACK} if offered(letters) else set()
    return frozenset(back | ({Sent.EXCERPT} if stage in OPEN or stage is Stage.CLOSED else set()))


def may_send(
    stage: Stage,
    letters: Sequence[Letter],
    *,
    withdrawn: bool,
    objections: Iterable[Sent] = (),
) -> frozenset[Sent]:
    """What a reporter may send: nothing after withdrawing, objections and excerpts to ended cases.

    A withdrawal counts from the moment it was written, also while it waits for the slot.
    ``objections`` are those that are open now.
    """
    if withdrawn or withdrawing(letters):
        return frozenset()
    free = frozenset(objections) | _about_excerpts(stage, letters)
    if stage not in OPEN:
        return free
    question = stage is Stage.NEEDS_INFO and open_question(letters) is not None
    always = frozenset(Sent) - OBJECTIONS - {Sent.EXCERPT, Sent.EXCERPT_BACK, Sent.REPLY}
    return always | free | ({Sent.REPLY} if question else frozenset())


def shown(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The steps a reporter sees."""
    return tuple(step for step in steps if step.event in SHOWN and not _quiet(step))


def _quiet(step: Step) -> bool:
    """Whether an event is no step of the case.

    Mere reminders, documents of what was said before, the lateness of a report to a superior.
    """
    on_paper = step.event == "letter_issued" and step.fields.get("kind") not in TOLD
    to_superior = step.fields.get("clock") == ClockKey.DEMAND
    return on_paper or to_superior or step.fields.get("rung") in QUIET_RUNGS
