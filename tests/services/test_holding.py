"""Legal holds: by whom, how long, what they keep, and what no hold keeps."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Role
from reportdesk.domain.errors import BadInput, Conflict, NotAllowed, NotFound, Stale
from reportdesk.domain.following import Sent
from reportdesk.domain.retention import HoldReason
from reportdesk.services import holding
from reportdesk.storage.case import Case
from tests.reviews import COUNTY, WUHAN, Contest, found_contest
from tests.services.test_destroying import CLOSED, YEAR, closed, job, row, until_gone

YEAR_ON = CLOSED + YEAR


@pytest.fixture
def contest(runtime, clock) -> Contest:
    """A case that closed on CLOSED."""
    contest = found_contest(runtime)
    clock.set("2026-03-03")
    contest.answer()
    return closed(contest, clock)


def put(contest: Contest, at=COUNTY, role=Role.HEAD, until=None, **more) -> None:
    actor = contest.county[at, role].actor
    today = contest.runtime.clock().date()
    given = {
        "reason": HoldReason.COURT,
        "until": until or today + timedelta(days=300),
        "version": contest.case.version,
        **more,
    }
    contest.runtime.write(lambda tx: holding.put(tx, actor, contest.ref, **given))


def officers(contest: Contest):
    return [one.actor for one in contest.county.everybody[PLATFORM_AUTHORITY]]


def test_a_head_holds_it_off_and_it_goes_the_day_after_with_a_new_warning(contest, clock) -> None:
    job(contest.runtime)
    clock.set(YEAR_ON - timedelta(days=10))
    job(contest.runtime)
    assert row(contest).warned_on is not None
    last = YEAR_ON + timedelta(days=60)
    put(contest, until=last)
    assert row(contest).warned_on is None
    for day in (YEAR_ON, last - timedelta(days=29)):
        clock.set(day)
        job(contest.runtime)
        assert row(contest).destroyed_on is None
    assert row(contest).due_on == last + timedelta(days=1)
    assert contest.look().kept.held_until == last
    clock.set(last + timedelta(days=1))
    job(contest.runtime)
    assert row(contest).destroyed_on == last + timedelta(days=1)
    assert "hold_ended" in contest.happened


def test_who_may_not_hold(contest, runtime) -> None:
    for at, role in ((COUNTY, Role.OFFICER), (COUNTY, Role.SUPERVISOR)):
        with pytest.raises(NotAllowed):
            put(contest, at, role)
    with pytest.raises(NotFound):  # above, but no rung and no review brought the case there
        put(contest, WUHAN, Role.HEAD)


def test_an_accused_authority_may_not_hold(contest, runtime) -> None:
    runtime.write(
        lambda tx: setattr(
            tx.session.get_one(Case, contest.case_id), "reason_params", {"skipped": COUNTY}
        )
    )
    with pytest.raises(NotAllowed):
        put(contest)


def test_a_hold_is_short_once_and_for_the_case_as_it_was_seen(contest, clock) -> None:
    for until in (clock().date(), clock().date() + timedelta(days=366)):
        with pytest.raises(BadInput):
            put(contest, until=until)
    with pytest.raises(Stale):
        put(contest, version=contest.case.version - 1)
    put(contest)
    with pytest.raises(Conflict, match="hold_runs"):
        put(contest)


def test_lifting_it_gives_the_old_day_back(contest, clock) -> None:
    put(contest)
    actor = contest.county[COUNTY, Role.HEAD].actor
    contest.runtime.write(
        lambda tx: holding.lift(tx, actor, contest.ref, number=1, version=contest.case.version)
    )
    job(contest.runtime)
    assert row(contest).due_on == YEAR_ON
    assert contest.happened[-1] == "hold_ended"
    with pytest.raises(NotFound):
        contest.runtime.write(
            lambda tx: holding.lift(tx, actor, contest.ref, number=1, version=contest.case.version)
        )


def test_the_platforms_hold_counts_with_the_second_person_only(contest, clock) -> None:
    first, second = officers(contest)
    kit, until = contest.runtime, YEAR_ON + timedelta(days=1)
    clock.set(YEAR_ON - timedelta(days=40))
    given = {"reason": HoldReason.INVESTIGATION, "until": until}
    kit.write(lambda tx: holding.put(tx, first, contest.ref, version=contest.case.version, **given))
    assert contest.look().kept.held_until is None
    for wrong in (first, replace(second, role=Role.ADMIN)):
        with pytest.raises(NotAllowed):
            kit.write(
                lambda tx, wrong=wrong: holding.confirm(
                    tx, wrong, contest.ref, number=1, version=contest.case.version
                )
            )
    kit.write(
        lambda tx: holding.confirm(tx, second, contest.ref, number=1, version=contest.case.version)
    )
    assert contest.look().kept.held_until == until
    assert "hold_put" in {step.event for step in contest.look().steps}


def test_no_hold_comes_too_late_nor_keeps_what_a_reporter_withdrew(contest, clock) -> None:
    until_gone(contest, clock)
    with pytest.raises(Conflict, match="destroying"):
        put(contest)


def test_what_its_reporter_withdrew_goes_in_spite_of_a_hold(runtime, clock) -> None:
    contest = found_contest(runtime)
    put(contest)
    contest.send(Sent.WITHDRAWAL, "")
    contest.slot()
    assert contest.look().kept.last == date(2026, 3, 31)
    clock.advance(days=30)
    job(runtime)
    with pytest.raises(NotFound, match="receipt_unknown"):
        contest.look()
