"""A release is written whole, and the same facts give the same bytes."""

import sqlite3
from pathlib import Path

import pytest

from reportdesk.release import writer
from reportdesk.release.labels import FILES
from tests.release.samples import FULL, STUB, frozen, row


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_facts_give_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    first = writer.write(tmp_path / "a", frozen(FULL, STUB))
    second = writer.write(tmp_path / "b", frozen(STUB, FULL))
    assert first == second
    assert contents(tmp_path / "a" / "2026-W27.r1") == contents(tmp_path / "b" / "2026-W27.r1")


def test_a_release_consists_of_five_files_that_nobody_may_change(tmp_path: Path) -> None:
    writer.write(tmp_path, frozen())
    folder = tmp_path / "2026-W27.r1"
    assert {path.name for path in folder.iterdir()} == set(FILES)
    assert all(path.stat().st_mode & 0o777 == 0o444 for path in folder.iterdir())


def test_rows_are_kept_in_the_order_of_their_random_references(tmp_path: Path) -> None:
    rows = [row(f"{sign}{sign}{sign}{sign}-0001") for sign in "ZBYAXC"]
    writer.write(tmp_path, frozen(*rows))
    with sqlite3.connect(tmp_path / "2026-W27.r1" / "release.sqlite") as store:
        refs = [ref for (ref,) in store.execute("SELECT ref FROM cases")]
        tables = dict(store.execute("SELECT name, wr FROM pragma_table_list"))
    assert refs == sorted(refs)
    assert tables["cases"] == 1, "WITHOUT ROWID: no order of arrival remains"


def test_what_an_interrupted_build_left_behind_is_swept_and_replaced(tmp_path: Path) -> None:
    half = tmp_path / ".unfinished-2026-W26.r1"
    half.mkdir(parents=True)
    (half / "cases.csv").write_text("half")
    whole = tmp_path / "2026-W27.r1"
    whole.mkdir()
    (whole / "stray").write_text("not in the ledger")
    writer.write(tmp_path, frozen())
    assert not half.exists()
    assert {path.name for path in whole.iterdir()} == set(FILES)


def test_a_failed_write_shows_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(path: Path, facts: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(writer, "_store", full_disk)
    with pytest.raises(OSError, match="no space"):
        writer.write(tmp_path, frozen())
    assert [path.name for path in tmp_path.iterdir()] == [".unfinished-2026-W27.r1"]
