"""The import contracts of pyproject.toml hold."""

import subprocess
import sys
from pathlib import Path

from config import ROOT


def test_imports_flow_the_way_the_contracts_say() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, (
        "Move the code to the layer it needs, or pass the value in; the contracts are in "
        f"pyproject.toml:\n{done.stdout}{done.stderr}"
    )
