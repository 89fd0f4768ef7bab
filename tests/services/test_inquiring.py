"""The letter to the school: nothing of a report, and nothing that tells of one."""

from dataclasses import replace

import pytest

from reportdesk.domain.actors import Role
from reportdesk.domain.errors import NotAllowed, NotFound, Unfinished
from reportdesk.domain.following import Sent
from reportdesk.domain.inquiry import Unsaid
from reportdesk.domain.letter import TOLD, LetterKind
from reportdesk.letters.docx import docx
from reportdesk.storage.letter import letter_of, letters_of
from reportdesk.web.report.sentences import STEPS
from tests import builders
from tests.builders import WUHAN
from tests.county import COUNTY
from tests.letters.paper import said
from tests.reviews import Contest
from tests.services.test_lettering import CANARY, a_wish, contest, inquire, send

__all__ = ["contest"]  # the fixture


@pytest.fixture
def accepted(contest: Contest) -> Contest:
    builders.accept(contest.runtime, contest.county[COUNTY, Role.OFFICER], contest.ref)
    return contest


def refused(contest: Contest, **given) -> list[tuple[str, str, str]]:
    with pytest.raises(Unfinished) as caught:
        inquire(contest, **given)
    return [(one.field, one.code, one.params.get("found", "")) for one in caught.value.faults]


def test_a_school_gets_a_number_a_day_and_questions_and_learns_of_no_case(accepted) -> None:
    inquire(accepted, says="请同时说明审批流程。")
    [row] = accepted.runtime.read(lambda tx: letters_of(tx, accepted.case_id))
    text = said(docx(letter_of(row, "zh")))
    assert text.splitlines()[0] == row.printed_number
    assert row.printed_number.startswith("核〔2026〕")
    assert accepted.ref not in text + said(docx(letter_of(row, "en")))
    assert "示范第一小学校：" in text.splitlines()
    assert "请于2026年3月17日前书面答复" in text
    assert "请同时说明审批流程。" in text
    assert "《个人信息保护法》第五条、第六条、第十三条、第十七条" in text
    assert (row.due.isoformat(), row.addressee_id) == ("2026-03-17", None)


def test_the_reporter_sees_that_the_school_was_written_to_and_no_document(accepted) -> None:
    inquire(accepted)
    accepted.answer()
    send(accepted, COUNTY, LetterKind.DECISION)
    steps = [step for step in accepted.look().steps if step.event == "letter_issued"]
    assert [step.fields["kind"] for step in steps] == ["inquiry"]
    words = STEPS[f"letter_issued/{steps[0].fields['kind']}"]
    assert "不提有人举报" in str(words)
    assert {f"letter_issued/{kind}" for kind in TOLD} <= set(STEPS)


def test_two_letters_to_schools_bear_numbers_that_tell_nothing(accepted) -> None:
    inquire(accepted)
    inquire(accepted)
    rows = accepted.runtime.read(lambda tx: letters_of(tx, accepted.case_id))
    assert len({row.printed_number for row in rows}) == 2


def test_words_copied_from_any_part_of_a_report_are_refused_with_the_place(accepted) -> None:
    for field in ("story", "contact", "note", "company", "project", "product", "sheet", "file"):
        found = refused(accepted, says=f"请说明{CANARY[field]}的情况。")
        assert [(where, code) for where, code, _ in found] == [("says", "inquiry_copied")], field
        assert found[0][2] in CANARY[field]


def test_words_of_a_message_that_arrived_are_refused(accepted) -> None:
    text = "老师还说不交就不让参加考试"
    accepted.send(Sent.ADDITION, text)
    inquire(accepted, says="请说明不交就不让参加考试的规定。")
    accepted.slot()
    assert refused(accepted, says="请说明不交就不让参加考试的规定。")[0][1] == "inquiry_copied"


def test_what_would_tell_the_school_is_refused(accepted) -> None:
    for given, fault in (
        ({"says": "有学生举报你校。"}, ("says", "inquiry_betrays", "有学生")),
        ({"says": "请高二（3）班班主任到场。"}, ("says", "inquiry_names_somebody", "高二（3）班")),
        ({"own_number": "武教信访〔2026〕3号"}, ("own_number", "inquiry_betrays", "信访")),
        ({"school": " "}, ("school", "letter_to_nobody", "")),
    ):
        assert refused(accepted, **given) == [fault]


def test_traditional_signs_and_what_stands_between_hide_no_copy(accepted) -> None:
    accepted.send(Sent.ADDITION, "每天要用手機傳錄音到平臺上去打卡")
    accepted.slot()
    for text in ("每天要用手机传录音到", "每 天 要 用\n手 机 传 录", "每天要用手機傳錄音到"):
        [(field, code, found)] = refused(accepted, says=f"请说明{text}的安排。")
        assert (field, code) == ("says", "inquiry_copied")
        assert found in text
    assert refused(accepted, says="有人檢 舉。")[0][1:] == ("inquiry_betrays", "檢 舉")


def test_the_day_of_a_report_and_days_it_names_are_refused_however_written(accepted) -> None:
    accepted.send(Sent.ADDITION, "11月25日开的班会")
    accepted.slot()
    for day in ("2026年3月2日", "三月二号", "2026-03-02", "March 2", "十一月二十五日"):
        [(field, code, found)] = refused(accepted, says=f"请说明{day}以来的情况。")
        assert (field, code) == ("says", "inquiry_day_told")
        assert found in day
    assert inquire(accepted, says="请在3月17日以前书面说明。") == 1


def test_a_typed_name_of_a_school_is_a_school_and_nothing_more(accepted) -> None:
    for name, code in (
        ("示范第一小学校（有学生举报）", "inquiry_betrays"),
        ("示范第一小学校高二3班", "inquiry_names_somebody"),
        ("示范第一小学校王老师", "inquiry_contact"),
    ):
        assert [(f, c) for f, c, _ in refused(accepted, school=name)] == [("school", code)]


def test_the_cases_own_number_is_refused(accepted) -> None:
    first, *_ = refused(accepted, own_number=f"武教函{accepted.ref.lower()}号")
    assert first[1] == "inquiry_betrays"


def test_every_line_is_ticked_and_a_small_school_thought_of(accepted, clock) -> None:
    wish = a_wish(clock().date())
    unticked = replace(wish, unsaid=frozenset(Unsaid) - {Unsaid.WORDING}, small_known=False)
    assert [code for _, code, _ in refused(accepted, wish=unticked)] == [
        "inquiry_small_school",
        "inquiry_unchecked",
    ]


def test_all_that_is_wrong_is_said_at_once(accepted) -> None:
    text = "有学生举报，13800138000，" + CANARY["story"]
    codes = [code for _, code, _ in refused(accepted, says=text, school="")]
    assert codes == [
        "letter_to_nobody",
        *("inquiry_betrays", "inquiry_copied", "inquiry_contact"),
    ]


def test_whom_to_call_at_the_authority_may_be_named_unless_a_report_names_them_too(
    accepted,
) -> None:
    text = "联系电话02787654321。"
    [(_, code, found)] = refused(accepted, says=text)
    assert (code, found) == ("inquiry_contact", "02787654321")
    assert inquire(accepted, says=text, our_contact=True) == 1
    accepted.send(Sent.ADDITION, "教务处电话 027-8765 4321")
    accepted.slot()
    codes = [code for _, code, _ in refused(accepted, says=text, our_contact=True)]
    assert codes == ["inquiry_copied", "inquiry_names_somebody"]


def test_nobody_writes_to_the_school_before_acceptance_or_from_above(contest, clock) -> None:
    with pytest.raises(NotAllowed):
        inquire(contest)
    builders.accept(contest.runtime, contest.county[COUNTY, Role.OFFICER], contest.ref)
    with pytest.raises(NotFound):
        inquire(contest, WUHAN, Role.OFFICER)
    with pytest.raises(NotAllowed):
        inquire(contest, COUNTY, Role.SUPERVISOR)
    now = contest.case.version
    inquire(contest)
    assert contest.case.version == now + 1


def test_control_the_same_words_pass_where_no_report_has_them(accepted) -> None:
    assert inquire(accepted, says="请说明与企业合作的审批流程。") == 1
