"""``reportdesk release``: build and verify, as an operator types them."""

import pytest
from click.testing import CliRunner, Result

from reportdesk.cli.release import release
from reportdesk.storage.case import Case
from tests.published import Book, register, scene


@pytest.fixture
def call(runtime, vault, clock):
    """Runs a command of the group; the vault's keys exist."""

    def run(*words: str) -> Result:
        return CliRunner().invoke(release, words, obj=runtime)

    clock.set("2026-07-01")
    return run


@pytest.fixture
def _scene(runtime, pack):
    runtime.write(register)
    runtime.write(lambda tx: scene(Book(tx, pack)))


@pytest.mark.usefixtures("_scene")
def test_a_build_says_what_it_wrote(call, runtime):
    built = call("build")
    assert built.exit_code == 0, built.output
    assert "2026-W27" in built.output
    assert (runtime.settings.releases / "2026-W27.r1" / "cases.csv").is_file()


def test_a_second_build_in_a_week_needs_a_name_of_its_own(call):
    assert call("build").exit_code == 0
    again = call("build")
    assert again.exit_code == 1
    assert "--label 2026-W27-2" in again.output
    assert call("build", "--label", "2026-W27-2").exit_code == 0


def test_a_malformed_label_is_explained(call):
    refused = call("build", "--label", "latest")
    assert refused.exit_code == 1
    assert "2026-W47" in refused.output


@pytest.mark.usefixtures("_scene")
def test_a_changed_file_is_found(call, runtime):
    call("build")
    assert call("verify").exit_code == 0
    assert call("verify", "2026-W27", "--files-only").exit_code == 0
    path = runtime.settings.releases / "2026-W27.r1" / "cases.csv"
    path.chmod(0o644)
    path.write_text("other")
    found = call("verify")
    assert found.exit_code == 1
    assert "cases.csv: differs from its checksum" in found.output


@pytest.mark.usefixtures("_scene")
def test_a_redaction_is_reported(call, runtime, clock):
    call("build")

    def withhold(tx) -> None:
        case = tx.session.query(Case).filter_by(ref="A1A1-0001").one()
        case.visibility, case.withheld_reason = "withheld", "danger"

    runtime.write(withhold)
    clock.set("2026-07-08")
    assert "2026-W27 has a new revision" in call("build").output
