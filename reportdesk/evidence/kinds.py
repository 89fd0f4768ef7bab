"""What a file is, by its content and never by its name."""

import codecs
from enum import StrEnum

import filetype

HEAD = 64 * 1024
"""Bytes of a file that are looked at."""


class Kind(StrEnum):
    """Kinds that can be cleaned; the value is the ending a cleaned copy is given."""

    JPEG = "jpg"
    PNG = "png"
    PDF = "pdf"
    TEXT = "txt"


class Removed(StrEnum):
    """What a file said besides what one can see of it, and what its clean copy no longer says."""

    POSITION = "position"
    DEVICE = "device"
    AUTHOR = "author"
    TIME = "time"
    SOFTWARE = "software"
    COMMENT = "comment"
    THUMBNAIL = "thumbnail"
    TEXT_LAYER = "text_layer"
    ATTACHMENT = "attachment"
    INVISIBLE = "invisible"
    OTHER = "other"


TYPES = {
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.PDF: "application/pdf",
    Kind.TEXT: "text/plain",
}
"""Media type of each kind, for the download of staff."""

_BY_MIME = {"image/jpeg": Kind.JPEG, "image/png": Kind.PNG, "application/pdf": Kind.PDF}
_CONTROL = bytes(sorted(set(range(32)) - {9, 10, 12, 13, 27}))


def sniff(head: bytes) -> Kind | None:
    """The kind of a file that begins with ``head``, or None when it cannot be cleaned."""
    guess = filetype.guess(head)
    if guess is not None:
        return _BY_MIME.get(guess.mime)
    return Kind.TEXT if head and encoding_of(head, whole=False) else None


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
