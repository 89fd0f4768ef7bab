"""Personal details in a text: what is found, how it is graded, and what masking leaves."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.domain.identity import (
    MASK,
    DetailKind,
    Level,
    Span,
    details,
    details_of,
    mask,
    public_details,
)


def found(text: str) -> list[tuple[str, str]]:
    return [(detail.kind.value, text[detail.start : detail.end]) for detail in details(text)]


def spans(text: str) -> list[Span]:
    return [detail.span for detail in details(text)]


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
        ("手机一三八零零零零零零零零", "phone", "一三八零零零零零零零零"),
        ("身份证 110105 19491231 002x", "id_number", "110105 19491231 002x"),
        ("我用1586023947这个QQ", "qq", "1586023947"),
        ("邮箱 abc(at)qq.com", "email", "abc(at)qq.com"),
        ("学籍号G110105194912310021", "student_number", "G110105194912310021"),
        ("饭卡没用，202304010203是我的学号", "student_number", "202304010203"),
        ("车牌鄂AD12345", "plate", "鄂AD12345"),
        ("车是鄂A·12K45", "plate", "鄂A·12K45"),
        ("打到6228480402564890018", "card", "6228480402564890018"),
        ("工行卡 6222 0000 0000 0000 000", "card", "6222 0000 0000 0000 000"),
        ("昨晚9点半找我谈话", "exact_time", "昨晚9点半"),
        ("2025年11月11日 19:30 开会", "exact_time", "2025年11月11日 19:30"),
        ("凌晨1点47分交的", "exact_time", "凌晨1点47分"),
        ("全班只有我没交", "only_me", "全班只有我"),
        ("我是全校唯一的女生", "only_me", "我是全校唯一"),
        ("除了我都签了", "only_me", "除了我"),
        ("I was the only one who refused", "only_me", "I was the only one"),
        ("阮小七同学被点名", "other_name", "阮小七"),
        ("有个叫麦冬，被开除了", "other_name", "麦冬"),
        ("司机姓沙，天天来", "other_name", "沙"),
        ("Teacher Wang told us", "other_name", "Teacher Wang"),
        ("My name is Li Lei.", "own_name", "Li Lei"),
        ("我是护理2301班的王小明。", "own_name", "王小明"),
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
        "订单号4201152025110318464，快递SF1370248955164",
        "有时老师在，开学的时候老师说自愿，历史老师也没办法",
        "我是高三学生，我是武汉人",
        "三班倒，上早班，坐班车",
        "意见有3点要求，比分3:2，版本2.4.7",
        "就我所知，就我们几个人，唯一的收获",
        "个人信息保护法第十三条，电话12345",
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
    phone = [detail.span for detail in details(text) if detail.kind is DetailKind.PHONE]
    assert mask(text, phone) == f"辅导员王某说，有事打 {MASK}。"
    assert mask(text, spans(text)) == f"辅导员{MASK}说，有事打 {MASK}。"


def test_a_name_said_once_with_a_cue_is_found_again_without() -> None:
    assert found("班长张建国催交，后来张建国又来了") == [("other_name", "张建国")] * 2
    assert found("我叫An，说An和Annual") == [("own_name", "An")] * 2


def test_what_is_named_in_one_text_is_known_in_the_others() -> None:
    texts = {"a": "后来张建国又来了", "b": "班长张建国催交", "c": "张老师说"}
    seen = details_of(texts)
    assert [one.span for one in seen["a"]] == [Span(2, 5)]
    assert [texts["c"][one.start : one.end] for one in seen["c"]] == ["张"]


def test_many_known_words_cost_one_look_each() -> None:
    text = "".join(f"班长{one}{two}说，" for one in "王李张刘陈杨赵黄周吴" for two in "芳娜敏静丽")
    assert len(found(text + text.replace("班长", "又是"))) == 100


def test_overlapping_spots_are_masked_as_one() -> None:
    assert mask("三月五日晚上", [Span(0, 4), Span(2, 6)]) == MASK
    assert mask("甲乙丙丁", [Span(3, 4), Span(0, 1)]) == f"{MASK}乙丙{MASK}"


def test_an_hour_in_an_authoritys_text_gives_nobody_away() -> None:
    text = "3月5日下午3点约谈了张老师"
    assert "exact_time" in [kind for kind, _ in found(text)]
    assert [detail.kind for detail in public_details(text)] == [DetailKind.OTHER_NAME]


WORDS = """
    王小明 李老师 辅导员 我叫 同学 身份证 11010519491231002X 学号 QQ 微信 abc_12345 138 0000
    ２０２３ a@b.cn 护理 2301 班 5栋 302 宿舍 晚上 9点半 21:40 3月5日 全班 只有我
    鄂A D12345 12345 6 一三八
    6228480402564890018 ●●● ● ， 。 - ( ) 的 是 时
"""
PIECES = st.one_of(
    st.sampled_from([*WORDS.split(), "\ue000"]), st.sampled_from(" \n"), st.text(max_size=3)
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)


@given(TEXTS)
def test_details_lie_in_the_text_in_order_and_never_overlap(text: str) -> None:
    spots = details(text)
    assert all(0 <= one.start < one.end <= len(text) for one in spots)
    assert all(first.end <= second.start for first, second in pairwise(spots))


@given(TEXTS)
def test_masking_leaves_the_rest_and_a_second_time_changes_nothing(text: str) -> None:
    spots = details(text)
    once = mask(text, spans(text))
    assert len(once) == len(text) + sum(len(MASK) - (d.end - d.start) for d in spots)
    assert mask(once, spans(once)) == once


def test_hostile_texts_of_full_length_are_read_to_their_end() -> None:
    for shape in ("20级" + " " * 9990, "3栋" + " " * 9990, "a" * 9990, "1" * 9990, "a@" * 4990):
        assert found(shape + " 138 0000 0000")[-1:] == [("phone", "138 0000 0000")]
