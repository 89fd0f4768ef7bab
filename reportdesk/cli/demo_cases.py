"""The cases of the demonstration: plots of acts on days, with the jobs of each day between them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from reportdesk.cli.demo_acts import (
    Act,
    Stage,
    accept,
    answer_,
    ask,
    ask_review,
    decline,
    demand_report,
    dispute,
    extend,
    investigate,
    opine,
    prove,
    rate,
    reassign,
    register_,
    reply,
    return_,
    submit,
    withdraw,
)
from reportdesk.cli.demo_cast import Cast
from reportdesk.cli.demo_keeping import hold, withhold
from reportdesk.cli.demo_letters import inquire, on_paper, tell_regulator
from reportdesk.cli.demo_post import copy_acceptance, letter_arrives, post_letter
from reportdesk.cli.demo_words import SCHOOLS
from reportdesk.domain.letter import LetterKind
from reportdesk.jobs import leader
from reportdesk.jobs.work import JOBS
from reportdesk.runtime import SHANGHAI
from reportdesk.services import publication, register

MORNING = time(10, 0)


@dataclass(frozen=True, slots=True)
class Plot:
    """One case: a school, a story, and what happens so many days before today."""

    school: str
    story: int
    filed: int
    acts: tuple[tuple[int, Act], ...] = ()


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
    Plot(
        "示范工程职业学院（演示）",
        1,
        120,
        ((108, register_), (106, accept), (100, investigate), (97, inquire), (96, tell_regulator)),
    ),
    Plot("示范商贸职业学院（演示）", 2, 75, ((4, demand_report),)),
    Plot(
        "示范理工大学（演示）",
        3,
        130,
        (
            (118, accept),
            (110, investigate),
            (70, answer_("explained")),
            (69, on_paper(LetterKind.DECISION)),
            (10, hold),
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
    Plot(
        "示范交通职业学院（演示）",
        1,
        90,
        ((80, accept), (74, investigate), (24, extend), (23, on_paper(LetterKind.EXTENDED))),
    ),
    Plot("示范师范高等专科学校（演示）", 5, 24, ((12, accept), (5, withhold))),
    Plot("示范职业技术学院（演示）", 6, 14, ((11, register_),)),
    Plot("示范理工大学（演示）", 2, 45, ((36, decline),)),
    Plot("示范商贸职业学院（演示）", 5, 33, ((29, return_),)),
    Plot(
        "示范技工学校（演示）",
        1,
        30,
        ((28, post_letter), (25, letter_arrives), (12, copy_acceptance)),
    ),
    Plot("示范技工学校（演示）", 3, 8, ((6, post_letter),)),
    Plot("示范中等专业学校（演示）", 4, 26),
    Plot("示范艺术学院（演示）", 6, 62, ((58, return_), (55, reassign))),
    Plot("示范工程职业学院（演示）", 3, 50, ((45, accept), (20, withdraw))),
    Plot(
        "示范艺术学院（演示）", 0, 58, ((46, accept), (40, investigate), (3, submit("confirmed")))
    ),
    Plot(
        "示范商贸职业学院（演示）",
        3,
        84,
        (
            (72, accept),
            (66, investigate),
            (48, answer_("explained")),
            (40, dispute),
            (28, answer_("explained")),
            (11, ask_review),
        ),
    ),
    Plot(
        "示范工程职业学院（演示）",
        3,
        96,
        (
            (85, accept),
            (80, investigate),
            (60, answer_("explained")),
            (52, ask_review),
            (21, opine),
            (20, on_paper(LetterKind.REVIEW)),
            (16, rate),
        ),
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
            refs[index] = stage.file(PLOTS[index].school, PLOTS[index].story)
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
    secret, keys = kit.vault.secret("publication"), kit.vault.proof_publics()
    built = publication.build(kit.read, kit.write, kit.settings, kit.pack, secret, proof_keys=keys)
    return str(built.label)


def _schools(cast: Cast) -> dict[str, str]:
    """Enter the fictitious schools; returns ids by name."""
    kit, ids = cast.runtime, {}
    for facts in SCHOOLS:
        ids[facts["name"]] = kit.write(partial(register.add_school, **facts, demo=True))
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
