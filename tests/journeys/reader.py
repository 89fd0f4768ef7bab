"""What anybody does with the public record."""

import csv
import io
import re

from playwright.sync_api import Page, expect

from tests.journeys.site import Site
from tests.journeys.words import Words


class Reader:
    """Somebody curious, without an account."""

    def __init__(self, site: Site, page: Page, say: Words) -> None:
        self.site, self.page, self.say = site, page, say

    def open_record(self) -> None:
        """From the home page to the list of public cases."""
        self.page.goto(self.site.address + ("/?lang=en" if self.say.lang == "en" else "/"))
        doors = self.page.get_by_role("navigation", name=self.say("从这里开始"))
        doors.get_by_text(self.say("公开记录"), exact=True).click()
        self.sees(self.say("公开案件"))

    def open_case(self, ref: str) -> None:
        """From the list to one case."""
        self.open_record()
        self.page.get_by_role("row").filter(has_text=ref).get_by_role("link").first.click()
        expect(self.page.get_by_role("navigation", name=self.say("位置"))).to_contain_text(ref)

    def sees(self, *words: str) -> None:
        """These words stand on the page."""
        for text in words:
            expect(self.page.locator("main")).to_contain_text(text)

    def download_rows(self) -> list[dict[str, str]]:
        """The rows of the CSV file behind the page's link, as a spreadsheet would show them."""
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name=re.compile("^CSV")).first.click()
        text = download.value.path().read_bytes().decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))
