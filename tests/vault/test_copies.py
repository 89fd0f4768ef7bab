"""Copies of the shred keys: whole, silent about time, and gone after thirty days."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from reportdesk.domain.errors import NotFound
from reportdesk.vault import copies
from reportdesk.vault.disk import FIXED_TIME
from reportdesk.vault.files import LocalShreds

TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> tuple[LocalShreds, Path, Path]:
    """A store with two keys, its folder, and the folder of copies."""
    shreds = LocalShreds(tmp_path / "shreds")
    shreds.new()
    shreds.new()
    return shreds, tmp_path / "shreds", tmp_path / "copies"


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_copy_is_whole_and_tells_no_time_but_the_day_in_its_name(store) -> None:
    _, folder, root = store
    made = copies.make_copy(folder, root, TODAY)
    assert files(root / made.name) == files(folder)
    assert copies.copies(root) == [made]
    times = {path.stat().st_mtime for path in (root / made.name).rglob("*")}
    assert times == {FIXED_TIME}


def test_thirty_days_later_it_is_overwritten_and_gone_and_not_a_day_earlier(store) -> None:
    _, folder, root = store
    made = copies.make_copy(folder, root, TODAY)
    kept = next((root / made.name).rglob("*/*"))
    held = kept.open("rb")
    key = kept.read_bytes()
    assert copies.prune(root, TODAY + 29 * DAY) == 0
    later = copies.make_copy(folder, root, TODAY + 10 * DAY)
    assert copies.prune(root, TODAY + 30 * DAY) == 1
    assert copies.copies(root) == [later]
    with held:
        assert held.read() != key


def test_a_key_destroyed_today_is_in_no_copy_thirty_days_later(store) -> None:
    shreds, folder, root = store
    copies.make_copy(folder, root, TODAY)
    lost = next(iter(files(folder)))
    shreds.destroy(lost)
    for days in range(1, 31):
        copies.make_copy(folder, root, TODAY + days * DAY)
        copies.prune(root, TODAY + days * DAY)
    assert lost not in files(root)
    assert len(copies.copies(root)) == 30


def test_a_full_disk_leaves_no_key_of_a_half_copy(store, monkeypatch) -> None:
    _, folder, root = store
    whole, written = copies.write_new, []

    def full(path: Path, key: bytes) -> None:
        if written:
            raise OSError(28, "no space")
        written.append(path)
        whole(path, key)

    with monkeypatch.context() as patch:
        patch.setattr(copies, "write_new", full)
        with pytest.raises(OSError, match="no space"):
            copies.make_copy(folder, root, TODAY)
    assert written
    assert list(root.iterdir()) == []


def test_what_a_killed_copy_left_is_no_copy_and_goes_the_next_day(store, monkeypatch) -> None:
    _, folder, root = store

    def killed(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(copies, "write_new", killed)
        with pytest.raises(KeyboardInterrupt):
            copies.make_copy(folder, root, TODAY)
    assert copies.copies(root) == []
    assert copies.prune(root, TODAY) == 0, "another process may be writing it"
    assert copies.prune(root, TODAY + DAY) == 1
    assert list(root.iterdir()) == []


def test_only_missing_keys_are_put_back_and_only_from_a_young_copy(store) -> None:
    shreds, folder, root = store
    made = copies.make_copy(folder, root, TODAY)
    lost, kept = files(folder)
    shreds.destroy(lost)
    before = shreds.get(kept)
    assert copies.put_back(folder, root, made.name, TODAY + 29 * DAY) == 1
    assert (shreds.get(lost), shreds.get(kept)) == (files(root / made.name)[lost], before)
    for name, day in ((made.name, TODAY + 30 * DAY), ("20260101-00000000", TODAY), ("..", TODAY)):
        with pytest.raises(NotFound):
            copies.put_back(folder, root, name, day)
