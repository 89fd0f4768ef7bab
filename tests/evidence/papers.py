"""Office files with something hidden in every place that they have for it."""

import io
import zipfile
from pathlib import Path

from tests.evidence import plants

CANARY = plants.CANARY
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "http://schemas.openxmlformats.org/{}/2006/main"
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
TYPE = "application/vnd.openxmlformats-officedocument."
WORD = (
    f'xmlns:w="{MAIN.format("wordprocessingml")}" xmlns:r="{REL}" '
    f'xmlns:a="{MAIN.format("drawingml")}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:x="urn:x" '
    'mc:Ignorable="w14 x"'
)
CORE = (
    f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    f"<dc:creator>{CANARY}</dc:creator><dc:title>{CANARY}</dc:title>"
    f"<cp:lastModifiedBy>{CANARY}</cp:lastModifiedBy></cp:coreProperties>"
)
DOCUMENT = f"""<w:document {WORD}><!-- {CANARY} --><?x {CANARY}?><w:body>
<w:p w:rsidR="00C0FFEE" w14:paraId="7A7A7A7A"><w:bookmarkStart w:id="0" w:name="{CANARY}"/>
<w:r w:rsidRPr="00C0FFEE"><w:t>Everyone records</w:t></w:r>
<w:ins w:id="1" w:author="{CANARY}" w:date="2026-03-02T10:11:12Z">
<w:r><w:t> for 30 minutes</w:t></w:r></w:ins>
<w:del w:id="2" w:author="{CANARY}"><w:r><w:delText>{CANARY}</w:delText></w:r></w:del>
<w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>
<w:r><w:rPr><w:vanish/></w:rPr><w:t>{CANARY} hidden</w:t></w:r>
<w:hyperlink r:id="rId9" w:tooltip="{CANARY}"><w:r><w:t> see notice</w:t></w:r></w:hyperlink></w:p>
<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>
<w:r><w:instrText>AUTHOR {CANARY}</w:instrText></w:r></w:p>
<w:sdt><w:sdtPr><w:alias w:val="{CANARY}"/></w:sdtPr>
<w:sdtContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:sdtContent></w:sdt>
<w:p><w:r><mc:AlternateContent><mc:Choice Requires="x"><x:secret>{CANARY}</x:secret></mc:Choice>
<mc:Fallback><w:t>Seen anyway</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>
<w:p><w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/>
<wp:docPr id="1" name="{CANARY}" descr="C:\\{CANARY}.png"/>
<a:graphic><a:graphicData uri="{PICTURE}"><pic:pic><pic:nvPicPr>
<pic:cNvPr id="1" name="{CANARY}.png"/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:embed="rId4">
<a:extLst><a:ext uri="x">{CANARY}</a:ext></a:extLst></a:blip></pic:blipFill><pic:spPr/></pic:pic>
</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>
<w:tbl><w:tblPr><w:tblCaption w:val="{CANARY}"/><w:tblDescription w:val="{CANARY}"/></w:tblPr>
<w:tr><w:trPr><w:hidden/></w:trPr><w:tc><w:p><w:r><w:t>{CANARY}</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:p><w:r><w:t>In a row</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><w:drawing><wp:inline><wp:docPr id="2" name="x" hidden="1"/><a:graphic><a:graphicData
uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx>
<w:txbxContent><w:p><w:r><w:t>{CANARY}</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp>
</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>
<w:p><w:r><w:footnoteReference w:id="2"/></w:r>
<w:del w:id="3" w:author="{CANARY}"><w:r><w:footnoteReference w:id="3"/></w:r></w:del></w:p>
<w:p><w:r><w:rPr><w:rStyle w:val="a2"/></w:rPr><w:t>{CANARY}</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="a2"/></w:pPr><w:r><w:t>{CANARY}</w:t></w:r></w:p>
<w:sectPr><w:headerReference w:type="default" r:id="rId5"/></w:sectPr></w:body></w:document>"""


STYLES = f"""<w:styles {WORD}><w:style w:type="paragraph" w:customStyle="1" w:styleId="a1">
<w:name w:val="{CANARY}"/><w:aliases w:val="{CANARY}"/><w:rsid w:val="00C0FFEE"/></w:style>
<w:style w:type="paragraph" w:styleId="a2"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"""
NUMBERS = f"""<w:numbering {WORD}><w:abstractNum w:abstractNumId="0"><w:nsid w:val="00C0FFEE"/>
<w:tmpl w:val="00C0FFEE"/><w:name w:val="{CANARY}"/></w:abstractNum></w:numbering>"""
NOTES = f"""<w:footnotes {WORD}><w:footnote w:id="2"><w:p><w:r><w:t>At the foot</w:t></w:r></w:p>
</w:footnote><w:footnote w:id="3"><w:p><w:r><w:t>{CANARY}</w:t></w:r></w:p></w:footnote>
</w:footnotes>"""
THEME = f"""<a:theme xmlns:a="{MAIN.format("drawingml")}" name="{CANARY}"><a:themeElements>
<a:clrScheme name="{CANARY}"/><a:fontScheme name="{CANARY}"/></a:themeElements>
<a:custClrLst><a:custClr name="{CANARY}"/></a:custClrLst></a:theme>"""


def rels(*rows: tuple[str, str, str]) -> str:
    """A list of references: id, kind, target; one that leads elsewhere begins with http."""
    lines = ""
    for ref, kind, target in rows:
        sort = kind if ":" in kind else f"{REL}/{kind}"
        mode = ' TargetMode="External"' if "://" in target else ""
        lines += f'<Relationship Id="{ref}" Type="{sort}" Target="{target}"{mode}/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def bundle(main: str, sort: str, parts: dict[str, str | bytes]) -> bytes:
    """A file with these parts, properties, a thumbnail, own XML, and words behind its end."""
    folder = main.partition("/")[0]
    top = rels(
        ("rId1", "officeDocument", main),
        ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ("rId3", "extended-properties", "docProps/app.xml"),
        ("rId4", f"{PACKAGE}/relationships/metadata/thumbnail", "docProps/thumbnail.jpeg"),
    )
    listed = (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{TYPE}{sort}"/></Types>'
    )
    everything = {
        "[Content_Types].xml": listed,
        "_rels/.rels": top,
        "docProps/core.xml": CORE,
        "docProps/app.xml": f"<Properties><Company>{CANARY}</Company></Properties>",
        "docProps/thumbnail.jpeg": plants.bytes_of(
            plants.a_picture(), "JPEG", comment=CANARY.encode()
        ),
        "customXml/item1.xml": f"<x>{CANARY}</x>",
        f"{folder}/vbaProject.bin": CANARY.encode(),
        f"{folder}/embeddings/{CANARY}.bin": b"attached",
        f"{folder}/printerSettings/printerSettings1.bin": CANARY.encode("utf-16-le"),
        **parts,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in everything.items():
            made.writestr(name, data)
        made.comment = CANARY.encode()
    return out.getvalue()


def document(folder: Path) -> bytes:
    """A text with changes, comments, hidden words, a field, a picture and a header."""
    parts: dict[str, str | bytes] = {
        "word/document.xml": DOCUMENT,
        "word/_rels/document.xml.rels": rels(
            ("rId1", "settings", "settings.xml"),
            ("rId2", "comments", "comments.xml"),
            ("rId4", "image", f"media/{CANARY}.jpg"),
            ("rId5", "header", "header1.xml"),
            ("rId6", "customXml", "../customXml/item1.xml"),
            ("rId7", "oleObject", f"embeddings/{CANARY}.bin"),
            ("rId9", "hyperlink", f"https://example.org/{CANARY}"),
            ("rId10", "styles", "styles.xml"),
            ("rId11", "numbering", "numbering.xml"),
            ("rId12", "footnotes", "footnotes.xml"),
            ("rId13", "theme", "theme/theme1.xml"),
        ),
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERS,
        "word/footnotes.xml": NOTES,
        "word/theme/theme1.xml": THEME,
        "word/settings.xml": f'<w:settings {WORD}><w:rsids><w:rsid w:val="00C0FFEE"/></w:rsids>'
        f'<w:attachedTemplate r:id="{CANARY}"/></w:settings>',
        "word/comments.xml": f'<w:comments {WORD}><w:comment w:id="0" w:author="{CANARY}">'
        f"<w:p><w:r><w:t>{CANARY}</w:t></w:r></w:p></w:comment></w:comments>",
        "word/header1.xml": f"<w:hdr {WORD}><w:p><w:r><w:t>On top</w:t></w:r></w:p></w:hdr>",
        f"word/media/{CANARY}.jpg": plants.jpeg(folder),
    }
    return bundle("word/document.xml", "wordprocessingml.document.main+xml", parts)


def workbook(folder: Path) -> bytes:
    """A table with a formula, hidden row, column and sheet, a comment, and words no cell shows."""
    space = f'xmlns="{MAIN.format("spreadsheetml")}" xmlns:r="{REL}"'
    hidden = f'<sheet name="{CANARY}" sheetId="2" state="veryHidden" r:id="rId2"/>'
    cells = (
        '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c></row>'
        f'<row r="2"><c r="A2"><f>WEBSERVICE("https://example.org/{CANARY}")</f><v>30</v></c></row>'
        f'<row r="3" hidden="1"><c r="A3" t="inlineStr"><is><t>{CANARY}</t></is></c></row>'
        f'<row r="4" ht="0"><c r="A4" t="inlineStr"><is><t>{CANARY}</t></is></c></row>'
    )
    columns = '<cols><col min="2" max="2" width="9" hidden="1"/></cols>'
    texts = "".join(f"<si><t>{text}</t></si>" for text in (CANARY, "Minutes", f"{CANARY} deleted"))
    parts: dict[str, str | bytes] = {
        "xl/workbook.xml": f'<workbook {space}><fileSharing userName="{CANARY}"/><sheets>'
        f'<sheet name="Table" sheetId="1" r:id="rId1"/>{hidden}</sheets>'
        f'<definedNames><definedName name="{CANARY}">1</definedName></definedNames></workbook>',
        "xl/_rels/workbook.xml.rels": rels(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "worksheet", "worksheets/sheet2.xml"),
            ("rId3", "sharedStrings", "sharedStrings.xml"),
            ("rId4", "externalLink", "externalLinks/externalLink1.xml"),
        ),
        "xl/sharedStrings.xml": f"<sst {space}>{texts}</sst>",
        "xl/worksheets/sheet1.xml": f'<worksheet {space}><sheetPr codeName="{CANARY}"/>{columns}'
        f'<sheetData>{cells}</sheetData><pageSetup r:id="rId1"/></worksheet>',
        "xl/worksheets/_rels/sheet1.xml.rels": rels(
            ("rId1", "printerSettings", "../printerSettings/printerSettings1.bin"),
            ("rId2", "comments", "../comments1.xml"),
        ),
        "xl/worksheets/sheet2.xml": f"<worksheet {space}><sheetData><row><c t='inlineStr'><is>"
        f"<t>{CANARY}</t></is></c></row></sheetData></worksheet>",
        "xl/comments1.xml": f"<comments {space}><authors><author>{CANARY}</author>"
        "</authors></comments>",
        "xl/externalLinks/externalLink1.xml": f"<externalLink {space}>{CANARY}</externalLink>",
    }
    return bundle("xl/workbook.xml", "spreadsheetml.sheet.main+xml", parts)


def cropped(*cuts: str) -> bytes:
    """A text that shows one picture as often as there are cuts, each a crop of it or nothing."""
    shown = "".join(
        f'<pic:pic><pic:blipFill><a:blip r:embed="rId1"/>{cut}</pic:blipFill></pic:pic>'
        for cut in cuts
    )
    parts: dict[str, str | bytes] = {
        "word/document.xml": f"<w:document {WORD}><w:body><w:p><w:r><w:drawing>{shown}"
        "</w:drawing></w:r></w:p></w:body></w:document>",
        "word/_rels/document.xml.rels": rels(("rId1", "image", "media/a.png")),
        "word/media/a.png": plants.bytes_of(plants.a_picture(), "PNG"),
    }
    return bundle("word/document.xml", "wordprocessingml.document.main+xml", parts)


def slides(folder: Path) -> bytes:
    """Two slides, one of them hidden, with notes, a comment, and pictures with a past."""
    space = (
        f'xmlns:p="{MAIN.format("presentationml")}" xmlns:r="{REL}" '
        f'xmlns:a="{MAIN.format("drawingml")}"'
    )

    def slide(text: str, more: str = "") -> str:
        return (
            f'<p:sld {space}{more}><p:cSld name="{CANARY}"><p:spTree><p:sp><p:nvSpPr>'
            f'<p:cNvPr id="2" name="{CANARY}" descr="{CANARY}">'
            '<a:hlinkClick r:id="rId8"/></p:cNvPr>'
            f"</p:nvSpPr><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
            f'<p:sp><p:nvSpPr><p:cNvPr id="3" name="x" hidden="1"/></p:nvSpPr><p:txBody><a:p>'
            f"<a:r><a:t>{CANARY}</a:t></a:r></a:p></p:txBody></p:sp><p:pic>"
            f'<p:blipFill><a:blip r:embed="rId2"/></p:blipFill></p:pic></p:spTree></p:cSld>'
            f"<p:timing>{CANARY}</p:timing></p:sld>"
        )

    own = rels(
        ("rId2", "image", f"../media/{CANARY}.png"),
        ("rId3", "notesSlide", "../notesSlides/notesSlide1.xml"),
        ("rId8", "hyperlink", f"https://example.org/{CANARY}"),
    )
    ids = '<p:sldId id="256" r:id="rId1"/><p:sldId id="257" r:id="rId2"/>'
    parts: dict[str, str | bytes] = {
        "ppt/presentation.xml": f"<p:presentation {space}><p:sldIdLst>{ids}</p:sldIdLst>"
        f'<p:modifyVerifier userName="{CANARY}"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": rels(
            ("rId1", "slide", "slides/slide1.xml"),
            ("rId2", "slide", "slides/slide2.xml"),
            ("rId3", "commentAuthors", "commentAuthors.xml"),
        ),
        "ppt/slides/slide1.xml": slide("Hand in by Friday"),
        "ppt/slides/_rels/slide1.xml.rels": own,
        "ppt/slides/slide2.xml": slide(CANARY, ' show="0"'),
        "ppt/slides/_rels/slide2.xml.rels": own,
        "ppt/notesSlides/notesSlide1.xml": f"<p:notes {space}>{CANARY}</p:notes>",
        "ppt/commentAuthors.xml": f"<p:cmAuthorLst {space}>{CANARY}</p:cmAuthorLst>",
        f"ppt/media/{CANARY}.png": plants.png(),
    }
    return bundle("ppt/presentation.xml", "presentationml.presentation.main+xml", parts)
