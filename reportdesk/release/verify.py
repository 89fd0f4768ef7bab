"""Checks releases on disk: checksums, and that every text file still follows from the store."""

from collections.abc import Iterator
from pathlib import Path

from reportdesk.release.labels import FILES, SUMS
from reportdesk.release.reader import Release, Releases
from reportdesk.release.render import texts
from reportdesk.release.sums import checksum


def problems(root: Path, label: str | None = None) -> list[str]:
    """What is wrong with one release or with all of them; empty when nothing is."""
    releases = Releases(root)
    labels = releases.labels() if label is None else [label]
    found: list[str] = []
    for name in labels:
        release = releases.get(name)
        if release is None:
            found.append(f"{name}: no such release")
            continue
        found.extend(f"{release.folder.name}/{text}" for text in _problems(release))
    return found


def _problems(release: Release) -> Iterator[str]:
    """What is wrong with one release."""
    present = {path.name for path in release.folder.iterdir()}
    yield from (f"{name}: missing" for name in sorted(set(FILES) - present))
    yield from (f"{name}: does not belong here" for name in sorted(present - set(FILES)))
    if not set(FILES) <= present:
        return
    for name, digest in sorted(release.checksums.items()):
        if name != SUMS and checksum(release.folder / name) != digest:
            yield f"{name}: differs from its checksum"
            return
    for name, text in texts(release.frozen()).items():
        if release.content(name) != text.encode():
            yield f"{name}: does not follow from the store"
