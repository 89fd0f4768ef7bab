"""Personal details before words leave: shown by level, decided about, in every message."""

import pytest
from sqlalchemy import select

from reportdesk.domain.identity import MASK, School
from reportdesk.domain.taxonomy import SchoolKind
from reportdesk.runtime import Runtime
from reportdesk.storage.base import Base
from reportdesk.web.report.finds import decisions, finds, marked, masked
from tests.web.report.conftest import Walker, accept_and_ask, entered
from tests.web.report.test_check import choices_about, choose, sealed, to_unlisted

COLLEGE = School(SchoolKind.HIGHER_VOCATIONAL)
PRIMARY = School(SchoolKind.PRIMARY)
NUMBERS = [f"1380000{number:04d}" for number in range(40)]
FORTY = "，".join(f"电话{number}" for number in NUMBERS)
EVERYTHING = "我叫王小明，辅导员张建国让我在昨晚9点半打 138 0000 0000。"


def test_each_level_says_what_it_means_and_what_happens_by_itself(walker: Walker) -> None:
    walker.to_check(text=EVERYTHING)
    for words in (
        *("能认出你： 2 处", "能认出别人： 1 处", "缩小范围： 1 处", "不选就遮住", "不选就保留"),
        *("你的名字 ：读到的人马上知道是你", "别人的名字 ：读到的人知道你说的是谁"),
        *("具体时间 ：那时在场的人，想得起还有谁在", "打一下、搜一下就知道是谁"),
    ):
        assert words.replace(" ", "") in walker.text.replace(" ", "")


def test_what_happens_by_itself_is_what_the_page_shows_as_chosen(walker: Walker, runtime) -> None:
    walker.to_check(text=EVERYTHING)
    chosen = {
        kind: walker.form().values[choices_about(walker, kind)[0]]
        for kind in ("own_name", "other_name")
    }
    assert chosen == {"own_name": ["mask"], "other_name": ["keep"]}
    walker.press("file")
    assert sealed(runtime, walker)["story"] == f"我叫{MASK}，辅导员张建国让我在{MASK}打 {MASK}。"


def test_without_a_find_the_page_asks_nothing(walker: Walker) -> None:
    walker.to_check(text="每天都要录音，不录就重修")
    assert "可能让人认出" not in walker.text
    assert not [name for name in walker.form().options if name.startswith("find-")]


def test_the_same_words_are_one_row_wherever_they_stand(walker: Walker, runtime) -> None:
    walker.to_questions().fill(compulsory="yes", compulsory_words="打13800000000催")
    walker.press("next").fill(text="电话13800000000，再说一遍13800000000").press("next")
    assert "这里有 1 处" in walker.text
    assert "和「你写的经过」里 3 次，一起选" in walker.text
    choose(walker, "phone", "keep")
    walker.press("file")
    assert "13800000000" in sealed(runtime, walker)["sheet"]["compulsory"]["w"]


def test_one_button_chooses_for_a_whole_level_and_for_no_other(walker: Walker, runtime) -> None:
    walker.to_check(text="辅导员张建国和李老师都打过 138 0000 0000")
    walker.press("mask-identifies_others", name="all")
    assert walker.status == 200
    walker.press("keep-identifies_others", name="all").press("mask-identifies_others", name="all")
    assert "现在：遮住 2 处，保留 0 处" in walker.text
    choose(walker, "phone", "keep")
    walker.press("file")
    story = sealed(runtime, walker)["story"]
    assert story == f"辅导员{MASK}和{MASK}老师都打过 138 0000 0000"


def test_forty_finds_are_folded_and_still_all_masked(walker: Walker, runtime) -> None:
    walker.to_check(text=FORTY)
    assert "这里有 40 处" in walker.text
    html = walker.response.get_data(as_text=True)
    assert "<details><summary>逐处看，逐处选" in html
    walker.press("file")
    assert sealed(runtime, walker)["story"] == "，".join([f"电话{MASK}"] * 40)


def test_a_choice_for_one_of_forty_keeps_the_fold_open(walker: Walker) -> None:
    walker.to_check(text=FORTY)
    walker.fill(**{choices_about(walker, "phone")[7]: "keep"}).press("look")
    assert "现在：遮住 39 处，保留 1 处" in walker.text
    assert "<details open><summary>逐处看，逐处选" in walker.response.get_data(as_text=True)


def test_edits_lead_from_page_to_page_and_name_what_to_change(walker: Walker) -> None:
    walker.to_questions().fill(compulsory="yes", compulsory_words="张老师催交")
    walker.press("next").fill(text="我叫王小明").press("next")
    choose(walker, "other_name", "edit")
    choose(walker, "own_name", "edit")
    walker.press("file")
    assert walker.heading == "说说经过"
    assert "你选了「我来改」 王小明" in walker.text
    assert "#text" in walker.page.links
    assert walker.form().values["text"] == ["我叫王小明"]
    walker.fill(text="我是学生").press("next").press("file")
    assert "你选了「我来改」 张" in walker.text
    assert "#compulsory_words" in walker.page.links
    walker.fill(compulsory_words="老师催交").press("next")
    assert walker.heading == "检查并提交"
    assert "可能让人认出" not in walker.text


def test_a_small_school_a_class_and_a_day_are_one_find_more(walker: Walker, runtime) -> None:
    to_unlisted(walker).go("story").fill(text="五年级二班3月12日拍的").press("next")
    assert "学校、班级、日期放在一起" in walker.text
    assert "五年级二班 + 3月12日" in walker.text
    choose(walker, "class", "keep")
    walker.press("file")
    assert sealed(runtime, walker)["story"] == f"五年级二班3月{MASK}拍的"


def test_in_a_college_class_and_day_are_no_find_more() -> None:
    text = {"text": "护理2301班3月12日拍的"}
    assert [find.kind for find in finds(text, {}, COLLEGE)] == ["class"]
    assert [find.kind for find in finds(text, {}, PRIMARY)] == ["class", "together"]


@pytest.mark.parametrize(
    ("kind", "sent"), [("addition", "send"), ("pressure", "send"), ("withdrawal", "send")]
)
def test_every_later_message_is_looked_at_before_it_is_sent(
    visitor: Walker, filed, kind: str, sent: str
) -> None:
    entered(visitor, filed[0]).go(kind).fill(text="张老师打 13800000000 找我").press("check")
    assert "这里有 2 处" in visitor.text
    choose(visitor, "other_name", "mask")
    visitor.press("back").press("check")
    assert visitor.form().values[choices_about(visitor, "other_name")[0]] == ["mask"]
    choose(visitor, "phone", "edit")
    visitor.press(sent)
    assert visitor.form().values["text"] == ["张老师打 13800000000 找我"]
    assert "你选了「我来改」 13800000000" in visitor.text
    visitor.press("check").press(sent)
    assert visitor.status == 200
    if kind != "withdrawal":
        assert f"{MASK}老师打 {MASK} 找我" in visitor.text


def test_a_reply_is_looked_at_and_edited_on_the_page_of_the_case(
    visitor: Walker, runtime: Runtime, clock, holder, filed
) -> None:
    accept_and_ask(runtime, clock, holder, filed)
    entered(visitor, filed[0]).fill(text="张老师发在群里").press("check")
    choose(visitor, "other_name", "edit")
    visitor.press("send")
    assert "你选了「我来改」 张" in visitor.text
    visitor.fill(text="老师发在群里").press("check")
    assert "可能让人认出" not in visitor.text


def everything_stored(runtime: Runtime) -> str:
    """All rows of all tables, as text."""
    return runtime.read(
        lambda tx: "\n".join(
            repr(tuple(row))
            for table in Base.metadata.sorted_tables
            for row in tx.session.execute(select(table))
        )
    )


def test_nothing_that_was_found_is_stored(walker: Walker, runtime: Runtime) -> None:
    walker.to_check(text=EVERYTHING)
    names = [name for name in walker.form().options if name.startswith("find-")]
    assert len(names) == 4
    choose(walker, "phone", "keep")
    walker.press("file")
    receipt, content = walker.receipt, str(sealed(runtime, walker))
    entered(walker, receipt).go("addition").fill(text="张老师又找我").press("check").press("send")
    stored = everything_stored(runtime)
    assert "voice_recording" in stored
    for word in (*names, "find-", "own_name", "identifies", "王小明", "138 0000 0000"):
        assert word not in stored
    for word in (*names, "find-", "own_name", "identifies", "王小明"):
        assert word not in content


def test_the_name_of_a_choice_holds_no_words_and_stays_while_they_stay() -> None:
    before = finds({"text": "打 13800000000"}, {}, COLLEGE).rows[0]
    after = finds({"text": "先说一句。打 13800000000"}, {before.name: "keep"}, COLLEGE).rows[0]
    other = finds({"text": "打 13800000001"}, {before.name: "keep"}, COLLEGE).rows[0]
    assert "138" not in before.name
    assert (after.choice, other.choice) == ("keep", "mask")


def test_only_choices_are_taken_from_a_form() -> None:
    name = finds({"text": "打 13800000000"}, {}, COLLEGE).rows[0].name
    form = {
        name: "keep",
        name + "x": "keep",
        "find-": "mask",
        "text": "mask",
        "find-a-b-" + "0" * 16: "<b>",
    }
    assert decisions(form) == {name: "keep"}
    assert decisions({name: "keep", "all": "mask-identifies_you"}) == {name: "mask"}
    assert decisions({name: "keep", "all": "mask-narrows"}) == {name: "keep"}
    assert decisions({name: "keep", "all": "drop-identifies_you"}) == {name: "keep"}


def test_markup_in_a_text_stays_text_between_the_marks() -> None:
    text = {"text": "<b>打</b> 13800000000\ue000"}
    found = finds(text, {}, COLLEGE)
    html = str(marked("text", text["text"], found))
    assert "&lt;b&gt;" in html
    assert html.count("<mark>") == html.count("</mark>") == 1
    assert masked(text, found)["text"] == f"<b>打</b> {MASK}\ue000"
