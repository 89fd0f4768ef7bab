"""What a decoder must know before the first picture, and nothing else that stands beside it.

H.264 and HEVC keep their parameter sets in front of a film, in a record that may hold any other
unit as well. Sources: ISO/IEC 14496-15, sections 5.3.3 (``avcC``) and 8.3.3 (``hvcC``).
"""

HEVC_SETS = frozenset({32, 33, 34})
"""VPS, SPS and PPS (ITU-T H.265, table 7-1)."""
H264_HEAD, HEVC_HEAD = 6, 22
"""Bytes of the records up to the number of sequence sets, and in front of the number of lists."""
START = b"\0\0\0\1"
"""In front of each unit in a row of them (ITU-T H.264, annex B)."""


class _Reader:
    """Bytes one after the other; raises ValueError where they end too early."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, count: int) -> bytes:
        """The next bytes."""
        piece = self._data[self._at : self._at + count]
        if len(piece) != count:
            raise ValueError("a record ends too early")
        self._at += count
        return piece

    def sized(self) -> bytes:
        """The next unit, which its length stands in front of."""
        return self.take(int.from_bytes(self.take(2), "big"))


def parameter_sets(codec: str, record: bytes | None) -> bytes:
    """The parameter sets of a record in a row; raises ValueError for a record in another form."""
    if not record or record[0] != 1:
        raise ValueError("no record of this form")
    reader = _Reader(record)
    units = _h264(reader) if codec == "h264" else _hevc(reader)
    return b"".join(START + unit for unit in units)


def _h264(reader: _Reader) -> list[bytes]:
    """``avcC``: the sequence sets, then the picture sets."""
    sequences = reader.take(H264_HEAD)[-1] & 0x1F
    units = [reader.sized() for _ in range(sequences)]
    return units + [reader.sized() for _ in range(reader.take(1)[0])]


def _hevc(reader: _Reader) -> list[bytes]:
    """``hvcC``: of all lists those of parameter sets."""
    reader.take(HEVC_HEAD)
    kept: list[bytes] = []
    for _ in range(reader.take(1)[0]):
        name = reader.take(1)[0] & 0x3F
        units = [reader.sized() for _ in range(int.from_bytes(reader.take(2), "big"))]
        kept += units if name in HEVC_SETS else []
    return kept
