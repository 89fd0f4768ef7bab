"""What people do in the demonstration: each act one call of a use case, as a page would make it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from reportdesk.cli.demo_cast import Cast
from reportdesk.cli.demo_words import PUBLIC, QUESTION, REPLY, STORIES, answer, filing
from reportdesk.domain.following import Sent
from reportdesk.domain.taxonomy import (
    DeclineReason,
    ExtensionReason,
    Opinion,
    Question,
    ReturnReason,
    Solved,
)
from reportdesk.queries import health
from reportdesk.services import (
    answering,
    casework,
    followup,
    intake,
    proving,
    rating,
    referral,
    supervising,
    triage,
)

Act = Callable[["Stage", str], None]
MOE_OFFICER, MOE_SECOND = "moe-officer", "moe-supervisor"
OFFICER, SECOND, HEAD = "hubei-officer-1", "hubei-officer-2", "hubei-head"


@dataclass
class Stage:
    """Where the plots are played: the cast, the schools, and the receipts by case."""

    cast: Cast
    schools: dict[str, str]
    receipts: dict[str, str] = field(default_factory=dict)

    def version(self, ref: str) -> int:
        """The case's version, as a form made now would carry it."""
        return self.cast.runtime.read(lambda tx: health.case_version(tx, ref))

    def file(self, school: str, tale: int) -> str:
        """File a report as a student does; returns the case's reference."""
        kit = self.cast.runtime
        receipt = kit.vault.draw_receipt()
        secrets_of = kit.vault.lookups(receipt, "filing")
        story = STORIES[tale]
        written = filing(story, self.schools[school], kit.clock().date())
        filed = kit.write(
            lambda tx: intake.file(tx, kit.vault, kit.pack, kit.settings, written, secrets_of)
        )
        self.receipts[filed.ref] = receipt
        return filed.ref


def register_(stage: Stage, ref: str) -> None:
    """Enter it under the authority's own number."""
    kit, who = stage.cast.runtime, stage.cast[OFFICER].actor
    version, number = (
        stage.version(ref),
        f"鄂教演示〔{kit.clock().year}〕{secrets.randbelow(900) + 100}号",
    )
    kit.write(
        lambda tx: triage.register(tx, kit.pack, who, ref, own_number=number, version=version)
    )


def accept(stage: Stage, ref: str) -> None:
    """Take it on today, and give it to one of the officers."""
    kit, who, version = stage.cast.runtime, stage.cast[OFFICER].actor, stage.version(ref)
    day = kit.clock().date()
    kit.write(lambda tx: triage.accept(tx, kit.pack, who, ref, on=day, version=version))
    owner = stage.cast[secrets.choice((OFFICER, SECOND))].actor.account_id
    later = stage.version(ref)
    kit.write(lambda tx: triage.assign(tx, who, ref, account_id=owner, version=later))


def decline(stage: Stage, ref: str) -> None:
    """Not taken on, with the other lawful path."""
    kit, who, version = stage.cast.runtime, stage.cast[OFFICER], stage.version(ref)
    reason = DeclineReason.SAME_MATTER_PENDING
    kit.write(
        lambda tx: triage.decline(
            tx, kit.vault, kit.pack, who, ref, reason=reason, text=REPLY["decline"], version=version
        )
    )


def return_(stage: Stage, ref: str) -> None:
    """Not competent: back to the platform desk."""
    kit, who, version = stage.cast.runtime, stage.cast[OFFICER], stage.version(ref)
    kit.write(
        lambda tx: triage.return_(
            tx,
            kit.vault,
            kit.pack,
            who,
            ref,
            reason=ReturnReason.OTHER_DEPARTMENT,
            competent_id="hr-420100",
            text=REPLY["return"],
            version=version,
        )
    )


def investigate(stage: Stage, ref: str) -> None:
    """Begin the inquiry."""
    kit, who, version = stage.cast.runtime, stage.cast[OFFICER], stage.version(ref)
    kit.write(
        lambda tx: casework.investigate(
            tx, kit.vault, kit.pack, who, ref, text=REPLY["progress"], version=version
        )
    )


def ask(stage: Stage, ref: str) -> None:
    """Ask the student something."""
    kit, who, version = stage.cast.runtime, stage.cast[OFFICER], stage.version(ref)
    kit.write(
        lambda tx: casework.ask(
            tx, kit.vault, kit.pack, who, ref, text=QUESTION, report=None, version=version
        )
    )


def reply(stage: Stage, ref: str) -> None:
    """The student answers with the receipt."""
    _as_reporter(stage, ref, Sent.REPLY, REPLY["student"])


def withdraw(stage: Stage, ref: str) -> None:
    """The student takes the report back."""
    _as_reporter(stage, ref, Sent.WITHDRAWAL, "")


def dispute(stage: Stage, ref: str) -> None:
    """The student has the case worked on again."""
    questions = (Question.PAID_BY_COMPANY.value, Question.DATA_DELETED.value)
    _as_reporter(stage, ref, Sent.DISPUTE, REPLY["dispute"], questions)


def ask_review(stage: Stage, ref: str) -> None:
    """The student asks the level above for a review."""
    _as_reporter(stage, ref, Sent.REVIEW, REPLY["review"])


def rate(stage: Stage, ref: str) -> None:
    """The student rates the newest answer."""
    kit, me, once = stage.cast.runtime, _entered(stage, ref), secrets.token_bytes(16)
    view = kit.write(lambda tx: followup.look(tx, kit.vault, kit.pack, me))
    kit.write(
        lambda tx: rating.rate(
            tx,
            kit.vault,
            kit.pack,
            kit.settings,
            me,
            answer=view.answers[-1].number,
            solved=Solved.PARTLY,
            satisfied=3,
            pressed=False,
            once=once,
        )
    )


def _entered(stage: Stage, ref: str) -> followup.Follower:
    """The student with the receipt."""
    kit = stage.cast.runtime
    keys = kit.vault.lookups(stage.receipts[ref], "following")
    return kit.write(lambda tx: followup.enter(tx, kit.vault, keys))


def _as_reporter(
    stage: Stage, ref: str, kind: Sent, text: str, questions: tuple[str, ...] = ()
) -> None:
    """Enter with the receipt and send one message."""
    kit, me, once = stage.cast.runtime, _entered(stage, ref), secrets.token_bytes(16)
    kit.write(
        lambda tx: followup.send(
            tx,
            kit.vault,
            kit.pack,
            kit.settings,
            me,
            kind,
            text,
            once=once,
            questions=questions,
        )
    )


def extend(stage: Stage, ref: str) -> None:
    """The head allows more time, once."""
    kit, who, version = stage.cast.runtime, stage.cast[HEAD], stage.version(ref)
    until = kit.clock().date() + timedelta(days=32)
    kit.write(
        lambda tx: casework.extend(
            tx,
            kit.vault,
            kit.pack,
            who,
            ref,
            reason=ExtensionReason.MANY_INVOLVED,
            until=until,
            text=REPLY["extend"],
            version=version,
        )
    )


def answer_(kind: str) -> Act:
    """An act that drafts an answer of one kind and lets a second person approve it."""

    def act(stage: Stage, ref: str) -> None:
        submit(kind)(stage, ref)
        kit, version = stage.cast.runtime, stage.version(ref)
        second = stage.cast[SECOND]
        kit.write(
            lambda tx: answering.approve(tx, kit.vault, kit.pack, second, ref, version=version)
        )

    return act


def opine(stage: Stage, ref: str) -> None:
    """The ministry upholds the answer, with a second person's approval."""
    kit, writer, second = stage.cast.runtime, stage.cast[MOE_OFFICER], stage.cast[MOE_SECOND]
    written = answer(PUBLIC["explained"], kit.clock().date())
    draft = replace(written, opinion=Opinion.UPHOLD, reply=REPLY["opinion"])
    now = stage.version(ref)
    kit.write(lambda tx: answering.submit(tx, kit.vault, writer, ref, draft=draft, version=now))
    then = stage.version(ref)
    kit.write(lambda tx: answering.approve(tx, kit.vault, kit.pack, second, ref, version=then))


def demand_report(stage: Stage, ref: str) -> None:
    """The ministry demands a written report of the late province."""
    kit, who, version = stage.cast.runtime, stage.cast[MOE_SECOND], stage.version(ref)
    day = kit.clock().date() + timedelta(days=12)
    kit.write(
        lambda tx: supervising.demand(
            tx, kit.vault, kit.pack, who, ref, until=day, text=REPLY["demand"], version=version
        )
    )


def submit(kind: str) -> Act:
    """An act that drafts an answer and hands it to the second person."""

    def act(stage: Stage, ref: str) -> None:
        kit, who, version = stage.cast.runtime, stage.cast[OFFICER], stage.version(ref)
        draft = answer(PUBLIC[kind], kit.clock().date())
        kit.write(
            lambda tx: answering.submit(tx, kit.vault, who, ref, draft=draft, version=version)
        )

    return act


def prove(measure: int) -> Act:
    """An act that records the evidence of one measure, which a second person accepts."""

    def act(stage: Stage, ref: str) -> None:
        kit, who, second = stage.cast.runtime, stage.cast[OFFICER], stage.cast[SECOND]
        day, words = kit.clock().date(), REPLY["evidence"]
        now = stage.version(ref)
        kit.write(
            lambda tx: proving.propose(
                tx, kit.vault, who, ref, measure=measure, on=day, evidence=words, version=now
            )
        )
        then = stage.version(ref)
        kit.write(
            lambda tx: proving.accept(tx, kit.vault, second, ref, measure=measure, version=then)
        )

    return act


def reassign(stage: Stage, ref: str) -> None:
    """The platform desk names the corrected target; the case waits to be handed over."""
    kit, who = stage.cast.runtime, stage.cast["platform-1"].actor
    version = stage.version(ref)
    kit.write(lambda tx: referral.reassign(tx, who, ref, target_id="hr-420100", version=version))
