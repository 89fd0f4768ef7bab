"""What an author adds to a letter is compared with what the reports say."""

import pytest

from reportdesk.domain.copying import copied, texts_in

STORY = "班主任在群里点名催交，不录音就算不合格，期末还要重修。"


def found(text: str, *sealed: str, allowed: tuple[str, ...] = ()) -> str | None:
    span = copied(text, sealed or (STORY,), allowed)
    return None if span is None else text[span.start : span.end]


@pytest.mark.parametrize(
    "text",
    [
        "请说明为什么不录音就算不合格。",
        "请说明为什么不 录 音，就算 不合格。",
        "请说明為什麼不錄音就算不合格。",
        "请说明为什么不录音\u200b就算不合格。",
        "请说明为什么「不录音、就算、不合格」。",
    ],
)
def test_a_run_of_eight_signs_is_found_whatever_stands_between(text: str) -> None:
    assert found(text) is not None


def test_the_place_is_that_of_the_text_as_typed() -> None:
    assert found("请说明：群里，点名催交，不录 的做法。") == "群里，点名催交，不录"


@pytest.mark.parametrize(
    "text",
    ["", "不录音就算", "请说明录音的安排和用途。", "期末考核怎样计算？", "！！！！！！！！！！"],
)
def test_shorter_runs_and_other_words_are_no_copy(text: str) -> None:
    assert found(text) is None


def test_latin_words_need_more_letters_than_chinese_signs() -> None:
    sealed = "our teacher posted the list of those who had not recorded"
    assert found("The school posts lists.", sealed) is None
    assert found("Who posted the list of those who had not?", sealed) is not None
    assert found("ref 2025110377 please", "编号 2025-1103-77") == "20251103"


def test_names_that_both_sides_may_have_are_no_copy() -> None:
    school = "示范市第二十七中等职业技术学校"
    sealed = f"在{school}录音"
    text = f"请{school}说明"
    assert found(text, sealed) is not None
    assert found(text, sealed, allowed=(school,)) is None
    assert found(f"{school}录音", sealed, allowed=(school,)) is not None


def test_every_text_of_a_report_is_looked_at() -> None:
    content = {"a": "x", "b": [{"c": ("y", 1, None)}], "d": {"e": {"f": "z"}}}
    assert list(texts_in(content)) == ["x", "y", "z"]
