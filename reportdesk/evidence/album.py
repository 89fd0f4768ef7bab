"""A PDF that holds pictures of pages and not one thing more: no author, date, identifier or text.

Libraries stamp what they write with the day and their own name; here every byte is ours, so the
same pictures always give the same file. Source: ISO 32000-1, sections 7.5 and 8.9.
"""

from typing import NamedTuple

from reportdesk.evidence.wire import Outlet

HEAD = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
CATALOG, TREE, FIRST = 1, 2, 3
"""Object numbers of the catalogue and the page tree, and the first that a page may use."""
OBJECTS_A_PAGE = 3


class Leaf(NamedTuple):
    """One page: a JPEG in RGB of so many pixels, shown over so many points (1/72 inch)."""

    jpeg: bytes
    pixels: tuple[int, int]
    points: tuple[float, float]


class Album:
    """A PDF of so many pages, written while its pages come; it holds one of them at a time."""

    def __init__(self, out: Outlet, count: int) -> None:
        self._out = out
        self._places: list[int] = []
        out.write(HEAD)
        self._put(b"<</Type/Catalog/Pages %d 0 R>>" % TREE)
        kids = b" ".join(b"%d 0 R" % (FIRST + index * OBJECTS_A_PAGE) for index in range(count))
        self._put(b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids))

    def add(self, leaf: Leaf) -> None:
        """The next page."""
        for body in _page(leaf, CATALOG + len(self._places)):
            self._put(body)

    def close(self) -> None:
        """Write where everything stands."""
        table, count = self._out.written, len(self._places) + 1
        rows = b"".join(b"%010d 00000 n \n" % place for place in self._places)
        self._out.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, rows))
        self._out.write(b"trailer\n<</Size %d/Root %d 0 R>>\n" % (count, CATALOG))
        self._out.write(b"startxref\n%d\n%%%%EOF\n" % table)

    def _put(self, body: bytes) -> None:
        """One object under the next number."""
        self._places.append(self._out.written)
        self._out.write(b"%d 0 obj\n" % len(self._places) + body + b"\nendobj\n")


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
