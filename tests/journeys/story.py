"""What happens on the journeys' site, part by part; each is told once for a worker."""

from collections.abc import Callable
from typing import TypeVar

from playwright.sync_api import Browser, Page

from reportdesk.packs.register import load_register
from tests.journeys.site import FORWARDED, Site
from tests.journeys.student import Slip, Student
from tests.journeys.words import Words

T = TypeVar("T")
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
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
        self._told: dict[str, object] = {}

    def page(self, lang: str = "zh", *, phone: bool = True, scripts: bool = False) -> Page:
        """A fresh browser without a past and, unless asked for, without scripts."""
        context = self.browser.new_context(
            java_script_enabled=scripts,
            viewport=PHONE if phone else DESK,
            locale=PLAYS[lang],
            extra_http_headers={"X-Forwarded-For": FORWARDED},
        )
        context.set_default_timeout(8_000)
        return context.new_page()

    def student(self, lang: str = "zh", *, scripts: bool = False) -> Student:
        """Somebody with a phone."""
        return Student(self.site, self.page(lang, scripts=scripts), Words(lang), a_school())

    def once(self, name: str, part: Callable[[], T]) -> T:
        """What a part gave when it was told first."""
        if name not in self._told:
            self._told[name] = part()
        return self._told[name]  # type: ignore[return-value]

    def filing(self, lang: str) -> Slip:
        """A student files from a phone, checks the receipt and follows it."""
        return self.once(f"filing-{lang}", lambda: self._filing(lang))

    def everything(self) -> None:
        """All parts, then everybody signs out."""
        self.filing("zh")

    def _filing(self, lang: str) -> Slip:
        before, said = self.site.rows(), self.site.said()
        student = self.student(lang)
        student.walk_to_check()
        student.sees(*WHY[lang], student.secret("story"), student.secret("company"))
        slip = student.file()
        student.page.reload()
        assert student.slip() == slip
        assert len(self.site.rows()["report"]) == len(before["report"]) + 1
        student.copy_down(slip)
        student.follow(slip.receipt)
        student.sees(slip.ref, TARGET[lang], student.say("还没有消息。"))
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
