"""A PDF whose pages are pictures of the pages."""

from typing import IO

import pypdfium2

from reportdesk.evidence.album import Album, Leaf
from reportdesk.evidence.kinds import Kind, Removed
from reportdesk.evidence.limits import MAX_PAGES, MAX_PIXELS, CutOffError, TooBigError
from reportdesk.evidence.picture import packed
from reportdesk.evidence.wire import Inlet, Outlet

DPI = 150
POINTS_AN_INCH = 72
END = b"%%EOF"
TAIL = 1024
"""Most bytes that may follow a PDF's end mark (PDF Reference 1.7, appendix H, note 18)."""
FACTS = {
    "Author": Removed.AUTHOR,
    "CreationDate": Removed.TIME,
    "ModDate": Removed.TIME,
    "Title": Removed.TITLE,
    "Creator": Removed.SOFTWARE,
    "Producer": Removed.SOFTWARE,
}


def rebuilt(_: Kind, source: Inlet, out: Outlet) -> tuple[str, set[Removed]]:
    """Pages as pictures, one after the other."""
    file = source.buffered()
    _ends_well(file, source.size)
    with pypdfium2.PdfDocument(file) as document:
        if len(document) > MAX_PAGES:
            raise TooBigError
        document.init_forms()  # what was filled in is shown too
        removed = _hidden_in(document)
        album = Album(out, len(document))
        for number in range(len(document)):
            album.add(_leaf(document[number]))
        album.close()
    return "pdf", removed


def _ends_well(file: IO[bytes], size: int) -> None:
    """Raises CutOffError when the end is missing, or the newest revision's is: an older one would
    be shown.
    """
    file.seek(max(0, size - 2 * TAIL))
    tail = file.read()
    file.seek(0)
    end = tail.rfind(END)
    after = tail[end + len(END) :].rstrip(b"\0\t\r\n ")
    if end < 0 or len(after) > TAIL or b"obj" in after or b"xref" in after:
        raise CutOffError


def _hidden_in(document: pypdfium2.PdfDocument) -> set[Removed]:
    """What the file said besides its pages."""
    facts = set(document.get_metadata_dict(skip_empty=True))
    removed = {Removed.TEXT_LAYER} | {code for key, code in FACTS.items() if key in facts}
    removed |= {Removed.COMMENT} if facts - set(FACTS) else set()
    removed |= {Removed.ATTACHMENT} if document.count_attachments() else set()
    return removed


def _leaf(page: pypdfium2.PdfPage) -> Leaf:
    """The picture of one page."""
    points = page.get_size()
    if points[0] * points[1] * (DPI / POINTS_AN_INCH) ** 2 > MAX_PIXELS:
        raise TooBigError
    bitmap = page.render(scale=DPI / POINTS_AN_INCH)
    shown = bitmap.to_pil().convert("RGB")
    leaf = Leaf(packed(shown, "JPEG"), shown.size, points)
    bitmap.close()
    page.close()
    return leaf
