"""Checks releases on disk: checksums, and that every text file still follows from the store."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from reportdesk.release.labels import FILES, SUMS
from reportdesk.release.reader import Release, folders
from reportdesk.release.render import texts
from reportdesk.release.sums import checksum

UNREADABLE = (OSError, SQLAlchemyError, ValueError, LookupError, TypeError, AttributeError)
"""What reading files raises that are not what they should be."""


def problems(root: Path, label: str | None = None) -> list[str]:
    """What is wrong with one release or with all of them; empty when nothing is."""
    found: list[str] = []
    newest: dict[str, str] = {}
    for folder, (name, _) in folders(root).items():
        if label in (None, name):
            if name in newest:
                found.append(f"{newest[name]}: replaced by another revision and still here")
            newest[name] = folder
    for folder in newest.values():
        found.extend(f"{folder}/{text}" for text in _problems(root / folder))
    if label is not None and not newest:
        found.append(f"{label}: no such release")
    return found


def _problems(folder: Path) -> Iterator[str]:
    """What is wrong with the files of one release."""
    present = {path.name for path in folder.iterdir()}
    yield from (f"{name}: missing" for name in sorted(set(FILES) - present))
    yield from (f"{name}: does not belong here" for name in sorted(present - set(FILES)))
    if not set(FILES) <= present:
        return
    try:
        release = Release(folder)
    except UNREADABLE:
        yield f"{SUMS}: does not name the files of a release"
        return
    changed = [name for name in FILES if name != SUMS and not _is_as_named(release, name)]
    yield from (f"{name}: differs from its checksum" for name in sorted(changed))
    if not changed:
        yield from _unlike_the_store(release)


def _is_as_named(release: Release, name: str) -> bool:
    """Whether a file has the checksum that SHA256SUMS names."""
    try:
        return checksum(release.folder / name) == release.checksums[name]
    except OSError:
        return False


def _unlike_the_store(release: Release) -> Iterator[str]:
    """What does not follow from the store."""
    try:
        frozen = release.frozen()
        expected = texts(frozen)
    except UNREADABLE:
        yield "release.sqlite: cannot be read"
        return
    finally:
        release.close()
    if frozen.header.folder != release.folder.name:
        yield "release.sqlite: is of another release"
    for name, text in expected.items():
        if release.content(name) != text.encode():
            yield f"{name}: does not follow from the store"
