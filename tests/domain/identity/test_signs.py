"""Details written to be overlooked, or pasted with signs that nobody sees."""

import pytest

from reportdesk.domain.identity import MASK, School, details, details_of, mask, together


def found(text: str) -> list[tuple[str, str]]:
    return [(detail.kind.value, text[detail.start : detail.end]) for detail in details(text)]


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("电话138\u200b1234\u200b5678", "phone", "138\u200b1234\u200b5678"),
        ("电话138\u00ad12345678", "phone", "138\u00ad12345678"),
        ("电话138\n1234\n5678", "phone", "138\n1234\n5678"),
        ("电话138\r\n12345678", "phone", "138\r\n12345678"),
        ("身份证11010519491231\n002X", "id_number", "11010519491231\n002X"),
        ("电话①③⑧①②③④⑤⑥⑦⑧", "phone", "①③⑧①②③④⑤⑥⑦⑧"),
        ("邮箱a\u200b@b.com", "email", "a\u200b@b.com"),
        ("我叫\u2060张伟", "own_name", "张伟"),
        ("我叫張偉，讀大二", "own_name", "張偉"),
        ("班主任陳建國讓我們錄音", "other_name", "陳建國"),
        ("張老師說不做就掛科", "other_name", "張"),
        ("我是軟件2301班的", "class", "軟件2301班"),
        ("宿舍3號樓502", "dormitory", "宿舍3號樓502"),
    ],
)
def test_signs_that_hide_a_detail_hide_nothing(text: str, kind: str, part: str) -> None:
    assert (kind, part) in found(text)
    assert part not in mask(text, [detail.span for detail in details(text)])


def test_masking_takes_the_invisible_signs_between_and_no_others() -> None:
    text = "打\u200b138\u200b1234\u200b5678\u200b找我"
    assert mask(text, [one.span for one in details(text)]) == f"打\u200b{MASK}\u200b找我"


def test_what_is_named_in_one_text_is_known_in_another_however_it_is_pasted() -> None:
    texts = {"text": "班主任张建国让我们录音", "company": "张\u200b建国的公司"}
    [one] = details_of(texts)["company"]
    assert texts["company"][one.start : one.end] == "张\u200b建国"


def test_a_column_of_amounts_is_no_number_of_anybody() -> None:
    assert found("每月\n1350\n1200\n800\n一共三笔") == []
    assert found("1\n3\n5\n7\n9\n2\n4\n6\n8\n1\n3") == []


def test_a_traditional_date_belongs_to_the_combination() -> None:
    days = together({"text": "3月5號，三年級2班"}, School()).days["text"]
    assert len(days) == 1
