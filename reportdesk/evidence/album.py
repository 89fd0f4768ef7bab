"""A PDF that holds pictures of pages and not one thing more: no author, date, identifier or text.

Libraries stamp what they write with the day and their own name; here every byte is ours, so the
same pictures always give the same file. Source: ISO 32000-1, sections 7.5 and 8.9.
"""

from collections.abc import Sequence
from typing import NamedTuple

HEAD = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
CATALOG, TREE, FIRST = 1, 2, 3
"""Object numbers of the catalogue and the page tree, and the first that a page may use."""
OBJECTS_A_PAGE = 3


class Leaf(NamedTuple):
    """One page: a JPEG in RGB of so many pixels, shown over so many points (1/72 inch)."""

    jpeg: bytes
    pixels: tuple[int, int]
    points: tuple[float, float]


def bind(leaves: Sequence[Leaf]) -> bytes:
    """The pages as one PDF file."""
    bodies = [b"<</Type/Catalog/Pages %d 0 R>>" % TREE, _tree(len(leaves))]
    for index, leaf in enumerate(leaves):
        bodies += _page(leaf, FIRST + index * OBJECTS_A_PAGE)
    out, places = bytearray(HEAD), []
    for number, body in enumerate(bodies, CATALOG):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root %d 0 R>>\n" % (len(bodies) + 1, CATALOG)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


def _tree(count: int) -> bytes:
    """The page tree: every page is a child of the root."""
    kids = b" ".join(b"%d 0 R" % (FIRST + index * OBJECTS_A_PAGE) for index in range(count))
    return b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids)


def _page(leaf: Leaf, number: int) -> tuple[bytes, bytes, bytes]:
    """Page, drawing instructions and picture, numbered from ``number`` on."""
    wide, high = (f"{points:.2f}".encode() for points in leaf.points)
    page = (
        b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %s %s]/Contents %d 0 R"
        b"/Resources<</XObject<</P %d 0 R>>>>>>"
    ) % (TREE, wide, high, number + 1, number + 2)
    picture = (
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB"
        b"/BitsPerComponent 8/Filter/DCTDecode"
    ) % leaf.pixels
    return (
        page,
        _stream(b"", b"q %s 0 0 %s 0 0 cm /P Do Q" % (wide, high)),
        _stream(picture, leaf.jpeg),
    )


def _stream(entries: bytes, data: bytes) -> bytes:
    """A stream object: its dictionary, then its bytes."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)
