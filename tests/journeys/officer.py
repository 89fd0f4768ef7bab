"""What members of staff do in the browser, by the words that stand on the page."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from reportdesk.cli.demo_cast import Person
from tests.journeys.site import Site
from tests.journeys.student import QUESTIONS
from tests.journeys.words import button

PASSWORD = "a long sentence nobody guesses"
MEASURES = ("stop_collection", "delete_data", "restore_grades")
TITLE = "要求学生每天录音，不做就重修"
SUMMARY = "学校要求学生上传录音并与成绩挂钩。已停止采集，恢复成绩。"
BASIS = "《个人信息保护法》第十三条、第十四条"


@dataclass(frozen=True)
class Login:
    """What somebody needs to sign in."""

    login: str
    name: str
    password: str
    totp_secret: str

    @classmethod
    def of(cls, person: Person) -> "Login":
        """A person of the demonstration."""
        return cls(person.login, person.name, person.password, person.totp_secret)


class Officer:
    """A member of staff with a browser of their own."""

    def __init__(self, site: Site, page: Page) -> None:
        self.site, self.page = site, page

    def press(self, words: str) -> None:
        """Press the button with these words."""
        self.page.get_by_role("button", name=words, exact=True).click()

    def go(self, words: str) -> None:
        """Follow the link with these words."""
        self.page.get_by_role("link", name=words, exact=True).first.click()

    def write(self, field: str, text: str) -> None:
        """Type into the field with this label."""
        self.page.get_by_label(field, exact=True).fill(text)

    def choose(self, question: str, answer: str) -> None:
        """Tick an answer."""
        group = self.page.get_by_role("group", name=question, exact=True)
        group.get_by_label(answer, exact=True).check()

    def sees(self, *words: str) -> None:
        """These words stand on the page."""
        for text in words:
            expect(self.page.locator("main")).to_contain_text(text)

    def join(self, link: str, login: str, name: str) -> Login:
        """Follow an invitation until the recovery code was typed back."""
        self.page.goto(link)
        self.sees(login)
        secret = "".join(self.page.locator("output#totp-secret").inner_text().split())
        self.write("设一个密码", PASSWORD)
        self.write("再写一遍密码", PASSWORD)
        self.write("应用里现在显示的 6 位数字", self.site.code(secret))
        self.press("继续，抄下恢复码")
        code = self.page.locator("output#recovery-code").inner_text()
        self.write("把恢复码写回来", " ".join(code.split()))
        self.press("我抄对了，启用账号")
        self.sees("账号已启用")
        return Login(login, name, PASSWORD, secret)

    def sign_in(self, who: Login) -> "Officer":
        """From the desk's address to the list of cases."""
        self.page.goto(f"{self.site.address}/desk/")
        self.enter(who)
        return self

    def back_in(self, who: Login) -> "Officer":
        """Sign in again if the session has ended meanwhile, as sessions do when left alone."""
        self.page.goto(f"{self.site.address}/desk/")
        if self.page.get_by_label("动态验证码", exact=True).count():
            self.enter(who)
        return self

    def enter(self, who: Login) -> None:
        """Fill in the sign-in form one is shown."""
        self.write("邮箱", who.login)
        self.write("密码", who.password)
        self.write("动态验证码", self.site.code(who.totp_secret))
        self.press("登录")

    def sign_out(self) -> None:
        """End every session of one's own, unless that was done elsewhere."""
        self.page.goto(f"{self.site.address}/desk/account")
        if self.page.get_by_role("button", name="退出所有设备").count():
            self.press("退出所有设备")
        expect(self.page.get_by_role("heading", name="登录办理台")).to_be_visible()

    def admit(self, name: str) -> None:
        """Hand a waiting colleague the authority's key."""
        self.go("同事")
        self.page.get_by_role("button", name=button("词对上了，交给钥匙", name)).click()
        card = self.page.locator("section", has_text=name)
        expect(card).to_contain_text("可以登录")

    def row(self, ref: str) -> Locator:
        """A case's row in the list."""
        return self.page.get_by_role("row").filter(has_text=ref)

    def open(self, ref: str) -> None:
        """From the list to one case."""
        self.page.goto(f"{self.site.address}/desk/")
        self.row(ref).get_by_role("link").click()
        self.sees(ref)

    def download(self, name: str) -> bytes:
        """The attachment whose name begins with these words."""
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name=re.compile(f"^{name}")).first.click()
        return download.value.path().read_bytes()

    def recorded(self, title: str) -> int:
        """How often an event stands in the record of the open case."""
        return self.page.get_by_role("listitem").get_by_text(title, exact=True).count()

    def accept(self) -> None:
        """Take the case on, today."""
        self.go("受理")
        self.page.get_by_role("button", name="受理并开始 60 天计时").click()

    def ask(self, text: str) -> None:
        """Ask the student."""
        self.go("写问题")
        self.write("要问的问题", text)
        self.press("发给学生并开始等待")

    def draft_answer(self, reply: str) -> None:
        """Write the whole answer and hand it to a second person."""
        self.go("开始写答复")
        self.fill_answer(reply)
        self.press("交给同事批准")
        self.sees("答复已交给同事批准。批准之前，计时不停。")

    def fill_answer(self, reply: str) -> None:
        """Finding, sheet, measures and texts."""
        say = self.site.words
        self.choose("结论", say("finding/confirmed"))
        for question in QUESTIONS:
            self.choose(say(f"question/{question}"), say("answer/yes"))
        group = self.page.get_by_role("group", name="措施", exact=True)
        for measure in MEASURES:
            group.get_by_role("checkbox", name=say(f"measure/{measure}"), exact=True).check()
        self.write("给学生的答复", reply)
        self.write("依据", BASIS)
        self.write("公开的标题", TITLE)
        self.write("公开的摘要", SUMMARY)

    def approve(self) -> None:
        """Read a colleague's answer and let it count."""
        self.go("审阅答复")
        self.sees(TITLE, SUMMARY)
        self.press("批准，答复生效")
        self.sees("答复已生效，并已送到学生手里。")
