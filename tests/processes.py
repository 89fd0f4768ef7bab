"""The command as a person runs it: in processes of their own, on a test's instance."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from config import ROOT
from reportdesk.settings import Settings

PATIENCE = 60.0
"""Seconds after which a test gives up on a process."""


def environment(settings: Settings, **more: str) -> dict[str, str]:
    """The process environment that makes these settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REPORTDESK")}
    return kept | {
        "REPORTDESK_ENV": settings.env,
        "REPORTDESK_INSTANCE": str(settings.instance),
        "REPORTDESK_DATABASE_URL": settings.database_url,
        "REPORTDESK_FAST_ARGON2": "1" if settings.fast_argon2 else "0",
        "REPORTDESK_PACK": settings.pack,
        "REPORTDESK_OPERATOR_NAME": settings.operator_name,
        "REPORTDESK_OPERATOR_CONTACT": settings.operator_contact,
        **more,
    }


def start(settings: Settings, *words: str, **more: str) -> subprocess.Popen[str]:
    """``reportdesk`` with these words, its output in pipes."""
    return subprocess.Popen(
        [sys.executable, "-m", "reportdesk", *words],
        cwd=ROOT,
        env=environment(settings, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(settings: Settings, *words: str, **more: str) -> tuple[int, str, str]:
    """Exit code, output and complaints of one command."""
    process = start(settings, *words, **more)
    said, complained = process.communicate(timeout=PATIENCE)
    return process.returncode, said, complained


def until(reached: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Look again and again; False when it was not reached in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if reached():
            return True
        time.sleep(0.05)
    return False


def descendants(pid: int) -> set[int]:
    """Every living process below ``pid``."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents[int(stat.parent.name)] = int(fields[1])
    found = {pid}
    while grown := {child for child, parent in parents.items() if parent in found} - found:
        found |= grown
    return found - {pid}
