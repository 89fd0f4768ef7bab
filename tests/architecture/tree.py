"""The project's own files, as the guards look at them."""

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from config import ROOT

NOT_OURS = {".git", ".venv", "build", "instance", "node_modules"}
TEXT = {
    "", ".cfg", ".css", ".csv", ".html", ".ini", ".js", ".json", ".md", ".mako", ".po", ".py",
    ".service", ".svg", ".toml", ".txt", ".yaml", ".yml",
}  # fmt: skip


def name(path: Path) -> str:
    """A file's path as people write it, from the top of the project."""
    return path.relative_to(ROOT).as_posix()


@cache
def files() -> tuple[Path, ...]:
    """Every text file a person keeps in the project."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [
            inner
            for inner in folders
            if inner not in NOT_OURS
            and not inner.endswith((".egg-info", "_cache", "__pycache__"))
            and inner != ".hypothesis"
        ]
        names = [file for file in names if file not in NOT_OURS]  # of a second work tree: a file
        found += [Path(folder, file) for file in names if Path(file).suffix in TEXT]
    return tuple(sorted(found))


@cache
def modules() -> tuple[Path, ...]:
    """Every Python file of the product: the package, ``config.py`` and ``wsgi.py``."""
    package = [path for path in files() if name(path).startswith("reportdesk/")]
    top = [ROOT / "config.py", ROOT / "wsgi.py"]
    return tuple(p for p in [*package, *top] if p.suffix == ".py" and p.exists())


@cache
def templates() -> tuple[Path, ...]:
    """Every template."""
    return tuple(path for path in files() if name(path).startswith("templates/"))


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a Python file, inner ones included."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def called(node: ast.Call) -> str:
    """The last name of what is called: ``now`` for both ``now()`` and ``datetime.now()``."""
    target = node.func
    if isinstance(target, ast.Attribute):
        return target.attr
    return target.id if isinstance(target, ast.Name) else ""
