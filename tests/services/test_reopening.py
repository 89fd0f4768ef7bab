"""Going on with an ended matter: a new, linked case, by its authority or by a reporter."""

from datetime import date

import pytest

from reportdesk.domain.actors import Role
from reportdesk.domain.case import Stage
from reportdesk.domain.errors import NotAllowed, NotFound
from reportdesk.domain.following import Sent
from reportdesk.domain.reopening import ReopenReason
from reportdesk.domain.taxonomy import Solved
from reportdesk.queries.casefile import casefile
from reportdesk.services import intake, reading, reopening
from reportdesk.storage.case import Case
from reportdesk.storage.history import events
from reportdesk.storage.joining import earlier, joinable
from tests import builders
from tests.builders import act
from tests.county import COUNTY
from tests.filings import a_filing
from tests.reviews import Contest, found_contest


@pytest.fixture
def closed(runtime, clock) -> Contest:
    """A case that both its reporter and its authority hold to be solved."""
    clock.set("2026-03-02")
    contest = found_contest(runtime)
    contest.answer()
    contest.rate(Solved.YES)
    contest.slot()
    contest.sweep()
    assert contest.case.stage == Stage.CLOSED
    clock.set("2026-04-10")
    return contest


def reopen(contest: Contest, role: Role = Role.OFFICER, at: str = COUNTY) -> Contest:
    """The new case, as its reporters see it."""
    kit, who = contest.runtime, contest.county[at, role]
    given = {
        "reason": ReopenReason.RECURRENCE,
        "text": "又在收录音",
        "version": contest.case.version,
    }
    ref = act(kit, reopening.reopen, kit.vault, kit.pack, who, contest.ref, **given)
    made = kit.read(lambda tx: tx.session.query(Case).filter_by(ref=ref).one())
    return Contest(kit, contest.county, ref, made.case_id, contest.receipts)


def test_the_authority_goes_on_with_a_closed_case_whose_reporters_follow_the_new_one(
    closed: Contest, clock
) -> None:
    new = reopen(closed)
    assert closed.case.stage == Stage.CLOSED
    assert (new.case.stage, new.case.linked_id) == (Stage.ROUTED, closed.case_id)
    seen = closed.look()
    assert (seen.ref, seen.stage, seen.earlier) == (new.ref, Stage.ROUTED, closed.ref)
    assert [answer.on for answer in seen.before] == [date(2026, 3, 2)]
    assert {timer.due.key: timer.due.due for timer in seen.timers}["K1"] == date(2026, 4, 27)
    assert [step.event for step in seen.steps if step.event in {"close", "reopened"}] == [
        "close",
        "reopened",
    ]
    builders.accept(closed.runtime, closed.county[COUNTY, Role.OFFICER], new.ref)
    new.answer()
    seen = closed.look()
    assert [letter.kind for letter in seen.letters] == ["answer", "answer"]
    assert seen.rated.solved is None, "what was said of the earlier answer is not said of this one"
    closed.send(Sent.DISPUTE, "还是没有停")
    closed.slot()
    assert new.case.stage == Stage.REDO


def test_staff_read_the_reports_and_the_reason_in_the_new_case_and_find_both(
    closed: Contest,
) -> None:
    new = reopen(closed)
    kit, who = closed.runtime, closed.county[COUNTY, Role.OFFICER]
    opened = act(kit, reading.read, kit.vault, who, new.ref)
    assert [one.of for one in opened.reports] == [closed.ref]
    assert [note.text for note in opened.notes] == ["又在收录音"]
    assert act(kit, reading.read, kit.vault, who, closed.ref).reports
    files = [
        kit.read(lambda tx, r=ref: casefile(tx, kit.pack, who.actor, r))
        for ref in (closed.ref, new.ref)
    ]
    assert (files[0].kin.later, files[1].kin.earlier) == ((new.ref,), closed.ref)


def test_a_case_is_gone_on_with_once_and_only_when_closed_by_its_own_officers(
    closed: Contest,
) -> None:
    with pytest.raises(NotAllowed):
        reopen(closed, Role.SUPERVISOR)
    with pytest.raises(NotFound):
        reopen(closed, Role.OFFICER, builders.WUHAN)
    new = reopen(closed)
    with pytest.raises(NotAllowed, match="reopened_before"):
        reopen(closed)
    with pytest.raises(NotAllowed, match="action_not_open"):
        reopen(new)


def test_withdrawing_ends_the_new_case_and_leaves_the_closed_one_as_it_was(closed: Contest) -> None:
    new = reopen(closed)
    closed.send(Sent.WITHDRAWAL, "")
    closed.slot()
    assert (new.case.stage, closed.case.stage) == (Stage.WITHDRAWN, Stage.CLOSED)


def test_a_reporter_of_an_ended_case_files_about_it_anew(closed: Contest, runtime) -> None:
    matter = runtime.read(lambda tx: reopening.again(tx, closed.enter()))
    assert (matter.ref, matter.ended) == (closed.ref, True)
    known = runtime.vault.lookups(runtime.vault.draw_receipt(), "filing")
    filed = act(
        runtime,
        intake.file,
        runtime.vault,
        runtime.pack,
        runtime.settings,
        a_filing(),
        known,
        (),
        matter,
    )
    assert not filed.joined
    made = runtime.read(lambda tx: tx.session.get_one(Case, filed.case_id))
    told = runtime.read(lambda tx: [row.event for row in events(tx, filed.case_id)])
    assert "said_same" in told
    assert (made.linked_id, made.stage) == (closed.case_id, "routed")


def test_an_open_case_is_not_begun_anew_by_its_reporter(runtime, clock) -> None:
    clock.set("2026-03-02")
    contest = found_contest(runtime)
    assert runtime.read(lambda tx: reopening.again(tx, contest.enter())) is None
    assert not contest.look().again


def test_who_comes_when_an_answer_can_hardly_be_objected_to_begins_a_linked_case(
    runtime, clock
) -> None:
    clock.set("2026-03-02")
    contest = found_contest(runtime)
    contest.answer()  # to be objected to until 1 April

    def over(day: str) -> bool:
        clock.set(day)
        return runtime.read(lambda tx: earlier(tx, contest.ref)) is not None

    assert [over(day) for day in ("2026-03-02", "2026-03-22", "2026-03-23", "2026-05-01")] == [
        False,
        False,
        True,
        True,
    ]
    assert runtime.read(lambda tx: joinable(tx, contest.ref, "x", "voice_recording")) is None
