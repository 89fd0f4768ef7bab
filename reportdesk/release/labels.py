"""Names of releases and of their folders: ``2026-W47``, revision 1 in ``2026-W47.r1``."""

import re
from datetime import date

LABEL = re.compile(r"(\d{4})-W(0[1-9]|[1-4]\d|5[0-3])(?:-([2-9]|[1-9]\d))?", re.ASCII)
FOLDER = re.compile(rf"({LABEL.pattern})\.r([1-9]\d{{0,3}})", re.ASCII)
MOST_IN_A_WEEK = 99
STORE = "release.sqlite"
CSV = "cases.csv"
JSON = "cases.json"
CHANGES = "CHANGES.md"
SUMS = "SHA256SUMS"
FILES = (CSV, JSON, STORE, CHANGES, SUMS)
"""What a release consists of, in the order it is offered."""
SUMMED = (CHANGES, CSV, JSON, STORE)
"""Files with a checksum, in the order SHA256SUMS names them."""


def week_label(day: date, number: int = 1) -> str:
    """The label of the release of a day's ISO week; ``number`` 2, 3 … for one more in that week."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}" + (f"-{number}" if number > 1 else "")


def week_labels(day: date) -> tuple[str, ...]:
    """Every label that a release of this day may have, the plain one first."""
    return tuple(week_label(day, number) for number in range(1, MOST_IN_A_WEEK + 1))


def is_label(text: str) -> bool:
    """Whether a text is a well-formed label."""
    return LABEL.fullmatch(text) is not None


def place(label: str) -> tuple[int, int, int]:
    """Where a label stands in time; raises ValueError for anything else."""
    found = LABEL.fullmatch(label)
    if found is None:
        raise ValueError(f"no release label: {label!r}")
    return int(found[1]), int(found[2]), int(found[3] or 1)


def folder_parts(name: str) -> tuple[str, int] | None:
    """Label and revision of a finished release's folder, or None for anything else."""
    found = FOLDER.fullmatch(name)
    return (found[1], int(found[5])) if found else None
