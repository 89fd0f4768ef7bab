"""What happens on the journeys' site, part by part; each is told once for a worker."""

from collections.abc import Callable
from typing import Any, TypeVar

from playwright.sync_api import Browser, Page, expect

from reportdesk.packs.register import load_register
from tests.journeys.officer import Login, Officer
from tests.journeys.reader import Reader
from tests.journeys.site import FORWARDED, Site
from tests.journeys.student import Slip, Student
from tests.journeys.words import Words

T = TypeVar("T")
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
PATIENCE = 20_000
"""Milliseconds to wait for what a page should show; a busy machine takes its time."""
TARGET = {"zh": "湖北省教育厅", "en": "Hubei"}
WHY = {
    "zh": ("它将送到", TARGET["zh"], "高职高专由省级教育行政部门主管"),
    "en": (TARGET["en"], "Higher vocational colleges are supervised at province level"),
}
PLAYS = {"zh": "zh-CN", "en": "en-GB"}


class Story:
    """The parts of one site's story."""

    def __init__(self, site: Site, browser: Browser) -> None:
        self.site, self.browser = site, browser
        expect.set_options(timeout=PATIENCE)
        self.desks: list[Officer] = []
        self.proofs: dict[str, tuple[str, str]] = {}
        self.printed: dict[str, bytes] = {}
        self._told: dict[str, tuple[Any, BaseException | None]] = {}

    def page(self, lang: str = "zh", *, phone: bool = True, scripts: bool = False) -> Page:
        """A fresh browser without a past and, unless asked for, without scripts."""
        context = self.browser.new_context(
            java_script_enabled=scripts,
            viewport=PHONE if phone else DESK,
            locale=PLAYS[lang],
            extra_http_headers={"X-Forwarded-For": FORWARDED},
        )
        context.set_default_timeout(PATIENCE)
        return context.new_page()

    def student(self, lang: str = "zh", *, scripts: bool = False, brief: bool = False) -> Student:
        """Somebody with a phone."""
        page = self.page(lang, scripts=scripts)
        return Student(self.site, page, Words(lang), a_school(), brief=brief)

    def once(self, name: str, part: Callable[[], T]) -> T:
        """What a part gave when it was told first; it is not tried again after it failed."""
        if name not in self._told:
            try:
                self._told[name] = (part(), None)
            except BaseException as failure:
                self._told[name] = (None, failure)
        found, failed = self._told[name]
        if failed is not None:
            raise failed
        return found

    def filing(self, lang: str) -> Slip:
        """A student files from a phone, checks the receipt and follows it."""
        return self.once(f"filing-{lang}", lambda: self._filing(lang))

    def officer(self, key: str) -> Officer:
        """A member of the demonstration's staff, signed in; always in the same browser."""
        login = Login.of(self.site.people[key])
        found = self.once(f"officer-{key}", lambda: self.newcomer().sign_in(login))
        return found.back_in(login)

    def reader(self, lang: str = "zh") -> Reader:
        """Somebody who looks at the public record."""
        return Reader(self.site, self.page(lang, phone=False), Words(lang))

    def newcomer(self) -> Officer:
        """Somebody at a desk who has not signed in."""
        self.desks.append(Officer(self.site, self.page(phone=False)))
        return self.desks[-1]

    def joining(self) -> tuple[Login, Login]:
        """Two new officers join the authority: one admitted by an old hand, one by the first."""
        return self.once("joining", self._joining)

    def _joining(self) -> tuple[Login, Login]:
        first = self.join("new-officer-1", "新人甲")
        self.officer("hubei-officer-1").admit(first.name)
        second = self.join("new-officer-2", "新人乙")
        self.newcomer().sign_in(first).admit(second.name)
        return first, second

    def join(self, login: str, name: str, authority: str = "edu-420000") -> Login:
        """Somebody is invited from the machine itself and joins in a browser."""
        words = ("--authority", authority, "--role", "officer", "--name", name)
        said = self.site.command("staff", "invite", "--login", f"{login}@example.org", *words)
        return self.newcomer().join(said.split()[-1], f"{login}@example.org", name)

    def answering(self) -> Slip:
        """The case of :meth:`filing` is accepted, asked about, answered and released."""
        return self.once("answering", self._answering)

    def _answering(self) -> Slip:
        slip, (first, second) = self.filing("zh"), self.joining()
        site = self.site
        site.command("jobs", "once")
        writer = self.newcomer().sign_in(first)
        writer.open(slip.ref)
        writer.sees(site.canary("zh-story"), site.canary("zh-contact"), site.canary("zh-words-3"))
        writer.accept()
        writer.ask(site.canary("question"))
        self._reply(slip)
        writer.open(slip.ref)
        writer.sees(site.canary("reply"))
        writer.draft_answer(f"经核实，情况属实。{site.canary('letter')}")
        approver = self.newcomer().sign_in(second)
        approver.open(slip.ref)
        approver.approve()
        site.command("release", "build")
        return slip

    def _reply(self, slip: Slip) -> None:
        before, said = self.site.rows(), self.site.said()
        student = self.student()
        student.follow(slip.receipt)
        student.sees(self.site.canary("question"))
        student.reply(self.site.canary("reply"))
        self.site.note_reporter(before, said)

    def everything(self) -> None:
        """All parts, then everybody signs out."""
        self.filing("en")
        self.answering()
        for desk in self.desks:
            desk.sign_out()

    def _filing(self, lang: str) -> Slip:
        before, said = self.site.rows(), self.site.said()
        student = self.student(lang)
        student.walk_to_check()
        student.sees(*WHY[lang], student.secret("story"), student.secret("company"))
        slip = student.file()
        student.page.reload()
        assert student.slip() == slip
        self.printed[lang] = student.page.pdf(display_header_footer=True, prefer_css_page_size=True)
        assert len(self.site.rows()["report"]) == len(before["report"]) + 1
        student.copy_down(slip)
        student.follow(slip.receipt)
        student.sees(slip.ref, TARGET[lang], student.say("还没有消息。"))
        self.proofs[lang] = student.take_proof()
        student.sees(slip.ref)
        salt = self.proofs[lang][1].partition("salt: ")[2][:64]
        self.site.private += [salt, slip.receipt, slip.receipt.replace(" ", "")]
        self.site.note_reporter(before, said)
        return slip


def a_school() -> str:
    """A real public college of the province, taken from the register so that none is named here."""
    return next(
        row.name
        for row in load_register().schools
        if row.division == "420100"
        and row.kind == "higher_vocational"
        and row.ownership == "public"
    )
