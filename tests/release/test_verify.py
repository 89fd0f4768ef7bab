"""Tampering with a release is found."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from reportdesk.release.verify import problems
from tests.release.samples import HEADER, frozen, put, written


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path).folder


def change(path: Path, content: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(content)


def test_an_untouched_release_has_no_problem(folder: Path) -> None:
    assert problems(folder.parent) == []
    assert problems(folder.parent, "2026-W27") == []


def test_a_changed_file_differs_from_its_checksum(folder: Path) -> None:
    change(folder / "cases.csv", b"other")
    assert problems(folder.parent) == ["2026-W27.r1/cases.csv: differs from its checksum"]


def test_a_file_changed_together_with_its_checksum_no_longer_follows_from_the_store(
    folder: Path,
) -> None:
    old = (folder / "cases.csv").read_bytes()
    new = old.replace(b"correcting", b"closed")
    assert new != old
    change(folder / "cases.csv", new)
    sums = (folder / "SHA256SUMS").read_text()
    digests = [hashlib.sha256(content).hexdigest() for content in (old, new)]
    change(folder / "SHA256SUMS", sums.replace(*digests).encode())
    assert problems(folder.parent) == ["2026-W27.r1/cases.csv: does not follow from the store"]


def test_missing_and_stray_files_are_named(folder: Path) -> None:
    (folder / "cases.json").unlink()
    (folder / "extra.txt").write_text("?")
    assert problems(folder.parent) == [
        "2026-W27.r1/cases.json: missing",
        "2026-W27.r1/extra.txt: does not belong here",
    ]


def test_a_list_of_checksums_that_is_garbage_or_leaves_a_file_out_is_named(folder: Path) -> None:
    sums = (folder / "SHA256SUMS").read_bytes()
    for content in (b"garbage\n", b"\xff", b"", b"".join(sums.splitlines(keepends=True)[1:])):
        change(folder / "SHA256SUMS", content)
        assert problems(folder.parent) == [
            "2026-W27.r1/SHA256SUMS: does not name the files of a release"
        ]


def test_a_store_that_cannot_be_read_is_named(folder: Path) -> None:
    old = (folder / "release.sqlite").read_bytes()
    sums = (folder / "SHA256SUMS").read_text()
    for content in (b"garbage", b"", old[:4096]):
        change(folder / "release.sqlite", content)
        digests = [hashlib.sha256(one).hexdigest() for one in (old, content)]
        change(folder / "SHA256SUMS", sums.replace(*digests).encode())
        assert problems(folder.parent) == ["2026-W27.r1/release.sqlite: cannot be read"]


def test_a_release_under_another_ones_name_is_found(folder: Path) -> None:
    folder.rename(folder.parent / "2026-W28.r1")
    assert problems(folder.parent) == ["2026-W28.r1/release.sqlite: is of another release"]


def test_an_earlier_revision_that_is_still_there_is_found(folder: Path) -> None:
    put(folder.parent, frozen(header=replace(HEADER, revision=2)))
    expected = ["2026-W27.r1: replaced by another revision and still here"]
    assert problems(folder.parent) == expected
    assert problems(folder.parent, "2026-W27") == expected


def test_an_unknown_label_is_a_problem(folder: Path) -> None:
    assert problems(folder.parent, "2026-W01") == ["2026-W01: no such release"]
