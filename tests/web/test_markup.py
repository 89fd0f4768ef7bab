"""Staff write light Markdown; nothing they can write does anything but show text."""

import nh3
import pytest

from reportdesk.web.markup import ATTRIBUTES, PROTOCOLS, TAGS, markdown, paragraphs, plain

NASTY = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[点我](javascript:alert(1))",
    "[点我](JaVaScRiPt:alert(1))",
    "[点我](java\tscript:alert(1))",
    "[点我](&#106;avascript:alert(1))",
    "[点我](data:text/html;base64,PHNjcmlwdD4=)",
    "[点我](vbscript:x)",
    "[点我](//evil.example)",
    '[点我](https://example.org "title\\" onmouseover=alert(1)")',
    "![图](https://example.org/x.png)",
    "<svg><style><img src=x onerror=alert(1)>",
    "<math><mi//xlink:href='javascript:alert(1)'>",
    "<a href='https://example.org' onclick='x'>a</a>",
    "<iframe srcdoc='<script>1</script>'></iframe>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "```html\n<script>1</script>\n```",
    "`<script>1</script>`",
    "<!-- --><script>1</script>",
    "<form action=https://evil.example><input name=x>",
    "<style>body{display:none}</style>",
    "[x]: javascript:alert(1)\n\n[点我][x]",
    "<https://example.org/?a=1&b=2>",
    "<javascript:alert(1)>",
    "a\u202eb\u0000c",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "> 引用\n> <b onmouseover=alert(1)>x</b>",
    "1. 一\n2. 二\n   - <u>三</u>",
    "# 标题\n\n正文 **重点**",
    "***\n\n---",
]


@pytest.mark.parametrize("text", NASTY)
def test_a_second_sanitiser_finds_nothing_left_to_remove(text: str) -> None:
    html = str(markdown(text))
    again = nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=set(PROTOCOLS),
        link_rel=None,
    )
    assert again.replace("<br>", "<br>") == html.replace("<br />", "<br>").replace("<hr />", "<hr>")


@pytest.mark.parametrize("text", NASTY)
def test_nothing_in_the_result_can_run(text: str) -> None:
    html = str(markdown(text)).lower()
    for forbidden in ("<script", "<img", "<svg", "<iframe", "<form", "<style", 'href="javascript'):
        assert forbidden not in html


def test_the_marks_staff_need_work() -> None:
    html = str(markdown("# 结论\n\n**属实**。见[条例](https://example.org)。\n\n- 一\n- 二"))
    assert html.startswith("<h3>结论</h3>")
    assert "<strong>属实</strong>" in html
    assert '<a href="https://example.org">条例</a>' in html
    assert "<li>二</li>" in html


def test_chinese_punctuation_after_an_address_is_left_alone() -> None:
    assert "<a" not in markdown("见 https://example.org/甲。乙说")


def test_plain_text_keeps_the_words_and_the_lines() -> None:
    text = plain("# 结论\n\n**属实**，a < b & c。\n\n- 一\n- [二](https://example.org)")
    assert text == "结论\n属实，a < b & c。\n一\n二"


def test_typed_text_is_shown_as_typed() -> None:
    html = paragraphs("**第一行**\r\n<b>第二行</b>\n\n\n另一段")
    assert html == "<p>**第一行**<br>\n&lt;b&gt;第二行&lt;/b&gt;</p><p>另一段</p>"
    assert paragraphs("  \n ") == ""
