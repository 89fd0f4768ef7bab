"""Files with something hidden in every place that a file has for it, and a reader who finds it."""

import io
import re
import struct
import subprocess
import zipfile
import zlib
from pathlib import Path

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

CANARY = "Canary9013"
LATITUDE, LONGITUDE = "30.512345", "114.412345"
SERIAL = "SN77001122"


class Held:
    """A file that lies in memory."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    @property
    def size(self) -> int:
        return len(self.data)

    def read_at(self, offset: int, count: int) -> bytes:
        return self.data[offset : offset + count]


def a_picture(mode: str = "RGB", size: tuple[int, int] = (120, 80)) -> Image.Image:
    """Something one can recognise: a red box on a light ground."""
    picture = Image.new(mode, size, "white")
    ImageDraw.Draw(picture).rectangle((10, 10, 60, 40), fill="red")
    return picture


def bytes_of(picture: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def exiftool(data: bytes, *arguments: str) -> bytes:
    """exiftool with ``data`` as its input; returns what it writes."""
    command = ["exiftool", *arguments, "-"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


def jpeg(tmp_path: Path) -> bytes:
    """A phone's photograph: author, place, serial number, comment, title, thumbnail, XMP, IPTC."""
    small = tmp_path / "small.jpg"
    small.write_bytes(bytes_of(a_picture(size=(40, 30)), "JPEG", comment=CANARY.encode()))
    tagged = exiftool(
        bytes_of(a_picture(), "JPEG", quality=92),
        f"-EXIF:Artist={CANARY}",
        f"-EXIF:ImageDescription={CANARY}",
        f"-EXIF:UserComment={CANARY}",
        f"-EXIF:XPTitle={CANARY}",
        f"-EXIF:SerialNumber={SERIAL}",
        "-EXIF:Make=Example",
        f"-EXIF:Model={CANARY} phone",
        "-EXIF:DateTimeOriginal=2026:03:02 10:11:12",
        f"-EXIF:GPSLatitude={LATITUDE}",
        "-EXIF:GPSLatitudeRef=N",
        f"-EXIF:GPSLongitude={LONGITUDE}",
        "-EXIF:GPSLongitudeRef=E",
        f"-XMP:Creator={CANARY}",
        f"-IPTC:By-line={CANARY}",
        f"-Comment={CANARY}",
        f"-ThumbnailImage<={small}",
    )
    return tagged + CANARY.encode()


def png() -> bytes:
    """A screenshot: text of every kind, EXIF, XMP, and words after its end."""
    text = PngInfo()
    text.add_text("Author", CANARY)
    text.add_text("Comment", CANARY, zip=True)
    text.add_itxt("XML:com.adobe.xmp", f"<x>{CANARY}</x>")
    text.add_itxt("Title", CANARY, lang="zh", zip=True)
    exif = Image.Exif()
    exif[0x013B] = CANARY
    return bytes_of(a_picture(), "PNG", pnginfo=text, exif=exif) + CANARY.encode()


def pdf(*, shown: str = "Notice", hidden: str = CANARY) -> bytes:
    """A notice with author, XMP, attached file, script, hidden text, note and older revision."""
    first = _pdf_objects(shown, hidden)
    text, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in first.items():
        places[number] = len(text)
        text += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    text += _table(places, "/Info 9 0 R", len(first) + 1, len(text))
    changed = len(text)
    text += b"4 0 obj\n%s\nendobj\n" % _stream(f"BT /F1 12 Tf 20 120 Td ({shown}) Tj ET".encode())
    at = len(text)
    text += b"xref\n4 1\n%010d 00000 n \n" % changed
    text += b"trailer\n<</Size %d/Root 1 0 R/Info 9 0 R/Prev %d>>\n" % (
        len(first) + 1,
        _last_table(bytes(text)),
    )
    return bytes(text + b"startxref\n%d\n%%%%EOF\n" % at)


def _pdf_objects(shown: str, hidden: str) -> dict[int, bytes]:
    """Object number -> body; number 4 is what the page shows and is replaced by the revision."""
    secret = hidden.encode()
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 150]/Contents[4 0 R 5 0 R]"
        b"/Resources<</Font<</F1 6 0 R>>>>/Annots[10 0 R]>>"
    )
    return {
        1: b"<</Type/Catalog/Pages 2 0 R/Metadata 7 0 R/OpenAction<</S/JavaScript/JS(app.alert"
        b"\\('%s'\\))>>/Names<</EmbeddedFiles<</Names[(a.txt) 8 0 R]>>>>>>" % secret,
        2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        3: page,
        4: _stream(f"BT /F1 12 Tf 20 120 Td ({hidden} was here) Tj ET".encode()),
        5: _stream(
            f"BT /F1 12 Tf 3 Tr 20 60 Td ({hidden}) Tj 900 900 Td ({hidden}) Tj ET".encode()
        ),
        6: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        7: _stream(b"<x:xmpmeta>%s</x:xmpmeta>" % secret, b"/Type/Metadata/Subtype/XML"),
        8: b"<</Type/Filespec/F(a.txt)/EF<</F 11 0 R>>/Desc(%s)>>" % secret,
        9: b"<</Author(%s)/Title(%s)/Producer(Example)/CreationDate(D:20260302101112)>>"
        % (secret, secret),
        10: b"<</Type/Annot/Subtype/Text/Rect[0 0 1 1]/F 2/T(%s)/Contents(%s)>>" % (secret, secret),
        11: _stream(b"attached %s" % secret, b"/Type/EmbeddedFile"),
    }


def _stream(data: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(data)
    head = b"<<%s/Filter/FlateDecode/Length %d>>" % (entries, len(packed))
    return head + b"\nstream\n" + packed + b"\nendstream"


def _table(places: dict[int, int], more: str, size: int, at: int) -> bytes:
    rows = b"".join(b"%010d 00000 n \n" % places[number] for number in sorted(places))
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows)
    trailer = b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (size, more.encode())
    return head + trailer + b"startxref\n%d\n%%%%EOF\n" % at


def _last_table(text: bytes) -> int:
    return int(re.findall(rb"startxref\n(\d+)", text)[-1])


def bomb(width: int, height: int) -> bytes:
    """A small PNG of so many black pixels, one bit each."""
    rows = zlib.compressobj(9)
    line = bytes(1 + width // 8)
    packed = b"".join(rows.compress(line) for _ in range(height)) + rows.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def everything_in(data: bytes) -> str:
    """All that a curious reader gets out of a file: its bytes, its unpacked bytes, its facts."""
    found = [data]
    for at in (hit.start() for hit in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data)):
        try:
            found.append(zlib.decompressobj().decompress(data[at:], 1_000_000))
        except zlib.error:
            continue
    found += unzipped(data)
    found.append(exiftool(data, "-a", "-u", "-U", "-G1", "-ee", "-b", "-j"))
    found.append(exiftool(data, "-a", "-u", "-G1", "-ee", "-n"))
    return "\n".join(
        part.decode(code, "ignore") for part in found for code in ("utf-8", "utf-16-le")
    )


def unzipped(data: bytes) -> list[bytes]:
    """Names, comments and contents of a bundle, or nothing when it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            inside = [file.read(name) for name in file.namelist()]
            names = [name.encode() for name in file.namelist()]
            return [*inside, *names, file.comment, *(one.extra for one in file.infolist())]
    except zipfile.BadZipFile:
        return []


def facts(data: bytes) -> dict[str, str]:
    """What exiftool says about a file, without what it says about the reading."""
    lines = exiftool(data, "-a", "-u", "-G1", "-s").decode("utf-8", "replace").splitlines()
    pairs = (re.match(r"\[(\S+)\]\s+(\S+)\s*:\s(.*)", line) for line in lines)
    return {
        f"{p[1]}:{p[2]}": p[3] for p in pairs if p and p[1] not in {"ExifTool", "System", "File"}
    }
