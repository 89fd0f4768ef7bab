"""The cases of the demonstration: plots of acts on days, carried out by calling the use cases."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from reportdesk.cli.demo_cast import Cast
from reportdesk.cli.demo_words import PUBLIC, QUESTION, REPLY, SCHOOLS, STORIES, answer, filing
from reportdesk.domain.following import Sent
from reportdesk.domain.taxonomy import DeclineReason, ExtensionReason, ReturnReason
from reportdesk.jobs import leader
from reportdesk.jobs.work import JOBS
from reportdesk.queries import health
from reportdesk.runtime import SHANGHAI
from reportdesk.services import (
    answering,
    casework,
    followup,
    intake,
    publication,
    referral,
    register,
    triage,
)

Act = Callable[["Stage", str], None]
MORNING = time(10, 0)
OFFICER, SECOND, HEAD = "hubei-officer-1", "hubei-officer-2", "hubei-head"


@dataclass(frozen=True, slots=True)
class Plot:
    """One case: a school, a story, and what happens so many days before today."""

    school: str
    story: int
    filed: int
    acts: tuple[tuple[int, Act], ...] = ()


@dataclass
class Stage:
    """Where the plots are played: the cast, the schools, and the receipts by case."""

    cast: Cast
    schools: dict[str, str]
    receipts: dict[str, str] = field(default_factory=dict)

    def version(self, ref: str) -> int:
        """The case's version, as a form made now would carry it."""
        return self.cast.runtime.read(lambda tx: health.case_version(tx, ref))

    def file(self, plot: Plot) -> str:
        """File a report as a student does; returns the case's reference."""
        kit = self.cast.runtime
        receipt = kit.vault.draw_receipt()
        secrets_of = kit.vault.lookups(receipt, "filing")
        story = STORIES[plot.story]
        written = filing(story, self.schools[plot.school], kit.clock().date())
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
    """Take it on today."""
    kit, who, version = stage.cast.runtime, stage.cast[OFFICER].actor, stage.version(ref)
    day = kit.clock().date()
    kit.write(lambda tx: triage.accept(tx, kit.pack, who, ref, on=day, version=version))


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


def _as_reporter(stage: Stage, ref: str, kind: Sent, text: str) -> None:
    """Enter with the receipt and send one message."""
    kit = stage.cast.runtime
    keys = kit.vault.lookups(stage.receipts[ref], "following")
    me = kit.write(lambda tx: followup.enter(tx, kit.vault, keys))
    once = secrets.token_bytes(16)
    kit.write(
        lambda tx: followup.send(tx, kit.vault, kit.pack, kit.settings, me, kind, text, once=once)
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
    """An act that records the evidence of one measure."""

    def act(stage: Stage, ref: str) -> None:
        kit, who, version = stage.cast.runtime, stage.cast[OFFICER], stage.version(ref)
        day = kit.clock().date()
        kit.write(
            lambda tx: casework.prove(
                tx, who, ref, measure=measure, on=day, evidence=REPLY["evidence"], version=version
            )
        )

    return act


def reassign(stage: Stage, ref: str) -> None:
    """The platform desk names the corrected target; the case waits to be handed over."""
    kit, who = stage.cast.runtime, stage.cast["platform-1"].actor
    version = stage.version(ref)
    kit.write(lambda tx: referral.reassign(tx, who, ref, target_id="edu-420100", version=version))


PLOTS = (
    Plot(
        "示范职业技术学院（演示）",
        0,
        150,
        (
            (136, accept),
            (129, investigate),
            (120, ask),
            (116, reply),
            (95, answer_("confirmed")),
            (90, prove(1)),
            (80, prove(2)),
        ),
    ),
    Plot("示范工程职业学院（演示）", 1, 120, ((108, register_), (106, accept), (100, investigate))),
    Plot("示范商贸职业学院（演示）", 2, 75),
    Plot(
        "示范理工大学（演示）",
        3,
        130,
        (
            (118, accept),
            (110, investigate),
            (70, answer_("explained")),
        ),
    ),
    Plot(
        "示范医药高等专科学校（演示）",
        0,
        66,
        (
            (55, accept),
            (50, investigate),
            (12, answer_("promised")),
        ),
    ),
    Plot("示范艺术学院（演示）", 4, 40, ((28, accept), (20, investigate), (9, ask))),
    Plot("示范交通职业学院（演示）", 1, 90, ((80, accept), (74, investigate), (24, extend))),
    Plot("示范师范高等专科学校（演示）", 5, 24, ((12, accept),)),
    Plot("示范职业技术学院（演示）", 6, 14, ((11, register_),)),
    Plot("示范理工大学（演示）", 2, 45, ((36, decline),)),
    Plot("示范商贸职业学院（演示）", 5, 33, ((29, return_),)),
    Plot("示范技工学校（演示）", 1, 30),
    Plot("示范中等专业学校（演示）", 4, 26),
    Plot("示范工程职业学院（演示）", 3, 50, ((45, accept), (38, withdraw))),
    Plot(
        "示范艺术学院（演示）", 0, 58, ((46, accept), (40, investigate), (3, submit("confirmed")))
    ),
    Plot("示范交通职业学院（演示）", 6, 4),
    Plot("示范医药高等专科学校（演示）", 2, 1),
    Plot("示范师范高等专科学校（演示）", 0, 18, ((3, accept),)),
)
"""Days are counted back from today; an act stands after the report it belongs to."""
EARLIEST = max(plot.filed for plot in PLOTS)


def play(cast: Cast, today: date, tell: Callable[[str], None]) -> dict[str, str]:
    """Play every plot in the order of days, with the jobs of each day; returns receipts by case."""
    stage = Stage(cast, _schools(cast))
    refs: dict[int, str] = {}
    holder = leader.new_holder()
    steps = sorted(_steps(), key=lambda step: -step[0])
    for number, (ago, index, act) in enumerate(steps, 1):
        _move_to(cast, today - timedelta(days=ago))
        leader.round_(cast.runtime, holder, SWEEPS)
        if act is None:
            refs[index] = stage.file(PLOTS[index])
        else:
            act(stage, refs[index])
        tell(f"{number}/{len(steps)}")
    _move_to(cast, today)
    leader.round_(cast.runtime, holder, SWEEPS)
    return stage.receipts


SWEEPS = tuple(job for job in JOBS if job.name in {"sweep", "deliver"})
"""The jobs that make history; releases are built once, at the end."""


def publish(cast: Cast) -> str:
    """Build the release that the public site will show; returns its label."""
    kit = cast.runtime
    secret = kit.vault.secret("publication")
    built = kit.write(lambda tx: publication.build(tx, kit.settings, kit.pack, secret))
    return str(built.label)


def _schools(cast: Cast) -> dict[str, str]:
    """Enter the fictitious schools; returns ids by name."""
    kit, ids = cast.runtime, {}
    for facts in SCHOOLS:
        ids[facts["name"]] = kit.write(
            lambda tx, facts=facts: register.add_school(tx, **facts, demo=True)
        )
    return ids


def _steps() -> Iterator[tuple[int, int, Act | None]]:
    """(days ago, plot, act or None for the filing), each plot in its own order."""
    for index, plot in enumerate(PLOTS):
        yield plot.filed, index, None
        for ago, act in plot.acts:
            yield ago, index, act


def _move_to(cast: Cast, day: date) -> None:
    """Set the clock to the morning of a day, or a minute on when it is that day already."""
    morning = datetime.combine(day, MORNING, tzinfo=SHANGHAI)
    if cast.clock.instant < morning:
        cast.clock.instant = morning
    else:
        cast.clock.pass_minutes()
