"""Checksums of release files, and whether a release's folder is whole."""

import hashlib
import re
from pathlib import Path

from reportdesk.release.labels import FILES, STORE, SUMMED, SUMS

LINE = re.compile(r"([0-9a-f]{64})  (\S+)")


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def written(folder: Path) -> str:
    """The text of SHA256SUMS for the files of a folder."""
    return "".join(f"{checksum(folder / name)}  {name}\n" for name in SUMMED)


def named(folder: Path) -> dict[str, str]:
    """File -> SHA-256, as SHA256SUMS says, and of that file itself.

    Raises OSError when it cannot be read and ValueError when it is not the list of a release.
    """
    content = (folder / SUMS).read_bytes()
    lines = [LINE.fullmatch(line) for line in content.decode("ascii").splitlines()]
    found = {line[2]: line[1] for line in lines if line is not None}
    if None in lines or set(found) != set(SUMMED):
        raise ValueError(f"{SUMS} does not name the files of a release")
    return {**found, SUMS: hashlib.sha256(content).hexdigest()}


def is_whole(folder: Path, digests: dict[str, str]) -> bool:
    """Whether every file is there and the store has arrived completely."""
    every = all((folder / name).is_file() for name in FILES)
    return every and checksum(folder / STORE) == digests[STORE]
