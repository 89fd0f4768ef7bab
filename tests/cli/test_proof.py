"""Proofs checked without a site, and the signing key of sites from before there were proofs."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportdesk.cli import main
from reportdesk.release.reader import Releases
from reportdesk.vault.keys import SiteKeys
from tests.release.samples import frozen, put
from tests.vault.signed import TEXT, proof_text


@pytest.fixture
def files(runtime, tmp_path: Path) -> Path:
    """A folder with both files of a proof that this site signed."""
    (tmp_path / "note-1.txt").write_text(proof_text(runtime.vault), encoding="utf-8")
    (tmp_path / "note-2.txt").write_text(TEXT.replace("\n", "\r\n"), encoding="utf-8")
    return tmp_path


def run(runtime, *words: object) -> Result:
    group, *rest = map(str, words)
    return CliRunner().invoke(main.commands[group], rest, obj=runtime)


def test_a_proof_is_checked_with_a_key_alone(runtime, files: Path) -> None:
    key = runtime.vault.proof_publics()[0].hex()
    result = run(runtime, "proof", "verify", files / "note-1.txt", "--key", key)
    assert result.exit_code == 0
    assert "the signature is genuine" in result.output
    assert "2026-03-02, 湖北省教育厅" in result.output


def test_a_proof_and_its_text_are_checked_with_the_newest_release(runtime, files: Path) -> None:
    keys = runtime.vault.proof_publics()
    put(runtime.settings.releases, replace(frozen(), proof_keys=keys))
    words = ("proof", "verify", files / "note-1.txt", "--text", files / "note-2.txt")
    assert "the text is the one it commits to" in run(runtime, *words).output
    (files / "note-2.txt").write_text(TEXT.replace("录音", "录像"), encoding="utf-8")
    changed = run(runtime, *words)
    assert changed.exit_code == 1
    assert "not the one" in changed.output
    assert keys[0].hex() in run(runtime, "proof", "keys").output


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"\xff\xfe\x00", "no whole proof in it"),
        (b"x" * 1_000_000, "far too long"),
    ],
)
def test_what_is_no_proof_ends_with_one_line(runtime, files, content: bytes, words: str) -> None:
    (files / "note-1.txt").write_bytes(content)
    result = run(runtime, "proof", "verify", files / "note-1.txt", "--key", "00" * 32)
    assert result.exit_code == 1
    assert words in result.output


def test_a_changed_proof_and_a_strange_key_end_with_exit_code_1(runtime, files: Path) -> None:
    path, key = files / "note-1.txt", runtime.vault.proof_publics()[0].hex()
    strange = run(runtime, "proof", "verify", path, "--key", "00" * 32)
    path.write_text(path.read_text(encoding="utf-8").replace("2026-03-02", "2026-03-01"))
    changed = run(runtime, "proof", "verify", path, "--key", key)
    assert (strange.exit_code, changed.exit_code) == (1, 1)
    assert "not among the public keys" in strange.output
    assert "this was changed" in changed.output
    assert "64 hexadecimal digits" in run(runtime, "proof", "verify", path, "--key", "xyz").output


def test_before_a_release_names_a_key_the_command_says_what_to_give(runtime, files: Path) -> None:
    result = run(runtime, "proof", "verify", files / "note-1.txt")
    assert result.exit_code == 1
    assert "--key" in result.output


def test_a_site_from_before_proofs_is_told_what_to_run_and_then_has_its_key(runtime) -> None:
    before = SiteKeys.load(runtime.settings.keys)
    (runtime.settings.keys / "proof-1").unlink()
    told = run(runtime, "keys", "status")
    assert told.exit_code == 1
    assert "run reportdesk keys init" in told.output
    assert "FAIL  proof key" in run(runtime, "doctor").output
    added = run(runtime, "keys", "init")
    assert added.exit_code == 0
    assert "added proof" in added.output
    assert run(runtime, "keys", "status").exit_code == 0
    assert "ok    proof key" in run(runtime, "doctor").output
    after = SiteKeys.load(runtime.settings.keys)
    assert (after.schemes, after.session) == (before.schemes, before.session)


def test_keys_init_never_mends_what_was_lost(runtime) -> None:
    (runtime.settings.keys / "receipt-1").unlink()
    result = run(runtime, "keys", "init")
    assert result.exit_code == 1
    assert "receipt missing; restore the backup" in result.output
    assert not (runtime.settings.keys / "receipt-1").exists()


def test_a_release_names_the_keys_of_the_site(runtime) -> None:
    assert run(runtime, "release", "build").exit_code == 0
    assert run(runtime, "keys", "rotate", "proof").exit_code == 0
    newest = Releases(runtime.settings.releases).newest()
    assert newest is not None
    assert newest.proof_keys == runtime.vault.proof_publics()
    assert "published with the next release" in run(runtime, "doctor").output
