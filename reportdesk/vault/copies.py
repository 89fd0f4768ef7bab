"""Copies of the store of shred keys: made whole, named by their day, destroyed after 30 days.

A copy that outlived them would bring back what reporters were promised to be gone.
"""

import re
import secrets
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from reportdesk.domain.errors import NotFound
from reportdesk.vault.disk import (
    destroy,
    make_folder,
    read_quietly,
    still,
    sync_folder,
    write_new,
)

LIFE = timedelta(days=30)
"""How old a copy may become."""
UNFINISHED = "unfinished-"
_NAME = re.compile(r"(\d{8})-[0-9a-f]{8}")
_KEY = re.compile(r"[0-9a-f]{32}")


class Copy(NamedTuple):
    """One copy: the name of its folder, and the day it was made."""

    name: str
    made_on: date


def copies(root: Path) -> list[Copy]:
    """Every whole copy, oldest first."""
    names = [path.name for path in root.glob("*") if path.is_dir() and _NAME.fullmatch(path.name)]
    return [Copy(name, date.fromisoformat(name[:8])) for name in sorted(names)]


def make_copy(store: Path, root: Path, today: date) -> Copy:
    """Copy every key that is there now; the copy appears whole or not at all.

    When the disk fails nothing of it stays: keys in a half copy would be destroyed by nobody today.
    """
    name = f"{today:%Y%m%d}-{secrets.token_hex(4)}"
    draft = root / f"{UNFINISHED}{name}"
    try:
        make_folder(draft)
        _fill(draft, store)
    except OSError:
        _remove(draft)
        raise
    draft.rename(root / name)
    still(root)
    sync_folder(root)
    return Copy(name, today)


def _fill(draft: Path, store: Path) -> None:
    """Write every key of the store."""
    for path in _keys(store):
        try:
            key = read_quietly(path)
        except FileNotFoundError:  # destroyed meanwhile
            continue
        make_folder(draft / path.parent.name)
        write_new(draft / path.parent.name / path.name, key)


def prune(root: Path, today: date) -> int:
    """Overwrite and remove copies that are 30 days old, and unfinished ones; returns how many."""
    old = [root / one.name for one in copies(root) if one.made_on + LIFE <= today]
    old += [path for path in root.glob(f"{UNFINISHED}*") if _unfinished_before(path, today)]
    for folder in old:
        _remove(folder)
    return len(old)


def _remove(folder: Path) -> None:
    """Overwrite every key of a copy, then take it away."""
    for path in _keys(folder):
        destroy(path)
    if folder.is_dir():
        shutil.rmtree(folder)
        still(folder.parent)
        sync_folder(folder.parent)


def put_back(store: Path, root: Path, name: str, today: date) -> int:
    """Put keys of a copy into the store where they are missing; returns how many.

    Raises NotFound: "shred_copy" for an unknown name, "shred_copy_old" for one of 30 days.
    Whatever was destroyed since has to be destroyed again.
    """
    found = next((one for one in copies(root) if one.name == name), None)
    if found is None:
        raise NotFound("shred_copy")
    if found.made_on + LIFE <= today:
        raise NotFound("shred_copy_old")
    missing = [path for path in _keys(root / name) if not _in(store, path).exists()]
    for path in missing:
        make_folder(_in(store, path).parent)
        write_new(_in(store, path), read_quietly(path))
    return len(missing)


def _keys(folder: Path) -> list[Path]:
    """The files of keys in a store or a copy."""
    return [path for path in sorted(folder.glob("??/*")) if _KEY.fullmatch(path.name)]


def _in(store: Path, path: Path) -> Path:
    """Where a key of a copy lies in the store."""
    return store / path.parent.name / path.name


def _unfinished_before(path: Path, today: date) -> bool:
    """Whether a copy was begun on an earlier day and never finished."""
    match = _NAME.fullmatch(path.name.removeprefix(UNFINISHED))
    return match is not None and date.fromisoformat(match[1]) < today
