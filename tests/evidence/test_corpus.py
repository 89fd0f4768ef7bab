"""Every kind that is taken: what was planted is found in the original and nowhere in the copy."""

import io
import struct
from collections.abc import Callable
from pathlib import Path

import av
import pillow_heif
import pytest
from PIL import Image

from reportdesk.evidence import film, rebuild
from reportdesk.evidence.kinds import Kind
from tests.evidence import papers, plants, recordings
from tests.evidence.test_rebuild import clean

pillow_heif.register_heif_opener()
SECRETS = (plants.CANARY, plants.SERIAL, "114.41", "30.51", "2026:03:02", "2026-03-02", "C0FFEE")
SOUNDS = ("mp3", "m4a", "wav", "ogg", "opus", "flac", "amr", "silk")
SILENT = frozenset({"amr", "silk"})
"""Kinds that have no place for a fact."""


def with_exif(form: str, **more: object) -> bytes:
    exif = Image.Exif()
    exif[0x013B], exif[0x010F] = plants.CANARY, "Example"
    exif.get_ifd(0x8825)[1] = "N"
    return plants.bytes_of(plants.a_picture(), form, exif=exif, **more)


def picture(kind: str) -> bytes:
    """A picture of a phone in the newer forms, words behind its end included."""
    frames = [plants.a_picture(), plants.a_picture().rotate(90)]
    made = {
        "heic": lambda: with_exif("HEIF", xmp=f"<x>{plants.CANARY}</x>".encode()),
        "webp": lambda: with_exif("WEBP", xmp=f"<x>{plants.CANARY}</x>"),
        "gif": lambda: plants.bytes_of(
            frames[0], "GIF", save_all=True, append_images=frames[1:], comment=plants.CANARY
        ),
    }[kind]()
    words = plants.CANARY.encode()
    return made + (struct.pack(">I4s", 8 + len(words), b"free") if kind == "heic" else b"") + words


def nothing_left(data: bytes, folder: Path) -> None:
    """No reader finds anything that was planted."""
    found = plants.everything_in(data)
    found += recordings.probed(data, folder) if data[4:8] == b"ftyp" else ""
    for secret in SECRETS:
        assert secret not in found


@pytest.mark.parametrize("kind", ["heic", "webp", "gif"])
def test_pictures_of_phones_and_chats(tmp_path: Path, kind: str) -> None:
    planted = picture(kind)
    assert plants.CANARY in plants.everything_in(planted)
    cleaned, made = clean(planted, f"a.{kind}")
    nothing_left(made, tmp_path)
    assert set(cleaned.removed) & {"author", "comment"}
    shown = Image.open(io.BytesIO(made))
    assert shown.size == (120, 80)
    assert shown.convert("RGB").getpixel((30, 20))[0] > 200


def test_a_picture_that_moves_keeps_its_frames_and_their_time(tmp_path: Path) -> None:
    frames = [plants.a_picture(), plants.a_picture().rotate(90), plants.a_picture().rotate(180)]
    data = plants.bytes_of(
        frames[0], "GIF", save_all=True, append_images=frames[1:], duration=[100, 300, 500]
    )
    made = Image.open(io.BytesIO(clean(data, "a.gif")[1]))
    assert made.n_frames == 3
    spans = []
    for number in range(3):
        made.seek(number)
        spans.append(made.info["duration"])
    assert spans == [100, 300, 500]


@pytest.mark.parametrize("ending", SOUNDS)
def test_sounds_of_every_kind_become_a_bare_mp3(tmp_path: Path, ending: str) -> None:
    planted = recordings.sound(tmp_path, ending)
    assert ending in SILENT or plants.CANARY in plants.everything_in(planted)
    cleaned, made = clean(planted, f"voice.{ending}")
    assert (cleaned.name, cleaned.type) == ("voice.mp3", "audio/mpeg")
    nothing_left(made, tmp_path)
    with av.open(io.BytesIO(made)) as heard:
        seconds = sum(frame.samples / frame.sample_rate for frame in heard.decode(audio=0))
        assert seconds == pytest.approx(1.0, abs=0.3)
        assert not heard.metadata
    if ending not in SILENT:
        assert {"author", "title"} <= set(cleaned.removed)


@pytest.mark.parametrize("behind", [b"\0" * 300, plants.CANARY.encode() * 20])
def test_a_sound_with_other_bytes_behind_its_end_is_no_damaged_one(
    tmp_path: Path, behind: bytes
) -> None:
    _, made = clean(recordings.sound(tmp_path, "mp3") + behind, "voice.mp3")
    nothing_left(made, tmp_path)
    with av.open(io.BytesIO(made)) as heard:
        assert next(heard.decode(audio=0)).samples


@pytest.mark.parametrize(
    ("ending", "codec"),
    [("mp4", "libx264"), ("mov", "libx264"), ("mp4", "libx265"), ("webm", "libvpx")],
)
def test_films_of_every_kind_become_a_bare_mp4(tmp_path: Path, ending: str, codec: str) -> None:
    planted = recordings.film(tmp_path, ending, codec)
    assert plants.CANARY in plants.everything_in(planted)
    cleaned, made = clean(planted, f"clip.{ending}")
    assert (cleaned.name, cleaned.type) == ("clip.mp4", "video/mp4")
    nothing_left(made, tmp_path)
    assert b"x264" not in made
    assert b"x265" not in made
    assert {"title", "tracks"} <= set(cleaned.removed)
    with av.open(io.BytesIO(made)) as seen:
        assert [track.type for track in seen.streams] == ["video", "audio"]
        pictures = list(seen.decode(video=0))
        assert len(pictures) == 10
        assert (pictures[0].width, pictures[0].height) == (160, 96)


class Whole(io.BytesIO):
    """A file in memory as the child sees it."""

    @property
    def size(self) -> int:
        return len(self.getbuffer())


class Kept(io.BytesIO):
    """A copy in memory that cannot be gone back in."""

    seek = tell = None

    @property
    def written(self) -> int:
        return len(self.getbuffer())


@pytest.mark.parametrize("codec", ["libx264", "libx265"])
def test_a_film_too_long_to_be_drawn_again_is_copied_without_sei(
    tmp_path: Path, codec: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = recordings.film(tmp_path, "mp4", codec)
    assert (b"x265" if codec == "libx265" else plants.CANARY.encode()) in planted
    monkeypatch.setattr(film, "DRAWN_AGAIN", 0)
    out = Kept()
    rebuild.rebuild(Kind.MP4, Whole(planted), out)
    made = out.getvalue()
    nothing_left(made, tmp_path)
    assert b"x264" not in made
    assert b"x265" not in made
    with av.open(io.BytesIO(made)) as seen, av.open(io.BytesIO(planted)) as before:
        shown = [
            [bytes(frame.planes[0]) for frame in one.decode(video=0)] for one in (seen, before)
        ]
        assert shown[0] == shown[1]


@pytest.mark.parametrize(
    ("make", "ending", "shown"),
    [
        (
            papers.document,
            "docx",
            (
                "Everyone records",
                "for 30 minutes",
                "see notice",
                "In a box",
                "Seen anyway",
                "On top",
                "In a row",
                "At the foot",
                "Style 1",
            ),
        ),
        (papers.workbook, "xlsx", ("Table", "Minutes", "<v>30</v>")),
        (papers.slides, "pptx", ("Hand in by Friday",)),
    ],
)
def test_office_files_keep_what_they_show_and_nothing_else(
    tmp_path: Path, make: Callable[[Path], bytes], ending: str, shown: tuple[str, ...]
) -> None:
    planted = make(tmp_path)
    assert plants.CANARY in plants.everything_in(planted)
    cleaned, made = clean(planted, f"a.{ending}")
    assert cleaned.name == f"a.{ending}"
    nothing_left(made, tmp_path)
    text = b"".join(plants.unzipped(made)).decode("utf-8", "ignore")
    for words in shown:
        assert words in text
    assert {"author", "thumbnail", "software", "invisible"} <= set(cleaned.removed)
    assert b"example.org" not in b"".join(plants.unzipped(made))


@pytest.mark.parametrize("make", [papers.document, papers.slides])
def test_pictures_in_office_files_are_made_anew(
    tmp_path: Path, make: Callable[[Path], bytes]
) -> None:
    _, made = clean(make(tmp_path), "a.docx")
    pictures = [part for part in plants.unzipped(made) if part[:3] in {b"\xff\xd8\xff", b"\x89PN"}]
    assert [Image.open(io.BytesIO(one)).size for one in pictures] == [(120, 80)]


RED, WHITE = (255, 0, 0), (255, 255, 255)
CORNER = '<a:srcRect l="50000" t="50000"/>'


@pytest.mark.parametrize(
    ("cuts", "colour"),
    [((CORNER,), WHITE), ((CORNER, CORNER), WHITE), (("",), RED), ((CORNER, ""), RED)],
)
def test_what_is_cut_off_from_a_picture_is_not_in_it_unless_it_is_shown_elsewhere(
    cuts: tuple[str, ...], colour: tuple[int, int, int]
) -> None:
    planted = papers.cropped(*cuts)
    cleaned, made = clean(planted, "a.docx")
    [shown] = [part for part in plants.unzipped(made) if part[:4] == b"\x89PNG"]
    found = Image.open(io.BytesIO(shown))
    assert (found.size, found.getpixel((30, 20))) == ((120, 80), colour)
    assert ("invisible" in cleaned.removed) is (colour == WHITE)
