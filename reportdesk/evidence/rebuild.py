"""Rebuilds one file from what a person can see of it; runs in the child process only.

A picture is made anew from its pixels and a page from its picture, so that nothing hidden can
come along: position, device, author, time, thumbnail, comment, earlier revisions, text layer.
"""

import io
import json
import re

import pypdfium2
from PIL import Image, ImageOps

from reportdesk.evidence.album import Leaf, bind
from reportdesk.evidence.kinds import Kind, Removed, encoding_of

MAX_PIXELS = 120_000_000
"""Of one picture or page; the cameras of phones reach 108 million."""
MAX_PAGES = 200
MAX_TEXT = 20 * 1024 * 1024
"""Bytes of a text file."""
DPI = 150
POINTS_AN_INCH = 72
JPEG_QUALITY = 88
WHITE = (255, 255, 255)
PNG_END, PDF_END = b"IEND\xaeB`\x82", b"%%EOF"
PDF_TAIL = 1024
"""Most bytes that may follow a PDF's end mark (PDF Reference 1.7, appendix H, note 18)."""
JPEG_START = b"\xff\xd8\xff"
EXIF_BLOCK, GPS_BLOCK = 0x8769, 0x8825
DEVICE_TAGS = frozenset({0x010F, 0x0110, 0xA431, 0xA433, 0xA434, 0xA435, 0xC62F})
AUTHOR_TAGS = frozenset({0x013B, 0x8298, 0x9C9D, 0xA430})
TIME_TAGS = frozenset({0x0132, 0x9003, 0x9004})
COMMENT_TAGS = frozenset({0x010E, 0x9286, 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F})
SOFTWARE_TAGS = frozenset({0x0131})
PLAIN_INFO = frozenset(
    {
        *("adobe", "adobe_transform", "aspect", "chromaticity", "dpi", "exif", "gamma"),
        *("icc_profile", "interlace", "jfif", "jfif_density", "jfif_unit", "jfif_version"),
        *("progression", "progressive", "srgb", "transparency"),
    }
)
"""What Pillow tells of a picture that says nothing about a person."""
PDF_FACTS = {"Author": Removed.AUTHOR, "CreationDate": Removed.TIME, "ModDate": Removed.TIME}
SOFTWARE_FACTS = frozenset({"Creator", "Producer"})
ODD_SPACE = re.compile(r"[^\S\n\t \u3000]")
KEPT_SPACE = frozenset("\n\t\u3000")

Image.MAX_IMAGE_PIXELS = MAX_PIXELS


class TooBigError(Exception):
    """More pixels, pages or text than can be rebuilt."""


class CutOffError(Exception):
    """The end of the file is missing."""


def rebuild(kind: Kind, data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """A clean copy and the codes of what was left out of it.

    Raises TooBigError, CutOffError, or whatever the decoder raises for a damaged file.
    """
    if kind is Kind.TEXT:
        made, removed = _text(data)
    elif kind is Kind.PDF:
        made, removed = _pages(data)
    else:
        made, removed = _picture(data, kind)
    return made, tuple(sorted(code.value for code in removed))


def _picture(raw: bytes, kind: Kind) -> tuple[bytes, set[Removed]]:
    """A picture from the pixels alone, turned the way it was shown."""
    if kind is Kind.PNG and PNG_END not in raw:
        raise CutOffError
    with _opened(raw, kind) as source:
        removed = _hidden_in(source)
        ImageOps.exif_transpose(source, in_place=True)
        shown = _as_seen(source)
        clean = Image.new("RGB", shown.size)
        clean.paste(shown)
    return _saved(clean, kind.name), removed


def _opened(raw: bytes, kind: Kind) -> Image.Image:
    """A picture whose pixels are not unpacked yet; raises TooBigError for too many of them."""
    try:
        source = Image.open(io.BytesIO(raw), formats=[kind.name])
    except Image.DecompressionBombError:
        raise TooBigError from None
    if source.width * source.height > MAX_PIXELS:
        raise TooBigError
    return source


def _as_seen(picture: Image.Image) -> Image.Image:
    """What a screen shows, on white: pixels that are transparent show nothing, so they go too."""
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        paper = Image.new("RGB", layer.size, WHITE)
        paper.paste(layer, mask=layer.getchannel("A"))
        return paper
    if picture.mode.startswith("I"):  # 16 bits a pixel, which a plain conversion would cut off
        return picture.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _saved(clean: Image.Image, form: str) -> bytes:
    """The bytes of a picture that carries nothing but pixels."""
    out = io.BytesIO()
    clean.save(out, form, **({"quality": JPEG_QUALITY} if form == "JPEG" else {}))
    return out.getvalue()


def _hidden_in(source: Image.Image) -> set[Removed]:
    """What the file said besides its pixels."""
    exif = source.getexif()
    tags = set(exif) | set(exif.get_ifd(EXIF_BLOCK))
    by_tag = (
        (DEVICE_TAGS, Removed.DEVICE),
        (AUTHOR_TAGS, Removed.AUTHOR),
        (TIME_TAGS, Removed.TIME),
        (COMMENT_TAGS, Removed.COMMENT),
        (SOFTWARE_TAGS, Removed.SOFTWARE),
    )
    found = {code for wanted, code in by_tag if tags & wanted}
    found |= {Removed.POSITION} if exif.get_ifd(GPS_BLOCK) else set()
    found |= {Removed.THUMBNAIL} if JPEG_START in source.info.get("exif", b"") else set()
    found |= {Removed.COMMENT} if set(source.info) - PLAIN_INFO else set()
    return found | ({Removed.OTHER} if tags and not found else set())


def _pages(raw: bytes) -> tuple[bytes, set[Removed]]:
    """A PDF whose pages are pictures of the pages."""
    end = raw.rfind(PDF_END)
    after = raw[end + len(PDF_END) :].rstrip(b"\0\t\r\n ")
    if end < 0 or len(after) > PDF_TAIL or b"obj" in after or b"xref" in after:
        raise CutOffError  # or the newest revision is, and an older one would be shown
    with pypdfium2.PdfDocument(raw) as document:
        if len(document) > MAX_PAGES:
            raise TooBigError
        document.init_forms()  # what was filled in is shown too
        facts = set(document.get_metadata_dict(skip_empty=True))
        removed = {Removed.TEXT_LAYER} | {code for key, code in PDF_FACTS.items() if key in facts}
        removed |= {Removed.SOFTWARE} if facts & SOFTWARE_FACTS else set()
        removed |= {Removed.COMMENT} if facts - SOFTWARE_FACTS - set(PDF_FACTS) else set()
        removed |= {Removed.ATTACHMENT} if document.count_attachments() else set()
        leaves = [_leaf(document[number]) for number in range(len(document))]
    return bind(leaves), removed


def _leaf(page: pypdfium2.PdfPage) -> Leaf:
    """The picture of one page."""
    points = page.get_size()
    if points[0] * points[1] * (DPI / POINTS_AN_INCH) ** 2 > MAX_PIXELS:
        raise TooBigError
    bitmap = page.render(scale=DPI / POINTS_AN_INCH)
    shown = bitmap.to_pil().convert("RGB")
    leaf = Leaf(_saved(shown, "JPEG"), shown.size, points)
    bitmap.close()
    page.close()
    return leaf


def _text(raw: bytes) -> tuple[bytes, set[Removed]]:
    """The same text as UTF-8, without marks and signs that nobody can see."""
    if len(raw) > MAX_TEXT:
        raise TooBigError
    name = encoding_of(raw, whole=True)
    if name is None:
        raise CutOffError
    lines = raw.decode(name).replace("\r\n", "\n").replace("\r", "\n")
    text = ODD_SPACE.sub(" ", lines)
    kept = "".join(sign for sign in text if sign.isprintable() or sign in KEPT_SPACE)
    return kept.encode(), set() if kept == text else {Removed.INVISIBLE}


def header(kind: Kind, removed: tuple[str, ...], size: int) -> bytes:
    """One line in front of a rebuilt file, so that its reader knows when it is complete."""
    return json.dumps({"kind": kind.value, "removed": removed, "size": size}).encode() + b"\n"
