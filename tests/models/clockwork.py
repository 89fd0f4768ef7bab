"""The life of one case and its clocks, written a second time from the design page alone.

It imports nothing of the project, so that a mistake must be made twice to stay unseen. The first
form of this file was written before the project's own code was read; where the page leaves
something open, and the two had chosen differently, the choice is named here.

Read as
- An act entered late starts what follows on its own day, and ends what waited for it on the day of
  entry: an acceptance of last week ends K1 today and starts K2 last week.
- K1b ends with K1: whoever took the matter on, or did not, cannot return it any more.
- Returning or declining also ends a time to decide that was only presumed.
- A question ends in the inquiry: whoever asks has begun to look into the matter.
- An extension counts from the acceptance, 60 days and what it adds; only before the time is over.
- A window that nobody used ends on its due date; a promise outlives the last opinion.
- A confirmation that is said again counts from then; so does what a withdrawal leaves confirmed.
- Only those who were asked can answer: not a report that joined since.
- Nobody above the last reviewer: no second review.
- A clock that was ended late has the rungs of the days until then, also when nobody kept time, but
  for reminders; one that was given away (a return) has not.
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
RATING_DAYS = 30

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
REMINDERS = {"S0_before", "S0_due", "S0_after"}
GIVEN_AWAY = {"returned", "redelivered"}

PLATFORM = "platform"
OVER = {"closed", "declined", "withdrawn"}
WITH_AUTHORITY = {"routed", "registered"}
AT_WORK = {"accepted", "investigating"}
ANSWERED = {"answered", "correcting"}
RATED = ANSWERED | {"redo", "review1", "review2", "closed"}
WINDOWS = ("K4", "K8")


@dataclass
class Clock:
    """One clock that was started."""

    key: str
    start: date
    raw: date
    due: date
    owner: str | None
    item: int = 0
    presumed: bool = False
    stopped: date | None = None
    by: str | None = None


@dataclass
class Life:
    """One case: how it stands, its clocks, and what the calendar did.

    ``above`` are the bodies above the holder, lowest first.
    """

    filed: date
    holder: str
    above: tuple[str, ...]
    reports: set[str] = field(default_factory=set)
    stage: str = "routed"
    level: int = 0
    returns: int = 0
    late_returns: int = 0
    waits_for: str = ""  # whom the platform desk named, until it is handed over
    delivered: date | None = None
    accepted: date | None = None
    opined: date | None = None  # the day of the newest answer or opinion
    ended: date | None = None
    extended: int = 0
    disputed: bool = False
    redone_for: str = ""
    reviewer: str = ""
    notices: list[date] = field(default_factory=list)
    questioned: set[str] = field(default_factory=set)
    asked: set[tuple[str, str]] = field(default_factory=set)
    content: dict[str, date] = field(default_factory=dict)
    content_since: date | None = None
    clocks: list[Clock] = field(default_factory=list)
    rungs: dict[tuple[int, str], tuple[date, str | None]] = field(default_factory=dict)

    # Clocks

    def running(self, key: str) -> Clock | None:
        """The clock that runs under this key; of a promise see :attr:`promises`."""
        found = [clock for clock in self.clocks if clock.key == key and clock.stopped is None]
        assert len(found) < 2, f"{key} runs twice"
        return found[0] if found else None

    @property
    def promises(self) -> list[Clock]:
        """Promises that nothing proves yet."""
        return [clock for clock in self.clocks if clock.key == "K5" and clock.stopped is None]

    @property
    def window(self) -> Clock | None:
        """The newest window that the case's level has, running or not."""
        found = [clock for clock in self.clocks if clock.key == WINDOWS[min(self.level, 1)]]
        return found[-1] if found else None

    def open_window(self, day: date) -> bool:
        """Whether that window can still be used."""
        window = self.window
        return window is not None and window.by != "window_over" and window.due >= day

    def start(self, key: str, start: date, owner: str | None, *, presumed: bool = False) -> None:
        """A clock of a fixed length."""
        days, unit = LENGTH[key]
        raw = working_days_later(start, days) if unit == "working" else start + days * DAY
        self.clocks.append(Clock(key, start, raw, rolled(raw), owner, presumed=presumed))

    def stop(self, day: date, by: str, *keys: str) -> None:
        """Stop whatever runs under these keys."""
        for clock in self.clocks:
            if clock.stopped is None and clock.key in keys:
                clock.stopped, clock.by = day, by

    def move(self, stage: str, sources: set[str]) -> None:
        """Go to a stage from one of these."""
        assert self.stage in sources, f"{self.stage} → {stage}"
        self.stage = stage

    # Filing and the authority's acts

    def file(self, day: date, report: str, *, keyed: bool = True) -> None:
        """A valid report opens the case."""
        self.reports.add(report)
        self.start("K0", day, self.holder)
        if keyed:
            self.deliver(day, "delivered")

    def deliver(self, day: date, by: str) -> None:
        """It reached the authority."""
        self.delivered = day
        self.stop(day, by, "K0")
        self.start("K1", day, self.holder)
        self.start("K1b", day, self.holder)

    def dispatch(self, day: date) -> None:
        """It went by letter."""
        self.deliver(day, "delivered")

    def register(self, day: date) -> None:
        """The authority took note."""
        self.move("registered", {"routed"})

    def give_back(self, day: date) -> None:
        """The authority says that another body is competent."""
        objection = self.running("K1b")
        self.late_returns += objection is None or day > objection.due
        self.move("returned", WITH_AUTHORITY)
        self.returns += 1
        self.stop(day, "returned", "K1", "K1b", "K2")
        self.start("K0", day, PLATFORM)

    def redirect(self, day: date, to: str, above: tuple[str, ...]) -> None:
        """The platform desk corrects the target, which may not return it."""
        self.move("routed", {"returned"})
        self.waits_for, self.above, self.delivered = to, above, None

    def hand_over(self, day: date) -> None:
        """It reached the corrected target."""
        self.holder, self.waits_for = self.waits_for, ""
        self.deliver(day, "redelivered")

    def accept(self, day: date, on: date) -> None:
        """The authority takes the matter on, on a recorded date."""
        assert (self.delivered or date.max) <= on <= day
        self.move("accepted", WITH_AUTHORITY)
        self.accepted = on
        self.stop(day, "accepted", "K1", "K1b", "K2")
        self.start("K2", on, self.holder)

    def decline(self, day: date) -> None:
        """The authority does not take the matter on, for a reason."""
        self.move("declined", WITH_AUTHORITY)
        self.ended = day
        self.stop(day, "declined", "K1", "K1b", "K2")
        self.start("K4", day, None)

    def investigate(self, day: date) -> None:
        """A first note of progress."""
        self.move("investigating", {"accepted"})

    def ask(self, day: date) -> None:
        """The authority asks the reporter."""
        self.move("needs_info", AT_WORK)
        self.questioned = set(self.reports)
        self.start("K6b", day, None)

    def reply(self, day: date, report: str) -> None:
        """The reporter answers; it goes on."""
        self._go_on(day, "reply")

    def resume(self, day: date) -> None:
        """The authority goes on without a reply."""
        self._go_on(day, "question_lapsed")

    def _go_on(self, day: date, by: str) -> None:
        self.move("investigating", {"needs_info"})
        self.stop(day, by, "K6b")

    def extend(self, day: date, until: date) -> None:
        """The head of the authority extends the decision, once."""
        decision = self.running("K2")
        assert self.stage in AT_WORK
        assert not self.extended
        assert decision
        assert day <= decision.due < until <= decision.raw + LONGEST_EXTENSION * DAY
        self.extended = (until - decision.raw).days
        self.stop(day, "extended", "K2")
        self.clocks.append(Clock("K3", decision.start, until, rolled(until), self.holder))

    def answer(self, day: date, promised: list[date]) -> None:
        """An answer counts: a second person approved it."""
        self.move("answered", WITH_AUTHORITY | AT_WORK | {"redo"})
        self.accepted = self.accepted or day
        self.level = 0
        self.stop(day, "answered", "K1", "K1b", "K2", "K3", "K6", "K6b")
        self.asked = {one for one in self.asked if one[1] != "review"}
        self._opine(day, "K4", promised)

    def _opine(self, day: date, window: str, promised: list[date]) -> None:
        self.opined, self.content, self.content_since = day, {}, None
        self.start(window, day, None)
        known = sum(clock.key == "K5" for clock in self.clocks)
        for item, until in enumerate(promised, known + 1):
            self.clocks.append(Clock("K5", day, until, rolled(until), self.holder, item))
        if promised:
            self.stage = "correcting"

    def prove(self, day: date, item: int) -> None:
        """Evidence of a promise is accepted."""
        clock = next(one for one in self.promises if one.item == item)
        clock.stopped, clock.by = day, "evidence_accepted"

    # The reporters' acts

    def join(self, day: date, report: str) -> None:
        """Another report about the same."""
        self.reports.add(report)
        self._weigh(day)

    def object(self, day: date, report: str) -> None:
        """What the answer leaves open; all objections of one window are one redo."""
        assert self.open_window(day)
        assert self.level == 0
        self.asked.add((report, "redo"))
        if self.stage == "redo" and self.redone_for == "objection":
            return
        assert not self.disputed
        self.move("redo", ANSWERED)
        self.disputed, self.redone_for = True, "objection"
        self.stop(day, "redo_requested", "K4")
        self.start("K6", day, self.holder)

    def rate(self, day: date, report: str, *, content: bool) -> None:
        """A reporter rates the newest answer; one confirmation is only that."""
        self.content.pop(report, None)
        if content:
            self.content[report] = day
        self.content_since = None
        self._weigh(day)

    def _weigh(self, day: date) -> None:
        """Since when everybody has been content."""
        if not self.reports or not self.reports <= set(self.content):
            self.content_since = None
        elif self.content_since is None:
            self.content_since = day

    def ask_review(self, day: date, report: str) -> None:
        """A reporter asks the superior for a review."""
        assert self.open_window(day)
        assert self.level == 0
        self.asked.add((report, "review"))
        if self.stage == "review1":
            return
        self.move("review1", ANSWERED | {"declined"})
        self.reviewer, self.ended = self.above[0], None
        self.stop(day, "review1_requested", "K4")
        self.start("K7", day, self.reviewer)

    def decide_review(self, day: date, promised: list[date]) -> None:
        """The superior's opinion."""
        self.move("answered", {"review1"})
        self.level = 1
        self.stop(day, "review1_decided", "K7")
        self._opine(day, "K8", promised)

    def send_back(self, day: date) -> None:
        """The superior has it done again."""
        self.move("redo", {"review1"})
        self.redone_for = "review"
        self.stop(day, "review1_sent_back", "K7")
        self.start("K6", day, self.holder)

    def ask_second_review(self, day: date, report: str) -> None:
        """A reporter asks the superior's superior."""
        assert self.open_window(day)
        assert self.level == 1
        self.asked.add((report, "second_review"))
        if self.stage == "review2":
            return
        self.move("review2", ANSWERED)
        self.reviewer = self.above[self.above.index(self.reviewer) + 1]
        self.stop(day, "review2_requested", "K8")
        self.start("K9", day, self.reviewer)

    def conclude(self, day: date) -> None:
        """The last opinion ends the procedure."""
        self.move("closed", {"review2"})
        self.level, self.ended = 2, day
        self.stop(day, "review2_decided", "K9")

    def withdraw(self, day: date, report: str) -> None:
        """A reporter leaves; the case survives while others stay."""
        assert self.stage not in OVER
        self.reports.discard(report)
        self.content.pop(report, None)
        self.content_since = None
        self._weigh(day)
        if not self.reports:
            self.stage, self.ended, self.waits_for = "withdrawn", day, ""
            self.stop(day, "withdrawn", *{clock.key for clock in self.clocks})

    # The calendar

    def sweep(self, today: date) -> None:
        """What the days until today brought, in the order in which they brought it."""
        while True:
            due = [one for one in self._waiting(today) if one[0] <= today]
            if not due:
                return
            _, _, act = min(due, key=lambda one: one[:2])
            act()

    def _waiting(self, today: date):
        """(day, order within it, act) of whatever waits for its day."""
        for number, clock in enumerate(self.clocks):
            yield from self._lapses(clock)
            for order, rung in enumerate(CLIMBS.get(clock.key, ())):
                if self._climbs(number, clock, rung):
                    on = clock.due + RUNGS[rung] * DAY
                    fire = self._fires(number, clock, rung, on)
                    yield on, (number, 1 + order), fire
        closes = self._closes_on()
        if closes is not None:
            yield closes, (0, 0), lambda: self._close(closes)

    def _lapses(self, clock: Clock):
        """What the day after its due date brings to a clock."""
        over = clock.due + DAY
        if clock.key == "K1" and over not in self.notices:
            late = clock.stopped is not None and clock.stopped > clock.due
            if clock.stopped is None or (late and clock.by not in GIVEN_AWAY):
                yield over, (0, 0), lambda: self._presume(clock)
        if clock.stopped is not None:
            return
        if clock.key == "K6b":
            yield over, (0, 0), lambda: self._go_on(over, "question_lapsed")
        if clock.key in WINDOWS:
            yield over, (0, 0), lambda: self.stop(clock.due, "window_over", clock.key)

    def _presume(self, notice: Clock) -> None:
        """Nobody decided in time: a guideline for the decision, from the day it was due."""
        self.notices.append(notice.due + DAY)
        if notice.stopped is None:
            self.start("K2", notice.due, self.holder, presumed=True)

    def _climbs(self, number: int, clock: Clock, rung: str) -> bool:
        """Whether a rung of this clock is still to come."""
        if (number, rung) in self.rungs:
            return False
        if clock.stopped is None:
            return True
        missed = clock.stopped >= clock.due + RUNGS[rung] * DAY and clock.by not in GIVEN_AWAY
        return missed and rung not in REMINDERS

    def _fires(self, number: int, clock: Clock, rung: str, on: date):
        """Note a rung with whom it reaches."""
        higher = self.above
        if clock.owner in higher:
            higher = higher[higher.index(clock.owner) + 1 :]
        reached = {"S4": None, "S2": higher[0] if higher else None}
        reached["S3"] = (higher[:2] or (None,))[-1]
        target = reached.get(rung, clock.owner)
        return lambda: self.rungs.update({(number, rung): (on, target)})

    def _closes_on(self) -> date | None:
        """When it closes: the window passed or all are content, and every promise is proven."""
        if self.stage not in ANSWERED or self.promises:
            return None
        window = self.window
        assert window is not None
        settled = window.due + DAY if window.by == "window_over" else self.content_since
        if settled is None:
            return None
        proven = [clock.stopped for clock in self.clocks if clock.key == "K5" and clock.stopped]
        return max([settled, *proven])

    def _close(self, day: date) -> None:
        self.stage, self.ended = "closed", day
        self.stop(day, "closed", *{clock.key for clock in self.clocks})
