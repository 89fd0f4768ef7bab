"""Guards on the files: nothing of one machine, locked packages, numbered decisions."""

import re
import tomllib

from config import ROOT
from tests.architecture.tree import files, name

PACKAGE_HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "deb.debian" + ".org")
MACHINE = re.compile(r"(?<![\w.\-*>/])/(?:work|root|home)/\w")
NAME = re.compile(r"^[A-Za-z0-9._-]+")


def normal(requirement: str) -> str:
    found = NAME.match(requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    found = [
        f"{name(path)}:{number}"
        for path in files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if MACHINE.search(line)
    ]
    assert not found, f"Derive the path from config.ROOT or name it in words: {found}"


def test_no_file_names_a_package_host() -> None:
    found = [
        f"{name(path)}: {host}"
        for path in files()
        for host in PACKAGE_HOSTS
        if host in path.read_text(encoding="utf-8")
    ]
    assert not found, f"Name the package, not where it is fetched: {found}"


def test_every_package_is_locked_with_hashes_and_without_an_address() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = {
        "run.txt": [*project["dependencies"], *extras["build"]],
        "dev.txt": [*project["dependencies"], *extras["build"], *extras["dev"]],
    }
    for lock, requirements in wanted.items():
        text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
        entries = re.split(r"\n(?=[A-Za-z0-9])", text)
        pinned = {normal(entry): entry for entry in entries if "==" in entry.partition("\n")[0]}
        missing = {normal(requirement) for requirement in requirements} - set(pinned)
        assert not missing, f"Run `make lock`: {lock} lacks {missing}"
        assert all("--hash=sha256:" in entry for entry in pinned.values()), f"{lock}: no hash"
        assert "://" not in text, f"{lock} names an address"
        assert "--index" not in text, f"{lock} names an index"
        assert "--find-links" not in text, f"{lock} names a folder"


def test_decisions_are_numbered_and_dated() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(path.name[:4]) for path in decisions]
    assert numbers == sorted(set(numbers)), "Give each decision a number of its own"
    undated = [
        name(path)
        for path in decisions
        if not re.search(r"\b20\d\d-\d\d-\d\d\b", path.read_text(encoding="utf-8"))
    ]
    assert not undated, f"Say when it was decided: {undated}"
