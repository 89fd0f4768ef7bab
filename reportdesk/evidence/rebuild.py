"""Rebuilds one file from what a person can see of it; runs in the child process only.

A picture is made anew from its pixels and a page from its picture, so that nothing hidden can
come along: position, device, author, time, thumbnail, comment, earlier revisions, text layer.
"""

import io
import json
from collections.abc import Callable

import pypdfium2
from PIL import Image, ImageOps

from reportdesk.evidence.kinds import Kind, encoding_of

MAX_PIXELS = 120_000_000
MAX_PAGES = 200
DPI = 150
POINTS_AN_INCH = 72
JPEG_QUALITY = 88
GPS_TAG = 0x8825
NAMED_TAGS = {0x010F: "device", 0x0110: "device", 0x0131: "software", 0x013B: "author"}
TIME_TAGS = frozenset({0x0132, 0x9003, 0x9004})

Image.MAX_IMAGE_PIXELS = MAX_PIXELS


class TooBigError(Exception):
    """More pixels or pages than can be rebuilt."""


def rebuild(kind: Kind, data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """A clean copy and the codes of what was left out of it.

    Raises TooBigError, or whatever the decoder raises for a damaged file.
    """
    makers: dict[Kind, Callable[[bytes], tuple[bytes, set[str]]]] = {
        Kind.JPEG: lambda raw: _picture(raw, "JPEG"),
        Kind.PNG: lambda raw: _picture(raw, "PNG"),
        Kind.PDF: _pages,
        Kind.TEXT: _text,
    }
    made, removed = makers[kind](data)
    return made, tuple(sorted(removed))


def _picture(raw: bytes, form: str) -> tuple[bytes, set[str]]:
    """A picture from the pixels alone, turned the way it was shown."""
    with Image.open(io.BytesIO(raw), formats=[form]) as source:
        removed = _hidden_in(source)
        upright = ImageOps.exif_transpose(source)
        mode = "RGBA" if form == "PNG" and "A" in upright.mode else "RGB"
        pixels = upright.convert(mode)
    clean = Image.frombytes(mode, pixels.size, pixels.tobytes())
    return _saved(clean, form), removed


def _saved(clean: Image.Image, form: str) -> bytes:
    """The bytes of a picture that carries nothing but pixels."""
    out = io.BytesIO()
    options = {"quality": JPEG_QUALITY, "optimize": True} if form == "JPEG" else {}
    clean.save(out, form, **options)
    return out.getvalue()


def _hidden_in(source: Image.Image) -> set[str]:
    """Codes of what the file said besides its pixels."""
    exif = source.getexif()
    found = {NAMED_TAGS[tag] for tag in exif if tag in NAMED_TAGS}
    found |= {"time"} if TIME_TAGS & set(exif) else set()
    found |= {"position"} if exif.get_ifd(GPS_TAG) else set()
    text = set(source.info) - {"dpi", "jfif", "jfif_version", "jfif_unit", "jfif_density", "gamma"}
    text -= {"exif", "icc_profile", "transparency", "srgb", "progressive", "progression"}
    found |= {"comment"} if text else set()
    return found | ({"other"} if exif and not found else set())


def _pages(raw: bytes) -> tuple[bytes, set[str]]:
    """A PDF whose pages are pictures of the pages."""
    document = pypdfium2.PdfDocument(raw)
    if len(document) > MAX_PAGES:
        raise TooBigError
    removed = {"text_layer"}
    removed |= {"author"} if any(document.get_metadata_dict(skip_empty=True)) else set()
    out = pypdfium2.PdfDocument.new()
    for page in document:
        width, height = page.get_size()
        if width * height * (DPI / POINTS_AN_INCH) ** 2 > MAX_PIXELS:
            raise TooBigError
        shown = page.render(scale=DPI / POINTS_AN_INCH).to_pil().convert("RGB")
        _add_page(out, shown, width, height)
    buffer = io.BytesIO()
    out.save(buffer)
    return buffer.getvalue(), removed


def _add_page(out: pypdfium2.PdfDocument, shown: Image.Image, width: float, height: float) -> None:
    """Append one page that shows a picture over its whole area."""
    picture = pypdfium2.PdfImage.new(out)
    picture.load_jpeg(io.BytesIO(_saved(shown, "JPEG")), inline=True)
    picture.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
    page = out.new_page(width, height)
    page.insert_obj(picture)
    page.gen_content()


def _text(raw: bytes) -> tuple[bytes, set[str]]:
    """The same text as UTF-8, without byte order mark and control characters."""
    name = encoding_of(raw) or "utf-8"
    text = raw.decode(name)
    kept = "".join(sign for sign in text if sign.isprintable() or sign in "\n\t\u3000")
    return kept.encode(), set()


def header(kind: Kind, removed: tuple[str, ...], size: int) -> bytes:
    """One line in front of a rebuilt file, so that its reader knows when it is complete."""
    return json.dumps({"kind": kind.value, "removed": removed, "size": size}).encode() + b"\n"
