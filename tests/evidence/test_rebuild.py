"""Nothing that a file hid is in its clean copy, whoever looks; what it showed still is."""

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from reportdesk.evidence.clean import Cleaned, prepare
from tests.evidence import plants

MOST = 50 * 1024 * 1024
HARMLESS = {"JFIF", "PNG", "PDF", "Composite"}
MOMENTS = ("Date", "Time")


def clean(data: bytes, name: str = "foto.jpg") -> tuple[Cleaned, bytes]:
    cleaned = prepare(plants.Held(data), name, most=MOST)
    made = b"".join(cleaned.chunks)
    return cleaned, made


@pytest.fixture
def planted(tmp_path: Path) -> dict[str, bytes]:
    return {"jpg": plants.jpeg(tmp_path), "png": plants.png(), "pdf": plants.pdf()}


@pytest.mark.parametrize("kind", ["jpg", "png", "pdf"])
def test_nothing_planted_is_left_and_the_reader_would_have_found_it(
    planted: dict[str, bytes], kind: str
) -> None:
    assert plants.CANARY in plants.everything_in(planted[kind])  # the control
    _, made = clean(planted[kind])
    found = plants.everything_in(made)
    for secret in (plants.CANARY, plants.SERIAL, "114.41", "30.51", "2026:03:02", "Example"):
        assert secret not in found


@pytest.mark.parametrize("kind", ["jpg", "png", "pdf"])
def test_a_clean_copy_has_no_facts_beyond_its_shape_and_no_moment(
    planted: dict[str, bytes], kind: str
) -> None:
    facts = plants.facts(clean(planted[kind])[1])
    assert {name.partition(":")[0] for name in facts} <= HARMLESS
    assert not [name for name in facts if name.endswith(MOMENTS)]


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("jpg", {"author", "comment", "device", "position", "thumbnail", "time"}),
        ("png", {"author", "comment"}),
        ("pdf", {"attachment", "author", "software", "text_layer", "time", "title"}),
    ],
)
def test_the_reporter_is_told_what_was_left_out(
    planted: dict[str, bytes], kind: str, codes: set[str]
) -> None:
    assert set(clean(planted[kind])[0].removed) == codes


def test_a_plain_picture_says_that_nothing_was_left_out() -> None:
    cleaned, _ = clean(plants.bytes_of(plants.a_picture(), "JPEG"))
    assert cleaned.removed == ()


def test_the_same_pages_give_the_same_file_on_any_day() -> None:
    assert clean(plants.pdf())[1] == clean(plants.pdf())[1]


def test_a_page_looks_as_before_in_its_newest_revision() -> None:
    made = clean(plants.pdf(shown="Notice"))[1]
    before, after = (
        pypdfium2.PdfDocument(data)[0].render(scale=2).to_pil().convert("L")
        for data in (plants.pdf(shown="Notice"), made)
    )
    assert after.size == before.size
    differ = sum(abs(a - b) > 60 for a, b in zip(before.tobytes(), after.tobytes(), strict=True))
    assert differ < 0.01 * before.width * before.height
    assert min(after.tobytes()) < 80  # the words are there
    assert pypdfium2.PdfDocument(made)[0].get_textpage().get_text_bounded() == ""


def test_a_rebuilt_pdf_keeps_every_page_and_its_size() -> None:
    source = pypdfium2.PdfDocument.new()
    for width, height in ((200, 100), (595.28, 841.89), (300, 300)):
        source.new_page(width, height)
    data = io.BytesIO()
    source.save(data)
    made = pypdfium2.PdfDocument(clean(data.getvalue(), "a.pdf")[1])
    sizes = [tuple(round(x) for x in made[number].get_size()) for number in range(len(made))]
    assert sizes == [(200, 100), (595, 842), (300, 300)]


def test_a_picture_taken_sideways_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    made = clean(plants.bytes_of(plants.a_picture(), "JPEG", exif=exif))[1]
    assert Image.open(io.BytesIO(made)).size == (80, 120)


def test_what_transparent_pixels_hide_goes_and_what_shows_stays_on_white() -> None:
    picture = plants.a_picture("RGBA")
    picture.paste((1, 2, 3, 0), (70, 50, 120, 80))
    made = Image.open(io.BytesIO(clean(plants.bytes_of(picture, "PNG"), "a.png")[1]))
    assert made.mode == "RGB"
    assert made.getpixel((100, 70)) == (255, 255, 255)
    assert made.getpixel((20, 20)) == (255, 0, 0)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGBA"])
def test_every_way_to_store_a_picture_keeps_its_brightness(mode: str) -> None:
    grey = Image.new("L", (40, 40), 128)
    picture = Image.new("I;16", (40, 40), 128 * 256) if mode == "I;16" else grey.convert(mode)
    made = Image.open(io.BytesIO(clean(plants.bytes_of(picture, "PNG"), "a.png")[1]))
    value = made.convert("L").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert value == pytest.approx(128, abs=8)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("IMG_20260301_101112.txt", "IMG.txt"),
        ("mmexport1772330000123.txt", "mmexport.txt"),
        ("录音 2026-03-01 10.11.12.txt", "录音.txt"),
        ("护理3班-2025010203-作业2.txt", "护理3班--作业2.txt"),
        ("1772330000123.txt", "file.txt"),
        ("第12条.txt", "第12条.txt"),
    ],
)
def test_the_name_of_a_copy_does_not_say_when_a_camera_or_chat_made_it(
    given: str, kept: str
) -> None:
    assert clean("通知".encode(), given)[0].name == kept


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_stays_the_same_words_in_utf_8(coding: str) -> None:
    words = "通知：每天录音 30 分钟。\n\n　　不交就重修。\tEnd"
    cleaned, made = clean(words.encode(coding), "通知.txt")
    assert (made.decode(), cleaned.type, cleaned.removed) == (words, "text/plain", ())


@pytest.mark.parametrize(
    "hidden",
    [
        "\ufe01\U000e0131\U000e01ef",
        "\u034f\u115f\u3164\uffa0\u17b4\u180b\u2800",
        " \t  \t",
        "\u3000",
    ],
)
def test_nothing_can_be_written_in_signs_that_count_as_printable_and_show_nothing(
    hidden: str,
) -> None:
    cleaned, made = clean(f"每天录音。{hidden}\n　　第二行".encode(), "a.txt")
    assert made.decode() == "每天录音。\n　　第二行"
    assert cleaned.removed == ("invisible",)


def test_signs_that_nobody_can_see_go_from_a_text() -> None:
    marked = "每天\u200b录\u2060音\ufeff。\r\n第二\u00a0行\x1b"
    cleaned, made = clean(marked.encode(), "a.txt")
    assert made.decode() == "每天录音。\n第二 行"
    assert cleaned.removed == ("invisible",)


def test_a_long_plain_beginning_does_not_decide_the_coding_of_a_text() -> None:
    words = "a" * 70_000 + "每天录音"
    assert clean(words.encode("gb18030"), "a.txt")[1].decode() == words
