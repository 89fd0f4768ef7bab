"""A release is written whole, and the same facts give the same bytes."""

import sqlite3
from pathlib import Path

import pytest

from reportdesk.release import writer
from reportdesk.release.labels import FILES
from reportdesk.release.reader import Releases
from tests.release.samples import FULL, STUB, frozen, put, row


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_facts_give_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    first = put(tmp_path / "a", frozen(FULL, STUB))
    second = put(tmp_path / "b", frozen(STUB, FULL))
    assert first == second
    assert contents(tmp_path / "a" / "2026-W27.r1") == contents(tmp_path / "b" / "2026-W27.r1")


def test_a_release_consists_of_five_files_that_nobody_may_change(tmp_path: Path) -> None:
    put(tmp_path, frozen())
    folder = tmp_path / "2026-W27.r1"
    assert {path.name for path in folder.iterdir()} == set(FILES)
    assert all(path.stat().st_mode & 0o777 == 0o444 for path in folder.iterdir())


def test_rows_are_kept_in_the_order_of_their_random_references(tmp_path: Path) -> None:
    rows = [row(f"{sign}{sign}{sign}{sign}-0001") for sign in "ZBYAXC"]
    put(tmp_path, frozen(*rows))
    with sqlite3.connect(tmp_path / "2026-W27.r1" / "release.sqlite") as store:
        refs = [ref for (ref,) in store.execute("SELECT ref FROM cases")]
        tables = dict(store.execute("SELECT name, wr FROM pragma_table_list"))
    assert refs == sorted(refs)
    assert tables["cases"] == 1, "WITHOUT ROWID: no order of arrival remains"


def test_a_draft_is_seen_by_no_reader_until_it_is_shown(tmp_path: Path) -> None:
    checksum = writer.draft(tmp_path, frozen())
    assert Releases(tmp_path).labels() == []
    assert writer.drafts(tmp_path) == {"2026-W27.r1": checksum}
    writer.place(tmp_path, "2026-W27.r1")
    assert Releases(tmp_path).labels() == ["2026-W27"]
    assert writer.drafts(tmp_path) == {}


def test_a_draft_replaces_one_that_was_half_written(tmp_path: Path) -> None:
    half = tmp_path / ".unfinished-2026-W27.r1"
    half.mkdir(parents=True)
    (half / "stray").write_text("half")
    assert writer.drafts(tmp_path) == {"2026-W27.r1": ""}
    put(tmp_path, frozen())
    assert {path.name for path in (tmp_path / "2026-W27.r1").iterdir()} == set(FILES)


def test_a_failed_write_shows_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(path: Path, facts: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(writer, "_store", full_disk)
    with pytest.raises(OSError, match="no space"):
        put(tmp_path, frozen())
    assert [path.name for path in tmp_path.iterdir()] == [".unfinished-2026-W27.r1"]
    writer.discard(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_removed_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, frozen())

    def refused(path: Path) -> None:
        raise PermissionError(f"not permitted: {path.name}")

    monkeypatch.setattr(writer.shutil, "rmtree", refused)
    with pytest.raises(PermissionError):
        writer.remove(tmp_path, "2026-W27.r1")
    assert Releases(tmp_path).labels() == [], "readers lost it all the same"


def test_two_builds_do_not_write_to_one_folder(tmp_path: Path) -> None:
    with (
        writer.alone(tmp_path),
        pytest.raises(writer.OccupiedError),
        writer.alone(tmp_path),
    ):
        pass
    with writer.alone(tmp_path):
        assert list(tmp_path.iterdir()) == [], "the lock leaves nothing behind"
