"""Dispute, redo, review and second review: windows, once, together, and who decides."""

from datetime import date

import pytest

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Role
from reportdesk.domain.case import Action, Stage
from reportdesk.domain.errors import BadInput, NotAllowed, NotFound, Stale
from reportdesk.domain.following import OBJECTIONS, Sent
from reportdesk.domain.taxonomy import DeclineReason, Measure, Opinion
from reportdesk.queries.casefile import casefile
from reportdesk.services import answering, casework, reading, referral, triage
from reportdesk.storage.answer import answers_of, measures_of
from reportdesk.storage.clock import clocks_of, running
from reportdesk.storage.handover import late_cases
from reportdesk.storage.outbox import Outbox
from tests import builders
from tests.builders import Promised, act
from tests.county import COUNTY
from tests.filings import once
from tests.reviews import HUBEI, WUHAN, Contest, found_contest


@pytest.fixture
def contest(runtime, clock) -> Contest:
    """Answered on Monday 2026-03-16, so that the window ends on Wednesday 2026-04-15."""
    found = found_contest(runtime)
    clock.set("2026-03-16")
    found.answer()
    return found


def runs(contest: Contest) -> dict[str, tuple[date, str | None]]:
    """Running clocks but the one to object to competence: key -> due date and whose it is."""
    rows = contest.runtime.read(lambda tx: running(tx, contest.case_id))
    return {row.key: (row.due, row.authority_id) for row in rows if row.key != "K1b"}


def opened(contest: Contest, at: str, role: Role = Role.OFFICER) -> reading.Opened | None:
    kit, holder = contest.runtime, contest.county[at, role]
    return act(kit, reading.read, kit.vault, holder, contest.ref)


def objects(contest: Contest, kind: Sent, text: str = "没有查", **more: object) -> None:
    contest.send(kind, text, **more)
    contest.slot()


# Dispute and redo


def test_a_dispute_has_the_case_worked_on_again_with_its_grounds(contest, clock) -> None:
    clock.set("2026-03-20")
    objects(contest, Sent.DISPUTE, "钱给了谁没有查", questions=["paid_by_company"])
    assert contest.case.stage == Stage.REDO
    assert runs(contest) == {"K6": (date(2026, 4, 7), COUNTY)}
    [found] = [m for m in opened(contest, COUNTY).messages if m.kind == "dispute"]
    assert (found.text, found.questions) == ("钱给了谁没有查", ("paid_by_company",))


def test_a_measure_said_again_in_the_new_answer_is_listed_once(contest, clock) -> None:
    def listed() -> list[str]:
        rows = contest.runtime.read(lambda tx: measures_of(tx, contest.case_id))
        return [row.code for row in rows]

    before = listed()
    clock.set("2026-03-20")
    objects(contest, Sent.DISPUTE)
    contest.answer()
    assert before
    assert listed() == before


def test_the_dispute_counts_on_the_day_it_was_written(contest, clock) -> None:
    clock.set("2026-04-15")
    contest.send(Sent.DISPUTE)
    clock.set("2026-04-16")
    contest.sweep()
    assert contest.case.stage == Stage.ANSWERED
    contest.slot()
    [row] = [row for row in contest.history if row.event == "dispute"]
    assert (contest.case.stage, row.on) == (Stage.REDO, date(2026, 4, 15))


def test_the_day_after_the_window_nothing_is_open_any_more(contest, clock) -> None:
    clock.set("2026-04-16")
    assert {r.kind: r.refusal for r in contest.look().remedies} == {
        Sent.DISPUTE: "remedy_over",
        Sent.REVIEW: "remedy_over",
    }
    for kind in (Sent.DISPUTE, Sent.REVIEW):
        with pytest.raises(NotAllowed):
            contest.send(kind)
    contest.sweep()
    assert contest.case.stage == Stage.CLOSED
    assert not contest.look().may & OBJECTIONS


def test_a_window_that_would_end_on_a_rest_day_is_open_until_the_next_working_day(
    runtime, clock
) -> None:
    contest = found_contest(runtime)
    clock.set("2026-03-12")
    contest.answer()
    clock.set("2026-04-13")
    assert contest.look().remedy(Sent.DISPUTE).refusal is None
    clock.set("2026-04-14")
    assert contest.look().remedy(Sent.DISPUTE).refusal == "remedy_over"


def test_the_redo_is_once_but_a_review_stays_open_after_it(contest) -> None:
    objects(contest, Sent.DISPUTE)
    contest.answer()
    assert (contest.case.stage, contest.case.level) == (Stage.ANSWERED, 0)
    assert runs(contest) == {"K4": (date(2026, 4, 15), None)}
    view = contest.look()
    assert view.remedy(Sent.DISPUTE).refusal == "remedy_sent"
    assert view.remedy(Sent.REVIEW).refusal is None
    with pytest.raises(NotAllowed):
        contest.send(Sent.DISPUTE, "还是没有")
    objects(contest, Sent.REVIEW)
    assert contest.case.stage == Stage.REVIEW1


def test_another_reporter_cannot_have_it_redone_a_second_time(contest) -> None:
    contest.join()
    objects(contest, Sent.DISPUTE)
    contest.answer()
    assert contest.look(1).remedy(Sent.DISPUTE).refusal == "remedy_redone"


def test_objections_of_several_reporters_become_one_redo_with_all_grounds(contest, clock) -> None:
    contest.join()
    contest.join()
    contest.send(Sent.DISPUTE, "钱没有查")
    contest.send(Sent.DISPUTE, "录音没有删", number=1)
    contest.slot()
    assert contest.happened.count("dispute") == 1
    clock.set("2026-03-20")
    assert contest.look(2).remedy(Sent.DISPUTE).joins
    objects(contest, Sent.DISPUTE, "还在录", number=2)
    assert runs(contest) == {"K6": (date(2026, 3, 31), COUNTY)}
    grounds = {m.text for m in opened(contest, COUNTY).messages if m.kind == "dispute"}
    assert grounds == {"钱没有查", "录音没有删", "还在录"}


def test_the_same_form_objects_once(contest) -> None:
    form = once()
    assert contest.send(Sent.DISPUTE, "不对", once=form)
    assert not contest.send(Sent.DISPUTE, "不对", once=form)
    with pytest.raises(NotAllowed):
        contest.send(Sent.DISPUTE, "另一份")


def test_an_objection_needs_words_or_a_file(contest) -> None:
    for kind in (Sent.DISPUTE, Sent.REVIEW):
        with pytest.raises(BadInput):
            contest.send(kind, "  ")


def test_grounds_against_an_older_answer_are_not_taken_for_the_new_one(contest) -> None:
    objects(contest, Sent.DISPUTE)
    contest.answer()
    with pytest.raises(NotAllowed):
        contest.send(Sent.REVIEW, "针对第一次答复", about=1)
    assert contest.send(Sent.REVIEW, "针对第二次答复", about=2)


def test_before_an_answer_there_is_nothing_to_object_to(runtime) -> None:
    contest = found_contest(runtime)
    assert contest.look().remedies == ()
    for kind in (Sent.DISPUTE, Sent.REVIEW, Sent.SECOND_REVIEW):
        with pytest.raises(NotAllowed):
            contest.send(kind)


def test_who_withdrew_objects_to_nothing(contest) -> None:
    contest.join()
    contest.send(Sent.WITHDRAWAL, "")
    with pytest.raises(NotAllowed):
        contest.send(Sent.DISPUTE)


def test_a_promised_measure_takes_nobodys_right_to_object(runtime, clock) -> None:
    contest = found_contest(runtime)
    clock.set("2026-03-16")
    promised = Promised(Measure.DELETE_DATA, date(2026, 5, 8))
    contest.answer(draft=builders.a_draft(promised))
    assert contest.case.stage == Stage.CORRECTING
    objects(contest, Sent.DISPUTE)
    assert contest.case.stage == Stage.REDO
    assert set(runs(contest)) == {"K5", "K6"}


def test_a_case_in_redo_is_answered_with_a_second_person_and_cannot_be_returned(contest) -> None:
    objects(contest, Sent.DISPUTE)
    officer = contest.people(COUNTY)[0]
    file = contest.runtime.read(
        lambda tx: casefile(tx, contest.runtime.pack, officer.actor, contest.ref)
    )
    assert Action.RETURN not in file.actions
    now = builders.version(contest.runtime, officer, contest.ref)
    act(
        contest.runtime,
        answering.submit,
        contest.runtime.vault,
        officer,
        contest.ref,
        draft=builders.a_draft(),
        version=now,
    )
    assert contest.case.stage == Stage.REDO
    with pytest.raises(NotAllowed):
        act(
            contest.runtime,
            answering.approve,
            contest.runtime.vault,
            contest.runtime.pack,
            officer,
            contest.ref,
            version=now + 1,
        )


# Review


def test_a_review_goes_to_the_next_superior_and_opens_the_report_there(contest, clock) -> None:
    assert contest.look().remedy(Sent.REVIEW).to[0] == "武汉市教育局"
    with pytest.raises(NotFound):
        opened(contest, WUHAN)
    contest.send(Sent.REVIEW, "认定不对")
    with pytest.raises(NotFound):
        opened(contest, WUHAN)
    contest.slot()
    assert contest.case.stage == Stage.REVIEW1
    assert runs(contest) == {"K7": (date(2026, 4, 15), WUHAN)}
    seen = opened(contest, WUHAN)
    assert seen.reports[0].content["story"] == "每天录 30 分钟对话。"
    assert [m.text for m in seen.messages if m.kind == "review"] == ["认定不对"]
    with pytest.raises(NotFound):
        opened(contest, HUBEI)


def test_a_review_opens_the_reports_of_those_who_asked_and_no_others(contest) -> None:
    contest.join("第二个人写的")
    objects(contest, Sent.REVIEW)
    assert [report.number for report in opened(contest, WUHAN).reports] == [1]
    assert contest.look(1).remedy(Sent.REVIEW).joins
    objects(contest, Sent.REVIEW, "我也不服", number=1)
    seen = opened(contest, WUHAN)
    assert [report.number for report in seen.reports] == [1, 2]
    assert {m.text for m in seen.messages if m.kind == "review"} == {"没有查", "我也不服"}
    assert contest.happened.count("ask_review") == 1


def test_the_opinion_counts_with_a_second_person_and_opens_the_last_window(contest, clock) -> None:
    objects(contest, Sent.REVIEW)
    clock.set("2026-03-30")
    contest.opine(opinion=Opinion.CORRECT, reply="复查认为：应当补发。")
    case = contest.case
    assert (case.stage, case.level, case.answered_on) == (Stage.ANSWERED, 1, date(2026, 3, 16))
    assert runs(contest) == {"K8": (date(2026, 4, 29), None)}
    row = contest.runtime.read(lambda tx: answers_of(tx, contest.case_id))[-1]
    assert (row.level, row.opinion, row.authority_id) == (1, "correct", WUHAN)
    view = contest.look()
    assert [remedy.kind for remedy in view.remedies] == [Sent.SECOND_REVIEW]
    assert view.letters[-1].text == "复查认为：应当补发。"


def test_the_writer_of_an_opinion_cannot_approve_it(contest) -> None:
    objects(contest, Sent.REVIEW)
    kit, (officer, _) = contest.runtime, contest.people(WUHAN)
    now = builders.version(kit, officer, contest.ref)
    draft = builders.a_draft(opinion=Opinion.UPHOLD)
    act(kit, answering.submit, kit.vault, officer, contest.ref, draft=draft, version=now)
    with pytest.raises(NotAllowed):
        act(
            kit,
            answering.approve,
            kit.vault,
            kit.pack,
            officer,
            contest.ref,
            version=now + 1,
        )


def test_an_opinion_says_whether_it_upholds_or_corrects(contest) -> None:
    objects(contest, Sent.REVIEW)
    with pytest.raises(answering.Unfinished) as refused:
        contest.answer(WUHAN)
    assert [fault.field for fault in refused.value.faults] == ["opinion"]


def test_what_students_say_in_public_stays_as_it_was_whoever_asked_for_the_review(contest) -> None:
    contest.join()
    objects(contest, Sent.REVIEW, number=1)
    contest.opine()
    first, second = contest.runtime.read(lambda tx: answers_of(tx, contest.case_id))
    assert (first.students, first.asked) == (second.students, second.asked)


def test_who_did_not_ask_reads_the_opinion_under_the_key_of_the_case(contest) -> None:
    contest.join()
    objects(contest, Sent.REVIEW)
    contest.opine(reply="只有一处要改。")
    view = contest.look(1)
    assert [letter.kind for letter in view.letters] == []
    assert view.answers[-1].reply == "只有一处要改。"


def test_the_superior_may_send_it_back_with_instructions(contest, clock) -> None:
    objects(contest, Sent.REVIEW)
    clock.set("2026-03-20")
    contest.send_back(text="请查清谁收了钱")
    assert (contest.case.stage, contest.case.level) == (Stage.REDO, 0)
    assert runs(contest) == {"K6": (date(2026, 4, 7), COUNTY)}
    assert "请查清谁收了钱" in [note.text for note in opened(contest, COUNTY).notes]
    assert contest.look().letters[-1].text == "请查清谁收了钱"
    assert contest.look().remedies == ()
    contest.answer()
    view = contest.look()
    assert view.remedy(Sent.DISPUTE).refusal is None
    assert view.remedy(Sent.REVIEW).refusal is None


def test_a_stale_form_sends_nothing_back(contest) -> None:
    objects(contest, Sent.REVIEW)
    kit, holder = contest.runtime, contest.people(WUHAN)[0]
    with pytest.raises(Stale):
        act(kit, casework.send_back, kit.vault, kit.pack, holder, contest.ref, text="x", version=1)


def test_neither_the_authority_itself_nor_one_further_up_gives_the_opinion(contest) -> None:
    objects(contest, Sent.REVIEW)
    for at, error in ((COUNTY, NotAllowed), (HUBEI, NotFound)):
        with pytest.raises(error):
            contest.opine(at)
        with pytest.raises(error):
            contest.send_back(at)


def test_a_refusal_can_be_reviewed_and_is_open_again_then(runtime, clock) -> None:
    contest = found_contest(runtime)
    contest = declined(contest, clock)
    assert contest.look().may & OBJECTIONS == {Sent.REVIEW}
    assert [remedy.kind for remedy in contest.look().remedies] == [Sent.REVIEW]
    objects(contest, Sent.REVIEW, "就归他们管")
    assert (contest.case.stage, contest.case.ended_on) == (Stage.REVIEW1, None)
    contest.send_back()
    contest.answer()
    assert contest.case.stage == Stage.ANSWERED


def test_an_answer_begun_before_a_refusal_does_not_bar_the_opinion_on_it(runtime, clock) -> None:
    contest = declined(found_contest(runtime), clock, drafted=True)
    objects(contest, Sent.REVIEW, "就归他们管")
    assert opened(contest, WUHAN).draft is None
    contest.opine()
    assert (contest.case.stage, contest.case.level) == (Stage.ANSWERED, 1)


def declined(contest: Contest, clock, *, drafted: bool = False) -> Contest:
    """The same reporter with a case that the county refused on 2026-03-03.

    ``drafted``: after one of its people had handed an answer to another.
    """
    from tests.filings import a_filing, file_one

    receipt, filed = file_one(contest.runtime, a_filing())
    contest.receipts, contest.ref, contest.case_id = [receipt], filed.ref, filed.case_id
    contest.slot()
    kit, holder = contest.runtime, contest.people(COUNTY)[0]
    clock.set("2026-03-03")
    if drafted:
        now = builders.version(kit, holder, contest.ref)
        draft = builders.a_draft()
        act(kit, answering.submit, kit.vault, holder, contest.ref, draft=draft, version=now)
    act(
        kit,
        triage.decline,
        kit.vault,
        kit.pack,
        holder,
        contest.ref,
        reason=DeclineReason.NOT_THIS_AUTHORITY,
        text="不归我们",
        version=builders.version(kit, holder, contest.ref),
    )
    return contest


def test_the_window_of_a_refusal_ends_too(runtime, clock) -> None:
    contest = declined(found_contest(runtime), clock)
    clock.set("2026-04-02")
    assert contest.look().remedy(Sent.REVIEW).refusal is None
    clock.set("2026-04-03")
    assert contest.look().remedy(Sent.REVIEW).refusal == "remedy_over"
    contest.sweep()
    assert not contest.look().may & OBJECTIONS


def test_a_review_that_came_with_a_dispute_goes_first_and_the_other_grounds_stay(contest) -> None:
    contest.join()
    contest.send(Sent.DISPUTE, "重新查")
    contest.send(Sent.REVIEW, "请上级看", number=1)
    contest.slot()
    assert contest.case.stage == Stage.REVIEW1
    assert "dispute" not in contest.happened
    assert "重新查" in [m.text for m in opened(contest, COUNTY).messages]


def test_a_late_opinion_climbs_the_ladder_above_the_reviewer(contest, clock) -> None:
    objects(contest, Sent.REVIEW)
    clock.set("2026-05-08")
    contest.sweep()
    late = [rung for rung in contest.county.rungs(contest.case_id) if rung[0] == "K7"]
    assert [(rung[1], rung[3]) for rung in late][-2:] == [("S1", WUHAN), ("S2", HUBEI)]


# Who takes it when there is nobody


def test_where_the_next_superior_has_no_staff_the_one_above_takes_it(runtime, clock) -> None:
    contest = found_contest(runtime, COUNTY, HUBEI)
    contest.answer()
    assert contest.look().remedy(Sent.REVIEW).to[0] == "湖北省教育厅"
    objects(contest, Sent.REVIEW)
    assert runs(contest)["K7"][1] == HUBEI
    assert len(opened(contest, HUBEI).reports) == 1


def test_where_nobody_above_has_staff_the_platform_keeps_it_until_one_is_keyed(
    runtime, clock
) -> None:
    contest = found_contest(runtime, COUNTY)
    contest.answer()
    remedy = contest.look().remedy(Sent.REVIEW)
    assert (remedy.refusal, remedy.direct, remedy.to[0]) == (None, False, "武汉市教育局")
    objects(contest, Sent.REVIEW)
    assert runs(contest)["K7"][1] == PLATFORM_AUTHORITY
    contest.county.key(WUHAN, Role.OFFICER, Role.HEAD)
    opened(contest, COUNTY)
    first, second = contest.county.everybody[PLATFORM_AUTHORITY]
    kit = contest.runtime
    begun = act(
        kit,
        referral.begin,
        kit.vault,
        first,
        authority_id=WUHAN,
        second_id=second.actor.account_id,
    )
    assert begun == 1
    act(kit, referral.complete, kit.vault, kit.pack, second, authority_id=WUHAN)
    assert runs(contest)["K7"][1] == WUHAN
    contest.opine()
    assert contest.case.level == 1


def test_at_the_top_there_is_nobody_to_review_and_the_page_knows(runtime, clock) -> None:
    contest = found_contest(runtime)
    clock.set("2026-03-16")
    contest.answer()

    def cut(tx):
        from reportdesk.storage.case import Case

        tx.session.get_one(Case, contest.case_id).ladder = []

    runtime.write(cut)
    view = contest.look()
    assert view.remedy(Sent.REVIEW).refusal == "remedy_no_superior"
    assert view.remedy(Sent.DISPUTE).refusal is None
    with pytest.raises(NotAllowed):
        contest.send(Sent.REVIEW)


# Second review


@pytest.fixture
def reviewed(contest, clock) -> Contest:
    """The city gave its opinion on Monday 2026-03-30; the last window ends on 2026-04-29."""
    objects(contest, Sent.REVIEW)
    clock.set("2026-03-30")
    contest.opine()
    return contest


def test_a_second_review_goes_one_further_up_and_ends_the_procedure(reviewed, clock) -> None:
    assert reviewed.look().remedy(Sent.SECOND_REVIEW).to[0] == "湖北省教育厅"
    clock.set("2026-04-29")
    objects(reviewed, Sent.SECOND_REVIEW, "还是不对")
    assert reviewed.case.stage == Stage.REVIEW2
    assert runs(reviewed) == {"K9": (date(2026, 5, 29), HUBEI)}
    reviewed.opine(HUBEI, Opinion.UPHOLD)
    case = reviewed.case
    assert (case.stage, case.level, case.closure_reason) == (Stage.CLOSED, 2, "procedure_ended")
    assert runs(reviewed) == {}
    assert reviewed.look().remedies == ()


def test_the_last_window_ends_and_with_it_the_case(reviewed, clock) -> None:
    clock.set("2026-04-30")
    assert reviewed.look().remedy(Sent.SECOND_REVIEW).refusal == "remedy_over"
    reviewed.sweep()
    assert (reviewed.case.stage, reviewed.case.closure_reason) == (Stage.CLOSED, "no_objection")


def test_after_a_review_there_is_neither_redo_nor_another_first_review(reviewed) -> None:
    for kind in (Sent.DISPUTE, Sent.REVIEW):
        with pytest.raises(NotAllowed):
            reviewed.send(kind)


def test_a_promise_outlives_the_end_of_the_procedure(runtime, clock) -> None:
    contest = found_contest(runtime)
    clock.set("2026-03-16")
    contest.answer(draft=builders.a_draft(Promised(Measure.DELETE_DATA, date(2026, 5, 8))))
    objects(contest, Sent.REVIEW)
    contest.opine()
    objects(contest, Sent.SECOND_REVIEW)
    contest.opine(HUBEI)
    assert contest.case.stage == Stage.CLOSED
    assert runs(contest) == {"K5": (date(2026, 5, 8), COUNTY)}
    clock.set("2026-05-11")
    contest.sweep()
    assert [rung[1] for rung in contest.county.rungs(contest.case_id)] == ["S1"]


def test_the_last_opinion_promises_nothing_for_a_later_day(reviewed) -> None:
    objects(reviewed, Sent.SECOND_REVIEW)
    draft = builders.a_draft(
        Promised(Measure.DELETE_DATA, date(2026, 5, 8)), opinion=Opinion.CORRECT
    )
    with pytest.raises(answering.Unfinished) as refused:
        reviewed.answer(HUBEI, draft)
    assert [fault.code for fault in refused.value.faults] == ["promise_after_end"]


def test_withdrawing_the_last_report_ends_a_review(contest) -> None:
    objects(contest, Sent.REVIEW)
    objects(contest, Sent.WITHDRAWAL, "")
    assert contest.case.stage == Stage.WITHDRAWN
    with pytest.raises(NotAllowed):
        contest.opine()


def test_letters_go_to_whoever_has_to_act_next(contest) -> None:
    from sqlalchemy import select

    objects(contest, Sent.REVIEW)
    contest.send_back()
    rows = contest.runtime.read(lambda tx: list(tx.session.scalars(select(Outbox))))
    found = {(row.authority_id, row.kind) for row in rows}
    assert {(WUHAN, "review_asked"), (COUNTY, "redo_asked")} <= found


def test_every_clock_of_a_review_keeps_its_own_record(reviewed) -> None:
    rows = reviewed.runtime.read(lambda tx: clocks_of(tx, reviewed.case_id))
    ended = {row.key: row.stopped_by for row in rows if row.key in {"K4", "K7"}}
    assert ended == {"K4": "review1_requested", "K7": "review1_decided"}


def test_who_joined_after_an_answer_has_the_rest_of_its_window(contest, clock) -> None:
    clock.set("2026-03-20")
    contest.join()
    view = contest.look(1)
    assert view.remedy(Sent.REVIEW).until.due == date(2026, 4, 15)
    assert view.rated.open
    objects(contest, Sent.REVIEW, number=1)
    assert [report.number for report in opened(contest, WUHAN).reports] == [2]


def test_who_joined_sees_the_date_of_what_they_asked_for_and_of_nothing_others_did(
    contest, clock
) -> None:
    contest.join()
    contest.join()
    clock.set("2026-03-20")
    objects(contest, Sent.REVIEW, number=1)

    def seen(number: int) -> set[str]:
        return {timer.due.key for timer in contest.look(number).timers} & {"K6", "K7"}

    assert (seen(1), seen(2)) == ({"K7"}, set())
    contest.send_back()
    assert (seen(1), seen(2)) == ({"K6"}, {"K6"})


def test_a_reviewer_downloads_no_file_of_a_report_it_was_not_given(contest) -> None:
    from reportdesk.domain.filing import AttachedFile

    kit = contest.runtime
    for number in (0, 1):
        stored = kit.vault.store_file([b"x"], kit.clock().date())
        file = AttachedFile(stored.blob_name, stored.key.hex(), "图.png", "image/png", 1, ())
        if number:
            contest.join()
        contest.send(Sent.ADDITION, "", number=number, files=[file])
    objects(contest, Sent.REVIEW)
    reviewer = contest.people(WUHAN)[0]
    found, _ = act(kit, reading.download, kit.vault, reviewer, contest.ref, 1, 1)
    assert found.name == "图.png"
    with pytest.raises(NotFound):
        act(kit, reading.download, kit.vault, reviewer, contest.ref, 2, 1)


def test_no_list_at_the_desk_tells_when_somebody_asked_for_a_review(runtime, clock) -> None:
    contest = found_contest(runtime, COUNTY)
    contest.answer()
    contest.county.key(WUHAN, Role.OFFICER, Role.HEAD)

    def waiting() -> list[str]:
        return [case.ref for case in runtime.read(lambda tx: late_cases(tx, WUHAN))]

    assert waiting() == [contest.ref]
    contest.send(Sent.REVIEW)
    assert waiting() == [contest.ref]
    contest.slot()
    assert runs(contest)["K7"][1] == WUHAN
    assert len(opened(contest, WUHAN).reports) == 1
    assert waiting() == []
