import os
import secrets
from pathlib import Path

import pytest

from reportdesk.vault.disk import FIXED_TIME, still
from reportdesk.vault.envelope import CannotOpen
from reportdesk.vault.spool import BLOCK, SealedSpool

CANARY = "金丝雀 canary-9013".encode()


def on_disk(spool: SealedSpool) -> bytes:
    """What a look at the disk would find of the nameless file."""
    spool._file.flush()
    return Path(f"/proc/self/fd/{spool._file.fileno()}").read_bytes()


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 5 * BLOCK + 7])
def test_an_upload_is_read_back_as_it_was_written(tmp_path: Path, size: int) -> None:
    data = secrets.token_bytes(size)
    spool = SealedSpool(tmp_path)
    for start in range(0, size, 10_000):
        part = data[start : start + 10_000]
        assert spool.write(part) == len(part)
    spool.seek(0)
    assert b"".join(iter(lambda: spool.read(10_001), b"")) == data
    assert spool.read() == b""
    spool.seek(0)
    assert spool.read() == data
    spool.close()


def test_an_upload_lies_on_the_disk_without_a_name_and_sealed(tmp_path: Path) -> None:
    spool = SealedSpool(tmp_path)
    spool.write(CANARY * 10_000)
    assert list(tmp_path.iterdir()) == []
    assert len(on_disk(spool)) > BLOCK
    assert CANARY not in on_disk(spool)
    assert CANARY[:8] not in on_disk(spool)
    spool.close()


def test_a_broken_off_upload_does_not_date_the_folder(tmp_path: Path) -> None:
    still(tmp_path)
    spool = SealedSpool(tmp_path)
    spool.write(CANARY * 10_000)
    spool.close()
    assert tmp_path.stat().st_mtime == FIXED_TIME


def test_a_block_changed_on_the_disk_is_noticed(tmp_path: Path) -> None:
    spool = SealedSpool(tmp_path)
    spool.write(bytes(3 * BLOCK))
    spool._file.flush()
    os.pwrite(spool._file.fileno(), b"\xff", BLOCK + 2000)
    spool.seek(0)
    with pytest.raises(CannotOpen):
        spool.read()
    spool.close()


def test_any_place_of_an_upload_can_be_read_at_any_time(tmp_path: Path) -> None:
    data = secrets.token_bytes(20 * BLOCK + 77)
    spool = SealedSpool(tmp_path)
    spool.write(data)
    places = [(0, 5), (BLOCK - 2, 4), (19 * BLOCK, 2 * BLOCK), (3, 9 * BLOCK), (len(data), 9)]
    for offset, count in [*places, *reversed(places)]:
        assert spool.read_at(offset, count) == data[offset : offset + count]
    assert spool.size == len(data)
    spool.close()


def test_only_a_rewind_is_understood(tmp_path: Path) -> None:
    spool = SealedSpool(tmp_path)
    with pytest.raises(OSError, match="beginning"):
        spool.seek(5)
    spool.close()
