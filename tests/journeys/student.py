"""What a student does in the browser, by the words that stand on the page."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys.papers import note, screenshot
from tests.journeys.site import Site
from tests.journeys.words import Words, button

QUESTIONS = {
    "compulsory": "yes",
    "tied_to_grades": "yes",
    "purpose_told": "no",
    "handling_and_risks_told": "no",
    "separate_consent": "no",
    "could_refuse": "no",
    "paid_by_company": "unknown",
    "under_14": "no",
    "data_deleted": "no",
    "responsible_named": "partly",
}
"""What the students of lifecycle.md, section 0.6, knew."""
LONG = 40_000
"""Times a word stands in an attached text: a megabyte, which a form parser would spool."""
LEVERS = ("lever/retake_threat", "lever/course_grade")
ASKED = ("asked/stop", "asked/delete_data", "asked/restore_grade", "asked/explanation")
TEXTS = {"具体是什么？一句话": "practice", "公司（不知道就空着）": "company"}
TEXTS |= {"产品、应用或小程序": "product", "项目名称，学校怎么叫它": "project"}
STORY = {
    "zh": "学校发通知，要我们每天录日常对话，给一个语音大模型用，说是校企融合实训项目的语音标注。"
    "录了平时分满分；不录平时成绩不合格，期末不能及格，必须重修。用途、风险、报酬都没有说。",
    "en": "A notice of the school told us to record daily conversations for an AI voice model and "
    "called it joint training with a company. Done: full marks. Not done: failed, and a retake. "
    "Nobody told us what it is for, what the risks are, or who gets paid.",
}


@dataclass(frozen=True)
class Slip:
    """What a student takes home."""

    receipt: str
    ref: str
    school: str
    lang: str


class Student:
    """A person with a browser; one who is ``brief`` fills in only what must be filled in."""

    def __init__(self, site: Site, page: Page, say: Words, school: str, *, brief: bool) -> None:
        self.site, self.page, self.say, self.school, self.brief = site, page, say, school, brief
        self.before_leaving: Callable[[Page], None] = lambda _: None

    def press(self, words: str) -> None:
        """Press the first button with these words."""
        self.before_leaving(self.page)
        self.page.get_by_role("button", name=self.say(words), exact=True).first.click()

    def change(self, what: str) -> None:
        """Press the button of the check page that leads back to one thing."""
        self.page.get_by_role("button", name=button(self.say("更改"), self.say(what))).click()

    def heading(self, words: str, **values: object) -> None:
        """The page one is on."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.say(words, **values))

    def group(self, words: str) -> Locator:
        """The set of choices under a question."""
        return self.page.get_by_role("group", name=self.say(words), exact=True)

    def choose(self, question: str, *answers: str) -> None:
        """Tick these answers to a question."""
        for answer in answers:
            self.group(question).get_by_label(self.say(answer), exact=True).check()

    def write(self, field: str, text: str) -> None:
        """Type into the field with this label."""
        self.page.get_by_label(self.say(field), exact=True).fill(text)

    def open(self, *words: str) -> None:
        """Unfold what stands behind a summary with all of these words."""
        summary = self.page.locator("summary")
        for text in words:
            summary = summary.filter(has_text=text)
        summary.first.click()

    def secret(self, place: str) -> str:
        """A word to be typed at a place of this student's report."""
        return self.site.canary(f"{self.say.lang}-{place}")

    def home(self) -> None:
        """The address that somebody was told."""
        self.page.goto(self.site.address + ("/?lang=en" if self.say.lang == "en" else "/"))

    def open_report(self) -> None:
        """From the home page to the first question."""
        self.home()
        self.door("我要举报")
        self.heading("先问两个问题")

    def door(self, words: str) -> None:
        """Go through one of the three doors of the home page."""
        self.before_leaving(self.page)
        doors = self.page.get_by_role("navigation", name=self.say("从这里开始"))
        doors.get_by_text(self.say(words), exact=True).click()

    def tell_who(self) -> None:
        """Step 1."""
        self.choose("你是谁？", "filer/student")
        self.choose("主管这所学校的部门里，有没有人牵涉其中？", "没有")
        self.press("继续，选学校")

    def find_school(self) -> None:
        """Step 2: the school, and who runs it, which the shipped register does not know."""
        self.list_schools()
        self.take_school()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.school)
        self.choose("学校是谁办的？", "run_by/province")
        self.press("继续，说说发生了什么")

    def list_schools(self) -> None:
        """By place: 湖北, then 武汉."""
        self.heading("学校在哪里？")
        places = ("湖北省", "武汉市") if self.say.lang == "zh" else ("Hubei", "Wuhan")
        for field, place in zip(("省、自治区、直辖市", "市、州、盟"), places, strict=True):
            self.select(field, place)
            self.press("显示这里的学校")

    def take_school(self) -> None:
        """One's own school from the list."""
        listed = self.group("这里登记的学校，是哪一所？").get_by_role("combobox")
        kind = self.say("school_kind/higher_vocational")
        listed.select_option(label="".join((self.school, self.say("（"), kind, self.say("）"))))
        self.press("继续")

    def select(self, field: str, begins: str) -> None:
        """Take the option that begins with these words."""
        box = self.page.get_by_label(self.say(field), exact=True)
        option = box.get_by_role("option", name=re.compile(f"^{begins}")).first
        box.select_option(label=option.inner_text())

    def tell_what(self) -> None:
        """Step 3."""
        self.heading("发生了什么？")
        self.choose("学校在采集什么？", "practice/voice_recording")
        self.choose("怎么压你们的？", *LEVERS[: 1 if self.brief else None])
        self.choose("涉及多少人？", "scope/grade")
        self.page.get_by_label(self.say("大概从哪个月开始？"), exact=True).select_option(index=2)
        self.choose("现在还在继续吗？", "还在")
        if not self.brief:
            for field, place in TEXTS.items():
                self.write(field, self.secret(place))
            self.press("继续，回答几个问题")
            self.choose("其中最主要的是哪一种？", "lever/retake_threat")
        self.press("继续，回答几个问题")

    def answer_questions(self) -> None:
        """Step 4: the sheet."""
        self.heading("你知道的情况")
        known = {} if self.brief else QUESTIONS
        asked = [one for one in known if self.group(f"question/{one}").count()]
        for place, question in enumerate(asked):
            number = list(QUESTIONS).index(question)
            self.choose(f"question/{question}", f"answer/{QUESTIONS[question]}")
            self.open(self.say("补充一句"), self.say(f"question/{question}"))
            words = self.page.get_by_label(self.say("知道的细节"), exact=True)
            words.nth(place).fill(self.secret(f"words-{number}"))
        self.press("继续，写经过")

    def tell_story(self) -> None:
        """Step 4, continued: the words, what is asked for, two files and a contact."""
        self.write("按先后写下来", f"{STORY[self.say.lang]} {self.secret('story')}")
        if not self.brief:
            self._tell_more()
        self.press("继续，检查一遍")
        self.heading("提交前，看一遍")

    def _tell_more(self) -> None:
        self.choose("你希望怎么样？", *ASKED)
        self.attach(
            "附件（可以不传）",
            screenshot(self.site.folder, self.secret("picture-name"), self.secret("picture")),
            note(self.site.folder, self.secret("note-name"), self.secret("note") * LONG),
        )
        self.press("上传所选文件")
        expect(self.page.get_by_text(self.secret("picture-name"))).not_to_have_count(0)
        self.write("联系方式（可以不留）", self.secret("contact"))

    def attach(self, field: str, *files: object) -> None:
        """Choose files for an upload field."""
        self.page.get_by_label(self.say(field)).set_input_files([str(file) for file in files])

    def walk_to_story(self) -> None:
        """Every step up to the page on which the story is told."""
        self.open_report()
        self.tell_who()
        self.find_school()
        self.tell_what()
        self.answer_questions()
        self.heading("说说经过")

    def walk_to_check(self) -> None:
        """Every step up to the check page."""
        self.walk_to_story()
        self.tell_story()

    def file(self) -> Slip:
        """Press the button that files; what the receipt page says."""
        self.press("提交举报")
        return self.slip()

    def copy_down(self, slip: Slip) -> None:
        """Type the last group of the receipt back."""
        self.write("抄好了吗？把最后 4 位写回来", slip.receipt.split()[-1])
        self.press("我抄对了")
        self.sees(self.say("回执号从现在起不再显示。请把纸收好。"))

    def follow(self, receipt: str) -> None:
        """From the home page to one's own report."""
        self.home()
        self.door("查看我的举报")
        self.write("回执号", receipt)
        self.press("查看")

    def reply(self, text: str) -> None:
        """Answer the question that stands on the page of one's report."""
        self.write("你的回答", text)
        self.press("检查，再发送")
        self.heading("发送前，看一遍")
        self.sees(text)
        self.press("发送")
        self.sees(self.say("已经发送"))

    def take_proof(self) -> tuple[str, str]:
        """The two files of a proof, from the page of one's own report; then back to it."""
        self.press("提交证明（可以不要）")
        self.heading("提交证明（可以不要）")
        found = (self._download("下载证明"), self._download("下载原文"))
        self.press("回到我的举报")
        return found

    def _download(self, words: str) -> str:
        """What a button hands over as a file."""
        with self.page.expect_download() as coming:
            self.press(words)
        return Path(coming.value.path()).read_text(encoding="utf-8")

    def leave(self) -> None:
        """Press the quick exit."""
        self.page.get_by_role("link", name=self.say("快速离开"), exact=True).first.click()
        expect(self.page.get_by_role("heading", name="今天多云")).to_be_visible()

    def slip(self) -> Slip:
        """Receipt and reference of the receipt page."""
        return Slip(
            receipt=" ".join(self.page.locator("output#receipt").inner_text().split()),
            ref=self.page.locator("output#case-ref").inner_text().strip(),
            school=self.school,
            lang=self.say.lang,
        )

    def sees(self, *words: str) -> None:
        """These words stand on the page."""
        for text in words:
            expect(self.page.locator("main")).to_contain_text(text)

    def sees_all(self, words: Iterable[str]) -> None:
        """These words stand on the page, in Chinese or as the page says them."""
        self.sees(*(self.say(text) for text in words))
