"""What a file is, by its content and never by its name."""

import codecs
import re
from enum import StrEnum
from pathlib import PurePath
from typing import NamedTuple

import filetype

HEAD = 64 * 1024
"""Bytes of a file that are looked at."""


class Kind(StrEnum):
    """Kinds that can be cleaned, by the one that takes them apart."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    HEIF = "heif"
    PDF = "pdf"
    TEXT = "text"
    OFFICE = "office"
    MP4 = "mp4"
    MATROSKA = "matroska"
    MP3 = "mp3"
    AMR = "amr"
    WAV = "wav"
    OGG = "ogg"
    FLAC = "flac"
    AAC = "aac"
    SILK = "silk"


MEDIA = frozenset(
    {Kind.MP4, Kind.MATROSKA, Kind.MP3, Kind.AMR, Kind.WAV, Kind.OGG, Kind.FLAC, Kind.AAC}
)
"""Kinds that hold sound, and some of them pictures that move."""


class Removed(StrEnum):
    """What a file said besides what one can see of it, and what its clean copy no longer says."""

    POSITION = "position"
    DEVICE = "device"
    AUTHOR = "author"
    TIME = "time"
    SOFTWARE = "software"
    TITLE = "title"
    COMMENT = "comment"
    THUMBNAIL = "thumbnail"
    TEXT_LAYER = "text_layer"
    ATTACHMENT = "attachment"
    INVISIBLE = "invisible"
    REVISIONS = "revisions"
    FRAMES = "frames"
    TRACKS = "tracks"
    FORMULAS = "formulas"
    LINKS = "links"
    PICTURES = "pictures"
    OTHER = "other"


ENDINGS = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
}
"""What a clean copy can be, and its media type for the download of staff."""

_BY_MIME = {
    "image/jpeg": Kind.JPEG,
    "image/png": Kind.PNG,
    "image/webp": Kind.WEBP,
    "image/gif": Kind.GIF,
    "application/pdf": Kind.PDF,
    "video/webm": Kind.MATROSKA,
    "video/x-matroska": Kind.MATROSKA,
    "audio/mpeg": Kind.MP3,
    "audio/amr": Kind.AMR,
    "audio/x-wav": Kind.WAV,
    "audio/ogg": Kind.OGG,
    "audio/x-flac": Kind.FLAC,
    "audio/aac": Kind.AAC,
}
_OOXML = re.compile(
    rb"PK\x03\x04.{26}(\[Content_Types\]\.xml|_rels/|docProps/|word/|xl/|ppt/|customXml/)",
    re.DOTALL,
)
_BY_HEAD = (
    (re.compile(rb"\x02?#!SILK_V3", re.DOTALL), Kind.SILK),
    (re.compile(rb"#!AMR(-WB)?\n"), Kind.AMR),
    (re.compile(rb"RIFF....WAVE", re.DOTALL), Kind.WAV),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), Kind.WEBP),
    (re.compile(rb"OggS"), Kind.OGG),
    (re.compile(rb"\x1aE\xdf\xa3"), Kind.MATROSKA),
    (re.compile(rb"\0...ftyp(heic|heix|heim|heis|hevc|hevx|mif1|msf1)", re.DOTALL), Kind.HEIF),
    (re.compile(rb"\0...ftyp(?!avif|avis|crx )", re.DOTALL), Kind.MP4),
    (re.compile(rb"\0...(moov|mdat|wide|free|skip)", re.DOTALL), Kind.MP4),
    (_OOXML, Kind.OFFICE),
    (re.compile(rb"\xff[\xf0\xf1\xf8\xf9]"), Kind.AAC),
)
_OPEN_DOCUMENT = re.compile(rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument", re.S)
_CONTROL = bytes(sorted(set(range(32)) - {9, 10, 12, 13, 27}))


def sniff(head: bytes) -> Kind | None:
    """The kind of a file that begins with ``head``, or None when it cannot be cleaned."""
    for pattern, kind in _BY_HEAD:
        if pattern.match(head):
            return kind
    guess = filetype.guess(head)
    if guess is not None:
        return _BY_MIME.get(guess.mime)
    return Kind.TEXT if head and encoding_of(head, whole=False) else None


class Original(NamedTuple):
    """An untouched file that may be sent when its sender insists: endings it may have."""

    endings: tuple[str, ...]
    """The first is given to a file whose name has none of them."""


_OF_KIND = {
    Kind.JPEG: Original(("jpg", "jpeg")),
    Kind.PNG: Original(("png",)),
    Kind.WEBP: Original(("webp",)),
    Kind.GIF: Original(("gif",)),
    Kind.HEIF: Original(("heic", "heif")),
    Kind.PDF: Original(("pdf",)),
    Kind.TEXT: Original(("txt",)),
    Kind.OFFICE: Original(("docx", "xlsx", "pptx")),
    Kind.MP4: Original(("mp4", "mov", "m4a", "m4v", "3gp")),
    Kind.MATROSKA: Original(("webm", "mkv")),
    Kind.MP3: Original(("mp3",)),
    Kind.AMR: Original(("amr",)),
    Kind.WAV: Original(("wav",)),
    Kind.OGG: Original(("ogg", "opus", "oga")),
    Kind.FLAC: Original(("flac",)),
    Kind.AAC: Original(("aac",)),
    Kind.SILK: Original(("silk", "amr", "aud")),
}
_UNCLEANABLE = (
    (
        re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        Original(("doc", "xls", "ppt", "wps", "et")),
    ),
    (_OPEN_DOCUMENT, Original(("odt", "ods", "odp"))),
    (re.compile(rb"\{\\rtf"), Original(("rtf",))),
    (re.compile(rb"\0...ftypavi[fs]", re.DOTALL), Original(("avif",))),
    (re.compile(rb"BM....\0\0\0\0", re.DOTALL), Original(("bmp",))),
    (re.compile(rb"II\*\0|MM\0\*"), Original(("tif", "tiff"))),
    (re.compile(rb"RIFF....AVI ", re.DOTALL), Original(("avi",))),
    (re.compile(rb"0&\xb2u\x8ef\xcf\x11"), Original(("wmv", "wma", "asf"))),
    (re.compile(rb"FLV\x01"), Original(("flv",))),
)
"""Kinds that can be evidence and cannot be cleaned here."""


def original(head: bytes) -> Original | None:
    """What an untouched file that begins so may be called, or None when it is never taken.

    Programs, archives and pages of markup are not: an office computer would run them.
    """
    for pattern, found in _UNCLEANABLE:
        if pattern.match(head):
            return found
    kind = sniff(head)
    return None if kind is None else _OF_KIND[kind]


def original_name(filename: str, allowed: Original) -> str:
    """The typed name with an ending that fits the content."""
    typed = PurePath(filename.replace("\\", "/")).suffix.lower().lstrip(".")
    return named(filename, typed if typed in allowed.endings else allowed.endings[0])


LONGEST_NAME = 80


def named(filename: str, ending: str) -> str:
    """The typed name without folders or control characters, with this ending."""
    stem = PurePath(filename.replace("\\", "/")).stem
    kept = "".join(sign for sign in stem if sign.isprintable())[:LONGEST_NAME].strip(" .")
    return f"{kept or 'file'}.{ending}"


NUMBERS = re.compile(r"\d(?:[-_.: ]?\d){5,}")


def without_numbers(filename: str) -> str:
    """The name without long numbers: cameras and chats write into it when a file was made or saved,
    down to the second, and students their number.
    """
    stem, dot, ending = filename.rpartition(".")
    kept = NUMBERS.sub("", stem or ending).strip(" _-.")
    return (kept or "file") + (dot + ending if stem else "")


FAMILIES = {
    "picture": ("jpg", "png", "gif", "webp", "heic", "avif", "bmp", "tif"),
    "pages": ("pdf",),
    "office": ("docx", "xlsx", "pptx", "doc", "xls", "ppt", "odt", "ods", "odp", "rtf"),
    "sound": ("mp3", "amr", "wav", "ogg", "flac", "aac", "silk", "m4a"),
    "film": ("mp4", "mov", "webm", "avi", "wmv", "flv"),
    "text": ("txt",),
}
"""What kind of thing a file is, by its ending here."""


def family(name: str) -> str:
    """Which of the families a file belongs to, or ``other``."""
    ending = name.rpartition(".")[2]
    return next((one for one, endings in FAMILIES.items() if ending in endings), "other")


def encoding_of(data: bytes, *, whole: bool) -> str | None:
    """UTF-8, UTF-16 with a mark, or GB 18030; None when it is no text.

    ``whole`` is False for the beginning of a file, which may end inside a character.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if len(data.translate(None, _CONTROL)) != len(data):
        return None
    for name in ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(name)()
        try:
            decoder.decode(data, final=whole)
        except UnicodeDecodeError:
            continue
        return name
    return None
