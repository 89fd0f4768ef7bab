"""A site on which reports from Hubei can be filed, and a visitor on the way."""

import pytest
from flask.testing import FlaskClient

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.runtime import Runtime
from tests.filings import COLLEGE, HUBEI, MOE, give_keys, load_places
from tests.web.browser import Browser

STORY = "辅导员王某在群里发通知，每天录 30 分钟。我是 2025 级护理 3 班的，有事打 138 0000 0000。"
"""What the walker writes; with a name, a class and a phone number."""


class Walker(Browser):
    """A visitor who knows what to answer on each page."""

    def to_where(self, lang: str = "", **who: str) -> "Walker":
        self.open(f"/report/{lang}")
        self.fill(**({"filer": "student", "involved": "no"} | who)).press("next")
        return self

    def to_what(self, lang: str = "") -> "Walker":
        self.to_where(lang).fill(q=COLLEGE).press("search")
        self.fill(school=self.form().options["school"][0]).press("next")
        self.fill(run_by="province").press("next")
        return self

    def to_questions(self, lang: str = "") -> "Walker":
        self.to_what(lang).fill(
            practice="voice_recording",
            levers=["course_grade", "retake_threat"],
            scope="grade",
            since="2025-11",
            running="yes",
            company="示例声库",
        ).press("next")
        self.fill(lever="retake_threat").press("next")
        return self

    def to_story(self, lang: str = "") -> "Walker":
        self.to_questions(lang).fill(compulsory="yes", compulsory_words="群里点名催交")
        self.press("next")
        return self

    def to_check(self, lang: str = "", text: str = STORY) -> "Walker":
        self.to_story(lang).fill(text=text, asked=["stop", "delete_data"]).press("next")
        return self

    def to_receipt(self, lang: str = "", text: str = STORY) -> "Walker":
        self.to_check(lang, text).press("file")
        return self

    @property
    def receipt(self) -> str:
        """The digits on the receipt page."""
        return "".join(self.page.ids["receipt"].split())

    @property
    def heading(self) -> str:
        """The page's title without the site's name."""
        return self.page.title.removesuffix(" · Reportdesk")


@pytest.fixture
def walker(runtime: Runtime, client: FlaskClient) -> Walker:
    """A visitor of a site where Hubei, the ministry and the platform desk can open cases."""
    load_places(runtime)
    give_keys(runtime, HUBEI, MOE, PLATFORM_AUTHORITY)
    return Walker(client)
