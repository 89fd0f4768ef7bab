"""Files that are damaged, false, or made to break whoever opens them; and memory for large ones."""

import io
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from reportdesk.domain.errors import BadInput
from reportdesk.evidence.clean import prepare
from tests.evidence import papers, plants, recordings
from tests.evidence.test_clean import living_children, refusal
from tests.evidence.test_rebuild import clean

MEGABYTE = 2**20


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


def outcome(data: bytes) -> str:
    """That it was cleaned, or why not."""
    try:
        return "cleaned" if clean(data)[1] else "empty"
    except BadInput as refused:
        return refused.code


def test_a_picture_that_is_also_an_archive_is_only_a_picture_afterwards() -> None:
    both = plants.bytes_of(plants.a_picture(), "JPEG") + archive(secret=plants.CANARY.encode())
    assert zipfile.is_zipfile(io.BytesIO(both))
    made = clean(both)[1]
    assert not zipfile.is_zipfile(io.BytesIO(made))
    assert Image.open(io.BytesIO(made)).size == (120, 80)


def test_a_film_that_is_also_an_archive_is_only_a_film_afterwards(tmp_path: Path) -> None:
    both = recordings.film(tmp_path, "mp4") + archive(secret=plants.CANARY.encode())
    assert zipfile.is_zipfile(io.BytesIO(both))
    assert not zipfile.is_zipfile(io.BytesIO(clean(both, "a.mp4")[1]))


@pytest.mark.parametrize("ending", ["mp3", "m4a", "ogg", "amr", "silk"])
def test_half_a_sound_gives_what_is_there_or_a_reason(tmp_path: Path, ending: str) -> None:
    whole = recordings.sound(tmp_path, ending)
    assert outcome(whole[: len(whole) // 2]) in {"cleaned", "file_damaged", "file_cut_off"}


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("a.mp4", b"\0\0\0\x20ftypisom" + bytes(500)),
        ("a.webm", b"\x1aE\xdf\xa3" + bytes(500)),
        ("a.mp3", b"ID3\x04" + bytes(500)),
        ("a.amr", b"#!AMR\n"),
        ("a.silk", b"\x02#!SILK_V3"),
        ("a.silk", b"\x02#!SILK_V3" + b"\xff" * 500),
        ("a.wav", b"RIFF\0\0\0\0WAVE" + bytes(500)),
        ("a.ogg", b"OggS" + bytes(500)),
        ("a.heic", b"\0\0\0\x20ftypheic" + bytes(500)),
        ("a.gif", b"GIF89a" + bytes(500)),
        ("a.webp", b"RIFF\0\0\0\0WEBP" + bytes(500)),
    ],
)
def test_a_file_with_nothing_to_see_or_hear_is_refused(name: str, head: bytes) -> None:
    assert refusal(head, name) in {"file_damaged", "file_cut_off", "file_uncleanable"}


def test_a_film_without_a_picture_is_refused(tmp_path: Path) -> None:
    empty = recordings.ffmpeg(
        tmp_path / "a.mp4", *recordings.PICTURES, "-frames:v", "1", "-movflags", "empty_moov"
    )
    cut = empty[: empty.index(b"mdat") + 4]
    assert refusal(cut, "a.mp4") in {"file_damaged", "file_cut_off"}


def a_document(body: str) -> bytes:
    return papers.bundle(
        "word/document.xml", "wordprocessingml.document.main+xml", {"word/document.xml": body}
    )


def test_entities_that_multiply_are_refused() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 10}">' for n in range(9))
    bomb = f"<!DOCTYPE x [{laughs}]><w:document {papers.WORD}><w:body>&l8;</w:body></w:document>"
    assert refusal(a_document(bomb), "a.docx") == "file_damaged"


def test_entities_that_read_files_are_refused() -> None:
    outside = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    body = f"{outside}<w:document {papers.WORD}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p>"
    assert refusal(a_document(f"{body}</w:body></w:document>"), "a.docx") == "file_damaged"


def test_a_part_that_unpacks_into_too_much_is_refused() -> None:
    bomb = a_document(" " * (41 * MEGABYTE))
    assert len(bomb) < MEGABYTE
    assert refusal(bomb, "a.docx") == "file_too_complex"


def test_an_archive_in_the_dress_of_a_document_is_refused() -> None:
    dressed = papers.bundle("word/document.xml", "other+xml", {"word/document.xml": "<x/>"})
    assert refusal(dressed, "a.docx") in {"file_kind", "file_uncleanable"}


class Silence(plants.Held):
    """An hour-long recording of nothing that lies nowhere: its bytes are made when asked for."""

    RATE = 8000

    def __init__(self, megabytes: int) -> None:
        count = megabytes * MEGABYTE
        form = struct.pack("<HHIIHH", 1, 1, self.RATE, 2 * self.RATE, 2, 16)
        head = b"RIFF" + struct.pack("<I", 36 + count) + b"WAVEfmt " + struct.pack("<I", 16)
        super().__init__(head + form + b"data" + struct.pack("<I", count))
        self.count, self.asked = count, 0

    @property
    def size(self) -> int:
        return len(self.data) + self.count

    def read_at(self, offset: int, count: int) -> bytes:
        self.asked += count
        end = min(self.size, offset + count)
        return self.data[offset:end] + bytes(end - max(offset, min(end, len(self.data))))


def peak(child: int) -> int:
    """The most memory that a process ever had, in bytes."""
    lines = Path(f"/proc/{child}/status").read_text().splitlines()
    held = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
    return int(held[0]) * 1024 if held else 0  # one that has ended holds nothing


def test_a_long_recording_is_cleaned_without_being_held_anywhere() -> None:
    before, highest = living_children(), 0
    source = Silence(6)
    tracemalloc.start()
    try:
        for piece in prepare(source, "a.wav", most=200 * MEGABYTE).chunks:
            assert len(piece) <= MEGABYTE
            highest = max([highest, *(peak(one) for one in living_children() - before)])
        here = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert source.asked > 6 * MEGABYTE
    assert here < 2 * MEGABYTE
    assert 0 < highest < 160 * MEGABYTE
