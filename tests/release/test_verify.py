"""Tampering with a release is found."""

import hashlib
from pathlib import Path

import pytest

from reportdesk.release.verify import problems
from tests.release.samples import written


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


def test_an_unknown_label_is_a_problem(folder: Path) -> None:
    assert problems(folder.parent, "2026-W01") == ["2026-W01: no such release"]
