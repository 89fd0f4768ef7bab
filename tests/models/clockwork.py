"""The life of one case and its clocks, written a second time from the design page alone.

It imports nothing of the project, so that a mistake is made in both places or found. Where the
page leaves something open the choice is named under "Read as" below.

Read as
- A clock's ``stopped`` is the day of the act that stops it, in whatever day it was entered;
  an acceptance stops K1 on the recorded date of acceptance.
- What the calendar does (a lapse, a closing, a rung) happens on the first day on which it is so.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.models.days import rolled, working_days_later

DAY = timedelta(days=1)

# Section 4: days and unit. K3 and K5 take their date from an act.
LENGTH = {
    "K0": (3, "working"),
    "K1": (15, "calendar"),
    "K1b": (5, "working"),
    "K2": (60, "calendar"),
    "K4": (30, "calendar"),
    "K6": (15, "calendar"),
    "K6b": (30, "calendar"),
    "K7": (30, "calendar"),
    "K8": (30, "calendar"),
    "K9": (30, "calendar"),
}
LONGEST_EXTENSION = 30

# Section 5: days after the due date on which a rung is reached; overdue begins the day after.
RUNGS = {
    "S0_before": -3,
    "S0_due": 0,
    "S0_after": 1,
    "S1": 1,
    "S2": 16,
    "S3": 31,
    "S4": 46,
}
CLIMBS = dict.fromkeys(("K1", "K2", "K3", "K7", "K9"), tuple(RUNGS)) | {"K5": ("S1", "S2")}

OVER = {"closed", "declined", "withdrawn"}
WITH_AUTHORITY = {"routed", "registered"}
AT_WORK = {"accepted", "investigating"}


@dataclass
class Clock:
    """One clock that was started."""

    key: str
    start: date
    raw: date
    due: date
    item: str = ""
    presumed: bool = False
    stopped: date | None = None
    by: str = ""


@dataclass
class Life:
    """One case: how it stands, its clocks, and what the calendar did."""

    reports: set[str]
    stage: str = "routed"
    level: int = 0
    returns: int = 0
    late_returns: int = 0
    final: bool = False  # a unit assigned after a dispute may not return it
    extended: bool = False
    redone: bool = False
    delivered: date | None = None
    came_from: str = ""  # the stage a question interrupted
    confirmed: set[str] = field(default_factory=set)
    clocks: list[Clock] = field(default_factory=list)
    rungs: dict[tuple[str, str, date, str], date] = field(default_factory=dict)
    closed_on: date | None = None

    # Clocks

    def running(self, key: str, item: str = "") -> Clock | None:
        """The clock that runs under this key."""
        found = [c for c in self.clocks if (c.key, c.item) == (key, item) and c.stopped is None]
        assert len(found) < 2, f"{key} runs twice"
        return found[0] if found else None

    def start(self, key: str, start: date, *, presumed: bool = False) -> Clock:
        """A clock of a fixed length."""
        days, unit = LENGTH[key]
        raw = working_days_later(start, days) if unit == "working" else start + days * DAY
        self.clocks.append(Clock(key, start, raw, rolled(raw), presumed=presumed))
        return self.clocks[-1]

    def stop(self, day: date, by: str, *keys: str) -> None:
        """Stop whatever runs under these keys."""
        for clock in self.clocks:
            if clock.stopped is None and clock.key in keys:
                clock.stopped, clock.by = day, by

    def stop_all(self, day: date, by: str) -> None:
        """Nothing runs any more."""
        self.stop(day, by, *{clock.key for clock in self.clocks})

    # Filing and the authority's acts

    @classmethod
    def filed(cls, reports: set[str], day: date, *, keyed: bool) -> "Life":
        """A valid report opens a case."""
        life = cls(set(reports))
        life.start("K0", day)
        if keyed:
            life.deliver(day)
        return life

    def deliver(self, day: date) -> None:
        """It reached the authority."""
        self.delivered = day
        self.stop(day, "delivered", "K0")
        self.start("K1", day)
        self.start("K1b", day)

    def register(self, day: date) -> None:
        """The authority took note."""
        self.move("registered", day, WITH_AUTHORITY - {"registered"})

    def move(self, stage: str, day: date, sources: set[str]) -> None:
        """Go to a stage from one of these."""
        assert self.stage in sources, f"{self.stage} → {stage} on {day}"
        self.stage = stage

    def give_back(self, day: date) -> None:
        """The authority says that another body is competent."""
        objection = self.running("K1b")
        late = objection is None or day > objection.due
        self.move("returned", day, WITH_AUTHORITY)
        self.returns += 1
        self.late_returns += late
        self.stop(day, "returned", "K1", "K1b", "K2")
        self.start("K0", day)

    def redirect(self, day: date, *, keyed: bool) -> None:
        """The platform desk corrects the target; that one may not return it."""
        self.move("routed", day, {"returned"})
        self.final = True
        if keyed:
            self.deliver(day)

    def accept(self, on: date, day: date) -> None:
        """The authority takes the matter on, on a recorded date."""
        assert self.delivered is not None and self.delivered <= on <= day
        self.move("accepted", day, WITH_AUTHORITY)
        self.stop(on, "accepted", "K1", "K2")
        self.start("K2", on)

    def decline(self, day: date) -> None:
        """The authority does not take the matter on, for a reason."""
        self.move("declined", day, WITH_AUTHORITY)
        self.stop(day, "declined", "K1", "K2")
        self.start("K4", day)

    def investigate(self, day: date) -> None:
        """A first note of progress."""
        self.move("investigating", day, {"accepted"})

    def ask(self, day: date) -> None:
        """The authority asks the reporter."""
        self.came_from = self.stage
        self.move("needs_info", day, AT_WORK)
        self.start("K6b", day)

    def reply(self, day: date) -> None:
        """The reporter answers; it goes on as it was."""
        self.move(self.came_from, day, {"needs_info"})
        self.stop(day, "reply", "K6b")

    def extend(self, days: int, day: date) -> None:
        """The head of the authority extends the decision, once."""
        decision = self.running("K2")
        assert self.stage in AT_WORK and decision and not self.extended
        assert 0 < days <= LONGEST_EXTENSION
        self.extended = True
        self.stop(day, "extended", "K2")
        raw = decision.raw + days * DAY
        self.clocks.append(Clock("K3", decision.raw, raw, rolled(raw)))

    def answer(self, day: date, promised: dict[str, date]) -> None:
        """An answer counts: a second person approved it."""
        self.move("answered", day, WITH_AUTHORITY | AT_WORK | {"redo"})
        self.stop(day, "answered", "K1", "K2", "K3", "K6")
        self.confirmed.clear()
        self.start("K4", day)
        for item, until in promised.items():
            self.clocks.append(Clock("K5", day, until, rolled(until), item=item))
        if promised:
            self.stage = "correcting"

    def prove(self, item: str, day: date) -> None:
        """Evidence of a measure is accepted."""
        clock = self.running("K5", item)
        assert clock
        clock.stopped, clock.by = day, "evidence_accepted"

    # The reporters' acts

    def object(self, day: date) -> None:
        """A reporter says what was not answered; one redo for the case."""
        window = self.running("K4")
        assert window and day <= window.due and not self.redone
        self.move("redo", day, {"answered", "correcting"})
        self.redone = True
        self.stop(day, "redo_requested", "K4")
        self.start("K6", day)

    def confirm(self, report: str) -> None:
        """A reporter is content; that alone is a rating."""
        assert report in self.reports
        self.confirmed.add(report)

    def ask_review(self, day: date) -> None:
        """A reporter asks the superior for a review."""
        window = self.running("K4")
        assert window and day <= window.due and self.level == 0
        self.move("review1", day, {"answered", "correcting", "declined"})
        self.stop(day, "review1_requested", "K4")
        self.start("K7", day)

    def decide_review(self, day: date) -> None:
        """The superior's opinion."""
        self.move("answered", day, {"review1"})
        self.level = 1
        self.stop(day, "review1_decided", "K7")
        self.start("K8", day)

    def send_back(self, day: date) -> None:
        """The superior has it done again."""
        self.move("redo", day, {"review1"})
        self.stop(day, "review1_sent_back", "K7")
        self.start("K6", day)

    def ask_second_review(self, day: date) -> None:
        """A reporter asks the superior's superior."""
        window = self.running("K8")
        assert window and day <= window.due and self.level == 1
        self.move("review2", day, {"answered"})
        self.level = 2
        self.stop(day, "review2_requested", "K8")
        self.start("K9", day)

    def conclude(self, day: date) -> None:
        """The last opinion ends the procedure."""
        self.move("closed", day, {"review2"})
        self.closed_on = day
        self.stop_all(day, "review2_decided")

    def withdraw(self, report: str, day: date) -> None:
        """A reporter leaves; the case survives while others stay."""
        assert self.stage not in OVER
        self.reports.discard(report)
        self.confirmed.discard(report)
        if not self.reports:
            self.stage = "withdrawn"
            self.stop_all(day, "withdrawn")

    # The calendar

    def dawn(self, day: date) -> None:
        """What this day brings by itself; called for every day in turn."""
        notice = self.running("K1")
        if notice and notice.due < day and not self.running("K2"):
            self.start("K2", notice.due, presumed=True)
        question = self.running("K6b")
        if question and question.due < day:
            self.move(self.came_from, day, {"needs_info"})
            self.stop(day, "question_lapsed", "K6b")
        if self.may_close(day):
            self.stage, self.closed_on = "closed", day
            self.stop_all(day, "closed")
        for clock in self.clocks:
            for rung in CLIMBS.get(clock.key, ()):
                if clock.stopped is None and day >= clock.due + RUNGS[rung] * DAY:
                    self.rungs.setdefault((clock.key, clock.item, clock.start, rung), day)

    def may_close(self, day: date) -> bool:
        """The window passed or everybody is content; and every promise is proven."""
        if self.stage not in {"answered", "correcting"}:
            return False
        if any(c.key == "K5" and c.stopped is None for c in self.clocks):
            return False
        windows = [c for key in ("K4", "K8") if (c := self.running(key))]
        content = bool(self.reports) and self.confirmed >= self.reports
        return content or all(window.due < day for window in windows)
