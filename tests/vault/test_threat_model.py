import ast
import re

import pytest

from config import ROOT

PAGE = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
CITED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))


@pytest.mark.parametrize(("path", "test"), CITED)
def test_every_test_the_threat_model_names_exists(path: str, test: str) -> None:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("number", range(1, 7))
def test_every_promise_is_shown_by_at_least_two_tests(number: int) -> None:
    section = PAGE.split(f"### {number}. ")[1].split("\n## ")[0].split("\n### ")[0]
    assert len(re.findall(r"::test_\w+`", section)) >= 2
