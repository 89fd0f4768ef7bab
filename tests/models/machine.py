"""Anybody does anything, in any order, at the real desk; what must hold after each step."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from reportdesk.domain.actors import PARTIES_OF, PLATFORM_AUTHORITY, Party, Role
from reportdesk.domain.case import LIFECYCLE, OPEN, Action, Stage
from reportdesk.domain.errors import DomainError, NotAllowed, NotFound
from reportdesk.domain.public_clocks import Book
from reportdesk.domain.public_time import View
from reportdesk.domain.publishing import public_case
from reportdesk.storage.case import Case
from reportdesk.storage.clock import Clock
from reportdesk.storage.db import Tx
from reportdesk.storage.history import History, events
from reportdesk.storage.outbox import Outbox
from reportdesk.storage.publishable import authorities, facts_of, for_coarsening
from reportdesk.storage.staff import Account
from tests.builders import HUBEI, MOE, WUHAN
from tests.county import COUNTY
from tests.models.comparing import Stage as World
from tests.models.play import ELSEWHERE, Play

STAFF = (
    *("register", "decline", "give_back", "redirect", "hand_over", "investigate", "ask"),
    *("resume", "send_back", "conclude"),
)
MOST_REPORTS = 3
LETTERS = ("object", "ask_review", "ask_second_review", "reply")
WRITTEN = ("answer", "decide_review")
ACTIONS = {action.value: action for action in Action}
OUTSIDE = ("accept", "decline", "give_back", "answer", "ask", "extend", "investigate", "resume")
PLACES = (COUNTY, WUHAN, HUBEI, MOE, ELSEWHERE, PLATFORM_AUTHORITY)
ENDS_BY_ITSELF = {Stage.ANSWERED, Stage.CORRECTING}
"""Open stages that may have no running clock: the window is over and all promises are proven, so
that the next round closes the case."""


@dataclass
class Seen:
    """What the step before left."""

    case: dict[str, Any] = field(default_factory=dict)
    history: list[tuple[Any, ...]] = field(default_factory=list)
    clocks: dict[int, tuple[Any, ...]] = field(default_factory=dict)


class Desk(RuleBasedStateMachine):
    """One case; whoever may act does, and whoever may not tries."""

    world: World
    steps = 0
    done: ClassVar[Counter[str]] = Counter()
    """How often each act succeeded, or was refused, over all runs."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = self.world.clock
        self.clock.set("2026-03-02")
        self.world.kit.begin()
        self.play = Play(self.world.kit, self.world.county, delivers=False)
        self.filed = self.clock.instant.date()
        self.reports = 0
        self.seen = Seen()

    def teardown(self) -> None:
        self.world.kit.end()

    # Rules

    @initialize(gap=st.integers(0, 500))
    def a_report_is_filed(self, gap: int) -> None:
        self.clock.advance(days=gap)
        self.filed = self.clock.instant.date()
        self.play.file("r1")
        self.reports = 1
        self.play.deliver()

    @rule(name=st.sampled_from(STAFF), stale=st.sampled_from((0, 0, 0, 1)))
    def staff_act(self, name: str, stale: int) -> None:
        self.attempt(name, stale=stale)

    @rule(back=st.sampled_from((0, 0, 0, 1, 5, 40)), stale=st.sampled_from((0, 0, 1)))
    def staff_accept(self, back: int, stale: int) -> None:
        self.attempt("accept", stale=stale, on=self.today - timedelta(days=back))

    @rule(ahead=st.integers(1, 60))
    def the_head_extends(self, ahead: int) -> None:
        due = [row.due for row in self.play.clocks if row.key == "K2" and not row.stopped_on]
        self.attempt("extend", until=(due or [self.today])[0] + timedelta(days=ahead))

    @rule(name=st.sampled_from(WRITTEN), days=st.lists(st.integers(0, 90), max_size=3))
    def two_people_answer(self, name: str, days: list[int]) -> None:
        self.attempt(name, promised=[self.today + timedelta(days=one) for one in days])

    @rule(item=st.integers(1, 3))
    def two_people_prove(self, item: int) -> None:
        self.attempt("prove", item=item)

    @rule(
        kind=st.sampled_from(("object", "ask_review", "ask_second_review", "reply")),
        who=st.booleans(),
    )
    def a_reporter_writes(self, kind: str, who: bool) -> None:
        self.attempt(kind, report=self.one(who))

    @rule(content=st.booleans(), who=st.booleans())
    def a_reporter_rates(self, content: bool, who: bool) -> None:
        self.attempt("rate", report=self.one(who), content=content)

    @rule(really=st.sampled_from((False, False, True)), who=st.booleans())
    def a_reporter_leaves(self, really: bool, who: bool) -> None:
        if really:
            self.attempt("withdraw", report=self.one(who))

    @rule()
    def another_reporter_joins(self) -> None:
        if self.reports < MOST_REPORTS and self.play.can_join():
            name = f"r{self.reports + 1}"
            if self.attempt("join", report=name):
                self.reports += 1

    @rule(
        name=st.sampled_from(OUTSIDE),
        place=st.sampled_from(PLACES),
        role=st.sampled_from((Role.OFFICER, Role.HEAD, Role.SUPERVISOR)),
    )
    def somebody_else_tries(self, name: str, place: str, role: Role) -> None:
        """Anybody of another authority than the holder, with a form of now."""
        if place in {self.play.case.authority_id, self.play.reviewer()}:
            return
        given: dict[str, Any] = {
            "accept": {"on": self.today},
            "answer": {"promised": []},
            "extend": {"until": self.today + timedelta(days=70)},
        }.get(name, {})
        before = self.state()
        self.play.poses = self.play.member(place, role)
        self.done["outsider"] += 1
        try:
            getattr(self.play, name)(**given)
        except (NotFound, NotAllowed):
            assert self.state() == before
        else:
            raise AssertionError(f"{place} {role} did {name}")
        finally:
            self.play.poses = None

    @rule(days=st.sampled_from((0, 0, 1, 1, 2, 5, 9, 16, 31, 62)))
    def days_pass(self, days: int) -> None:
        self.clock.advance(days=days)

    @rule()
    def the_slot_begins(self) -> None:
        self.play.deliver()

    @rule()
    def the_jobs_run(self) -> None:
        self.play.sweep()
        before = self.state()
        self.play.sweep()
        assert self.state() == before, "a second round on the same day did something"
        self.play.kit.read(self._public_is_behind)

    # Helpers

    @property
    def today(self) -> date:
        return self.clock.instant.date()

    def one(self, who: bool) -> str:
        """The first reporter, or the last one."""
        return f"r{self.reports if who else 1}"

    def attempt(self, name: str, *, stale: int = 0, **given: Any) -> bool:
        """Try; a refusal changes nothing, and a form made before the last act is always refused."""
        before = self.state()
        self.play.behind = stale
        try:
            getattr(self.play, name)(**given)
        except DomainError:
            self.done[f"{name} refused"] += 1
            if name not in {"answer", "decide_review", "conclude", "prove", "hand_over"}:
                assert self.state() == before, f"{name} was refused and changed something"
            return False
        finally:
            self.play.behind = 0
        self.done[name] += 1
        uses_form = name not in {"hand_over"}
        assert not (stale and uses_form), f"{name} took a form made before"
        return True

    def state(self) -> tuple[Any, ...]:
        """Everything the invariants look at."""
        return self.play.kit.read(self._read)

    def _read(self, tx: Tx) -> tuple[Any, ...]:
        case = tx.session.get_one(Case, self.play.case_id)
        told = tuple(_told(row) for row in events(tx, case.case_id))
        clocks = tuple(_clock(row) for row in self.play.clocks)
        letters = tx.session.query(Outbox).count()
        return case.stage, case.version, case.authority_id, told, clocks, letters

    # Invariants

    @invariant()
    def everything_holds(self) -> None:
        if not self.play.case_id:
            return
        type(self).steps += 1
        self.play.kit.read(self._check)

    def _check(self, tx: Tx) -> None:
        case = tx.session.get_one(Case, self.play.case_id)
        told, clocks = events(tx, case.case_id), self.play.clocks
        self._history_only_grows(tx, told)
        self._clocks_are_sound(case, clocks)
        self._age_never_resets(case, told)
        moved = [row for row in told[len(self.seen.history) :] if row.event in ACTIONS]
        if self.seen.case:
            assert case.version >= self.seen.case["version"] + len(moved)
        self.seen = Seen(
            {"version": case.version},
            [_told(row) for row in told],
            {row.number: _clock(row) for row in clocks},
        )

    def _history_only_grows(self, tx: Tx, told: list[History]) -> None:
        """Nothing is rewritten, every move is a row of the table, and nothing happens twice."""
        assert [row.number for row in told] == list(range(1, len(told) + 1))
        old = self.seen.history
        assert [_told(row) for row in told[: len(old)]] == old
        for row in told[len(old) :]:
            if row.event in ACTIONS:
                _in_the_table(tx, row)
        once = [(row.event, row.fields.get("clock"), row.on) for row in told]
        once = [one for one in once if one[0] in {"filed", "notice_overdue", "close", "withdraw"}]
        assert len(once) == len(set(once))
        rungs = [(one.clock_number, one.rung) for one in self.play.rungs]
        fired = [row for row in told if row.event == "rung_fired"]
        assert len(rungs) == len(set(rungs)) == len(fired)

    def _clocks_are_sound(self, case: Case, clocks: list[Clock]) -> None:
        """None is negative, lost or changed once it stopped; an open case has one, or a reason."""
        for row in clocks:
            assert row.started_on <= row.raw_due <= row.due
            assert row.stopped_on is None or row.stopped_on >= row.started_on
        now = {row.number: row for row in clocks}
        for number, before in self.seen.clocks.items():
            assert number in now
            assert _clock(now[number])[:2] == before[:2]
            if before[-1] is not None:
                assert _clock(now[number]) == before
        keys = [(row.key, row.params.get("measure")) for row in clocks if row.stopped_on is None]
        assert len(keys) == len(set(keys)), "a clock runs twice"
        if Stage(case.stage) in OPEN - ENDS_BY_ITSELF:
            assert keys, f"{case.stage} waits for nothing"

    def _age_never_resets(self, case: Case, told: list[History]) -> None:
        assert case.filed_on == self.filed
        assert (told[0].event, told[0].on) == ("filed", self.filed)

    def _public_is_behind(self, tx: Tx) -> None:
        """A release of today, which the jobs build after the sweep, says what happened alone.

        A withdrawn case is no part of it.
        """
        case = tx.session.get_one(Case, self.play.case_id)
        if case.stage == Stage.WITHDRAWN:
            return
        told, clocks = events(tx, case.case_id), self.play.clocks
        facts = facts_of(tx, [case], demonstration=False)[case.case_id]
        pack, coarse = self.play.kit.pack, for_coarsening(authorities(tx))
        book = Book(pack.clocks, pack.calendar, pack.ladder)
        stages, keys = {row.stage for row in told} | {case.stage}, {row.key for row in clocks}
        for monthly in (False, True):
            public = public_case(facts, View(self.today, monthly=monthly), book, coarse)
            assert public.stage in stages | {None}
            assert all(step.when <= self.today.isoformat() for step in public.steps)
        # Where months hide the day of a withdrawal, dates run on until the month is over.
        exact = public_case(facts, View(self.today, monthly=False), book, coarse)
        if exact.stage is Stage.WITHDRAWN:
            return  # it leaves every release, with all its dates
        assert exact.clock in keys | {None}
        assert {one.key for one in exact.clocks} <= keys
        assert set(exact.rungs) <= {one.rung for one in self.play.rungs}


def _told(row: History) -> tuple[Any, ...]:
    return row.number, row.on, row.entered_on, row.event, row.party, row.stage, str(row.fields)


def _clock(row: Clock) -> tuple[Any, ...]:
    return row.key, row.started_on, row.raw_due, row.due, row.kind, row.stopped_by, row.stopped_on


def _in_the_table(tx: Tx, row: History) -> None:
    """A move is a row of the lifecycle, by somebody whose role may take it."""
    action, source = ACTIONS[row.event], Stage(row.fields["from"])
    rows = [one for one in LIFECYCLE if one.action is action and source in one.sources]
    assert any(one.to in {None, Stage(row.stage)} for one in rows), (row.event, source, row.stage)
    assert row.party in {one.party.value for one in rows}
    if row.account_id is None:
        assert row.party in {Party.SYSTEM, Party.REPORTER}
        return
    role = Role(tx.session.get_one(Account, row.account_id).role)
    reviewing = row.party == Party.SUPERVISOR and role in {Role.OFFICER, Role.HEAD}
    assert reviewing or Party(row.party) in PARTIES_OF[role]
