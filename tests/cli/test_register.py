"""``reportdesk register`` as an operator sees it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportdesk.cli.register import register
from reportdesk.queries.school_search import search_schools
from reportdesk.runtime import Runtime
from reportdesk.services.register import load
from tests.registers import listed, small_register, write_workbook

WUHAN = listed("武汉大学", "4142010486", "教育部", "武汉市", "本科")
RISEN = listed("武汉职业技术大学", "4142010834", "湖北省", "武汉市", "本科")


def run(runtime: Runtime, *words: str) -> Result:
    return CliRunner().invoke(register, words, obj=runtime)


@pytest.fixture
def workbook(tmp_path: Path) -> str:
    return str(write_workbook(tmp_path / "list.xls", {"湖北省（2所）": [WUHAN, RISEN]}))


def test_the_register_is_shown_loaded_and_found_unchanged(runtime: Runtime) -> None:
    shown = run(runtime, "load", "--dry-run")
    assert "divisions: 3214; 新增 new 3214" in shown.output
    assert shown.output.endswith("未写入 nothing written\n")
    assert "新增 new: 北京市" in shown.output
    assert run(runtime, "load").output.endswith("已载入 loaded\n")
    again = run(runtime, "diff")
    assert (
        "schools: 2779; 新增 new 0, 停用 gone 0, 改名 renamed 0, 变更地点 moved 0" in again.output
    )
    assert again.exit_code == 0


def test_the_ministrys_workbook_is_imported_and_likely_renamings_are_listed(
    runtime: Runtime, workbook: str, tmp_path: Path
) -> None:
    runtime.write(lambda tx: load(tx, small_register(tmp_path / "register")))
    shown = run(runtime, "import-schools", workbook, "--dry-run")
    assert "likely renamings (未采纳 not accepted): 1" in shown.output
    assert "武汉职业技术学院 → 武汉职业技术大学" in shown.output
    before = runtime.read(lambda tx: search_schools(tx, "武汉职业技术大学"))
    assert "武汉职业技术大学" not in [item.name for item in before]
    done = run(runtime, "import-schools", workbook, "--accept-likely")
    assert "改名 renamed 1" in done.output
    found = runtime.read(lambda tx: search_schools(tx, "武汉职业技术学院"))
    assert (found[0].name, found[0].former) == ("武汉职业技术大学", "武汉职业技术学院")


def test_a_workbook_before_the_register_is_refused(runtime: Runtime, workbook: str) -> None:
    refused = run(runtime, "import-schools", workbook)
    assert refused.exit_code == 1
    assert "register load" in refused.output


def test_a_cut_workbook_is_refused_with_its_line(runtime: Runtime, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "cut.xls", {"湖北省（134所）": [WUHAN]})
    refused = run(runtime, "import-schools", str(path))
    assert refused.exit_code == 1
    assert "cut.xls, line 4: 湖北省 declares 134 institutions, 1 follow" in refused.output
