"""The public site's only window."""

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from reportdesk.release import writer
from reportdesk.release.reader import Release, Releases
from reportdesk.release.schema import in_order
from tests.release.samples import FULL, HEADER, STUB, frozen, put, row, written


def refs(rows: list[dict[str, object]]) -> list[object]:
    return [found["ref"] for found in rows]


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    release = written(tmp_path)
    assert release.header == HEADER
    assert release.case("A1A1-0001") == FULL
    assert release.case("ZZZZ-9999") is None
    assert release.frozen() == replace(frozen(), cases=tuple(in_order([FULL, STUB])))


def test_a_release_from_before_a_column_existed_is_read_all_the_same(tmp_path: Path) -> None:
    release = written(tmp_path)
    release.close()
    with sqlite3.connect(release.folder / "release.sqlite") as store:
        store.execute("ALTER TABLE cases DROP COLUMN excerpts")
    older = Release(release.folder)
    assert older.case("A1A1-0001") == {**FULL, "excerpts": None}
    assert len(older.cases({"stage": ("routed",)})) == 1


def test_newest_months_come_first_and_tombstones_last(tmp_path: Path) -> None:
    rows = [
        row("AAAA-0001", month="2026-01"),
        row("ZZZZ-0002", month="2026-05"),
        row("BBBB-0003", month="2026-05"),
        row("CCCC-0004", level="withheld", month=None),
    ]
    release = written(tmp_path, *rows)
    expected = ["BBBB-0003", "ZZZZ-0002", "AAAA-0001", "CCCC-0004"]
    assert refs(release.cases({})) == expected == refs(in_order(rows))
    assert refs(release.cases({}, first=1, limit=2)) == expected[1:3]


def test_values_of_one_filter_are_alternatives_and_filters_add_up(tmp_path: Path) -> None:
    release = written(
        tmp_path,
        row("AAAA-0001", stage="routed", practice="other"),
        row("BBBB-0002", stage="accepted"),
        row("CCCC-0003", stage="closed"),
    )
    either = {"stage": ("routed", "accepted")}
    assert refs(release.cases(either)) == ["AAAA-0001", "BBBB-0002"]
    assert release.count({**either, "practice": ("other",)}) == 1
    assert release.count({"stage": ("merged",)}) == 0


def test_columns_of_several_codes_and_flags_can_be_asked_for(tmp_path: Path) -> None:
    release = written(tmp_path)
    assert refs(release.cases({"rungs": ("S2", "S4")})) == ["A1A1-0001"]
    assert refs(release.cases({"rungs": ("S1",)})) == ["A1A1-0001", "B2B2-0002"]
    assert refs(release.cases({"listed": ("1",)})) == ["B2B2-0002"]
    assert refs(release.cases({"listed": ("0",)})) == ["A1A1-0001"]


def test_tallies_count_every_value(tmp_path: Path) -> None:
    release = written(tmp_path)
    assert release.tally("stage", {}) == {"correcting": 1, "routed": 1}
    assert release.tally("stage", {"listed": ("1",)}) == {"routed": 1}


def test_releases_are_ordered_by_week_and_a_new_one_is_noticed_at_once(tmp_path: Path) -> None:
    releases = Releases(tmp_path)
    assert releases.newest() is None
    for label in ("2026-W09", "2026-W27-2", "2026-W27", "2026-W27-10", "2025-W52"):
        put(tmp_path, frozen(header=replace(HEADER, label=label)))
    assert releases.labels() == ["2026-W27-10", "2026-W27-2", "2026-W27", "2026-W09", "2025-W52"]
    newest = releases.newest()
    assert newest is not None
    assert newest.header.label == "2026-W27-10"


def test_a_new_revision_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    releases = Releases(tmp_path)
    put(tmp_path, frozen(FULL, STUB))
    first = releases.get("2026-W27")
    assert first is not None
    assert first.count({}) == 2
    put(tmp_path, frozen(STUB, header=replace(HEADER, revision=2)))
    writer.remove(tmp_path, "2026-W27.r1")
    second = releases.get("2026-W27")
    assert second is not None
    assert (second.header.revision, second.count({})) == (2, 1)


def test_strange_folders_are_no_releases(tmp_path: Path) -> None:
    for name in ("2026-W27", ".unfinished-2026-W27.r1", "notes.r1", "2026-W27.r1.bak"):
        (tmp_path / name).mkdir()
    assert Releases(tmp_path).labels() == []


def test_only_the_files_of_a_release_can_be_read(tmp_path: Path) -> None:
    release = written(tmp_path)
    assert release.content("cases.csv")
    assert release.content("../../secret") is None
    assert release.content("release.sqlite-wal") is None


def test_the_store_cannot_be_written_through_the_reader(tmp_path: Path) -> None:
    release = written(tmp_path)
    with release._engine.connect() as connection, pytest.raises(Exception, match="readonly"):
        connection.exec_driver_sql("DELETE FROM cases")
    assert sqlite3.connect(release.folder / "release.sqlite").execute(
        "SELECT count(*) FROM cases"
    ).fetchone() == (2,)


def test_a_folder_counts_when_it_is_whole(tmp_path: Path) -> None:
    put(tmp_path, frozen())
    releases = Releases(tmp_path)
    (tmp_path / "2026-W28.r1").mkdir()
    assert releases.labels() == ["2026-W27"], "a copy that has just begun"
    copied = tmp_path / "2026-W27.r2"
    shutil.copytree(tmp_path / "2026-W27.r1", copied)
    whole = (copied / "release.sqlite").read_bytes()
    (copied / "release.sqlite").unlink()
    (copied / "release.sqlite").write_bytes(whole[:5000])
    assert releases.newest().folder.name == "2026-W27.r1", "its store is not complete"
    (copied / "release.sqlite").write_bytes(whole)
    assert releases.newest().folder.name == "2026-W27.r2"
    assert not releases.is_broken()


def test_a_site_whose_every_release_is_incomplete_is_broken(tmp_path: Path) -> None:
    assert not Releases(tmp_path / "none").is_broken(), "before the first release"
    (tmp_path / "2026-W28.r1").mkdir()
    assert Releases(tmp_path).is_broken()


def test_another_content_under_the_same_name_is_noticed(tmp_path: Path) -> None:
    put(tmp_path, frozen(FULL, STUB))
    releases = Releases(tmp_path)
    first = releases.newest()
    assert first.count({}) == 2
    put(tmp_path, frozen(STUB))
    second = releases.newest()
    assert second.count({}) == 1
    assert second.digest != first.digest
