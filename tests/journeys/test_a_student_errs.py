"""Whatever a student forgets, what was typed stays and the page says what to change."""

import pytest
from playwright.sync_api import expect

from tests.journeys.papers import archive
from tests.journeys.words import Words


@pytest.fixture
def student(story):
    return story.student(brief=True)


def told_to(student, *sentences: str) -> None:
    """The summary of what is missing lists these."""
    summary = student.page.get_by_role("alert")
    for sentence in sentences:
        expect(summary).to_contain_text(student.say(sentence))
    assert student.page.title().startswith(student.say("错误："))


def test_every_page_of_a_filing_asks_for_what_is_missing_and_keeps_the_rest(student) -> None:
    student.open_report()
    student.choose("你是谁？", "filer/parent")
    student.press("继续，选学校")
    told_to(student, "请选有没有人牵涉其中，不清楚就选「不清楚」")
    expect(
        student.group("你是谁？").get_by_label(student.say("filer/parent"), exact=True)
    ).to_be_checked()
    student.tell_who()

    student.write("学校名称", "没有这样一所学校的名字")
    student.press("搜索")
    expect(student.page.get_by_label("学校名称", exact=True)).to_have_value(
        "没有这样一所学校的名字"
    )
    student.find_school()

    student.write("公司（不知道就空着）", student.secret("kept"))
    student.choose("怎么压你们的？", "lever/retake_threat")
    student.press("继续，回答几个问题")
    told_to(student, "请选学校在采集什么", "请选涉及多少人，不清楚就选「不知道」")
    company = student.page.get_by_label("公司（不知道就空着）", exact=True)
    expect(company).to_have_value(student.secret("kept"))
    expect(
        student.group("怎么压你们的？").get_by_label(student.say("lever/retake_threat"))
    ).to_be_checked()
    student.tell_what()
    student.answer_questions()

    student.write("联系方式（可以不留）", student.secret("contact"))
    student.press("继续，检查一遍")
    told_to(student, "写一句经过，哪怕很短")
    contact = student.page.get_by_label("联系方式（可以不留）", exact=True)
    expect(contact).to_have_value(student.secret("contact"))


def test_a_file_of_the_wrong_kind_is_refused_and_the_story_stays(student) -> None:
    student.walk_to_story()
    student.write("按先后写下来", student.secret("kept"))
    blobs = student.site.instance / "blobs"
    before = sorted(blobs.rglob("*"))
    student.attach("附件（可以不传）", archive(student.site.folder))
    student.press("上传所选文件")
    told_to(student, "这种文件收不了。请换成图片、录音、视频、PDF、Word、Excel、PPT 或文本。")
    story = student.page.get_by_label("按先后写下来", exact=True)
    expect(story).to_have_value(student.secret("kept"))
    assert sorted(blobs.rglob("*")) == before


def test_going_back_and_changing_the_language_lose_nothing(student) -> None:
    student.walk_to_check()
    student.press("先不提交，返回上一步")
    student.heading("说说经过")
    student.press("返回上一步")
    student.heading("你知道的情况")
    student.choose("question/compulsory", "answer/yes")
    student.press("返回上一步")
    student.heading("发生了什么？")
    student.press("继续，回答几个问题")
    student.heading("提交前，看一遍")
    student.change("你写的经过")
    student.write("按先后写下来", student.secret("changed"))
    student.page.get_by_role("button", name="English").first.click()
    expect(student.page.locator("html")).to_have_attribute("lang", "en")
    text = student.page.get_by_label(Words("en")("按先后写下来"), exact=True)
    expect(text).to_have_value(student.secret("changed"))


def test_a_wrong_last_group_keeps_the_receipt_on_the_page(student) -> None:
    student.walk_to_check()
    slip = student.file()
    wrong = f"{(int(slip.receipt.split()[-1]) + 1) % 10000:04}"
    student.write("抄好了吗？把最后 4 位写回来", wrong)
    student.press("我抄对了")
    told_to(student, "和上面第 6 组不一样，请再看一眼")
    assert student.slip() == slip
    student.copy_down(slip)


def test_one_wrong_digit_of_a_receipt_is_noticed_and_what_was_typed_stays(story, student) -> None:
    receipt = story.filing("zh").receipt
    mistyped = f"{(int(receipt[0]) + 1) % 10}{receipt[1:]}"
    student.follow(mistyped)
    told_to(student, "有一位数字抄错了，或者两位颠倒了，请对着纸再看一遍")
    expect(student.page.get_by_label("回执号", exact=True)).to_have_value(mistyped)
    student.write("回执号", receipt[:-5])
    student.press("查看")
    told_to(student, "回执号是 24 位数字，请数一数有没有漏")
    student.write("回执号", receipt)
    student.press("查看")
    student.sees(story.filing("zh").ref)


def test_pressing_the_button_twice_files_once(student) -> None:
    student.walk_to_check()
    before = len(student.site.rows()["report"])
    student.page.get_by_role("button", name="提交举报", exact=True).dblclick()
    slip = student.slip()
    assert len(slip.receipt.split()) == 6
    assert len(student.site.rows()["report"]) == before + 1
