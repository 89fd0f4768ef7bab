"""Later versions of the national pack, invented for tests: other days off, other lengths."""

import shutil
from dataclasses import replace
from pathlib import Path

from reportdesk.packs.loader import DATA, DEFAULT_PACK, load_pack
from reportdesk.runtime import Runtime
from tests.packs.spoil import edit

NATIONAL = load_pack(DEFAULT_PACK)
WITH_2027 = "2027,an invented notice,2026-11-27,https://example.org/n\n"


def a_newer_pack(
    folder: Path,
    version: str,
    *days: str,
    notice: str = WITH_2027,
    clocks: tuple[tuple[str, str], ...] = (),
) -> Path:
    """A copy of the national pack with a notice for 2027, these days in it, and changed clocks.

    A day is ``2027-01-25,off`` or ``2027-01-24,makeup``.
    """
    shutil.copytree(DATA / DEFAULT_PACK, folder)
    edit(folder / "pack.yaml", f'version: "{NATIONAL.version}"', f'version: "{version}"')
    edit(folder / "pack.yaml", 'version: "2026"', f'version: "2027-{version}"')
    with (folder / "notices.csv").open("a", encoding="utf-8") as file:
        file.write(notice)
    with (folder / "calendar.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{day},invented,2027\n" for day in days)
    for old, new in clocks:
        edit(folder / "clocks.yaml", old, new)
    return folder


def with_pack(runtime: Runtime, folder: Path) -> Runtime:
    """Another process of the same site, with another pack."""
    other = Runtime(replace(runtime.settings, pack=str(folder)), runtime.clock)
    other.__dict__["db"], other.__dict__["vault"] = runtime.db, runtime.vault
    return other
