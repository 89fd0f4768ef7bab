"""The same acts by the rules alone: the table, the pack's clocks, its ladder and the windows.

No database and no use case, so that many histories take little time; what use cases add to the
rules (who may, what is stored) is played at the desk.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from reportdesk.domain.actors import Party
from reportdesk.domain.case import Action, Stage, after, transition
from reportdesk.domain.clock_rules import (
    Unit,
    clocks_replaced_by,
    clocks_started_by,
    clocks_stopped_by,
)
from reportdesk.domain.clocks import DueDate
from reportdesk.domain.following import Sent
from reportdesk.domain.ladders import rungs_due
from reportdesk.domain.remedies import ACTIONS, Objecting, refusal
from reportdesk.packs.loader import load_pack
from tests.models.clockwork import Life
from tests.models.histories import History

PACK = load_pack("cn-xinfang-2022")
DAY = timedelta(days=1)
FREE = {"K4", "K8", "K6b"}
"""Clocks that bind no authority."""
OFFICER, SYSTEM, REPORTER, SUPERVISOR = (
    Party.OFFICER,
    Party.SYSTEM,
    Party.REPORTER,
    Party.SUPERVISOR,
)
SIMPLE = {
    "register": (Action.REGISTER, OFFICER),
    "investigate": (Action.INVESTIGATE, OFFICER),
    "ask": (Action.ASK, OFFICER),
    "resume": (Action.RESUME, OFFICER),
    "reply": (Action.REPLY, REPORTER),
    "send_back": (Action.SEND_BACK, SUPERVISOR),
    "conclude": (Action.GIVE_FINAL_OPINION, SUPERVISOR),
}
ASKED = {"object": Sent.DISPUTE, "ask_review": Sent.REVIEW, "ask_second_review": Sent.SECOND_REVIEW}


@dataclass
class Run:
    """One clock by the pack."""

    due: DueDate
    item: int = 0
    stopped: date | None = None
    by: str | None = None
    fired: dict[str, date] = field(default_factory=dict)


@dataclass
class Rules:
    """One case that only knows the rules."""

    stage: Stage = Stage.ROUTED
    level: int = 0
    disputed: bool = False
    by_dispute: bool = False
    presumed: date | None = None
    runs: list[Run] = field(default_factory=list)

    def running(self, key: str) -> list[Run]:
        """Clocks of a key that nothing stopped."""
        return [run for run in self.runs if run.due.key == key and run.stopped is None]

    def stop(self, day: date, by: str, runs: list[Run]) -> None:
        """Stop these."""
        for run in runs:
            run.stopped, run.by = day, by

    def owned(self) -> list[Run]:
        """Running clocks of an authority."""
        return [run for run in self.runs if run.stopped is None and run.due.key not in FREE]

    def hear(self, events: tuple[str, ...], on: date, ended: date, **more: Any) -> None:
        """What the pack says happens to clocks at these events."""
        for event in events:
            begun = [
                key
                for key in clocks_started_by(event, PACK.clocks)
                if PACK.clocks[key].unit is not Unit.DATE
            ]
            over = {*clocks_stopped_by(event, PACK.clocks), *begun}
            over |= set(clocks_replaced_by(event, PACK.clocks))
            live = [run for run in self.runs if run.stopped is None and run.due.key in over]
            self.stop(ended, event, live)
            for key in begun:
                start = more.get("since", on)
                added = more.get("added", 0) if PACK.clocks[key].cap else 0
                due = PACK.due_date(key, start, extension_days=added, started_by=event)
                self.runs.append(Run(due))

    def move(self, action: Action, party: Party, day: date, **more: Any) -> None:
        """One row of the table."""
        row = transition(action, self.stage)
        self.stage = after(action, self.stage, party)
        assert row is not None
        self.hear(row.events, more.pop("on", day), day, **more)

    # The acts of the model

    def act(self, name: str, day: date, given: dict[str, Any]) -> None:
        """One act by its name."""
        if name in SIMPLE:
            self.by_dispute &= name != "send_back"
            self.move(*SIMPLE[name], day)
        elif name in ASKED:
            self.asks(ASKED[name], day)
        else:
            getattr(self, f"_{name}", lambda *_: None)(day, given)

    def _file(self, day: date, given: dict[str, Any]) -> None:
        self.hear(("filing", "delivered"), day, day)

    def _give_back(self, day: date, given: dict[str, Any]) -> None:
        self.stop(day, "returned", self.owned())
        self.move(Action.RETURN, OFFICER, day)

    def _redirect(self, day: date, given: dict[str, Any]) -> None:
        self.stage = after(Action.REASSIGN, self.stage, Party.PLATFORM)
        self.presumed = None

    def _hand_over(self, day: date, given: dict[str, Any]) -> None:
        self.hear(("redelivered",), day, day)

    def _accept(self, day: date, given: dict[str, Any]) -> None:
        self.move(Action.ACCEPT, OFFICER, day, on=given["on"])

    def _decline(self, day: date, given: dict[str, Any]) -> None:
        self.stop(day, "declined", self.owned())
        self.move(Action.DECLINE, OFFICER, day)

    def _extend(self, day: date, given: dict[str, Any]) -> None:
        (decision,) = self.running("K2")
        added = (given["until"] - decision.due.raw_due).days
        self.move(Action.EXTEND, Party.HEAD, day, since=decision.due.start, added=added)

    def _answer(self, day: date, given: dict[str, Any]) -> None:
        self.level = 0
        self.move(Action.ANSWER, OFFICER, day)
        self.promise(day, given["promised"])

    def _decide_review(self, day: date, given: dict[str, Any]) -> None:
        self.level = 1
        self.move(Action.GIVE_OPINION, SUPERVISOR, day)
        self.promise(day, given["promised"])

    def promise(self, day: date, promised: list[date]) -> None:
        """Clocks of the promises, numbered on."""
        known = sum(run.due.key == "K5" for run in self.runs)
        for item, until in enumerate(promised, known + 1):
            due = PACK.due_date("K5", day, promised=until, started_by="answered")
            self.runs.append(Run(due, item))
        if promised:
            self.move(Action.CORRECT, SYSTEM, day)

    def _prove(self, day: date, given: dict[str, Any]) -> None:
        proven = [run for run in self.running("K5") if run.item == given["item"]]
        self.stop(day, "evidence_accepted", proven)

    def _withdraw(self, day: date, given: dict[str, Any]) -> None:
        if given["last"]:
            self.move(Action.WITHDRAW, REPORTER, day)

    def asks(self, kind: Sent, day: date) -> None:
        """An objection, by the rule of objections; one that joins moves nothing."""
        key = "K8" if self.level else "K4"
        window = [run for run in self.runs if run.due.key == key][-1]
        facts = Objecting(
            stage=self.stage,
            level=self.level,
            today=day,
            until=window.due.due,
            lapsed=window.by == "window_over",
            disputed=self.disputed,
            by_dispute=self.by_dispute,
        )
        assert refusal(kind, facts) is None, refusal(kind, facts)
        if facts.joins(kind):
            return
        self.move(ACTIONS[kind], REPORTER, day)
        if kind is Sent.DISPUTE:
            self.disputed = self.by_dispute = True

    def dawn(self, day: date, closed: date | None) -> None:
        """What the calendar does; when a case that all are content with ends, the model says."""
        if closed is not None and self.stage is not Stage.CLOSED:
            windows = [run.due.due for run in (*self.running("K4"), *self.running("K8"))]
            if closed > min(windows, default=closed):
                self.lapse(day)
            self.move(Action.CLOSE, SYSTEM, closed)
        self.lapse(day)
        self.climb(day)

    def lapse(self, day: date) -> None:
        """Windows, questions and the notice, on the day after their last."""
        for run in [run for run in self.runs if run.stopped is None and run.due.due < day]:
            over = run.due.overdue_from
            if run.due.key in {"K4", "K8"}:
                self.stop(run.due.due, "window_over", [run])
            elif run.due.key == "K6b":
                self.move(Action.GO_ON, SYSTEM, over)
            elif run.due.key == "K1" and (self.presumed or date.min) < run.due.start:
                self.presumed = run.due.due
                self.hear(("notice_lapsed",), run.due.due, day)

    def climb(self, day: date) -> None:
        """The rungs that running clocks have reached."""
        for run in [run for run in self.runs if run.stopped is None]:
            due = run.due
            for event in rungs_due(due.key, due.due, due.overdue_from, day, run.fired, PACK.ladder):
                run.fired[event.rung.value] = event.on


def differs(seed: int) -> list[str]:
    """What the model and the rules tell differently of one history that is watched every time."""
    history, rules = History(seed, watched=1.0), Rules()
    for day, (name, given) in history.acts():
        life = history.life
        if name == "sweep":
            rules.dawn(day, life.ended if life.stage == "closed" else None)
            continue
        try:
            rules.act(name, day, given | {"last": not life.reports})
        except Exception as refused:
            return [f"seed {seed}", *history.log, f"refused: {refused!r}"]
    found = [
        f"{name}: model {mine} | rules {theirs}"
        for name, mine, theirs in _pairs(history.life, rules)
        if mine != theirs
    ]
    return [f"seed {seed}", *history.log, *found] if found else []


def _pairs(life: Life, rules: Rules):
    """Each fact, told by both."""
    yield "stage", life.stage, rules.stage.value
    yield "clocks", len(life.clocks), len(rules.runs)
    for number, (mine, run) in enumerate(zip(life.clocks, rules.runs, strict=False)):
        due = run.due
        yield (
            f"clock {number} {mine.key}",
            (mine.key, mine.start, mine.raw, mine.due, mine.stopped, mine.by, mine.item),
            (due.key, due.start, due.raw_due, due.due, run.stopped, run.by, run.item),
        )
        fired = {rung: on for (which, rung), (on, _) in life.rungs.items() if which == number}
        yield f"rungs of {number} {mine.key}", fired, run.fired
