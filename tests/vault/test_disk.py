import os
from pathlib import Path

import pytest

from reportdesk.vault.disk import (
    FIXED_TIME,
    destroy,
    make_folder,
    open_quietly,
    read_quietly,
    write_new,
)


def test_a_file_is_written_whole_private_and_without_a_time(tmp_path: Path) -> None:
    path = tmp_path / "key"
    write_new(path, b"secret")
    assert path.read_bytes() == b"secret"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.stat().st_mtime == tmp_path.stat().st_mtime == FIXED_TIME


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "key"
    write_new(path, b"first")
    with pytest.raises(FileExistsError):
        write_new(path, b"second")
    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]


def test_reading_leaves_no_access_time(tmp_path: Path) -> None:
    path = tmp_path / "key"
    write_new(path, b"secret")
    assert read_quietly(path) == b"secret"
    assert path.stat().st_atime == FIXED_TIME


def test_what_is_destroyed_was_overwritten_first(tmp_path: Path) -> None:
    path, witness = tmp_path / "key", tmp_path / "same-inode"
    write_new(path, b"secret" * 100)
    os.link(path, witness)
    destroy(path)
    assert not path.exists()
    assert len(witness.read_bytes()) == 600
    assert b"secret" not in witness.read_bytes()


def test_destroying_what_is_gone_is_fine(tmp_path: Path) -> None:
    destroy(tmp_path / "nothing")


def test_folders_are_private_with_their_parents(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_quietly(tmp_path / "nothing")
