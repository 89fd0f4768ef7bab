"""A whole demonstration site in a temporary folder, made by the commands an operator uses."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

COMMAND = str(Path(sys.executable).with_name("reportdesk"))
STEPS = ("keys init", "db upgrade", "register load", "demo seed")
PAGES = (
    "/",
    "/about",
    "/report/",
    "/follow/",
    "/cases",
    "/overdue",
    "/statistics",
    "/methodology",
    "/data/",
    "/desk/",
    "/healthz",
)


@contextmanager
def demonstration() -> Iterator[dict[str, str]]:
    """Environment of a fresh demonstration; the folder goes away afterwards."""
    with tempfile.TemporaryDirectory(prefix="reportdesk-bench-") as folder:
        environment = {
            **{name: value for name, value in os.environ.items() if "REPORTDESK" not in name},
            "REPORTDESK_INSTANCE": folder,
        }
        for step in STEPS:
            print(f"preparing: {step}", flush=True)
            subprocess.run(
                [COMMAND, *step.split()],
                env=environment,
                check=True,
                stdout=subprocess.DEVNULL,
            )
        yield environment
