"""What is refused and why, and that a refusal leaves nothing behind."""

import gc
import io
import os
import resource
import signal
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from reportdesk.cli.serve import THREADS
from reportdesk.domain.errors import BadInput, Busy
from reportdesk.evidence import clean
from reportdesk.evidence.child import MEMORY
from reportdesk.evidence.clean import prepare
from reportdesk.runtime import Runtime
from tests.evidence import plants

MOST = 50 * 1024 * 1024


def refusal(data: bytes, name: str = "a.jpg", most: int = MOST) -> str:
    with pytest.raises(BadInput) as refused:
        for _ in prepare(plants.Held(data), name, most=most).chunks:
            pass
    assert refused.value.field == "files"
    return refused.value.code


def cleaned(data: bytes, name: str) -> clean.Cleaned:
    """A copy that was read to its end."""
    made = prepare(plants.Held(data), name, most=MOST)
    assert b"".join(made.chunks)
    return made


def noise() -> bytes:
    """A picture whose copy is larger than a pipe holds: its child waits until it is read."""
    out = io.BytesIO()
    Image.effect_noise((1000, 1000), 90).convert("RGB").save(out, "JPEG", quality=95)
    return out.getvalue()


def living_children() -> set[int]:
    """Processes that this one started and that still live."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid():
            found.add(int(stat.parent.name))
    return found


@pytest.fixture
def children() -> Callable[[], set[int]]:
    """Living processes started since the test began; a journey's served site is none of them."""
    before = living_children()
    return lambda: living_children() - before


@pytest.fixture
def jpeg() -> bytes:
    return plants.bytes_of(plants.a_picture(size=(300, 200)), "JPEG")


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("kind", ["jpg", "png", "pdf"])
def test_a_file_whose_end_is_missing_is_refused(jpeg: bytes, kind: str, kept: float) -> None:
    whole = {"jpg": jpeg, "png": plants.png()[: -len(plants.CANARY)], "pdf": plants.pdf()}[kind]
    assert refusal(whole[: int(len(whole) * kept)]) in {"file_cut_off", "file_damaged"}


def test_the_reason_says_cut_off_where_that_is_sure() -> None:
    assert refusal(plants.pdf()[:900]) == "file_cut_off"
    assert refusal(plants.png()[:200]) == "file_cut_off"


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\x00" + bytes(200),
        b"\x7fELF" + bytes(200),
        b"Rar!\x1a\x07\x00" + bytes(200),
        b"\x00\x01\x02\x03" * 50,
        b"%!PS-Adobe-3.0\n" + bytes(3),
    ],
)
def test_what_it_is_counts_and_not_how_it_is_called(data: bytes) -> None:
    assert refusal(data, "holiday.jpg") == "file_kind"


def test_an_archive_called_picture_is_refused() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a.txt", "a")
    assert refusal(archive.getvalue(), "a.png") == "file_kind"


def test_a_picture_under_another_name_gets_the_ending_of_what_it_is(jpeg: bytes) -> None:
    assert cleaned(jpeg, "notice.pdf").name == "notice.jpg"


def test_a_page_of_markup_becomes_plain_text() -> None:
    made = cleaned(b"<script>alert(1)</script>", "a.html")
    assert (made.name, made.type) == ("a.txt", "text/plain")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("C:\\Users\\someone\\photo.JPG", "photo.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("通知\u202egpj.exe", "通知gpj.jpg"),
        ("a" * 300 + ".png", "a" * 80 + ".jpg"),
        (".jpg", "jpg.jpg"),
        ("...", "file.jpg"),
        ("", "file.jpg"),
    ],
)
def test_a_file_name_loses_folders_and_tricks(jpeg: bytes, typed: str, kept: str) -> None:
    assert cleaned(jpeg, typed).name == kept


@pytest.mark.parametrize(
    "damaged",
    [
        b"\xff\xd8\xff\xe0" + bytes(5000),
        b"\x89PNG\r\n\x1a\n" + bytes(5000) + b"IEND\xaeB`\x82",
        b"%PDF-1.7\n" + b"x" * 5000 + b"\n%%EOF\n",
    ],
)
def test_a_file_that_only_begins_like_its_kind_is_refused(damaged: bytes) -> None:
    assert refusal(damaged) == "file_damaged"


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"") == "file_empty"


def test_a_file_over_the_limit_is_refused_wherever_the_limit_falls(
    jpeg: bytes, children: Callable[[], set[int]]
) -> None:
    large = jpeg + bytes(3 * 1024 * 1024)
    for most in (1000, 1024 * 1024, 3 * 1024 * 1024):
        with pytest.raises(BadInput) as refused:
            prepare(plants.Held(large), "a.jpg", most=most)
        assert refused.value.code == "file_large"
    assert not children()


@pytest.mark.parametrize("size", [(12_000, 12_000), (40_000, 40_000), (60_000, 60_000)])
def test_a_small_file_that_unpacks_into_a_huge_picture_is_refused(size: tuple[int, int]) -> None:
    packed = plants.bomb(*size)
    assert len(packed) < 1024 * 1024
    assert refusal(packed, "a.png") == "file_too_complex"


def test_a_page_as_large_as_a_field_and_a_book_of_too_many_pages_are_refused() -> None:
    field = plants.pdf().replace(b"/MediaBox[0 0 200 150]", b"/MediaBox[0 0 99999 9]")
    assert refusal(field.replace(b"99999 9]", b"14400 14400]")) == "file_too_complex"
    book, many = io.BytesIO(), pypdfium2.PdfDocument.new()
    for _ in range(201):
        many.new_page(10, 10)
    many.save(book)
    assert refusal(book.getvalue()) == "file_too_complex"


def test_a_text_that_turns_into_bytes_is_refused() -> None:
    assert refusal("说明".encode() * 20_000 + bytes(100), "a.txt") == "file_cut_off"


def test_a_text_of_unlikely_length_is_refused() -> None:
    assert refusal(b"a" * (21 * 1024 * 1024), "a.txt") == "file_too_complex"


class BrokenOffError(Exception):
    """The connection is gone."""


class Half(plants.Held):
    """A stored upload of which the second half cannot be read any more."""

    def read_at(self, offset: int, count: int) -> bytes:
        if offset + count > self.size // 2 and offset:
            raise BrokenOffError
        return super().read_at(offset, count)


def store(runtime: Runtime, data: plants.Held) -> None:
    """What filing does with an upload."""
    cleaned = prepare(data, "a.png", most=MOST)
    runtime.vault.store_file(cleaned.chunks, runtime.clock().date())


@pytest.mark.parametrize("side", [400, 900])
def test_an_upload_that_breaks_off_leaves_no_child_no_blob_and_no_file(
    runtime: Runtime, tmp_path: Path, children: Callable[[], set[int]], side: int
) -> None:
    data = plants.bytes_of(plants.a_picture(size=(side, side)), "PNG", compress_level=0)
    before = set(tmp_path.rglob("*"))
    with pytest.raises(BrokenOffError):
        store(runtime, Half(data))
    assert set(tmp_path.rglob("*")) == before
    assert not children()


def test_a_refused_file_leaves_no_blob(
    runtime: Runtime, tmp_path: Path, children: Callable[[], set[int]]
) -> None:
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(BadInput):
        store(runtime, plants.Held(plants.pdf()[:900]))
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == before
    assert not children()


def test_a_copy_that_nobody_reads_to_its_end_ends_its_child(
    children: Callable[[], set[int]],
) -> None:
    cleaned = prepare(plants.Held(noise()), "a.jpg", most=MOST)
    assert len(children()) == 1
    cleaned.chunks.close()
    assert not children()


def test_a_store_that_gives_up_half_way_ends_the_child(
    runtime: Runtime, jpeg: bytes, children: Callable[[], set[int]]
) -> None:
    def too_much(chunks: Iterable[bytes]) -> Iterator[bytes]:
        yield next(iter(chunks))
        raise BrokenOffError

    def give_up() -> None:
        cleaned = prepare(plants.Held(jpeg), "a.jpg", most=MOST)
        runtime.vault.store_file(too_much(cleaned.chunks), runtime.clock().date())

    with pytest.raises(BrokenOffError):
        give_up()
    assert not [path for path in runtime.settings.blobs.rglob("*") if path.is_file()]
    gc.collect()
    assert not children()


def test_only_so_many_files_are_rebuilt_at_once_and_the_turn_comes_back(
    jpeg: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clean, "QUICK", clean.Lane(at_once=2, waiting=1, patience=0.01))
    open_ones = [prepare(plants.Held(jpeg), "a.jpg", most=MOST) for _ in range(2)]
    with pytest.raises(Busy) as busy:
        prepare(plants.Held(jpeg), "a.jpg", most=MOST)
    assert busy.value.code == "file_turns"
    for one in open_ones:
        assert b"".join(one.chunks)
    assert b"".join(prepare(plants.Held(jpeg), "a.jpg", most=MOST).chunks)


def a_sound() -> bytes:
    """A second of nothing, as a recorder writes it."""
    head = struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16)
    samples = b"\0" * 16_000
    body = b"WAVEfmt " + head + b"data" + struct.pack("<I", len(samples)) + samples
    return b"RIFF" + struct.pack("<I", len(body)) + body


@pytest.mark.parametrize(
    ("make", "name"), [(a_sound, "a.wav"), (plants.pdf, "a.pdf")], ids=["sound", "document"]
)
def test_what_may_compute_for_minutes_never_takes_all_turns_of_pictures(
    jpeg: bytes, make: Callable[[], bytes], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clean, "SLOW", clean.Lane(at_once=1, waiting=0, patience=0.01))
    monkeypatch.setattr(clean, "QUICK", clean.Lane(at_once=2, waiting=0, patience=0.01))
    first = prepare(plants.Held(make()), name, most=MOST)
    with pytest.raises(Busy) as busy:
        prepare(plants.Held(make()), name, most=MOST)
    assert busy.value.code == "file_turns"
    assert b"".join(prepare(plants.Held(jpeg), "a.jpg", most=MOST).chunks)
    assert b"".join(first.chunks)
    assert b"".join(prepare(plants.Held(make()), name, most=MOST).chunks)


def test_uploads_that_wait_for_their_turn_leave_threads_for_pages() -> None:
    seats = sum(lane.seats for lane in (clean.SLOW, clean.QUICK, clean.LONG))
    assert seats + 4 <= THREADS


def confined(act: str) -> subprocess.CompletedProcess[str]:
    """What becomes of ``act`` in a process that has confined itself."""
    code = f"from reportdesk.evidence import child\nchild.confine(1)\n{act}"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)


def test_a_child_cannot_write_a_file(tmp_path: Path) -> None:
    target = tmp_path / "loot"
    done = confined(f"with open({str(target)!r}, 'wb') as f: f.write(b'a' * 10)")
    assert done.returncode != 0
    assert "File too large" in done.stderr
    assert target.stat().st_size == 0


def test_a_child_cannot_take_more_memory_than_its_share() -> None:
    done = confined(f"bytearray({MEMORY})")
    assert done.returncode != 0
    assert "MemoryError" in done.stderr


def test_a_child_that_computes_for_ever_is_ended() -> None:
    assert -confined("while True: pass").returncode in {signal.SIGXCPU, signal.SIGKILL}


def test_a_child_may_start_no_other_process_and_keeps_no_memory_image() -> None:
    names = (resource.RLIMIT_NPROC, resource.RLIMIT_CORE)
    said = confined(f"import resource\nprint([resource.getrlimit(n) for n in {names!r}])").stdout
    assert said.strip() == "[(0, 0), (0, 0)]"


def test_a_childs_share_of_time_is_less_than_the_wait_for_it() -> None:
    assert clean.WALL > 1


def test_a_child_inherits_no_environment_and_no_open_file(
    children: Callable[[], set[int]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REPORTDESK_SECRET_OF_PARENT", "1")
    with (tmp_path / "key").open("wb") as secret:
        os.set_inheritable(secret.fileno(), True)
        cleaned = prepare(plants.Held(noise()), "a.jpg", most=MOST)
        (child,) = children()
        assert b"REPORTDESK" not in Path(f"/proc/{child}/environ").read_bytes()
        held = {os.readlink(fd) for fd in Path(f"/proc/{child}/fd").iterdir()}
        assert str(tmp_path / "key") not in held
        b"".join(cleaned.chunks)
