"""Personal details in a text: what is found, how it is graded, and what masking leaves."""

import re._constants as _constants
import re._parser as _parser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.domain.identity import _FINDERS, MASK, DetailKind, Level, details, mask


def found(text: str) -> list[tuple[str, str]]:
    return [(detail.kind.value, text[detail.start : detail.end]) for detail in details(text)]


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("身份证11010519491231002X请核实", "id_number", "11010519491231002X"),
        ("有事打 138 0000 0000 找我", "phone", "138 0000 0000"),
        ("电话 13800000000", "phone", "13800000000"),
        ("手机＋86-138-0000-0000", "phone", "＋86-138-0000-0000"),
        ("座机 027-88888888", "phone", "027-88888888"),
        ("１３８００００００００ 是我", "phone", "１３８００００００００"),
        ("写信到 a.b@qq.com", "email", "a.b@qq.com"),
        ("加我QQ：12345678", "qq", "12345678"),
        ("QQ群号 987654321", "qq", "987654321"),
        ("微信号 abc_12345", "wechat", "abc_12345"),
        ("我的 vx: hello-world", "wechat", "hello-world"),
        ("学号：2023010203", "student_number", "2023010203"),
        ("我叫王小明，读大二", "own_name", "王小明"),
        ("姓名：欧阳明", "own_name", "欧阳明"),
        ("辅导员王某在群里发通知", "other_name", "王某"),
        ("班主任张建国让我们交", "other_name", "张建国"),
        ("李老师说不做就重修", "other_name", "李"),
        ("系主任欧阳修也说", "other_name", "欧阳修"),
        ("我是 2025 级护理 3 班的", "class", "2025 级护理 3 班"),
        ("高三（2）班的同学", "class", "高三（2）班"),
        ("护理2301班都要录", "class", "护理2301班"),
        ("二年级3班", "class", "二年级3班"),
        ("我住5栋302寝室", "dormitory", "5栋302寝室"),
        ("宿舍 412", "dormitory", "宿舍 412"),
    ],
)
def test_obvious_details_are_found_where_they_stand(text: str, kind: str, part: str) -> None:
    assert (kind, part) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "文件号 123456789012345678",
        "录音 20260302 共 30 分钟",
        "由于老师的要求，班主任老师也在催",
        "任课老师和校方老师都说自愿",
        "向老师反映过，经常老师催",
        "经理说公司付钱",
        "我们班主任在群里点名",
        "同学们都说不想录",
        "每天录 30 分钟，录满 100 条",
    ],
)
def test_ordinary_words_and_numbers_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_an_identity_number_is_taken_for_itself_and_not_for_the_phone_inside() -> None:
    assert found("11010519491231002X")[0][0] == "id_number"
    assert found("430102138000000001234") == []


def test_each_kind_says_what_it_gives_away() -> None:
    levels = {detail.kind: detail.level for detail in details("我叫王小明，2025级护理3班，李老师")}
    assert levels == {
        DetailKind.OWN_NAME: Level.IDENTIFIES_YOU,
        DetailKind.CLASS: Level.NARROWS,
        DetailKind.OTHER_NAME: Level.IDENTIFIES_OTHERS,
    }


def test_masking_replaces_what_was_chosen_and_nothing_else() -> None:
    text = "辅导员王某说，有事打 138 0000 0000。"
    phone = [detail for detail in details(text) if detail.kind is DetailKind.PHONE]
    assert mask(text, phone) == f"辅导员王某说，有事打 {MASK}。"
    assert mask(text, details(text)) == f"辅导员{MASK}说，有事打 {MASK}。"


@given(st.text(alphabet="王李老师同学我叫138 0123456789级班宿舍QQ：@.com", max_size=60))
def test_details_never_overlap_and_masking_hides_every_one(text: str) -> None:
    spots = details(text)
    assert all(first.end <= second.start for first, second in pairwise(spots))
    masked = mask(text, spots)
    assert len(masked) == len(text) + sum(len(MASK) - (d.end - d.start) for d in spots)


def unbounded(parsed: object) -> list[object]:
    """Repetitions without an upper limit anywhere in a parsed pattern."""
    found = []
    for part in parsed:
        if isinstance(part, tuple):
            if part[0] in {_constants.MAX_REPEAT, _constants.MIN_REPEAT}:
                found += [part] if part[1][1] is _constants.MAXREPEAT else []
            found += unbounded(part)
        elif isinstance(part, (list, _parser.SubPattern)):
            found += unbounded(part)
    return found


def test_no_long_text_can_hold_everybody_up() -> None:
    assert unbounded(_parser.parse(r"(?:a|\s*)b"))
    assert not [pattern for _, pattern in _FINDERS if unbounded(_parser.parse(pattern.pattern))]


def test_hostile_texts_of_full_length_are_read_to_their_end() -> None:
    for shape in ("20级" + " " * 9990, "3栋" + " " * 9990, "a" * 9990, "1" * 9990, "a@" * 4990):
        assert found(shape + " 138 0000 0000")[-1:] == [("phone", "138 0000 0000")]
