"""A round: what is due runs once, a fault holds nothing else up, and one process leads."""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from reportdesk.domain.timetable import AHEAD, Leap, Slot
from reportdesk.jobs import leader, work
from reportdesk.jobs.leader import Round, round_
from reportdesk.jobs.term import Term
from reportdesk.jobs.work import JOBS, Job
from reportdesk.mail.smtp import Mailer
from reportdesk.runtime import Runtime
from reportdesk.services import leadership
from reportdesk.storage.job import JobRun, JobTrouble, Lease, newest_runs
from reportdesk.storage.outbox import notify
from tests.builders import HUBEI, found_nation, key_authority
from tests.fakes import FixedClock


@dataclass(frozen=True)
class Made(Job):
    """A job of the test's own, in a slot it names."""

    at: str = "s1"

    def slot(self, runtime: Runtime) -> Slot:
        return Slot(self.at, runtime.clock())


def job(name: str, run, slot: str = "s1") -> Job:
    return Made(name, run, slot)


def fail(term: Term) -> int:
    raise ValueError("words of a reporter")


def test_what_is_due_runs_once_in_a_slot(runtime: Runtime) -> None:
    one = job("count", lambda term: 7)
    assert round_(runtime, "me", [one]) == Round({"count": 7}, ())
    assert round_(runtime, "me", [one]) == Round({}, ())
    assert round_(runtime, "me", [job("count", lambda term: 8, "s2")]) == Round({"count": 8}, ())


def test_a_job_that_fails_holds_up_no_other_and_is_tried_again(
    runtime: Runtime, caplog: pytest.LogCaptureFixture
) -> None:
    jobs = [job("broken", fail), job("sound", lambda term: 1)]
    with caplog.at_level(logging.INFO):
        assert round_(runtime, "me", jobs) == Round({"sound": 1}, ("broken",))
    assert "broken failed: ValueError" in caplog.text
    assert "words of a reporter" not in caplog.text
    assert trouble(runtime) == [("broken", 1, "ValueError")]
    assert round_(runtime, "me", jobs).failed == ("broken",)
    assert trouble(runtime) == [("broken", 2, "ValueError")]
    repaired = [job("broken", lambda term: 2), jobs[1]]
    assert round_(runtime, "me", repaired) == Round({"broken": 2}, ())
    assert trouble(runtime) == []


def trouble(runtime: Runtime) -> list[tuple[str, int, str]]:
    rows = runtime.read(lambda tx: list(tx.session.scalars(select(JobTrouble))))
    return [(row.job, row.times, row.failure) for row in rows]


def test_what_failed_by_itself_is_counted_beside_what_was_done(runtime: Runtime) -> None:
    def partly(term: Term) -> int:
        term.left.append("one case")
        return 4

    round_(runtime, "me", [job("partly", partly), job("whole", lambda term: 1)])
    rows = runtime.read(lambda tx: list(tx.session.scalars(select(JobRun))))
    assert {(row.job, row.done, row.left) for row in rows} == {("partly", 4, 1), ("whole", 1, 0)}


def test_nobody_else_leads_during_a_round_and_anybody_may_after_it(runtime: Runtime) -> None:
    tried = []
    inside = job("inside", lambda term: tried.append(round_(runtime, "other", [])) or 0)
    round_(runtime, "me", [inside])
    assert tried == [None]
    assert round_(runtime, "other", []) == Round({}, ())


def test_a_pretended_day_does_not_keep_the_real_one_from_leading(
    runtime: Runtime, clock: FixedClock
) -> None:
    clock.set("2031-01-01")
    round_(runtime, "demonstration", [])
    clock.set("2026-03-02")
    assert round_(runtime, "real", []) == Round({}, ())


def test_a_process_that_died_is_followed_when_its_lease_is_over(
    runtime: Runtime, clock: FixedClock
) -> None:
    runtime.write(lambda tx: leadership.lead(tx, "dead", clock()))
    assert round_(runtime, "me", [], machine_time=clock) is None
    clock.advance(seconds=91)
    assert round_(runtime, "me", [], machine_time=clock) == Round({}, ())


def test_a_leader_that_was_overtaken_notes_nothing_as_done(
    runtime: Runtime, clock: FixedClock
) -> None:
    def sleep(term: Term) -> int:
        clock.advance(seconds=91)
        assert round_(runtime, "other", [job("slow", lambda term: 5)], machine_time=clock)
        return 1

    assert round_(runtime, "me", [job("slow", sleep)], machine_time=clock) is None
    assert runtime.read(newest_runs)["slow"].slot == "s1"
    assert runtime.read(lambda tx: tx.session.get(Lease, "jobs").token) == 2


class Postbox(Mailer):
    """Counts letters; during the first one it lets something else happen."""

    def __init__(self, meanwhile=lambda: None) -> None:
        self.sent, self.meanwhile = [], meanwhile

    def send(self, to: str, subject: str, body: str, *, name: str) -> None:
        self.sent.append(to)
        if len(self.sent) == 1:
            self.meanwhile()


class Unfenced(Term):
    """A leader that nobody checks: the control."""

    def write(self, work):
        return self.runtime.write(work)


@pytest.fixture
def three_letters(runtime: Runtime) -> None:
    found_nation(runtime)
    key_authority(runtime, HUBEI)
    runtime.write(lambda tx: notify(tx, HUBEI, "new_report", "one"))


DELIVER = [job("deliver", work.deliver)]


def test_two_processes_at_once_send_each_letter_once(runtime: Runtime, three_letters) -> None:
    runtime.mailer = Postbox(lambda: round_(runtime, "other", DELIVER))
    round_(runtime, "me", DELIVER)
    assert len(runtime.mailer.sent) == len(set(runtime.mailer.sent)) == 3


def test_without_a_lease_they_send_letters_twice(
    runtime: Runtime, clock: FixedClock, three_letters
) -> None:
    other = Unfenced(runtime, 0, clock)
    runtime.mailer = Postbox(lambda: work.deliver(other))
    work.deliver(Unfenced(runtime, 0, clock))
    assert len(runtime.mailer.sent) == 6


def test_a_leader_that_slept_over_one_letter_sends_no_other(
    runtime: Runtime, clock: FixedClock, three_letters
) -> None:
    def overtake() -> None:
        clock.advance(seconds=91)
        round_(runtime, "other", DELIVER, machine_time=clock)

    runtime.mailer = Postbox(overtake)
    assert round_(runtime, "me", DELIVER, machine_time=clock) is None
    assert len(runtime.mailer.sent) == 4  # the one that was on its way, and the successor's three


def test_names_of_processes_say_nothing_and_differ() -> None:
    assert leader.new_holder() != leader.new_holder()


def test_nothing_is_done_while_the_clock_was_set_back_and_all_of_it_when_it_is_right_again(
    runtime: Runtime, clock: FixedClock
) -> None:

    def one() -> list[Job]:
        return [job("hour", lambda term: 1, f"{clock():%dT%H}")]

    assert round_(runtime, "me", one(), machine_time=clock)
    clock.advance(hours=-1)
    assert round_(runtime, "me", one(), machine_time=clock) is None
    assert runtime.read(leadership.held) is Leap.BACK
    clock.advance(hours=2)
    assert round_(runtime, "me", one(), machine_time=clock) == Round({"hour": 1}, ())
    assert runtime.read(leadership.held) is None


def test_a_clock_years_ahead_closes_no_case_until_somebody_says_that_it_is_right(
    runtime: Runtime, clock: FixedClock
) -> None:
    assert round_(runtime, "me", JOBS, machine_time=clock)
    right = clock()
    clock.advance(days=AHEAD.days + 1)
    assert round_(runtime, "me", JOBS, machine_time=clock) is None
    assert runtime.read(leadership.held) is Leap.AHEAD
    runtime.write(lambda tx: leadership.believe(tx, clock()))
    assert round_(runtime, "me", JOBS, machine_time=clock)
    assert clock() - right > AHEAD


def test_a_played_demonstration_believes_every_clock(runtime: Runtime, clock: FixedClock) -> None:
    runtime.settings = replace(runtime.settings, env="demo")
    for days in (0, 400, -800):
        clock.advance(days=days)
        assert round_(runtime, "me", [], machine_time=clock) == Round({}, ())


def test_a_lease_that_ends_in_another_time_keeps_nobody_waiting(
    runtime: Runtime, clock: FixedClock
) -> None:
    """Whoever led died with a clock that was an hour ahead."""
    runtime.write(lambda tx: leadership.lead(tx, "dead", clock() + timedelta(hours=1)))
    runtime.write(lambda tx: leadership.believe(tx, clock()))
    assert round_(runtime, "me", [], machine_time=clock) == Round({}, ())
