"""A case that follows another: who is answered, what counts, and the way back."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from reportdesk.domain.actors import Role
from reportdesk.domain.case import Stage
from reportdesk.domain.errors import BadInput, NotAllowed, NotFound, Stale
from reportdesk.domain.following import Sent
from reportdesk.domain.taxonomy import Opinion, Practice, Solved
from reportdesk.services import casework, merging, reading
from reportdesk.storage.case import Case
from reportdesk.storage.clock import running
from reportdesk.storage.joining import case_behind
from tests import builders
from tests.builders import HUBEI, WUHAN, act
from tests.county import COUNTY, County
from tests.filings import a_filing, file_one
from tests.reviews import Contest, found_contest

OFFICER = Role.OFFICER


@dataclass
class Two:
    """A case that is accepted, a newer one about the same matter, and the reporter of each."""

    first: Contest
    second: Contest
    others: list[Contest] = field(default_factory=list)

    @property
    def county(self) -> County:
        return self.first.county

    def merge(self, child: Contest, parent: Contest, holder=None) -> None:
        kit, who = self.first.runtime, holder or self.county[COUNTY, OFFICER]
        given = {
            "into": parent.ref,
            "reason": "同一所学校、同一件事",
            "version": child.case.version,
        }
        act(kit, merging.merge, kit.vault, kit.pack, who, child.ref, **given)

    def unmerge(self, child: Contest) -> None:
        kit, who = self.first.runtime, self.county[COUNTY, OFFICER]
        given = {"reason": "并错了", "version": child.case.version}
        act(kit, merging.unmerge, kit.vault, kit.pack, who, child.ref, **given)

    def another(self, **changes) -> Contest:
        receipt, filed = file_one(self.first.runtime, a_filing(**changes))
        made = Contest(self.first.runtime, self.county, filed.ref, filed.case_id, [receipt])
        made.slot()
        return made


@pytest.fixture
def two(runtime, clock) -> Two:
    clock.set("2026-03-02")
    first = found_contest(runtime)
    made = Two(first, first)
    clock.set("2026-03-06")
    made.second = made.another()
    return made


def opened(two: Two, case: Contest, at: str = COUNTY, role: Role = OFFICER):
    kit = two.first.runtime
    return act(kit, reading.read, kit.vault, two.county[at, role], case.ref)


def test_the_answer_of_the_parent_reaches_the_reporters_of_both(two: Two, clock) -> None:
    two.merge(two.second, two.first)
    assert two.second.case.stage == Stage.MERGED
    followed = two.second.look()
    assert (followed.ref, followed.stage, followed.joined) == (two.first.ref, "accepted", True)
    assert "merge" in [step.event for step in followed.steps], "the reporter is told of it"
    assert "filed" in [step.event for step in followed.steps], "and keeps their own beginning"
    two.first.answer()
    for reporter in (two.first, two.second):
        seen = reporter.look()
        assert [letter.kind for letter in seen.letters] == ["answer"]
        assert len(seen.answers) == 1
        assert {remedy.kind for remedy in seen.remedies if remedy.refusal is None} >= {
            Sent.DISPUTE,
            Sent.REVIEW,
        }


def test_staff_read_the_reports_of_both_in_the_parent_and_its_sheet_counts_them(two: Two) -> None:
    two.merge(two.second, two.first)
    reports = opened(two, two.first).reports
    assert [(one.number, one.of) for one in reports] == [(1, None), (1, two.second.ref)]
    assert [one.of for one in opened(two, two.second).reports] == [None]


def test_a_message_to_all_reaches_both_and_one_to_a_report_of_the_child_is_sent_from_there(
    two: Two,
) -> None:
    two.merge(two.second, two.first)
    kit, who = two.first.runtime, two.county[COUNTY, OFFICER]
    act(kit, casework.send, kit.vault, who, two.first.ref, text="都收到了")
    act(kit, casework.send, kit.vault, who, two.first.ref, text="只给第一位", report=1)
    act(kit, casework.send, kit.vault, who, two.second.ref, text="只给第二位", report=1)
    told = [[letter.text for letter in one.look().letters] for one in (two.first, two.second)]
    assert told == [["都收到了", "只给第一位"], ["都收到了", "只给第二位"]]


def test_an_objection_of_the_childs_reporter_moves_the_parent(two: Two, clock) -> None:
    two.merge(two.second, two.first)
    two.first.answer()
    two.second.send(Sent.DISPUTE, "没有回答谁收了钱")
    two.second.slot()
    assert two.first.case.stage == Stage.REDO
    assert two.second.case.stage == Stage.MERGED
    texts = [(one.of, one.text) for one in opened(two, two.first).messages if not one.mine]
    assert texts == [(two.second.ref, "没有回答谁收了钱")]


def test_a_review_asked_for_through_the_child_is_given_and_read_by_both(two: Two, clock) -> None:
    two.merge(two.second, two.first)
    two.first.answer()
    two.second.send(Sent.REVIEW, "请市里看看")
    two.second.slot()
    assert two.first.case.stage == Stage.REVIEW1
    seen = opened(two, two.first, WUHAN)
    assert [one.of for one in seen.reports] == [two.second.ref]
    assert [one.text for one in seen.messages if one.kind == "review"] == ["请市里看看"]
    clock.set("2026-03-20")
    two.first.opine(WUHAN, Opinion.CORRECT, reply="改为要求删除")
    assert two.second.look().letters[-1].text == "改为要求删除"
    assert two.first.look().answers[-1].reply == "改为要求删除"


def test_who_did_not_ask_reads_the_review_through_the_key_of_the_parent(two: Two, clock) -> None:
    two.merge(two.second, two.first)
    two.first.answer()
    two.first.send(Sent.REVIEW, "请市里看看")
    two.first.slot()
    two.first.opine(WUHAN, Opinion.CORRECT, reply="改为要求删除")
    assert two.second.look().answers[-1].reply == "改为要求删除"


def test_a_case_ends_early_only_when_the_childs_reports_confirm_too(two: Two, clock) -> None:
    two.merge(two.second, two.first)
    two.first.answer()
    two.first.rate(Solved.YES)
    two.first.slot()
    two.first.sweep()
    assert two.first.case.stage == Stage.ANSWERED
    two.second.rate(Solved.YES)
    two.second.slot()
    two.first.sweep()
    assert two.first.case.stage == Stage.CLOSED
    assert two.second.look().stage is Stage.CLOSED


def test_what_the_child_wrote_and_nobody_read_keeps_the_window_open(two: Two, clock) -> None:
    two.merge(two.second, two.first)
    two.first.answer()
    due = next(t.due.due for t in two.second.look().timers if t.due.key == "K4")
    clock.set(due)
    two.second.send(Sent.DISPUTE, "不对")
    clock.set("2026-05-20")
    two.first.sweep()
    assert two.first.case.stage == Stage.ANSWERED
    two.second.slot()
    assert two.first.case.stage == Stage.REDO


def test_the_last_withdrawal_of_the_parent_leaves_the_matter_to_the_childs_reporters(
    two: Two,
) -> None:
    two.merge(two.second, two.first)
    two.first.send(Sent.WITHDRAWAL, "")
    two.first.slot()
    assert two.first.case.stage == Stage.ACCEPTED
    assert two.second.look().stage is Stage.ACCEPTED
    with pytest.raises(NotAllowed, match="unmerge_leaves_none"):
        two.unmerge(two.second)
    two.second.send(Sent.WITHDRAWAL, "")
    two.second.slot()
    assert (two.first.case.stage, two.second.case.stage) == (Stage.WITHDRAWN, Stage.WITHDRAWN)


def test_a_child_whose_reports_are_all_withdrawn_leaves_and_the_parent_goes_on(two: Two) -> None:
    two.merge(two.second, two.first)
    two.second.send(Sent.WITHDRAWAL, "")
    two.second.slot()
    assert (two.first.case.stage, two.second.case.stage) == (Stage.ACCEPTED, Stage.WITHDRAWN)
    assert two.second.look().withdrawn


def test_unmerging_brings_back_stage_clocks_and_the_reporters_own_case(two: Two, clock) -> None:
    before = [(c.key, c.due) for c in clocks(two, two.second)]
    two.merge(two.second, two.first)
    clock.set("2026-03-12")
    two.unmerge(two.second)
    case = two.second.case
    assert (case.stage, case.parent_id) == (Stage.ROUTED, None)
    assert [(c.key, c.due) for c in clocks(two, two.second)] == before
    seen = two.second.look()
    assert (seen.ref, seen.joined) == (two.second.ref, False)
    two.first.answer()
    assert [letter.kind for letter in two.second.look().letters] == []


def clocks(two: Two, case: Contest):
    return two.first.runtime.read(lambda tx: running(tx, case.case_id))


def test_followers_of_a_merged_case_follow_on_and_come_back_with_it(two: Two, clock) -> None:
    third = two.another()
    two.merge(third, two.second)
    two.merge(two.second, two.first)
    assert third.look().ref == two.first.ref
    two.unmerge(two.second)
    assert third.look().ref == two.second.ref
    builders.accept(two.first.runtime, two.county[COUNTY, OFFICER], two.second.ref)
    two.second.answer()
    assert [letter.kind for letter in third.look().letters] == ["answer"]
    assert [letter.kind for letter in two.first.look().letters] == []


def test_what_cannot_be_merged_is_refused_with_the_reason(two: Two, clock) -> None:
    with pytest.raises(BadInput, match="merge_itself"):
        two.merge(two.first, two.first)
    with pytest.raises(BadInput, match="merge_hides_date"):
        two.merge(two.first, two.second)
    other = two.another(what=other_practice())
    with pytest.raises(BadInput, match="merge_other_matter"):
        two.merge(other, two.first)
    two.merge(two.second, two.first)
    third = two.another()
    with pytest.raises(BadInput, match="merge_ended"):
        two.merge(third, two.second)
    with pytest.raises(NotAllowed):
        two.merge(two.second, two.first)
    kit, who = two.first.runtime, two.county[COUNTY, OFFICER]
    named = {"into": two.first.ref, "reason": "x", "version": third.case.version + 1}
    with pytest.raises(Stale):
        act(kit, merging.merge, kit.vault, kit.pack, who, third.ref, **named)


def other_practice():
    return replace(a_filing().what, practice=Practice.FACE_OR_VIDEO)


def test_anothers_case_does_not_exist_for_who_merges(two: Two, runtime) -> None:
    stranger = builders.key_authority(runtime, builders.XIANGYANG)[0]
    with pytest.raises(NotFound):
        two.merge(two.second, two.first, stranger)

    def move(tx) -> None:
        tx.session.get_one(Case, two.first.case_id).authority_id = builders.XIANGYANG

    runtime.write(move)
    with pytest.raises(NotFound):
        two.merge(two.second, two.first)


def test_a_report_that_joins_a_merged_case_joins_its_parent(two: Two, runtime) -> None:
    two.merge(two.second, two.first)
    found = runtime.read(lambda tx: case_behind(tx, two.second.ref))
    assert found is not None
    assert found.ref == two.first.ref


def test_answers_to_others_are_never_taken_for_a_rating_of_a_later_answer_of_the_own(
    two: Two, clock
) -> None:
    two.merge(two.second, two.first)
    two.first.answer()
    two.second.rate(Solved.YES)
    two.second.slot()
    two.unmerge(two.second)
    builders.accept(two.first.runtime, two.county[COUNTY, OFFICER], two.second.ref)
    two.second.answer()
    two.second.sweep()
    assert two.second.case.stage == Stage.ANSWERED
    assert two.second.look().rated.solved is None


def test_a_superior_reached_by_the_parents_lateness_reads_the_childs_reports(
    two: Two, clock
) -> None:
    two.merge(two.second, two.first)
    clock.set("2026-05-20")
    two.first.sweep()
    clock.set("2026-06-01")
    two.first.sweep()
    seen = opened(two, two.first, WUHAN)
    assert [one.of for one in seen.reports] == [None, two.second.ref]
    assert opened(two, two.second, WUHAN).reports
    with pytest.raises(NotFound):
        opened(two, two.second, HUBEI)


def test_what_fell_due_unseen_is_recorded_with_one_letter_for_each_clock(two: Two, clock) -> None:
    two.merge(two.second, two.first)
    clock.set("2026-06-20")
    two.first.sweep()
    letters = two.county.letters()
    two.unmerge(two.second)
    two.second.sweep()
    rungs = [(key, rung, on) for key, rung, on, _ in two.county.rungs(two.second.case_id)]
    assert rungs[:4] == [
        ("K1", "S1", date(2026, 3, 24)),
        ("K1", "S2", date(2026, 4, 8)),
        ("K1", "S3", date(2026, 4, 23)),
        ("K1", "S4", date(2026, 5, 8)),
    ]
    new = Counter(two.county.letters()) - Counter(letters)
    assert sorted(new.elements()) == [(HUBEI, "rung", "supervisor"), (WUHAN, "rung", "supervisor")]
    assert two.second.sweep() == 0
