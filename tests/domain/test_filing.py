"""What a filing must have, and what of it is sealed."""

from dataclasses import replace
from datetime import date

import pytest

from reportdesk.domain.filing import AttachedFile, Filing
from reportdesk.domain.filing_parts import (
    LONGEST_STORY,
    LONGEST_WORDS,
    Involved,
    Reply,
    Running,
    Sheet,
    Story,
    What,
    Where,
    Who,
)
from reportdesk.domain.taxonomy import (
    Answer,
    Asked,
    Filer,
    Lever,
    Ownership,
    Practice,
    Question,
    RunBy,
    SchoolKind,
    Scope,
)

TODAY = date(2026, 3, 2)
WHAT = What(
    practice=Practice.VOICE_RECORDING,
    levers=(Lever.RETAKE_THREAT,),
    scope=Scope.GRADE,
    since="2025-11",
    running=Running.YES,
)
WHERE = Where(
    name="示范小学",
    province="420000",
    city="420100",
    kind=SchoolKind.PRIMARY,
    ownership=Ownership.PUBLIC,
    run_by=RunBy.UNKNOWN,
)


def codes(faults: object) -> list[str]:
    return [fault.code for fault in faults]


def a_filing(**changes: object) -> Filing:
    whole = Filing(
        who=Who(Filer.STUDENT, Involved.NO),
        where=WHERE,
        what=WHAT,
        sheet=Sheet({Question.COMPULSORY: Reply(Answer.YES, "群里点名")}),
        story=Story((Asked.STOP,), "每天录音", "a@example.org"),
        lang="zh",
    )
    return replace(whole, **changes)


def test_a_complete_filing_has_no_faults() -> None:
    assert a_filing().faults(TODAY) == ()


def test_an_empty_filing_names_every_field_that_is_missing() -> None:
    empty = Filing(Who(), Where(), What(), Sheet(), Story(), "zh")
    assert {fault.field for fault in empty.faults(TODAY)} == {
        *("filer", "involved", "province", "name", "kind", "ownership", "run_by"),
        *("practice", "levers", "scope", "since", "running", "text"),
    }


def test_a_listed_school_needs_nothing_else() -> None:
    assert Where(school_id="x").faults() == ()


@pytest.mark.parametrize("province", ["710000", "810000", "820000"])
def test_a_place_without_an_authority_is_said_before_anything_else(province: str) -> None:
    assert codes(Where(province=province).faults(cities=True)) == ["place_not_covered"]


def test_a_city_and_for_schools_of_a_county_the_county_must_be_chosen() -> None:
    nowhere = replace(WHERE, city=None)
    assert codes(nowhere.faults(cities=True)) == ["city_missing"]
    assert codes(WHERE.faults(cities=True, counties=True)) == ["county_missing"]
    college = replace(WHERE, kind=SchoolKind.HIGHER_VOCATIONAL)
    assert college.faults(cities=True, counties=True) == ()


def test_the_main_lever_is_asked_only_when_several_are_ticked() -> None:
    assert WHAT.main_lever is Lever.RETAKE_THREAT
    both = replace(WHAT, levers=(Lever.COURSE_GRADE, Lever.RETAKE_THREAT))
    assert codes(both.faults(TODAY)) == ["lever_missing"]
    assert replace(both, lever=Lever.COURSE_GRADE).faults(TODAY) == ()
    other = replace(both, lever=Lever.CREDIT)
    assert codes(other.faults(TODAY)) == ["lever_missing"]


def test_no_pressure_contradicts_any_other_lever() -> None:
    what = replace(WHAT, levers=(Lever.CREDIT, Lever.NONE_BUT_NOT_TOLD))
    assert codes(what.faults(TODAY)) == ["levers_contradict"]


def test_other_practices_are_told_in_words() -> None:
    what = replace(WHAT, practice=Practice.OTHER)
    assert codes(what.faults(TODAY)) == ["practice_note_missing"]
    assert replace(what, practice_note="录键盘").faults(TODAY) == ()


@pytest.mark.parametrize(
    ("since", "running", "until", "code"),
    [
        ("2026-04", Running.YES, None, "since_unlikely"),
        ("1999-01", Running.YES, None, "since_unlikely"),
        ("2026-13", Running.YES, None, "since_unlikely"),
        ("2025-11", Running.NO, None, "until_missing"),
        ("2025-11", Running.NO, "2025-10", "until_unlikely"),
        ("2025-11", Running.NO, "2026-04", "until_unlikely"),
        ("2025-11", None, None, "running_missing"),
    ],
)
def test_months_must_be_real_and_in_order(since, running, until, code) -> None:
    what = replace(WHAT, since=since, running=running, until=until)
    assert codes(what.faults(TODAY)) == [code]


def test_a_month_may_begin_and_end_in_the_same_month() -> None:
    assert replace(WHAT, since="2026-03", running=Running.NO, until="2026-03").faults(TODAY) == ()


def test_long_texts_are_named_with_the_limit() -> None:
    long = a_filing(
        story=Story((), "长" * (LONGEST_STORY + 1)),
        sheet=Sheet({Question.PAID_BY_COMPANY: Reply(Answer.NO, "长" * (LONGEST_WORDS + 1))}),
    )
    faults = long.faults(TODAY)
    assert [(f.field, f.params["most"]) for f in faults] == [
        ("paid_by_company_words", LONGEST_WORDS),
        ("text", LONGEST_STORY),
    ]


def test_everything_typed_is_in_what_gets_sealed() -> None:
    sealed = a_filing(wrong_route="应该归人社局").private()
    assert sealed["filer"] == "student"
    assert sealed["involved"] is False
    assert sealed["school_name"] == "示范小学"
    assert sealed["sheet"]["compulsory"] == {"a": "yes", "w": "群里点名"}
    assert sealed["sheet"]["under_14"] == {"a": "unknown", "w": ""}
    assert sealed["story"] == "每天录音"
    assert sealed["contact"] == "a@example.org"
    assert sealed["wrong_route"] == "应该归人社局"
    assert a_filing().private()["wrong_route"] is None


def test_texts_come_back_masked_into_their_places() -> None:
    filing = a_filing(what=replace(WHAT, company="王老师的公司"), wrong_route="王老师管着")
    texts = filing.texts()
    assert set(texts) == {"company", "compulsory_words", "text", "name", "wrong_route"}
    changed = filing.with_texts(dict.fromkeys(texts, "●●●"))
    assert changed.texts() == dict.fromkeys(texts, "●●●")
    assert changed.story.contact == "a@example.org"


def test_a_file_keeps_its_name_and_key_for_the_seal_only() -> None:
    file = AttachedFile("20260302-ab", "00ff", "截图.png", "image/png", 12, ("position",))
    assert file.private() == {
        "name": "截图.png",
        "type": "image/png",
        "size": 12,
        "key": "00ff",
        "removed": ["position"],
        "original": False,
    }
