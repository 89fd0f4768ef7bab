import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from config import load_settings
from reportdesk.cli.keys import keys
from reportdesk.runtime import Runtime
from reportdesk.vault.disk import FIXED_TIME
from reportdesk.vault.keys import SiteKeys


@pytest.fixture
def runtime(tmp_path: Path) -> Runtime:
    """A site that was just unpacked: settings, and nothing on disk yet."""
    return Runtime(
        load_settings(
            {
                "REPORTDESK_ENV": "development",
                "REPORTDESK_INSTANCE": str(tmp_path / "instance"),
                "REPORTDESK_FAST_ARGON2": "1",
            }
        )
    )


def run(runtime: Runtime, *words: str) -> Result:
    return CliRunner().invoke(keys, words, obj=runtime)


def test_init_makes_keys_that_the_site_can_use(runtime: Runtime) -> None:
    result = run(runtime, "init")
    assert result.exit_code == 0
    assert "back this folder up" in result.output
    assert runtime.vault.lookups(runtime.vault.draw_receipt(), "filing")


def test_init_a_second_time_changes_nothing_and_says_why(runtime: Runtime) -> None:
    run(runtime, "init")
    before = SiteKeys.load(runtime.settings.keys)
    result = run(runtime, "init")
    assert result.exit_code == 1
    assert "lock every reporter out" in result.output
    assert SiteKeys.load(runtime.settings.keys) == before


def test_init_uses_the_real_work_factor_unless_told_otherwise(tmp_path: Path) -> None:
    settings = load_settings({"REPORTDESK_INSTANCE": str(tmp_path)})
    run(Runtime(settings), "init")
    assert SiteKeys.load(settings.keys).schemes[0].memlimit == 64 * 1024 * 1024


@pytest.mark.parametrize("command", [["status"], ["rotate", "session"]])
def test_without_keys_the_operator_is_told_what_to_run(
    runtime: Runtime, command: list[str]
) -> None:
    result = run(runtime, *command)
    assert result.exit_code == 1
    assert "reportdesk keys init" in result.output


def test_status_lists_each_kind_with_its_versions(runtime: Runtime) -> None:
    run(runtime, "init")
    run(runtime, "rotate", "escalation")
    lines = run(runtime, "status").output.splitlines()
    assert [line.split()[0] for line in lines] == [
        "receipt", "escalation", "session", "publication", "flask", "proof", "form",
    ]  # fmt: skip
    assert lines[0].split(maxsplit=2)[2] == "(1: 8 KiB x 1)"
    assert lines[1].split(maxsplit=1)[1] == "2, 1"
    assert lines[6].split() == ["form", "-"]


@pytest.mark.parametrize(
    ("kind", "meaning"),
    [
        ("receipt", "next visit"),
        ("escalation", "older versions stay"),
        ("session", "every staff session has ended"),
        ("flask", "sent again"),
    ],
)
def test_rotate_says_what_it_means_for_people(runtime: Runtime, kind: str, meaning: str) -> None:
    run(runtime, "init")
    result = run(runtime, "rotate", kind)
    assert result.exit_code == 0
    assert meaning in result.output
    assert "Restart" in result.output


def test_the_publication_secret_cannot_be_rotated(runtime: Runtime) -> None:
    run(runtime, "init")
    result = run(runtime, "rotate", "publication")
    assert result.exit_code == 2
    assert "is not one of" in result.output


def test_a_third_receipt_scheme_needs_a_word_of_consent(runtime: Runtime) -> None:
    run(runtime, "init")
    run(runtime, "rotate", "receipt")
    refused = run(runtime, "rotate", "receipt")
    assert refused.exit_code == 1
    assert "still under scheme 1" in refused.output
    assert run(runtime, "rotate", "receipt", "--retire-oldest").exit_code == 0
    assert [s.id for s in SiteKeys.load(runtime.settings.keys).schemes] == ["3", "2"]


def test_no_command_ever_prints_a_key(runtime: Runtime) -> None:
    said = run(runtime, "init").output
    files = list(runtime.settings.keys.iterdir())
    secret = [json.loads(path.read_text(encoding="utf-8"))["key"] for path in files]
    said += run(runtime, "status").output + run(runtime, "rotate", "session").output
    said += run(runtime, "init").output
    for value in secret:
        assert value not in said


def test_rotating_leaves_no_time_of_day_on_the_key_files(runtime: Runtime) -> None:
    run(runtime, "init")
    run(runtime, "rotate", "session")
    assert {path.stat().st_mtime for path in runtime.settings.keys.iterdir()} == {FIXED_TIME}
