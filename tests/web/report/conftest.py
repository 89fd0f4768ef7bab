"""A site on which reports from Hubei can be filed, and a visitor on the way."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.runtime import Runtime
from reportdesk.services import casework, delivery, triage
from reportdesk.storage.case import Case
from tests.filings import (
    COLLEGE,
    HUBEI,
    MOE,
    a_filing,
    file_one,
    give_keys,
    load_places,
    school_id,
)
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


@pytest.fixture
def holder(runtime: Runtime):
    """An officer of the province."""
    load_places(runtime)
    return give_keys(runtime, HUBEI, MOE)[HUBEI]


@pytest.fixture
def filed(runtime: Runtime, holder):
    """A report that the desk can see: its receipt and what was filed."""
    found = file_one(runtime, a_filing(school_id(runtime)))
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))
    return found


@pytest.fixture
def visitor(client) -> Walker:
    return Walker(client)


def entered(visitor: Walker, receipt: str, lang: str = "") -> Walker:
    visitor.open(f"/follow/{lang}").fill(receipt=receipt).press("open")
    assert visitor.status == 200
    return visitor


def case_of(runtime: Runtime, filed) -> Case:
    return runtime.read(lambda tx: tx.session.get_one(Case, filed[1].case_id))


def accept_and_ask(runtime: Runtime, clock, holder, filed) -> None:
    """The authority takes it on, looks into it and asks."""
    ref = filed[1].ref

    def do(day: str, act, *args, **words) -> None:
        clock.set(day)
        version = case_of(runtime, filed).version
        runtime.write(lambda tx: act(tx, *args, ref, version=version, **words))

    do("2026-03-17", triage.accept, runtime.pack, holder.actor, on=date(2026, 3, 17))
    do("2026-03-24", casework.investigate, runtime.vault, runtime.pack, holder, text="调取通知")
    do(
        "2026-04-08",
        casework.ask,
        runtime.vault,
        runtime.pack,
        holder,
        text="通知发在**哪里**？",
        report=None,
    )
    clock.set("2026-04-09")
