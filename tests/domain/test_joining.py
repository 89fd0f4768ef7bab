"""Whether a report is about the matter of a public case."""

import dataclasses

import pytest

from reportdesk.domain.filing_parts import Involved, Running
from reportdesk.domain.joining import Apart, PublicMatter
from reportdesk.domain.taxonomy import Practice
from tests.filings import a_filing

MATTER = PublicMatter("7K4M-2QX9", "voice_recording", "2026-03", "college")


def filing(school: str | None = "college", involved: bool = False, **what: object):
    made = a_filing(school)
    who = dataclasses.replace(made.who, involved=Involved.YES if involved else Involved.NO)
    return dataclasses.replace(made, who=who, what=dataclasses.replace(made.what, **what))


@pytest.mark.parametrize(
    ("changes", "apart"),
    [
        ({}, None),
        ({"school": "another"}, Apart.SCHOOL),
        ({"school": None}, Apart.SCHOOL),
        ({"practice": Practice.OTHER}, Apart.PRACTICE),
        ({"involved": True}, Apart.INVOLVED),
        ({"since": "2027-03"}, None),
        ({"since": "2027-04"}, Apart.PERIOD),
        ({"since": "2024-01", "running": Running.NO, "until": "2025-03"}, None),
        ({"since": "2024-01", "running": Running.NO, "until": "2025-02"}, Apart.PERIOD),
        ({"since": "2020-01", "running": Running.YES}, None),
    ],
)
def test_school_practice_and_period_decide(changes: dict[str, object], apart: Apart | None) -> None:
    assert MATTER.apart(filing(**changes)) is apart


@pytest.mark.parametrize("school", ["college", "another", None])
def test_where_the_school_is_not_public_every_school_is_answered_alike(school: str | None) -> None:
    unnamed = dataclasses.replace(MATTER, school=None)
    assert unnamed.apart(filing(school)) is Apart.UNNAMED
