"""A review asked for by somebody who joined late, while the holder does not open the case."""

from datetime import date

import pytest

from reportdesk.domain.following import Sent
from reportdesk.domain.taxonomy import Measure, Opinion
from reportdesk.services import answering, casework, reading
from reportdesk.storage.report import reports_of
from tests.builders import Promised, a_draft, act, version
from tests.reviews import COUNTY, WUHAN, Contest, found_contest

PROMISE = Promised(Measure.DELETE_DATA, date(2026, 9, 1))


@pytest.fixture
def contest(runtime, clock) -> Contest:
    """Answered by a county that keeps notes and then opens nothing; two who joined ask."""
    found = found_contest(runtime)
    officer = found.people(COUNTY)[0]
    act(runtime, casework.note, runtime.vault, officer, found.ref, text="CANARY-县里的话")
    found.answer(draft=a_draft(PROMISE, reply="县里的答复"))
    for _ in range(2):
        found.join(opened=False)
    for number in (2, 1):
        found.send(Sent.REVIEW, "没有查谁收了钱", number=number)
    found.slot()
    return found


def opened(contest: Contest, at: str = WUHAN, person: int = 0):
    kit = contest.runtime
    return act(kit, reading.read, kit.vault, contest.people(at)[person], contest.ref)


def test_the_reviewer_reads_those_who_asked_and_nothing_else(contest: Contest) -> None:
    found = opened(contest)
    assert [report.number for report in found.reports] == [2, 3]
    assert "没有查谁收了钱" in [message.text for message in found.messages]
    assert "CANARY" not in repr(found)


def test_the_reviewer_gives_an_opinion_that_reaches_all_who_asked(contest: Contest) -> None:
    contest.opine(WUHAN, Opinion.CORRECT, reply="应当退钱", public_summary="复查后应当退钱。")
    assert contest.case.level == 1
    for number in (1, 2):
        assert "应当退钱" in [letter.text for letter in contest.look(number).letters]
    for number in (0, 1, 2):
        assert contest.look(number).answers[-1].opinion == Opinion.CORRECT


def test_a_draft_opens_for_its_colleagues_and_not_for_the_holder(contest: Contest) -> None:
    kit, (writer, second) = contest.runtime, contest.people(WUHAN)
    draft = a_draft(opinion=Opinion.CORRECT, reply="应当退钱")
    now = version(kit, writer, contest.ref)
    act(kit, answering.save, kit.vault, writer, contest.ref, draft=draft, version=now)
    assert opened(contest, person=1).draft.draft.reply == "应当退钱"
    assert opened(contest, COUNTY).draft is None
    assert opened(contest, person=1).draft.draft.reply == "应当退钱", "also under the case's key"
    assert second is not writer


def test_who_did_not_ask_reads_the_opinion_once_the_holder_opened_the_case(
    contest: Contest,
) -> None:
    contest.opine(WUHAN, Opinion.CORRECT, reply="应当退钱")
    assert contest.look(0).answers[-1].reply is None
    opened(contest, COUNTY)
    reports = contest.runtime.read(lambda tx: reports_of(tx, contest.case_id))
    assert not any(report.awaits_case_key for report in reports)
    for number in (0, 1, 2):
        assert contest.look(number).answers[-1].reply == "应当退钱"


def test_the_reviewers_keys_are_never_taken_for_those_of_the_case(contest: Contest) -> None:
    opened(contest)
    reports = contest.runtime.read(lambda tx: reports_of(tx, contest.case_id))
    assert [report.awaits_case_key for report in reports] == [False, True, True]
    assert "CANARY-县里的话" in repr(opened(contest, COUNTY))
    assert [report.number for report in opened(contest, COUNTY).reports] == [1, 2, 3]
