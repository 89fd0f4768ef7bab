import shutil
from pathlib import Path

from click.testing import CliRunner, Result

from reportdesk.cli.pack import pack
from reportdesk.packs.loader import DATA, DEFAULT_PACK


def run(*words: str) -> Result:
    return CliRunner().invoke(pack, list(words))


def test_the_pack_that_ships_is_ok() -> None:
    result = run("check")
    assert result.exit_code == 0
    assert result.output.startswith("ok cn-xinfang-2022@1.2")


def test_a_spoiled_pack_is_refused_line_by_line(tmp_path: Path) -> None:
    folder = shutil.copytree(DATA / DEFAULT_PACK, tmp_path / "spoiled")
    clocks = folder / "clocks.yaml"
    text = clocks.read_text(encoding="utf-8")
    line = text[: text.index("days: 60")].count("\n") + 1
    clocks.write_text(text.replace("days: 60", "days: 0"), encoding="utf-8")
    english = run("check", str(folder), "--lang", "en")
    assert english.exit_code == 1
    assert english.output.strip() == f"{clocks}:{line}: 0 is below 1"
    assert f"clocks.yaml:{line}: 0 太小，至少是 1" in run("check", str(folder)).output


def test_a_pack_is_explained_with_every_clock_the_ladder_and_the_sources() -> None:
    chinese = run("explain").output
    for words in ("K6b 等举报人补充 [平台]", "《信访工作条例》第三十四条，条文已核对", "S4"):
        assert words in chinese
    assert "K5: S1 S2" in chinese
    english = run("explain", DEFAULT_PACK, "--lang", "en").output
    assert "60 days from the day of acceptance" in english
    assert "first overdue day +45" in english
