"""The clocks of a case as a release may show them: judged by public dates, never by secret ones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from reportdesk.domain.calendar import DAY, Calendar
from reportdesk.domain.clock_rules import ClockKind, ClockRule
from reportdesk.domain.clocks import Standing, StandingCode, due_date, standing
from reportdesk.domain.disclosure import month_of
from reportdesk.domain.ladders import Ladder, Rung, rungs_due
from reportdesk.domain.public_time import EventFact, View, entry_day
from reportdesk.domain.rulebook import Rulebook
from reportdesk.domain.supervising import MOVED_AWAY
from reportdesk.domain.taxonomy import ClockKey

PUBLIC_RUNGS = (Rung.S1, Rung.S2, Rung.S3, Rung.S4)
PUBLIC_CLOCKS = (
    ClockKey.DISPATCH,
    ClockKey.NOTICE,
    ClockKey.DECISION,
    ClockKey.EXTENSION,
    ClockKey.REDO,
    ClockKey.REVIEW_OPINION,
    ClockKey.SECOND_REVIEW_OPINION,
    ClockKey.MEASURE,
)
"""Clocks that bind an authority; windows of the reporter are nobody else's business."""
BY_ACCEPTANCE = "accepted"
"""What stops the notice and starts the decision; it may be dated before the day it was entered."""
BY_REPORTER = frozenset({"withdrawn"})
"""What stops every clock by a reporter's act: invisible until the case itself leaves."""


@dataclass(frozen=True, slots=True)
class ClockFact:
    """One clock row; ``measure`` is the number of the promise it belongs to."""

    number: int
    key: str
    kind: str
    started_on: date
    due: date
    stopped_on: date | None = None
    stopped_by: str | None = None
    measure: int | None = None
    extension_days: int = 0
    hearing_days: int = 0
    presumed: bool = False
    """Whether nobody recorded the act that started it."""
    provisional: bool = False
    was: tuple[tuple[date, date], ...] = ()
    """Dates it had before it was judged anew: the day of the change and the date until then."""
    judge: Rulebook | None = None
    """The version that judged it, or where its days are not public the newest that it was compared
    with; None for the one in force."""
    accepted: EventFact | None = None
    """The act of acceptance that started or stopped it."""
    owner: str | None = None
    """Whose clock it is."""
    fired: frozenset[str] | None = None
    """The rungs that it fired, once its case was given away: no other will. None where its dates
    say which it has climbed by then."""
    held_from: date | None = None
    """The day a superior took it over with its case; its rungs count from there."""


@dataclass(frozen=True, slots=True)
class PublicRung:
    """A rung of supervision that a clock climbed; ``when`` is a day or a month."""

    rung: Rung
    when: str
    order: date


@dataclass(frozen=True, slots=True)
class PublicClock:
    """A clock as the public may see it; ``start``, ``due`` and ``stopped`` are days or months.

    ``exact`` says that an authority's own act started it; ``entered`` is the day on which that
    act, or the one that stopped it, was recorded where that is later. ``begun`` and ``ends`` are
    the dates it is judged by, for computing only.
    """

    key: str
    kind: str
    exact: bool
    start: str
    due: str
    stopped: str | None
    standing: Standing
    rungs: tuple[PublicRung, ...]
    begun: date
    ends: date
    measure: int | None = None
    extension_days: int = 0
    entered: str | None = None
    owner: str | None = None
    """Whose clock it is; a review's is the reviewing authority's."""
    provisional: bool = False
    """Whether holidays that are not announced yet may still move it."""
    was: str | None = None
    """The day it was due before another calendar or other rules moved it."""
    judge: Rulebook | None = None
    lost: bool = False
    """Whether it was missed by a holder from whom a superior then took the case."""

    @property
    def runs(self) -> bool:
        """Whether nothing has stopped it."""
        return self.stopped is None


@dataclass(frozen=True, slots=True)
class Book:
    """The pack's rules that clocks are judged by."""

    clocks: Mapping[str, ClockRule] = field(hash=False)
    calendar: Calendar
    ladder: Ladder


def public_clocks(facts: Iterable[ClockFact], view: View, book: Book) -> tuple[PublicClock, ...]:
    """The clocks of a case as of a release, in the order of :data:`PUBLIC_CLOCKS`.

    Presumed clocks are never taken from the record, because that would tell the day of filing:
    they are derived again from the public start of the clock that lapsed.
    """
    public = [fact for fact in sorted(facts, key=lambda fact: fact.number) if _is_public(fact)]
    rows = [row for row in public if row.stopped_by not in MOVED_AWAY]
    if any(row.key == ClockKey.EXTENSION for row in rows):
        rows = [row for row in rows if row.key != ClockKey.DECISION]
    newest = {(row.key, row.measure): row for row in rows}
    made = [clock for row in newest.values() if (clock := _public_clock(row, view, book))]
    notice = next((clock for clock in made if clock.key == ClockKey.NOTICE), None)
    made += _lost(public, view, book)
    if notice is not None and notice.runs and view.standing_on > notice.ends:
        made.append(_presumed(notice, view, book))
    return tuple(
        sorted(made, key=lambda clock: (PUBLIC_CLOCKS.index(clock.key), clock.measure or 0))
    )


def _lost(facts: Iterable[ClockFact], view: View, book: Book) -> list[PublicClock]:
    """Dates missed by holders from whom a superior took the case: theirs until that day."""
    rows = (row for row in facts if row.stopped_by in MOVED_AWAY)
    found = (_public_clock(row, view, book) for row in rows)
    missed = (one for one in found if one and one.standing.code is StandingCode.MISSED)
    return [replace(one, lost=True) for one in missed]


def _is_public(fact: ClockFact) -> bool:
    """Whether a clock row is public in its own right."""
    return fact.key in PUBLIC_CLOCKS and not fact.presumed


EXACT = frozenset({ClockKey.DECISION, ClockKey.EXTENSION, ClockKey.MEASURE})
"""Clocks that an authority's own act starts."""


def _public_clock(fact: ClockFact, view: View, book: Book) -> PublicClock | None:
    """One clock row as of the release, or None when it is not public yet or no more.

    An acceptance ends lateness on the day it was entered, whatever day it is dated.
    """
    stopped = None if fact.stopped_by in BY_REPORTER else fact.stopped_on
    if stopped is not None and fact.stopped_by == BY_ACCEPTANCE and fact.accepted is not None:
        stopped = max(stopped, fact.accepted.entered_on)
    stopped = stopped if stopped is not None and stopped <= view.as_of else None
    if fact.key == ClockKey.DISPATCH and stopped is not None:
        return None
    if fact.key in EXACT:
        return _judge(fact, fact.started_on, fact.due, stopped, view, book, exact=True)
    begun = view.effective(fact.started_on)
    later = fact.key not in {ClockKey.DISPATCH, ClockKey.NOTICE}
    if later and stopped is None and begun > view.as_of:
        return None
    if view.monthly:
        fact = _counted(fact, begun, book)
    return _judge(fact, begun, fact.due, stopped, view, book, exact=False)


def _counted(fact: ClockFact, begun: date, book: Book) -> ClockFact:
    """The clock as if it had started on this day; nothing of its own date and kind is left.

    What a reporter stopped seems to run on, so it follows the version in force as others do.
    """
    if fact.stopped_by in BY_REPORTER and fact.key in book.clocks:
        fact = replace(fact, judge=None)
    judge = fact.judge or book
    counted = due_date(
        judge.clocks, fact.key, begun, judge.calendar, hearing_days=fact.hearing_days
    )
    return replace(fact, due=counted.due, kind=counted.kind, provisional=counted.provisional)


def _presumed(notice: PublicClock, view: View, book: Book) -> PublicClock:
    """The guideline decision clock from the day on which the notice was due."""
    key = ClockKey.DECISION
    due = due_date(book.clocks, key, notice.ends, book.calendar)
    fact = ClockFact(0, key, ClockKind.GUIDELINE, notice.ends, due.due, provisional=due.provisional)
    return _judge(fact, notice.ends, due.due, None, view, book, exact=False)


def _judge(
    fact: ClockFact,
    begun: date,
    due: date,
    stopped: date | None,
    view: View,
    book: Book,
    *,
    exact: bool,
) -> PublicClock:
    """Standing and rungs of a clock with these dates, in words as fine as they may be."""

    def words(day: date) -> str:
        return day.isoformat() if exact else month_of(day)

    until = stopped or view.standing_on
    ladder = fact.judge.ladder if fact.judge is not None and stopped else book.ladder
    return PublicClock(
        key=fact.key,
        kind=fact.kind,
        exact=exact,
        start=words(begun),
        due=words(due),
        stopped=None if stopped is None else words(stopped),
        standing=standing(due, stopped, view.standing_on),
        rungs=tuple(
            PublicRung(one.rung, words(one.on), one.on)
            for one in rungs_due(fact.key, due, _overdue_from(fact, due), until, (), ladder)
            if one.rung in PUBLIC_RUNGS and _has_fired(fact, one.rung, stopped)
        ),
        begun=begun,
        ends=due,
        measure=fact.measure,
        extension_days=fact.extension_days,
        entered=_entered(fact, stopped, exact=exact),
        owner=fact.owner,
        provisional=fact.provisional and stopped is None,
        was=_was(fact, view) if exact else None,
        judge=fact.judge,
    )


def _overdue_from(fact: ClockFact, due: date) -> date:
    """The first day of lateness that its present holder answers for."""
    return max(due, fact.held_from or due) + DAY


def _has_fired(fact: ClockFact, rung: Rung, stopped: date | None) -> bool:
    """Whether a rung was not left out: the clock was given away late while nobody kept time."""
    return stopped is None or fact.fired is None or rung in fact.fired


def _was(fact: ClockFact, view: View) -> str | None:
    """The date that a change until the day of the release replaced last."""
    before = [old for on, old in fact.was if on <= view.as_of and old != fact.due]
    return before[-1].isoformat() if before else None


def _entered(fact: ClockFact, stopped: date | None, *, exact: bool) -> str | None:
    """The later day on which the acceptance was recorded that started or stopped this clock."""
    if fact.accepted is None:
        return None
    started = exact and fact.key in {ClockKey.DECISION, ClockKey.EXTENSION}
    ended = stopped is not None and fact.stopped_by == BY_ACCEPTANCE
    return entry_day(fact.accepted) if started or ended else None


def leading(clocks: Sequence[PublicClock]) -> PublicClock | None:
    """The clock that heads a case: the longest overdue, the next due, or the last decision.

    Delivery never does: it binds the platform, and the authority must not look late for it.
    """
    running = [clock for clock in clocks if clock.runs and clock.key != ClockKey.DISPATCH]
    late = [clock for clock in running if clock.standing.code is StandingCode.OVERDUE]
    if late:
        return min(late, key=lambda clock: (clock.ends, PUBLIC_CLOCKS.index(clock.key)))
    if running:
        return min(running, key=lambda clock: (clock.ends, PUBLIC_CLOCKS.index(clock.key)))
    others = {ClockKey.MEASURE, ClockKey.DISPATCH}
    decisions = [clock for clock in clocks if clock.key not in others and not clock.lost]
    return decisions[-1] if decisions else None
