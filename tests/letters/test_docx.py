"""A letter's file: laid out as the standard says, the same bytes each time, and silent about us."""

import io
import zipfile
from dataclasses import replace
from datetime import date

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from reportdesk.domain.letter import LetterKind
from reportdesk.letters.docx import docx
from reportdesk.letters.letter import Letter, Part, from_json, to_json
from tests.letters.paper import everything, lines, reopened, said


def a_letter(**changes) -> Letter:
    given = {
        "kind": LetterKind.TRANSFER,
        "lang": "zh",
        "number": "转〔2026〕7K4M-2QX9-1号",
        "on": date(2026, 3, 2),
        "on_words": "2026年3月2日",
        "title": "关于转送一件事项的函",
        "addressee": "武昌区教育局",
        "parts": (Part("一、事项", "heading"), Part("请依法办理。" * 30)),
        "basis": ("《信访工作条例》第二十三条",),
        "signed": "平台",
    }
    return Letter(**{**given, **changes})


def east(paragraph) -> str:
    return paragraph.runs[0]._element.rPr.rFonts.get(qn("w:eastAsia"))


def test_the_page_is_that_of_an_official_letter() -> None:
    paper = reopened(docx(a_letter()))
    page = paper.sections[0]
    assert [round(one.mm) for one in (page.page_width, page.page_height)] == [210, 297]
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(one.mm) for one in margins] == [37, 35, 28, 26]
    number, title, to, heading, body, signed, day = [p for p in paper.paragraphs if p.text]
    assert number.alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert title.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert (title.runs[0].font.size, body.runs[0].font.size) == (Pt(22), Pt(16))
    assert (east(title), east(heading), east(body)) == ("方正小标宋简体", "黑体", "仿宋")
    assert to.text == "武昌区教育局："
    assert body.paragraph_format.line_spacing == Pt(28)
    assert body._p.pPr.ind.get(qn("w:firstLineChars")) == "200"
    assert signed.alignment == day.alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert day.text == "2026年3月2日"


def test_pages_are_numbered_at_the_outer_edge() -> None:
    section = reopened(docx(a_letter())).sections[0]
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        line = footer.paragraphs[0]
        assert line.alignment == side
        assert line.text == "—  —"
        assert "PAGE" in line._p.xml


def test_the_same_letter_is_the_same_bytes_and_names_nobody() -> None:
    first = docx(a_letter())
    assert first == docx(a_letter())
    about = reopened(first).core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert about.created.date() == about.modified.date() == date(2026, 3, 2)
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "python" not in everything(first).lower()


def test_what_is_kept_of_a_letter_prints_the_same_without_its_one_time_reference() -> None:
    letter = a_letter(due=date(2026, 3, 17), notes=("说明",), reference_words="一次性编号：")
    given = replace(letter, reference="4821-7730")
    assert "一次性编号：4821-7730" in lines(docx(given))
    kept = to_json(given)
    assert "4821" not in str(kept)
    assert docx(from_json(kept)) == docx(letter)


def test_attachments_are_named_and_numbered() -> None:
    one = said(docx(a_letter(attachments=("合同复印件",))))
    assert "附件：合同复印件" in one
    two = lines(docx(a_letter(attachments=("通知", "合同"))))
    assert two.index("附件：1. 通知") + 1 == two.index("2. 合同")
