"""``make screenshots``: pictures of the main pages of a fresh demonstration.

Writes docs/screenshots/<page>-<width>-<language>.png: phone and desk, Chinese and English.
"""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyotp
from playwright.sync_api import Browser, Page

from benchmarks.instance import COMMAND, demonstration
from benchmarks.soak import HOST, free_port, wait_until_up
from config import ROOT
from tests.browser import chromium

FOLDER = ROOT / "docs" / "screenshots"
WIDTHS = {390: 844, 1280: 900}
LANGUAGES = ("zh", "en")
PAGES = {
    "home": "/",
    "report": "/report/",
    "follow": "/follow/",
    "cases": "/cases",
    "overdue": "/overdue",
    "statistics": "/statistics",
    "data": "/data/",
    "desk-sign-in": "/desk/sign-in",
}
LINKED = {"case": ("/cases", "/cases/"), "authority": ("/cases", "/authorities/")}
DESK_ROLE = "officer"
DESK_AUTHORITY = "edu-420000"


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


def sign_in(page: Page, site: str, instance: Path) -> None:
    """Sign in as an officer of the demonstration."""
    people = json.loads((instance / "demo.json").read_text(encoding="utf-8"))["people"]
    officer = next(
        one for one in people if (one["role"], one["authority"]) == (DESK_ROLE, DESK_AUTHORITY)
    )
    page.goto(f"{site}/desk/sign-in")
    page.locator("[name=login]").fill(officer["login"])
    page.locator("[name=password]").fill(officer["password"])
    page.locator("[name=code]").fill(pyotp.TOTP(officer["totp_secret"]).now())
    page.locator("main form button").first.click()


def picture(page: Page, name: str) -> None:
    """The whole page, under its name."""
    page.screenshot(path=FOLDER / f"{name}.png", full_page=True)


def first_link(page: Page, site: str, start: str, prefix: str) -> str:
    """The first address on ``start`` that begins with ``prefix``."""
    page.goto(f"{site}{start}")
    return str(page.locator(f"main a[href^='{prefix}']").first.get_attribute("href")).split("?")[0]


def take_open(browser: Browser, site: str) -> None:
    """Student and public pages, in every width and language."""
    page = browser.new_page(java_script_enabled=False)
    pages = {**PAGES, **{name: first_link(page, site, *way) for name, way in LINKED.items()}}
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        for language in LANGUAGES:
            for name, address in pages.items():
                page.goto(f"{site}{address}" + ("?lang=en" if language == "en" else ""))
                picture(page, f"{name}-{width}-{language}")


def take_desk(browser: Browser, site: str, instance: Path) -> None:
    """The officer's queue and one case, in every width; one sign-in."""
    page = browser.new_page(java_script_enabled=False)
    sign_in(page, site, instance)
    case = first_link(page, site, "/desk/", "/desk/cases/")
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        for language in LANGUAGES:
            for name, address in {"desk": "/desk/", "desk-case": case}.items():
                page.goto(f"{site}{address}" + ("?lang=en" if language == "en" else ""))
                picture(page, f"{name}-{width}-{language}")


def main() -> None:
    """All pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with served() as (site, instance), chromium() as browser:
        take_open(browser, site)
        take_desk(browser, site, instance)


if __name__ == "__main__":
    main()
