import json
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


def test_the_difference_of_two_packs_is_said_in_words_with_the_exit_code_of_diff() -> None:
    same = run("diff", DEFAULT_PACK, DEFAULT_PACK)
    assert (same.exit_code, same.output) == (0, "")
    chinese = run("diff", DEFAULT_PACK, "cn-shandong-12345")
    assert chinese.exit_code == 1
    assert "期限 K2\n" in chinese.output
    assert "  天数: 60 天 -> 5 个工作日" in chinese.output
    english = run("diff", DEFAULT_PACK, "cn-shandong-12345", "--lang", "en").output
    assert "Clock K1b\n  days: 5 working days -> 2 working days" in english
    assert "  days: new 60 days" in english


def test_the_difference_is_data_too() -> None:
    result = run("diff", "cn-shandong-12345", DEFAULT_PACK, "--json", "--lang", "en")
    rows = json.loads(result.output)
    assert result.exit_code == 1
    assert {
        "part": "clock", "what": "LAW60", "field": "days", "old": "60 days", "new": None
    } in rows  # fmt: skip


def test_a_pack_that_cannot_be_read_is_no_difference() -> None:
    result = run("diff", DEFAULT_PACK, "nowhere", "--lang", "en")
    assert (result.exit_code, "no such pack: nowhere" in result.output) == (1, True)


def test_a_pack_is_checked_for_the_day_it_is_to_be_used() -> None:
    late = run("check", DEFAULT_PACK, "--on", "2022-04-30", "--lang", "en")
    assert late.exit_code == 1
    assert "pack cn-xinfang-2022 is not in force on 2022-04-30: 2022-05-01 –" in late.output


def test_a_local_pack_is_explained_with_its_parent_its_reasons_and_its_breaks() -> None:
    words = run("explain", "cn-shanghai-12345", "--lang", "en").output
    assert "Based on cn-xinfang-2022@1.2" in words
    assert "5 working days from the day of acceptance" in words
    assert "The hotline's rule is no law" in words
    assert "Days of a school break do not count." in words
    assert "310000 winter break Mon 2 February 2026 – Fri 27 February 2026  Junior" in words
