"""The parts of office files: which are followed, what they are called, and what the others held."""

from reportdesk.evidence.kinds import Removed

SHAPES = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")
TYPES = "application/vnd.openxmlformats-officedocument."
FOLLOWED = {
    # kind of reference: folder and name of the part, its content type
    "styles": ("styles", "wordprocessingml.styles+xml"),
    "numbering": ("numbering", "wordprocessingml.numbering+xml"),
    "fontTable": ("fontTable", "wordprocessingml.fontTable+xml"),
    "header": ("header", "wordprocessingml.header+xml"),
    "footer": ("footer", "wordprocessingml.footer+xml"),
    "footnotes": ("footnotes", "wordprocessingml.footnotes+xml"),
    "endnotes": ("endnotes", "wordprocessingml.endnotes+xml"),
    "theme": ("theme", "theme+xml"),
    "worksheet": ("sheet", "spreadsheetml.worksheet+xml"),
    "sharedStrings": ("sharedStrings", "spreadsheetml.sharedStrings+xml"),
    "drawing": ("drawing", "drawing+xml"),
    "chart": ("chart", "drawingml.chart+xml"),
    "slide": ("slide", "presentationml.slide+xml"),
    "slideLayout": ("slideLayout", "presentationml.slideLayout+xml"),
    "slideMaster": ("slideMaster", "presentationml.slideMaster+xml"),
    "image": ("image", ""),
}
"""What is followed; everything else is left behind."""
BOOK_STYLES = "spreadsheetml.styles+xml"
MAINS = {
    "wordprocessingml.document.main+xml": ("docx", "word/document.xml"),
    "wordprocessingml.template.main+xml": ("docx", "word/document.xml"),
    "spreadsheetml.sheet.main+xml": ("xlsx", "xl/workbook.xml"),
    "spreadsheetml.template.main+xml": ("xlsx", "xl/workbook.xml"),
    "presentationml.presentation.main+xml": ("pptx", "ppt/presentation.xml"),
    "presentationml.slideshow.main+xml": ("pptx", "ppt/presentation.xml"),
    "presentationml.template.main+xml": ("pptx", "ppt/presentation.xml"),
}
WITH_MACROS = {
    "application/vnd.ms-word.document.macroEnabled.main+xml": ("docx", "word/document.xml"),
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml": ("xlsx", "xl/workbook.xml"),
    "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml": (
        "pptx",
        "ppt/presentation.xml",
    ),
}
MAIN_TYPES = {
    "docx": TYPES + "wordprocessingml.document.main+xml",
    "xlsx": TYPES + "spreadsheetml.sheet.main+xml",
    "pptx": TYPES + "presentationml.presentation.main+xml",
}
LEFT = (
    ("comment", Removed.REVISIONS),
    ("people", Removed.AUTHOR),
    ("person", Removed.AUTHOR),
    ("core-properties", Removed.AUTHOR),
    ("extended-properties", Removed.SOFTWARE),
    ("thumbnail", Removed.THUMBNAIL),
    ("revision", Removed.REVISIONS),
    ("notesSlide", Removed.COMMENT),
    ("oleObject", Removed.ATTACHMENT),
    ("package", Removed.ATTACHMENT),
    ("vbaProject", Removed.ATTACHMENT),
    ("hyperlink", Removed.LINKS),
    ("externalLink", Removed.LINKS),
)
"""What a reference that is not followed held, by a part of its kind."""
UNSAID = frozenset(
    {
        *("styles", "numbering", "fontTable", "footnotes", "endnotes", "theme", "sharedStrings"),
        *("slideLayout", "slideMaster"),
    }
)
"""References that count though no word of the part names them."""
ENDING_TYPES = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
    "jpg": "image/jpeg",
}
SETTINGS_NAME = "word/settings.xml"
SETTINGS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:compat>'
    b'<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
    b' w:val="15"/></w:compat></w:settings>'
)
"""Draw it as Word has since 2013; the file's own settings name templates, sources and sessions."""
