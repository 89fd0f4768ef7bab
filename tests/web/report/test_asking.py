"""The page of questions asks what fits; nothing answered goes unseen."""

from sqlalchemy import select

from reportdesk.domain.filing_parts import Sheet
from reportdesk.domain.taxonomy import Question
from reportdesk.services import delivery, reading
from reportdesk.storage.questionnaire import KeptQuestionnaire
from reportdesk.web.desk.case_page import sheet_rows
from reportdesk.web.report.walk import UNLISTED
from tests.builders import HUBEI, act, file_case, found_nation, key_authority
from tests.web.report.conftest import Walker, entered

UNDER_14 = "有没有未满 14 岁的人"


def choose_kind(walker: Walker, kind: str) -> Walker:
    """From the page of schools: one that is not listed."""
    walker.fill(province="420000").press("region").fill(city="420100").press("region")
    walker.fill(school=UNLISTED, county="420106").press("next")
    walker.fill(name="示范学校", kind=kind, ownership="public", run_by="province").press("next")
    return walker


def tell(walker: Walker, *levers: str) -> Walker:
    """From the page of what happened to that of questions."""
    walker.fill(practice="voice_recording", levers=list(levers), scope="grade", since="2025-11")
    walker.fill(running="yes").press("next")
    return walker


def write(walker: Walker) -> Walker:
    walker.press("next").fill(text="每天录音。").press("next")
    return walker


def pupil(walker: Walker, lang: str = "") -> Walker:
    """A pupil of a primary school before the questions."""
    return tell(choose_kind(walker.to_where(lang), "primary"), "verbal_threat")


def to_other_kind(walker: Walker, kind: str) -> Walker:
    """From the check page: another kind of school."""
    walker.go("school").fill(kind=kind).press("next")
    return walker


def test_a_student_of_a_college_is_not_asked_about_children(walker: Walker) -> None:
    walker.to_questions()
    assert "9 个问题" in walker.text
    assert UNDER_14 not in walker.text
    assert "under_14" not in walker.form().options
    assert "已经采集的删了吗" in walker.text


def test_a_pupil_is_asked_in_both_languages(walker: Walker) -> None:
    pupil(walker)
    assert "10 个问题" in walker.text
    assert UNDER_14 in walker.text
    pupil(walker, "?lang=en")
    assert "10 questions" in walker.text
    assert "Was anybody under 14" in walker.text
    english = walker.to_questions("?lang=en")
    assert "9 questions" in english.text
    assert "Was anybody under 14" not in english.text


def test_an_answer_that_is_not_asked_for_any_more_is_named_not_sent_and_comes_back(
    walker: Walker,
) -> None:
    write(pupil(walker).fill(under_14="yes", under_14_words="三年级的都录了"))
    assert "这些回答不会送出" not in walker.text
    to_other_kind(walker, "undergraduate")
    assert walker.heading == "检查并提交"
    assert "这些回答不会送出" in walker.text
    assert f"{UNDER_14}：是。三年级的都录了" in walker.text
    walker.go("questions").press("next")  # the page without the question keeps its answer
    assert f"{UNDER_14}：是。三年级的都录了" in walker.text
    to_other_kind(walker, "primary")
    assert walker.heading == "检查并提交"
    assert "这些回答不会送出" not in walker.text
    walker.go("questions")
    assert walker.form().values["under_14"] == ["yes"]
    assert walker.form().values["under_14_words"] == ["三年级的都录了"]


def test_it_is_named_in_english_too(walker: Walker) -> None:
    write(pupil(walker, "?lang=en").fill(under_14="yes"))
    to_other_kind(walker, "higher_vocational")
    assert "These replies will not be sent" in walker.text
    assert "Was anybody under 14: Yes" in walker.text


def test_a_question_that_a_change_adds_is_shown_before_the_check_page(walker: Walker) -> None:
    tell(choose_kind(walker.to_where(), "undergraduate"), "verbal_threat")
    write(walker.fill(compulsory="yes"))
    assert walker.heading == "检查并提交"
    to_other_kind(walker, "primary")
    assert walker.heading == "你知道的情况"
    assert "你改了前面的回答，这里问的也跟着变了" in walker.text
    assert walker.form().values["compulsory"] == ["yes"]
    walker.fill(under_14="no").press("next")
    assert walker.heading == "检查并提交"
    to_other_kind(walker, "primary")
    assert walker.heading == "检查并提交"


def test_what_the_levers_say_is_chosen_said_and_free_to_change(walker: Walker) -> None:
    walker.to_questions()
    assert walker.form().values["tied_to_grades"] == ["yes"]
    assert walker.text.count("按你前面选的，先选了「是」") == 1
    assert "compulsory" not in walker.form().values
    write(walker.fill(tied_to_grades="partly"))
    walker.go("questions")
    assert walker.form().values["tied_to_grades"] == ["partly"]
    assert "按你前面选的" not in walker.text


def test_a_chosen_answer_goes_with_the_lever_it_followed_from(walker: Walker) -> None:
    write(walker.to_questions())
    assert "是不是和成绩挂钩 是" in walker.text
    walker.go("what").fill(levers=["verbal_threat"], lever=None).press("next")
    assert walker.heading == "你知道的情况"
    assert "你改了前面的回答" in walker.text
    assert "tied_to_grades" not in walker.form().values
    walker.press("next")
    assert "是不是和成绩挂钩" not in walker.text


def test_an_answer_in_ones_own_words_stays_when_the_lever_goes(walker: Walker) -> None:
    write(walker.to_questions().fill(tied_to_grades_words="扣平时分"))
    walker.go("what").fill(levers=["verbal_threat"], lever=None).press("next")
    assert walker.heading == "检查并提交"
    assert "是不是和成绩挂钩 是 扣平时分" in walker.text


def test_a_lever_named_later_asks_whether_the_answer_that_follows_is_right(walker: Walker) -> None:
    write(pupil(walker))
    walker.go("what").fill(levers=["course_grade"]).press("next")
    assert walker.heading == "你知道的情况"
    assert walker.form().values["tied_to_grades"] == ["yes"]
    walker.press("next")
    assert "是不是和成绩挂钩 是" in walker.text


def test_a_forged_answer_to_what_is_not_asked_is_not_taken(walker: Walker) -> None:
    write(walker.to_questions().fill(under_14="yes", under_14_words="伪造"))
    assert UNDER_14 not in walker.text
    assert "伪造" not in walker.text


def test_what_was_not_asked_is_missing_from_the_report_and_said_so_at_the_desk(
    runtime, walker: Walker
) -> None:
    walker.to_receipt()
    receipt = walker.receipt
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))
    rules = runtime.read(lambda tx: tx.session.scalars(select(KeptQuestionnaire)).one().content)
    assert [code for code, _ in rules["when"]] == ["under_14"]
    visitor = entered(Walker(walker.client), receipt)
    assert "是不是和成绩挂钩" in visitor.text
    assert UNDER_14 not in visitor.text


def test_the_desk_tells_not_asked_from_not_known_also_where_reports_differ(runtime, app) -> None:
    found_nation(runtime)
    officer = key_authority(runtime, HUBEI)[0]
    left_out = Sheet(left_out=frozenset({Question.UNDER_14}))
    refs = file_case(runtime, sheet=left_out), file_case(runtime)
    one, other = (
        act(runtime, reading.read, runtime.vault, officer, ref).reports[0] for ref in refs
    )
    assert row_of(app, one) == (None, True)
    assert row_of(app, other) == (("不知道", ""), False)
    assert row_of(app, one, other) == (("不知道", "（不知道 1，没有问 1）"), False)


def row_of(app, *reports):
    """What students say to the question about children: the words, and whether nobody was asked."""
    with app.test_request_context():
        rows = sheet_rows(reports, None, None)
    row = next(row for row in rows if row["question"] == UNDER_14)
    return row["left"], row["unasked"]
