"""A letter as a DOCX file, laid out after GB/T 9704-2012; the same letter gives the same bytes.

A4 with margins of 37, 35, 28 and 26 mm, the title in size 2 and the text in size 3, lines of 28 pt,
first lines indented by two characters, the authority and the day at the right, "— 1 —" at the foot.
No red head and no seal: those belong to the authority's own paper. No author, no machine, and no
time but the letter's day stand in the file.
"""

import io
import zipfile
from datetime import datetime, time

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from reportdesk.letters.letter import Letter

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE, HEADING, BODY, LATIN = "方正小标宋简体", "黑体", "仿宋", "Times New Roman"
INSTEAD = {TITLE: "宋体", BODY: "仿宋_GB2312", HEADING: "SimHei"}
"""What a computer without a face takes in its place; no face lies in the file."""
SIZE_2, SIZE_3, SIZE_4 = Pt(22), Pt(16), Pt(14)
"""The sizes 二号, 三号 and 四号."""
LINE = Pt(28)
TWO_CHARACTERS = "200"
"""In hundredths of a character, as Word counts indents."""
EPOCH = (1980, 1, 1, 0, 0, 0)
UNWANTED = ("thumbnail", "extended-properties", "customXml", "stylesWithEffects")
FONTS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:fonts>'
)


def docx(letter: Letter) -> bytes:
    """The letter's file."""
    paper = Document()
    _page(paper)
    _properties(paper, letter)
    _strip(paper)
    _head(paper, letter)
    for part in letter.parts:
        _text(paper, letter, part.text, HEADING if part.role == "heading" else BODY)
    _attachments(paper, letter)
    _signature(paper, letter)
    _notes(paper, letter)
    return _packed(paper)


def _page(paper: Paper) -> None:
    """Size, margins and page numbers: at the right on odd pages, at the left on even ones."""
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    style = paper.styles["Normal"]
    style.font.size, style.font.name = SIZE_3, LATIN
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    tongue = OxmlElement("w:lang")
    tongue.set(qn("w:val"), "en-GB")
    tongue.set(qn("w:eastAsia"), "zh-CN")
    style.element.rPr.append(tongue)
    paper.settings.odd_and_even_pages_header_footer = True
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        line = footer.paragraphs[0]
        line.alignment = side
        _indent(line, **({"right": "100"} if side == WD_ALIGN_PARAGRAPH.RIGHT else {"left": "100"}))
        _run(line, "— ", size=SIZE_4)
        _page_number(line)
        _run(line, " —", size=SIZE_4)


def _properties(paper: Paper, letter: Letter) -> None:
    """Nobody's name, and the letter's day as the only time."""
    day = datetime.combine(letter.on, time())
    about = paper.core_properties
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.title, about.subject, about.category = letter.title, "", ""
    about.created = about.modified = day
    about.revision, about.language = 1, "en" if letter.lang == "en" else "zh-CN"


def _strip(paper: Paper) -> None:
    """Take out what the library's own model document brought along."""
    package = paper.part.package
    for links in (package.rels, paper.part.rels):
        for key, link in list(links.items()):
            if link.reltype.endswith(UNWANTED):
                del links[key]
    entry = '<w:font w:name="{}"><w:altName w:val="{}"/></w:font>'
    table = FONTS.format("".join(entry.format(*pair) for pair in INSTEAD.items()))
    paper.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)._blob = table.encode()


def _head(paper: Paper, letter: Letter) -> None:
    """The number at the right, the title, and to whom it goes."""
    _line(paper, letter.number, WD_ALIGN_PARAGRAPH.RIGHT)
    _line(paper, "")
    _line(paper, letter.title, WD_ALIGN_PARAGRAPH.CENTER, face=TITLE, size=SIZE_2)
    _line(paper, "")
    _line(paper, letter.addressee + letter.colon)


def _attachments(paper: Paper, letter: Letter) -> None:
    """附件, a line below the text."""
    for number, text in enumerate(letter.enclosures):
        if not number:
            _line(paper, "")
        _text(paper, letter, text)


def _signature(paper: Paper, letter: Letter) -> None:
    """Who signs, and the day, kept together on one page."""
    _line(paper, "")
    for text, right in ((letter.signed, "200"), (letter.on_words, "400")):
        line = _line(paper, text, WD_ALIGN_PARAGRAPH.RIGHT)
        _indent(line, right=right)
        line.paragraph_format.keep_together = line.paragraph_format.keep_with_next = True


def _notes(paper: Paper, letter: Letter) -> None:
    """The one-time reference, and what stands under the letter."""
    notes = [f"{letter.reference_words}{letter.reference}"] if letter.reference else []
    for note in (*notes, *letter.notes):
        line = _line(paper, note, size=SIZE_4)
        line.paragraph_format.space_before = Pt(14)


def _text(paper: Paper, letter: Letter, text: str, face: str = BODY) -> None:
    """A paragraph of the letter."""
    english = letter.lang == "en"
    line = _line(
        paper, text, WD_ALIGN_PARAGRAPH.LEFT if english else WD_ALIGN_PARAGRAPH.JUSTIFY, face
    )
    if english:
        line.paragraph_format.space_after = Pt(10)
    else:
        _indent(line, firstLine=TWO_CHARACTERS)
    if face == HEADING:
        line.paragraph_format.keep_with_next = True


def _line(
    paper: Paper,
    text: str,
    side: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
    face: str = BODY,
    size: Pt = SIZE_3,
) -> Paragraph:
    """One paragraph with the fixed distance of lines; the title's is larger, as its letters are."""
    line = paper.add_paragraph()
    shape = line.paragraph_format
    shape.alignment, shape.space_before, shape.space_after = side, Pt(0), Pt(0)
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = LINE if size <= SIZE_3 else Pt(36)
    if text:
        _run(line, text, face, size)
    return line


def _run(line: Paragraph, text: str, face: str = BODY, size: Pt = SIZE_3) -> None:
    """Words in one face."""
    run = line.add_run(text)
    run.font.size = size
    _east(run, face)


def _east(run: Run, face: str) -> None:
    """The face of Chinese signs; letters and digits have one of their own."""
    run.font.name = LATIN
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _page_number(line: Paragraph) -> None:
    """The field that Word fills with the page's number."""
    run = line.add_run()
    run.font.size = SIZE_4
    _east(run, BODY)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            element.text = text
        else:
            element.set(qn("w:fldCharType"), str(kind))
        run._element.append(element)


def _indent(line: Paragraph, **characters: str) -> None:
    """Indents in characters of the line's own size; Word counts hundredths."""
    found = line._p.get_or_add_pPr().get_or_add_ind()
    for side, hundredths in characters.items():
        found.set(qn(f"w:{side}Chars"), hundredths)
        found.set(qn(f"w:{side}"), str(int(hundredths) * 320 // 100))


def _packed(paper: Paper) -> bytes:
    """The file with its parts in order and without the time of packing."""
    raw, out = io.BytesIO(), io.BytesIO()
    paper.save(raw)
    with zipfile.ZipFile(raw) as made, zipfile.ZipFile(out, "w") as kept:
        names = sorted(made.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0
            entry.create_system = 3
            kept.writestr(entry, made.read(name))
    return out.getvalue()
