"""A routine check of a school: complete, with a day, every line ticked, and telling of nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from reportdesk.domain.betraying import betrays
from reportdesk.domain.disclosure import SchoolFacts
from reportdesk.domain.inquiry import Inquiry, Paper, Unsaid, asked_since, is_small
from reportdesk.domain.taxonomy import Practice, Question

TODAY = date(2026, 3, 2)
WHOLE = Inquiry(
    practices=(Practice.VOICE_RECORDING,),
    questions=(Question.COMPULSORY,),
    papers=(Paper.CONTRACTS,),
    by=date(2026, 3, 17),
    unsaid=frozenset(Unsaid),
)


def faults(wish: Inquiry, *, small: bool = False) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in wish.faults(TODAY, small=small)]


def test_a_whole_inquiry_has_no_fault() -> None:
    assert faults(WHOLE) == []
    assert faults(replace(WHOLE, questions=())) == []
    assert faults(replace(WHOLE, papers=())) == []


@pytest.mark.parametrize("left_out", list(Unsaid))
def test_each_line_of_the_list_needs_its_tick(left_out: Unsaid) -> None:
    assert faults(replace(WHOLE, unsaid=frozenset(Unsaid) - {left_out})) == [
        ("unsaid", "inquiry_unchecked")
    ]


def test_something_has_to_be_asked() -> None:
    assert faults(replace(WHOLE, practices=())) == [("practices", "inquiry_asks_nothing")]
    nothing = replace(WHOLE, questions=(), papers=())
    assert faults(nothing) == [("questions", "inquiry_asks_nothing")]


@pytest.mark.parametrize("days", [-1, 0, 61])
def test_the_day_is_after_today_and_not_too_far(days: int) -> None:
    assert faults(replace(WHOLE, by=TODAY + timedelta(days=days))) == [("by", "inquiry_day")]
    assert faults(replace(WHOLE, by=None)) == [("by", "letter_day_missing")]


def test_a_small_school_needs_a_second_thought() -> None:
    assert faults(WHOLE, small=True) == [("small_known", "inquiry_small_school")]
    assert faults(replace(WHOLE, small_known=True), small=True) == []
    assert is_small("primary", None)
    assert is_small("primary", SchoolFacts("a", "primary", 99, "年报", TODAY))
    assert not is_small("primary", SchoolFacts("a", "primary", 100, "年报", TODAY))
    assert not is_small("undergraduate", None)


@pytest.mark.parametrize(
    ("period", "today", "since"),
    [
        ("2025-11", date(2026, 3, 2), "2024-09"),
        ("2026-02", date(2026, 3, 2), "2024-09"),
        ("2025-09", date(2025, 9, 30), "2024-09"),
        ("2023-05", date(2026, 3, 2), "2022-09"),
    ],
)
def test_a_school_is_asked_about_whole_school_years(period: str, today: date, since: str) -> None:
    assert asked_since(period, today) == since


@pytest.mark.parametrize(
    "text",
    [
        "因为有人举报，请说明。",
        "根据学生反映的情况",
        "有学生称",
        "某同学家长来电",
        "接到信访件",
        "舉報材料",
        "详见 7K4M-2QX9",
        "见7k4m2qx9号",
        "following a complaint",
        "An anonymous letter",
        "因为有人举 报",
        "舉\u200b報材料",
        "投-诉",
        "信\n访件",
        "有 学生称",
        "两位家长来过",
        "3名学生说",
        "多名學生",
        "12345热线转来",
        "上级转办的工单",
        "见 7 K 4 M — 2 Q X 9",
        "７Ｋ４Ｍ\u200b２ＱＸ９",
        "several students",
        "请见several students的说法",
        "Parents have told us",
        "one of your pupils",
    ],
)
def test_words_that_tell_of_a_complaint_are_found(text: str) -> None:
    assert betrays(text, "7K4M-2QX9") is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "请学校负责人签字并加盖公章。",
        "请说明合同金额。",
        "请说明是否取得所有学生的单独同意。",
        "请提供发给每一名学生和家长的通知。",
        "没有学生参加的，请写明。",
        "Please enclose the annual report.",
        "Please say what all students were told.",
    ],
)
def test_control_plain_words_tell_of_nothing(text: str) -> None:
    assert betrays(text, "7K4M-2QX9") is None


def test_the_place_of_telling_words_is_that_of_the_text_as_typed() -> None:
    text = "另：\u200b据 举 报，请说明。"
    span = betrays(text, "7K4M-2QX9")
    assert span is not None
    assert text[span.start : span.end] == "举 报"
