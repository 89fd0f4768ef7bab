"""The words of office files: which vocabularies are known, and which words in them tell too much.

Sources: ECMA-376 parts 1 and 4; the names of what identifies people follow Microsoft's Document
Inspector and what was found in files of Word, WPS and LibreOffice.
"""

import re

OPEN = "http://schemas.openxmlformats.org/"
STRICT = "http://purl.oclc.org/ooxml/"
SHAPES = "http://schemas.microsoft.com/office/word/2010/wordprocessing"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
REFERENCES = (OPEN + "officeDocument/2006/relationships", STRICT + "officeDocument/relationships")
NAMES = (
    *("wordprocessingml", "spreadsheetml", "presentationml", "drawingml"),
    *("drawingml:wordprocessingDrawing", "drawingml:spreadsheetDrawing", "drawingml:picture"),
    *("drawingml:chart", "officeDocument:math"),
)
KNOWN = frozenset(
    {
        *(f"{OPEN}{n.replace(':', '/2006/')}{'' if ':' in n else '/2006/main'}" for n in NAMES),
        *(f"{STRICT}{n.replace(':', '/')}{'' if ':' in n else '/main'}" for n in NAMES),
        *(SHAPES + part for part in ("Shape", "Group", "Canvas")),
    }
)
"""Vocabularies that say how something looks; all extensions are left out."""
REVISED = frozenset({"del", "moveFrom", "commentRangeStart", "commentRangeEnd", "commentReference"})
LINKED = frozenset({"hlinkClick", "hlinkHover", "hlinkMouseOver", "hyperlinks", "instrText"})
EMBEDDED = frozenset(
    {
        *("object", "control", "controls", "oleObj", "oleObjects", "altChunk", "subDoc"),
        *("videoFile", "audioFile", "audioCd", "wavAudioFile", "quickTimeFile", "snd"),
        *("embeddedFontLst", "embedRegular", "embedBold", "embedItalic", "embedBoldItalic"),
        *("externalData", "contentPart"),
    }
)
LOST = frozenset({"pict"})
OTHERS = frozenset(
    {
        *(
            "legacyDrawing",
            "legacyDrawingHF",
            "extLst",
            "custDataLst",
            "bookmarkStart",
            "bookmarkEnd",
            "permStart",
            "permEnd",
        ),
        *("proofErr", "delInstrText", "delText", "fldChar", "sdtPr", "sdtEndPr", "smartTagPr"),
        *("customXmlPr", "lastRenderedPageBreak", "lang", "annotationRef", "cellIns", "cellDel"),
        *("cellMerge", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart"),
        *("moveToRangeEnd", "rPh", "phoneticPr", "dataValidations", "conditionalFormatting"),
        *("tableParts", "customProperties", "webPublishItems", "smartTags", "sheetProtection"),
        *("protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "sheetPr"),
        *("customSheetViews", "fileVersion", "fileSharing", "workbookProtection", "bookViews"),
        *("functionGroups", "externalReferences", "definedNames", "calcPr", "oleSize"),
        *("customWorkbookViews", "pivotCaches", "webPublishing", "fileRecoveryPr", "timing"),
        *("transition", "custShowLst", "photoAlbum", "modifyVerifier", "notesMasterIdLst"),
        *("handoutMasterIdLst", "userShapes", "printSettings", "sectPrChange", "pivotSource"),
        *("rsid", "nsid", "tmpl", "aliases", "altName", "tblCaption", "tblDescription"),
        *("custClrLst", "docPartObj", "docPartList", "tableStyles"),
    }
)
UNWRAPPED = frozenset(
    {"ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "hyperlink", "fldSimple"}
)
"""What is around text and says something about it: the text stays."""
CHANGED = re.compile(r"[a-zA-Z]+Change$")
TOLD = frozenset(
    {
        *("paraId", "textId", "author", "date", "initials", "userId", "userName", "codeName"),
        *("macro", "textlink", "descr", "title", "tooltip", "uniqueId", "guid", "uid", "lang"),
        *(
            "matchingName",
            "altLang",
            "lastEdited",
            "lowestEdited",
            "rupBuild",
            "legacySpreadsheetColorIndex",
        ),
    }
)
"""Attributes that tell of persons, machines and files."""
NAMED = frozenset({"cNvPr", "docPr"})
"""What has a name that only its maker sees, and an id that can stand for it."""
NAMELESS = frozenset({"cSld", "theme", "clrScheme", "fontScheme", "fmtScheme"})
"""What needs no name at all."""
NEEDS_TARGET = frozenset(
    {
        "sheet",
        "sldId",
        "sldLayoutId",
        "sldMasterId",
        "drawing",
        "headerReference",
        "footerReference",
    }
)
NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
"""What refers to a note, and what the note is called in the list of them."""
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
FALSE = frozenset({"0", "false", "off"})
CELL = re.compile(r"([A-Z]{1,3})\d+")
