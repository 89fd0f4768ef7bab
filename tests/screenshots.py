"""``make screenshots``: pictures of the main pages of a fresh demonstration.

Writes docs/screenshots/<page>-<width>-<language>.png: phone and desk, Chinese and English.
"""

import io
import json
import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyotp
from PIL import Image
from playwright.sync_api import Browser, Page

from benchmarks.instance import COMMAND, demonstration
from benchmarks.soak import HOST, free_port, wait_until_up
from config import ROOT
from tests.browser import chromium
from tests.journeys.student import Student
from tests.journeys.words import Words

FOLDER = ROOT / "docs" / "screenshots"
SIZES = {390: (844, 2400), 1280: (900, 1700)}
"""Width of a screen: its height, and how much of a long page is shown."""
LANGUAGES = ("zh", "en")
COLOURS = 128
OPEN_PAGES = {"home": "/", "cases": "/cases", "statistics": "/statistics"}
REF = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")
OFFICER = "hubei-officer-1@example.org"
SCHOOL = "示范职业技术学院（演示）"
TYPED = {
    "practice": "每天录 30 分钟日常对话，给一个语音模型用",
    "company": "示例声库",
    "product": "示例录音小程序",
    "project": "校企融合实训",
    "story": "",
    "words-0": "群里点名催交",
    "words-1": "通知写明不做要重修",
    "words-2": "只说「训练模型」",
    "words-9": "只说找课程负责人",
    "contact": "",
    "picture-name": "通知截图",
    "picture": "hidden",
    "note-name": "群聊记录",
    "note": "老师：今天没交的同学抓紧。\n",
}
"""What the student of the pictures types, by place; all of it is invented."""


@dataclass(frozen=True)
class Stage:
    """The demonstration as the walk of a student needs it."""

    address: str
    folder: Path

    def canary(self, place: str) -> str:
        """What to type at a place; here nothing is looked for afterwards."""
        return TYPED.get(place.partition("-")[2], "")


@contextmanager
def served() -> Iterator[tuple[str, Path]]:
    """Address and instance folder of a demonstration that is being served."""
    port = free_port()
    with demonstration() as environment:
        environment["REPORTDESK_PORT"] = str(port)
        server = subprocess.Popen([COMMAND, "serve"], env=environment, start_new_session=True)
        try:
            wait_until_up(port)
            yield f"http://{HOST}:{port}", Path(environment["REPORTDESK_INSTANCE"])
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(30)


class Camera:
    """Takes pictures of what a page shows, in one width and one language at a time."""

    def __init__(self, page: Page, site: str, width: int, lang: str) -> None:
        self.page, self.site, self.width, self.lang = page, site, width, lang
        height, self.most = SIZES[width]
        page.set_viewport_size({"width": width, "height": height})

    def open(self, address: str) -> None:
        """A page in the language of the pictures."""
        self.page.goto(f"{self.site}{address}" + ("?lang=en" if self.lang == "en" else ""))

    def take(self, name: str) -> None:
        """The page that is open, from its top, with few colours so that the file stays small."""
        box = self.page.locator("html").bounding_box()
        tall = min(int(box["height"]) if box else self.most, self.most)
        shown = {"x": 0, "y": 0, "width": self.width, "height": tall}
        raw = self.page.screenshot(full_page=True, clip=shown)
        picture = Image.open(io.BytesIO(raw)).convert("RGB").quantize(COLOURS, dither=0)
        picture.save(FOLDER / f"{name}-{self.width}-{self.lang}.png", optimize=True)


def take_public(camera: Camera) -> None:
    """Pages that everybody may see, and one case in full."""
    for name, address in OPEN_PAGES.items():
        camera.open(address)
        camera.take(name)
    camera.open("/cases")
    full = camera.page.get_by_role("row").filter(has_text=Words(camera.lang)("visibility/full"))
    full.first.get_by_role("link").first.click()
    camera.take("case")


def take_student(camera: Camera, folder: Path, receipt: str) -> None:
    """A walk: where, check, receipt, and a report that is being followed."""
    stage, say = Stage(camera.site, folder), Words(camera.lang)
    student = Student(stage, camera.page, say, SCHOOL, brief=False)
    student.open_report()
    student.tell_who()
    student.list_schools()
    camera.take("where")
    student.take_school()
    student.tell_what()
    student.answer_questions()
    student.tell_story()
    camera.take("check")
    student.file()
    camera.take("receipt")
    student.follow(receipt)
    camera.take("follow")


def sign_in(page: Page, site: str, person: dict[str, str]) -> None:
    """An officer of the demonstration comes to their list."""
    page.goto(f"{site}/desk/sign-in")
    page.get_by_label("邮箱", exact=True).fill(person["login"])
    page.get_by_label("密码", exact=True).fill(person["password"])
    code = pyotp.TOTP(person["totp_secret"]).now()
    page.get_by_label("动态验证码", exact=True).fill(code)
    page.get_by_role("button", name="登录", exact=True).click()


def waiting_ref(page: Page) -> str:
    """Reference of a case whose student was asked something."""
    row = page.get_by_role("row").filter(has_text=Words("zh")("stage/needs_info")).first
    return next(word for word in row.inner_text().split() if REF.fullmatch(word))


def take_desk(page: Page, site: str) -> None:
    """The list, and its first case, in every width and language."""
    first = page.locator("main tbody a").first.get_attribute("href") or ""
    for width in SIZES:
        for lang in LANGUAGES:
            camera = Camera(page, site, width, lang)
            for name, address in {"desk": "/desk/", "desk-case": first.partition("?")[0]}.items():
                camera.open(address)
                camera.take(name)


def take_all(browser: Browser, site: str, instance: Path) -> None:
    """Every picture."""
    facts = json.loads((instance / "demo.json").read_text(encoding="utf-8"))
    officer = next(one for one in facts["people"] if one["login"] == OFFICER)
    page = browser.new_page(java_script_enabled=False)
    sign_in(page, site, officer)
    receipt = facts["receipts"][waiting_ref(page)]
    take_desk(page, site)
    with tempfile.TemporaryDirectory() as folder:
        for width in SIZES:
            for lang in LANGUAGES:
                camera = Camera(browser.new_page(java_script_enabled=False), site, width, lang)
                take_public(camera)
                take_student(camera, Path(folder), receipt)


def main() -> None:
    """All pictures of a fresh demonstration."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with served() as (site, instance), chromium() as browser:
        take_all(browser, site, instance)


if __name__ == "__main__":
    main()
