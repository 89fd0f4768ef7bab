"""``reportdesk doctor``: what is missing, by name, with what to run."""

from dataclasses import replace

import pytest

from reportdesk.domain.actors import Role
from reportdesk.jobs import leader
from reportdesk.runtime import Runtime
from reportdesk.services import accounts
from reportdesk.storage.audit import Audit
from reportdesk.vault.copies import LIFE, make_copy
from reportdesk.vault.kdf import Work
from reportdesk.vault.keys import SiteKeys
from tests.builders import HUBEI, found_nation, key_authority
from tests.newer_packs import NATIONAL, a_newer_pack, with_pack
from tests.processes import run


def lines(runtime: Runtime) -> tuple[int, dict[str, str]]:
    """Exit code, and each finding's line by its name."""
    code, said, _ = run(runtime.settings, "doctor")
    found = [line for line in said.splitlines() if line.startswith(("ok", "FAIL"))]
    return code, {line[6:].partition(":")[0]: line for line in found}


def test_a_fresh_folder_needs_keys_and_a_database_and_gets_neither_by_looking(
    settings, tmp_path
) -> None:
    fresh = tmp_path / "fresh"
    url = f"sqlite:///{fresh / 'reportdesk.sqlite'}"
    code, said, _ = run(replace(settings, instance=fresh, database_url=url), "doctor")
    assert code == 1
    assert "reportdesk keys init" in said
    assert "reportdesk db upgrade" in said
    assert not fresh.exists()


def test_an_empty_database_needs_register_staff_and_jobs(runtime: Runtime) -> None:
    code, found = lines(runtime)
    assert code == 1
    missing = {name for name, line in found.items() if line.startswith("FAIL")}
    jobs = {f"job {name}" for name in ("sweep", "deliver", "publish", "redact", "retain", "tidy")}
    assert missing == {"register", "staff", *jobs}
    assert "reportdesk register load" in found["register"]
    assert "reportdesk staff invite" in found["staff"]
    assert "reportdesk jobs run" in found["job sweep"]


@pytest.fixture
def sound(settings) -> Runtime:
    """A deployment in which nothing is missing, at the machine's own time."""
    SiteKeys.init(settings.keys, Work.of(settings))
    runtime = Runtime(settings)
    found_nation(runtime)
    key_authority(runtime, HUBEI)
    leader.round_(runtime, "me")
    return runtime


def test_a_sound_deployment_is_told_so_with_exit_code_zero(sound: Runtime) -> None:
    code, found = lines(sound)
    assert (code, [line for line in found.values() if line.startswith("FAIL")]) == (0, [])


def test_a_changed_record_of_acts_is_named_with_its_row(sound: Runtime) -> None:
    def change(tx) -> None:
        for login in ("a@example.org", "b@example.org"):
            accounts.invite(tx, None, login=login, name="x", authority_id=HUBEI, role=Role.OFFICER)
        tx.session.get_one(Audit, (HUBEI, 1)).detail = "head"

    sound.write(change)
    code, found = lines(sound)
    assert code == 1
    assert "edu-420000 at row 1" in found["record of acts"]


def test_keys_that_cannot_be_used_are_a_fault_and_the_rest_is_still_looked_at(
    sound: Runtime,
) -> None:
    for key in sound.settings.keys.rglob("*"):
        if key.is_file():
            key.write_bytes(b"")
    code, found = lines(sound)
    assert code == 1
    assert found["keys"].startswith("FAIL")
    assert found["register"].startswith("ok")


def test_a_pack_that_was_changed_without_a_higher_version_is_a_fault(
    sound: Runtime, tmp_path
) -> None:
    folder = a_newer_pack(tmp_path / "p", NATIONAL.version, "2027-01-25,off")
    changed = with_pack(sound, folder)
    code, found = lines(changed)
    assert code == 1
    assert found["rules"].startswith(f"FAIL  rules: {NATIONAL.stamp} is not later")
    assert "raise the version" in found["rules"]


def test_a_copy_of_shred_keys_that_is_too_old_is_a_fault(sound: Runtime) -> None:
    code, found = lines(sound)
    assert (code, found["shred copies"].startswith("ok")) == (0, True)
    store = sound.settings.instance / "shreds"
    made = make_copy(store, sound.settings.shred_copies, sound.clock().date() - LIFE)
    code, found = lines(sound)
    assert code == 1
    assert "oldest 30" in found["shred copies"]
    assert "reportdesk shreds prune" in found["shred copies"]
    assert made.name not in found["shred copies"]
