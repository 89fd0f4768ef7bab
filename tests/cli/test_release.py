"""``reportdesk release``: build and verify, as an operator types them."""

from dataclasses import replace

import pytest
from click.testing import CliRunner, Result

from reportdesk.cli.release import release
from reportdesk.release import writer
from reportdesk.release.reader import Releases
from reportdesk.storage.case import Case
from tests.published import Book, register, scene
from tests.release.samples import put


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


@pytest.mark.parametrize("label", ["latest", "2062-W40", "2026-W26"])
def test_a_label_of_no_release_of_this_week_is_explained(call, runtime, label):
    refused = call("build", "--label", label)
    assert refused.exit_code == 1
    assert "write it like 2026-W27" in refused.output
    assert list(runtime.settings.releases.iterdir()) == []


def test_a_build_beside_another_one_says_so(call, runtime):
    with writer.alone(runtime.settings.releases):
        refused = call("build")
    assert refused.exit_code == 1
    assert "another build is running" in refused.output
    assert call("build").exit_code == 0


def test_a_full_disk_is_explained_without_a_path(call, runtime, monkeypatch):
    def full(path, frozen):
        raise OSError(28, "No space left on device", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(writer, "_store", full)
        refused = call("build")
    assert refused.exit_code == 1
    assert refused.output == ("Error: the release could not be written: No space left on device\n")
    assert list(runtime.settings.releases.iterdir()) == [], "nothing fills the disk further"
    assert call("build").exit_code == 0
    assert call("verify").exit_code == 0


@pytest.mark.usefixtures("_scene")
def test_a_release_that_was_rewritten_as_a_whole_is_not_the_one_in_the_ledger(call, runtime):
    call("build")
    release = Releases(runtime.settings.releases).get("2026-W27")
    other = replace(release.frozen(), cases=release.frozen().cases[:-1])
    put(runtime.settings.releases, other)
    assert call("verify", "2026-W27", "--files-only").exit_code == 0, "control: it is consistent"
    found = call("verify", "2026-W27")
    assert found.exit_code == 1
    assert "2026-W27: the files are not those that were released" in found.output


@pytest.mark.usefixtures("_scene")
@pytest.mark.parametrize("name", ["SHA256SUMS", "release.sqlite", "cases.csv"])
@pytest.mark.parametrize("content", [None, b"garbage"])
def test_a_missing_or_garbled_file_is_a_complaint_and_no_crash(call, runtime, name, content):
    call("build")
    path = runtime.settings.releases / "2026-W27.r1" / name
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    for words in (("verify",), ("verify", "2026-W27"), ("verify", "--files-only")):
        found = call(*words)
        assert isinstance(found.exception, SystemExit)
        assert found.exit_code == 1
        assert f"2026-W27.r1/{name}" in found.output


def test_a_label_that_neither_folder_nor_ledger_knows_is_a_complaint(call):
    call("build")
    found = call("verify", "2026-W01")
    assert found.exit_code == 1
    assert found.output == "release: 2026-W01: no such release\n"


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
