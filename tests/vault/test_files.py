import errno
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from reportdesk.domain.errors import Conflict, NotFound, Unavailable
from reportdesk.vault.disk import FIXED_TIME
from reportdesk.vault.files import (
    BlobStore,
    LocalBlobs,
    LocalShreds,
    ShredStore,
    new_blob_name,
)

DAY = date(2026, 3, 17)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


@pytest.fixture
def blobs(root: Path) -> BlobStore:
    return LocalBlobs(root)


@pytest.fixture
def shreds(tmp_path: Path) -> ShredStore:
    return LocalShreds(tmp_path / "shreds")


def broken(error: BaseException) -> Iterator[bytes]:
    yield b"first half"
    raise error


def names_below(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


def test_what_was_put_can_be_got_until_it_is_deleted(blobs: BlobStore) -> None:
    name = new_blob_name(DAY)
    assert not blobs.exists(name)
    blobs.put(name, [b"one ", b"", b"two"])
    assert blobs.exists(name)
    assert b"".join(blobs.get(name)) == b"one two"
    blobs.delete(name)
    assert not blobs.exists(name)
    with pytest.raises(NotFound, match="blob"):
        blobs.get(name)
    blobs.delete(name)


def test_an_upload_that_breaks_midway_leaves_nothing(blobs: BlobStore, root: Path) -> None:
    name = new_blob_name(DAY)
    for error in (ConnectionResetError(), RuntimeError("parser"), KeyboardInterrupt()):
        with pytest.raises(type(error)):
            blobs.put(name, broken(error))
        assert names_below(root) == []
        assert not blobs.exists(name)
    blobs.put(name, [b"again"])
    assert b"".join(blobs.get(name)) == b"again"


def test_a_full_disk_is_told_and_leaves_nothing(blobs: BlobStore, root: Path) -> None:
    with pytest.raises(Unavailable, match="disk_full"):
        blobs.put(new_blob_name(DAY), broken(OSError(errno.ENOSPC, "no space")))
    assert names_below(root) == []


def test_a_blob_is_never_overwritten(blobs: BlobStore) -> None:
    name = new_blob_name(DAY)
    blobs.put(name, [b"first"])
    with pytest.raises(Conflict, match="blob_exists"):
        blobs.put(name, [b"second"])
    assert b"".join(blobs.get(name)) == b"first"


def test_a_blob_is_not_there_before_its_last_byte(blobs: BlobStore) -> None:
    name = new_blob_name(DAY)
    seen: list[bool] = []

    def upload() -> Iterator[bytes]:
        yield b"a"
        seen.append(blobs.exists(name))
        yield b"b"

    blobs.put(name, upload())
    assert seen == [False]
    assert blobs.exists(name)


def test_two_uploads_of_one_name_at_once_do_not_mix(blobs: BlobStore) -> None:
    name = new_blob_name(DAY)

    def upload() -> Iterator[bytes]:
        yield b"a"
        with pytest.raises(Conflict):
            blobs.put(name, [b"intruder"])
        yield b"b"

    blobs.put(name, upload())
    assert b"".join(blobs.get(name)) == b"ab"


def test_files_and_folders_all_have_the_one_fixed_time(blobs: BlobStore, root: Path) -> None:
    names = [new_blob_name(DAY) for _ in range(5)]
    for name in names:
        blobs.put(name, [b"x"])
        b"".join(blobs.get(name))
    blobs.delete(names[0])
    with pytest.raises(RuntimeError):
        blobs.put(new_blob_name(DAY), broken(RuntimeError()))
    for path in (root, *root.rglob("*")):
        assert path.stat().st_mtime == FIXED_TIME, path
        if path.is_file():
            assert path.stat().st_atime == FIXED_TIME, path


def test_only_the_owner_may_look(blobs: BlobStore, root: Path) -> None:
    blobs.put(new_blob_name(DAY), [b"x"])
    for path in (root, *root.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path


def test_names_say_the_day_and_nothing_else() -> None:
    names = [new_blob_name(DAY) for _ in range(100)]
    assert {name[:9] for name in names} == {"20260317-"}
    assert len({name[9:] for name in names}) == 100
    assert {len(name) for name in names} == {41}


def test_the_sweep_finds_what_was_uploaded_before_a_day(blobs: BlobStore, root: Path) -> None:
    old, new = new_blob_name(date(2026, 3, 15)), new_blob_name(DAY)
    for name in (old, new):
        blobs.put(name, [b"x"])
    (root / "ab").mkdir(exist_ok=True)
    (root / "ab" / "a stranger's file").touch()
    assert set(blobs.list()) == {old, new}
    assert list(blobs.list(older_than=date(2026, 3, 16))) == [old]
    assert list(blobs.list(older_than=date(2026, 3, 15))) == []


def test_a_part_left_by_a_power_cut_is_found_and_deleted_by_the_sweep(
    blobs: BlobStore, root: Path
) -> None:
    name = new_blob_name(date(2026, 3, 15))
    folder = root / name[9:11]
    folder.mkdir(parents=True)
    (folder / f"{name}.part").write_bytes(b"half")
    assert not blobs.exists(name)
    assert list(blobs.list(older_than=DAY)) == [name]
    blobs.delete(name)
    assert names_below(root) == []


@pytest.mark.parametrize(
    "name", ["", "../keys/receipt-1", "20260317-zz", "/etc/passwd", "20260317-" + "a" * 32 + "/x"]
)
def test_a_name_that_is_not_ours_leads_nowhere(blobs: BlobStore, name: str) -> None:
    for act in (blobs.get, blobs.exists, blobs.delete, lambda n: blobs.put(n, [b"x"])):
        with pytest.raises(NotFound):
            act(name)


def test_free_room_is_told_before_anything_was_stored(blobs: BlobStore, root: Path) -> None:
    free = blobs.room()
    assert free is not None
    assert free > 0
    assert list(blobs.list()) == []


# Shred keys


def test_a_shred_key_is_there_until_it_is_destroyed(shreds: ShredStore) -> None:
    first, second = shreds.new(), shreds.new()
    assert len(shreds.get(first)) == 32
    assert shreds.get(first) == shreds.get(first) != shreds.get(second)
    shreds.destroy(first)
    with pytest.raises(NotFound, match="shredded"):
        shreds.get(first)
    assert len(shreds.get(second)) == 32
    shreds.destroy(first)


def test_a_destroyed_shred_key_was_overwritten(shreds: ShredStore, tmp_path: Path) -> None:
    shred_id = shreds.new()
    key = shreds.get(shred_id)
    witness = tmp_path / "same-inode"
    os.link(tmp_path / "shreds" / shred_id[:2] / shred_id, witness)
    shreds.destroy(shred_id)
    assert len(witness.read_bytes()) == 32
    assert witness.read_bytes() != key


def test_reading_a_shred_key_does_not_date_a_reporters_visit(
    shreds: ShredStore, tmp_path: Path
) -> None:
    for _ in range(3):
        shreds.get(shreds.new())
    shreds.destroy(shreds.new())
    root = tmp_path / "shreds"
    for path in (root, *root.rglob("*")):
        assert path.stat().st_mtime == FIXED_TIME, path
        if path.is_file():
            assert path.stat().st_atime == FIXED_TIME, path


@pytest.mark.parametrize("shred_id", ["", "../keys/receipt-1", "zz" * 16])
def test_an_id_that_is_not_ours_leads_nowhere(shreds: ShredStore, shred_id: str) -> None:
    for act in (shreds.get, shreds.destroy):
        with pytest.raises(NotFound):
            act(shred_id)
